"""What a statement speaks of: the words that name its quantity, its subject, and its indicator."""

from __future__ import annotations

import re

from dafeng.extract.link import fits, link
from dafeng.extract.sentence import Mention
from dafeng.extract.structure import Found, Line


def with_name(subject: str, name: str) -> str:
    """Return a subject that says what is measured: 城镇 becomes 取暖面积（城镇）, a bare year the name alone."""
    if re.fullmatch(r"(?:其中)?(?:(?:19|20)\d\d年(?:完成)?)?", subject) or re.match(
        r"其中(?:19|20)\d\d年", subject
    ):
        return name
    told = _MEASURE.search(subject) or any(name[k : k + 2] in subject for k in range(len(name) - 1))
    return (
        subject
        if told or len(subject) > 8
        else f"{name}（{subject.removesuffix('仅').removesuffix('仅为')}）"
    )


def subject_of(text: str, m: Mention, seen: list[tuple[Mention, str | None]]) -> str:
    """Return the words of the clause before the number, without time and verb, as the subject."""
    inside = m.subject[1] <= m.start
    head = _named(text, m, seen) if inside else text[m.subject[0] : m.subject[1]]
    head = re.sub(
        r"^(?:今年|明年|上半年|下半年|年底前|其中|同时|计划|累计|完成|\d{1,2}[.、]|[(（][^)）]{1,3}[)）])+",
        "",
        head,
    )
    head = re.sub(r"^(?:到|至|截至)?(?:20\d\d|二〇..)年(?:底|末)?(?:前)?，?", "", head)
    head = re.sub(
        r"(?:力争|原则上|分别|应|须|要|将)?(?:不得|不应|不)?(?:达到|超过|突破|提高到|提升至|提高至|控制在|降至|降到|低于|高于|少于|大于|小于|为|在|到)?$",
        "",
        head,
    )
    head = re.sub(r"^[，；、。：\s]+|[，；、。：\s]+$", "", head)
    return head or text[m.clause[0] : m.clause[1]].strip("，；。： ")[:40]


def indicator_of(
    text: str, m: Mention, line: Line | None, article: Found | None, seen: list[tuple[Mention, str | None]]
) -> tuple[str | None, float]:
    """Link a mention; one without a subject of its own (其中县城 95 %) takes the indicator before it."""
    if m.kind == "reporting_deadline":
        return _report_indicator(text, m)
    if m.unit == "year" and m.kind == "target":
        return "construction_carbon_peak_year", 1.0
    row = m.clause == m.evidence and m.scope is not None
    near = _near(text, m, seen)
    start = max(m.clause[0] - 60, line.start if line is not None else 0)
    wide = near + text[start : m.start] + ((article.title or "") if article is not None else "")
    if row:
        near, wide = text[m.subject[0] : m.subject[1]] + (m.scope or ""), wide + (m.scope or "")
    change = m.baseline is not None and m.baseline.relation != "from_value"
    found, score = link(near, wide, unit=m.unit, change=change, threshold=m.kind == "obligation_threshold")
    if found is not None:
        return found, score
    if row:
        same = [f for n, f in seen if f is not None and n.unit == m.unit and n.kind != "planning_limit"]
        return (same[0], score) if same and m.unit != "%" else (None, score)
    return _inherited(text, m, line, seen, change, score)


_MEASURE = re.compile(r"[率耗量放比例度重积数]$")


def _named(text: str, m: Mention, seen: list[tuple[Mention, str | None]]) -> str:
    """Return the words that name a quantity: its clause from the quantity before it on, up to the number.

    In a list of subjects (A、B分别下降1%、2%) it is the subject at the quantity's place.
    """
    begin = m.subject[0]
    for other, _ in reversed(seen[-6:]):
        if begin < other.end <= m.start and text[other.end : m.start].strip("、和及与"):
            begin = other.end
            break
    head = text[begin : m.start]
    apart = re.search(r"分别|依次", text[m.subject[0] : m.start])
    if apart:
        at = m.subject[0] + apart.start()
        before = [n for n, _ in seen[-8:] if at < n.start < m.start]
        subjects = re.sub(r"(?:同比|(?:较|比)[^、]{0,10}年[^、]{0,2}|达到)$", "", text[m.subject[0] : at])
        pieces = [piece for piece in re.split(r"[、和及]", subjects) if piece]
        if len(before) < len(pieces) and len(pieces) > 1:
            piece = pieces[len(before)]
            whole = _MEASURE.search(piece) or not _MEASURE.search(pieces[-1])
            return piece if whole else piece + pieces[-1]
    return head


def _near(text: str, m: Mention, seen: list[tuple[Mention, str | None]]) -> str:
    """Return the words that name a quantity with its number and what follows in the clause."""
    tail = text[m.end : min(m.end + 18, m.clause[1])]
    return _named(text, m, seen) + text[m.start : m.end] + re.split(r"[、；。]", tail)[0]


def _inherited(
    text: str,
    m: Mention,
    line: Line | None,
    seen: list[tuple[Mention, str | None]],
    change: bool,
    score: float,
) -> tuple[str | None, float]:
    if not seen or line is None:
        return None, score
    last, found = seen[-1]
    if found is None or last.start < line.start or m.start - last.end > 60:
        return None, score
    bare = re.sub(
        r"其中|比|较|力争|到|至|(?:19|20)?\d{2}年|上年|底|末|分别|达|提高|提升|控制|在|仅|为|占比|不|低于|超过|少于|原则上|"
        r"[一-鿿]{0,4}(?:城市|城区|县城|乡镇|农村牧区|农村|牧区|城镇|县级市|全市|全盟|地区|村|网)|再|启动|下降|降低|降|面积|应|鼓励|其他|工程|项目",
        "",
        re.sub(r"[，、。；：]", "", text[max(m.subject[0], last.end) : m.start]),
    )
    if len(bare) <= 4 and fits(m.unit, found, change=change or last.baseline is not None):
        return found, score
    return None, score


def _report_indicator(text: str, m: Mention) -> tuple[str | None, float]:
    clause = text[m.clause[0] : m.clause[1]]
    if re.search(r"评估", clause):
        return "evaluation_report_due", 1.0
    if re.search(r"采暖季|供暖季", clause):
        return "heating_season_report_due", 1.0
    if m.unit == "day_of_month":
        return ("quarterly_report_due" if "季" in clause else "monthly_report_due"), 1.0
    if re.search(r"年度计划|计划$", clause) and "总结" not in clause:
        return None, 0.0
    return "annual_report_due", 1.0
