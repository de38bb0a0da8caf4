"""How a value follows from its sums, as a formula that an official can check."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dafeng.indicators.formulas import formulas
from dafeng.indicators.status import Status
from dafeng.indicators.values import Value, Values
from dafeng.plan.model import Statement

__all__ = ["Sums", "sums_of"]

_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Sums:
    """The numbers that a value is computed from, and how.

    ``kind``: *ratio*: scale x numerator / denominator; *sum*: scale x numerator; *points* and *percent*: the
    change of such a ratio against that of the base year; *total*: such sums of several years (``addends``, by
    year) added up; *rows*: kept / count in percent; *worst*: the value of the worst row; *none*: it does
    not follow from the sums alone.
    """

    kind: str
    scale: float = 1.0
    numerator: float | None = None
    denominator: float | None = None
    base_numerator: float | None = None
    base_denominator: float | None = None
    base_year: int | None = None
    addends: tuple[float, ...] = ()


def sums_of(statement: Statement, status: Status, values: Values) -> Sums:
    """Return how the value of ``status`` follows from sums; every claim is recomputed before it is made."""
    value, trace = status.value, status.trace
    if value is None:
        return Sums("none", numerator=trace.numerator, denominator=trace.denominator)
    rows = status.rows
    if rows is not None:
        same = rows.count and _same(100.0 * rows.kept / rows.count, value)
        return Sums("rows" if same else "worst", 100.0, float(rows.kept), float(rows.count))
    formula = formulas().get(trace.indicator or "")
    variant = None if formula is None else formula.by_id.get(trace.variant or "")
    scale = 1.0 if variant is None else variant.scale
    level = _ratio(scale, trace.numerator, trace.denominator)
    found = Sums("none", scale, trace.numerator, trace.denominator)
    if level is None:
        return found
    if _same(level, value):
        return Sums(
            "sum" if trace.denominator is None else "ratio", scale, trace.numerator, trace.denominator
        )
    series = _series(status, values)
    total = _total(series, status, scale)
    if total is not None:
        return total
    base = (
        None
        if statement.baseline is None or not series
        else series.get(statement.baseline.year or min(series))
    )
    if base is None:
        return found
    before = _ratio(scale, base.numerator, base.denominator)
    if before is None:
        return found
    for kind, change in (
        ("points", level - before),
        ("percent", (level / before - 1) * 100 if before else math.nan),
    ):
        if _same(change, value):
            return Sums(
                kind, scale, trace.numerator, trace.denominator, base.numerator, base.denominator, base.year
            )
    return found


def _series(status: Status, values: Values) -> Mapping[int, Value]:
    """Return the yearly values of the series that a status was judged by; empty where it is not found."""
    for (indicator, variant, _, area), series in values.by_key.items():
        if (indicator, variant, area) == (status.trace.indicator, status.trace.variant, status.region):
            now = series.get(status.year or 0)
            if now is not None and now.numerator == status.trace.numerator:
                return series
    return {}


def _total(series: Mapping[int, Value], status: Status, scale: float) -> Sums | None:
    """Return the years up to that of ``status`` whose sums add up to its value; None where none do."""
    addends: list[float] = []
    for year in sorted((y for y in series if y <= (status.year or 0)), reverse=True):
        one = _ratio(scale, series[year].numerator, series[year].denominator)
        if one is None:
            continue
        addends.insert(0, one)
        if len(addends) > 1 and _same(sum(addends), status.value or 0.0):
            return Sums("total", scale, addends=tuple(addends))
    return None


def _ratio(scale: float, numerator: float | None, denominator: float | None) -> float | None:
    """Return the value of sums; None where it has none."""
    if numerator is None or denominator == 0:
        return None
    return scale * numerator / (1.0 if denominator is None else denominator)


def _same(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=_CLOSE, abs_tol=_CLOSE)
