"""Places that factors hold for: the country, its grids, its provinces, and codes inside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dafeng.base import InputError, Text

__all__ = ["COUNTRY", "Place", "chain", "place_name", "places"]

COUNTRY = "CN"


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its id (GB/T 2260 digits of a province, a grid, or the country), and the next wider one."""

    id: str
    name: Text
    wider: str | None


@cache
def places() -> Mapping[str, Place]:
    """Return every place of the library by its id."""
    text = files("dafeng.carbon").joinpath("data/places.csv").read_text(encoding="utf-8")
    return {
        row["id"]: Place(row["id"], Text(row["zh"], row["en"]), row["wider"] or None)
        for row in csv.DictReader(io.StringIO(text))
    }


@cache
def _names() -> Mapping[str, str]:
    return {name: p.id for p in places().values() for name in (p.name.zh, p.name.en, p.id)}


def chain(place: str | None) -> tuple[str, ...]:
    """Return ``place`` and every wider place, narrowest first.

    ``place`` is a code of GB/T 2260 (any number of digits), a province or grid by name or id, or None for the
    country. Raises ``InputError`` (``carbon-place``) where it is none of these.

    >>> chain("152921"), chain("内蒙古")
    (('152921', '1529', '15', 'north', 'CN'), ('15', 'north', 'CN'))
    """
    if place is None:
        return (COUNTRY,)
    name = place.strip()
    for ending in ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
        if name.removesuffix(ending) in _names():
            name = name.removesuffix(ending)
    id = _names().get(name)
    found: list[str] = []
    if id is None and name.isdigit() and name[:2] in places():
        found = [name[:n] for n in (12, 9, 6, 4) if len(name) >= n and name[:n] != name[:2].ljust(n, "0")]
        found = [code for i, code in enumerate(found) if not code.endswith("00") or i == len(found) - 1]
        id = name[:2]
    if id is None:
        raise InputError(
            "carbon-place",
            Text(f"不认识的地方 {place}", f"the place {place} is unknown"),
            mend=Text(
                "用行政区划代码（如 15、152900）、省名、电网名或 CN",
                "use a code of GB/T 2260 (15, 152900), a province, a grid or CN",
            ),
        )
    at: str | None = id
    while at is not None:
        found.append(at)
        at = places()[at].wider
    return tuple(found)


def place_name(id: str) -> Text:
    """Return the words for a place; a code that is no place of the library stands for itself."""
    found = places().get(id)
    return found.name if found else Text(id or "各地", id or "anywhere")
