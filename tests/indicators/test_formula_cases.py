"""Every formula beyond the Alxa plan's targets, from a few rows against a value worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from dafeng.indicators import compute, formulas
from dafeng.plan import catalogue, load
from dafeng.plan.model import Statement, Words, Years
from dafeng.records import make
from dafeng.records.schema import arrow_schema, tables

CASES = yaml.safe_load((Path(__file__).parent / "formula_cases.yaml").read_text(encoding="utf-8"))
PLAN = load("alxa-2023-66")


def name(case: dict[str, Any]) -> str:
    return f"{case['of']} {case.get('by', 'rows')}"


def plan_of(case: dict[str, Any]) -> Any:
    """Return the plan with the statement that a case asks, or with none."""
    if "ask" not in case:
        return PLAN.model_copy(update={"statements": ()})
    op, value = case["ask"]
    years = Years(type="yearly", due=case["due"]) if "due" in case else Years(type="always")
    asked = Statement(
        id="1.99",
        article="1",
        kind="planning_limit",
        subject=Words(zh="算例", en="case"),
        indicator=case["of"],
        op=op,
        value=value,
        unit=catalogue()[case["of"]].unit,
        years=years,
        scope="league",
        status="reviewed",
    )
    return PLAN.model_copy(update={"statements": (asked,)})


@pytest.mark.parametrize("case", CASES, ids=name)
def test_value_is_that_worked_out_by_hand(case: dict[str, Any]) -> None:
    rows = {
        table: pa.Table.from_pylist(
            [{"region": "bayanhot", "year": 2025, "maturity": "final", **row} for row in given],
            schema=arrow_schema(tables()[table]),
        )
        for table, given in case["rows"].items()
    }
    values = compute(plan_of(case), make(rows), indicators={case["of"]})
    if "ask" in case:
        found = {r.year: r for r in values.rows_series("1.99", "alxa")}[2025]
        assert (found.kept, found.count) == (case["kept"], case["count"])
        return
    found = {v.year: v for v in values.series(case["of"], case["by"], "alxa")}[2025]
    assert found.value == pytest.approx(case["value"], abs=case.get("tolerance", 1e-6))


def test_every_entry_of_the_catalogue_has_a_formula() -> None:
    assert set(catalogue()) == set(formulas())


def test_every_formula_beyond_the_targets_has_a_case() -> None:
    targets = {s.indicator for s in PLAN.statements}
    elsewhere = targets | {"project_land_area_threshold"}  # it only switches on another statement
    cased = {case["of"] for case in CASES}
    assert sorted(set(formulas()) - elsewhere - cased) == []
