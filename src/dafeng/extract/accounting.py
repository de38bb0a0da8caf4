"""Every numeral of a text that is no statement, with the reason: none is dropped without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dafeng.extract.normalise import Norm
from dafeng.extract.quantities import Quantity
from dafeng.extract.structure import Line
from dafeng.extract.timing import Moment

_NUMERAL = re.compile(r"[0-9０-９①-⑩]+|[一二三四五六七八九十百千万亿两半萬億兩]+")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Set:
    """A numeral that was set aside, at its canonical span, and why."""

    span: tuple[int, int]
    text: str
    why: str


def account(
    norm: Norm,
    lines: list[Line],
    named: Iterable[tuple[int, int, str]],
    moments: list[Moment],
    quantities: list[Quantity],
    stated: Iterable[tuple[int, int]],
) -> list[Set]:
    """Return every numeral outside the ``stated`` spans: time, name, heading, money, word, or a bare figure."""
    taken = bytearray(len(norm.source) + 1)
    for start, end in stated:
        taken[start:end] = b"\x01" * (end - start)
    found: dict[tuple[int, int], str] = {}

    def add(span: tuple[int, int], why: str) -> None:
        if span[1] > span[0] and not any(taken[slice(*span)]):
            found.setdefault(span, why)

    for start, end, why in named:
        add(norm.span(start, end), why)
    for line in lines:
        if line.level is not None and line.body > line.start:
            add(norm.span(line.start, line.body), "heading number")
    for m in moments:
        add(norm.span(m.start, m.end), "baseline" if m.is_baseline else "time expression")
    for q in quantities:
        add(norm.span(q.start, q.end), _reason(q))
    for mark in norm.page_marks:
        add(mark, "page mark")
    for start, end in found:
        taken[start:end] = b"\x01" * (end - start)
    for match in _NUMERAL.finditer(norm.source):
        if not any(taken[match.start() : match.end()]):
            add(match.span(), "figure" if _FIGURE.search(match.group()) else "part of a word or unit")
    return [Set(span, norm.source[slice(*span)], why) for span, why in sorted(found.items())]


def _reason(q: Quantity) -> str:
    if q.unit is None:
        return "lexical, not a quantity" if q.han else "number without a unit"
    if q.unit.startswith("yuan"):
        return "money"
    return "quantity that states no target, limit or result"
