"""The engine against EnergyPlus 25.2 and the ranges of ASHRAE 140, and the commands that say so."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dafeng.base import InputError
from dafeng.stock import read_building, simulate, validate
from dafeng.weather import WeatherYear

QUICK = ("d06_res_83", "d09_office_2zone", "d14_rural_brick")
RANGES = "energyplus_25_2_vs_ranges.csv"
QUICK_140 = ("600", "610", "650FF", "900")


@pytest.fixture(scope="module")
def few(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a few of the shared cases, and the ranges of those."""
    folder = tmp_path_factory.mktemp("cases")
    for name in QUICK:
        for suffix in (".json", ".parquet"):
            shutil.copy(shared / "physics" / "energyplus" / f"{name}{suffix}", folder)
    for name in QUICK_140:
        shutil.copy(shared / "physics" / "bestest" / f"{name}.case.json", folder)
    lines = (shared / "physics" / "bestest" / RANGES).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines[1:] if line.split(",")[0] in QUICK_140]
    (folder / RANGES).write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("mode", "mean"), [("reference", 0.006), ("stock", 0.012)])
def test_a_few_cases_agree_with_energyplus(few: Path, shared: Path, mode: str, mean: float) -> None:
    found = validate(few, shared / "weather", mode=mode)  # type: ignore[arg-type]
    assert [entry["id"] for entry in found["cases"]] == list(QUICK)
    assert all(entry["inside"] for entry in found["cases"])
    assert found["summary"]["mean_absolute_annual_heating_bias"] < mean
    assert len(found["values"]) == 4 * 3 + 3
    if mode == "reference":
        assert all(value["inside"] for value in found["values"])


@pytest.mark.slow
def test_all_cases_agree_with_energyplus_and_ashrae_140(shared: Path) -> None:
    found = validate(shared / "physics", shared / "weather")
    summary = found["summary"]
    assert (summary["cases"], summary["cases_inside"]) == (20, 20)
    assert (summary["values"], summary["values_inside"]) == (193, 193)
    assert summary["mean_absolute_annual_heating_bias"] < 0.004


@pytest.mark.slow
def test_the_stock_mode_agrees_with_the_reference_mode(shared: Path) -> None:
    fine = validate(shared / "physics" / "energyplus", shared / "weather")["cases"]
    fast = validate(shared / "physics" / "energyplus", shared / "weather", mode="stock")["cases"]
    biases = [
        b["annual_heating_kwh_m2"] / a["annual_heating_kwh_m2"] - 1.0 for a, b in zip(fine, fast, strict=True)
    ]
    assert max(map(abs, biases)) < 0.03
    assert sum(map(abs, biases)) / len(biases) < 0.01


def test_the_commands_print_json(few: Path, shared: Path) -> None:
    weather = str(shared / "weather")
    case = str(few / "d14_rural_brick.json")
    run = [
        sys.executable,
        "-m",
        "dafeng",
        "simulate",
        case,
        "--weather",
        weather,
        "--mode",
        "stock",
        "--json",
    ]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    building = json.loads(done.stdout)["buildings"][0]
    assert building["id"] == "d14_rural_brick"
    assert 255.0 < building["annual_heating_kwh_m2"] < 275.0
    wrong = [sys.executable, "-m", "dafeng", "simulate", case, "--weather", str(few), "--lang", "en"]
    failed = subprocess.run(wrong, capture_output=True, text=True, check=False)
    assert failed.returncode == 2
    assert "stock-weather-missing" in failed.stderr


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="stock-validate-empty"):
        validate(tmp_path, tmp_path)


def test_a_building_in_a_few_lines(tmp_path: Path, plain_weather: WeatherYear) -> None:
    file = tmp_path / "school.yaml"
    file.write_text("use: school\nera: step_2\nzone: 1C\nstoreys: 3\nweather: here.epw\n", encoding="utf-8")
    described = read_building(file)
    assert (described.id, described.weather, described.design.storeys) == ("school", "here.epw", 3)
    year = simulate(described.case(plain_weather), plain_weather, mode="stock")
    assert 5.0 < year.annual_heating_kwh_m2 < 300.0


def test_a_building_that_lacks_its_use_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.yaml").write_text("use: school\n", encoding="utf-8")
    with pytest.raises(InputError, match="stock-building-field"):
        read_building(tmp_path / "no.yaml")
    with pytest.raises(InputError, match="stock-building-unreadable"):
        read_building(tmp_path / "none.yaml")
