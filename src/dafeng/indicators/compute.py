"""Indicators computed from the records, for every area and year, rolled up from rows as ratios of sums."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from dafeng.engine import connection
from dafeng.indicators.formulas import DERIVED, Side, VariantFormula, formulas
from dafeng.indicators.judging import Demand, areas_of, demand
from dafeng.indicators.known_projects import known_projects, stage_of
from dafeng.indicators.measure import judging_variant
from dafeng.indicators.rules import judge_rows, rule_of
from dafeng.indicators.sources import energy_factors, prepare, settlement_sql
from dafeng.indicators.values import (
    RANK,
    Area,
    Coverage,
    Factor,
    KnownProject,
    RowsValue,
    Settlement,
    Value,
    Values,
)
from dafeng.plan.model import Plan
from dafeng.records import Records
from dafeng.records.schema import tables

if TYPE_CHECKING:
    import duckdb

__all__ = ["compute", "province_of"]

Cell = tuple[str, int]  # region, year


@dataclass(frozen=True, slots=True)
class _Sums:
    """What one side sums to in each region and year; ``bad`` lists those where a needed column is empty.

    ``by_class`` holds the sums by the values of the dominant column, where there is one.
    """

    sums: Mapping[Cell, float]
    rows: Mapping[Cell, int]
    bad: frozenset[Cell]
    by_class: Mapping[Cell, Mapping[float, float]]


def compute(plan: Plan, records: Records, *, indicators: Collection[str] | None = None) -> Values:
    """Return every indicator of the catalogue and every rule on rows, for all areas and years of ``plan``.

    A region that did not report a table that a value needs is left out of it, in numerator and denominator
    alike, and is named under ``missing``; where none reported there is no value. ``indicators`` names those
    to compute; None: all.
    """
    areas = areas_of(plan, {f.region for f in records.filings})
    demands = {s.id: demand(plan, s, areas) for s in plan.statements}
    wanted: dict[str, set[Settlement]] = {
        id: {()} for id in formulas() if indicators is None or id in indicators
    }
    for d in demands.values():
        if d.statement.indicator in wanted:
            wanted[d.statement.indicator].add(d.settlement)
    filed = {f.table for f in records.filings}
    province = province_of(plan)
    by_key: dict[tuple[str, str, Settlement, str], Mapping[int, Value]] = {}
    rows: dict[tuple[str, str], Mapping[int, RowsValue]] = {}
    projects: dict[tuple[str, str, Settlement], tuple[KnownProject, ...]] = {}
    with connection() as database:
        covered = prepare(database, records, [name for name in tables() if name in filed], province=province)
        asked = _Asked(database, covered, {})
        years = _all_years(covered)
        for id, settlements in wanted.items():
            for variant in formulas()[id].variants:
                if not filed.intersection(variant.tables):
                    continue
                for settlement in sorted(settlements):
                    found = _variant_values(
                        variant, id, settlement, asked=asked, covered=covered, areas=areas, province=province
                    )
                    by_key.update(found)
        for d in demands.values():
            judging = _judging(d)
            if judging is not None and stage_of(judging) and judging.numerator.table in covered:
                condition = settlement_sql(judging.numerator.table, d.settlement)
                key = (str(d.statement.indicator), judging.id, d.settlement)
                projects[key] = known_projects(database, judging, condition=condition)
            rule = rule_of(plan, d)
            if rule is not None and rule.table in covered:
                rows.update(
                    judge_rows(database, d, rule, cover=covered[rule.table], areas=areas, years=years)
                )
    revisions = {
        name: f"{name} r{max(f.revision for f in records.filings if f.table == name)}"
        for name in sorted(filed)
    }
    return Values(
        plan.id,
        MappingProxyType(areas),
        by_key,
        rows,
        records.content_hash,
        MappingProxyType(covered),
        revisions,
        projects,
    )


def _judging(wanted: Demand) -> VariantFormula | None:
    """Return the variant that judges a statement; None where its indicator has no formula."""
    formula = formulas().get(wanted.statement.indicator or "")
    return None if formula is None else judging_variant(formula, wanted)


def province_of(plan: Plan) -> str | None:
    """Return the two digits of GB/T 2260 that name the plan's province; None where no region has a code."""
    for region in plan.regions:
        if region.parent is None and region.code:
            return region.code[:2]
    return None


def _all_years(covered: Mapping[str, Coverage]) -> tuple[int, ...]:
    """Return every year that anything covers."""
    found = [y for c in covered.values() for seen in c.years.values() for y in seen]
    found += [y for c in covered.values() if c.kind == "register" for y in c.first.values()]
    return tuple(range(min(found), max(found) + 1)) if found else ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """The database, and the answers that it gave already."""

    database: duckdb.DuckDBPyConnection
    covered: Mapping[str, Coverage]
    answers: dict[tuple[Side, str | None, str | None, tuple[Factor, ...]], _Sums]

    def sums(
        self, side: Side, *, settlement: Settlement, dominant: str | None, constants: tuple[Factor, ...]
    ) -> _Sums:
        """Return the sums of one side by region and year."""
        condition = settlement_sql(side.table, settlement)
        key = (side, condition, dominant, constants)
        if key not in self.answers:
            self.answers[key] = self._ask(side, condition, dominant, constants)
        return self.answers[key]

    def _ask(
        self, side: Side, condition: str | None, dominant: str | None, constants: tuple[Factor, ...]
    ) -> _Sums:
        where = [f"({text})" for text in (side.where, condition) if text]
        standing = side.every_year or (side.year is None and tables()[side.table].kind == "register")
        if standing:
            source = f"{side.table} t JOIN years_ y ON y.y BETWEEN t.valid_from AND t.valid_to"
            year = "y.y"
            span = _covered_years(self.covered[side.table]) or {0}
            low, high = min(span), max(span)
            self.database.execute(
                f"CREATE OR REPLACE TEMP TABLE years_ AS SELECT unnest(range({low}, {high} + 1)) AS y"
            )
        else:
            source = f"{side.table} t"
            year = side.year or "year"
            where.append("latest")
            where.append(f"{year} IS NOT NULL")
        needs = [*side.needs, *([dominant] if dominant else [])]
        bad = f"count(*) FILTER (WHERE {' OR '.join(f'{n} IS NULL' for n in needs)})" if needs else "0"
        group = f", {dominant} AS class" if dominant else ", 0 AS class"
        text = (
            f"SELECT region, {year} AS y_{group}, {side.sql} AS s, count(*) AS n, {bad} AS bad FROM {source}"
            + (f" WHERE {' AND '.join(where)}" if where else "")
            + " GROUP BY ALL ORDER BY ALL"
        )
        sums: dict[Cell, float] = {}
        rows: dict[Cell, int] = {}
        wrong: set[Cell] = set()
        by_class: dict[Cell, dict[float, float]] = {}
        for region, when, label, total, count, empty in self.database.execute(
            fill(text, constants)
        ).fetchall():
            cell = (region, int(when))
            sums[cell] = sums.get(cell, 0.0) + float(total or 0)
            rows[cell] = rows.get(cell, 0) + count
            if empty:
                wrong.add(cell)
            if dominant and label is not None:
                by_class.setdefault(cell, {})[float(label)] = float(total or 0)
        return _Sums(sums, rows, frozenset(wrong), by_class)


def fill(text: str, constants: Iterable[Factor]) -> str:
    """Return SQL with its placeholders filled: the year that is looked at, and the constants."""
    for constant in constants:
        text = text.replace("{" + constant.name + "}", repr(constant.value))
    return text.replace("{y}", "y.y")


def _variant_values(
    variant: VariantFormula,
    indicator: str,
    settlement: Settlement,
    *,
    asked: _Asked,
    covered: Mapping[str, Coverage],
    areas: Mapping[str, Area],
    province: str | None,
) -> dict[tuple[str, str, Settlement, str], Mapping[int, Value]]:
    """Return one variant for every area and year in which any of its regions reported anything for it."""
    sides = variant.sides
    if not all(side.table in covered for side in sides):
        return {}
    sums = [
        asked.sums(side, settlement=settlement, dominant=variant.dominant, constants=variant.constants)
        for side in sides
    ]
    regions = {r for side in sides for r in covered[side.table].years}
    years = sorted({y for side in sides for y in _covered_years(covered[side.table])})
    usable: dict[int, dict[str, str]] = {}
    for year in years:
        here: dict[str, str] = {}
        for region in sorted(regions):
            found = [covered[side.table].maturity(region, year) for side in sides]
            known = [m for m in found if m is not None]
            if len(known) == len(sides) and not any((region, year) in s.bad for s in sums):
                here[region] = min(known, key=RANK.__getitem__)
        usable[year] = here
    result: dict[tuple[str, str, Settlement, str], Mapping[int, Value]] = {}
    formula = variant.words()
    for area in areas.values():
        values = {}
        for year in years:
            values[year] = _value(
                variant,
                indicator,
                settlement,
                area,
                year,
                usable=usable[year],
                sums=sums,
                formula=formula,
                province=province,
            )
        result[indicator, variant.id, settlement, area.id] = values
    return result


def _covered_years(cover: Coverage) -> set[int]:
    """Return the years of one table in which some region has reported."""
    if cover.kind == "yearly":
        return {y for seen in cover.years.values() for y in seen}
    return {y for region, seen in cover.years.items() for y in range(cover.first[region], max(seen) + 1)}


def _value(
    variant: VariantFormula,
    indicator: str,
    settlement: Settlement,
    area: Area,
    year: int,
    *,
    usable: Mapping[str, str],
    sums: list[_Sums],
    formula: str,
    province: str | None,
) -> Value:
    """Return the value of one area and year from the sums of its regions that can be used."""
    used = [region for region in usable if region in area.leaves]
    missing = tuple(sorted(area.leaves.difference(used)))
    totals = [sum(s.sums.get((region, year), 0.0) for region in used) for s in sums]
    rows = sum(sums[0].rows.get((region, year), 0) for region in used)
    value: float | None = None
    nil = False
    if used and variant.dominant is not None:
        weights: dict[float, float] = {}
        for region in used:
            for label, weight in sums[0].by_class.get((region, year), {}).items():
                weights[label] = weights.get(label, 0.0) + weight
        nil = not weights
        value = None if nil else max(weights, key=lambda label: (weights[label], -label))
    elif used and len(totals) == 1:
        value = totals[0] * variant.scale
    elif used:
        nil = totals[1] == 0
        value = None if nil else totals[0] * variant.scale / totals[1]
    return Value(
        indicator=indicator,
        variant=variant.id,
        area=area.id,
        settlement=settlement,
        year=year,
        value=value,
        unit=variant.unit,
        numerator=totals[0] if used else None,
        denominator=totals[1] if used and len(totals) > 1 else None,
        scale=variant.scale,
        rows=rows,
        nil=nil,
        maturity=min((usable[r] for r in used), key=RANK.__getitem__, default=None),
        missing=missing,
        tables=variant.tables,
        formula=formula,
        factors=variant.constants + _energy(variant, year, province) if used else variant.constants,
    )


def _energy(variant: VariantFormula, year: int, province: str | None) -> tuple[Factor, ...]:
    """Return the factors of carriers that a formula rests on in ``year``."""
    used = [
        name
        for side in variant.sides
        for name in DERIVED.get(side.table, ())
        if name in side.sql.replace("tco2_fixed", "" if name == "tco2" else "tco2_fixed")
    ]
    found = []
    for name in dict.fromkeys(used):
        kind = "tco2" if name == "tco2_fixed" else name
        for carrier in ("electricity", "heat", "coal", "gas", "lpg", "oil", "biomass"):
            found.append(energy_factors(kind, carrier, year=year, province=province))
    return tuple(found)
