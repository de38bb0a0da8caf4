"""Radiation on a plane of any tilt: beam, the anisotropic sky of Perez, and the ground."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import numpy as np

from dafeng.base import InputError, Text
from dafeng.weather.coefficients import coefficient
from dafeng.weather.sun import STEPS_AN_HOUR, air_mass, sun_hours, sun_position
from dafeng.weather.year import HOURS, Site, WeatherYear

if TYPE_CHECKING:
    from numpy.typing import NDArray

SkyModel = Literal["perez", "isotropic"]
SKY_MODELS: tuple[SkyModel, ...] = ("perez", "isotropic")


@dataclass(frozen=True, slots=True)
class PlaneRadiation:
    """Radiation on a plane over every hour [Wh/m2], shape [8760]: beam, from the sky, from the ground.

    ``beam_cos_incidence`` is the mean of the cosine of incidence while the sun shines on the plane (0 while
    it does not), for what depends on the angle (glass, photovoltaics).
    """

    beam_wh_m2: NDArray[np.float64]
    sky_wh_m2: NDArray[np.float64]
    ground_wh_m2: NDArray[np.float64]
    beam_cos_incidence: NDArray[np.float64]

    @property
    def total_wh_m2(self) -> NDArray[np.float64]:
        """Everything that falls on the plane [Wh/m2]."""
        return np.asarray(self.beam_wh_m2 + self.sky_wh_m2 + self.ground_wh_m2)


def plane_radiation(
    year: WeatherYear,
    *,
    tilt_deg: float,
    azimuth_deg: float,
    ground_reflectance_share: float = 0.2,
    sky: SkyModel = "perez",
) -> PlaneRadiation:
    """Return the hourly radiation on a plane.

    ``tilt_deg`` 0 faces up, 90 is a wall; ``azimuth_deg`` is where it faces, clockwise from north (180
    south). Beam is the hour's direct normal radiation times the mean cosine of incidence over the sunlit
    part of the hour (twelve steps). ``sky="perez"`` adds circumsolar and horizon brightening (Perez 1990),
    ``"isotropic"`` takes an even sky. The ground before the plane is even and reflects
    ``ground_reflectance_share`` of global radiation; its default of 0.2 is that of ASHRAE 140.

    Raises ``InputError`` ``weather-plane`` for angles or reflectance out of range, or another sky.
    """
    if not 0.0 <= tilt_deg <= 180.0 or not 0.0 <= ground_reflectance_share <= 1.0 or sky not in SKY_MODELS:
        raise InputError(
            "weather-plane",
            Text(
                f"倾角 {tilt_deg}、反射率 {ground_reflectance_share} 或天空模型 {sky!r} 不可用",
                f"tilt {tilt_deg}, ground reflectance {ground_reflectance_share} or sky {sky!r} cannot be",
            ),
            mend=Text(
                "改正这些参数；天空模型为 perez 或 isotropic", "mend them; the sky is perez or isotropic"
            ),
        )
    cos_incidence = _mean_cos_incidence(year.site, float(tilt_deg), float(azimuth_deg) % 360.0)
    view = 0.5 * (1.0 + np.cos(np.radians(tilt_deg)))
    if sky == "isotropic":
        from_sky = year.dhi_wh_m2 * view
    else:
        sun = sun_hours(year.site)
        share = np.maximum(sun.up_share, 1.0 / STEPS_AN_HOUR)
        from_sky = share * perez_sky(
            year.dhi_wh_m2 / share,
            dni_w_m2=year.dni_wh_m2 / share,
            extraterrestrial_w_m2=sun.normal_w_m2,
            zenith_deg=sun.zenith_deg,
            sun_azimuth_deg=sun.azimuth_deg,
            tilt_deg=tilt_deg,
            azimuth_deg=azimuth_deg,
        )
    return PlaneRadiation(
        beam_wh_m2=year.dni_wh_m2 * cos_incidence,
        sky_wh_m2=from_sky,
        ground_wh_m2=year.ghi_wh_m2 * ground_reflectance_share * (1.0 - view),
        beam_cos_incidence=cos_incidence,
    )


def perez_sky(
    dhi_w_m2: NDArray[np.float64],
    *,
    dni_w_m2: NDArray[np.float64],
    extraterrestrial_w_m2: NDArray[np.float64],
    zenith_deg: NDArray[np.float64],
    sun_azimuth_deg: NDArray[np.float64],
    tilt_deg: float,
    azimuth_deg: float,
) -> NDArray[np.float64]:
    """Return the sky's diffuse radiation on a plane [W/m2], same shape as the arrays given.

    ``E = DHI [(1 - F1)(1 + cos tilt)/2 + F1 a/b + F2 sin tilt]`` with ``a = max(0, cos incidence)``,
    ``b = max(cos 85 deg, cos zenith)`` and F1, F2 by sky clearness and brightness; never below 0. With the
    sun below the horizon the sky counts as isotropic.

    Source: Perez, Ineichen, Seals, Michalsky and Stewart 1990, Solar Energy 44(5), 271-289.
    """
    zenith, tilt = np.radians(zenith_deg), np.radians(tilt_deg)
    cos_zenith = np.cos(zenith)
    some = dhi_w_m2 > 0.0
    dhi = np.where(some, dhi_w_m2, 1.0)
    kappa = coefficient("perez", "kappa") * zenith**3
    clearness = ((dhi + dni_w_m2) / dhi + kappa) / (1.0 + kappa)
    brightness = dhi * air_mass(zenith_deg) / extraterrestrial_w_m2
    starts, table = _perez_table()
    f11, f12, f13, f21, f22, f23 = table[np.searchsorted(starts[1:], clearness, side="right")].T
    circumsolar = np.clip(f11 + f12 * brightness + f13 * zenith, 0.0, None)
    horizon = f21 + f22 * brightness + f23 * zenith
    cos_incidence = np.cos(tilt) * cos_zenith + np.sin(tilt) * np.sin(zenith) * np.cos(
        np.radians(sun_azimuth_deg - azimuth_deg)
    )
    a = np.maximum(cos_incidence, 0.0)
    b = np.maximum(cos_zenith, np.cos(np.radians(coefficient("perez", "zenith_limit"))))
    view = 0.5 * (1.0 + np.cos(tilt))
    anisotropic = (1.0 - circumsolar) * view + circumsolar * a / b + horizon * np.sin(tilt)
    factor = np.where(cos_zenith > 0.0, np.maximum(anisotropic, 0.0), view)
    return np.asarray(np.where(some, dhi * factor, 0.0))


@cache
def _perez_table() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lower ends of the eight bins of clearness, and their six coefficients."""
    text = files("dafeng.weather").joinpath("data/perez_1990.csv").read_text(encoding="utf-8")
    rows = np.array(list(csv.reader(text.splitlines()))[1:], dtype=np.float64)
    return rows[:, 1], rows[:, 2:]


@lru_cache(maxsize=64)
def _mean_cos_incidence(site: Site, tilt_deg: float, azimuth_deg: float) -> NDArray[np.float64]:
    """Return the mean cosine of incidence over the sunlit part of every hour, 0 behind the plane."""
    steps = (np.arange(STEPS_AN_HOUR) + 0.5) / STEPS_AN_HOUR
    sun = sun_position(site, hours=np.arange(HOURS)[:, None] + steps[None, :])
    tilt = np.radians(tilt_deg)
    up = sun.cos_zenith > 0.0
    cosine = np.cos(tilt) * sun.cos_zenith + np.sin(tilt) * np.sin(np.radians(sun.zenith_deg)) * np.cos(
        np.radians(sun.azimuth_deg - azimuth_deg)
    )
    return np.asarray((np.maximum(cosine, 0.0) * up).sum(axis=1) / np.maximum(up.sum(axis=1), 1))
