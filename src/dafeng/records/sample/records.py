"""All sample tables of a plan put together, with the filings that say who reported what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from dafeng.plan import Plan
from dafeng.records.records import Filing, Records, make
from dafeng.records.sample.buildings import building_table
from dafeng.records.sample.further import further_rows
from dafeng.records.sample.places import YEARS, Place, places_of, rng_of
from dafeng.records.sample.projects import project_rows
from dafeng.records.sample.registers import register_rows
from dafeng.records.sample.yearly import yearly_rows
from dafeng.records.schema import arrow_schema, tables

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["sample_records"]

Row = dict[str, Any]

# Owed since the plan, or once a year that is over: where there is none there is no nil report either.
_OWED_LATER = frozenset(
    ["duties", "annual_reports", "periodic_reports", "season_reports", "evaluation_reports"]
)


def sample_records(
    plan: Plan, *, seed: int = 66, buildings: int | None = None, only: Collection[str] | None = None
) -> Records:
    """Return sample records for the leaf regions of ``plan``: 2020 to 2025 final, 2026 flash.

    They are invented, the same for the same ``seed``, in the magnitude of public figures where
    ``places.yaml`` has them for the plan's tree; names and ids say 示例. ``buildings`` is how many buildings
    the register has (17,000 where none is given). Flash values of amounts are those of the twelve months to
    September 2026; registers of 2026 end on 30 September. Some regions have not reported some tables.
    ``only`` names the tables to fill, such as those that the plan needs; None: all.

    Raises ``InputError`` (``sample-no-regions``) where the plan has no leaf region.
    """
    places = places_of(plan)
    rows: dict[str, list[Row]] = {name: [] for name in tables()}
    for place in places:
        for name, found in yearly_rows(place, seed=seed).items():
            rows[name] += found
    for name, found in (register_rows(places, seed=seed) | further_rows(places, seed=seed)).items():
        rows[name] += found
    rows["projects"] = project_rows(places, seed=seed)
    rows["duties"] = _duties(plan, places, seed)
    rows["annual_reports"] = _reports(plan, places, seed)
    rows |= _other_reports(places)
    unreported = {
        (table, place.id, int(year))
        for place in places
        for year, names in place.facts["unreported"].items()
        for table in names
    }
    made: dict[str, pa.Table] = {
        name: _table(name, [row for row in found if (name, row["region"], row["year"]) not in unreported])
        for name, found in rows.items()
        if name != "buildings" and (only is None or name in only)
    }
    if only is None or "buildings" in only:
        made["buildings"] = _with_maturity(building_table(places, seed=seed, buildings=buildings))
    return make(made, _filings(made, places, unreported))


def _table(name: str, rows: list[Row]) -> pa.Table:
    """Return the rows of a table as Arrow, in an order of their own."""
    import pyarrow as pa

    table = tables()[name]
    schema = arrow_schema(table)
    own = [field for field in schema if not field.name.startswith("_") and field.name != "maturity"]
    ordered = sorted(rows, key=lambda row: (row["region"], row["year"], *(str(row[k]) for k in table.key)))
    return _with_maturity(pa.Table.from_pylist(ordered, schema=pa.schema(own)))


def _with_maturity(table: pa.Table) -> pa.Table:
    """Return the table with its column of maturities: flash in the last year, final before."""
    import pyarrow as pa

    years = table["year"].to_pylist()
    return table.append_column(
        "maturity", pa.array(["flash" if y == YEARS[-1] else "final" for y in years], pa.string())
    )


def _filings(
    made: dict[str, pa.Table],
    places: tuple[Place, ...],
    unreported: set[tuple[str, str, int]],
) -> tuple[Filing, ...]:
    """Return a filing of every table, region and year but the unreported; nil where there was nothing."""
    found = []
    for name, table in made.items():
        reporting = tables()[name].regions == "reporting"
        counts = {
            (row["region"], row["year"]): row["count_all"]
            for row in table.group_by(["region", "year"]).aggregate([([], "count_all")]).to_pylist()
        }
        regions = dict.fromkeys(place.reporter if reporting else place.id for place in places)
        for region in regions:
            for year in YEARS:
                if (name, region, year) in unreported:
                    continue
                if name in _OWED_LATER and (region, year) not in counts:
                    continue
                maturity = "flash" if year == YEARS[-1] else "final"
                found.append(Filing(name, region, year, maturity, counts.get((region, year), 0)))
    return tuple(found)


def _duties(plan: Plan, places: tuple[Place, ...], seed: int) -> list[Row]:
    """Return the progress of the statements without a figure, since the plan was issued."""
    first = plan.document.issue_year or YEARS[0]
    open_ones = [s.id for s in plan.statements if not s.quantified]
    rows = []
    for place in places:
        for statement in open_ones:
            pace = rng_of(seed, "duties", place.id, statement).uniform(0.5, 2.2)
            for year in YEARS:
                if year >= first:
                    done = (year - first + 1) * pace
                    progress = "not_started" if done < 1 else "under_way" if done < 5 else "done"
                    rows.append(
                        {
                            "region": place.id,
                            "year": year,
                            "statement": statement,
                            "progress": progress,
                            "note": "示例说明",
                            "evidence": "示例佐证.pdf" if progress == "done" else None,
                        }
                    )
    return rows


def _reports(plan: Plan, places: tuple[Place, ...], seed: int) -> list[Row]:
    """Return the yearly reports of the reporting regions since the plan was issued, the last year's open."""
    first = plan.document.issue_year or YEARS[0]
    rows = []
    for place in {place.reporter: place for place in reversed(places)}.values():
        for year in YEARS[:-1]:
            if year >= first:
                day = int(rng_of(seed, "reports", place.reporter, year).integers(18, 31))
                text = place.facts["report_days"].get(year) or f"11-{day:02d}"
                month, number = (int(part) for part in text.split("-"))
                rows.append(
                    {
                        "region": place.reporter,
                        "year": year,
                        "submitted_date": date(year, month, number),
                        "document_number": f"示例〔{year}〕{place.number}号",
                    }
                )
    return rows


def _other_reports(places: tuple[Place, ...]) -> dict[str, list[Row]]:
    """Return monthly and quarterly reports, reports on heating seasons, and one evaluation of the plan."""
    monthly, season, evaluation = [], [], []
    for place in places:
        for year in YEARS[:-1]:
            for kind, count in (("monthly", 12), ("quarterly", 4)):
                for period in range(1, count + 1):
                    month = period if kind == "monthly" else 3 * period
                    day = date(year + month // 12, month % 12 + 1, 2 + (place.number + period) % 4)
                    monthly.append(
                        {
                            "region": place.id,
                            "year": year,
                            "report_kind": kind,
                            "period": period,
                            "submitted_date": day,
                        }
                    )
            season.append(
                {"region": place.id, "year": year, "submitted_date": date(year, 5, 6 + place.number)}
            )
        evaluation.append(
            {"region": place.id, "year": 2025, "submitted_date": date(2025, 12, 10 + place.number)}
        )
    return {"periodic_reports": monthly, "season_reports": season, "evaluation_reports": evaluation}
