"""One sheet of a known table to typed rows, with every fault told at its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from dafeng.base import Issue, Text
from dafeng.base.units import Unit, factor_between, unit_from_words, unit_names
from dafeng.records.columns import Converted, convert_column, tell_remarks
from dafeng.records.common_columns import read_common
from dafeng.records.cover import Cover
from dafeng.records.findings import Findings
from dafeng.records.grid import Sheet, cell_name, column_letters
from dafeng.records.layout import Layout
from dafeng.records.places import Places
from dafeng.records.rows import fill_merged, sort_rows
from dafeng.records.schema import Column, Table
from dafeng.records.sheet_remarks import tell_columns, tell_formulas, tell_rows
from dafeng.records.totals import compare_totals

__all__ = ["TableRows", "read_rows"]

_SMALL_PERCENTS = 1.0


@dataclass(slots=True)
class TableRows:
    """The rows that one sheet reports of one table.

    ``rows`` are row numbers from 0; ``values[field][i]`` belongs to ``rows[i]``; ``bad`` counts the errors of
    a row, ``faulty`` the indexes of the cells that could not be read; ``lost`` counts the errors that concern
    the whole sheet.
    """

    table: Table
    file: str
    sheet: Sheet
    columns: dict[str, int]
    rows: list[int]
    header_row: int
    values: dict[str, list[Any]] = field(default_factory=dict)
    bad: dict[int, int] = field(default_factory=dict)
    faulty: dict[str, set[int]] = field(default_factory=dict)
    lost: int = 0

    def place(self, index: int, name: str) -> str:
        """Return the cell of the field ``name`` in the row ``index``; the row where it has no column."""
        if name in self.columns:
            return f"{self.sheet.name}!{cell_name(self.rows[index], self.columns[name])}"
        return f"{self.sheet.name}!{self.rows[index] + 1}:{self.rows[index] + 1}"

    def blame(self, index: int, name: str | None = None) -> None:
        """Count one error on the row ``index``."""
        self.bad[index] = self.bad.get(index, 0) + 1
        if name is not None:
            self.faulty.setdefault(name, set()).add(index)

    @property
    def letters(self) -> dict[str, str]:
        """Return the column of each field, as letters."""
        return {name: column_letters(column) for name, column in self.columns.items()}


def read_rows(
    sheet: Sheet, layout: Layout, cover: Cover, *, file: str, places: Places | None, found: Findings
) -> TableRows:
    """Return the rows of ``layout.table`` in ``sheet``; what was done, and what is wrong, is told."""
    kinds = sort_rows(sheet, layout)
    made = TableRows(layout.table, file, sheet, dict(layout.columns), kinds.data, layout.header_row)
    if not kinds.data:
        if kinds.examples:
            tell_rows(made, layout, kinds, found)
        return made
    tell_rows(made, layout, kinds, found)
    tell_columns(made, layout, found)
    filled = fill_merged(sheet, layout, kinds.data)
    found.once(
        "records-merged-cells",
        "info",
        Text(
            "合并单元格的值已填入它覆盖的每一行",
            "the value of merged cells was taken for every row they cover",
        ),
        file=file,
        cells=[sheet.where(*place) for place in filled],
    )
    tell_formulas(made, found)
    read_common(made, cover, places, found)
    for column in layout.table.columns:
        made.values[column.name] = _read_column(made, column, layout, found)
    compare_totals(made, layout, kinds, found)
    return made


def _cells(made: TableRows, name: str) -> Sequence[Any]:
    """Return the cells of a field in the rows of the table; empty ones where it has no column."""
    at = made.columns.get(name)
    if at is None:
        return [""] * len(made.rows)
    rows = made.sheet.rows
    return [rows[row][at] if at < len(rows[row]) else "" for row in made.rows]


def _read_column(made: TableRows, column: Column, layout: Layout, found: Findings) -> list[Any]:
    """Return the values of one own field."""
    if column.name not in made.columns:
        return [None] * len(made.rows)
    cells = _cells(made, column.name)
    at = made.columns[column.name]
    factor = Fraction(1)
    header_units: tuple[Unit, ...] = ()
    if column.name in layout.units and column.type in ("number", "integer"):
        header_units = layout.units[column.name][0]
        factor = _header_factor(made, column, layout, found)
    formats = {}
    if made.sheet.formats:
        formats = {i: code for i, row in enumerate(made.rows) if (code := made.sheet.formats.get((row, at)))}
    units = None
    if column.unit_by is not None:
        units = [column.units.get(value) if value else None for value in made.values[column.unit_by]]
    done = convert_column(
        column,
        cells,
        factor=factor,
        is_key=column.name in made.table.key,
        formats=formats,
        units=units,
        header_units=header_units,
    )

    def place(index: int) -> str:
        return made.place(index, column.name)

    for index in tell_remarks(column, done, cells, file=made.file, place=place, found=found):
        made.blame(index, column.name)
    _tell_small_percents(made, column, cells, done, found)
    return done.values


def _header_factor(made: TableRows, column: Column, layout: Layout, found: Findings) -> Fraction:
    """Return what the header's unit makes of a number, and say so; a unit that does not fit is an error."""
    units, words, row, at = layout.units[column.name]
    where = made.sheet.where(row, at)
    if column.unit_by is not None:
        return Fraction(1)
    factor = factor_between(units, column.unit)
    wanted_zh, wanted_en = unit_names(column.unit or "")
    if factor is None:
        made.lost += 1
        found.add(
            Issue(
                "records-header-unit",
                "error",
                Text(
                    f"{column.title.zh}：表头的单位“{words}”与本栏不符",
                    f"{column.title.en}: the unit {words} of the header does not fit",
                ),
                file=made.file,
                where=where,
                got=words,
                wanted=wanted_zh or None,
                mend=Text(f"换算成{wanted_zh}", f"convert to {wanted_en}"),
            )
        )
        return Fraction(1)
    if factor != 1:
        found.add(
            Issue(
                "records-header-unit-converted",
                "info",
                Text(
                    f"{column.title.zh}：整列单位为{words}，已换算成{wanted_zh}（×{float(factor):.10g}）",
                    f"{column.title.en}: the column is in {words}; converted to {wanted_en} "
                    f"(x {float(factor):.10g})",
                ),
                file=made.file,
                where=where,
                got=words,
                wanted=wanted_zh,
                mend=Text("请核对单位", "check the unit"),
            )
        )
    return factor


def _tell_small_percents(
    made: TableRows, column: Column, cells: Sequence[Any], done: Converted, found: Findings
) -> None:
    """Warn where a column of percents holds what look like shares of 1."""
    if column.unit != "%" or not unit_from_words("%"):
        return
    values = [(i, v) for i, v in enumerate(done.values) if v is not None and v != 0]
    small = [i for i, v in values if 0 < v <= _SMALL_PERCENTS and isinstance(cells[i], float)]
    if small and len(small) == len(values):
        found.once(
            "records-percent-small",
            "warning",
            Text(
                f"{column.title.zh}：全列数值都不大于 1，本栏单位是 %，0.65 按 0.65% 读取",
                f"{column.title.en}: no value exceeds 1; the column is in %, 0.65 is read as 0.65 %",
            ),
            file=made.file,
            cells=[made.place(i, column.name) for i in small],
            got=str(cells[small[0]]),
            mend=Text("若是 65%，请填 65", "write 65 where 65 % is meant"),
        )
