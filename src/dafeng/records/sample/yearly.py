"""Sample rows of the yearly tables, from the paths of ``yearly.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dafeng.records.sample.places import YEARS, Place, path_at, rng_of, settings

__all__ = ["yearly_rows"]


def yearly_rows(place: Place, *, seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of ``place`` for every year, by table."""
    return {
        table: [
            _row(place, template, year, names=(seed, table, number))
            for number, template in enumerate(templates)
            if place.facts.get(template.get("when", "persons"))
            for year in YEARS
        ]
        for table, templates in settings("yearly").items()
    }


def _row(place: Place, template: Mapping[str, Any], year: int, *, names: tuple[Any, ...]) -> dict[str, Any]:
    """Return one row: constants as they are, quantities from sizes and earlier cells."""
    sizes = place.sizes(year)
    row: dict[str, Any] = {"region": place.id, "year": year}
    for name, cell in template.items():
        if name == "when":
            continue
        row[name] = (
            _quantity(cell, {**sizes, **row}, (*names, name, place.id), year)
            if isinstance(cell, dict)
            else cell
        )
    return row


def _quantity(cell: Mapping[str, Any], known: Mapping[str, Any], names: tuple[Any, ...], year: int) -> float:
    """Return the value of one quantity; see the head of ``yearly.yaml``."""
    seed, *rest = names
    place_shift = cell["spread"] * rng_of(seed, *rest).uniform(-1, 1) if "spread" in cell else 0.0
    year_shift = cell["noise"] * rng_of(seed, *rest, year).uniform(-1, 1) if "noise" in cell else 0.0
    value: float = (
        known[cell["of"]] * path_at(cell.get("path", [1, 1]), year) * (1 + place_shift) * (1 + year_shift)
    )
    value -= sum(known[name] for name in cell.get("less", ()))
    if cell.get("top"):
        value = min(value, known[cell["top"]])
    return float(round(value, cell.get("digits", 0)))
