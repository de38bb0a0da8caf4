"""Worksheets of the assessment workbook: columns, rows, live formulas with their values, print set-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Column", "Live", "Sheet", "Value", "add_sheet"]

_INJECTION = ("=", "+", "-", "@", "\t", "\r")
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_TEXT = 32767  # what a cell can hold
HEAD_ROW = 3
_INK, _SHADE, _RED = "FF2B2F33", "FFEEF1F3", "FFA5352E"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, width [characters], number format, and whether long text wraps."""

    head: str
    width: float = 12
    form: str = "General"
    wrap: bool = False
    centre: bool = False


@dataclass(frozen=True, slots=True)
class Live:
    """A formula that the office's program computes, with the value that it has now.

    ``{row}`` stands for the number of its row.
    """

    formula: str
    value: float | str | None


Value = str | float | int | bool | Live | None


@dataclass
class Sheet:
    """One worksheet: a title, a line below it, columns, rows; ``red`` names words that are set in red."""

    name: str
    title: str
    note: str
    columns: Sequence[Column]
    rows: list[list[Value]] = field(default_factory=list)
    red: str | None = None


def add_sheet(book: Workbook, sheet: Sheet, *, mark: str) -> dict[str, float | str]:
    """Add ``sheet`` to ``book``; return the present values of its formulas, by cell.

    ``mark`` stands in the head of every printed page. Text that begins as a formula does stays text.
    """
    from openpyxl.utils import get_column_letter

    made: Worksheet = book.create_sheet(sheet.name)
    last = get_column_letter(max(1, len(sheet.columns)))
    _heading(made, sheet)
    cached: dict[str, float | str] = {}
    for at, row in enumerate(sheet.rows, HEAD_ROW + 1):
        for number, (column, value) in enumerate(zip(sheet.columns, row, strict=True), 1):
            cell = made.cell(at, number)
            if isinstance(value, Live):
                cell.value = value.formula.format(row=at)
                if value.value is not None:
                    cached[cell.coordinate] = value.value
            else:
                _put(cell, value)
            _dress(cell, column, sheet.red)
    made.freeze_panes = f"{'C' if len(sheet.columns) > 2 else 'A'}{HEAD_ROW + 1}"
    made.auto_filter.ref = f"A{HEAD_ROW}:{last}{max(HEAD_ROW + len(sheet.rows), HEAD_ROW)}"
    _print_setup(made, mark)
    return cached


def _heading(made: Any, sheet: Sheet) -> None:
    """Write title, note and heads."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    _put(made.cell(1, 1), sheet.title)
    made.cell(1, 1).font = Font(name="黑体", size=14, color=_INK)
    _put(made.cell(2, 1), sheet.note)
    made.cell(2, 1).font = Font(name="宋体", size=9, color=_INK)
    made.row_dimensions[1].height = 24
    thin = Side(style="thin", color="FF8A8F94")
    for number, column in enumerate(sheet.columns, 1):
        cell = made.cell(HEAD_ROW, number, column.head)
        cell.font = Font(name="黑体", size=10, color=_INK)
        cell.fill = PatternFill("solid", fgColor=_SHADE)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
        made.column_dimensions[get_column_letter(number)].width = column.width
    made.row_dimensions[HEAD_ROW].height = 30


def _put(cell: Any, value: object) -> None:
    """Set a value; text that begins as a formula does is kept as text, also where it is copied to."""
    if not isinstance(value, str):
        cell.value = value
        return
    words = _UNFIT.sub("", value)[:_LONGEST_TEXT]
    cell.value = words
    if words.startswith(_INJECTION):
        cell.data_type = "s"
        cell.quotePrefix = True


def _dress(cell: Any, column: Column, red: str | None) -> None:
    """Set font, format, alignment and lines of a cell."""
    from openpyxl.styles import Alignment, Border, Font, Side

    quoted = cell.quotePrefix
    cell.font = Font(name="宋体", size=10, color=_RED if red is not None and cell.value == red else _INK)
    number = isinstance(cell.value, int | float) or cell.data_type == "f"
    cell.alignment = Alignment(
        horizontal="center" if column.centre else "right" if number else "left",
        vertical="center",
        wrap_text=column.wrap,
    )
    thin = Side(style="thin", color="FFD0D4D8")
    cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
    cell.number_format = column.form
    if quoted:
        cell.quotePrefix = True


def _print_setup(made: Any, mark: str) -> None:
    """Print on A4 across, one page wide, heads on every page, the mark above and the number below."""
    made.page_setup.orientation = "landscape"
    made.page_setup.paperSize = made.PAPERSIZE_A4
    made.page_setup.fitToWidth = 1
    made.page_setup.fitToHeight = 0
    made.sheet_properties.pageSetUpPr.fitToPage = True
    made.print_title_rows = f"1:{HEAD_ROW}"
    made.page_margins.left = made.page_margins.right = 0.5
    if mark:
        made.oddHeader.right.text = mark
    made.oddFooter.center.text = "&A  —  &P / &N  —"


def with_values(xml: str, cached: dict[str, float | str]) -> str:
    """Return the XML of a sheet with the present values of its formulas, for programs that do not compute."""

    def fill(match: re.Match[str]) -> str:
        place, rest, formula = match.group(1), match.group(2), match.group(3)
        value = cached.get(place)
        if value is None:
            return match.group()
        kind = ' t="str"' if isinstance(value, str) else ""
        shown = value if isinstance(value, str) else repr(float(value))
        return f'<c r="{place}"{rest}{kind}><f>{formula}</f><v>{shown}</v></c>'

    return re.sub(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)><f>(.*?)</f><v ?/?>(?:</v>)?</c>', fill, xml)
