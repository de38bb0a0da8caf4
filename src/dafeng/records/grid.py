"""What the reader sees of a file, whatever its format: sheets of plain values, and marks on cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from dafeng.base import Text

__all__ = ["Book", "Place", "Sheet", "cell_name", "column_letters", "is_blank"]

Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[r][c]`` from A1 on; an empty cell is ``""``.

    ``formulas`` says of each cell with a formula whether it holds a stored value; ``errors`` are the cells
    with an error value (#REF!), which in ``rows`` are empty; ``formats`` are the number formats of cells that
    carry a percent sign or words; ``merged`` are ranges as first and last cell.
    """

    name: str
    rows: list[list[Any]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[Place, Place], ...] = ()
    formulas: Mapping[Place, bool] = field(default_factory=lambda: MappingProxyType({}))
    errors: Mapping[Place, str] = field(default_factory=lambda: MappingProxyType({}))
    formats: Mapping[Place, str] = field(default_factory=lambda: MappingProxyType({}))
    width: int = field(init=False)
    """Columns of the longest row."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", max((len(row) for row in self.rows), default=0))

    def cell(self, row: int, column: int) -> Any:
        """Return the value of a cell; ``""`` for one outside."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    def where(self, row: int, column: int) -> str:
        """Return the place of a cell as people write it: 既有建筑台账!C5."""
        return f"{self.name}!{cell_name(row, column)}"


@dataclass(frozen=True, slots=True)
class Book:
    """A file that could be opened: its name as shown, its sheets in order, and what is said about the file.

    A remark is a code, its words, and how to mend it.
    """

    file: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[tuple[str, Text, Text], ...] = ()


def is_blank(value: Any) -> bool:
    """Return whether a cell holds nothing but white space.

    >>> is_blank(""), is_blank(" \\u3000"), is_blank(0.0)
    (True, True, False)
    """
    return value is None or (isinstance(value, str) and not value.strip())


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(26), column_letters(701)
    ('A', 'AA', 'ZZ')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell counted from 0.

    >>> cell_name(4, 2)
    'C5'
    """
    return f"{column_letters(column)}{row + 1}"
