"""Registers as they are reported: the states that a row goes through, and draws that their makers share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dafeng.records.sample.places import YEARS, Place, path_at
from dafeng.records.schema import tables

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["LAST_DAY", "Row", "between", "count_of", "day_in", "named", "reached_on", "states"]

Row = dict[str, Any]

# Registers of 2026 are a flash to the end of September.
LAST_DAY = date(2026, 9, 30)


def states(table: str, row: Row) -> Iterator[Row]:
    """Give the row of a register as it was reported: in each year that one of its dates lies in.

    Dates that lie after the year are not there yet, nor is what the schema needs only once they are. What
    happened before the first year is reported in the first year, and so is what was there already:
    ``_standing``, and rows without any date. ``_before`` names a date and the cells that differ before it.
    """
    columns = tables()[table].columns
    name_of_change, cells_before = row.get("_before", (None, {}))
    row = {name: value for name, value in row.items() if not name.startswith("_") or name == "_standing"}
    standing = row.pop("_standing", False)
    dates = {c.name: row[c.name] for c in columns if c.type == "date" and row.get(c.name) is not None}
    happened = {max(day.year, YEARS[0]) for day in dates.values() if day <= LAST_DAY}
    if standing or not dates:
        happened.add(YEARS[0])
    for year in sorted(happened):
        last = min(date(year, 12, 31), LAST_DAY)
        later = {name for name, day in dates.items() if day > last}
        state = {**row, "year": year}
        if name_of_change in later:
            state.update(cells_before)
        for column in columns:
            needed = column.needed_at
            if column.name in later or (needed is not None and (needed in later or row.get(needed) is None)):
                state[column.name] = None
        yield state


def day_in(year: int, rng: Generator, first: int = 60, last: int = 320) -> date:
    """Return a day of ``year`` between its ``first`` and ``last`` day."""
    return date(year, 1, 1) + timedelta(days=int(rng.integers(first, last)))


def named(prefix: str, place: Place, number: int, code: str) -> tuple[str, str]:
    """Return id and name of an invented thing."""
    return f"示例{place.number}-{code}-{number:03d}", f"示例{prefix}{number}"


def count_of(persons: float, each: float) -> int:
    """Return how many things ``persons`` have at one for ``each``, at least one."""
    return max(1, round(persons / each))


def between(rng: Generator, limits: list[float], digits: int = 0) -> float:
    """Return a number between two limits."""
    low, high = limits
    return round(float(rng.uniform(low, high)), digits)


def reached_on(rank: float, shares: list[float], rng: Generator) -> date | None:
    """Return the day on which the thing at ``rank`` (0 to 1) is done, the share done following ``shares``."""
    for year in YEARS:
        if rank <= path_at(shares, year):
            day = day_in(year, rng)
            return day if day <= LAST_DAY else None
    return None
