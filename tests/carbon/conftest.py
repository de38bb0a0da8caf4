"""What the tests of this room share: the Alxa plan, its sample, and records made of few rows."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pytest

from dafeng import carbon, records
from dafeng.plan import Plan, load
from dafeng.records import Records
from dafeng.records.sample import sample_records
from dafeng.records.schema import arrow_schema, tables

Made = Callable[..., Records]


@pytest.fixture(scope="session")
def alxa() -> Plan:
    return load("alxa-2023-66")


@pytest.fixture(scope="session")
def sample(alxa: Plan) -> Records:
    return sample_records(alxa, buildings=400)


@pytest.fixture(scope="session")
def whole(alxa: Plan, sample: Records) -> carbon.Accounts:
    return carbon.accounts(alxa, sample)


@pytest.fixture(scope="session")
def made() -> Made:
    """Return records of rows given as mappings; region, year and maturity have defaults."""

    def make(**rows: list[dict]) -> Records:
        filled = {}
        for name, given in rows.items():
            schema = arrow_schema(tables()[name])
            whole = [{"region": "bayanhot", "year": 2025, "maturity": "final", **row} for row in given]
            filled[name] = pa.Table.from_pylist(whole, schema=schema)
        return records.make(filled)

    return make


@pytest.fixture(scope="session")
def energy() -> Callable[..., dict]:
    """Return one row of energy use."""

    def row(sector: str, end_use: str, carrier: str, quantity: float, **more: object) -> dict:
        return {"sector": sector, "end_use": end_use, "carrier": carrier, "quantity": quantity, **more}

    return row
