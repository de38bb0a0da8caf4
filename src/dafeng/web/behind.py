"""The rows behind a value: a reported table as it counts in a year, filtered by region, a page at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from dafeng.base import Lang
from dafeng.base.unit_words import unit_words
from dafeng.records.schema import COMMON, MATURITIES, PROVENANCE, Column, Table, categories, tables

if TYPE_CHECKING:
    import pyarrow as pa

    from dafeng.indicators.status import Status
    from dafeng.plan.model import Statement
    from dafeng.web.results import Results

__all__ = ["PAGE_ROWS", "Head", "Page", "columns_of", "condition_of", "counting", "page_of", "shown"]

PAGE_ROWS = 50
_KEPT = 6
_LOCK = Lock()
_counted: OrderedDict[tuple[str, str, int | None, str], Any] = OrderedDict()


@dataclass(frozen=True)
class Page:
    """One page of rows: ``total`` rows there are, ``n`` of ``of`` pages; cells in the order of the heads."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    n: int
    of: int


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    column: Column

    def say(self, lang: Lang) -> str:
        """Return the title with its unit."""
        unit = unit_words(self.column.unit, lang)
        title = self.column.title.say(lang)
        return title if not unit else f"{title}（{unit}）" if lang == "zh" else f"{title} ({unit})"

    @property
    def raw(self) -> bool:
        """Return whether its cells are words as they were reported, in whatever language."""
        own = self.column.name not in ("region", "maturity")
        return self.column.type == "string" and not self.column.categories and own

    @property
    def numeric(self) -> bool:
        """Return whether its cells are amounts."""
        return self.column.type in ("number", "integer")


def columns_of(table: Table) -> tuple[Head, ...]:
    """Return the columns of a table in their order, region, year and maturity first."""
    return tuple(Head(column) for column in (*COMMON, *table.columns))


def condition_of(results: Results, statement: Statement, status: Status, table: str, year: int) -> str:
    """Return the SQL of the rows of ``table`` that a statement's value rests on in ``year``; maybe empty.

    They lie in the settlements of its scope, and meet the conditions of the sums: a kind of row, the year of
    a stage.
    """
    from dafeng.indicators.formulas import formulas
    from dafeng.indicators.judging import demand
    from dafeng.indicators.sources import settlement_sql

    wanted = demand(results.plan, statement, dict(results.values.areas))
    parts = [settlement_sql(table, wanted.settlement) or ""]
    formula = formulas().get(status.trace.indicator or "")
    variant = formula.by_id.get(status.trace.variant or "") if formula else None
    sides = [side for side in variant.sides if side.table == table] if variant else []
    each = []
    for side in sides:
        own = [f"({side.where})"] if side.where else []
        own += [f"{side.year} = {year}"] if side.year and "{" not in side.year else []
        each.append(" AND ".join(own))
    if each and all(each) and not any("{" in one.replace("{y}", "") for one in each):
        parts.append(" OR ".join(f"({one})" for one in dict.fromkeys(each)).replace("{y}", str(year)))
    return " AND ".join(f"({part})" for part in parts if part)


def counting(results: Results, name: str, year: int | None, condition: str = "") -> pa.Table:
    """Return the rows of a table as they count in ``year``: the most certain report, the state of registers.

    Without a year, all rows as they were reported. The last few answers are kept.
    """
    key = (results.reported.stamp, name, year, condition)
    with _LOCK:
        if key in _counted:
            _counted.move_to_end(key)
            return _counted[key]
    found = results.records.table(name) if year is None else _at(results, name, year, condition)
    with _LOCK:
        _counted[key] = found
        while len(_counted) > _KEPT:
            _counted.popitem(last=False)
    return found


def _at(results: Results, name: str, year: int, condition: str) -> pa.Table:
    """Ask the database for the rows that count in a year."""
    from dafeng.engine import connection
    from dafeng.indicators.sources import prepare

    with connection() as database:
        prepare(database, results.records, [name], province=None)
        wanted = ", ".join([h.column.name for h in columns_of(tables()[name])] + list(PROVENANCE))
        return database.sql(
            f"SELECT {wanted} FROM {name} WHERE {int(year)} BETWEEN valid_from AND valid_to "
            f"{f'AND {condition} ' if condition else ''}"
            "ORDER BY region, _row"
        ).to_arrow_table()


def page_of(
    results: Results,
    name: str,
    *,
    leaves: Sequence[str] | None,
    year: int | None,
    n: int,
    condition: str = "",
) -> tuple[Page, pa.Table]:
    """Return page ``n`` (from 1; beyond the last, the last) of the rows of ``leaves``, and all of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = counting(results, name, year, condition)
    if leaves is not None:
        found = found.filter(pc.is_in(found["region"], value_set=pa.array(list(leaves), pa.string())))
    total = found.num_rows
    of = max(1, -(-total // PAGE_ROWS))
    n = min(max(n, 1), of)
    cut = found.slice((n - 1) * PAGE_ROWS, PAGE_ROWS)
    heads = used(columns_of(tables()[name]), found)
    rows = zip(
        *(cut[name].to_pylist() for name in [h.column.name for h in heads] + list(PROVENANCE)), strict=True
    )
    return Page(heads, tuple(rows), total, n, of), found


def used(heads: Sequence[Head], found: pa.Table) -> tuple[Head, ...]:
    """Return the heads of columns in which something stands."""
    return tuple(h for h in heads if found[h.column.name].null_count < found.num_rows or not found.num_rows)


def shown(value: Any, column: Column, lang: Lang, regions: dict[str, str]) -> str:
    """Return a cell in words."""
    if value is None:
        return ""
    if column.name == "region":
        return regions.get(value, str(value))
    if column.name == "maturity":
        return MATURITIES[value].say(lang) if value in MATURITIES else f"{value}"
    if column.categories:
        words = categories()[column.categories].get(value)
        return words.say(lang) if words else str(value)
    if isinstance(value, bool):
        return {"zh": ("否", "是"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:,.10g}"
    if column.type == "integer":
        return f"{value:,}"
    return str(value)
