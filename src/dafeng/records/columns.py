"""A column of cells to a column of values, fast where the cells are already what is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from dafeng.base import Text
from dafeng.base.units import Unit, factor_between
from dafeng.records.cells import (
    Read,
    Remark,
    read_boolean,
    read_date,
    read_integer,
    read_number,
    read_string,
    read_year,
    unit_of_format,
)
from dafeng.records.findings import Findings, shown
from dafeng.records.remarks import saying, wanted_of
from dafeng.records.schema import Column, category_of, fold
from dafeng.records.wording import wording

_BRACKETS = re.compile(r"\(.*\)$")

__all__ = ["Converted", "convert_column", "tell_remarks"]


@dataclass(slots=True)
class Converted:
    """A column's values, one a cell, and the remarks with the indexes of their cells."""

    values: list[Any]
    remarks: dict[Remark, list[int]] = field(default_factory=dict)

    def note(self, remark: Remark, index: int) -> None:
        """Take one remark."""
        self.remarks.setdefault(remark, []).append(index)


def convert_column(
    column: Column,
    cells: Sequence[Any],
    *,
    factor: Fraction = Fraction(1),
    is_key: bool = False,
    formats: Mapping[int, str] | None = None,
    units: Sequence[str | None] | None = None,
    header_units: tuple[Unit, ...] = (),
) -> Converted:
    """Return the values of ``cells`` as ``column`` wants them.

    ``factor`` turns a bare number of this column into the field's unit; ``formats`` are the number formats,
    by index, that say a unit or percent; ``units`` are the units of the rows where they differ, which a
    header may give too (``header_units``).
    """
    if column.type == "number" and units is not None:
        done = _by_row(cells, header_units, units)
    elif column.type == "number" and factor == 1 and not formats and _all_of(cells, (float,)):
        done = Converted([None if cell == "" else cell for cell in cells])
    else:
        done = _mapped(cells, _parser(column, factor, is_key))
    if formats:
        _apply_formats(column, cells, formats, done)
    return done


def _all_of(cells: Sequence[Any], types: tuple[type, ...]) -> bool:
    """Return whether every cell is empty or of one of ``types``."""
    return all(type(cell) in types or cell == "" for cell in cells)


def _mapped(cells: Sequence[Any], parse: Callable[[Any], Read]) -> Converted:
    """Return ``parse`` of every cell, asked once for cells that are alike."""
    known: dict[Any, Read] = {}
    by_type: dict[type, dict[Any, Read]] = {}
    values: list[Any] = []
    done = Converted(values)
    for index, cell in enumerate(cells):
        kind = type(cell)
        known = by_type.get(kind) or by_type.setdefault(kind, {})
        read = known.get(cell)
        if read is None:
            read = known[cell] = parse(cell)
        values.append(read[0])
        if read[1] is not None:
            done.note(read[1], index)
    return done


def _parser(column: Column, factor: Fraction, is_key: bool) -> Callable[[Any], Read]:
    """Return the function that reads one cell of ``column``."""
    if column.categories is not None:
        words = category_of(column.categories)
        return lambda cell: _category(cell, words)
    if column.type == "string":
        return lambda cell: read_string(cell, is_key=is_key)
    if column.type == "number":
        return lambda cell: read_number(cell, unit=column.unit, factor=factor)
    if column.type == "integer":
        return lambda cell: read_integer(cell, unit=column.unit, factor=factor)
    return {"year": read_year, "date": read_date, "boolean": read_boolean}[column.type]


def _category(cell: Any, words: Mapping[str, str]) -> Read:
    """Return the id that a cell means in a closed list."""
    if not isinstance(cell, str):
        return None, Remark("not-category")
    text = fold(cell)
    if not text:
        return None, None
    if text in words:
        return words[text], None
    if text in wording().blanks:
        return None, Remark("blank-word", cell.strip())
    bare = _BRACKETS.sub("", text)
    if bare in words:
        return words[bare], Remark("category-note", cell.strip())
    return None, Remark("not-category")


def _by_row(cells: Sequence[Any], header_units: tuple[Unit, ...], units: Sequence[str | None]) -> Converted:
    """Return numbers whose unit differs by row; a bare number is in the header's unit where there is one."""
    done = Converted([])
    for index, (cell, unit) in enumerate(zip(cells, units, strict=True)):
        factor = factor_between(header_units, unit) if header_units else Fraction(1)
        value, remark = read_number(cell, unit=unit, factor=factor or Fraction(1))
        if factor is None and (remark is None or remark.kind == "text-number") and value is not None:
            value, remark = None, Remark("unit-mismatch", header_units[0].name)
        done.values.append(value)
        if remark is not None:
            done.note(remark, index)
    return done


def _apply_formats(column: Column, cells: Sequence[Any], formats: Mapping[int, str], done: Converted) -> None:
    """Mend numbers that are shown in another unit than they are stored in: 65 % is stored as 0.65."""
    for index, code in formats.items():
        cell = cells[index]
        if not isinstance(cell, float | int) or isinstance(cell, bool) or done.values[index] is None:
            continue
        if column.type not in ("number", "integer"):
            continue
        if "%" in code.split(";")[0]:
            if column.unit == "%":
                done.values[index] = float(Fraction(repr(float(cell))) * 100)
                done.note(Remark("unit-converted", "%"), index)
            else:
                done.values[index] = None
                done.note(Remark("unit-mismatch", "%"), index)
            continue
        factor = factor_between(unit_of_format(code), column.unit)
        if factor is not None and factor != 1:
            done.values[index] = float(Fraction(repr(float(cell))) * factor)
            done.note(Remark("unit-converted", "".join(unit.name for unit in unit_of_format(code))), index)


def tell_remarks(
    column: Column,
    done: Converted,
    cells: Sequence[Any],
    *,
    file: str,
    place: Callable[[int], str],
    found: Findings,
) -> list[int]:
    """Say what was remarked, errors cell by cell and the rest once; return the indexes of the errors.

    ``place`` gives the place of the cell with an index.
    """
    bad: list[int] = []
    for remark, indexes in done.remarks.items():
        code, told = saying(remark)
        title = _titled(column, told.message)
        if told.severity == "error":
            bad += indexes
            found.each(
                code,
                "error",
                title,
                file=file,
                cells=[(place(i), shown(cells[i])) for i in indexes],
                wanted=wanted_of(column),
                mend=told.mend,
            )
        else:
            found.once(
                code,
                told.severity,
                title,
                file=file,
                cells=[place(i) for i in indexes],
                got=shown(cells[indexes[0]]),
                mend=told.mend,
            )
    return bad


def _titled(column: Column, message: Text) -> Text:
    """Return a message that begins with the column's title."""
    return Text(f"{column.title.zh}：{message.zh}", f"{column.title.en}: {message.en}")
