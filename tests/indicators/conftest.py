"""What the tests of this room share: the Alxa plan, and records made of few rows."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from dafeng import records
from dafeng.plan import load
from dafeng.records import Records
from dafeng.records.schema import arrow_schema, tables

LEAVES = (
    "bayanhot",
    "left_banner_other",
    "right_banner",
    "ejin_banner",
    "high_tech_zone",
    "luanjingtan",
    "ulan_buh",
)


@pytest.fixture(scope="session")
def alxa():
    return load("alxa-2023-66")


@pytest.fixture(scope="session")
def day():
    return date(2026, 11, 22)


def made(**rows: list[dict]) -> Records:
    """Return records of rows given as mappings; region, year and maturity have defaults."""
    filled = {}
    for name, given in rows.items():
        schema = arrow_schema(tables()[name])
        whole = [{"region": "bayanhot", "year": 2025, "maturity": "final", **row} for row in given]
        filled[name] = pa.Table.from_pylist(whole, schema=schema)
    return records.make(filled)


def heating(clean: float, coal: float, **common: object) -> list[dict]:
    """Return the two rows of a region's heating: clean and stove [m2]."""
    return [
        {"settlement": "town", "source": "chp", "heated_area_m2": clean, **common},
        {"settlement": "town", "source": "stove", "heated_area_m2": coal, **common},
    ]


def project(id: str, **more: object) -> dict:
    """Return a project with everything that its stages ask for."""
    row = {
        "project_id": id,
        "name": f"示例{id}",
        "settlement": "town",
        "town_rank": "central",
        "zone": "ordinary",
        "in_master_plan_area": True,
        "use": "housing",
        "investment": "other",
        "public_institution": False,
        "commercial_housing": True,
        "affordable_housing": False,
        "new_or_eco_district": False,
        "core_location": False,
        "floor_area_m2": 1000.0,
        "storeys": 6,
        "code_compliant": True,
        "saving_rate_pct": 75.0,
        "green_standard": True,
        "green_star": 1,
        "solar_thermal": True,
        "integrated_insulation": True,
        "prefabricated": False,
        "ultra_low_energy": False,
        "fully_fitted": False,
        "all_electric": False,
        "electric_heating": False,
        "installable_roof_m2": 100.0,
        "pv_roof_m2": 50.0,
        "green_material": True,
        "site_waste_t": 30.0,
        "standard_on_acceptance": True,
    }
    return {**row, **more}
