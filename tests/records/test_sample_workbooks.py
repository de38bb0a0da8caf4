"""The sample workbooks: every planted fault is found at its cell, and clean ones read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.base import Issue
from dafeng.plan import Plan, load
from dafeng.records import Records, read
from dafeng.records.sample import sample_records
from dafeng.records.sample.places import settings
from dafeng.records.sample.workbooks import PlantedFault, write_sample_workbooks

TABLES = sorted({fault["table"] for fault in settings("faults")["faults"]})


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load("alxa-2023-66")


@pytest.fixture(scope="module")
def checked(
    plan: Plan, tmp_path_factory: pytest.TempPathFactory
) -> tuple[tuple[PlantedFault, ...], Records, tuple[Issue, ...]]:
    folder = tmp_path_factory.mktemp("faults")
    planted = write_sample_workbooks(plan, folder, needed=TABLES)
    return planted, *read(folder, plan, history=sample_records(plan, only=TABLES))


def test_every_fault_of_the_list_is_planted(checked) -> None:
    assert [fault.code for fault in checked[0]] == [fault["code"] for fault in settings("faults")["faults"]]


@pytest.mark.parametrize("number", range(len(settings("faults")["faults"])))
def test_planted_fault_is_found(number: int, checked) -> None:
    fault = checked[0][number]
    places = [i.where for i in checked[2] if (i.code, i.file) == (fault.code, fault.file) and i.where]
    sheets = {place.split("!")[0] for place in places}
    rows = {place.split("!")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for place in places}
    assert fault.sheet in sheets, fault.what.en
    assert fault.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") in rows


def test_errors_block_their_filing_and_no_other(checked) -> None:
    planted, records, issues = checked
    wrong = {(i.file, i.where.split("!")[0]) for i in issues if i.severity == "error" and i.where}
    blocked = {f.table for f in records.filings if f.blocked}
    assert blocked == {fault.table for fault in planted if (fault.file, fault.sheet) in wrong}


def test_clean_workbooks_read_back_without_a_word(plan: Plan, tmp_path: Path) -> None:
    needed = ["heating", "lighting", "projects"]
    assert write_sample_workbooks(plan, tmp_path, year=2024, needed=needed, faults=False) == ()
    records, issues = read(tmp_path, plan)
    assert issues == ()
    whole = sample_records(plan, only=needed)
    for name in needed:
        rows = [row for row in whole.table(name).to_pylist() if row["year"] == 2024]
        assert records.table(name).num_rows == len(rows) > 0
