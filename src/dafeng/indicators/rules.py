"""Planning limits and thresholds of obligations, judged on the rows of their tables."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dafeng.base.units import factor_between, unit_from_words
from dafeng.indicators.formulas import Formula, check_expression, formulas
from dafeng.indicators.judging import Demand, compare_sql
from dafeng.indicators.sources import settlement_sql
from dafeng.indicators.values import RANK, Area, Coverage, Failing, RowsValue
from dafeng.plan.catalogue import catalogue
from dafeng.plan.model import Plan
from dafeng.records.schema import tables

if TYPE_CHECKING:
    import duckdb

__all__ = ["DAY", "RowRule", "carries_value", "judge_rows", "rule_of", "unit_factor"]

DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_LISTED = 500


@dataclass(frozen=True, slots=True)
class RowRule:
    """What rows of ``table`` must do: those that ``applies`` must ``keeps``; ``value`` is judged."""

    table: str
    applies: str
    keeps: str
    value: str | None
    year: str | None
    every_year: bool
    words: str


def rule_of(plan: Plan, wanted: Demand) -> RowRule | None:
    """Return the rule on rows that a statement sets; None where it is not judged on rows.

    A rule in the plan comes first; then the rows, the threshold or the due date of the indicator. The
    obligation of a threshold is that of the next statement of its article which is judged on rows of the same
    table.
    """
    statement = wanted.statement
    if statement.rule is not None:
        own = statement.rule
        for text in (own.applies, own.keeps, own.year):
            if text is not None:
                check_expression(
                    text, table=own.table, names=frozenset({"value", "y"}), place=f"{plan.id} {statement.id}"
                )
        every_year = "{y}" in own.applies + own.keeps
        value = "NULL" if wanted.value is None or isinstance(wanted.value, tuple) else repr(wanted.value)
        applies, keeps = (text.replace("{value}", value) for text in (own.applies, own.keeps))
        carried = formulas().get(statement.indicator or "")
        same = carried is not None and carried.rows is not None and carried.rows.table == own.table
        judged = carried.rows.value if same and carried is not None and carried.rows is not None else None
        words = f"[{own.table}] {applies} → {keeps}"
        return RowRule(own.table, applies, keeps, judged, own.year, every_year, words)
    if not statement.quantified:
        return _duty_rule(wanted)
    formula = formulas().get(statement.indicator or "")
    if formula is None or wanted.op is None or wanted.value is None:
        return None
    if formula.due is not None:
        return _due_rule(formula, wanted)
    if formula.threshold is not None and not isinstance(wanted.value, tuple):
        return _threshold_rule(plan, formula, wanted, wanted.op, wanted.value)
    if formula.rows is not None:
        rows = formula.rows
        factor = unit_factor(wanted)
        if factor is None:
            return None
        value = rows.value if factor == 1 else f"({rows.value}) * {factor!r}"
        keeps = compare_sql(value, op=wanted.op, target=wanted.value, tolerance=wanted.tolerance)
        applies = rows.where or "true"
        words = f"[{rows.table}] {applies} → {value} {wanted.op} {_figure(wanted.value)}"
        return RowRule(rows.table, applies, keeps, value, rows.year, rows.every_year, words)
    return None


def unit_factor(wanted: Demand) -> float | None:
    """Return how many of the statement's unit one of the indicator's unit is; None where they do not convert.

    Ends of months and days of reports are figures of their own.
    """
    statement = wanted.statement
    entry = catalogue().get(statement.indicator or "")
    if entry is None or statement.unit is None or entry.unit == statement.unit:
        return 1.0
    found = factor_between(unit_from_words(entry.unit), statement.unit)
    return None if found is None else float(found)


def carries_value(wanted: Demand) -> bool:
    """Return whether the rows that a statement judges carry a value in its unit, not only a yes or no."""
    formula = formulas().get(wanted.statement.indicator or "")
    if formula is None or formula.rows is None:
        return False
    return wanted.statement.rule is None or wanted.statement.rule.table == formula.rows.table


def _duty_rule(wanted: Demand) -> RowRule:
    """Return the rule of a statement without a figure: what was filed on its progress says it is done."""
    id = wanted.statement.id.replace("'", "''")
    words = f"[duties] statement = {wanted.statement.id} → progress done, standing"
    return RowRule(
        "duties", f"statement = '{id}'", "progress IN ('done', 'standing')", None, None, False, words
    )


def _threshold_rule(plan: Plan, formula: Formula, wanted: Demand, op: str, value: float) -> RowRule | None:
    """Return the rule that a threshold switches on."""
    threshold = formula.threshold
    assert threshold is not None
    keeps = threshold.keeps or _obligation(plan, wanted, threshold.table)
    if keeps is None:
        return None
    factor = unit_factor(wanted)
    if factor is None:
        return None
    applies = threshold.applies.replace("{op}", op).replace("{value}", repr(value / factor))
    words = f"[{threshold.table}] {applies} → {keeps}"
    return RowRule(threshold.table, applies, keeps, None, threshold.year, threshold.every_year, words)


def _obligation(plan: Plan, wanted: Demand, table: str) -> str | None:
    """Return what the nearest statement of the article asks of rows of ``table``: a later one comes first."""
    same = [s for s in plan.statements if s.article == wanted.statement.article]
    here = same.index(wanted.statement)
    for other in [*same[here + 1 :], *reversed(same[:here])]:
        formula = formulas().get(other.indicator or "")
        if formula is None or formula.rows is None or formula.rows.table != table:
            continue
        if other.op is not None and other.value is not None and not isinstance(other.value, tuple):
            return compare_sql(formula.rows.value, op=other.op, target=float(other.value))
    return None


def _due_rule(formula: Formula, wanted: Demand) -> RowRule | None:
    """Return the rule that reports come in by their day of the year, or by a month's end."""
    due = formula.due
    statement = wanted.statement
    if due is None or statement.years is None:
        return None
    day = statement.years.due
    if day is None or not DAY.fullmatch(day):
        if not isinstance(wanted.value, float) or statement.unit not in {"month_end", "month_day"}:
            return None
        month, number = divmod(int(wanted.value), 100) if statement.unit == "month_day" else (0, 0)
        month = month or int(wanted.value)
        if not 1 <= month <= 12:
            return None
        day = f"{month:02d}-{number or calendar.monthrange(2023, month)[1]:02d}"
    month_number, day_number = (int(part) for part in day.split("-"))
    keeps = f"{due.date} IS NOT NULL AND {due.date} <= make_date(year, {month_number}, {day_number})"
    return RowRule(due.table, "true", keeps, None, None, False, f"[{due.table}] {due.date} ≤ {day}")


def judge_rows(
    database: duckdb.DuckDBPyConnection,
    wanted: Demand,
    rule: RowRule,
    *,
    cover: Coverage,
    areas: Mapping[str, Area],
    years: tuple[int, ...],
) -> dict[tuple[str, str], Mapping[int, RowsValue]]:
    """Return how the rows of every area keep the rule in every covered year."""
    table = tables()[rule.table]
    standing = rule.every_year or (rule.year is None and table.kind == "register")
    where = [f"({rule.applies})"]
    condition = settlement_sql(rule.table, wanted.settlement)
    if condition is not None:
        where.append(f"({condition})")
    source, year = f"{rule.table} t", rule.year or "year"
    if standing:
        source, year = f"{rule.table} t JOIN years_ y ON y.y BETWEEN t.valid_from AND t.valid_to", "y.y"
        values = ", ".join(f"({y})" for y in years)
        database.execute(f"CREATE OR REPLACE TEMP TABLE years_ AS SELECT * FROM (VALUES {values}) v(y)")
    else:
        where += ["latest", f"{year} IS NOT NULL"]
    keeps = f"coalesce({rule.keeps}, false)".replace("{y}", "y.y")
    value = (rule.value or "NULL").replace("{y}", "y.y")
    base = f"FROM {source} WHERE {' AND '.join(where)}".replace("{y}", "y.y")
    counts = database.execute(
        f"SELECT region, {year}, count(*), count(*) FILTER (WHERE {keeps}), min({value}), max({value}) "
        f"{base} GROUP BY ALL"
    ).fetchall()
    key = table.key[0] if table.key else "region"
    name = "name" if any(c.name == "name" for c in table.columns) else key
    failing = database.execute(
        f"SELECT region, {year}, {key}, {name}, {value}, _file, _sheet, _row {base} AND NOT {keeps} "
        f"ORDER BY 2 DESC, 1, 3, 8 LIMIT {_LISTED}"
    ).fetchall()
    result: dict[tuple[str, str], Mapping[int, RowsValue]] = {}
    units = _units(rule, areas)
    for area in (areas[id] for id in (wanted.area, *wanted.regions)):
        inside = {unit for unit, leaves in units.items() if leaves <= area.leaves}
        if not inside:
            continue
        found: dict[int, RowsValue] = {}
        for y in years:
            maturities = {u: cover.maturity(u, y) for u in sorted(inside)}
            reported = {u: m for u, m in maturities.items() if m is not None}
            if not reported:
                continue
            cells = [row for row in counts if row[0] in reported and row[1] == y]
            known = frozenset(leaf for unit in reported for leaf in units[unit])
            found[y] = RowsValue(
                statement=wanted.statement.id,
                area=area.id,
                year=y,
                count=sum(row[2] for row in cells),
                kept=sum(row[3] for row in cells),
                worst=_worst(cells, wanted),
                failing=tuple(
                    Failing(
                        row[0], str(row[2]), str(row[3]), None if row[4] is None else float(row[4]), *row[5:]
                    )
                    for row in failing
                    if row[0] in reported and row[1] == y
                ),
                unit=wanted.statement.unit or "",
                maturity=min(reported.values(), key=RANK.__getitem__),
                missing=tuple(sorted(area.leaves - known)),
                tables=(rule.table,),
                formula=rule.words,
            )
        if found:
            result[wanted.statement.id, area.id] = found
    return result


def _units(rule: RowRule, areas: Mapping[str, Area]) -> dict[str, frozenset[str]]:
    """Return the regions that report the table, each with its leaves."""
    leaf = {id for area in areas.values() for id in area.leaves}
    if tables()[rule.table].regions == "leaf":
        return {id: frozenset({id}) for id in leaf}
    reporting = {area.id: area.leaves for area in areas.values() if area.reports}
    return reporting or {id: frozenset({id}) for id in leaf}


def _worst(cells: list[tuple[object, ...]], wanted: Demand) -> float | None:
    """Return the value farthest on the wrong side, or closest to the limit where all keep it."""
    lows = [float(str(row[4])) for row in cells if row[4] is not None]
    highs = [float(str(row[5])) for row in cells if row[5] is not None]
    if not lows:
        return None
    if wanted.op in {">=", ">"}:
        return min(lows)
    if wanted.op in {"<=", "<"}:
        return max(highs)
    target = wanted.value if isinstance(wanted.value, float) else None
    if target is None:
        return None
    return max([*lows, *highs], key=lambda value: abs(value - target))


def _figure(value: float | tuple[float, float]) -> str:
    """Return a target as it is read."""
    return f"{value[0]:g}–{value[1]:g}" if isinstance(value, tuple) else f"{value:g}"
