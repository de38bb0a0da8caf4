"""The sample records: whole, plausible, marked, and the same every time."""

from __future__ import annotations

import pytest

from dafeng.base import InputError
from dafeng.engine.tables import sql
from dafeng.plan import Plan, load
from dafeng.records import Records, categories, tables
from dafeng.records.sample import sample_records
from dafeng.records.sample.places import YEARS


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load("alxa-2023-66")


@pytest.fixture(scope="module")
def records(plan: Plan) -> Records:
    return sample_records(plan)


def test_same_seed_same_records_and_another_seed_others(plan: Plan, records: Records) -> None:
    assert sample_records(plan).content_hash == records.content_hash
    assert sample_records(plan, seed=67).content_hash != records.content_hash


@pytest.mark.parametrize("name", list(tables()))
def test_every_table_keeps_its_schema(name: str, records: Records) -> None:
    table, rows = tables()[name], records.table(name)
    assert rows.num_rows > 0
    for column in table.columns:
        bounds = {
            "required": f"{column.name} IS NULL" if column.required else None,
            "minimum": f"{column.name} < {column.minimum}" if column.minimum is not None else None,
            "maximum": f"{column.name} > {column.maximum}" if column.maximum is not None else None,
            "exclusive": f"{column.name} <= {column.exclusive_minimum}"
            if column.exclusive_minimum is not None
            else None,
            "needed": f"{column.needed_at} IS NOT NULL AND {column.name} IS NULL"
            if column.needed_at
            else None,
        }
        if column.categories:
            known = ", ".join(f"'{id}'" for id in categories()[column.categories])
            bounds["category"] = f"{column.name} IS NOT NULL AND {column.name} NOT IN ({known})"
        for bound, wrong in bounds.items():
            if wrong:
                found = sql(f"SELECT * FROM t WHERE {wrong}", t=rows).to_pylist()
                assert not found, (column.name, bound, found[:1])
    for check in table.checks:
        found = sql(f"SELECT * FROM t WHERE NOT ({check.sql})", t=rows).to_pylist()
        assert not found, (check.code, found[:1])


@pytest.mark.parametrize("name", list(tables()))
def test_keys_tell_rows_apart(name: str, records: Records) -> None:
    keys = ", ".join(["region", "year", "maturity", *tables()[name].key])
    doubled = sql(f"SELECT {keys}, count(*) AS n FROM t GROUP BY {keys} HAVING n > 1", t=records.table(name))
    assert doubled.num_rows == 0, doubled.to_pylist()[:2]


def test_population_is_that_of_the_census(records: Records) -> None:
    found = sql(
        "SELECT year, sum(population_persons) AS n FROM t GROUP BY year", t=records.table("population")
    ).to_pylist()
    by_year = {row["year"]: row["n"] for row in found}
    assert by_year[2020] == pytest.approx(262361, abs=5)
    assert by_year[2022] == pytest.approx(269000, rel=1e-3)
    assert by_year[2023] == pytest.approx(268400, rel=1e-3)


def test_maturities_follow_the_years(records: Records) -> None:
    for rows in records.tables.values():
        found = sql("SELECT DISTINCT year, maturity FROM t", t=rows).to_pylist()
        assert all((row["maturity"] == "flash") == (row["year"] == YEARS[-1]) for row in found)
        assert {row["year"] for row in found} <= set(YEARS)


def test_names_say_that_they_are_invented(records: Records) -> None:
    for name, rows in records.tables.items():
        listed = {c.name for c in tables()[name].columns if c.categories} | {"statement"}
        free = [c.name for c in tables()[name].columns if c.type == "string" and c.name not in listed]
        for column in free:
            words = [w for w in rows[column].unique().to_pylist() if w is not None]
            assert all("示例" in w for w in words), (name, column, words[:3])


def test_some_tables_were_not_filed_and_one_filing_is_nil(plan: Plan, records: Records) -> None:
    filed = {(f.table, f.region, f.year) for f in records.filings}
    leaves = [r.id for r in plan.regions if r.leaf]
    lacking = [
        (name, leaf, 2025)
        for name in tables()
        if name != "annual_reports"
        for leaf in leaves
        if (name, leaf, 2025) not in filed
    ]
    assert 0 < len(lacking) < 20
    assert all(f.rows == records_of(records, f.table, f.region, f.year) for f in records.filings)
    assert any(f.rows == 0 and f.year == 2025 for f in records.filings)


def records_of(records: Records, table: str, region: str, year: int) -> int:
    found = COUNTS.get(id(records))
    if found is None:
        found = COUNTS[id(records)] = {
            (name, row["region"], row["year"]): row["n"]
            for name, rows in records.tables.items()
            for row in sql("SELECT region, year, count(*) AS n FROM t GROUP BY ALL", t=rows).to_pylist()
        }
    return found.get((table, region, year), 0)


COUNTS: dict[int, dict[tuple[str, str, int], int]] = {}


def test_projects_keep_their_facts_from_stage_to_stage(records: Records) -> None:
    fixed = ["use", "floor_area_m2", "storeys", "settlement", "review_date", "start_date"]
    for column in fixed:
        changed = sql(
            f"SELECT project_id, count(DISTINCT {column}) AS n FROM t GROUP BY project_id HAVING n > 1",
            t=records.table("projects"),
        )
        assert changed.num_rows == 0, column


def test_building_register_has_the_size_asked_for(plan: Plan, records: Records) -> None:
    assert sql("SELECT count(DISTINCT building_id) AS n FROM t", t=records.table("buildings"))["n"][
        0
    ].as_py() == pytest.approx(17000, abs=200)
    large = sample_records(plan, buildings=100_000).table("buildings")
    assert sql("SELECT count(DISTINCT building_id) AS n FROM t", t=large)["n"][0].as_py() > 99_000


def test_another_tree_gets_records_of_its_own(plan: Plan) -> None:
    root = plan.regions[0].model_copy(update={"code": "150100", "id": "hohhot"})
    leaves = tuple(
        plan.region("ejin_banner").model_copy(update={"id": f"district_{n}", "parent": "hohhot"})
        for n in (1, 2)
    )
    other = sample_records(plan.model_copy(update={"regions": (root, *leaves), "scopes": ()}))
    assert set(other.table("population")["region"].to_pylist()) == {"district_1", "district_2"}
    persons = sql(
        "SELECT DISTINCT population_persons AS n FROM t WHERE year = 2020", t=other.table("population")
    )
    assert persons.num_rows == 1


def test_a_plan_without_leaves_is_refused(plan: Plan) -> None:
    with pytest.raises(InputError, match="sample-no-regions"):
        sample_records(plan.model_copy(update={"regions": ()}))
