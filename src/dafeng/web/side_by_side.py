"""Text and draft side by side: the text cut at what was found, a page of a long list, the sum of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dafeng.extract.draft import Draft, DraftStatement, Negative

WINDOW_CHARS = 20_000
PAGE_ROWS = 60
_AROUND_CHARS = 14
_DIGITS = re.compile(r"[0-9０-９]+")


@dataclass(frozen=True)
class Page:
    """One page of a list: ``n`` of ``of``, counted from 1."""

    items: Sequence[Any]
    n: int
    of: int

    @property
    def previous(self) -> int | None:
        """Return the page before."""
        return self.n - 1 if self.n > 1 else None

    @property
    def next(self) -> int | None:
        """Return the page after."""
        return self.n + 1 if self.n < self.of else None


@dataclass(frozen=True)
class Sum:
    """How the numbers of a text were accounted for; ``left`` are those that are in neither list."""

    statements: int
    negatives: int
    left: tuple[str, ...]


def page(items: Sequence[Any], asked: str, here: DraftStatement | None) -> Page:
    """Return the page asked for; else the one that ``here`` stands on, else the first."""
    of = max(1, -(-len(items) // PAGE_ROWS))
    n = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    if not 1 <= n <= of:
        at = next((i for i, item in enumerate(items) if item is here), 0) if here else 0
        n = at // PAGE_ROWS + 1
    return Page(items[(n - 1) * PAGE_ROWS : n * PAGE_ROWS], n, of)


def _window(text: str, here: DraftStatement | None) -> tuple[int, int]:
    """Return the part of the text to show: around the chosen statement."""
    middle = here.value_span[0] if here else 0
    return max(0, middle - WINDOW_CHARS), min(len(text), middle + WINDOW_CHARS)


def is_cut(text: str, here: DraftStatement | None) -> bool:
    """Return whether only a part of the text is shown."""
    return _window(text, here) != (0, len(text))


def pieces(text: str, found: Draft, here: DraftStatement | None) -> list[dict[str, Any]]:
    """Cut the text around the chosen statement into plain pieces, statements, and numbers set aside."""
    at, high = _window(text, here)
    if not text:
        return []
    marks: list[tuple[tuple[int, int], bool, Any]] = []
    marks += [(s.value_span, s is not here, s) for s in found.statements]
    marks += [(n.span, True, n) for n in found.negatives]
    inside = [mark for mark in marks if at <= mark[0][0] and mark[0][1] <= high]
    inside.sort(key=lambda mark: (mark[0][0], isinstance(mark[2], Negative), mark[1]))
    cut: list[dict[str, Any]] = []
    for (start, end), _, thing in inside:
        if start < at:
            continue
        kind = "n" if isinstance(thing, Negative) else "s"
        cut += [{"text": text[at:start]}, {"text": text[start:end], kind: thing}]
        at = end
    return [*cut, {"text": text[at:high]}]


def negative_rows(text: str, negatives: Sequence[Negative]) -> list[dict[str, Any]]:
    """Return the numbers set aside with some words around each."""
    rows = []
    for one in negatives:
        start, end = one.span
        before = text[max(0, start - _AROUND_CHARS) : start].rpartition("\n")[2]
        after = text[end : end + _AROUND_CHARS].partition("\n")[0]
        rows.append({"n": one, "before": before, "after": after})
    return rows


def account(text: str, found: Draft) -> Sum:
    """Return how many numbers are statements, how many were set aside, and which are in neither list."""
    spans = tuple(s.value_span for s in found.statements) + tuple(n.span for n in found.negatives)
    return Sum(len(found.statements), len(found.negatives), _left(text, spans))


@lru_cache(maxsize=4)
def _left(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[str, ...]:
    """Return the digits of ``text`` that no span covers, with some words around each."""
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\1" * (min(end, len(text)) - start)
    return tuple(
        text[max(0, m.start() - 6) : m.end() + 6].strip()
        for m in _DIGITS.finditer(text)
        if 0 in covered[m.start() : m.end()]
    )
