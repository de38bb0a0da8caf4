"""Values beside those of the year before: five times as much, or a fifth, is worth a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dafeng.base import Text
from dafeng.engine import connection
from dafeng.records.checking import to_arrow
from dafeng.records.findings import Findings
from dafeng.records.records import Records
from dafeng.records.schema import Column, Table

if TYPE_CHECKING:
    import pyarrow as pa

    from dafeng.records.sheet_rows import TableRows

__all__ = ["compare_years"]

_TIMES = 5.0
_RANK = "CASE maturity WHEN 'final' THEN 3 WHEN 'estimate' THEN 2 ELSE 1 END"


def compare_years(
    table: Table, sheets: Sequence[TableRows], history: Records | None, found: Findings
) -> None:
    """Warn of values more than five times, or less than a fifth, of the same key's the year before.

    The year before is taken from the same files or from ``history``, at its most certain maturity.
    """
    import pyarrow as pa

    numbers = [c for c in table.columns if c.type in ("number", "integer") and c.unit]
    years = {year for made in sheets for year in set(made.values["year"]) if year is not None}
    old = history.tables[table.name] if history is not None else None
    known = years | (set(old["year"].unique().to_pylist()) if old is not None else set())
    if not numbers or not any(year - 1 in known for year in years):
        return
    parts = []
    for number, made in enumerate(sheets):
        part = to_arrow(made).append_column("_part", pa.array([number] * len(made.rows), pa.int64()))
        parts.append(part.append_column("_index", pa.array(range(len(made.rows)), pa.int64())))
    new = pa.concat_tables(parts)
    before = new.drop_columns(["_part", "_index"])
    if old is not None:
        before = pa.concat_tables([before, old])
    for part, index, column, was in _jumps(table, numbers, new, before):
        made = sheets[part]
        if index in made.faulty.get(column.name, ()):
            continue
        value = made.values[column.name][index]
        found.once(
            "records-jump",
            "warning",
            Text(
                f"{column.title.zh}：与上年相差五倍以上",
                f"{column.title.en}: five times the year before, or a fifth",
            ),
            file=made.file,
            cells=[made.place(index, column.name)],
            got=f"{value:.10g}",
            wanted=f"{made.values['year'][index] - 1}: {was:.10g}",
            mend=Text(
                "核对数值和单位；属实的请附说明", "check the value and its unit; explain it where it is true"
            ),
        )


def _jumps(
    table: Table, numbers: list[Column], new: pa.Table, before: pa.Table
) -> list[tuple[int, int, Column, float]]:
    """Return the jumps: part, row, column, and the value of the year before."""
    keys = ("region", *table.key)
    fields = ", ".join(["year", *keys, *(c.name for c in numbers)])
    same = " AND ".join(f"n.{key} = o.{key}" for key in keys)
    values = ", ".join(f"n.{c.name}, o.{c.name}" for c in numbers)
    test = " OR ".join(
        f"(n.{c.name} > 0 AND o.{c.name} > 0 AND (n.{c.name} > {_TIMES} * o.{c.name} "
        f"OR n.{c.name} * {_TIMES} < o.{c.name}))"
        for c in numbers
    )
    partition = ", ".join(("year", *keys))
    query = (
        f"WITH o AS (SELECT {fields} FROM before "
        f"QUALIFY row_number() OVER (PARTITION BY {partition} ORDER BY {_RANK} DESC) = 1) "
        f"SELECT n._part, n._index, {values} FROM new AS n JOIN o ON {same} AND o.year = n.year - 1 "
        f"WHERE {test}"
    )
    with connection(new=new, before=before) as database:
        rows = sorted(database.sql(query).fetchall())
    jumps = []
    for row in rows:
        for number, column in enumerate(numbers):
            value, was = row[2 + 2 * number], row[3 + 2 * number]
            if value and was and (value > _TIMES * was or value * _TIMES < was):
                jumps.append((row[0], row[1], column, was))
    return jumps
