"""What stands in the XML of a sheet beside its values: formulas, error values, hidden rows, formats, size.

Two passes. The first looks at the bytes and is all that most sheets need; only where it meets something that
has a place (a formula, an error value ...) the second walks the elements.
"""

from __future__ import annotations

import re
import xml.parsers.expat
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from dafeng.records.grid import Place
from dafeng.records.limits import MAX_CELLS, MAX_ROWS

__all__ = ["Scan", "SheetTooLargeError", "UnsafeXmlError", "scan_sheet"]

_CHUNK = 1 << 20
_OVERLAP = 256
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_NOTABLE = (
    *(rb"<f>", rb"<f ", rb"<f/>", rb":f>", rb":f ", rb":f/>"),
    *(b't="e"', b"t='e'", b'hidden="1"', b"hidden='1'", b'hidden="true"', b"hidden='true'"),
)
_FAR_COLUMN = re.compile(rb"r=[\"'](?:[C-Z][A-Z]|[A-Z]{3})\d")
MEASURED_FROM_ROWS = MAX_CELLS // 78
"""From so many row elements on the area with values is measured: empty formatted rows are rows too."""
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class SheetTooLargeError(ValueError):
    """A sheet has more rows, or a larger area, with values than are read; holds rows and columns."""

    def __init__(self, rows: int, columns: int) -> None:
        super().__init__(f"{rows} x {columns}")
        self.rows = rows
        self.columns = columns


class UnsafeXmlError(ValueError):
    """A part declares a document type or entities, which no workbook needs."""


@dataclass(slots=True)
class Scan:
    """What was found in one sheet; the places count from 0."""

    formulas: dict[Place, bool] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[Place, str] = field(default_factory=dict)


def scan_sheet(opening: Callable[[], IO[bytes]], formats: dict[str, str]) -> Scan:
    """Return what stands in a sheet beside values.

    ``opening`` opens its XML; ``formats`` are the number formats worth knowing by style index. Raises
    ``SheetTooLargeError`` and ``UnsafeXmlError``.
    """
    rows, notable = _glance(opening, formats)
    if not notable and rows <= MEASURED_FROM_ROWS:
        return Scan()
    walk = _Walk(formats)
    with opening() as stream:
        walk.run(stream)
    return walk.scan


def _glance(opening: Callable[[], IO[bytes]], formats: dict[str, str]) -> tuple[int, bool]:
    """Return the number of row elements and whether there is anything that has a place."""
    styled = re.compile(rb"\bs=[\"'](?:" + "|".join(formats).encode() + rb")[\"']" if formats else rb"(?!)")
    rows, notable, tail, first = 0, False, b"", True
    with opening() as stream:
        while chunk := stream.read(_CHUNK):
            text = tail + chunk
            if (first or not rows) and re.search(rb"<!(?:DOCTYPE|ENTITY)", text):
                raise UnsafeXmlError
            first = False
            rows += len(_ROW.findall(chunk))
            notable = notable or _is_notable(text, styled)
            tail = chunk[-_OVERLAP:]
    return rows, notable


def _is_notable(text: bytes, styled: re.Pattern[bytes] | None) -> bool:
    """Return whether there is anything in this stretch of XML that has a place."""
    return (
        any(mark in text for mark in _NOTABLE)
        or _FAR_COLUMN.search(text) is not None
        or (styled is not None and styled.search(text) is not None)
    )


class _Walk:
    """The second pass: follows rows and cells, also where they do not say their own places."""

    def __init__(self, formats: dict[str, str]) -> None:
        self.scan = Scan()
        self.formats = formats
        self.row, self.column = -1, -1
        self.value_rows, self.last_row, self.last_column, self.row_has_value = 0, -1, -1, False
        self.in_formula_cell, self.is_error, self.text = False, False, ""
        self.parser = xml.parsers.expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype

    def run(self, stream: IO[bytes]) -> None:
        while chunk := stream.read(_CHUNK):
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)

    def doctype(self, *_: Any) -> None:
        raise UnsafeXmlError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self.start_cell(attributes)
        elif tag in ("v", "is"):
            self.start_value()
        elif tag == "f":
            self.in_formula_cell = True
            self.scan.formulas[self.row, self.column] = False
        elif tag == "row":
            reference = attributes.get("r", "")
            self.row = int(reference) - 1 if reference.isdecimal() else self.row + 1
            self.column, self.row_has_value = -1, False
            if attributes.get("hidden") in ("1", "true"):
                self.scan.hidden_rows.add(self.row)
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            self.scan.hidden_columns.update(range(first - 1, min(last, first + 500)))

    def start_cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        if found:
            self.column = _column(found[1])
            self.row = int(found[2]) - 1
        else:
            self.column += 1
        self.in_formula_cell, self.is_error, self.text = False, attributes.get("t") == "e", ""
        code = self.formats.get(attributes.get("s", ""))
        if code is not None:
            self.scan.formats[self.row, self.column] = code

    def start_value(self) -> None:
        if self.in_formula_cell or self.is_error:
            self.parser.CharacterDataHandler = self.characters
        self.last_row = max(self.last_row, self.row)
        self.last_column = max(self.last_column, self.column)
        if not self.row_has_value:
            self.row_has_value = True
            self.value_rows += 1
        if self.value_rows > MAX_ROWS or (self.last_row + 1) * (self.last_column + 1) > MAX_CELLS:
            raise SheetTooLargeError(self.last_row + 1, self.last_column + 1)

    def characters(self, text: str) -> None:
        self.text += text

    def end(self, name: str) -> None:
        if self.parser.CharacterDataHandler is None or name.rpartition(":")[2] != "c":
            return
        self.parser.CharacterDataHandler = None
        if self.in_formula_cell:
            self.scan.formulas[self.row, self.column] = bool(self.text)
        if self.is_error:
            self.scan.errors[self.row, self.column] = self.text


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
