"""What is said of a sheet as a whole: rows left out, columns missing or unknown, formulas, hidden parts."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from dafeng.base import Issue, Text
from dafeng.base.units import unit_names
from dafeng.records.cells import read_boolean
from dafeng.records.findings import Findings, shown
from dafeng.records.grid import Place, column_letters, is_blank
from dafeng.records.layout import Layout
from dafeng.records.rows import RowKinds
from dafeng.records.schema import Column, category_of, fold
from dafeng.records.wording import wording

if TYPE_CHECKING:
    from dafeng.records.sheet_rows import TableRows

__all__ = ["tell_columns", "tell_formulas", "tell_rows"]


def tell_rows(made: TableRows, layout: Layout, kinds: RowKinds, found: Findings) -> None:
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
    elif kinds.examples:
        _tell_changed_example(made, layout, kinds.examples[0], found)
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


def _tell_changed_example(made: TableRows, layout: Layout, row: int, found: Findings) -> None:
    """Warn where a row that is marked as an example holds other values than the template's example."""
    for column in layout.table.columns:
        at = layout.columns.get(column.name)
        if at is None:
            continue
        cell = made.sheet.cell(row, at)
        if not is_blank(cell) and not _is_example(column, cell):
            found.once(
                "records-example-rows",
                "warning",
                Text(
                    "标有“示例”的行不读取，但其中的内容不是示例",
                    "marked as an example, but its values are not",
                ),
                file=made.file,
                cells=[made.sheet.where(row, at)],
                got=shown(cell),
                mend=Text(
                    "真实数据行请把“示例”改成所属地区", "write the region in place of the mark in real rows"
                ),
            )
            return


def _is_example(column: Column, cell: object) -> bool:
    """Return whether a cell holds the example of its column."""
    if column.example is None:
        return False
    if column.categories is not None:
        ids = category_of(column.categories)
        return ids.get(fold(shown(cell))) == ids.get(fold(str(column.example)))
    if column.type == "boolean":
        return bool(read_boolean(cell)[0] == read_boolean(column.example)[0])
    return fold(shown(cell)) == fold(str(column.example))


def tell_columns(made: TableRows, layout: Layout, found: Findings) -> None:
    """Say which columns are missing, stand twice or are not known."""
    head = made.sheet.where(layout.header_row, min(layout.columns.values()))
    missing = [c for c in layout.table.columns if c.required and c.name not in layout.columns]
    unknown = [cell for cell in layout.unknown if _has_data(made, cell.column)]
    for column in missing:
        made.lost += 1
        near = difflib.get_close_matches(column.title.zh, [cell.text for cell in unknown], n=1, cutoff=0.4)
        found.add(
            Issue(
                "records-column-missing",
                "error",
                Text(
                    f"缺少必填的列“{column.title.zh}”", f"the required column “{column.title.en}” is missing"
                ),
                file=made.file,
                where=head,
                got=f"{near[0]}？" if near else None,
                wanted=column.title.zh,
                mend=Text(
                    "按模板补上这一列；列名可有单位，如 建筑面积（万平方米）",
                    "add the column as in the template",
                ),
            )
        )
    for name, at in layout.twice:
        _tell_twice(made, name, at, found)
    for name, (words, row, at) in layout.asides.items():
        _tell_aside(made, name, words, made.sheet.where(row, at), found)
    side = wording().side_columns
    unknown = [cell for cell in unknown if fold(cell.text) not in side]
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


def _tell_aside(made: TableRows, name: str, words: str, where: str, found: Findings) -> None:
    """Warn of words in brackets over a column of numbers that may be a unit which is not known."""
    column = made.table.column(name)
    if not column.unit or column.type not in ("number", "integer"):
        return
    zh, en = unit_names(column.unit)
    found.once(
        "records-header-aside",
        "warning",
        Text(
            f"{column.title.zh}：列名括号里的“{words}”没有认作单位，按{zh}读取",
            f"{column.title.en}: “{words}” in the header was not taken for a unit; read in {en}",
        ),
        file=made.file,
        cells=[where],
        wanted=zh,
        mend=Text("若是单位，请换算", "convert the numbers if it is a unit"),
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


def tell_formulas(made: TableRows, found: Findings) -> None:
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
