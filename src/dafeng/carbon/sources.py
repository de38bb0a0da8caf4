"""The reported tables as they count: the most certain filing, the last state of a register's rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dafeng.carbon.lines import Cell
from dafeng.engine import connection
from dafeng.records import MATURITIES, Records
from dafeng.records.schema import tables

if TYPE_CHECKING:
    import duckdb

__all__ = ["Reader", "Sum", "reading"]

_RANK: Mapping[str, int] = {name: rank for rank, name in enumerate(MATURITIES)}
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Sum:
    """What the rows of one group sum to in a region and year, with the first rows and how many there are.

    ``keys`` are the values of the columns that it is grouped by; ``empty`` names needed columns that some row
    of the group leaves empty.
    """

    region: str
    year: int
    keys: tuple[str, ...]
    values: Mapping[str, float]
    rows: tuple[Cell, ...]
    row_count: int
    empty: tuple[str, ...]


class Reader:
    """Sums over the rows of one set of records, and who reported what."""

    def __init__(self, database: duckdb.DuckDBPyConnection, records: Records) -> None:
        self._database = database
        self._records = records
        self._made: set[str] = set()
        self._filed: dict[str, dict[str, dict[int, str]]] = {}
        for filing in records.filings:
            if filing.blocked and not filing.rows:
                continue
            seen = self._filed.setdefault(filing.table, {}).setdefault(filing.region, {})
            old = seen.get(filing.year)
            if old is None or _RANK[filing.maturity] > _RANK[old]:
                seen[filing.year] = filing.maturity
        self._first: dict[str, dict[str, int]] = {}

    @property
    def years(self) -> tuple[int, ...]:
        """Return every year for which any table was filed."""
        return tuple(sorted({y for seen in self._filed.values() for years in seen.values() for y in years}))

    @property
    def regions(self) -> tuple[str, ...]:
        """Return every region that filed anything."""
        return tuple(sorted({region for seen in self._filed.values() for region in seen}))

    def maturity(self, table: str, region: str, year: int) -> str | None:
        """Return how certain the report of a table is in a year; None where it was not reported.

        A register covers every year from its first event or filing to its last filing.
        """
        filed = self._filed.get(table, {}).get(region)
        if not filed:
            return None
        if year in filed or tables()[table].kind == "yearly":
            return filed.get(year)
        later = [m for y, m in filed.items() if y > year]
        if not later or year < self._first_event(table, region):
            return None
        return max(later, key=_RANK.__getitem__)

    def least(self, names: Sequence[str], region: str, year: int) -> str:
        """Return the least certain maturity of the tables ``names``, all of which were reported."""
        found = [self.maturity(name, region, year) for name in names]
        known = [m for m in found if m is not None]
        return min(known, key=_RANK.__getitem__, default="final")

    def sums(
        self,
        table: str,
        values: Mapping[str, str],
        *,
        by: Sequence[str] = (),
        where: str | None = None,
        year: str = "year",
        needs: Sequence[str] = (),
    ) -> list[Sum]:
        """Return sums of SQL expressions by region, year and the columns ``by``, in an order of their own.

        Of a register the last state of every row counts, in the year that the expression ``year`` says.
        """
        if table not in self._filed:
            return []
        self._make(table)
        clauses = ["latest", f"({year}) IS NOT NULL", *([f"({where})"] if where else [])]
        return self._ask(f"FROM {table}", year, values, by=by, clauses=clauses, needs=needs)

    def standing(
        self, table: str, values: Mapping[str, str], *, where: str | None = None, needs: Sequence[str] = ()
    ) -> list[Sum]:
        """Return sums over the rows of a register as they stood in each year; ``{y}`` is the year."""
        if table not in self._filed:
            return []
        self._make(table)
        years = ", ".join(f"({y})" for y in self.years)
        source = f"FROM {table} JOIN (VALUES {years}) AS when_(y) ON y BETWEEN valid_from AND valid_to"
        clauses = [f"({(where or 'true').replace('{y}', 'y')})"]
        return self._ask(source, "y", values, by=(), clauses=clauses, needs=needs)

    def _ask(
        self,
        source: str,
        year: str,
        values: Mapping[str, str],
        *,
        by: Sequence[str],
        clauses: Sequence[str],
        needs: Sequence[str],
    ) -> list[Sum]:
        picked = ", ".join([*by, *(f"coalesce({sql}, 0)" for sql in values.values())])
        lacks = ", ".join(f"count(*) FILTER (WHERE {need} IS NULL)" for need in needs)
        group = ", ".join(["region", f"({year})", *by])
        text = (
            f"SELECT region, ({year}), {picked}, {lacks + ', ' if lacks else ''}"
            f"list([_file, _sheet, _row::VARCHAR] ORDER BY _file, _sheet, _row)[1:{_SHOWN}], count(*) "
            f"{source} WHERE {' AND '.join(clauses)} GROUP BY {group} ORDER BY {group}"
        )
        found = []
        name = source.split()[1]
        for row in self._database.execute(text).fetchall():
            at = 2 + len(by)
            counted = dict(zip(values, (float(v) for v in row[at : at + len(values)]), strict=True))
            lacking = row[at + len(values) : at + len(values) + len(needs)]
            cells = tuple(Cell(name, f, s, None if r is None else int(r)) for f, s, r in row[-2])
            empty = tuple(need for need, n in zip(needs, lacking, strict=True) if n)
            keys = tuple(str(key) for key in row[2:at])
            found.append(Sum(row[0], int(row[1]), keys, counted, cells, int(row[-1]), empty))
        return found

    def _make(self, name: str) -> None:
        """Make the table as it counts, once."""
        if name in self._made:
            return
        self._made.add(name)
        table = tables()[name]
        self._database.register(f"raw_{name}", self._records.table(name))
        cases = " ".join(f"WHEN '{m}' THEN {rank}" for m, rank in _RANK.items())
        ranked = f"SELECT *, CASE maturity {cases} END AS rank_ FROM raw_{name}"
        if table.kind == "yearly":
            text = (
                f"SELECT * EXCLUDE (rank_), true AS latest FROM ({ranked}) "
                "QUALIFY rank_ = max(rank_) OVER (PARTITION BY region, year)"
            )
        else:
            key = ", ".join(["region", *table.key])
            versions = (
                f"SELECT * FROM ({ranked}) QUALIFY row_number() OVER (PARTITION BY {key}, year "
                "ORDER BY rank_ DESC, _row DESC NULLS LAST) = 1"
            )
            text = (
                "SELECT * EXCLUDE (rank_), "
                "CASE WHEN row_number() OVER w = 1 THEN -9999 ELSE year END AS valid_from, "
                "coalesce(lead(year) OVER w - 1, 9999) AS valid_to, lead(year) OVER w IS NULL AS latest "
                f"FROM ({versions}) WINDOW w AS (PARTITION BY {key} ORDER BY year)"
            )
        self._database.execute(f"CREATE TEMP TABLE {name} AS {text}")

    def _first_event(self, name: str, region: str) -> int:
        """Return the year of the first event or filing of a register in a region."""
        if name not in self._first:
            self._make(name)
            dates = [f"min(year({c.name}))" for c in tables()[name].columns if c.type == "date"]
            first = {r: min(seen) for r, seen in self._filed[name].items()}
            if dates:
                text = f"SELECT region, least({', '.join(dates)}) FROM {name} GROUP BY region"
                for r, event in self._database.execute(text).fetchall():
                    if event is not None and r in first:
                        first[r] = min(first[r], int(event))
            self._first[name] = first
        return self._first[name][region]


@contextmanager
def reading(records: Records) -> Iterator[Reader]:
    """Give a reader of ``records``."""
    with connection() as database:
        yield Reader(database, records)
