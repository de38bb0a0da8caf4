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
from dafeng.records.grid import Place, Sheet, cell_name, column_letters
from dafeng.records.layout import Layout
from dafeng.records.places import Places
from dafeng.records.rows import RowKinds, fill_merged, sort_rows
from dafeng.records.schema import Column, Table
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
        return made
    _tell_rows(made, layout, kinds, found)
    _tell_columns(made, layout, found)
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
    _tell_formulas(made, found)
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


def _tell_rows(made: TableRows, layout: Layout, kinds: RowKinds, found: Findings) -> None:
    """Say which rows were left out, and which hidden ones were read."""
    sheet, first = made.sheet, min(layout.columns.values())

    def say(code: str, rows: list[int], zh: str, en: str) -> None:
        cells = [sheet.where(row, first) for row in rows]
        found.once(code, "info", Text(zh, en), file=made.file, cells=cells)

    say("records-header-repeated", kinds.headers, "重复的表头行，已跳过", "repeated header rows were skipped")
    say("records-note-row", kinds.notes, "表中的说明行，未读取", "rows of notes were not read")
    if len(kinds.examples) > 1:
        found.once(
            "records-example-rows",
            "warning",
            Text(
                "标有“示例”的行不读取，本表有多行", "rows marked as examples are not read; there are several"
            ),
            file=made.file,
            cells=[sheet.where(row, first) for row in kinds.examples],
            mend=Text(
                "真实数据行请把“示例”改成所属地区", "write the region in place of the mark in real rows"
            ),
        )
    data = set(kinds.data)
    hidden = sorted(row for row in sheet.hidden_rows if row in data)
    say("records-hidden-rows", hidden, "隐藏的行也已读取", "hidden rows were read too")
    hidden_columns = [c for c in sorted(layout.columns.values()) if c in sheet.hidden_columns]
    found.once(
        "records-hidden-columns",
        "info",
        Text("隐藏的列也已读取", "hidden columns were read too"),
        file=made.file,
        cells=[sheet.where(layout.header_row, column) for column in hidden_columns],
    )


def _tell_columns(made: TableRows, layout: Layout, found: Findings) -> None:
    """Say which columns are missing, stand twice or are not known."""
    head = made.sheet.where(layout.header_row, min(layout.columns.values()))
    missing = [c for c in layout.table.columns if c.required and c.name not in layout.columns]
    for column in missing:
        made.lost += 1
        found.add(
            Issue(
                "records-column-missing",
                "error",
                Text(
                    f"缺少必填的列“{column.title.zh}”", f"the required column “{column.title.en}” is missing"
                ),
                file=made.file,
                where=head,
                wanted=column.title.zh,
                mend=Text(
                    "按模板补上这一列；列名可有单位，如 建筑面积（万平方米）",
                    "add the column as in the template",
                ),
            )
        )
    for name, at in layout.twice:
        _tell_twice(made, name, at, found)
    unknown = [cell for cell in layout.unknown if _has_data(made, cell.column)]
    if unknown:
        names = "、".join(cell.text for cell in unknown[:8])
        found.once(
            "records-column-unknown",
            "info",
            Text(
                f"模板中没有的列，未读取：{names}",
                f"columns that are not in the template were not read: {names}",
            ),
            file=made.file,
            cells=[made.sheet.where(cell.row, cell.column) for cell in unknown],
            mend=Text("若是模板中的列，请用模板的列名", "use the template's titles where they are meant"),
        )


def _has_data(made: TableRows, column: int) -> bool:
    """Return whether any row of the table has something in ``column``."""
    rows = made.sheet.rows
    return any(column < len(rows[row]) and rows[row][column] != "" for row in made.rows)


def _tell_twice(made: TableRows, name: str, at: int, found: Findings) -> None:
    """Take the second column of a field where the first is empty; where both are filled it is an error."""
    first = made.columns[name]
    if not _has_data(made, at):
        return
    if not _has_data(made, first):
        made.columns[name] = at
        return
    rows = made.sheet.rows
    if all(rows[row][first] == rows[row][at] for row in made.rows):
        return
    made.lost += 1
    title = made.table.column(name).title
    found.add(
        Issue(
            "records-column-twice",
            "error",
            Text(f"“{title.zh}”有两列，内容不同", f"two columns of “{title.en}” differ"),
            file=made.file,
            where=made.sheet.where(made.header_row, at),
            got=f"{column_letters(first)}、{column_letters(at)}",
            mend=Text("只保留正确的一列", "keep the right one"),
        )
    )


def _tell_formulas(made: TableRows, found: Findings) -> None:
    """Say of formulas that their stored values were used; those without one, and error values, are errors."""
    sheet = made.sheet
    at = {column: name for name, column in made.columns.items()}
    index_of = {row: i for i, row in enumerate(made.rows)} if sheet.formulas or sheet.errors else {}
    stored: list[Place] = []
    empty: list[Place] = []
    broken: list[Place] = []
    for place, has_value in sorted(sheet.formulas.items()):
        if place[0] in index_of and place[1] in at and place not in sheet.errors:
            (stored if has_value else empty).append(place)
    for place in sorted(sheet.errors):
        if place[0] in index_of and place[1] in at:
            broken.append(place)
    found.once(
        "records-formula",
        "info",
        Text("单元格是公式，已用上次保存的计算结果", "cells with formulas: their stored values were used"),
        file=made.file,
        cells=[sheet.where(*place) for place in stored],
        mend=Text("如要保险，复制后“选择性粘贴—数值”", "paste them as values to be sure"),
    )
    found.each(
        "records-formula-empty",
        "error",
        Text("公式没有保存计算结果，无法取数", "a formula without a stored value"),
        file=made.file,
        cells=[(sheet.where(*place), None) for place in empty],
        mend=Text("在 Excel 中打开并保存一次，或改填数值", "open and save it in Excel, or write the value"),
    )
    found.each(
        "records-error-value",
        "error",
        Text("单元格是错误值", "an error value stands in the cell"),
        file=made.file,
        cells=[(sheet.where(*place), sheet.errors[place]) for place in broken],
        mend=Text("改正公式，或改填数值", "mend the formula, or write the value"),
    )
    for place in [*empty, *broken]:
        made.blame(index_of[place[0]], at[place[1]])
