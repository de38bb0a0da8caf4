"""An account beside a statistics workbook: sectors, units, gaps; and the workbook of an account."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from dafeng import carbon
from dafeng.base import InputError


@pytest.fixture(scope="module")
def found(alxa, made, energy) -> carbon.Account:
    rows = [
        energy("urban_housing", "heating", "heat", 1_000_000.0),
        energy("public", "heating", "heat", 500_000.0),
        energy("rural_housing", "heating", "heat", 100_000.0),
    ]
    return carbon.account(alxa, made(energy_use=rows), region="bayanhot", year=2025, boundary="operation")


def _book(path: Path, *rows: list) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_sectors_in_rows_years_in_columns(found, tmp_path) -> None:
    path = _book(
        tmp_path / "a.xlsx",
        ["阿拉善盟建筑碳排放统计（单位：万吨CO2）"],
        ["部门", "2024年", "2025年"],
        ["城镇居住建筑", 10.0, 12.0],
        ["公共建筑", 5.0, 5.0],
        ["农村居住", 1.0, 1.1],
        ["交通", 3.0, 4.0],
        ["合计", 19.0, 22.1],
    )
    beside = carbon.reconcile(found, path)
    gaps = {row.sector: row.gap_t for row in beside.rows}
    assert gaps == pytest.approx(
        {"urban_housing": -10_000.0, "public": 5_000.0, "rural_housing": 0.0}, abs=1e-6
    )
    assert beside.absolute_gap_t == pytest.approx(15_000.0)
    assert [row.words for row in beside.unmatched] == ["交通"]
    assert beside.printed_total_t == pytest.approx(221_000.0)
    assert beside.one_sided_t == pytest.approx(40_000.0)
    assert beside.rows[0].sector == "urban_housing" and beside.rows[0].where == ("Sheet!C3",)
    assert beside.rows[0].gap_share == pytest.approx(-1 / 12)


def test_long_table_with_regions_and_years(found, tmp_path) -> None:
    path = _book(
        tmp_path / "b.xlsx",
        ["年份", "地区", "部门", "碳排放量（吨）"],
        [2024, "巴彦浩特镇", "公共建筑", 1.0],
        [2025, "额济纳旗", "公共建筑", 2.0],
        [2025, "巴彦浩特镇", "公共建筑", "54,000"],
        [2025, "巴彦浩特镇", "城镇住宅", 110_000],
    )
    beside = carbon.reconcile(found, path)
    gaps = {row.sector: row.gap_t for row in beside.rows}
    assert gaps == {
        "public": pytest.approx(1000.0),
        "urban_housing": pytest.approx(0.0),
        "rural_housing": None,
    }
    assert beside.absolute_gap_t == pytest.approx(1000.0)
    assert beside.one_sided_t == pytest.approx(11_000.0)


def test_csv_and_english(found, tmp_path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("sector,emissions [ktCO2]\npublic buildings,55\ntown housing,110\n", encoding="utf-8")
    assert carbon.reconcile(found, path).absolute_gap_t == pytest.approx(0.0, abs=1e-6)


def test_what_cannot_be_compared_is_said(found, tmp_path) -> None:
    for name, rows, code in (
        ("unit", (["部门", "排放"], ["公共建筑", 1], ["城镇居住", 2]), "carbon-statistics-unit"),
        ("none", (["a", "b"], ["x", 1]), "carbon-statistics"),
        ("year", (["部门", "2019年（吨）"], ["公共建筑", 1], ["城镇居住", 2]), "carbon-statistics"),
        ("word", (["部门", "排放（吨）"], ["公共建筑", "约一百"], ["城镇居住", 2]), "carbon-statistics"),
    ):
        with pytest.raises(InputError) as caught:
            carbon.reconcile(found, _book(tmp_path / f"{name}.xlsx", *rows))
        assert caught.value.code == code, name
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK no")
    with pytest.raises(InputError, match="carbon-statistics"):
        carbon.reconcile(found, broken)


def test_classes_of_a_view_are_compared_too(alxa, made, energy, tmp_path) -> None:
    rows = [
        energy("urban_housing", "heating", "gas", 1_000_000.0),
        energy("public", "other", "gas", 1_000_000.0),
    ]
    berc = carbon.account(alxa, made(energy_use=rows), region="bayanhot", year=2025, view="berc")
    path = _book(
        tmp_path / "d.xlsx",
        ["分类", "碳排放 tCO2"],
        ["北方城镇供暖", 2000],
        ["公共建筑（不含北方供暖）", 2162.2],
    )
    beside = carbon.reconcile(berc, path)
    assert beside.absolute_gap_t == pytest.approx(162.2)


def test_workbook_computes_its_tonnes_and_holds_no_formulas_of_others(whole, tmp_path) -> None:
    found = whole.account("alxa", 2025)
    path = tmp_path / "account.xlsx"
    ways = [carbon.bridge(found, found)]
    carbon.write_workbook(found, path, lang="zh", bridges=ways, sample=True)
    book = load_workbook(path)
    assert book.sheetnames == ["总览", "系统", "明细", "因子", "缺项", "口径差异"]
    lines = book["明细"]
    assert lines.max_row >= 1 + len(found.lines) + len(found.memos)
    first = [cell.value for cell in lines[2]]
    assert first[9] == "=G2*I2"
    assert first[6] * first[8] == pytest.approx(found.lines[0].tco2e, abs=1e-6)
    for row in lines.iter_rows(min_row=2):
        for cell in row:
            assert cell.data_type != "f" or cell.value == f"=G{cell.row}*I{cell.row}"
    assert "示例数据" in {cell.value for cell in book["总览"]["A"]}
