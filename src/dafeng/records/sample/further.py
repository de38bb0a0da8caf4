"""Sample rows of further registers, from the kinds of cells that ``more.yaml`` describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dafeng.records.sample.places import Place, rng_of, settings
from dafeng.records.sample.states import LAST_DAY, Row, count_of, day_in, named, reached_on, states
from dafeng.records.schema import tables

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["further_rows"]


def further_rows(places: tuple[Place, ...], *, seed: int) -> dict[str, list[Row]]:
    """Return the rows of the registers of ``more.yaml``, by table, each in the years that changed it."""
    return {
        name: [
            state
            for place in places
            for row in _rows(name, settings("more")[name], place, rng_of(seed, name, place.id))
            for state in states(name, {"region": place.id, "_standing": not _dated(name), **row})
        ]
        for name in settings("more")
    }


def _dated(name: str) -> bool:
    """Return whether every row of a register came about on a day that it must give."""
    return any(column.type == "date" and column.required for column in tables()[name].columns)


def _rows(name: str, known: Mapping[str, Any], place: Place, rng: Generator) -> Iterator[Row]:
    """Give the rows of one place."""
    count = count_of(place.facts["persons"], known["persons_each"])
    columns = {column.name: column for column in tables()[name].columns}
    for number in range(1, count + 1):
        row: Row = {}
        for cell, kind in known["cells"].items():
            value = (
                _cell(kind, row, rng, place=place, rank=number / count, number=number)
                if isinstance(kind, dict)
                else kind
            )
            row[cell] = value if columns[cell].type != "integer" or value is None else int(value)
        if all(
            row[c.name] is None or row[c.name] <= LAST_DAY
            for c in columns.values()
            if c.name in row and c.type == "date"
        ):
            yield row


def _cell(
    kind: Mapping[str, Any], row: Row, rng: Generator, *, place: Place, rank: float, number: int
) -> Any:
    """Return one cell; see the head of ``more.yaml``."""
    if "when" in kind and not row[kind["when"]]:
        return None
    if "id" in kind:
        return named("", place, number, kind["id"])[0]
    if "choice" in kind:
        found = kind["choice"][int(rng.integers(len(kind["choice"])))]
        return found if isinstance(found, str) else float(found)
    if "chance" in kind:
        return bool(rng.random() < kind["chance"])
    if "day" in kind:
        first, last = kind["day"]
        return day_in(int(rng.integers(first, last + 1)), rng, 60, 270)
    if "done" in kind:
        return reached_on(rank, kind["done"], rng)
    whole = row[kind["part"]] if "part" in kind else 1.0
    low, high = kind["between"]
    return round(whole * float(rng.uniform(low, high)), kind.get("digits", 0))
