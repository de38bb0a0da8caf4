"""The walk over a text, sentence by sentence, with what holds around each: headings, list headers, reviews."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from dafeng.extract.heading import is_report, reported_year
from dafeng.extract.quantities import Quantity, find_quantities
from dafeng.extract.sentence import Context, Sentence, words
from dafeng.extract.structure import Line
from dafeng.extract.timing import Calendar, Moment
from dafeng.plan.model import Years

_LONGEST = 1200  # characters of a sentence that are read together; a longer one is read in pieces
_Item = TypeVar("_Item", Moment, Quantity)
_MAJOR = ("chapter", "part", "subchapter", "bracket", "annex")
_AHEAD = re.compile(r"目标|打算|安排|下步|下一步|任务|计划|要求|下阶段|举措|措施|部署")


def free_quantities(text: str, blocked: list[tuple[int, int, str]], moments: list[Moment]) -> list[Quantity]:
    """Return the quantities that are no part of a time, a name or an idiom."""
    taken = bytearray(len(text) + 1)
    for start, end, _ in blocked:
        taken[start:end] = b"\x01" * (end - start)
    masked = _mask(text, taken)
    for m in moments:
        taken[m.start : m.end] = b"\x01" * (m.end - m.start)
    return [q for q in find_quantities(masked) if not taken[q.start] or _is_age(text, q)]


def _is_age(text: str, q: Quantity) -> bool:
    return (
        q.unit == "year"
        and bool(re.search(r"(?:年限满|满|使用|运行|重现期为?|超过)$", text[max(0, q.start - 6) : q.start]))
    ) or (q.unit == "year" and text[q.end : q.end + 2] == "一遇")


def _mask(text: str, taken: bytearray) -> str:
    return "".join("\u0001" if taken[k] else c for k, c in enumerate(text))


@dataclass
class _Surroundings:
    """What the lines so far say of the next: is it a review, of which year, under which list header."""

    calendar: Calendar
    report: bool
    reported: int | None
    past: bool
    past_year: int | None = None
    opener: Years | None = None

    def enter(self, line: Line, text: str) -> None:
        """Take a line into account before its sentences are read."""
        major = line.level in _MAJOR
        if major or (line.level is None and line.title and line.end - line.start < 20):
            heading = line.title or text[line.start : min(line.end, line.start + 20)]
            if major:
                self.opener = None
            ahead = any(word in heading for word in words()["future_headings"])
            behind = any(word in heading for word in words()["past_headings"])
            if ahead or behind or line.level in ("chapter", "part", "bracket"):
                self.past = (behind or self.report) and not _AHEAD.search(heading)
                year = re.search(r"(20\d\d)年", heading)
                self.past_year = int(year.group(1)) if year and self.past else None
        elif line.level is None and not text[line.start : line.end].startswith(("其中", "—")):
            self.opener = None

    def context(self, moments: list[Moment]) -> Context:
        """Return what holds around a sentence with these times."""
        stated = [m.years.year for m in moments if m.is_past and m.years and not m.years.inferred]
        year = next((y for y in reversed(stated) if y), None)
        if self.past and year:
            self.past_year = self.past_year or year
        known = self.past_year
        if known is None and self.past:
            start = self.calendar.start
            known = self.reported or (start - 1 if start and not self.report else None)
        return Context(self.past, self.opener, self.calendar, past_year=known)

    def leave(self, line: Line, sentence: Sentence) -> None:
        """Remember the years of a list header (到2027年，实现以下目标：)."""
        if sentence.end < line.end or not sentence.text[: sentence.end].endswith("："):
            return
        times = [m for m in sentence.moments if m.years is not None and not m.is_past]
        if times:
            self.opener = times[-1].years


def _between(items: list[_Item], start: int, end: int) -> list[_Item]:
    """Return the items that start in a span; they stand in the order of the text."""
    first = bisect_left(items, start, key=lambda item: item.start)
    last = bisect_left(items, end, lo=first, key=lambda item: item.start)
    return items[first:last]


def sentences(
    text: str,
    lines: list[Line],
    moments: list[Moment],
    quantities: list[Quantity],
    calendar: Calendar,
    *,
    tables: tuple[tuple[int, int], ...],
    title: str | None,
) -> Iterator[tuple[Sentence, Line]]:
    """Yield every sentence outside tables with its times and quantities, and what holds around it."""
    report = is_report(title)
    around = _Surroundings(calendar, report, reported_year(title), report)
    table_starts = {start for start, _ in tables}
    for line in lines:
        if line.start in table_starts:
            continue
        around.enter(line, text)
        for start, end in _cut(text, line.start, line.end, "。！？!?", _LONGEST):
            here = _between(moments, start, end)
            figures = _between(quantities, start, end)
            clauses = _cut(text, start, end, "，；：", 240)
            sentence = Sentence(text, start, end, here, figures, around.context(here), clauses)
            yield sentence, line
            around.leave(line, sentence)


def _cut(text: str, start: int, end: int, marks: str, longest: int) -> list[tuple[int, int]]:
    out, begin = [], start
    for found in re.finditer(f"[{marks}]", text[start:end]):
        stop = start + found.end()
        out += _pieces(begin, stop, longest)
        begin = stop
    return out + _pieces(begin, end, longest)


def _pieces(start: int, end: int, longest: int) -> list[tuple[int, int]]:
    return [(k, min(k + longest, end)) for k in range(start, end, longest)]
