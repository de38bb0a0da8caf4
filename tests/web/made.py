"""Statuses put together by hand, of every state and shape, for a plan: what pages must be able to show."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pyarrow as pa

from dafeng.base import Text
from dafeng.indicators.judging import areas_of
from dafeng.indicators.status import Missing, Outlook, Point, Rows, Status, Statuses, Trace, Variant
from dafeng.indicators.values import Factor, Failing, Values
from dafeng.plan.model import Plan, Statement
from dafeng.records import Filing, Records, make, tables
from dafeng.web.results import Reported, Results

STATES = ("met", "on_track", "at_risk", "off_track", "missed", "not_due", "not_reported", "not_applicable")
BAD = "=HYPERLINK(0)<b>"


def spread(*parts: str, steps: int = 1000) -> int:
    """Return a number in 0..steps-1 that only depends on ``parts``."""
    return zlib.crc32("|".join(parts).encode()) % steps


def records_of(plan: Plan, rows: int = 60) -> Records:
    """Return a small register of buildings, and filings of every kind."""
    leaves = [r.id for r in plan.regions if r.leaf] or [r.id for r in plan.regions] or ["all"]
    table = pa.table(
        {
            "region": [leaves[i % len(leaves)] for i in range(rows)],
            "year": [2020 + i % 6 for i in range(rows)],
            "maturity": ["final"] * rows,
            "building_id": [f"B{i:05d}" for i in range(rows)],
            "name": [BAD if i == 0 else f"楼 {i}" for i in range(rows)],
            "settlement": ["town"] * rows,
            "use": ["residential"] * rows,
            "floor_area_m2": [1000.0 + i for i in range(rows)],
            "built_year": [1990 + i % 30 for i in range(rows)],
            "_file": ["buildings.xlsx"] * rows,
            "_sheet": ["台账"] * rows,
            "_row": list(range(5, rows + 5)),
        }
    )
    filings = [
        Filing(
            name,
            region,
            year,
            "estimate" if year == 2026 else "final",
            spread(name, region, steps=40),
            file=f"{region}-{year}.xlsx",
            blocked=2 if spread(name, region, str(year), steps=50) == 0 else 0,
        )
        for name in tables()
        for region in leaves
        for year in range(2020, 2027)
        if spread(name, region, str(year), "filed", steps=9)
    ]
    return make({"buildings": table}, tuple(filings))


def status_of(s: Statement, region: str, leaves: list[str]) -> Status:
    """Return an invented status of a statement in a region."""
    state = STATES[spread(s.id, region, steps=len(STATES))]
    if not s.quantified and state in ("on_track", "at_risk", "off_track"):
        state = "met"
    target = s.value[0] if isinstance(s.value, tuple) else s.value
    quiet = state in ("not_reported", "not_applicable") or target is None
    share = 0.6 + spread(s.id, region, "v", steps=600) / 1000
    value = None if quiet else round(float(target or 1) * share, 4)
    history = tuple(
        Point(y, round(float(value) * (0.8 + 0.04 * (y - 2020)), 4), "final", ("x",) if y == 2022 else ())
        for y in range(2020, 2026)
        if value is not None
    )
    ahead = state in ("on_track", "at_risk", "off_track") and value is not None
    outlook = None
    if ahead and value is not None:
        odds = {"on_track": 0.9, "at_risk": 0.6, "off_track": 0.12}[state]
        outlook = Outlook(2030, value * 1.1, value * 1.02, value * 1.2, odds)
    missing = (
        (Missing("heating", 2025, tuple(leaves[:2]), tuple(leaves[2:3])),) if state == "not_reported" else ()
    )
    failing = tuple(
        Failing(leaves[0], f"P-{i}", BAD if i == 0 else f"项目 {i}", 12.5 + i, "projects.xlsx", "项目", 7 + i)
        for i in range(30)
    )
    return Status(
        target=s.id,
        region=region,
        year=2025 if not quiet else None,
        value=value,
        unit=s.unit,
        op=s.op,
        target_value=s.value,
        status=state,
        gap=None if value is None else max(0.0, float(target or 0) - value),
        reason=Text(f"虚构的理由 {BAD}", f"an invented reason {BAD}"),
        trace=Trace(
            article=s.article,
            indicator=s.indicator,
            variant=None,
            formula="sum(floor_area_m2) / count(building_id)",
            numerator=None if quiet else 123456.0,
            denominator=None if quiet else 234567.0,
            tables=("buildings",),
            revisions=("buildings 2025 r1",),
            factors=(Factor("电力折标", 0.1229, "kgce/kWh", "GB/T 2589-2020", "recalled"),),
            decisions=(),
            records_hash="0" * 64,
        ),
        required_pace=1.25 if ahead else None,
        forecast=outlook,
        missing=missing,
        provisional=state == "met" and spread(region, steps=2) == 0,
        maturity="estimate" if ahead else "final",
        history=history,
        after=((2026, True),) if state == "met" else (),
        variants=(
            Variant("a", Text("按面积", "by area"), value, state, True),
            Variant("b", Text("按户数", "by households"), None, "not_reported", False),
        )
        if s.quantified
        else (),
        rows=Rows(120, 90, failing) if s.kind in ("planning_limit", "obligation_threshold") else None,
        successor=None,
    )


def results(plan: Plan, today: date = date(2026, 11, 25)) -> Results:
    """Return invented results of ``plan``."""
    areas = areas_of(plan)
    root = next(iter(areas))
    leaves = [r.id for r in plan.regions if r.leaf] or list(areas)[:1]
    found: dict[tuple[str, str], Status] = {}
    scopes: dict[str, str] = {}
    inside = [r.id for r in plan.regions if r.id != root]
    for s in plan.statements:
        scopes[s.id] = root
        for area in (root, *inside):
            found[s.id, area] = status_of(s, area, leaves)
    statuses = Statuses(
        plan.id, today, found, scopes, lambda target, area, year: replace(found[target, area], year=year)
    )
    values = Values(plan.id, MappingProxyType(areas), MappingProxyType({}), records_hash="0" * 64)
    return Results(plan, Reported(records_of(plan), "0" * 64, date(2026, 11, 20)), values, statuses, today)
