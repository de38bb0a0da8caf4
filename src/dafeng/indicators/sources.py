"""The reported tables as they count: the most certain filing of a year, the state of registers in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dafeng.carbon.library import load_library
from dafeng.carbon.places import COUNTRY, places
from dafeng.indicators.values import RANK, Coverage, Factor, Settlement
from dafeng.records import Records
from dafeng.records.schema import Table, tables

if TYPE_CHECKING:
    import duckdb

__all__ = ["CARRIERS", "coverage", "energy_factors", "prepare", "settlement_sql"]

_LONGEST_HISTORY = 25


def coverage(records: Records, name: str, first_events: Mapping[str, int]) -> Coverage:
    """Return the coverage of one table; ``first_events`` holds the year of each region's earliest event."""
    years: dict[str, dict[int, str]] = {}
    blocked: dict[str, set[int]] = {}
    for filing in records.filings:
        if filing.table != name:
            continue
        if filing.blocked and not filing.rows:
            blocked.setdefault(filing.region, set()).add(filing.year)
            continue
        seen = years.setdefault(filing.region, {})
        old = seen.get(filing.year)
        if old is None or RANK[filing.maturity] > RANK[old]:
            seen[filing.year] = filing.maturity
    first = {region: min([*seen, first_events.get(region, min(seen))]) for region, seen in years.items()}
    return Coverage(
        tables()[name].kind,
        years,
        {region: frozenset(found) for region, found in blocked.items()},
        first,
        tables()[name].regions == "reporting",
    )


def prepare(
    database: duckdb.DuckDBPyConnection, records: Records, names: Iterable[str], *, province: str | None
) -> dict[str, Coverage]:
    """Make the tables ``names`` in ``database`` as they count, and return their coverage.

    Each has two columns more: ``valid_from`` and ``valid_to``, the years for which a row is the state of
    things, and ``latest``, whether it is the last state. Energy tables gain their factors of ``province``.
    """
    found: dict[str, Coverage] = {}
    for name in names:
        table = tables()[name]
        database.register(f"raw_{name}", records.table(name))
        database.execute(_effective(table))
        events: dict[str, int] = {}
        dates = [c.name for c in table.columns if c.type == "date"]
        if table.kind == "register" and dates:
            earliest = f"least({', '.join(f'min(year({d}))' for d in dates)})"
            rows = database.execute(f"SELECT region, {earliest} FROM {name} GROUP BY region").fetchall()
            events = {region: int(year) for region, year in rows if year is not None}
        found[name] = coverage(records, name, _bounded(events, records, name))
    if "energy_use" in found:
        _add_factors(database, province)
    return found


def _bounded(events: Mapping[str, int], records: Records, name: str) -> dict[str, int]:
    """Return the first events, no further back than a lifetime of plans before the last filing."""
    last = {
        region: max(f.year for f in records.filings if f.table == name and f.region == region)
        for region in {f.region for f in records.filings if f.table == name}
    }
    return {
        region: max(year, last[region] - _LONGEST_HISTORY)
        for region, year in events.items()
        if region in last
    }


def _effective(table: Table) -> str:
    """Return the SQL that makes the table as it counts."""
    cases = " ".join(f"WHEN '{name}' THEN {rank}" for name, rank in RANK.items())
    ranked = f"SELECT *, CASE maturity {cases} END AS rank_ FROM raw_{table.name}"
    if table.kind == "yearly":
        return (
            f"CREATE TEMP TABLE {table.name} AS SELECT * EXCLUDE (rank_), year AS valid_from, "
            f"year AS valid_to, true AS latest FROM ({ranked}) "
            "QUALIFY rank_ = max(rank_) OVER (PARTITION BY region, year)"
        )
    key = ", ".join(["region", *table.key])
    versions = (
        f"SELECT * FROM ({ranked}) QUALIFY row_number() OVER (PARTITION BY {key}, year "
        "ORDER BY rank_ DESC, _row DESC NULLS LAST) = 1"
    )
    return (
        f"CREATE TEMP TABLE {table.name} AS SELECT * EXCLUDE (rank_), "
        "CASE WHEN row_number() OVER w = 1 THEN -9999 ELSE year END AS valid_from, "
        "coalesce(lead(year) OVER w - 1, 9999) AS valid_to, lead(year) OVER w IS NULL AS latest "
        f"FROM ({versions}) WINDOW w AS (PARTITION BY {key} ORDER BY year)"
    )


CARRIERS: Mapping[str, tuple[str, str]] = {
    "electricity": ("kWh", "electricity.grid"),
    "heat": ("GJ", "heat.default"),
    "coal": ("t", "fuel.coal"),
    "gas": ("m3", "fuel.gas"),
    "lpg": ("t", "fuel.lpg"),
    "oil": ("t", "fuel.oil"),
    "biomass": ("t", "fuel.biomass"),
}
"""Each carrier of energy with its unit in the records and the key of its emission factor."""


def energy_factors(kind: str, carrier: str, *, year: int, province: str | None) -> Factor:
    """Return what a unit of ``carrier`` weighs in ``year``: tce, or tCO2 for ``kind`` ``tco2``.

    The factor is that of the carbon library: the province's own before the national one, the latest year
    up to the year asked, before the first the first. Its name says the year and place that it is of.
    """
    unit, emissions = CARRIERS[carrier]
    top, key = (
        ("tCO2", emissions) if kind == "tco2" else ("tce", f"tce.{kind.removeprefix('tce_')}.{carrier}")
    )
    place = province if province in places() else None
    found = load_library().factor(key, year=year, place=place, unit=f"{top}/{unit}")
    words = [kind, carrier, *([found.place] if found.place != COUNTRY else []), str(found.year)]
    return Factor(" ".join(words), found.value, found.unit, found.source, found.basis)


def _add_factors(database: duckdb.DuckDBPyConnection, province: str | None) -> None:
    """Give every row of energy use its factors per unit of quantity."""
    years = [row[0] for row in database.execute("SELECT DISTINCT year FROM energy_use ORDER BY 1").fetchall()]
    carriers = list(CARRIERS)
    database.execute(
        "CREATE TEMP TABLE factors_ (carrier VARCHAR, fyear BIGINT, tce_calorific DOUBLE, "
        "tce_coal_equivalent DOUBLE, tco2 DOUBLE, tco2_fixed DOUBLE)"
    )
    for year in years:
        for carrier in carriers:
            row = [
                energy_factors(kind, carrier, year=year, province=province).value
                for kind in ("tce_calorific", "tce_coal_equivalent", "tco2")
            ]
            fixed = energy_factors("tco2", carrier, year=min(years), province=province).value
            database.execute("INSERT INTO factors_ VALUES (?, ?, ?, ?, ?, ?)", [carrier, year, *row, fixed])
    database.execute("ALTER TABLE energy_use RENAME TO energy_use_")
    database.execute(
        "CREATE TEMP TABLE energy_use AS SELECT e.*, f.* EXCLUDE (carrier, fyear) FROM energy_use_ e "
        "LEFT JOIN factors_ f ON e.carrier = f.carrier AND e.year = f.fyear"
    )


def settlement_sql(table: str, settlement: Settlement) -> str | None:
    """Return the condition that rows of ``table`` lie in one of the kinds of settlement; None: no condition.

    Words that the table does not know do not narrow it.
    """
    known = [tables()[table].settlements[word] for word in settlement if word in tables()[table].settlements]
    if not known or "true" in known:
        return None
    return " OR ".join(f"({condition})" for condition in dict.fromkeys(known))
