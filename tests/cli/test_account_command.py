"""``dafeng account`` and ``dafeng factors``: tables, JSON, views, own factors, a workbook."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from dafeng.base import Workspace
from dafeng.cli.app import app
from dafeng.records import add, make


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Workspace.create(tmp_path_factory.mktemp("carbon") / "office", plan="alxa-2023-66", sample=True)
    rows = [
        {"region": "bayanhot", "year": 2025, "maturity": "final", "sector": sector, "end_use": "heating",
         "carrier": "heat", "quantity": quantity}
        for sector, quantity in (("public", 1000.0), ("urban_housing", 2000.0))
    ]  # fmt: skip
    add(made, make({"energy_use": pa.Table.from_pylist(rows)}), on=date(2026, 1, 20))
    return made.root


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(args), catch_exceptions=False)
    return done.exit_code, done.output


def test_account_is_printed_and_told_as_json(office: Path, tmp_path: Path) -> None:
    code, out = run("account", "-w", str(office), "--lang", "zh")
    assert code == 0 and "330.0" in out and "未报" in out and "制冷剂" in out
    code, out = run("account", "-w", str(office), "--json", "--region", "bayanhot", "--year", "2025")
    told = json.loads(out)
    assert told["total_tco2e"] == 330.0 and told["by_sector"] == {"public": 110.0, "urban_housing": 220.0}
    book = tmp_path / "account.xlsx"
    code, out = run("account", "-w", str(office), "-o", str(book), "--view", "mohurd", "--bridge", "berc")
    assert code == 0 and book.is_file() and "berc" in out
    code, out = run("account", "-w", str(office), "--why", "public_heating", "--lang", "en")
    assert code == 0 and "heat.default" in out


def test_own_factors_of_the_workspace_count(office: Path) -> None:
    own = office / "factors.csv"
    own.write_text("key,value,unit\nheat.default,0.1,tCO2/GJ\n", encoding="utf-8")
    try:
        code, out = run("account", "-w", str(office), "--json")
        assert code == 0 and json.loads(out)["total_tco2e"] == 300.0
        code, out = run("factors", "heat.default", "-w", str(office), "--lang", "en")
        assert code == 0 and "from your own file" in out
    finally:
        own.unlink()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--boundary", "moon"], "carbon-boundary"),
        (["--view", "moon"], "carbon-view"),
        (["--region", "moon"], "carbon-region"),
        (["--year", "1999"], "carbon-year"),
        (["--why", "moon"], "carbon-line"),
        (["--gwp", "ar9"], "carbon-method"),
        (["--factors", "no-such-file.csv"], "carbon-own-missing"),
    ],
)
def test_wrong_use_is_told(office: Path, args: list[str], code: str) -> None:
    done = CliRunner().invoke(app, ["account", "-w", str(office), *args], catch_exceptions=False)
    assert done.exit_code == 2 and code in done.output


def test_factors_are_listed_and_chosen() -> None:
    code, out = run("factors", "electricity.grid", "--year", "2025", "--place", "15", "--lang", "en")
    assert code == 0 and "0.6479" in out and "2023 is used" in out
    code, out = run("factors", "transport", "--json")
    assert code == 0 and len(json.loads(out)) == 18
    code, out = run("factors", "heat", "--lang", "zh")
    assert code == 0 and "heat.chp.exergy" in out
