"""Every formula beyond the Alxa plan's targets, from a few rows against a value worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from dafeng.indicators import Values, assess, compute, formulas
from dafeng.plan import Plan, catalogue, load
from dafeng.plan.model import Document, Region, Scope, Statement, Words, Years
from dafeng.records import make
from dafeng.records.schema import arrow_schema, tables

CASES = yaml.safe_load((Path(__file__).parent / "formula_cases.yaml").read_text(encoding="utf-8"))
AT_ONCE = 20  # cases that are computed together, each in regions of its own


def name(number: int) -> str:
    return f"{CASES[number]['of']} {CASES[number].get('by', 'rows')} {number}"


def rows_of(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the rows of a case with their tables; its regions are its own."""
    for table, given in CASES[number]["rows"].items():
        for row in given:
            region = f"case{number}-{row.get('region', 'here')}"
            yield table, {"year": 2025, "maturity": "final", **row, "region": region}


def statement(number: int) -> Statement:
    """Return the statement that a case asks."""
    case = CASES[number]
    op, value = case["ask"]
    return Statement(
        id=f"1.{number}",
        article="1",
        kind="planning_limit",
        subject=Words(zh="算例", en="case"),
        indicator=case["of"],
        op=op,
        value=value,
        unit=case.get("unit", catalogue()[case["of"]].unit),
        years=Years(type="yearly", due=case["due"]) if "due" in case else Years(type="always"),
        scope=f"case{number}",
        status="reviewed",
    )


@cache
def computed(first: int) -> Values:
    """Return the values of the cases from ``first`` on, in a tree with a branch for each."""
    numbers = range(first, min(first + AT_ONCE, len(CASES)))
    regions = [Region(id="root", level="league", name=Words(zh="示例", en="sample"))]
    scopes, filled = [], {}
    for number in numbers:
        regions.append(
            Region(id=f"case{number}", parent="root", level="banner", name=Words(zh="算例", en="case"))
        )
        scopes.append(Scope(id=f"case{number}", name=Words(zh="算例", en="case"), regions=(f"case{number}",)))
        for table, row in rows_of(number):
            filled.setdefault(table, []).append(row)
    leaves = dict.fromkeys(row["region"] for given in filled.values() for row in given)
    regions += [
        Region(
            id=leaf,
            parent=leaf.split("-")[0],
            level="rest",
            name=Words(zh="算例", en="case"),
            leaf=True,
            reports=True,
        )
        for leaf in leaves
    ]
    plan = Plan(
        id="cases",
        document=Document(title=Words(zh="算例", en="cases")),
        regions=tuple(regions),
        scopes=tuple(scopes),
        statements=tuple(statement(n) for n in numbers if "ask" in CASES[n]),
    )
    made = {
        table: pa.Table.from_pylist(given, schema=arrow_schema(tables()[table]))
        for table, given in filled.items()
    }
    return compute(plan, make(made), indicators={CASES[n]["of"] for n in numbers})


@pytest.mark.parametrize("number", range(len(CASES)), ids=name)
def test_value_is_that_worked_out_by_hand(number: int) -> None:
    case, values = CASES[number], computed(number - number % AT_ONCE)
    if "ask" in case:
        series = {r.year: r for r in values.rows_series(f"1.{number}", f"case{number}")}
        assert (series[2025].kept, series[2025].count) == (case["kept"], case["count"])
        return
    found = {v.year: v for v in values.series(case["of"], case["by"], f"case{number}")}[2025]
    assert found.value == pytest.approx(case["value"], abs=case.get("tolerance", 1e-6))


def test_every_entry_of_the_catalogue_has_a_formula() -> None:
    assert set(catalogue()) == set(formulas())


def test_every_formula_beyond_the_targets_has_a_case() -> None:
    targets = {s.indicator for s in load("alxa-2023-66").statements}
    cased = {case["of"] for case in CASES}
    switches = {"project_land_area_threshold"}  # it only switches on another statement
    assert sorted(set(formulas()) - targets - cased - switches) == []


def test_a_report_of_every_month_is_judged_on_its_rows() -> None:
    number = next(n for n, case in enumerate(CASES) if case.get("due") == "monthly-5")
    region, words = f"case{number}-here", Words(zh="算例", en="case")
    plan = Plan(
        id="cases",
        document=Document(title=Words(zh="算例", en="cases")),
        regions=(Region(id=region, level="banner", name=words, leaf=True, reports=True),),
        scopes=(Scope(id=f"case{number}", name=words, regions=(region,)),),
        statements=(statement(number),),
    )
    rows = [row for _, row in rows_of(number)]
    records = make(
        {"periodic_reports": pa.Table.from_pylist(rows, schema=arrow_schema(tables()["periodic_reports"]))}
    )
    status = assess(plan, compute(plan, records), as_of=date(2025, 12, 31))[f"1.{number}"]
    assert (status.status, status.value) == ("met", 5.0)
