"""From article to report: every link of every quantified statement of the Alxa plan leads somewhere."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from dafeng.indicators import assess, compute, tables_needed
from dafeng.indicators.examples import examples
from dafeng.indicators.formulas import formulas
from dafeng.indicators.traceability import trails, trails_page
from dafeng.plan import catalogue, load
from dafeng.records import empty, tables
from dafeng.records.sample import sample_records

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "traceability.md"
PLAN = load("alxa-2023-66")
TRAILS = trails(PLAN)
AS_OF = date(2026, 11, 25)


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


@pytest.fixture(scope="module")
def assessed():
    records = sample_records(PLAN, only=tables_needed(PLAN), buildings=200)
    values = compute(PLAN, records)
    return records, values, assess(PLAN, values, as_of=AS_OF)


def test_sample_records_give_a_believable_mix(assessed) -> None:
    _, _, statuses = assessed
    found = Counter(statuses[trail.statement].status for trail in TRAILS)
    assert found["met"] + found["on_track"] > len(TRAILS) / 2
    assert all(found[state] >= 2 for state in ("missed", "at_risk", "off_track"))
    assert any(s.status == "not_reported" and s.missing for s in statuses.all())
    late = statuses["16.1"]
    assert late.provisional and late.missing[0].regions == ("ulan_buh",)
    limits = [statuses[id].rows for id in ("1.1", "1.2", "1.3", "1.6", "2.4", "3.4", "3.5")]
    assert sum(rows.kept < rows.count for rows in limits if rows is not None) >= 3


def test_every_page_and_every_row_of_the_reports_is_there(tmp_path: Path) -> None:
    from django.urls import resolve

    from dafeng.reports import assessment_workbook
    from dafeng.reports.facts import gather
    from dafeng.web.server import wsgi_application

    values = compute(PLAN, empty())
    statuses = assess(PLAN, values, as_of=AS_OF)
    data = assessment_workbook(PLAN, statuses, values, empty(), as_of=AS_OF, sample=True)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = "".join(book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/"))
    cells = set(re.findall(r">([^<>]+)<", texts))
    facts = gather(PLAN, statuses, year=2026, as_of=AS_OF)
    told = {entry.statement.id for section in facts.sections for entry in section.entries}
    wsgi_application(tmp_path, PLAN.id)
    for trail in TRAILS:
        assert trail.report_row in cells
        assert trail.report_row in told
        match = resolve(trail.page)
        assert (match.url_name, match.kwargs) == ("statement", {"id": trail.statement})
