"""Templates, and records written as workbooks that read back to the same."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dafeng.base import InputError
from dafeng.plan import Plan, load
from dafeng.plan.model import Document, Words
from dafeng.records import Filing, categories, make, read, tables, write_template, write_workbooks
from dafeng.records.schema import Column, Table, arrow_schema

FEW = ("heating", "pipes", "planned_roads", "energy_use", "annual_reports", "projects")
LEAVES = ("east_town", "east_rest", "west")


def test_one_workbook_for_every_region_that_reports(plan: Plan, tmp_path: Path) -> None:
    paths = write_template(plan, tmp_path / "t", year=2026, needed=FEW)
    assert [p.name for p in paths] == ["东旗-2026.xlsx", "西旗-2026.xlsx"]
    book = openpyxl.load_workbook(paths[0])
    titles = [tables()[name].title.zh for name in tables() if name in FEW]
    assert book.sheetnames == ["说明", *titles, "下拉选项"]
    assert book["下拉选项"].sheet_state == "hidden"
    cover = [cell.value for row in book["说明"].iter_rows() for cell in row]
    assert {"东旗", 2026, "预计全年", "本期无此事项", *titles} <= set(cover)


def test_a_sheet_has_header_units_example_dropdowns_and_protection(plan: Plan, tmp_path: Path) -> None:
    path = write_template(plan, tmp_path, year=2026, needed=["heating"])[0]
    book = openpyxl.load_workbook(path)
    sheet = book["取暖面积"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=5)]
    assert rows[0] == ["所属地区", "统计年份", "数据性质", "城乡", "热源", "取暖面积", "户数"]
    assert rows[1] == ["下拉选择", "年", "下拉选择", "下拉选择", "下拉选择", "平方米", "户"]
    assert rows[2] == ["示例", 2026, "预计全年", "城镇", "热电联产", 3200000, 28000]
    assert sheet.protection.sheet and not sheet.protection.insertRows and not sheet.protection.sort
    assert sheet["A3"].protection.locked and not sheet["A5"].protection.locked
    assert not sheet.column_dimensions["F"].protection.locked
    assert sheet.freeze_panes == "F5" and sheet.print_title_rows == "$3:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    lists = book["下拉选项"]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        letters = str(rule.sqref).partition("5")[0]
        area = rule.formula1.partition("!")[2].replace("$", "")
        found[letters] = [cell[0].value for cell in lists[area]]
    assert found["A"] == ["东镇", "东旗其他苏木", "示例"]
    assert found["D"] == ["城镇", "农村牧区"]
    assert "热电联产" in found["E"] and found["C"] == ["快报", "预计全年", "年报"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_template_reads_back_to_nothing_without_a_word(tmp_path: Path, lang: Any) -> None:
    alxa = load("alxa-2023-66")
    write_template(alxa, tmp_path, year=2026, lang=lang, needed=FEW)
    records, issues = read(tmp_path, alxa)
    assert issues == () and records.filings == ()


def test_every_table_of_a_template_is_known_again(plan: Plan, tmp_path: Path) -> None:
    path = write_template(plan, tmp_path, year=2026)[1]
    book = openpyxl.load_workbook(path)
    for table in tables().values():
        sheet = book[table.title.zh]
        sheet["A5"] = "西旗"
    book.save(path)
    records, issues = read(path, plan)
    assert [i.say("zh") for i in issues if i.code.startswith(("records-sheet", "records-column"))] == []
    assert {f.table for f in records.filings} == set(tables())


def test_a_plan_without_regions_has_one_workbook_of_its_own(tmp_path: Path) -> None:
    bare = Plan(id="bare", document=Document(title=Words(zh="无地区规划", en="bare")))
    paths = write_template(bare, tmp_path, year=2026, needed=["heating"])
    assert len(paths) == 1
    book = openpyxl.load_workbook(paths[0])
    book["取暖面积"].append(["", "", "", "城镇", "散煤", 12])
    book.save(paths[0])
    records, _ = read(paths[0], bare)
    assert [(f.region, f.rows, f.blocked) for f in records.filings] == [("bare", 1, 0)]


def test_filled_files_are_not_overwritten(plan: Plan, tmp_path: Path) -> None:
    write_template(plan, tmp_path, year=2026, needed=["heating"])
    with pytest.raises(InputError) as caught:
        write_template(plan, tmp_path, year=2026, needed=["heating"])
    assert caught.value.code == "records-template-exists"


def test_text_that_looks_like_a_formula_stays_text(plan: Plan, tmp_path: Path) -> None:
    names = ["=1+1", "+8613", "-x", "@sum", "\t=2"]
    rows = [
        {"region": "west", "year": 2025, "maturity": "final", "road_id": f"D{n}", "name": name,
         "red_line_width_m": 20.0, "approved_date": dt.date(2025, 1, 2)}
        for n, name in enumerate(names)
    ]  # fmt: skip
    path = write_workbooks(make({"planned_roads": pa.Table.from_pylist(rows)}), plan, tmp_path)[0]
    sheet = openpyxl.load_workbook(path)["新规划道路"]
    assert [sheet.cell(6 + n, 5).data_type for n in range(5)] == ["s"] * 5
    records, issues = read(path, plan)
    assert sorted(records.tables["planned_roads"]["name"].to_pylist()) == sorted(n.strip() for n in names)
    assert [i for i in issues if i.severity == "error"] == []


LETTERS = st.text("甲乙丙旗镇AbZ019-_.（）#/=+@ '", min_size=1, max_size=9).map(str.strip).filter(bool)
KEYS = st.text("BYHT甲乙0123456789-_=+", min_size=2, max_size=8)


def values(column: Column) -> st.SearchStrategy[Any]:
    """Return a strategy of values that the column takes."""
    if column.categories is not None:
        return st.sampled_from(sorted(categories()[column.categories]))
    low = column.minimum if column.minimum is not None else column.exclusive_minimum
    high = column.maximum if column.maximum is not None else 1e12
    if column.type == "number":
        least = 1e-6 if low is None or low == 0 else low
        return st.floats(least, high, allow_nan=False).map(lambda v: float(f"{v:.10g}"))
    if column.type == "integer":
        return st.integers(int(low or 0), int(min(high, 10**9)))
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "year": st.integers(1990, 2025),
        "boolean": st.booleans(),
        "date": st.dates(dt.date(1990, 1, 1), dt.date(2025, 12, 31)),
        "string": LETTERS,
    }
    return kinds[column.type]


@st.composite
def rows_of(draw: st.DrawFn, table: Table) -> list[dict[str, Any]]:
    """Return rows of one table with keys of their own."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    regions = ("east", "west") if table.regions == "reporting" else LEAVES
    for _ in range(draw(st.integers(0, 4))):
        row = {
            "region": draw(st.sampled_from(regions)),
            "year": draw(st.sampled_from([2024, 2025])),
            "maturity": draw(st.sampled_from(["flash", "estimate", "final"])),
        }
        for column in table.columns:
            plain = KEYS if column.name in table.key and column.type == "string" else values(column)
            own = values(column) if column.categories is not None else plain
            row[column.name] = draw(own if column.required else st.none() | own)
        rows[tuple(row[name] for name in ("region", "year", "maturity", *table.key))] = row
    return list(rows.values())


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.data())
def test_records_written_as_workbooks_read_back_to_the_same(data: st.DataObject) -> None:
    made = _small_plan()
    content = {}
    for name in ("heating", "pipes", "energy_use", "annual_reports"):
        rows = data.draw(rows_of(tables()[name]))
        content[name] = pa.Table.from_pylist(rows, schema=arrow_schema(tables()[name]))
    records = make(content)
    nil = tuple(
        f
        for f in (
            Filing("plazas", "west", 2025, "final", 0),
            Filing("clusters", "east_town", 2025, "flash", 0),
        )
    )
    records = make(content, (*records.filings, *nil))
    with tempfile.TemporaryDirectory() as folder:
        write_workbooks(records, made, folder, needed=(*content, "plazas", "clusters"))
        back, issues = read(folder, made)
    assert [i.say("en") for i in issues if i.severity == "error"] == []
    assert back.content_hash == records.content_hash


def _small_plan() -> Plan:
    from dafeng.plan.model import Region

    def region(id: str, zh: str, **more: Any) -> Region:
        return Region(id=id, level="x", name=Words(zh=zh, en=id), **more)

    return Plan(
        id="small",
        document=Document(title=Words(zh="小规划", en="small")),
        regions=(
            region("east", "东旗", reports=True),
            region("east_town", "东镇", parent="east", leaf=True),
            region("east_rest", "东旗其他苏木", parent="east", leaf=True),
            region("west", "西旗", reports=True, leaf=True),
        ),
    )
