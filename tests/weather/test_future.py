"""Warmer years: the months move as told, nothing else does."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.weather import (
    cooling_degree_days,
    default_year,
    heating_degree_days,
    monthly_heating_degree_days,
    normals_of,
    recent_shifts,
    recent_year,
    warmed,
    with_heating_degree_days,
)


@pytest.fixture(scope="module")
def year():
    return default_year("ejin_banner")


def test_months_move_and_stretch_as_told(year):
    delta = np.linspace(0.5, 3.0, 12)
    moved = warmed(year, temperature_delta_k=delta, range_factor=np.full(12, 0.9))
    before, after = normals_of(year), normals_of(moved)
    assert after.temperature_c - before.temperature_c == pytest.approx(delta, abs=1e-9)
    assert after.daily_range_k / before.daily_range_k == pytest.approx(0.9, abs=0.01)
    assert after.relative_humidity_share == pytest.approx(before.relative_humidity_share)
    assert (moved.ghi_wh_m2 == year.ghi_wh_m2).all() and (moved.wind_speed_m_s == year.wind_speed_m_s).all()
    assert (moved.infrared_sky_w_m2 > year.infrared_sky_w_m2).mean() > 0.9
    assert (moved.dew_point_c <= moved.dry_bulb_c).all()
    assert moved.changes[-1].what == "warmed"
    still = warmed(year, temperature_delta_k=np.zeros(12))
    assert still.dry_bulb_c == pytest.approx(year.dry_bulb_c, abs=1e-9)
    assert still.infrared_sky_w_m2 == pytest.approx(year.infrared_sky_w_m2, rel=2e-3)


def test_degree_days_are_met_and_spread_by_degree_days(year):
    moved = with_heating_degree_days(year, hdd18_kd=3600.0)
    assert heating_degree_days(moved) == pytest.approx(3600.0, abs=0.1)
    lost = monthly_heating_degree_days(year) - monthly_heating_degree_days(moved)
    share = lost / lost.sum() - monthly_heating_degree_days(year) / heating_degree_days(year)
    assert np.abs(share).max() < 0.02
    assert cooling_degree_days(moved) == pytest.approx(cooling_degree_days(year), rel=0.02)
    assert "assumption" in moved.changes[-1].text.en


def test_the_recent_climate_is_eight_percent_milder(year):
    ratio = recent_shifts()["alxa"].ratio
    assert ratio == pytest.approx(0.92, abs=0.01)
    assert heating_degree_days(recent_year(year)) == pytest.approx(heating_degree_days(year) * ratio, abs=0.1)
    fixed = recent_year(default_year("bayanhot"), station="bayanhot")
    assert heating_degree_days(fixed) == pytest.approx(4167.0, abs=0.1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature_delta_k": np.zeros(11)},
        {"temperature_delta_k": np.full(12, 30.0)},
        {"temperature_delta_k": np.zeros(12), "range_factor": np.full(12, 3.0)},
        {"temperature_delta_k": np.full(12, np.nan)},
    ],
)
def test_changes_that_cannot_be_are_refused(year, wrong):
    with pytest.raises(InputError) as caught:
        warmed(year, **wrong)
    assert caught.value.code == "weather-shift"


def test_unknown_stations_are_refused(year):
    with pytest.raises(InputError) as caught:
        recent_year(year, station="nowhere")
    assert caught.value.code == "weather-place"
