"""Statements without a figure of their own: a peak year, and the hundred or zero per cent that words imply."""

from __future__ import annotations

import re

from dafeng.extract.quantities import Quantity
from dafeng.extract.sentence import Mention, Sentence, applicable, is_past, scope_of
from dafeng.extract.strength import strength_of
from dafeng.plan.model import Baseline, Op, Strength, Years

_IMPLIED = re.compile(
    r"(?P<strong>全覆盖|应[改收接治建治拆纳装保退补换]尽[改收接治建治拆纳装保退补换]|全部清零|清零|一律|全部|全数|百分百)"
    r"|(?P<weak>全面(?=(?:执行|推行|实行|实施|按|达到|完成|消除|淘汰|推广绿色建材|禁止|取消|建成|落实|覆盖|更换|退出|开工|采用|使用|实现)))"
)
_IMPLIED_OBJECT = re.compile(
    r"标准|收费|绿色建材|建设|更换|安装|具备|纳入|关停|改造|配备|配建|淘汰|达标|完成|接入|覆盖|分类|清洁|执行|建成|更新|治理|退出|开工|采用|使用|实现|消除|达到|清零"
)
_PEAK = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?(?:底|末)?(?:以?前|之前)?[^。；\n]{0,40}?(?:达到峰值|达峰|实现碳达峰)"
)


def find_peaks(s: Sentence) -> list[Mention]:
    """Return the year by which emissions shall peak, where the sentence names one."""
    out = []
    for match in _PEAK.finditer(s.text, s.start, s.end):
        last = None
        for m in s.moments:
            if (
                m.years is not None
                and m.years.type == "deadline"
                and m.end <= match.end()
                and m.start >= match.start() - 2
            ):
                last = m
        if last is None or last.years is None or last.years.year is None:
            continue
        between = s.text[last.end : match.end()]
        if (
            not re.search(r"排放|碳", between)
            or ("，" in between and re.search(r"\d", between))
            or "方案" in between
            or "月" in last.written
            or re.match(r"基础|打下|奠定|条件|实施方案|行动|方案|工作", s.text[match.end() : match.end() + 4])
        ):
            continue
        clause = s.clause_of(match.end() - 1)
        head = s.text[max(s.start, last.start - 8) : match.end()]
        strength: Strength = "strive" if re.search("力争|争取", head) else "mandatory"
        digits = re.search(r"(?:19|20)\d\d", s.text[last.start : last.end])
        start = last.start + (digits.start() if digits else 0)
        out.append(
            Mention(
                start, start + 5, float(last.years.year), "year", "target", "<=", last.years, None, strength,
                (last.end, match.end()), (last.start, match.end()), clause,
            )
        )  # fmt: skip
        break
    return out


def find_implied(s: Sentence, found: list[Mention]) -> list[Mention]:
    """Return the hundred per cents that words such as 全部 and 应改尽改 imply."""
    out: list[Mention] = []
    if s.context.past:
        future = re.search(r"须|必须|应当", s.text[s.start : s.end])
        if not future:
            return out
    for match in _IMPLIED.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        text = s.text[match.end() : clause[1]]
        head = s.text[clause[0] : match.start()]
        word = match.group()
        at = applicable(s, match.start(), clause)
        dated = at is not None and at.years is not None
        if match["weak"] and not (dated and re.search(r"标准|收费|绿色建材|达标|覆盖|分类|计量", text)):
            continue
        if word in ("全部", "全数", "一律") and not (_IMPLIED_OBJECT.search(text) and len(head) >= 2):
            continue
        planned = s.context.calendar.end is not None and re.match(r"建成|退出|开工|完成|达标|更换|淘汰", text)
        month = re.search(r"\d{1,2}月(?:\d{1,2}日|底)以?前", s.text[s.start : match.start()])
        bare = not dated and s.context.opener is None
        if word == "全部" and bare and not planned and not month and not re.search(r"以上|以下", head):
            continue
        if word == "全部" and re.search(r"星级", text):
            continue
        if (
            word.startswith("应")
            and not dated
            and s.context.opener is None
            and s.context.calendar.end is None
        ):
            continue
        if re.search(r"率[^，]{0,6}\d", text) or is_past(
            s, Quantity(match.start(), match.end(), 100.0, "%", word), at, clause
        ):
            continue
        op: Op = "about" if "基本" in head[-4:] else ">="
        if dated and at is not None and at.years is not None:
            years = at.years
        elif s.context.opener is not None:
            years = s.context.opener.model_copy(update={"inferred": True})
        elif word == "一律":
            years = Years(type="always")
        elif month and s.context.calendar.issue is not None:
            years = Years(type="deadline", year=s.context.calendar.issue, inferred=True)
        elif s.context.calendar.end is not None:
            years = Years(type="deadline", year=s.context.calendar.end, inferred=True)
        else:
            years = Years(type="always")
        if word == "一律" and not (dated and years.type == "from"):
            years = Years(type="always")
        if out and out[-1].end > match.start() - 4:
            continue
        q = Quantity(match.start(), match.end(), 100.0, "%", word)
        out.append(
            Mention(
                match.start(), match.end(), 100.0, "%", "qualitative_implied_100", op, years, None,
                strength_of(s, q, clause, found, threshold=False), (clause[0], clause[1]), (clause[0], clause[1]), clause,
                scope=scope_of(s, clause, q),
            )
        )  # fmt: skip
    return out


_ZERO = re.compile(
    r"(?:(?:实现|达到|保持)[^，。；\d]{0,8}?|[一-鿿]{2})(?P<zero>零)(?=填埋|排放|直排|增长|溢流|新增|事故)"
)


def find_zero(s: Sentence) -> list[Mention]:
    """Return the zero of 零填埋, 零直排 and the like."""
    out = []
    for match in _ZERO.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        at = applicable(s, match.start(), clause)
        years = at.years if at is not None else s.context.opener
        if years is None:
            continue
        about = "基本" in s.text[clause[0] : match.start()]
        out.append(
            Mention(
                match.start("zero"), match.end("zero"), 0.0, "%", "target", "about" if about else "<=", years, None,
                "mandatory", (clause[0], clause[1]), (clause[0], clause[1]), clause,
            )
        )  # fmt: skip
    return out


_TIMES = re.compile(r"翻(?P<times>[一两二])番|(?:增长|提高|增加)(?P<fold>[一1])倍")


def find_doublings(s: Sentence) -> list[Mention]:
    """Return the growth that 翻一番 (100 %), 翻两番 (300 %) and 增长一倍 say."""
    out = []
    for match in _TIMES.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        at = applicable(s, match.start(), clause)
        years = at.years if at is not None and at.years is not None else s.context.opener
        if years is None or s.context.past:
            continue
        base = [m for m in s.moments if m.is_baseline and clause[0] <= m.start < match.start()]
        baseline = Baseline(year=base[-1].baseline_year if base else None, relation="percent")
        value = 300.0 if match["times"] in ("两", "二") else 100.0
        q = Quantity(match.start(), match.end(), value, "%", match.group())
        out.append(
            Mention(
                match.start(), match.end(), value, "%", "baseline_relative_change", ">=", years, baseline,
                strength_of(s, q, clause, [], threshold=False), (clause[0], match.start()), (clause[0], clause[1]), clause,
            )
        )  # fmt: skip
    return out
