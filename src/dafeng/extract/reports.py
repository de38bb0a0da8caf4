"""Reporting deadlines: 每年11月底前报送, 每月8日前, 第三季度完成评估."""

from __future__ import annotations

import re

from dafeng.extract.sentence import Mention, Sentence, applicable
from dafeng.plan.model import Years

_REPORT = re.compile(
    r"报送|上报|提交|报告|报备|报(?![道讯])[^，。；告名警道讯]{0,6}(?:盟|市|县|省|区|州|旗|局|委|厅|办)|评估|报.{0,2}备案|报总结|报.{0,12}总结|填报"
)
_MONTH_DAY = re.compile(
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日|(?P<end>底|末|份底))"
    r"|(?:每月|末月|首月|次月|每季度末?|下月|下季度首月|当月)(?P<dom>\d{1,2}|[一二三四五六七八九十]{1,3})日|第(?P<quarter>[一二三四1-4])季度"
)
_HANDAY = {c: n for n, c in enumerate("零一二三四五六七八九")}


def _small(text: str) -> int:
    if text.isascii():
        return int(text)
    if "十" not in text:
        return _HANDAY[text]
    ten, _, one = text.partition("十")
    return (_HANDAY[ten] if ten else 1) * 10 + (_HANDAY[one] if one else 0)


def find_reports(s: Sentence) -> tuple[list[Mention], set[int]]:
    """Return the reporting deadlines of a sentence, and the starts of the quantities that they use up."""
    out: list[Mention] = []
    used: set[int] = set()
    for match in _MONTH_DAY.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        text = s.text[match.end() : clause[1]]
        if len(text.strip("前，")) == 0:  # 2027年10月底前，由…开展终期评估
            text = s.text[match.end() : s.clause_of(min(clause[1], s.end - 1))[1]]
        if not _REPORT.search(text) or "未完成" in text or (match["quarter"] and "评估" not in text):
            continue
        out.append(_report(s, match, clause))
        used |= {q.start for q in s.quantities if match.start() <= q.start < match.end()}
    return out, used


def _report(s: Sentence, match: re.Match[str], clause: tuple[int, int]) -> Mention:
    at = applicable(s, match.end() + 4, clause)
    start = match.start()
    yearly = (
        re.search(r"每年", s.text[s.start : match.end()]) is not None
        or re.search(r"每月|每季|年度", s.text[clause[0] : match.end()]) is not None
    )
    if match["dom"]:
        day = _small(match["dom"])
        unit, value = "day_of_month", float(day)
        due = f"{'quarter' if '季' in s.text[clause[0] : match.end()] else 'monthly'}-{day}"
        start = match.start("dom")
        years = Years(type="yearly", due=due)
    elif match["quarter"]:
        quarter = "一二三四".find(match["quarter"]) + 1 or int(match["quarter"])
        unit, value = "month_end", float(quarter * 3)
        years = at.years if at is not None and at.years is not None else Years(type="yearly")
    else:
        month = _small(match["month"])
        if match["day"]:
            day = _small(match["day"])
            unit, value, due = "month_day", float(month * 100 + day), f"{month:02d}-{day:02d}"
        else:
            last = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
            unit, value, due = "month_end", float(month), f"{month:02d}-{last:02d}"
        dated = re.search(r"20\d\d年", s.text[clause[0] : match.start()]) is not None
        explicit = at is not None and at.years is not None and at.years.type == "deadline"
        if explicit and (dated or not yearly) and at is not None and at.years is not None:
            years = at.years
        elif (
            yearly
            or s.context.calendar.issue is None
            or s.context.calendar.end not in (None, s.context.calendar.issue)
        ):
            years = Years(type="yearly", due=due)
        else:
            years = Years(type="deadline", year=s.context.calendar.issue, due=due, inferred=True)
    return Mention(
        start, match.end(), value, unit, "reporting_deadline", "<=", years, None, "mandatory",
        (clause[0], clause[1]), (clause[0], clause[1]), clause,
    )  # fmt: skip
