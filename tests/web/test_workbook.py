# ruff: noqa: E501
"""Workbooks that pages hand out, read back by two other programs."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dafeng.web.page_tables import tables_of
from dafeng.web.workbook import Cell, Sheet, write_workbook

ROWS = [
    ["=1+1", "+86 483", "-x", "@sum", "普通 <b>&\"'"],
    [1, 2.5, True, date(2026, 11, 30), Cell(62.3, "%")],
    [None, "", "a\x00b\x0bc", " space ", Cell(-1.5, '10^4 m² "x"')],
]


def test_text_stays_text_and_numbers_stay_numbers() -> None:
    made = write_workbook(
        [Sheet("甲/乙:表", ["a", "b", "c", "d", "e"], ROWS), Sheet("甲 乙 表", (), [["x"]])]
    )
    assert made == write_workbook(
        [Sheet("甲/乙:表", ["a", "b", "c", "d", "e"], ROWS), Sheet("甲 乙 表", (), [["x"]])]
    )
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["甲 乙 表", "甲 乙 表 (2)"]
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["a", "b", "c", "d", "e"]
    assert [cell.value for cell in sheet[2]] == ROWS[0]
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    assert [sheet["A3"].value, sheet["B3"].value, sheet["C3"].value] == [1, 2.5, True]
    assert sheet["D3"].value.date() == date(2026, 11, 30)
    assert (sheet["E3"].value, sheet["E3"].number_format) == (62.3, 'General" %"')
    assert [cell.value for cell in sheet[4]][:4] == [None, None, "abc", " space "]
    assert sheet["E4"].value == -1.5
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "=1+1"
    assert rows[2][:2] == [1.0, 2.5]


def test_names_are_cut_and_different() -> None:
    made = write_workbook(
        [Sheet("很" * 40, (), [["x"]]), Sheet("很" * 40, (), [["x"]]), Sheet("?", (), [["x"]])]
    )
    names = openpyxl.load_workbook(io.BytesIO(made)).sheetnames
    assert len(set(names)) == 3
    assert max(len(name) for name in names) <= 31
    with pytest.raises(ValueError, match="needs a sheet"):
        write_workbook([])


def test_tables_are_read_from_a_page() -> None:
    html = """<h1>标题</h1><table class="unsaid"><tr><td>no</td></tr></table>
    <h2>二 <span class="quiet">3</span></h2><table><thead><tr><th>甲</th><th class="num">乙</th></tr></thead>
    <tbody><tr><th colspan="2">组</th></tr><tr><td>a<span class="quiet under">b</span><svg><title>t</title></svg></td>
    <td class="num" data-v="62.34567" data-u="%">62.3 %</td></tr>
    <tr><td class="c-id">12.1</td><td class="num">−7</td></tr><tr><td data-v="2026-11-30">30 Nov</td><td></td></tr>
    </tbody></table>"""
    (sheet,) = tables_of(html)
    assert (sheet.name, list(sheet.heads)) == ("二 3", ["甲", "乙"])
    assert sheet.rows == [
        ["组", None],
        ["a\nb", Cell(62.34567, "%")],
        ["12.1", -7],
        [date(2026, 11, 30), ""],
    ]
