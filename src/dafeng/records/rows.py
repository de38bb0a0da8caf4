"""Which rows of a sheet are rows of its table: no blanks, repeated headers, examples, totals or notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from dafeng.records.grid import Sheet
from dafeng.records.layout import Layout, repeats_header
from dafeng.records.schema import fold
from dafeng.records.wording import wording

__all__ = ["RowKinds", "sort_rows"]

RowKind = Literal["total", "subtotal", "example", "note", "header", ""]
_LABEL_CELLS = 4
_LONGEST_TOTAL = 12
_NOTE_CELLS = 2


@dataclass(slots=True)
class RowKinds:
    """The rows of a sheet by what they are, as indexes of rows from 0."""

    data: list[int] = field(default_factory=list)
    totals: list[tuple[int, bool]] = field(default_factory=list)
    """Each with whether it is a subtotal."""
    examples: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    headers: list[int] = field(default_factory=list)


def sort_rows(sheet: Sheet, layout: Layout) -> RowKinds:
    """Return what the rows under the header are."""
    kinds = RowKinds()
    known: dict[str, RowKind] = {}
    classify = _classifier(_header_texts(sheet, layout))
    region = layout.columns.get("region")
    chosen = {
        layout.columns[c.name] for c in layout.table.columns if c.categories and c.name in layout.columns
    }
    own = set() if region is None else {region}
    label_columns = sorted({*range(min(_LABEL_CELLS, sheet.width)), *own, *chosen})
    first_column = min(layout.columns.values())
    wide = _wide_merges(sheet)
    for row in range(layout.first_row, len(sheet.rows)):
        cells = sheet.rows[row]
        if not any(cell != "" for cell in cells):
            continue
        kind: RowKind = ""
        for column in label_columns:
            cell = cells[column] if column < len(cells) else ""
            if cell == "" or not isinstance(cell, str):
                continue
            this = known.get(cell)
            if this is None:
                this = known[cell] = classify(cell)
            if this and (this != "example" or column == region or column <= first_column):
                kind = this
                break
        if kind == "" and (row in wide or not any(str(cell).strip() for cell in cells)):
            kind = "note"
        _put(kinds, kind, row, sheet, layout)
    return kinds


def _put(kinds: RowKinds, kind: RowKind, row: int, sheet: Sheet, layout: Layout) -> None:
    """Sort one row in."""
    filled = [cell for cell in sheet.rows[row] if str(cell).strip()]
    if not filled:
        return
    if kind == "note" and (len(filled) <= _NOTE_CELLS or not _has_values(sheet, row, layout)):
        kinds.notes.append(row)
    elif kind in ("total", "subtotal"):
        kinds.totals.append((row, kind == "subtotal"))
    elif kind == "example":
        kinds.examples.append(row)
    elif kind == "header" and repeats_header(sheet, row, layout):
        kinds.headers.append(row)
    else:
        kinds.data.append(row)


def _has_values(sheet: Sheet, row: int, layout: Layout) -> bool:
    """Return whether at least half of the table's required fields are filled in a row."""
    required = [c.name for c in layout.table.columns if c.required and c.name in layout.columns]
    filled = sum(str(sheet.cell(row, layout.columns[name])).strip() != "" for name in required)
    return bool(required) and filled * 2 >= len(required)


def _header_texts(sheet: Sheet, layout: Layout) -> frozenset[str]:
    """Return the texts of the header as they stand."""
    rows = sheet.rows[layout.header_row : layout.first_row]
    return frozenset(cell for row in rows for cell in row if isinstance(cell, str) and cell)


def _classifier(headers: frozenset[str]) -> Callable[[str], RowKind]:
    """Return the function that tells what a row is by one of its first cells."""
    words = wording()
    totals = sorted(words.totals | words.subtotals, key=len, reverse=True)

    def classify(cell: str) -> RowKind:
        if cell in headers:
            return "header"
        folded = fold(cell)
        text = folded.strip(":()*※.、,-")
        if not text:
            return "note" if cell.strip() in ("※", "*") else ""
        if text in words.examples or (len(text) < 8 and text.startswith("示例(")):
            return "example"
        if len(text) <= _LONGEST_TOTAL:
            for word in totals:
                if text == word or (not word.isascii() and (text.endswith(word) or text.startswith(word))):
                    return "subtotal" if word in words.subtotals else "total"
        for word in words.notes:
            if folded.startswith(word) and (
                folded[len(word) : len(word) + 3].strip("0123456789")[:1]
                in (":", ".", "、", ")", "人", "单", "日", "")
            ):
                return "note"
        return ""

    return classify


def _wide_merges(sheet: Sheet) -> frozenset[int]:
    """Return the rows whose cells are merged across most of the sheet: titles and notes."""
    width = max(sheet.width, 1)
    return frozenset(
        row
        for (top, left), (bottom, right) in sheet.merged
        if (right - left + 1) * 2 >= width and right - left >= 2
        for row in range(top, min(bottom, top + 50) + 1)
    )


def fill_merged(sheet: Sheet, layout: Layout, rows: list[int]) -> list[tuple[int, int]]:
    """Write the value of merged cells into every row that they cover; return the places that were filled.

    Only cells merged downwards in the columns of the table count.
    """
    data = set(rows)
    wanted = set(layout.columns.values())
    filled: list[tuple[int, int]] = []
    for (top, left), (bottom, _) in sheet.merged:
        if top < layout.first_row or bottom == top or left not in wanted:
            continue
        value: Any = sheet.cell(top, left)
        for row in range(top + 1, bottom + 1):
            if row in data and left < len(sheet.rows[row]) and sheet.rows[row][left] == "" and value != "":
                sheet.rows[row][left] = value
                filled.append((row, left))
    return filled
