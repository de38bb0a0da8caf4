"""What the board knows of the facts: values and statuses, computed once a snapshot, choice and day."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from dafeng.base import Text, Workspace

if TYPE_CHECKING:
    from dafeng.indicators.status import Status, Statuses
    from dafeng.indicators.values import Values
    from dafeng.plan.model import Plan
    from dafeng.records.records import Filing, Records

__all__ = ["Reported", "Results", "load_reported", "results_of"]

_KEPT = 4
_LOCK = threading.Lock()
_loaded: dict[tuple[str, str], Reported] = {}
_made: OrderedDict[tuple[str, str, str, date], Results] = OrderedDict()


@dataclass(frozen=True)
class Reported:
    """The records of a workspace as they were loaded: the rows, and a stamp that changes when they do."""

    records: Records
    stamp: str
    on: date | None = None


@dataclass(frozen=True)
class Results:
    """Records of one snapshot with the values and statuses that follow from them under one set of choices."""

    plan: Plan
    reported: Reported
    values: Values
    statuses: Statuses
    as_of: date
    _at: Mapping[str, Status] = field(default_factory=dict)

    def status(self, target: str) -> Status | None:
        """Return the status of a statement over its scope; None where it is not judged."""
        return self.statuses[target] if target in self.statuses else None  # noqa: SIM401  (no mapping)

    @property
    def records(self) -> Records:
        """Return the reported tables and filings."""
        return self.reported.records

    @cached_property
    def by_target(self) -> dict[str, tuple[Status, ...]]:
        """Return the statuses of each statement in the regions of its scope."""
        return {s.target: self.statuses.regions(s.target) for s in self.statuses}

    @cached_property
    def by_region(self) -> dict[str, tuple[Status, ...]]:
        """Return the statuses of each region and scope, in the order of the statements."""
        found: dict[str, list[Status]] = {}
        for whole in self.statuses:
            for status in (whole, *self.by_target[whole.target]):
                found.setdefault(status.region, []).append(status)
        return {region: tuple(statuses) for region, statuses in found.items()}

    @cached_property
    def blocked(self) -> tuple[Filing, ...]:
        """Return the filings that are not used because of errors."""
        return tuple(f for f in self.records.filings if f.blocked)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Return the years for which anything was reported, in order."""
        return tuple(sorted({f.year for f in self.records.filings}))

    def area_name(self, id: str) -> Text | None:
        """Return the name of an area; None where it is not known."""
        found = self.values.areas.get(id)
        return found.name if found else None


def load_reported(workspace: Workspace) -> Reported | None:
    """Return the latest records of a workspace; None where nothing was reported yet.

    They are read once a snapshot: whether there is a newer one is seen by the names of the folders. Raises
    ``DafengError`` where a snapshot is damaged.
    """
    folders = workspace.records
    names = sorted(p.name for p in folders.iterdir() if p.is_dir()) if folders.is_dir() else []
    names = [name for name in names if not name.startswith(".")]
    if not names:
        return None
    key = (str(folders), names[-1])
    with _LOCK:
        if key not in _loaded:
            from dafeng.records.store import load_snapshot, snapshots

            found = snapshots(workspace)
            if not found:
                return None
            _loaded.clear()
            last = found[-1]
            _loaded[key] = Reported(load_snapshot(last), last.content_hash, last.added_on)
        return _loaded[key]


def results_of(plan: Plan, reported: Reported, *, choices: str, today: date) -> Results:
    """Return the results under ``plan``; ``choices`` is the stamp of the choices that are in it.

    The last few are kept, so that a page costs no computation and a changed choice costs one.
    """
    key = (plan.id, reported.stamp, choices, today)
    with _LOCK:
        found = _made.get(key)
        if found is None:
            found = _made[key] = compute(plan, reported, today)
            while len(_made) > _KEPT:
                _made.popitem(last=False)
        else:
            _made.move_to_end(key)
        return found


def compute(plan: Plan, reported: Reported, today: date) -> Results:
    """Compute values and statuses."""
    from dafeng import indicators  # loads DuckDB

    values = indicators.compute(plan, reported.records)
    return Results(plan, reported, values, indicators.assess(plan, values, as_of=today), today)
