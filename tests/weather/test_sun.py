"""The sun's place against pvlib, to the accuracy that is claimed."""

from __future__ import annotations

import numpy as np
import pandas
import pvlib
import pytest

from dafeng.weather import Site, air_mass, sun_hours, sun_position

PLACES = [
    Site("Bayanhot", 38.84, 105.67, 1561.0, 8.0),
    Site("Harbin", 45.75, 126.77, 142.0, 8.0),
    Site("Sanya", 18.25, 109.5, 5.0, 8.0),
    Site("South", -33.9, 151.2, 10.0, 10.0),
]


@pytest.mark.parametrize("site", PLACES, ids=lambda site: site.name)
def test_sun_stands_where_pvlib_says(site):
    zone = f"Etc/GMT-{site.utc_offset_h:.0f}"
    times = pandas.date_range("2018-01-01 00:30", periods=8760, freq="h", tz=zone)
    peer = pvlib.solarposition.get_solarposition(times, site.latitude_deg, site.longitude_deg)
    sun = sun_position(site)
    assert np.abs(peer["zenith"].to_numpy() - sun.zenith_deg).max() < 0.012
    turn = (peer["azimuth"].to_numpy() - sun.azimuth_deg + 180.0) % 360.0 - 180.0
    assert np.abs(turn * np.sin(np.radians(sun.zenith_deg))).max() < 0.012
    beyond = pvlib.irradiance.get_extra_radiation(times, method="nrel", solar_constant=1366.1)
    assert np.abs(beyond.to_numpy() / sun.extraterrestrial_w_m2 - 1.0).max() < 3e-4


def test_hours_of_sunrise_hold_their_sunlit_part():
    sun = sun_hours(PLACES[0])
    partial = (sun.up_share > 0.0) & (sun.up_share < 1.0)
    assert 365 <= partial.sum() <= 2 * 365
    assert (sun.zenith_deg[partial] < 90.0).all()
    assert (sun.extraterrestrial_wh_m2[sun.up_share == 0.0] == 0.0).all()
    daily = sun.extraterrestrial_wh_m2.reshape(365, 24).sum(axis=1)
    noon = sun_position(PLACES[0], hours=np.arange(365) * 24.0 + 12.96)
    tilt, latitude = np.radians(noon.declination_deg), np.radians(38.84)
    sunset = np.arccos(-np.tan(latitude) * np.tan(tilt))
    known = (
        24.0
        / np.pi
        * noon.extraterrestrial_w_m2
        * (np.cos(latitude) * np.cos(tilt) * np.sin(sunset) + sunset * np.sin(latitude) * np.sin(tilt))
    )
    assert daily == pytest.approx(known, rel=2e-3)


def test_a_lagging_clock_moves_the_sun():
    late, now = sun_hours(PLACES[0], shift_h=1.0), sun_hours(PLACES[0])
    assert np.allclose(late.cos_zenith[1:], now.cos_zenith[:-1], atol=2e-3)


def test_air_mass_agrees_with_pvlib():
    zenith = np.array([0.0, 30.0, 60.0, 80.0, 89.0])
    assert air_mass(zenith) == pytest.approx(pvlib.atmosphere.get_relative_airmass(zenith), rel=1e-9)
