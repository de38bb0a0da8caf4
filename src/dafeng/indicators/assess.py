"""The state of every statement of a plan as of a day, after the truth table of the contracts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dafeng.base import Text
from dafeng.indicators.formulas import formulas
from dafeng.indicators.judging import Demand, demand
from dafeng.indicators.measure import judging_variant, measure
from dafeng.indicators.outlook import External
from dafeng.indicators.status import Status, Statuses, Variant
from dafeng.indicators.values import Area, Values
from dafeng.indicators.verdict import judge
from dafeng.plan.model import Plan, Statement

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["assess"]


def assess(plan: Plan, values: Values, as_of: date, forecasts: External | pa.Table | None = None) -> Statuses:
    """Return the status of every statement over its scope and in every region inside it.

    Only what was reported for years up to that of ``as_of`` counts. ``forecasts`` are those of other rooms: a
    table (target, region, year, draw, value), or of (target, region) and year the draws, in the statement's
    unit; where there is none the trend of the history is used. Rejected statements are left out.
    """
    given = forecasts if forecasts is None or isinstance(forecasts, Mapping) else _drawn(forecasts)
    areas = dict(values.areas)
    found: dict[tuple[str, str], Status] = {}
    scopes: dict[str, str] = {}
    demands: dict[str, Demand] = {}
    for statement in plan.statements:
        if statement.status == "rejected":
            continue
        wanted = demand(plan, statement, areas)
        demands[statement.id] = wanted
        scopes[statement.id] = wanted.area
        found[statement.id, wanted.area] = _one(
            plan, wanted, values, area=wanted.area, as_of=as_of, forecasts=given, variants=True
        )
        for region in wanted.regions:
            if _reports(wanted, values, areas[region]):
                found[statement.id, region] = _local(
                    _one(plan, wanted, values, area=region, as_of=as_of, forecasts=given, variants=False),
                    wanted,
                )

    def at(target: str, region: str, year: int) -> Status:
        day = date(year, 12, 31)
        whole = region == scopes[target]
        found = _one(plan, demands[target], values, area=region, as_of=day, forecasts=None, variants=whole)
        return found if whole else _local(found, demands[target])

    return Statuses(plan.id, as_of, found, scopes, at)


def _drawn(table: pa.Table) -> External:
    """Return a table of draws as the draws of each target, region and year."""
    import numpy as np

    found: dict[tuple[str, str], dict[int, list[float]]] = {}
    for row in table.select(["target", "region", "year", "value"]).to_pylist():
        years = found.setdefault((row["target"], row["region"]), {})
        years.setdefault(row["year"], []).append(row["value"])
    return {key: {year: np.array(values) for year, values in years.items()} for key, years in found.items()}


def _one(
    plan: Plan,
    wanted: Demand,
    values: Values,
    *,
    area: str,
    as_of: date,
    forecasts: External | None,
    variants: bool,
) -> Status:
    """Return the status of one statement in one area."""
    measured = measure(wanted, values, area, until=as_of.year)
    status = judge(wanted, measured, values, area, as_of=as_of, external=forecasts)
    status = replace(status, successor=_successor(plan, wanted.statement))
    formula = formulas().get(wanted.statement.indicator or "")
    if not variants or formula is None or measured.kind == "rows" or len(formula.variants) < 2:
        return status
    judging = judging_variant(formula, wanted)
    shown = []
    for variant in formula.variants:
        if variant is judging:
            shown.append(Variant(variant.id, variant.name, status.value, status.status, True))
            continue
        other = measure(wanted, values, area, until=as_of.year, variant=variant)
        verdict = judge(wanted, other, values, area, as_of=as_of, external=None)
        shown.append(Variant(variant.id, variant.name, verdict.value, verdict.status, False))
    return replace(status, variants=tuple(shown))


_OF_THE_WHOLE = Text(
    "总量目标只对全域判定，本地区不单独判定",
    "an amount asked of the whole area is not judged region by region",
)


def _local(status: Status, wanted: Demand) -> Status:
    """Return the status of a region; without a verdict where an amount is asked of the whole area.

    Shares and values of single cases can be held against the target in any region; a total of the area, or
    the year of its peak, cannot.
    """
    formula = formulas().get(wanted.statement.indicator or "")
    if formula is None or status.rows is not None or status.status in {"not_reported", "not_applicable"}:
        return status
    variant = formula.by_id.get(status.trace.variant or "")
    total = variant is not None and variant.denominator is None and variant.dominant is None
    if not total or wanted.statement.baseline is not None:
        return status
    return replace(
        status,
        status="not_applicable",
        gap=None,
        required_pace=None,
        forecast=None,
        reason=_OF_THE_WHOLE,
        after=(),
        provisional=False,
    )


def _reports(wanted: Demand, values: Values, area: Area) -> bool:
    """Return whether an area is judged on its own: a duty to report binds those that report it."""
    formula = formulas().get(wanted.statement.indicator or "")
    if formula is None or formula.due is None:
        return True
    cover = values.coverage.get(formula.due.table)
    return cover is None or area.id in cover.years


def _successor(plan: Plan, statement: Statement) -> str | None:
    """Return the statement that asks the same of the same scope at the next later deadline."""
    if statement.years is None or statement.years.year is None or statement.indicator is None:
        return None
    later = [
        s
        for s in plan.statements
        if s.indicator == statement.indicator
        and s.scope == statement.scope
        and s.years is not None
        and s.years.year is not None
        and s.years.year > statement.years.year
    ]
    return min(later, key=lambda s: (s.years.year if s.years else 0) or 0).id if later else None
