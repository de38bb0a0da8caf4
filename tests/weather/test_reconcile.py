"""Radiation brought into agreement: what is kept, what is mended, what is said."""

from __future__ import annotations

import numpy as np
import pvlib
import pytest

from dafeng.base import InputError
from dafeng.weather import (
    closure_gap,
    default_year,
    diffuse_share,
    plane_radiation,
    radiation_lag,
    read_epw,
    reconcile,
    sun_hours,
    sun_position,
)
from dafeng.weather.split import clear_beam

NAMES = ("CHN_Nei.Mongol.Jartai.535020_CSWD.epw", "CHN_Ningxia.Hui.Yinchuan.536140_CSWD.epw")


@pytest.fixture(scope="module", params=NAMES, ids=["Jartai", "Yinchuan"])
def pair(request, shared):
    path = shared / "weather" / request.param
    return read_epw(path), read_epw(path, mode="reconciled")


def test_lag_and_gap_are_found_and_gone(pair):
    before, after = pair
    known = {"Jartai": (0.5, 240.0), "Yinchuan": (1.0, 270.0)}[before.site.name]
    assert radiation_lag(before) == pytest.approx(known[0], abs=0.1)
    assert closure_gap(before)[0] == pytest.approx(known[1], abs=25.0)
    assert abs(radiation_lag(after) or 0.0) < 0.02
    gap = after.ghi_wh_m2 - after.dni_wh_m2 * sun_hours(after.site).cos_zenith - after.dhi_wh_m2
    assert np.abs(gap).max() < 1e-9
    said = {change.what: change for change in after.changes}
    assert said["lag"].amount == radiation_lag(before) and "Erbs" in said["closure"].text.en
    assert after.mode == "reconciled" and before.mode == "as_file"


def test_daily_sums_stay_and_nothing_else_changes(pair):
    before, after = pair
    days = [year.ghi_wh_m2.reshape(365, 24).sum(axis=1) for year in pair]
    assert days[1] == pytest.approx(days[0], abs=1e-6)
    for name in ("dry_bulb_c", "dew_point_c", "infrared_sky_w_m2", "wind_speed_m_s"):
        assert (getattr(before, name) == getattr(after, name)).all()
    assert after.dni_wh_m2.min() >= 0.0 and after.dhi_wh_m2.min() >= 0.0
    assert (after.dni_wh_m2 <= clear_beam(after.site) * 1.0001).all()


def test_south_wall_of_jartai_rises_as_known(shared):
    path = shared / "weather" / NAMES[0]
    walls = [
        plane_radiation(read_epw(path, mode=mode), tilt_deg=90.0, azimuth_deg=180.0).total_wh_m2.sum()
        / 1000.0
        for mode in ("as_file", "reconciled")
    ]
    assert walls[0] == pytest.approx(1230.0, rel=0.05)
    assert walls[1] == pytest.approx(1482.0, rel=0.03)


def test_a_consistent_file_keeps_its_own_diffuse(shared):
    before = read_epw(shared / "weather" / "725650TYCST.epw")
    after = reconcile(before)
    assert (after.ghi_wh_m2 == before.ghi_wh_m2).all()
    assert after.dhi_wh_m2.sum() == pytest.approx(before.dhi_wh_m2.sum(), rel=0.002)
    assert reconcile(after).dni_wh_m2 == pytest.approx(after.dni_wh_m2, abs=1e-6)


def test_erbs_agrees_with_pvlib():
    ghi = np.linspace(50.0, 1100.0, 60)
    peer = pvlib.irradiance.erbs(ghi, np.full(60, 35.0), np.full(60, 172))
    assert diffuse_share(np.asarray(peer["kt"])) == pytest.approx(np.asarray(peer["dhi"]) / ghi, abs=1e-6)


def delayed(hourly, lag, site):
    """Return the hourly sums of radiation with the same clearness under a sun that is ``lag`` hours late."""
    sky = sun_hours(site).extraterrestrial_wh_m2
    seen = sky > 5.0
    steps = np.arange(8760)[:, None] + (np.arange(12) + 0.5)[None, :] / 12.0 - lag
    clearness = np.interp(steps, np.arange(8760)[seen] + 0.5, hourly[seen] / sky[seen])
    sun = sun_position(site, hours=steps)
    return (clearness * np.maximum(sun.cos_zenith, 0.0) * sun.extraterrestrial_w_m2).mean(axis=1)


@pytest.mark.parametrize("lag", [-1.5, -0.4, 0.3, 1.0, 2.2])
@pytest.mark.parametrize("place", ["bayanhot", "ejin_banner"])
def test_any_lag_is_found_and_taken_out(place, lag):
    true = default_year(place)
    ghi, dhi = (delayed(one, lag, true.site) for one in (true.ghi_wh_m2, true.dhi_wh_m2))
    late = true.replace(ghi_wh_m2=ghi, dhi_wh_m2=dhi, dni_wh_m2=np.zeros(8760))
    assert radiation_lag(late) == pytest.approx(lag, abs=0.06)
    back = reconcile(late)
    days = [year.ghi_wh_m2.reshape(365, 24).sum(axis=1) for year in (back, late)]
    assert days[0] == pytest.approx(days[1], abs=1e-6)
    assert abs(radiation_lag(back) or 0.0) < 0.05
    walls = [
        plane_radiation(year, tilt_deg=90.0, azimuth_deg=facing).total_wh_m2.sum()
        for year in (back, true)
        for facing in (90.0, 180.0, 270.0)
    ]
    assert walls[:3] == pytest.approx(walls[3:], rel=0.03)


def test_a_file_by_another_clock_is_refused(write_epw, plain_rows):
    data = [list(row) for row in plain_rows]
    radiation = [row[13:16] for row in plain_rows]
    for number, row in enumerate(data):
        row[13:16] = radiation[(number + 8) % 8760]
    with pytest.raises(InputError) as caught:
        read_epw(write_epw(data))
    assert caught.value.code == "weather-epw-sun"
    assert "time zone" in caught.value.say("en")


def test_a_file_without_radiation_says_so(write_epw, plain_rows):
    data = [list(row) for row in plain_rows]
    for row in data:
        row[13:16] = ["0", "0", "0"]
    year = read_epw(write_epw(data), mode="reconciled")
    assert year.changes[-1].what == "radiation" and year.ghi_wh_m2.max() == 0.0
