"""From article to report: every link of every quantified statement of the Alxa plan leads somewhere."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from dafeng.indicators import assess, compute, tables_needed
from dafeng.indicators.examples import examples
from dafeng.indicators.formulas import formulas
from dafeng.indicators.traceability import trails, trails_page
from dafeng.plan import catalogue, load
from dafeng.records import tables
from dafeng.records.sample import sample_records

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "traceability.md"
PLAN = load("alxa-2023-66")
TRAILS = trails(PLAN)


def test_every_quantified_statement_is_there() -> None:
    assert [trail.statement for trail in TRAILS] == [s.id for s in PLAN.quantified()]
    assert len(TRAILS) == 56


@pytest.mark.parametrize("trail", TRAILS, ids=lambda trail: trail.statement)
def test_no_link_is_missing(trail) -> None:
    assert trail.lacking == ()
    assert trail.indicator in catalogue()
    assert trail.judged_by == "rows" or trail.judged_by in formulas()[trail.indicator].by_id
    assert trail.tables and all(name in tables() for name in trail.tables)
    cases = {example.case for example in examples(PLAN.id) if example.statement == trail.statement}
    assert cases == set(trail.examples)
    needed = tables_needed(PLAN)
    assert all(name in needed for name in trail.tables)


def test_a_missing_link_is_told() -> None:
    bare = PLAN.statement("12.1").model_copy(update={"id": "12.9", "indicator": None})
    (trail,) = trails(PLAN.model_copy(update={"statements": (bare,)}))
    assert trail.lacking == (
        "indicator",
        "formula",
        "tables",
        "example met",
        "example missed",
        "example not_reported",
    )


def test_the_page_in_the_docs_is_the_one_that_is_made() -> None:
    made = trails_page(PLAN)
    assert PAGE.read_text(encoding="utf-8") == made, (
        "write trails_page(load(...)) to docs/reference/traceability.md"
    )


def test_every_page_and_every_row_of_the_reports_is_there(tmp_path: Path) -> None:
    from django.urls import resolve
    from openpyxl import load_workbook

    from dafeng.reports import assessment_workbook
    from dafeng.reports.facts import gather
    from dafeng.web.server import wsgi_application

    as_of = date(2026, 11, 25)
    records = sample_records(PLAN, only=tables_needed(PLAN), buildings=200)
    values = compute(PLAN, records)
    statuses = assess(PLAN, values, as_of=as_of)
    book = load_workbook(
        io.BytesIO(assessment_workbook(PLAN, statuses, values, records, as_of=as_of, sample=True)),
        read_only=True,
    )
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    book.close()
    facts = gather(PLAN, statuses, year=2026, as_of=as_of)
    told = {entry.statement.id for section in facts.sections for entry in section.entries}
    wsgi_application(tmp_path, PLAN.id)
    for trail in TRAILS:
        assert trail.report_row in cells
        assert trail.report_row in told
        match = resolve(trail.page)
        assert (match.url_name, match.kwargs) == ("statement", {"id": trail.statement})
