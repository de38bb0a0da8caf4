"""What was reported, as typed tables, with the filings that say who reported what."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dafeng.records.hashing import table_digest
from dafeng.records.schema import MATURITIES, arrow_schema, tables

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Filing", "FilingKey", "Records", "empty", "make", "merge", "rows_of"]

FilingKey = tuple[str, str, int, str]
"""Table, region, year, maturity."""


@dataclass(frozen=True, slots=True)
class Filing:
    """One table reported by one region for one year at one maturity.

    ``rows`` may be 0: a nil report (零报告), which says that there was nothing, and differs from none at all.
    ``blocked`` counts the errors for which the filing is not used; its rows are kept out of the tables.
    ``left_out`` counts rows with errors that were left out of a filing which is used all the same.
    ``columns`` names the sheet's column of each field, as letters.
    """

    table: str
    region: str
    year: int
    maturity: str
    rows: int
    file: str | None = None
    sheet: str | None = None
    revision: int = 1
    blocked: int = 0
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    left_out: int = 0

    @property
    def key(self) -> FilingKey:
        """Return what tells filings apart: table, region, year and maturity."""
        return self.table, self.region, self.year, self.maturity


@dataclass(frozen=True, slots=True)
class Records:
    """Every table, maybe empty, with the common, the own and the provenance columns; and the filings.

    Rows of one (table, region, year, maturity) that were filed again replace those filed before, in whole.
    """

    tables: Mapping[str, pa.Table]
    filings: tuple[Filing, ...]

    def table(self, name: str) -> pa.Table:
        """Return the rows of the table ``name``; raises ``KeyError`` where there is no such table."""
        return self.tables[name]

    @property
    def content_hash(self) -> str:
        """Return the SHA-256 of the content, which neither the order of rows nor their files change.

        Tables without rows do not enter it, so that a table which is new to the schema changes no hash.
        """
        digest = hashlib.sha256()
        for name in sorted(self.tables):
            if self.tables[name].num_rows:
                digest.update(table_digest(name, self.tables[name]))
        for filing in sorted(
            (f.table, f.region, f.year, f.maturity, f.rows, f.blocked) for f in self.filings
        ):
            digest.update(repr(filing).encode())
        return digest.hexdigest()


@cache
def empty() -> Records:
    """Return records in which nothing was reported."""
    return Records(
        MappingProxyType({name: arrow_schema(table).empty_table() for name, table in tables().items()}), ()
    )


def make(rows: Mapping[str, pa.Table], filings: tuple[Filing, ...] | None = None) -> Records:
    """Return records of ``rows``; tables that are not named are empty.

    Columns that a table lacks are null; without ``filings`` every region, year and maturity that occurs in
    the rows counts as filed. A column that the schema does not know is a ``KeyError``.
    """
    import pyarrow as pa

    filled = dict(empty().tables)
    made: list[Filing] = []
    for name, given in rows.items():
        schema = arrow_schema(tables()[name])
        unknown = set(given.column_names) - set(schema.names)
        if unknown:
            raise KeyError(f"{name}: {sorted(unknown)}")
        columns = [
            given[field.name].cast(field.type)
            if field.name in given.column_names
            else pa.nulls(given.num_rows, field.type)
            for field in schema
        ]
        filled[name] = pa.table(columns, schema=schema)
        made += filings_of(name, filled[name])
    return Records(MappingProxyType(filled), tuple(made) if filings is None else filings)


def filings_of(name: str, table: pa.Table) -> list[Filing]:
    """Return one filing for every region, year and maturity that occurs in ``table``."""
    groups = table.group_by(["region", "year", "maturity"]).aggregate([([], "count_all")])
    found = [
        Filing(name, row["region"], row["year"], row["maturity"], row["count_all"])
        for row in groups.to_pylist()
    ]
    order: dict[str, int] = {name: rank for rank, name in enumerate(MATURITIES)}
    return sorted(found, key=lambda f: (f.region, f.year, order[f.maturity]))


def merge(old: Records, new: Records) -> Records:
    """Return ``old`` with the filings of ``new``; what is filed again replaces what was filed, in whole.

    A value of another maturity is another filing: finals never overwrite estimates. A filing again raises the
    revision where it changes anything; a blocked filing replaces nothing.
    """
    import pyarrow as pa

    before = {filing.key: filing for filing in old.filings}
    fresh = {
        filing.key: filing
        for filing in new.filings
        if not filing.blocked and not _same(old, new, before.get(filing.key), filing)
    }
    kept = dict(old.tables)
    for name in sorted({key[0] for key in fresh}):
        stays = rows_of(old.tables[name], name, fresh, inside=False)
        comes = rows_of(new.tables[name], name, fresh, inside=True)
        joined = pa.concat_tables([stays, comes]).combine_chunks()
        kept[name] = joined.sort_by([("region", "ascending"), ("year", "ascending")])
    for key, filing in fresh.items():
        was = before.get(key)
        used = was is not None and not was.blocked
        before[key] = replace(filing, revision=was.revision + 1) if was is not None and used else filing
    for filing in new.filings:
        if filing.blocked:
            before.setdefault(filing.key, filing)
    return Records(MappingProxyType(kept), tuple(before.values()))


def rows_of(table: pa.Table, name: str, keys: Container[FilingKey], *, inside: bool) -> pa.Table:
    """Return the rows of the table ``name`` whose filing is among ``keys``, or (not ``inside``) is not."""
    import pyarrow as pa

    columns = (table[column].to_pylist() for column in ("region", "year", "maturity"))
    return table.filter(
        pa.array([((name, *row) in keys) is inside for row in zip(*columns, strict=True)], pa.bool_())
    )


def _same(old: Records, new: Records, before: Filing | None, filing: Filing) -> bool:
    """Return whether a filing says what it said before."""
    if before is None or before.blocked or (before.rows, before.left_out) != (filing.rows, filing.left_out):
        return False
    name, keys = filing.table, {filing.key}
    digests = {table_digest(name, rows_of(each.tables[name], name, keys, inside=True)) for each in (old, new)}
    return len(digests) == 1
