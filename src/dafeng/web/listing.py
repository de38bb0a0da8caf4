"""Filtering, searching and sorting of the list of statements, from the address alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dafeng.base import Lang
from dafeng.plan.model import Statement
from dafeng.web import figures
from dafeng.web.attention import CALLING, deadline_of
from dafeng.web.board import Board, natural
from dafeng.web.facts import Facts
from dafeng.web.summary import KINDS, STRENGTHS
from dafeng.web.verdicts import LATE, STATES

if TYPE_CHECKING:
    from dafeng.indicators.status import Status

FILTERS = ("q", "state", "region", "article", "kind", "strength", "year", "scope", "body", "quantified")
SORTS = (
    "id", "article", "subject", "figure", "value", "gap", "state", "odds",
    "when", "scope", "strength", "kind",
)  # fmt: skip
GROUPS = ("calls", "late", "passed", "broken")
"""Groups that the filter of states knows: calling for attention, late, past the deadline, rows that break."""
_EVER = 9999


@dataclass(frozen=True)
class Entry:
    """One line of the list: a statement with its status over its scope, or in the region asked for."""

    s: Statement
    st: Status | None


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


def choices(board: Board, facts: Facts) -> dict[str, list[str]]:
    """Return the values that each filter can take in this plan, in order; no states without facts."""
    items = board.statements
    results = facts.results
    states = {s.status for s in results.statuses} if results else set()
    judged = results.by_region if results else {}
    articles = {s.article for s in items}
    kinds = {s.kind for s in items}
    strengths = {s.strength for s in items}
    years = {str(year) for s in items for year in _years(s)}
    bodies = {b for s in items for b in (*board.bodies_of(s), *board.implementers_of(s))}
    of_facts = {
        "state": [*GROUPS, *(name for name in STATES if name in states)],
        "region": [r.id for r in board.plan.regions if r.id in judged],
    }
    return (of_facts if results else {}) | {
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
        if name != "q" and value not in options.get(name, ()):
            ignored.append(value)
        else:
            chosen[name] = value[:200]
    sort = params.get("sort", "id")
    column = sort.removeprefix("-")
    if column not in SORTS:
        ignored.append(sort)
        sort = column = "id"
    return Query(chosen, column, sort.startswith("-"), tuple(ignored))


def find(board: Board, query: Query, facts: Facts, lang: Lang) -> list[Entry]:
    """Return the statements that the query asks for with their statuses, in its order.

    With a region, only statements that are judged there.
    """
    region = query.chosen.get("region", "")
    entries = [Entry(s, facts.status(s.id, region)) for s in board.statements]
    items = [e for e in entries if _fits(board, e, query.chosen, facts)]
    items.sort(key=_sort_key(board, query.sort, lang), reverse=query.descending)
    return items


def _fits(board: Board, e: Entry, chosen: Mapping[str, str], facts: Facts) -> bool:
    """Return whether a statement meets every condition."""
    s = e.s
    tests: dict[str, Callable[[str], bool]] = {
        "q": lambda value: all(word in _haystack(board, s) for word in value.casefold().split()),
        "state": lambda value: _in_state(e, value, facts),
        "region": lambda value: e.st is not None,
        "article": lambda value: s.article == value,
        "kind": lambda value: s.kind == value,
        "strength": lambda value: s.strength == value,
        "year": lambda value: int(value) in _years(s),
        "scope": lambda value: s.scope == value,
        "body": lambda value: value in board.bodies_of(s) or value in board.implementers_of(s),
        "quantified": lambda value: s.quantified == (value == "yes"),
    }
    return all(tests[name](value) for name, value in chosen.items())


def _in_state(e: Entry, wanted: str, facts: Facts) -> bool:
    """Return whether a statement is in a state, or in one of the groups of states."""
    if e.st is None:
        return False
    if wanted == "passed":
        due, results = deadline_of(e.s), facts.results
        late = e.st.status in ("missed", "not_reported")
        return late and due is not None and results is not None and due < results.as_of
    if wanted == "broken":
        return e.st.rows is not None and e.st.rows.kept < e.st.rows.count
    groups = {"calls": CALLING, "late": LATE}
    return e.st.status in groups.get(wanted, {wanted})


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


def _sort_key(board: Board, column: str, lang: Lang) -> Callable[[Entry], Any]:
    """Return the key of a column; equal rows keep the order of their numbers."""
    keys: dict[str, Callable[[Entry], Any]] = {
        "id": lambda e: natural(e.s.id),
        "article": lambda e: natural(e.s.article),
        "subject": lambda e: e.s.subject.say(lang).casefold(),
        "figure": lambda e: (e.s.unit or "~", _magnitude(e.s)),
        "value": lambda e: (e.s.unit or "~", _of(e.st.value if e.st else None)),
        "gap": lambda e: (e.s.unit or "~", _of(e.st.gap if e.st else None)),
        "state": lambda e: STATES.index(e.st.status) if e.st else len(STATES),
        "odds": lambda e: _of(e.st.forecast.probability if e.st and e.st.forecast else None),
        "when": lambda e: max(_years(e.s), default=_EVER),
        "scope": lambda e: board.scope_name(e.s.scope, lang),
        "strength": lambda e: STRENGTHS.index(e.s.strength) if e.s.strength else len(STRENGTHS),
        "kind": lambda e: KINDS.index(e.s.kind),
    }
    return keys[column]


def _of(number: float | None) -> float:
    """Return a number to sort by; what is not there comes last."""
    return float("inf") if number is None else number


def _magnitude(s: Statement) -> float:
    """Return the value to sort by; the lower end of a range."""
    value = s.value[0] if isinstance(s.value, tuple) else s.value
    return float("inf") if value is None else float(value)
