"""A sentence with its times and quantities, and what its words say of time, past, strength and scope."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.extract.quantities import Quantity
from dafeng.extract.timing import Calendar, Moment
from dafeng.plan.model import Baseline, Kind, Op, Strength, Years

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCOPE = re.compile(
    r"全[盟市县省区旗州镇国]|城镇|城市|城区|农村牧区|农村|牧区|县城|乡镇|建成区|中心城区|公共机构|公共建筑|居住建筑|新建建筑|其他旗区|[一-鿿]{2,6}(?:镇|县|区|旗|市)(?=[^长府政])"
)


@cache
def words() -> dict[str, Any]:
    """Return the word lists of ``rules/words.yaml``."""
    data: dict[str, Any] = yaml.load(
        files("dafeng.extract").joinpath("rules/words.yaml").read_text(encoding="utf-8"), Loader=_Loader
    )
    return data


@dataclass(frozen=True, slots=True)
class Context:
    """What holds around a sentence: past or future section, the list header's years, the calendar."""

    past: bool
    opener: Years | None
    calendar: Calendar
    past_year: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement in normalised offsets."""

    start: int
    end: int
    value: float | tuple[float, float]
    unit: str
    kind: Kind
    op: Op
    years: Years
    baseline: Baseline | None
    strength: Strength | None
    subject: tuple[int, int]
    evidence: tuple[int, int]
    clause: tuple[int, int]
    scope: str | None = None


@dataclass
class Sentence:
    """One sentence with what was found in it."""

    text: str
    start: int
    end: int
    moments: list[Moment]
    quantities: list[Quantity]
    context: Context
    clauses: list[tuple[int, int]] = field(default_factory=list)

    def place(self, q: Quantity) -> int:
        """Return the place of ``q`` among the sentence's quantities."""
        return bisect_left(self.quantities, q.start, key=lambda other: other.start)

    def clause_of(self, position: int) -> tuple[int, int]:
        """Return the clause (between commas) that holds ``position``."""
        for clause in self.clauses:
            if clause[0] <= position < clause[1]:
                return clause
        return self.clauses[-1]


def applicable(s: Sentence, position: int, clause: tuple[int, int]) -> Moment | None:
    """Return the nearest time in front of ``position`` in the sentence, or one behind it in its clause."""
    best: Moment | None = None
    for m in s.moments:
        if m.is_baseline or _inside_from(s, m) or _adjectival(s, m):
            continue
        if m.end <= position:
            if (
                m.is_yearly
                and best is not None
                and best.years is not None
                and best.years.type in ("period", "from")
            ):
                y = best.years
                best = replace(m, years=Years(type="yearly", start=y.start or y.year, end=y.end))
                continue
            best = m
        elif m.start < clause[1] and best is None and m.years is not None:
            best = m
    return best


def _inside_from(s: Sentence, m: Moment) -> bool:
    return (s.text[m.end : m.end + 1] == "的" and s.text[max(0, m.start - 1) : m.start] == "由") or (
        s.text[m.end : m.end + 2] in ("建成", "以前") and s.text[m.start : m.end].endswith("年")
    )


def _adjectival(s: Sentence, m: Moment) -> bool:
    """Say whether a time only describes things (二〇〇五年底前建成的住宅)."""
    issue = s.context.calendar.issue
    year = m.years.year if m.years is not None else None
    ahead = s.text[m.end : m.end + 3]
    return (
        year is not None
        and issue is not None
        and year < issue
        and ahead[:2] in ("建成", "竣工", "投用", "以前")
    )


def is_past(s: Sentence, q: Quantity, at: Moment | None, clause: tuple[int, int]) -> bool:
    """Say whether a quantity reports what is, and not what shall be."""
    text = s.text[s.start : q.start]
    near = s.text[clause[0] : clause[1]]
    if at is not None and at.is_past:
        return True
    if (
        at is not None
        and at.years is not None
        and not at.years.inferred
        and at.years.type in ("deadline", "period")
    ):
        end = at.years.year or at.years.end or 0
        issue = s.context.calendar.issue
        if issue is not None and end < issue and s.text[at.start : at.start + 1] not in "到至":
            return True
        if issue is not None and end >= issue and not s.context.past:
            return False
    if any(k in text for k in words()["past_words"]) or re.search(
        r"已(?:达|有|完成|建|经|累计|实现)|仅为|现有|仍消耗|约占", near
    ):
        return True
    return s.context.past and not re.search(r"须|必须|不得|应当|力争|确保", near)


def scope_of(s: Sentence, clause: tuple[int, int], q: Quantity) -> str | None:
    """Return the first scope word of the clause in front of a quantity."""
    found = _SCOPE.search(s.text, clause[0], q.start)
    return found.group() if found else None
