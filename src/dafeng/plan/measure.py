"""The numbers of statements side by side: units that convert, directions, years and strengths."""

from __future__ import annotations

from dafeng.plan.model import Statement

FAMILIES: dict[str, tuple[str, float]] = {
    "m2": ("m2", 1.0),
    "10^4 m2": ("m2", 1e4),
    "ha": ("m2", 1e4),
    "km2": ("m2", 1e6),
    "m": ("m", 1.0),
    "km": ("m", 1e3),
    "t": ("t", 1.0),
    "10^4 t": ("t", 1e4),
    "tce": ("tce", 1.0),
    "10^4 tce": ("tce", 1e4),
    "kW": ("kW", 1.0),
    "MW": ("kW", 1e3),
    "GW": ("kW", 1e6),
    "kWh": ("kWh", 1.0),
    "MWh": ("kWh", 1e3),
    "h": ("min", 60.0),
    "min": ("min", 1.0),
}
"""Unit → its base unit, and how many of them it is."""

RANKS = {"mandatory": 3, "in_principle": 2, "strive": 1, "promote": 0, "encourage": 0}
"""How much a strength binds."""


def bound(s: Statement) -> float | None:
    """Return the number of a statement in its base unit; None for ranges and where there is none."""
    if s.value is None or isinstance(s.value, tuple):
        return None
    return s.value * FAMILIES.get(s.unit or "", ("", 1.0))[1]


def base_unit(s: Statement) -> str | None:
    """Return the unit that ``bound`` is given in."""
    return FAMILIES.get(s.unit or "", (s.unit, 1.0))[0]


def direction(s: Statement) -> int:
    """Return +1 where a higher number asks for more, -1 where a lower one does, 0 where neither is said.

    A size that switches a duty on works the other way round: ``>= 20000 m2`` binds more when it is lower.
    """
    way = {">=": 1, ">": 1, "<=": -1, "<": -1}.get(s.op or "", 0)
    return -way if s.kind == "obligation_threshold" and s.unit != "star" else way


def due_year(s: Statement) -> int | None:
    """Return the year by which a statement is due; None for what always holds or has no year."""
    if s.years is None:
        return None
    return s.years.end if s.years.type == "period" else s.years.year
