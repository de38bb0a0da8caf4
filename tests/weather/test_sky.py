"""Radiation on planes: Perez against pvlib, and the laws that it must keep."""

from __future__ import annotations

import numpy as np
import pvlib
import pytest

from dafeng.base import InputError
from dafeng.weather import perez_sky, plane_radiation, read_epw, sun_hours


def test_perez_sky_agrees_with_pvlib():
    rng = np.random.default_rng(1)
    zenith = rng.uniform(0.0, 89.5, 5000)
    azimuth = rng.uniform(0.0, 360.0, 5000)
    dhi = rng.uniform(1.0, 500.0, 5000)
    dni = rng.uniform(0.0, 1000.0, 5000)
    beyond = rng.uniform(1320.0, 1415.0, 5000)
    for tilt, facing in ((0.0, 180.0), (38.0, 180.0), (90.0, 90.0), (90.0, 0.0)):
        ours = perez_sky(
            dhi,
            dni_w_m2=dni,
            extraterrestrial_w_m2=beyond,
            zenith_deg=zenith,
            sun_azimuth_deg=azimuth,
            tilt_deg=tilt,
            azimuth_deg=facing,
        )
        peer = pvlib.irradiance.perez(
            tilt,
            facing,
            dhi,
            dni,
            beyond,
            zenith,
            azimuth,
            pvlib.atmosphere.get_relative_airmass(zenith),
        )
        assert ours == pytest.approx(np.asarray(peer), abs=1e-9)


@pytest.fixture(scope="module")
def year(shared):
    return read_epw(shared / "weather" / "725650TYCST.epw")


def test_a_flat_plane_gets_the_horizontal_sums(year):
    flat = plane_radiation(year, tilt_deg=0.0, azimuth_deg=180.0)
    high = sun_hours(year.site).zenith_deg < 84.0
    assert flat.sky_wh_m2[high] == pytest.approx(year.dhi_wh_m2[high])
    assert flat.sky_wh_m2.sum() == pytest.approx(year.dhi_wh_m2.sum(), rel=1e-3)
    assert flat.ground_wh_m2.max() == 0.0
    assert flat.total_wh_m2.sum() == pytest.approx(year.ghi_wh_m2.sum(), rel=0.005)


def test_walls_are_symmetric_and_ordered(year):
    total = {
        facing: plane_radiation(year, tilt_deg=90.0, azimuth_deg=facing).total_wh_m2.sum()
        for facing in (0.0, 90.0, 180.0, 270.0, 360.0)
    }
    assert total[0.0] == total[360.0]
    assert total[180.0] > 1.2 * total[270.0] > 1.2 * 1.4 * total[0.0]
    dark = plane_radiation(year, tilt_deg=90.0, azimuth_deg=180.0, ground_reflectance_share=0.0)
    assert (dark.ground_wh_m2 == 0.0).all()
    even = plane_radiation(year, tilt_deg=90.0, azimuth_deg=180.0, sky="isotropic")
    assert even.sky_wh_m2 == pytest.approx(year.dhi_wh_m2 * 0.5)
    assert (even.beam_wh_m2 == dark.beam_wh_m2).all()


def test_nothing_falls_at_night_and_nothing_is_negative(year):
    plane = plane_radiation(year, tilt_deg=90.0, azimuth_deg=180.0)
    night = sun_hours(year.site).up_share == 0.0
    assert (plane.beam_wh_m2[night] == 0.0).all()
    for part in (plane.beam_wh_m2, plane.sky_wh_m2, plane.ground_wh_m2):
        assert part.min() >= 0.0


@pytest.mark.parametrize("wrong", [{"tilt_deg": 200.0}, {"ground_reflectance_share": 1.2}, {"sky": "starry"}])
def test_planes_that_cannot_be_are_refused(year, wrong):
    with pytest.raises(InputError) as caught:
        plane_radiation(year, **{"tilt_deg": 90.0, "azimuth_deg": 180.0, **wrong})
    assert caught.value.code == "weather-plane"
