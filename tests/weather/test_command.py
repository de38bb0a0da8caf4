"""The command ``dafeng weather``, and weather years written as EPW files."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from dafeng.cli.app import app
from dafeng.weather import default_year, read_epw, summary, write_epw


def run(*args: str):
    return CliRunner().invoke(app, ["weather", *args])


def test_a_written_year_is_read_back(tmp_path):
    year = default_year("right_banner")
    write_epw(year, tmp_path / "made.epw")
    back = read_epw(tmp_path / "made.epw")
    assert back.site.latitude_deg == year.site.latitude_deg and back.start_weekday == year.start_weekday
    for name, digits in (("dry_bulb_c", 0.006), ("ghi_wh_m2", 0.06), ("infrared_sky_w_m2", 0.06)):
        assert np.abs(getattr(back, name) - getattr(year, name)).max() < digits
    assert np.isnan(back.snow_depth_cm).all()


def test_command_shows_figures_and_changes(shared):
    path = shared / "weather" / "CHN_Nei.Mongol.Jartai.535020_CSWD.epw"
    plain = run(str(path), "--lang", "en")
    assert plain.exit_code == 0 and "HDD18" in plain.stdout
    data = json.loads(run(str(path), "--mode", "reconciled", "--json").stdout)
    assert data["mode"] == "reconciled"
    assert data["annual"]["hdd18_kd"] == pytest.approx(3900.1, abs=0.2)
    assert data["annual"]["closure_gap_kwh_m2"] == pytest.approx(0.0, abs=0.1)
    assert {"lag", "closure"} <= {change["what"] for change in data["changes"]}
    assert all(change["text"]["zh"] for change in data["changes"])


def test_command_makes_a_year_of_a_place(tmp_path):
    target = tmp_path / "bayanhot.epw"
    done = run("bayanhot", "--recent", "bayanhot", "-o", str(target), "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["annual"]["hdd18_kd"] == pytest.approx(4167.0, abs=0.1)
    assert summary(read_epw(target))["annual"]["hdd18_kd"] == pytest.approx(4167.0, abs=1.0)


@pytest.mark.parametrize(("name", "code"), [("nowhere", 2), ("missing.epw", 2), ("missing.csv", 2)])
def test_command_refuses_what_is_no_weather(name, code):
    done = run(name, "--lang", "en")
    assert done.exit_code == code and "[weather-" in done.output
