"""What changed between two snapshots of the records, for the next report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from dafeng.records.records import Filing, Records, rows_of
from dafeng.records.schema import COMMON, MATURITIES, PROVENANCE, Table, tables

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Change", "changes"]

Kind = Literal["filed", "firmer", "refiled", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Change:
    """One filing that is new, or says something else than before.

    ``kind``: *filed* for the first time; *firmer*: there was one of a lower maturity (``before``), which
    stays; *refiled*: the same filing with other rows; *withdrawn*: no longer there. ``added``, ``removed``,
    ``altered`` count rows by key; ``sums`` gives, of every number whose sum differs, the sums before and
    after in the field's unit.
    """

    table: str
    region: str
    year: int
    maturity: str
    kind: Kind
    before: str | None
    rows_before: int
    rows_after: int
    added: int = 0
    removed: int = 0
    altered: int = 0
    sums: Mapping[str, tuple[float, float]] = field(default_factory=lambda: MappingProxyType({}))


def changes(old: Records, new: Records) -> tuple[Change, ...]:
    """Return what changed from ``old`` to ``new``, by table, region, year and maturity."""
    before = {filing.key: filing for filing in old.filings if not filing.blocked}
    after = {filing.key: filing for filing in new.filings if not filing.blocked}
    found: list[Change] = []
    for key in sorted({*before, *after}):
        table = tables()[key[0]]
        if key not in after:
            found.append(_change(table, (old, before[key]), None, "withdrawn"))
        elif key in before:
            change = _change(table, (old, before[key]), (new, after[key]), "refiled")
            if change.added or change.removed or change.altered:
                found.append(change)
        else:
            lower = _lower(after[key], before)
            kind: Kind = "filed" if lower is None else "firmer"
            found.append(_change(table, None if lower is None else (old, lower), (new, after[key]), kind))
    return tuple(found)


def _lower(filing: Filing, before: Mapping[Any, Filing]) -> Filing | None:
    """Return the firmest filing of before whose maturity is lower."""
    order = list(MATURITIES)
    lower = order[: order.index(filing.maturity)]
    for maturity in reversed(lower):
        found = before.get((filing.table, filing.region, filing.year, maturity))
        if found is not None:
            return found
    return None


def _change(
    table: Table, old: tuple[Records, Filing] | None, new: tuple[Records, Filing] | None, kind: Kind
) -> Change:
    """Return the change from one filing to another."""
    left, right = _rows(table, old), _rows(table, new)
    before = {} if old is None else _by_key(table, left)
    after = {} if new is None else _by_key(table, right)
    filing = new[1] if new is not None else old[1] if old is not None else None
    assert filing is not None
    sums = {}
    for column in table.columns:
        if column.type in ("number", "integer") and column.unit_by is None:
            was, now = (_sum(rows, column.name) for rows in (left, right))
            if was != now:
                sums[column.name] = (was, now)
    return Change(
        *filing.key,
        kind=kind,
        before=None if old is None or kind == "withdrawn" else old[1].maturity,
        rows_before=0 if left is None else left.num_rows,
        rows_after=0 if right is None else right.num_rows,
        added=len(after.keys() - before.keys()),
        removed=len(before.keys() - after.keys()),
        altered=sum(before[key] != after[key] for key in before.keys() & after.keys()),
        sums=MappingProxyType(sums),
    )


def _rows(table: Table, side: tuple[Records, Filing] | None) -> pa.Table | None:
    """Return the rows of one filing, without the common columns and where they came from."""
    if side is None:
        return None
    records, filing = side
    rows = rows_of(records.tables[table.name], table.name, {filing.key}, inside=True)
    return rows.drop_columns([*(column.name for column in COMMON), *PROVENANCE])


def _by_key(table: Table, rows: pa.Table | None) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return rows by the table's key."""
    if rows is None:
        return {}
    return {tuple(row[name] for name in table.key): row for row in rows.to_pylist()}


def _sum(rows: pa.Table | None, name: str) -> float:
    """Return the sum of a column; 0 for no rows."""
    import pyarrow.compute as pc

    total = None if rows is None else pc.sum(rows[name]).as_py()
    return 0.0 if total is None else float(total)
