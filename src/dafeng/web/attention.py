"""What needs attention: promises that are late, reports that are missing, rows that break a limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dafeng.plan.model import Statement
from dafeng.web.board import Board
from dafeng.web.verdicts import urgency

if TYPE_CHECKING:
    from dafeng.indicators.status import State, Status
    from dafeng.records.records import Filing
    from dafeng.web.results import Results

__all__ = ["Attention", "Group", "Item", "attention", "deadline_of", "grouped"]

CALLING = frozenset(("missed", "off_track", "at_risk", "not_reported"))


@dataclass(frozen=True)
class Item:
    """One statement with its status, and the regions in which it is late."""

    statement: Statement
    status: Status
    late_regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attention:
    """Everything that calls for somebody: statements by urgency, rows, tables that are missing, filings."""

    items: tuple[Item, ...]
    broken: tuple[Item, ...]
    passed: tuple[Item, ...]
    missing: tuple[tuple[str, int, tuple[str, ...]], ...]
    blocked: tuple[Filing, ...]

    @property
    def any(self) -> bool:
        """Return whether there is anything."""
        return bool(self.items or self.broken or self.passed or self.missing or self.blocked)

    @property
    def broken_rows(self) -> int:
        """Return how many rows break a limit."""
        return sum(i.status.rows.count - i.status.rows.kept for i in self.broken if i.status.rows)


def attention(board: Board, results: Results) -> Attention:
    """Return what needs attention, the most urgent first."""
    by_id = {s.id: s for s in board.statements}
    items, broken, passed = [], [], []
    missing: dict[tuple[str, int], set[str]] = defaultdict(set)
    for status in results.statuses:
        statement = by_id.get(status.target)
        if statement is None:
            continue
        late = tuple(
            s.region for s in results.by_target[status.target] if s.status in ("missed", "off_track")
        )
        item = Item(statement, status, late)
        if status.status in CALLING:
            items.append(item)
        if status.rows is not None and status.rows.kept < status.rows.count:
            broken.append(item)
        due = deadline_of(statement)
        if due is not None and due < results.as_of and status.status in ("missed", "not_reported"):
            passed.append(item)
        for gap in status.missing:
            missing[gap.table, gap.year].update(gap.regions, gap.blocked)
    items.sort(key=lambda i: urgency(i.status, i.statement.strength))
    broken.sort(key=lambda i: -(i.status.rows.count - i.status.rows.kept) if i.status.rows else 0)
    tables = sorted(missing.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return Attention(
        tuple(items),
        tuple(broken),
        tuple(passed),
        tuple((table, year, tuple(sorted(regions))) for (table, year), regions in tables),
        results.blocked,
    )


def deadline_of(statement: Statement) -> date | None:
    """Return the last day of a statement's deadline; None where it has none."""
    years = statement.years
    if years is None or years.type != "deadline" or years.year is None:
        return None
    return date(years.year, 12, 31)


@dataclass(frozen=True)
class Group:
    """The statements of one state that call for attention: how many there are, and those that are shown."""

    state: State
    total: int
    shown: tuple[Item, ...]

    @property
    def left(self) -> int:
        """Return how many are not shown."""
        return self.total - len(self.shown)


def grouped(items: Sequence[Item], most: int) -> list[Group]:
    """Return items by state, ``most`` in all: every state shows some, the urgent ones take what is left.

    >>> grouped((), 12)
    []
    """
    by_state: dict[State, list[Item]] = {}
    for item in items:
        by_state.setdefault(item.status.status, []).append(item)
    room = dict.fromkeys(by_state, 0)
    while sum(room.values()) < min(most, len(items)):
        open_states = [state for state in room if room[state] < len(by_state[state])]
        least = min(room[state] / (len(open_states) - n) for n, state in enumerate(open_states))
        for n, state in enumerate(open_states):
            if room[state] / (len(open_states) - n) == least:
                room[state] += 1
                break
    return [Group(state, len(found), tuple(found[: room[state]])) for state, found in by_state.items()]
