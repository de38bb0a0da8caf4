"""What people do to workbooks: each abuse as a workbook, with the cell and the value that come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dafeng.base import Issue
from dafeng.plan import Plan
from dafeng.records import Records, read, tables

from .conftest import cover, head

Book = Callable[..., Path]
WEST = ["西旗", 2025, "预计全年"]
HEATING = head("heating", "settlement", "source", "heated_area_m2")


def told(issues: tuple[Issue, ...], code: str) -> list[tuple[str | None, str | None]]:
    """Return place and content of every issue with this code."""
    return [(i.where, i.got) for i in issues if i.code == code]


def errors(issues: tuple[Issue, ...]) -> list[tuple[str, str | None]]:
    return [(i.code, i.where) for i in issues if i.severity == "error"]


def areas(records: Records) -> list[Any]:
    return records.tables["heating"]["heated_area_m2"].to_pylist()


def heating(area: Any, **more: Any) -> list[list[Any]]:
    return [HEATING, [*WEST, "城镇", "热电联产", area]]


def test_a_clean_workbook_says_nothing(book: Book, plan: Plan) -> None:
    records, issues = read(book({"说明": cover(), "取暖面积": heating(3200000)}), plan)
    assert issues == ()
    row = records.tables["heating"].to_pylist()[0]
    assert (row["region"], row["year"], row["maturity"]) == ("west", 2025, "estimate")
    assert (row["settlement"], row["source"], row["heated_area_m2"]) == ("town", "chp", 3200000.0)
    assert (row["_file"], row["_sheet"], row["_row"]) == ("book.xlsx", "取暖面积", 2)
    assert [(f.region, f.rows, f.blocked, f.columns["heated_area_m2"]) for f in records.filings] == [
        ("west", 1, 0, "F")
    ]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("12.5万平方米", 125000.0, "records-unit-converted"),
        ("１２．５万㎡", 125000.0, "records-unit-converted"),
        ("3.2公顷", 32000.0, "records-unit-converted"),
        ("12.5万", 125000.0, "records-unit-converted"),
        ("1,234,567", 1234567.0, "records-text-number"),
        ("１２３４", 1234.0, "records-text-number"),
        ("3200 平方米", 3200.0, "records-text-number"),
        ("3200（含在建）", 3200.0, "records-number-note"),
        ("约3200", 3200.0, "records-number-about"),
    ],
)
def test_numbers_as_offices_write_them(book: Book, plan: Plan, cell: str, value: float, code: str) -> None:
    records, issues = read(book({"说明": cover(), "取暖面积": heating(cell)}), plan)
    assert areas(records) == [value]
    assert [(i.code, i.where, i.got) for i in issues] == [(code, "取暖面积!F2", cell)]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("12万吨", "records-unit-mismatch"),
        ("10-12", "records-not-number"),
        ("未统计", "records-not-number"),
        ("12 34", "records-not-number"),
        (dt.date(2025, 3, 5), "records-not-number"),
        (True, "records-not-number"),
        (-5, "records-limit"),
        ("—", "records-required"),
        (None, "records-required"),
    ],
)
def test_what_is_no_usable_number_blocks_the_filing(book: Book, plan: Plan, cell: Any, code: str) -> None:
    records, issues = read(book({"说明": cover(), "取暖面积": heating(cell)}), plan)
    assert errors(issues) == [(code, "取暖面积!F2")]
    assert areas(records) == []
    assert [(f.rows, f.blocked) for f in records.filings] == [(1, 1)]


def test_shares_of_a_percent_column(book: Book, plan: Plan) -> None:
    names = (
        "unit_id",
        "name",
        "existing_area_m2",
        "demolished_area_m2",
        "exempt_area_m2",
        "rent_increase_pct",
    )
    rows = [head("renewal_units", *names)]
    rows += [[*WEST, f"GX{n}", "片区", 100, 10, 0, v] for n, v in enumerate(["6.5％", 6.5, 0.065])]
    place = book({"说明": cover(), "老城区更新单元": rows})
    made = openpyxl.load_workbook(place)
    made["老城区更新单元"]["I4"].number_format = "0.0%"
    made.save(place)
    records, issues = read(place, plan)
    assert records.tables["renewal_units"]["rent_increase_pct"].to_pylist() == [6.5, 6.5, 6.5]
    assert told(issues, "records-unit-converted") == [("老城区更新单元!I4", "0.065")]


def test_units_in_headers_and_in_a_row_of_units(book: Book, plan: Plan) -> None:
    first = [[*HEATING[:5], "取暖面积（万平方米）"], [*WEST, "城镇", "热电联产", 12.5]]
    second = [["取暖面积"], HEATING, [None, None, None, None, None, "万平方米"], [*WEST, "农村", "散煤", 0.5]]
    place = book({"说明": cover(), "取暖面积": first, "取暖面积(2)": second})
    records, issues = read(place, plan)
    assert sorted(areas(records)) == [5000.0, 125000.0]
    assert told(issues, "records-header-unit-converted") == [
        ("取暖面积!F1", "万平方米"),
        ("取暖面积(2)!F3", "万平方米"),
    ]


def test_a_header_unit_that_does_not_fit(book: Book, plan: Plan) -> None:
    rows = [[*HEATING[:5], "取暖面积（万吨）"], [*WEST, "城镇", "热电联产", 12.5]]
    records, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert errors(issues) == [("records-header-unit", "取暖面积!F1")]
    assert areas(records) == []


def test_a_header_over_two_merged_rows_moved_down_and_right(book: Book, plan: Plan) -> None:
    rows = [
        [],
        [None, "2025年取暖面积统计表"],
        [None, "数据性质", "地区", "年份", "城乡", "取暖", None, "备注"],
        [None, None, None, None, None, "热源", "面积"],
        [None, "预计全年", "西旗", 2025, "城镇", "热电联产", 3200000, "x"],
    ]
    place = book({"说明": cover(), "取暖面积": rows})
    made = openpyxl.load_workbook(place)
    sheet = made["取暖面积"]
    sheet.merge_cells("B2:H2")
    sheet.merge_cells("F3:G3")
    for column in "BCDEH":
        sheet.merge_cells(f"{column}3:{column}4")
    made.save(place)
    records, issues = read(place, plan)
    assert areas(records) == [3200000.0]
    assert dict(records.filings[0].columns)["heated_area_m2"] == "G"
    assert issues == ()


def test_totals_notes_blank_rows_and_repeated_headers_are_no_data(book: Book, plan: Plan) -> None:
    rows = [
        HEATING,
        ["示例", 2025, "预计全年", "城镇", "热电联产", 3200000],
        [*WEST, "城镇", "热电联产", 100],
        [],
        HEATING,
        [*WEST, "农村", "散煤", 50],
        ["合计", None, None, None, None, 170],
        ["注：不含工业用热"],
        ["填表人：某某"],
    ]
    records, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert areas(records) == [100.0, 50.0]
    assert [(i.code, i.where, i.got, i.wanted) for i in issues] == [
        ("records-total-differs", "取暖面积!F7", "170", "150"),
        ("records-header-repeated", "取暖面积!A5", None, None),
        ("records-note-row", "取暖面积!A8", None, None),
        ("records-total-row", "取暖面积!A7", None, None),
    ]


@pytest.mark.parametrize(
    ("cell", "day", "code"),
    [
        (dt.date(2025, 3, 5), "2025-03-05", None),
        ("2025-3-5", "2025-03-05", "records-date-text"),
        ("2025年3月5日", "2025-03-05", "records-date-text"),
        ("2025.3.5", "2025-03-05", "records-date-text"),
        ("2025/03/05", "2025-03-05", "records-date-text"),
        ("２０２５－０３－０５", "2025-03-05", "records-date-text"),
        (20250305, "2025-03-05", "records-date-text"),
        ("20250305", "2025-03-05", "records-date-text"),
        (45721, "2025-03-05", "records-date-serial"),
        (dt.datetime(2025, 3, 5, 9, 30), "2025-03-05", "records-date-time"),
        ("2025年3月", "2025-03-01", "records-date-month"),
        ("3/5/2025", None, "records-not-date"),
        ("2025-02-30", None, "records-not-date"),
        ("2025年", None, "records-not-date"),
        (2025.3, None, "records-not-date"),
    ],
)
def test_dates_in_every_form(book: Book, plan: Plan, cell: Any, day: str | None, code: str | None) -> None:
    rows = [head("planned_roads"), [*WEST, "DL-1", "示例路", 30, cell]]
    records, issues = read(book({"说明": cover(), "新规划道路": rows}), plan)
    assert [(i.code, i.where) for i in issues] == ([] if code is None else [(code, "新规划道路!G2")])
    days = records.tables["planned_roads"]["approved_date"].to_pylist()
    assert days == ([] if day is None else [dt.date.fromisoformat(day)])


def test_yes_and_no_in_every_form(book: Book, plan: Plan) -> None:
    forms = ["是", "否", "√", "×", "Y", "N", 1, 0, True, False, "有", "无", "１", "yes", "FALSE"]
    rows = [head("pipes"), *([*WEST, f"GS{n}", "供水", 1, 2001, form] for n, form in enumerate(forms))]
    records, issues = read(book({"说明": cover(), "市政管道": rows}), plan)
    assert errors(issues) == []
    assert records.tables["pipes"]["leaking"].to_pylist() == [
        *[True, False] * 5, True, False, True, True, False
    ]  # fmt: skip


def test_regions_by_every_name_and_a_parent_that_has_parts(book: Book, plan: Plan) -> None:
    names = ["东镇", "east_town", 990001, "东旗其他苏木", "东旗", "南旗", "西旗"]
    rows = [HEATING]
    sources = list(tables()["heating"].columns)[1]
    assert sources.name == "source"
    kinds = ["热电联产", "天然气", "电供暖", "散煤", "太阳能", "生物质", "工业余热"]
    rows += [[n, 2025, "预计全年", "城镇", k, 10] for n, k in zip(names, kinds, strict=True)]
    records, issues = read(book({"说明": cover("东旗"), "取暖面积": rows}), plan)
    assert [(i.code, i.where, i.got, i.wanted) for i in issues if i.severity == "error"] == [
        ("records-region-parent", "取暖面积!A6", "东旗", "东镇、东旗其他苏木"),
        ("records-region-unknown", "取暖面积!A7", "南旗", "东镇、东旗其他苏木"),
        ("records-region-other", "取暖面积!A8", "西旗", "东镇、东旗其他苏木"),
    ]
    assert areas(records) == []
    assert {(f.region, f.rows, f.blocked) for f in records.filings} == {
        ("east_town", 3, 3),
        ("east_rest", 1, 3),
    }


def test_blank_common_columns_take_the_cover_and_say_so_once(book: Book, plan: Plan) -> None:
    rows = [HEATING, [None, None, None, "城镇", "热电联产", 1], [None, None, None, "农村", "散煤", 2]]
    records, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert areas(records) == [1.0, 2.0]
    assert [(i.code, i.where) for i in issues] == [
        ("records-from-cover", "取暖面积!A2"),
        ("records-from-cover", "取暖面积!B2"),
        ("records-from-cover", "取暖面积!C2"),
    ]
    assert "2025" in issues[1].message.zh


def test_a_wrong_year(book: Book, plan: Plan) -> None:
    rows = [
        HEATING,
        ["西旗", 2015, "预计全年", "城镇", "热电联产", 1],
        ["西旗", 2024, "年报", "城镇", "散煤", 2],
    ]
    records, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert errors(issues) == [("records-year-wrong", "取暖面积!B2")]
    assert told(issues, "records-year-wrong") == [("取暖面积!B2", "2015")]
    assert areas(records) == [2.0]


def test_valid_rows_can_be_accepted(book: Book, plan: Plan) -> None:
    rows = [HEATING, [*WEST, "城镇", "热电联产", "x"], [*WEST, "农村", "散煤", 2]]
    place = book({"说明": cover(), "取暖面积": rows})
    assert areas(read(place, plan)[0]) == []
    records, _ = read(place, plan, accept_valid=True)
    assert areas(records) == [2.0]
    assert [(f.rows, f.blocked, f.left_out) for f in records.filings] == [(1, 0, 1)]


def test_the_same_key_twice_within_and_between_files(book: Book, plan: Plan, tmp_path: Path) -> None:
    rows = [HEATING, [*WEST, "城镇", "热电联产", 1], [*WEST, "城镇", "热电联产", 2]]
    book({"说明": cover(), "取暖面积": rows}, "a.xlsx")
    book({"说明": cover(), "取暖面积": [HEATING, [*WEST, "城镇", "热电联产", 1]]}, "b.xlsx")
    records, issues = read(tmp_path, plan)
    duplicates = [i for i in issues if i.code == "records-duplicate"]
    assert [(i.file, i.where) for i in duplicates] == [("a.xlsx", "取暖面积!D3"), ("b.xlsx", "取暖面积!D2")]
    assert "a.xlsx 取暖面积!D2" in duplicates[1].message.zh
    assert areas(records) == []


def test_formulas_and_error_values(book: Book, plan: Plan) -> None:
    rows = [HEATING, [*WEST, "城镇", "热电联产", "=1+1"], [*WEST, "农村", "散煤", 2]]
    place = book({"说明": cover(), "取暖面积": rows})
    made = openpyxl.load_workbook(place)
    made["取暖面积"]["F3"].value = "#REF!"
    made["取暖面积"]["F3"].data_type = "e"
    made.save(place)
    records, issues = read(place, plan)
    assert [(i.code, i.where, i.got) for i in issues] == [
        ("records-formula-empty", "取暖面积!F2", None),
        ("records-error-value", "取暖面积!F3", "#REF!"),
    ]
    assert areas(records) == []


def test_conditions_of_a_table_are_asked_of_every_row(book: Book, plan: Plan) -> None:
    names = ("building_id", "settlement", "use", "floor_area_m2", "built_year", "demolished_year")
    rows = [head("buildings", *names), [*WEST, "B1", "城镇", "居住", 100, 1998, 1990]]
    _, issues = read(book({"说明": cover(), "既有建筑台账": rows}), plan)
    assert [(i.code, i.where, i.got) for i in issues] == [
        ("building-demolished-before-built", "既有建筑台账!H2", "建成年份=1998，拆除年份=1990")
    ]


def test_a_jump_from_the_year_before_is_asked_about(book: Book, plan: Plan) -> None:
    rows = [HEATING, ["西旗", 2024, "年报", "城镇", "热电联产", 100], [*WEST, "城镇", "热电联产", 1000]]
    records, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert told(issues, "records-jump") == [("取暖面积!F3", "1000")]
    assert areas(records) == [100.0, 1000.0]


def test_nil_reports(book: Book, plan: Plan) -> None:
    rows = [
        *cover("东旗"),
        ["表名", "本期无此事项"],
        ["新建广场", "√"],
        ["取暖面积", "东镇"],
        ["市政管道", None],
    ]
    records, issues = read(book({"说明": rows}), plan)
    assert issues == ()
    assert [(f.table, f.region, f.rows) for f in records.filings] == [
        ("heating", "east_town", 0),
        ("plazas", "east_rest", 0),
        ("plazas", "east_town", 0),
    ]


def test_a_nil_report_with_rows_contradicts_itself(book: Book, plan: Plan) -> None:
    page = [*cover(), ["表名", "本期无此事项"], ["取暖面积", "√"]]
    records, issues = read(book({"说明": page, "取暖面积": heating(1)}), plan)
    assert errors(issues) == [("records-nil-with-rows", "说明!B6")]
    assert areas(records) == []


def test_energy_in_the_unit_of_its_carrier(book: Book, plan: Plan) -> None:
    rows = [
        head("energy_use"),
        [*WEST, "公共建筑", "供暖", "电力", "860万千瓦时"],
        [*WEST, "公共建筑", "供暖", "原煤", "1.2万吨"],
        [*WEST, "公共建筑", "供暖", "天然气", "300吨"],
    ]
    _, issues = read(book({"说明": cover(), "建筑与市政用能": rows}), plan)
    assert errors(issues) == [("records-unit-mismatch", "建筑与市政用能!G4")]
    records, _ = read(book({"说明": cover(), "建筑与市政用能": rows[:3]}), plan)
    assert records.tables["energy_use"]["quantity"].to_pylist() == [8600000.0, 12000.0]
