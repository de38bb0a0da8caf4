"""Where a table stands in a sheet: its header, which may be two rows high, its columns and their units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dafeng.base.units import Unit, unit_from_words
from dafeng.records.grid import Sheet, is_blank
from dafeng.records.schema import COMMON, Table, fold, tables
from dafeng.records.wording import Header, header_index, read_header, wording

__all__ = ["HeaderCell", "Layout", "Written", "lay_out", "named_tables", "repeats_header", "written_headers"]

_SEARCHED_ROWS = 60
_MOST_COLUMNS = 400
_SHEET_NAME = 31
_DEPTHS = (1, 2, 3)
_COMMON = frozenset(column.name for column in COMMON)
_SHEET_UNIT = re.compile(r"^[(]?(?:计量|数量)?单位[:：](.+?)[)]?$")


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One column's header as written, over one or more rows; ``row`` is the row of its lowest words."""

    column: int
    row: int
    headers: tuple[Header, ...]
    text: str
    units: tuple[Unit, ...] = ()
    unit_words: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The header cells of one place in a sheet, whatever table they may be of."""

    row: int
    depth: int
    cells: tuple[HeaderCell, ...]


@dataclass(slots=True)
class Layout:
    """A table found in a sheet.

    ``columns`` gives the column of each field, ``units`` what a header or row of units says of a field (the
    units and their words, row and column), ``twice`` the columns that name a field which has one, ``unknown``
    the headers that name no field, ``asides`` what stands in brackets behind a title and is no unit known.
    ``likeness`` is 1 where the sheet's columns are just those of the table.
    """

    table: Table
    header_row: int
    first_row: int
    columns: dict[str, int]
    units: dict[str, tuple[tuple[Unit, ...], str, int, int]] = field(default_factory=dict)
    twice: list[tuple[str, int]] = field(default_factory=list)
    unknown: list[HeaderCell] = field(default_factory=list)
    asides: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    likeness: float = 0.0

    @property
    def own(self) -> int:
        """Return how many of the table's own fields have a column."""
        return sum(name not in _COMMON for name in self.columns)


def written_headers(sheet: Sheet) -> list[Written]:
    """Return every place among the first rows of ``sheet`` that may be a header."""
    found = []
    fill = _merged_texts(sheet)
    for row in range(min(len(sheet.rows), _SEARCHED_ROWS)):
        for depth in _DEPTHS:
            if row + depth > len(sheet.rows):
                break
            cells = tuple(_header_cells(sheet, row, depth, fill))
            if len(cells) > 1 or (cells and depth == 1):
                found.append(Written(row, depth, cells))
    return found


def _merged_texts(sheet: Sheet) -> Mapping[tuple[int, int], str]:
    """Return the text of merged cells, for every cell that they cover, among the first rows."""
    found: dict[tuple[int, int], str] = {}
    for (top, left), (bottom, right) in sheet.merged:
        text = sheet.cell(top, left)
        if top >= _SEARCHED_ROWS + 3 or not isinstance(text, str) or is_blank(text):
            continue
        if bottom - top > 3 or right - left > 60:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found[row, column] = text
    return found


def _header_cells(
    sheet: Sheet, row: int, depth: int, fill: Mapping[tuple[int, int], str]
) -> Iterable[HeaderCell]:
    """Give the headers that rows ``row`` to ``row + depth - 1`` make together."""
    for column in range(min(sheet.width, _MOST_COLUMNS)):
        parts: list[str] = []
        last = row
        for level in range(row, row + depth):
            own = sheet.cell(level, column)
            text = own if isinstance(own, str) and not is_blank(own) else ""
            if not text and level < row + depth - 1:
                text = fill.get((level, column), "")
            if text and text not in parts:
                parts.append(text)
                last = level
        if not parts:
            continue
        units, unit_words = (unit_from_words(parts[-1]), parts[-1]) if len(parts) > 1 else ((), "")
        words = parts[:-1] if units else parts
        candidates = ["".join(words)]
        if len(words) > 1:
            candidates += [words[-1], *(["".join(words[1:])] if len(words) > 2 else [])]
        headers = tuple(read_header(text) for text in candidates)
        yield HeaderCell(column, last, headers, " ".join(words), units, unit_words)


def lay_out(table: Table, sheet: Sheet, written: Iterable[Written]) -> Layout | None:
    """Return how ``table`` lies in ``sheet``; None where no header names a field of it."""
    index = header_index(table.name)
    best: Layout | None = None
    rank = (0.0, 0)
    for place in written:
        layout = _at(table, place, index)
        if layout is None:
            continue
        this = (layout.own + 0.01 * len(layout.columns), -place.depth)
        if best is None or this > rank:
            best, rank = layout, this
    if best is not None:
        _take_unit_row(best, sheet)
        _take_sheet_unit(best, sheet)
    return best


def _at(table: Table, place: Written, index: Mapping[str, str]) -> Layout | None:
    """Return the layout that the headers of one place make; None where none is a field's."""
    layout = Layout(table, place.row, place.row + place.depth, {})
    for cell in place.cells:
        name, header = _field(cell, index)
        if name is None or header is None:
            layout.unknown.append(cell)
        elif name in layout.columns:
            layout.twice.append((name, cell.column))
        else:
            layout.columns[name] = cell.column
            units, words = (cell.units, cell.unit_words) if cell.units else (header.units, header.unit_words)
            if units:
                layout.units[name] = (units, words, cell.row, cell.column)
            elif header.asides and not any(key in index for key in header.keys[:-1]):
                layout.asides[name] = ("、".join(header.asides), cell.row, cell.column)
    if not layout.columns:
        return None
    others = len(layout.unknown) + layout.own
    layout.likeness = 2 * layout.own / (len(table.columns) + others) if others else 0.0
    return layout


def _field(cell: HeaderCell, index: Mapping[str, str]) -> tuple[str | None, Header | None]:
    """Return the field that a header names, and the header that named it."""
    for header in cell.headers:
        for key in header.keys:
            if key in index:
                return index[key], header
    return _with_bare_unit(cell, index)


def _with_bare_unit(cell: HeaderCell, index: Mapping[str, str]) -> tuple[str | None, Header | None]:
    """Return the field of a header that ends in a unit without brackets: 建筑面积万平方米."""
    for header in cell.headers:
        for key in header.keys[:1]:
            for end in range(len(key) - 1, 1, -1):
                units = unit_from_words(key[end:]) if key[:end] in index else ()
                if units:
                    return index[key[:end]], Header(header.keys, units, key[end:])
    return None, None


def _take_unit_row(layout: Layout, sheet: Sheet) -> None:
    """Step over the rows under the header that hold units or column numbers, and take the units."""
    at = {column: name for name, column in layout.columns.items()}
    for _ in range(3):
        row = layout.first_row
        cells = [
            (column, value)
            for column, value in enumerate(sheet.rows[row] if row < len(sheet.rows) else [])
            if not is_blank(value)
        ]
        if _is_unit_row(cells):
            for column, value in cells:
                units = unit_from_words(value)
                if column in at and units:
                    layout.units[at[column]] = (units, value, row, column)
        elif not _is_numbering(cells):
            return
        layout.first_row += 1


def _is_unit_row(cells: list[tuple[int, Any]]) -> bool:
    """Return whether these filled cells are a row of units."""
    if not cells or not all(isinstance(value, str) for _, value in cells):
        return False
    words = wording().unit_row_words
    folded = [fold(value).strip("()") for _, value in cells]
    known = sum(
        bool(unit_from_words(value)) or word in words for (_, value), word in zip(cells, folded, strict=True)
    )
    return known >= max(1, 0.8 * len(cells))


def _is_numbering(cells: list[tuple[int, Any]]) -> bool:
    """Return whether these filled cells number the columns: 甲 乙 1 2 3."""
    if len(cells) < 3:
        return False
    numbers = []
    for _, value in cells:
        text = fold(str(value)).strip("()").removesuffix(".0")
        if text in tuple("甲乙丙丁戊"):
            continue
        if not text.isdecimal():
            return False
        numbers.append(int(text))
    return (
        len(numbers) >= 2
        and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        and numbers[0] <= 2
    )


def _take_sheet_unit(layout: Layout, sheet: Sheet) -> None:
    """Take a line 单位：万平方米 over the table for the fields of that kind without a unit of their own."""
    for row in range(max(0, layout.header_row - 6), layout.header_row):
        for column, value in enumerate(sheet.rows[row]):
            found = _SHEET_UNIT.match("".join(value.split())) if isinstance(value, str) else None
            if found is None:
                continue
            for words in re.split(r"[、,，;；/]", found[1]):
                units = unit_from_words(words)
                for unit in units:
                    for item in layout.table.columns:
                        same = item.unit and any(
                            u.dimension == unit.dimension for u in unit_from_words(item.unit)
                        )
                        if same and item.name in layout.columns:
                            layout.units.setdefault(item.name, ((unit,), words, row, column))


def repeats_header(sheet: Sheet, row: int, layout: Layout) -> bool:
    """Return whether ``row`` is the header printed again."""
    same = filled = 0
    for name, column in layout.columns.items():
        value = sheet.cell(row, column)
        if is_blank(value):
            continue
        filled += 1
        if isinstance(value, str):
            index = header_index(layout.table.name)
            same += any(index.get(key) == name for key in read_header(value).keys)
    return filled >= 2 and same >= 0.6 * filled


def named_tables(name: str) -> tuple[tuple[str, ...], bool]:
    """Return the tables that a sheet's name can mean, and whether the name is just that of the table.

    >>> named_tables("既有建筑台账"), named_tables("附件3 既有建筑台账（左旗）")
    ((('buildings',), True), (('buildings',), False))
    """
    folded = fold(name)
    bare = re.sub(r"^(?:附?[件表]?\d{0,2}[-_、.:]?)|(?:\(\d+\)|[-_]\d+|副本)$", "", folded)
    exact = [t.name for t in tables().values() if bare in _names(t) or folded in _names(t)]
    if exact:
        return tuple(exact), True
    inside: list[tuple[int, str]] = []
    for table in tables().values():
        words = [word for word in _names(table)[:2] if len(word) > (12 if word.isascii() else 2)]
        lengths = [len(word) for word in words if word in folded or _part(bare, word)]
        if lengths:
            inside.append((max(lengths), table.name))
    longest = max((length for length, _ in inside), default=0)
    return tuple(name for length, name in inside if length == longest), False


def _part(bare: str, word: str) -> bool:
    """Return whether a sheet's name is a table's name cut short (names of sheets have 31 characters)."""
    return len(bare) > 3 and not bare.isascii() and bare in word


def _names(table: Table) -> tuple[str, ...]:
    """Return what a sheet of ``table`` is called: its titles, whole and cut to 31 characters, its name."""
    titles = (table.title.zh, table.title.en)
    return (*(fold(title) for title in titles), *(fold(title[:_SHEET_NAME]) for title in titles), table.name)
