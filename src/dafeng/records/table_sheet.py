"""One sheet of a template: title, explanation, header, units, an example, and rows to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dafeng.base import Lang, Text
from dafeng.base.units import unit_names
from dafeng.records.cover_sheet import CoverFacts
from dafeng.records.grid import column_letters
from dafeng.records.lists import EXAMPLE, NO, YES, Lists
from dafeng.records.looks import looks, put
from dafeng.records.schema import COMMON, MATURITIES, Column, Table, categories

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["DATA_ROW", "HEADER_ROW", "sheet_title", "write_table_sheet"]

HEADER_ROW, _UNIT_ROW, _EXAMPLE_ROW, DATA_ROW = 3, 4, 5, 6
_LAST_ROW = 1_048_576
_LONGEST_SHEET_NAME = 31
_FORMATS = {"number": "#,##0.######", "integer": "#,##0", "year": "0", "date": "yyyy-mm-dd", "string": "@"}
_HINTS = {
    "string": Text("文字", "text"),
    "year": Text("年", "year"),
    "boolean": Text("是/否", "yes/no"),
    "date": Text("年-月-日", "yyyy-mm-dd"),
    "integer": Text("整数", "whole number"),
    "number": Text("数字", "number"),
}


def sheet_title(table: Table, lang: Lang) -> str:
    """Return the name of the sheet of ``table``; names of sheets have at most 31 characters."""
    return table.title.say(lang)[:_LONGEST_SHEET_NAME]


def write_table_sheet(
    book: Workbook, table: Table, facts: CoverFacts, lists: Lists, rows: Sequence[dict[str, Any]]
) -> None:
    """Write one table: empty to be filled in, or with ``rows``."""
    lang = facts.lang
    sheet = book.create_sheet(sheet_title(table, lang))
    columns = (*COMMON, *table.columns)
    _set_columns(sheet, columns)
    _write_head(sheet, table, columns, lang)
    if rows:
        _write_rows(sheet, columns, facts, rows)
    else:
        _write_example(sheet, columns, facts)
    _add_dropdowns(sheet, table, columns, lists)
    _set_page(sheet, columns, table, lang)


def _set_columns(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Open whole columns to be filled in, with their number format; what is locked is locked cell by cell."""
    style = looks()
    for index, column in enumerate(columns):
        whole = sheet.column_dimensions[column_letters(index)]
        whole.number_format = _FORMATS.get(column.type, "General")
        whole.protection, whole.font = style.open, style.body


def _write_rows(
    sheet: Worksheet, columns: Sequence[Column], facts: CoverFacts, rows: Sequence[dict[str, Any]]
) -> None:
    """Write the rows of the records."""
    style = looks()
    for number, row in enumerate(rows, DATA_ROW):
        for index, column in enumerate(columns, 1):
            cell = sheet.cell(number, index)
            put(cell, _cell_value(row[column.name], column, facts))
            if number == DATA_ROW:
                cell.number_format = _FORMATS.get(column.type, "General")
                cell.protection, cell.font = style.open, style.body
            else:
                cell._style = sheet.cell(DATA_ROW, index)._style


def _write_head(sheet: Worksheet, table: Table, columns: Sequence[Column], lang: Lang) -> None:
    """Write title, explanation, header and units."""
    style = looks()
    put(sheet["A1"], table.title.say(lang))
    sheet["A1"].font = style.title
    notes = [table.description] if table.description and lang == "zh" else []
    notes.append(
        Text(
            "红色列名必填；标“示例”的一行不计入数据。",
            "Red titles are required; the example row does not count.",
        ).say(lang)
    )
    put(sheet["A2"], "".join(notes))
    sheet["A2"].font = style.note
    for index, column in enumerate(columns, 1):
        head = sheet.cell(HEADER_ROW, index)
        put(head, column.title.say(lang))
        head.font = style.head_required if column.required else style.head
        head.fill, head.border, head.alignment = style.head_fill, style.border, style.centre
        unit = sheet.cell(_UNIT_ROW, index)
        put(unit, _unit_words(column, lang))
        unit.font, unit.fill, unit.border, unit.alignment = (
            style.note,
            style.unit_fill,
            style.border,
            style.centre,
        )
        sheet.column_dimensions[column_letters(index - 1)].width = _width(column, lang)
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[HEADER_ROW].height = 48


def _unit_words(column: Column, lang: Lang) -> str:
    """Return what stands under a title: the unit, or the kind of what is filled in."""
    if column.categories is not None or column.name in ("region", "maturity"):
        return Text("下拉选择", "choice").say(lang)
    if column.unit_by is not None:
        return "-"
    if column.unit and column.unit != "1" and column.type in ("number", "integer"):
        return unit_names(column.unit)[0 if lang == "zh" else 1]
    return _HINTS[column.type].say(lang)


def _width(column: Column, lang: Lang) -> float:
    """Return a width in characters that the title takes on two or three lines."""
    title = column.title.say(lang)
    wide = sum(2 if ord(char) > 0x2E7F else 1 for char in title)
    least = {"date": 13, "string": 16, "number": 13}.get(column.type, 11)
    return max(least, min(26, wide / 2 + 3))


def _write_example(sheet: Worksheet, columns: Sequence[Column], facts: CoverFacts) -> None:
    """Write the example row; the mark 示例 stands in place of the region."""
    style = looks()
    for index, column in enumerate(columns, 1):
        cell = sheet.cell(_EXAMPLE_ROW, index)
        if column.name == "region":
            put(cell, EXAMPLE[facts.lang])
        elif column.name == "year":
            put(cell, facts.year)
        elif column.name == "maturity":
            put(cell, MATURITIES[facts.maturity].say(facts.lang))
        elif column.example is not None:
            put(cell, _example(column, facts.lang))
        cell.number_format = _FORMATS.get(column.type, "General")
        cell.font, cell.fill, cell.border = style.note, style.example_fill, style.border
        cell.protection = style.open


def _example(column: Column, lang: Lang) -> Any:
    """Return the example of a column as it is written into a cell."""
    example: Any = column.example
    if column.type == "boolean":
        return (YES if example in ("是", True) else NO)[lang]
    if column.categories is not None and lang == "en":
        words = categories()[column.categories].values()
        return next((word.en for word in words if word.zh == example), example)
    if column.type == "string":
        return str(example)
    return example


def _cell_value(value: Any, column: Column, facts: CoverFacts) -> Any:
    """Return a value of the records as it is written into a cell."""
    if value is None:
        return None
    if column.name == "region":
        return facts.places.name(value, facts.lang) if value in facts.places.regions else value
    if column.name == "maturity":
        return MATURITIES[value].say(facts.lang)
    if column.categories is not None:
        return categories()[column.categories][value].say(facts.lang)
    if isinstance(value, bool):
        return (YES if value else NO)[facts.lang]
    return value


def _add_dropdowns(sheet: Worksheet, table: Table, columns: Sequence[Column], lists: Lists) -> None:
    """Add the lists to choose from, and the limits of numbers and dates."""
    from openpyxl.worksheet.datavalidation import DataValidation

    for index, column in enumerate(columns):
        letters = column_letters(index)
        area = f"{letters}{_EXAMPLE_ROW}:{letters}{_LAST_ROW}"
        choices = lists.of(column, table)
        if choices is not None:
            rule = DataValidation(type="list", formula1=choices, allow_blank=True)
            rule.error, rule.errorTitle = "请从下拉列表中选择", column.title.zh[:30]
        elif column.type == "date":
            rule = DataValidation(type="date", operator="between", formula1="18264", formula2="73050")
            rule.error, rule.errorTitle, rule.allow_blank = (
                "请填日期，如 2025-03-05",
                column.title.zh[:30],
                True,
            )
        else:
            continue
        rule.showErrorMessage = True
        sheet.add_data_validation(rule)
        rule.add(area)


def _set_page(sheet: Worksheet, columns: Sequence[Column], table: Table, lang: Lang) -> None:
    """Freeze header and key, protect what is not to be changed, and set the page up for A4 landscape."""
    own = [column.name for column in table.columns[:2] if column.name in table.key or column.name == "name"]
    sheet.freeze_panes = f"{column_letters(len(COMMON) + len(own))}{_EXAMPLE_ROW}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{column_letters(len(columns) - 1)}{HEADER_ROW}"
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        "formatCells",
        "formatColumns",
        "formatRows",
        "insertRows",
        "deleteRows",
        "sort",
        "autoFilter",
    ):
        setattr(protection, allowed, False)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{_UNIT_ROW}"
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = f"{table.title.say(lang)}  &P / &N"
