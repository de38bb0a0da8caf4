"""What stands in an .ods file beside its values: its size, formulas, error values, hidden rows and columns.

A row or cell of OpenDocument may say that it stands there many times; only those with a value count.
"""

from __future__ import annotations

import xml.parsers.expat
from collections.abc import Iterator
from typing import IO, Any

from dafeng.records.limits import MAX_CELLS, MAX_ROWS
from dafeng.records.sheet_scan import Scan, SheetTooLargeError, UnsafeXmlError

__all__ = ["scan_ods"]

_CELLS = ("table:table-cell", "table:covered-table-cell")
_HIDDEN = ("collapse", "filter")
_LISTED = 10_000
"""Formulas that stand more often than this one after another are told for the first of them."""


def scan_ods(stream: IO[bytes]) -> dict[str, Scan]:
    """Return what stands in the sheets; raises ``SheetTooLargeError`` and ``UnsafeXmlError``."""
    walk = _Walk()
    walk.parser.ParseFile(stream)
    return walk.scans


class _Walk:
    """Follows tables, rows and cells with their repeats."""

    def __init__(self) -> None:
        self.scans: dict[str, Scan] = {}
        self.scan = Scan()
        self.row = self.column = self.next_row = self.next_column = self.head_column = 0
        self.height = self.width = self.valued_rows = 0
        self.row_is_valued = False
        self.parser = xml.parsers.expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_: Any) -> None:
        raise UnsafeXmlError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self.cell(attributes)
        elif name == "table:table-row":
            self.row, self.next_column, self.row_is_valued = self.next_row, 0, False
            self.next_row += _times(attributes, "rows")
            if attributes.get("table:visibility") in _HIDDEN:
                self.scan.hidden_rows.update(self.rows())
        elif name == "table:table-column":
            first, self.head_column = self.head_column, self.head_column + _times(attributes, "columns")
            if attributes.get("table:visibility") in _HIDDEN:
                self.scan.hidden_columns.update(range(first, min(self.head_column, first + 500)))
        elif name == "table:table":
            self.scan = self.scans[attributes.get("table:name", "")] = Scan()
            self.next_row = self.head_column = self.height = self.width = self.valued_rows = 0

    def rows(self) -> range:
        """Return the rows that the row at hand stands for, no more than are listed."""
        return range(self.row, min(self.next_row, self.row + _LISTED))

    def cell(self, attributes: dict[str, str]) -> None:
        """Take one cell: where it stands, and what it is besides a value."""
        self.column = self.next_column
        self.next_column += _times(attributes, "columns")
        has_value = "office:value-type" in attributes
        if has_value:
            self.measure()
        if "table:formula" in attributes:
            self.scan.formulas.update(dict.fromkeys(self.places(), has_value))
        if attributes.get("calcext:value-type") == "error":
            self.scan.errors.update(dict.fromkeys(self.places(), "error"))

    def places(self) -> Iterator[tuple[int, int]]:
        """Give the places that the cell at hand stands for, no more than are listed."""
        for row in self.rows():
            yield row, self.column

    def measure(self) -> None:
        """Raise where the rows or the area with values grow beyond what is read."""
        if not self.row_is_valued:
            self.row_is_valued = True
            self.valued_rows += self.next_row - self.row
        self.height = max(self.height, self.next_row)
        self.width = max(self.width, self.next_column)
        if self.valued_rows > MAX_ROWS or self.height * self.width > MAX_CELLS:
            raise SheetTooLargeError(self.height, self.width)


def _times(attributes: dict[str, str], what: str) -> int:
    """Return how many times a row, column or cell stands there."""
    return max(1, int(attributes.get(f"table:number-{what}-repeated", "1")))
