"""Filtering, searching and sorting of the list of statements, from the address alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dafeng.base import Lang
from dafeng.plan.model import Statement
from dafeng.web import figures
from dafeng.web.board import Board, natural
from dafeng.web.summary import KINDS, STRENGTHS

FILTERS = ("q", "article", "kind", "strength", "year", "scope", "body", "quantified")
SORTS = ("id", "article", "subject", "figure", "when", "scope", "strength", "kind")
_EVER = 9999


@dataclass(frozen=True)
class Query:
    """What the address asks for; ``ignored`` are conditions whose value is not known."""

    chosen: Mapping[str, str]
    sort: str = "id"
    descending: bool = False
    ignored: tuple[str, ...] = ()

    @property
    def sort_param(self) -> str:
        """Return the sorting as it is written in the address."""
        return ("-" if self.descending else "") + self.sort

    def link(self, column: str) -> dict[str, str]:
        """Return the query that sorts by ``column``; a second click turns the order round."""
        flip = column == self.sort and not self.descending
        return {**self.chosen, "sort": ("-" if flip else "") + column}


def choices(board: Board) -> dict[str, list[str]]:
    """Return the values that each filter can take in this plan, in a sensible order."""
    items = board.statements
    articles = {s.article for s in items}
    kinds = {s.kind for s in items}
    strengths = {s.strength for s in items}
    years = {str(year) for s in items for year in _years(s)}
    bodies = {b for s in items for b in (*board.bodies_of(s), *board.implementers_of(s))}
    return {
        "article": sorted(articles, key=natural),
        "kind": [k for k in KINDS if k in kinds],
        "strength": [s for s in STRENGTHS if s in strengths],
        "year": sorted(years),
        "scope": sorted({s.scope for s in items}),
        "body": sorted(bodies),
        "quantified": ["yes", "no"],
    }


def read_query(params: Mapping[str, str], options: Mapping[str, list[str]]) -> Query:
    """Read the address; a condition that this plan does not know is set aside and named."""
    chosen: dict[str, str] = {}
    ignored: list[str] = []
    for name in FILTERS:
        value = params.get(name, "").strip()
        if not value:
            continue
        if name != "q" and value not in options[name]:
            ignored.append(value)
        else:
            chosen[name] = value[:200]
    sort = params.get("sort", "id")
    column = sort.removeprefix("-")
    if column not in SORTS:
        ignored.append(sort)
        sort = column = "id"
    return Query(chosen, column, sort.startswith("-"), tuple(ignored))


def find(board: Board, query: Query, lang: Lang) -> list[Statement]:
    """Return the statements that the query asks for, in its order."""
    items = [s for s in board.statements if _fits(board, s, query.chosen, lang)]
    items.sort(key=_sort_key(board, query.sort, lang), reverse=query.descending)
    return items


def _fits(board: Board, s: Statement, chosen: Mapping[str, str], lang: Lang) -> bool:
    """Return whether a statement meets every condition."""
    tests: dict[str, Callable[[str], bool]] = {
        "q": lambda value: all(word in _haystack(board, s) for word in value.casefold().split()),
        "article": lambda value: s.article == value,
        "kind": lambda value: s.kind == value,
        "strength": lambda value: s.strength == value,
        "year": lambda value: int(value) in _years(s),
        "scope": lambda value: s.scope == value,
        "body": lambda value: value in board.bodies_of(s) or value in board.implementers_of(s),
        "quantified": lambda value: s.quantified == (value == "yes"),
    }
    return all(tests[name](value) for name, value in chosen.items())


def _haystack(board: Board, s: Statement) -> str:
    """Return everything of a statement that the search looks through, in both languages."""
    parts = [s.id, s.subject.zh, s.subject.en, s.indicator or ""]
    parts += [board.scope_name(s.scope, "zh"), board.scope_name(s.scope, "en")]
    parts += [figures.plain(s, "zh"), figures.plain(s, "en")]
    for id in board.bodies_of(s):
        body = board.bodies.get(id)
        parts += [body.name.zh, body.name.en, *body.aliases] if body else [id]
    return " ".join(parts).casefold()


def _years(s: Statement) -> tuple[int, ...]:
    """Return the years that a statement names."""
    if s.years is None:
        return ()
    return tuple(y for y in (s.years.year, s.years.start, s.years.end) if y is not None)


def _sort_key(board: Board, column: str, lang: Lang) -> Callable[[Statement], Any]:
    """Return the key of a column; equal rows keep the order of their numbers."""
    keys: dict[str, Callable[[Statement], Any]] = {
        "id": lambda s: natural(s.id),
        "article": lambda s: natural(s.article),
        "subject": lambda s: s.subject.say(lang).casefold(),
        "figure": lambda s: (s.unit or "~", _magnitude(s)),
        "when": lambda s: max(_years(s), default=_EVER),
        "scope": lambda s: board.scope_name(s.scope, lang),
        "strength": lambda s: STRENGTHS.index(s.strength) if s.strength else len(STRENGTHS),
        "kind": lambda s: KINDS.index(s.kind),
    }
    return keys[column]


def _magnitude(s: Statement) -> float:
    """Return the value to sort by; the lower end of a range."""
    value = s.value[0] if isinstance(s.value, tuple) else s.value
    return float("inf") if value is None else float(value)
