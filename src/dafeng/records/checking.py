"""The checks on the rows of one table, set-wise: required fields, limits, keys, the table's conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from dafeng.base import Issue, Text
from dafeng.base.units import unit_names
from dafeng.engine import connection
from dafeng.records.findings import LISTED, Findings, shortened
from dafeng.records.remarks import wanted_of
from dafeng.records.schema import Check, Column, Table, arrow_schema, categories
from dafeng.records.sheet_rows import TableRows

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["check_rows", "to_arrow"]


def check_rows(table: Table, sheets: Sequence[TableRows], found: Findings) -> None:
    """Check all rows that were read of ``table``; every fault is told at its cell and counted on its row."""
    for made in sheets:
        for column in table.columns:
            _check_required(made, column, found)
            _check_limits(made, column, found)
        _check_later_years(made, found)
    _check_keys(table, sheets, found)
    for made in sheets:
        if table.checks and made.rows:
            _check_conditions(made, found)


def to_arrow(made: TableRows) -> pa.Table:
    """Return the rows of one sheet under the table's schema, with where each came from."""
    import pyarrow as pa

    schema = arrow_schema(made.table)
    count = len(made.rows)
    values = {
        **made.values,
        "_file": [made.file] * count,
        "_sheet": [made.sheet.name] * count,
        "_row": [row + 1 for row in made.rows],
    }
    return pa.table([pa.array(values[f.name], f.type) for f in schema], schema=schema)


def _blame(
    made: TableRows,
    name: str,
    indexes: Sequence[int],
    said: tuple[str, Text, str | None, Text],
    found: Findings,
) -> None:
    """Tell one kind of error at the cells of a field, and count it on their rows."""
    if not indexes:
        return
    code, message, wanted, mend = said
    title = made.table.column(name).title
    full = Text(f"{title.zh}：{message.zh}", f"{title.en}: {message.en}")
    cells = [(made.place(i, name), _shown(made, name, i)) for i in indexes]
    found.each(code, "error", full, file=made.file, cells=cells, wanted=wanted, mend=mend)
    for index in indexes:
        made.blame(index, name)


def _shown(made: TableRows, name: str, index: int) -> str | None:
    """Return a value as a person reads it."""
    value = made.values[name][index]
    if value is None:
        return None
    column = made.table.column(name)
    if column.categories is not None and value in categories()[column.categories]:
        return categories()[column.categories][value].zh
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _check_required(made: TableRows, column: Column, found: Findings) -> None:
    """Tell empty cells of required fields, and of those that a stage's date makes required."""
    values = made.values[column.name]
    faulty = made.faulty.get(column.name, set())
    if column.required and column.name in made.columns:
        empty = [i for i, v in enumerate(values) if v is None and i not in faulty]
        said = (
            "records-required",
            Text("必填，不能空白", "required, may not be empty"),
            wanted_of(column),
            Text("填写本格；没有数据的先查明，不要填 0", "fill it in; do not write 0 for what is not known"),
        )
        _blame(made, column.name, empty, said, found)
    if column.needed_at is not None:
        dates = made.values[column.needed_at]
        empty = [
            i
            for i, (v, d) in enumerate(zip(values, dates, strict=True))
            if v is None and d is not None and i not in faulty
        ]
        stage = made.table.column(column.needed_at).title
        said = (
            "records-needed",
            Text(f"已填“{stage.zh}”，此栏必填", f"required once “{stage.en}” is given"),
            wanted_of(column),
            Text(f"填写本格，或核对{stage.zh}", f"fill it in, or check the {stage.en}"),
        )
        _blame(made, column.name, empty, said, found)


def _check_limits(made: TableRows, column: Column, found: Findings) -> None:
    """Tell values under the minimum or over the maximum."""
    tests: list[Callable[[float], bool]] = []
    if column.minimum is not None:
        tests.append(lambda v, low=column.minimum: v < low)  # type: ignore[misc]
    if column.maximum is not None:
        tests.append(lambda v, high=column.maximum: v > high)  # type: ignore[misc]
    if column.exclusive_minimum is not None:
        tests.append(lambda v, low=column.exclusive_minimum: v <= low)  # type: ignore[misc]
    if not tests:
        return
    values = made.values[column.name]
    outside = [i for i, v in enumerate(values) if v is not None and any(test(v) for test in tests)]
    unit = unit_names(column.unit)[0] if column.unit and column.unit_by is None else ""
    said = (
        "records-limit",
        Text("超出允许的范围", "outside the limits"),
        wanted_of(column),
        Text(
            f"核对数值和单位（本栏单位：{unit}）" if unit else "核对数值",
            f"check the value and its unit ({unit})" if unit else "check the value",
        ),
    )
    _blame(made, column.name, outside, said, found)


def _check_later_years(made: TableRows, found: Findings) -> None:
    """Warn of dates and years after the year that is reported."""
    years = made.values["year"]
    for column in made.table.columns:
        if column.type not in ("date", "year") or (column.type == "date" and made.table.kind == "yearly"):
            continue  # what is reported of a year may be handed in after it
        values = made.values[column.name]
        later = [
            i
            for i, (v, y) in enumerate(zip(values, years, strict=True))
            if v is not None and y is not None and (v.year if column.type == "date" else v) > y
        ]
        if later:
            title = column.title
            found.once(
                "records-after-year",
                "warning",
                Text(f"{title.zh}：晚于统计年份", f"{title.en}: after the year that is reported"),
                file=made.file,
                cells=[made.place(i, column.name) for i in later],
                got=_shown(made, column.name, later[0]),
                wanted=f"≤ {years[later[0]]}",
                mend=Text(
                    "核对日期或统计年份；还没发生的不填", "check it; leave out what has not happened yet"
                ),
            )


def _check_keys(table: Table, sheets: Sequence[TableRows], found: Findings) -> None:
    """Tell rows of one region, year and maturity that have the same key, within and between files."""
    names = ("region", "year", "maturity", *table.key)
    seen: dict[tuple[Any, ...], tuple[TableRows, int]] = {}
    words = "、".join(table.column(name).title.zh for name in table.key) or "每个地区每年只有一行"
    words_en = ", ".join(table.column(name).title.en for name in table.key) or "one row a region and year"
    for made in sheets:
        clashes: list[tuple[int, str, bool]] = []
        for index, key in enumerate(zip(*(made.values[name] for name in names), strict=True)):
            if None in key:
                continue
            other, first = seen.setdefault(key, (made, index))
            if other is made and first == index:
                continue
            at = other.place(first, table.key[0] if table.key else "region")
            place = at if other.file == made.file else f"{other.file} {at}"
            same = all(other.values[c.name][first] == made.values[c.name][index] for c in table.columns)
            clashes.append((index, place, same))
            if not same:
                other.blame(first)
        for index, place, same in clashes[:LISTED]:
            made.blame(index)
            found.add(_clash(table, made, index, (place, same), (words, words_en)))
        rest = [
            made.place(index, table.key[0] if table.key else "region") for index, _, _ in clashes[LISTED:]
        ]
        for index, _, _ in clashes[LISTED:]:
            made.blame(index)
        message = Text(f"{words}重复（同类问题还有）", f"more rows repeat {words_en}")
        found.once("records-duplicate", "error", message, file=made.file, cells=rest)


def _clash(
    table: Table, made: TableRows, index: int, other: tuple[str, bool], words: tuple[str, str]
) -> Issue:
    """Return the issue of one row that repeats another's key."""
    place, same = other
    how = (
        Text("，整行相同", ", the whole row is the same")
        if same
        else Text("，内容不同", ", its values differ")
    )
    return Issue(
        "records-duplicate",
        "error",
        Text(f"与 {place} 重复：{words[0]}{how.zh}", f"repeats {place}: {words[1]}{how.en}"),
        file=made.file,
        where=made.place(index, table.key[0] if table.key else "region"),
        got=shortened("、".join(_shown(made, name, index) or "" for name in table.key)) or None,
        mend=Text("删去多余的一行，或改正编号", "delete one of them, or mend the key"),
    )


def _check_conditions(made: TableRows, found: Findings) -> None:
    """Ask all conditions of the table in one query, and tell the rows for which one is false."""
    import pyarrow as pa

    table = made.table
    rows = to_arrow(made)
    rows = rows.append_column("_index", pa.array(range(len(made.rows)), pa.int64()))
    tests = [f"(({check.sql}) IS FALSE)" for check in table.checks]
    asked = ", ".join(f"{test} AS c{number}" for number, test in enumerate(tests))
    query = f"SELECT _index, {asked} FROM t WHERE {' OR '.join(tests)}"
    with connection(t=rows) as database:
        failed = database.sql(query).fetchall()
    failed.sort()
    for number, check in enumerate(table.checks):
        indexes = [row[0] for row in failed if row[number + 1]]
        _tell_condition(made, check, indexes, found)


def _tell_condition(made: TableRows, check: Check, indexes: Iterable[int], found: Findings) -> None:
    """Tell the rows for which a condition of the table is false, with the values that it is about."""
    names = [c.name for c in made.table.columns if re.search(rf"\b{c.name}\b", check.sql)]
    cells: list[tuple[str, str | None]] = []
    for index in indexes:
        filled = [name for name in names if made.values[name][index] is not None and name in made.columns]
        shown = [f"{made.table.column(n).title.zh}={_shown(made, n, index)}" for n in filled[:4]]
        cells.append((made.place(index, filled[0] if filled else names[0]), "，".join(shown) or None))
        if check.severity == "error":
            made.blame(index)
    mend = Text("核对所列各栏", "check the fields that are named")
    found.each(check.code, check.severity, check.message, file=made.file, cells=cells, mend=mend)
