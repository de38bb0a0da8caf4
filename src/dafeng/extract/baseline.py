"""What a change is measured against: 比2020年, 同比, 改造后, 由2022年的46万提高到, 在71.4%的基础上."""

from __future__ import annotations

import re

from dafeng.extract.figure import Figure
from dafeng.extract.sentence import Sentence
from dafeng.plan.model import Baseline, Relation, Years

FROM = re.compile(
    r"由(?:(?P<year>(?:19|20)\d\d)年(?:底|末)?的?|现有的?|目前的?|原来的?|当前的?)?(?P<old>[^，。；由]{1,14}?)"
    r"(?P<verb>提高|提升|增加|增长|下降|降低|降|扩大|升|压减|减少|上升|增|减|压降|缩短|减排)(?:到|至|为)"
)
BASE = re.compile(r"在(?:(?:19|20)\d\d年)?(?:底|末)?的?(?P<old>[^，。；]{1,12}?)的?基础上")
TO = re.compile(r"(?:(?:19|20)\d\d年(?:底|末)?的?)?(?:约|近|不低于|不超过|每日|日均|每年)?")


def old_values(s: Sentence) -> dict[int, re.Match[str]]:
    """Return the quantities that are the old value of 由X提高到Y and 在X的基础上, by their start."""
    olds: dict[int, re.Match[str]] = {}
    for pattern in (FROM, BASE):
        for match in pattern.finditer(s.text, s.start, s.end):
            for q in s.quantities:
                if match.start("old") <= q.start < match.end("old"):
                    olds[q.start] = match
    return olds


def move_to(f: Figure, olds: dict[int, re.Match[str]]) -> re.Match[str] | None:
    """Return the 由X提高到 that a figure is the new value of."""
    for match in olds.values():
        near = match.re is FROM and match.end() <= f.start <= match.end() + 12
        if near and TO.fullmatch(f.sentence.text[match.end() : f.start]):
            return match
    return None


def from_value(s: Sentence, match: re.Match[str]) -> Baseline:
    """Return the baseline of 由X提高到Y: the old value and its year."""
    old = next((q for q in s.quantities if match.start("old") <= q.start < match.end("old")), None)
    year = int(match["year"]) if match["year"] else None
    return Baseline(year=year, relation="from_value", value=old.value if old is not None else None)


def change_baseline(f: Figure, years: Years) -> Baseline:
    """Return what a change in percent or points is measured against, by the words in front of it."""
    s = f.sentence
    relation: Relation = "percentage_point" if f.unit == "percentage_point" else "percent"
    left = max(s.text.rfind("；", s.start, f.start), s.start)
    head = s.text[f.clause[0] : f.start]
    bases = [m for m in s.moments if m.is_baseline and left <= m.start < f.start]
    own = [m for m in bases if m.start >= f.clause[0]]
    shared = bases if "同比" not in head and "改造后" not in head else []
    for m in reversed(own or shared):
        if m.baseline_reference == "before_retrofit":
            return Baseline(relation=relation, reference="before_retrofit")
        before = m.baseline_reference == "previous_year" and years.year is not None
        return Baseline(year=(years.year or 0) - 1 if before else m.baseline_year, relation=relation)
    if "同比" in s.text[left : f.start]:
        return Baseline(year=years.year - 1 if years.year is not None else None, relation=relation)
    if years.type == "yearly" or re.search(r"年均|逐年|每年", head):
        return Baseline(relation=relation, reference="previous_year")
    if re.search(r"改造|能效|效能|验收", s.text[s.start : f.start]):
        return Baseline(relation=relation, reference="before_retrofit")
    return Baseline(relation=relation)
