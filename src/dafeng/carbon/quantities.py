"""Units of factors: how much of one unit is in another, and what does not fit."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from dafeng.base.units import factor_between, scaled, unit_from_words

__all__ = ["ratio_between", "rescale"]

_MASS = {"g": Fraction(1, 10**6), "kg": Fraction(1, 1000), "t": Fraction(1), "kt": Fraction(1000)}
_SUBSTANCE = re.compile(r"^(kg|kt|g|t)(CO2e|CO2|CH4|N2O-N|N2O|C|ce)$")
_SAME = {"CO2e": "CO2"}


@lru_cache(maxsize=1024)
def ratio_between(unit: str, wanted: str) -> Fraction | None:
    """Return by what a value in ``unit`` is multiplied to be in ``wanted``; None where they do not fit.

    CO2 and CO2e convert into each other (a factor of CO2 alone is one of CO2e without the other gases);
    electricity (kWh) and heat (GJ) do not, since a factor of one is none of the other.

    >>> ratio_between("kgCO2/kWh", "tCO2/MWh"), ratio_between("kgCO2/kWh", "tCO2/GJ")
    (Fraction(1, 1), None)
    """
    top, _, bottom = unit.partition("/")
    top_wanted, _, bottom_wanted = wanted.partition("/")
    above, below = _part(top, top_wanted), _part(bottom, bottom_wanted)
    return None if above is None or below is None else above / below


def rescale(value: float, unit: str, wanted: str) -> float | None:
    """Return ``value`` of ``unit`` in ``wanted``, rounded once; None where they do not fit.

    >>> rescale(0.7025, "kgCO2/kWh", "tCO2/kWh")
    0.0007025
    """
    ratio = ratio_between(unit, wanted)
    return None if ratio is None else scaled(Decimal(repr(value)), ratio)


def _part(unit: str, wanted: str) -> Fraction | None:
    """Return the ratio of two parts of quotients."""
    if unit == wanted:
        return Fraction(1)
    if unit in _MASS and wanted in _MASS:
        return _MASS[unit] / _MASS[wanted]
    one, other = _SUBSTANCE.match(unit), _SUBSTANCE.match(wanted)
    if one and other:
        same = _SAME.get(one[2], one[2]) == _SAME.get(other[2], other[2])
        return _MASS[one[1]] / _MASS[other[1]] if same else None
    return factor_between(unit_from_words(unit), wanted)
