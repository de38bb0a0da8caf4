"""The yearly series that a statement is judged on: levels, changes on a baseline, sums since a year, rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dafeng.base import Text
from dafeng.base.units import factor_between, unit_from_words
from dafeng.indicators.formulas import Formula, VariantFormula, formulas
from dafeng.indicators.judging import Demand
from dafeng.indicators.rules import unit_factor
from dafeng.indicators.status import Missing, Point
from dafeng.indicators.values import RowsValue, Value, Values

__all__ = ["Measured", "judging_variant", "measure", "missing_in", "since_year"]

Kind = Literal["level", "flow", "sum", "peak", "rows", "none"]
FIVE_YEARS = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """What one statement measures in one area, in its own unit.

    ``kind``: *level*, a state that stands; *flow*, what happened in each year; *sum*, amounts summed up since
    ``since``; *peak*, yearly amounts whose highest year counts; *rows*; *none*, with the ``why_not``.
    ``yearly`` holds the values that the points were made of: those of the year itself. ``factor`` turns the
    indicator's unit into the statement's.
    """

    kind: Kind
    points: tuple[Point, ...] = ()
    variant: VariantFormula | None = None
    values: Mapping[int, Value] = field(default_factory=dict)
    rows: Mapping[int, RowsValue] = field(default_factory=dict)
    yearly: tuple[Point, ...] = ()
    base: Point | None = None
    since: int | None = None
    missing: tuple[Missing, ...] = ()
    why_not: Text | None = None
    factor: float = 1.0

    def point(self, year: int) -> Point | None:
        """Return the point of a year; None where there is none."""
        return next((p for p in self.points if p.year == year), None)


def judging_variant(formula: Formula, wanted: Demand) -> VariantFormula | None:
    """Return the variant that judges: the first whose tags are all chosen options, else the first.

    Where no option chooses and a change against before is asked, the first in the statement's unit.
    """
    if not formula.variants:
        return None
    fitting = [v for v in formula.variants if v.tags and wanted.tags.issuperset(v.tags)]
    if fitting:
        return max(fitting, key=lambda v: len(v.tags))
    baseline = wanted.statement.baseline
    if baseline is not None and baseline.reference == "before_retrofit":
        same = [v for v in formula.variants if v.unit == wanted.statement.unit]
        return (same or list(formula.variants))[0]
    return formula.variants[0]


def measure(
    wanted: Demand, values: Values, area: str, *, until: int, variant: VariantFormula | None = None
) -> Measured:
    """Return what ``wanted`` measures in ``area`` up to ``until``; by ``variant`` where one is named."""
    statement = wanted.statement
    rows = {r.year: r for r in values.rows_series(statement.id, area) if r.year <= until}
    formula = formulas().get(statement.indicator or "")
    if variant is None and (rows or _on_rows(wanted, formula)):
        return _rows(wanted, rows, values, area, until)
    if formula is None:
        name = statement.indicator
        return Measured(
            "none",
            why_not=Text("条目没有对应的指标", "the statement names no indicator")
            if name is None
            else Text(f"指标 {name} 还没有公式", f"the indicator {name} has no formula yet"),
        )
    chosen = variant or judging_variant(formula, wanted)
    if chosen is None:
        return Measured("none", why_not=Text("门槛本身不单独判定", "a threshold alone is not judged"))
    found = {
        v.year: v
        for v in values.series(formula.indicator, chosen.id, area, wanted.settlement)
        if v.year <= until
    }
    if formula.series == "peak":
        points = _points(found.values(), 1.0)
        return Measured(
            "peak", points, chosen, found, yearly=points, missing=_missing(chosen.tables, values, area, until)
        )
    return _numeric(wanted, formula, chosen, found, values=values, area=area, until=until)


def since_year(wanted: Demand) -> int | None:
    """Return the first year of a sum: by decision, as printed, else that of the five-year plan of its end.

    A sum up to 2025 starts in 2021, one up to 2030 in 2026.
    """
    years = wanted.statement.years
    if wanted.since is not None:
        return wanted.since
    if years is None:
        return None
    if years.start is not None:
        return years.start
    end = years.year or years.end
    return None if end is None else end - (end - 1) % FIVE_YEARS


def _numeric(
    wanted: Demand,
    formula: Formula,
    variant: VariantFormula,
    found: Mapping[int, Value],
    *,
    values: Values,
    area: str,
    until: int,
) -> Measured:
    """Return the series of an indicator in the statement's unit, with its baseline or its sum."""
    statement = wanted.statement
    baseline = statement.baseline
    missing = _missing(variant.tables, values, area, until)
    relative = (
        baseline is not None
        and baseline.relation in {"percent", "percentage_point"}
        and baseline.reference != "before_retrofit"
        and not (baseline.year is None and not formula.level and _is_gain(wanted))
    )
    if relative and baseline is not None:
        yearly = _points(found.values(), 1.0)
        if baseline.year is None and not wanted.earliest_baseline:
            return Measured(
                "none",
                (),
                variant,
                found,
                yearly=yearly,
                missing=missing,
                why_not=Text("没有写明基准年", "no baseline year is given"),
            )
        base = _base(yearly, baseline.year, wanted.earliest_baseline)
        if base is None:
            gap = _missing_in(variant.tables, values, area, baseline.year or until)
            return Measured(
                "none",
                (),
                variant,
                found,
                yearly=yearly,
                missing=gap or missing,
                why_not=Text(
                    f"没有基准年 {baseline.year} 的数据",
                    f"nothing was reported for the baseline {baseline.year}",
                ),
            )
        if base.value == 0 and baseline.relation == "percent":
            return Measured(
                "none",
                (),
                variant,
                found,
                yearly=yearly,
                missing=missing,
                why_not=Text(
                    f"{base.year} 年为零，不能作百分比的基准",
                    f"the value of {base.year} is zero: no percentage can be taken of it",
                ),
            )
        change = [
            Point(p.year, _change(p.value, base.value, baseline.relation), p.maturity, p.missing)
            for p in yearly
            if p.year >= base.year
        ]
        return Measured("level", tuple(change), variant, found, yearly=yearly, base=base, missing=missing)
    factor = _unit_factor(variant.unit, statement.unit)
    if factor is None:
        return Measured(
            "none",
            (),
            variant,
            found,
            missing=missing,
            why_not=Text(
                f"指标单位 {variant.unit} 与条目单位 {statement.unit} 不能换算",
                f"the indicator's unit {variant.unit} does not convert to {statement.unit}",
            ),
        )
    yearly = _points(found.values(), factor)
    deadline = statement.years is not None and statement.years.type in {"deadline", "period"}
    if formula.flow and deadline:
        since = since_year(wanted)
        assert since is not None
        return Measured(
            "sum",
            _summed(yearly, since),
            variant,
            found,
            yearly=yearly,
            since=since,
            missing=missing,
            factor=factor,
        )
    kind: Kind = "flow" if formula.flow or variant.by_stage else "level"
    return Measured(kind, yearly, variant, found, yearly=yearly, missing=missing, factor=factor)


def _is_gain(wanted: Demand) -> bool:
    """Return whether a statement asks for a gain, which its indicator then states by itself."""
    return wanted.op in {">=", ">"} and isinstance(wanted.value, float) and wanted.value >= 0


def _rows(wanted: Demand, rows: Mapping[int, RowsValue], values: Values, area: str, until: int) -> Measured:
    """Return the series of the share of rows that keep a rule [%]."""
    points = tuple(
        Point(r.year, r.share_pct, r.maturity or "final", r.missing)
        for r in sorted(rows.values(), key=lambda r: r.year)
        if r.share_pct is not None
    )
    names = next((r.tables for r in rows.values()), _row_tables(wanted))
    return Measured("rows", points, rows=rows, yearly=points, missing=_missing(names, values, area, until))


def _on_rows(wanted: Demand, formula: Formula | None) -> bool:
    """Return whether a statement is judged on rows, though there may be none yet."""
    if wanted.statement.rule is not None or not wanted.statement.quantified:
        return True
    if formula is None:
        return False
    return formula.due is not None or (formula.rows is not None and unit_factor(wanted) is not None)


def _row_tables(wanted: Demand) -> tuple[str, ...]:
    """Return the table that a rule on rows reads."""
    if wanted.statement.rule is not None:
        return (wanted.statement.rule.table,)
    if not wanted.statement.quantified:
        return ("duties",)
    formula = formulas().get(wanted.statement.indicator or "")
    parts = () if formula is None else (formula.rows, formula.threshold, formula.due)
    return tuple(part.table for part in parts if part is not None)


def _points(values: Iterable[Value], factor: float) -> tuple[Point, ...]:
    """Return the values that exist as points in the statement's unit."""
    return tuple(
        Point(v.year, v.value * factor, v.maturity or "final", v.missing)
        for v in sorted(values, key=lambda v: v.year)
        if v.value is not None
    )


def _summed(yearly: tuple[Point, ...], since: int) -> tuple[Point, ...]:
    """Return the running sum from ``since``; what follows a year without a value is marked as incomplete."""
    order = ("flash", "estimate", "final")
    total, found = 0.0, []
    missing: set[str] = set()
    maturity = "final"
    expected = since
    for p in (p for p in yearly if p.year >= since):
        while expected < p.year:
            missing.add(str(expected))
            expected += 1
        total += p.value
        missing.update(p.missing)
        maturity = min(maturity, p.maturity, key=order.index)
        found.append(Point(p.year, total, maturity, tuple(sorted(missing))))
        expected = p.year + 1
    return tuple(found)


def _base(yearly: tuple[Point, ...], year: int | None, earliest: bool) -> Point | None:
    """Return the point of the baseline year, or the earliest where a decision says so."""
    found = next((p for p in yearly if p.year == year), None)
    return found or (yearly[0] if earliest and yearly else None)


def _change(value: float, base: float, relation: str) -> float:
    """Return the change against a baseline: in percent of it, or in percentage points."""
    if relation == "percentage_point":
        return value - base
    return (value / base - 1) * 100 if base else float("nan")


def _unit_factor(unit: str, wanted: str | None) -> float | None:
    """Return how many ``wanted`` one ``unit`` is; None where they do not convert."""
    if wanted is None or unit == wanted:
        return 1.0
    found = factor_between(unit_from_words(unit), wanted)
    return None if found is None else float(found)


def _missing(names: Iterable[str], values: Values, area: str, until: int) -> tuple[Missing, ...]:
    """Return what was not reported for the latest year that anything was reported for, up to ``until``."""
    years = [
        y
        for name in names
        if name in values.coverage
        for seen in values.coverage[name].years.values()
        for y in seen
    ]
    latest = max((y for y in years if y <= until), default=until)
    return _missing_in(names, values, area, latest)


def missing_in(measured: Measured, values: Values, area: str, year: int | None) -> tuple[Missing, ...]:
    """Return what a value of ``year`` lacks: tables that were not reported, columns that were left empty."""
    if year is None:
        return measured.missing
    names = measured.variant.tables if measured.variant else tuple(m.table for m in measured.missing)
    if not names:
        names = next((r.tables for r in measured.rows.values()), ())
    found = list(_missing_in(names, values, area, year))
    value = measured.values.get(year)
    if value is not None and measured.variant is not None:
        told = {region for m in found for region in m.regions}
        empty = tuple(region for region in value.missing if region not in told)
        needs = tuple(dict.fromkeys(n for side in measured.variant.sides for n in side.needs))
        if empty and needs:
            found.append(Missing(measured.variant.numerator.table, year, empty, (), needs))
    return tuple(found)


def _missing_in(names: Iterable[str], values: Values, area: str, year: int) -> tuple[Missing, ...]:
    """Return the tables that regions of ``area`` did not report for ``year``."""
    found = []
    leaves = values.areas[area].leaves
    for name in names:
        cover = values.coverage.get(name)
        if cover is None:
            found.append(Missing(name, year, tuple(sorted(leaves))))
            continue
        lacking = tuple(sorted(r for r in leaves if cover.maturity(r, year) is None))
        if cover.reporting_only:
            units = [a for a in values.areas.values() if a.leaves <= leaves and a.id in cover.years]
            covered = {leaf for u in units if cover.maturity(u.id, year) for leaf in u.leaves}
            lacking = tuple(sorted(leaves - covered))
        if lacking:
            blocked = tuple(r for r in lacking if year in cover.blocked.get(r, frozenset()))
            found.append(Missing(name, year, lacking, blocked))
    return tuple(found)
