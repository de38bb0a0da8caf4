"""``dafeng report``: documents of a workspace and of a folder, and what it says when it cannot."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dafeng.base import Workspace
from dafeng.cli.app import app
from dafeng.plan import load
from dafeng.records import add, make


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import pyarrow as pa

    made = Workspace.create(tmp_path_factory.mktemp("report") / "office", plan="alxa-2023-66", sample=True)
    leaves = [r.id for r in load("alxa-2023-66").regions if r.leaf]
    rows = [
        {
            "region": leaf,
            "year": year,
            "maturity": "final",
            "settlement": "town",
            "source": source,
            "heated_area_m2": area,
        }
        for leaf in leaves
        for year in (2024, 2025)
        for source, area in (("chp", 90.0 + year - 2020), ("stove", 5.0))
    ]
    add(made, make({"heating": pa.Table.from_pylist(rows)}), on=date(2025, 11, 20))
    return made.root


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["report", *args], catch_exceptions=False)
    return done.exit_code, done.output


def test_annual_goes_to_the_workspace_and_says_what_it_rests_on(office: Path) -> None:
    code, out = run(
        "annual", "-w", str(office), "--as-of", "2026-11-22", "--previous", "2025-11-24", "--json"
    )
    assert code == 0, out
    told = json.loads(out)
    assert Path(told["path"]) == office / "out" / "annual-2026.docx" and told["sample"] is True
    with zipfile.ZipFile(told["path"]) as archive:
        assert "示例数据" in archive.read("word/header.xml").decode()
        words = archive.read("word/document.xml").decode()
    assert (
        "95.0" not in words and "城镇清洁取暖率：2025年为95%（年报），要求到2025年不低于93%，已达到" in words
    )


def test_workbook(office: Path, tmp_path: Path) -> None:
    place = tmp_path / "a" / "check.xlsx"
    code, out = run("workbook", "-w", str(office), "--as-of", "2026-11-22", "-o", str(place), "--lang", "en")
    assert code == 0 and str(place) in out.replace("\n", "")
    from openpyxl import load_workbook

    assert load_workbook(io.BytesIO(place.read_bytes())).sheetnames[0] == "Overview"


def test_no_snapshot_of_then(office: Path) -> None:
    code, out = run("annual", "-w", str(office), "--as-of", "2026-11-22", "--previous", "2024-01-01")
    assert code == 2 and "report-no-snapshot" in out


def test_unknown_region_names_those_there_are(office: Path) -> None:
    code, out = run("annual", "-w", str(office), "--as-of", "2026-11-22", "--region", "mars")
    assert code == 2 and "report-no-region" in out and "ejin_banner" in out
