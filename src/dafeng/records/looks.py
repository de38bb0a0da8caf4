"""How the workbooks look: fonts, fills, borders, and cells that spreadsheets cannot take for formulas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.cell import Cell

__all__ = ["Looks", "looks", "put"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Looks:
    """The styles, made once."""

    title: Any
    note: Any
    head: Any
    head_required: Any
    label: Any
    body: Any
    head_fill: Any
    required_fill: Any
    unit_fill: Any
    example_fill: Any
    input_fill: Any
    border: Any
    centre: Any
    left: Any
    open: Any
    locked: Any


@cache
def looks() -> Looks:
    """Return the styles."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    def fill(colour: str) -> Any:
        return PatternFill("solid", fgColor=colour)

    line = Side(style="thin", color="B7C3BC")
    return Looks(
        title=Font(name="宋体", size=16, bold=True),
        note=Font(name="宋体", size=10, color="555555"),
        head=Font(name="宋体", size=11, bold=True),
        head_required=Font(name="宋体", size=11, bold=True, color="9C1C1C"),
        label=Font(name="宋体", size=11, bold=True),
        body=Font(name="宋体", size=11),
        head_fill=fill("DCE9E1"),
        required_fill=fill("DCE9E1"),
        unit_fill=fill("EFF5F1"),
        example_fill=fill("F6F6F0"),
        input_fill=fill("FFFBE6"),
        border=Border(left=line, right=line, top=line, bottom=line),
        centre=Alignment(horizontal="center", vertical="center", wrap_text=True),
        left=Alignment(horizontal="left", vertical="center", wrap_text=True),
        open=Protection(locked=False),
        locked=Protection(locked=True),
    )


def put(cell: Cell, value: Any) -> None:
    """Write a value; a text that begins like a formula stays a text for every spreadsheet program."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if value.startswith(_FORMULA_STARTS):
            cell.quotePrefix = True
