"""Further things that people write: units, headers, regions, marks; and what is asked back."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dafeng.base.units import factor_between, read_quantity, unit_from_words
from dafeng.plan import Plan, load
from dafeng.records import read, tables
from dafeng.records.places import Places
from dafeng.records.remarks import REMARKS
from dafeng.records.schema import COMMON
from dafeng.records.wording import header_index, read_header

from .conftest import cover, head

Book = Callable[..., Path]
WEST = ["西旗", 2025, "预计全年"]
HEATING = head("heating", "settlement", "source", "heated_area_m2")


@pytest.mark.parametrize("name", list(tables()))
def test_every_title_means_its_own_field(name: str) -> None:
    table = tables()[name]
    for column in (*COMMON, *table.columns):
        for text in (column.title.zh, column.title.en, column.name):
            keys = read_header(text).keys
            assert next((header_index(name)[k] for k in keys if k in header_index(name)), None) == column.name


@pytest.mark.parametrize(
    ("words", "unit", "factor"),
    [
        ("万平方米", "m2", 10**4),
        ("亿千瓦时", "kWh", 10**8),
        ("万kW·h", "kWh", 10**4),
        ("亩", "m2", Fraction(2000, 3)),
        ("平方公里", "ha", 100),
        ("万吨/年", "t", 10**4),
        ("10^4 m2", "m2", 10**4),
        ("亿元", "10^4 yuan", 10**4),
        ("百万千焦", "GJ", 1),
        ("兆瓦", "kW", 1000),
        ("度", "kWh", 1),
        ("度", "K", 1),
        ("吨", "m3", None),
        ("千瓦时/(平方米·年)", "kWh/m2", 1),
    ],
)
def test_units_as_they_are_written(words: str, unit: str, factor: Any) -> None:
    assert factor_between(unit_from_words(words), unit) == factor


@pytest.mark.parametrize("text", ["", "约", "二十", "1/2", "3-5", "≥10", "12,34", "1.2.3", "5万,6万", "x5"])
def test_what_is_no_single_number(text: str) -> None:
    assert read_quantity(text) is None


def test_every_unit_of_a_table_is_known() -> None:
    wanted = {c.unit for t in tables().values() for c in t.columns if c.unit and c.unit_by is None}
    wanted |= {u for t in tables().values() for c in t.columns for u in c.units.values()}
    assert [unit for unit in sorted(wanted - {"1"}) if factor_between(unit_from_words(unit), unit) != 1] == []


def first(book: Book, plan: Plan, head_row: list[Any], row: list[Any]) -> tuple[list[Any], list[str]]:
    records, issues = read(book({"说明": cover(), "取暖面积": [head_row, row]}), plan)
    return records.tables["heating"]["heated_area_m2"].to_pylist(), [i.code for i in issues]


@pytest.mark.parametrize(
    ("title", "value", "codes"),
    [
        ("取暖面积万平方米", 125000.0, ["records-header-unit-converted"]),
        ("取暖面积/公顷", 125000.0, ["records-header-unit-converted"]),
        ("6.取暖面积*", 12.5, []),
        ("取暖面积①", 12.5, []),
        ("取 暖\n面 积（㎡）", 12.5, []),
        ("采暖面积（必填）", 12.5, []),
        ("取暖面积（坪）", 12.5, ["records-header-aside"]),
    ],
)
def test_headers_as_they_are_written(
    book: Book, plan: Plan, title: str, value: float, codes: list[str]
) -> None:
    assert first(book, plan, [*HEATING[:5], title], [*WEST, "城镇", "热电联产", 12.5]) == ([value], codes)


def test_a_line_of_units_over_the_table(book: Book, plan: Plan) -> None:
    rows = [["取暖面积"], ["单位：万平方米、户"], HEATING, [*WEST, "城镇", "热电联产", 12.5]]
    records, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert records.tables["heating"]["heated_area_m2"].to_pylist() == [125000.0]
    assert [(i.code, i.where) for i in issues] == [("records-header-unit-converted", "取暖面积!A2")]


def test_a_unit_in_brackets_behind_the_number(book: Book, plan: Plan) -> None:
    row = [*WEST, "城镇", "热电联产", "12.5（万平方米）"]
    assert first(book, plan, HEATING, row) == ([125000.0], ["records-unit-converted"])


def test_a_category_with_a_note(book: Book, plan: Plan) -> None:
    row = [*WEST, "城镇（含开发区）", "热电联产", 1]
    assert first(book, plan, HEATING, row) == ([1.0], ["records-category-note"])


def test_a_total_in_a_column_of_words(book: Book, plan: Plan) -> None:
    rows = [HEATING, [*WEST, "城镇", "热电联产", 1], [*WEST, "城镇", "合计", 1]]
    records, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert records.tables["heating"].num_rows == 1
    assert [i.code for i in issues] == ["records-total-row"]


def test_a_missing_column_names_the_header_that_may_be_meant(book: Book, plan: Plan) -> None:
    rows = [[*HEATING[:5], "取暖总面积数"], [*WEST, "城镇", "热电联产", 1]]
    _, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    missing = next(i for i in issues if i.code == "records-column-missing")
    assert (missing.got, missing.wanted) == ("取暖总面积数？", "取暖面积")


def test_a_row_marked_as_example_with_other_values(book: Book, plan: Plan) -> None:
    rows = [HEATING, ["示例", 2025, "预计全年", "城镇", "散煤", 99]]
    records, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert [(i.code, i.where, i.got) for i in issues] == [("records-example-rows", "取暖面积!E2", "散煤")]
    assert records.filings == ()


def test_an_error_value_is_no_blank(book: Book, plan: Plan) -> None:
    assert first(book, plan, HEATING, [*WEST, "城镇", "热电联产", "#N/A"]) == ([], ["records-error-value"])
    assert first(book, plan, HEATING, [*WEST, "城镇", "热电联产", "#N/A。"]) == ([], ["records-not-number"])


def test_a_column_of_the_template_that_is_not_known(book: Book, plan: Plan) -> None:
    rows = [[*HEATING, "层高", "备注"], [*WEST, "城镇", "热电联产", 1, 3, "x"]]
    _, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert [(i.code, i.where) for i in issues] == [("records-column-unknown", "取暖面积!G1")]


def test_regions_with_the_names_of_those_over_them() -> None:
    places = Places.of(load("alxa-2023-66"))
    found = {
        "阿拉善盟阿拉善左旗巴彦浩特镇": "bayanhot",
        "阿左旗巴彦浩特镇": "bayanhot",
        "阿拉善盟额济纳旗": "ejin_banner",
        "152923": "ejin_banner",
        "额济纳旗巴彦浩特镇": None,
        "某某巴彦浩特镇": None,
    }
    for written, id in found.items():
        region = places.find(written)
        assert (None if region is None else region.id) == id, written
    assert places.alike("左旗其他苏木镇") == "阿拉善左旗其他苏木镇"


def test_without_a_plan_regions_stay_as_written(book: Book) -> None:
    place = book({"说明": cover("某县"), "取暖面积": [HEATING[3:], ["城镇", "热电联产", 1]]})
    records, _ = read(place)
    assert records.tables["heating"]["region"].to_pylist() == ["某县"]


def test_percents_that_look_like_shares_are_asked_about(book: Book, plan: Plan) -> None:
    names = (
        "unit_id",
        "name",
        "existing_area_m2",
        "demolished_area_m2",
        "exempt_area_m2",
        "rent_increase_pct",
    )
    rows = [head("renewal_units", *names)]
    rows += [[*WEST, f"GX{n}", "片区", 100, 10, 0, v] for n, v in enumerate([0.05, 0.02])]
    records, issues = read(book({"说明": cover(), "老城区更新单元": rows}), plan)
    assert [(i.code, i.where) for i in issues] == [("records-percent-small", "老城区更新单元!I2")]
    assert records.tables["renewal_units"]["rent_increase_pct"].to_pylist() == [0.05, 0.02]


def test_every_code_of_a_remark_and_of_a_table_is_documented() -> None:
    page = Path(__file__).parents[2].joinpath("docs/reference/codes.md").read_text("utf-8")
    codes = [f"records-{kind}" for kind in REMARKS]
    codes += [check.code for table in tables().values() for check in table.checks]
    assert [code for code in codes if f"| `{code}` |" not in page] == []


def test_many_faults_of_one_kind_are_counted(book: Book, plan: Plan) -> None:
    rows = [head("pipes"), *([*WEST, f"GS{n}", "供水", "x", 2001, "否"] for n in range(100))]
    _, issues = read(book({"说明": cover(), "市政管道": rows}), plan)
    numbers = [i for i in issues if i.code == "records-not-number"]
    assert len(numbers) == 21
    assert "共 80 处" in numbers[-1].message.zh and numbers[-1].where == "市政管道!F22"
