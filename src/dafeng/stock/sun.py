"""Sun and sky through the year as EnergyPlus places them, one row a step, shared by all buildings of a
place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.constants import constant, constants

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.weather import WeatherYear

DAYS = 365


@dataclass(frozen=True, slots=True)
class SkyYear:
    """Sun and sky at every step [step].

    ``east``, ``north``, ``up`` point to the sun; ``beam`` normal, ``diffuse`` horizontal, ``ground`` what
    the ground sends back [W/m2]; ``isotropic``, ``circumsolar`` and ``horizon`` are the parts of the sky:
    a surface receives ``diffuse (isotropic F_sky + circumsolar cos+ + horizon sin(tilt))``.
    """

    east: NDArray[np.float64]
    north: NDArray[np.float64]
    up: NDArray[np.float64]
    beam: NDArray[np.float64]
    diffuse: NDArray[np.float64]
    ground: NDArray[np.float64]
    isotropic: NDArray[np.float64]
    circumsolar: NDArray[np.float64]
    horizon: NDArray[np.float64]


def sun_directions(weather: WeatherYear, *, steps_per_hour: int) -> NDArray[np.float64]:
    """Return the direction to the sun [step, 3] (east, north, up) at the end of each step (middle of whole
    hours).

    Source: EnergyPlus WeatherManager (daily declination and equation of time).
    """
    day = np.arange(1, DAYS + 1, dtype=np.float64)
    angle = constant("sun_day_angle") * day
    one = [np.ones(DAYS), np.sin(angle), np.cos(angle)]
    for n in (2, 3, 4):
        one += [np.sin(n * angle), np.cos(n * angle)]
    waves = np.array(one)
    sine = np.array(constants("sun_declination")) @ waves
    equation = np.array(constants("sun_equation_of_time")) @ waves
    cosine = np.sqrt(1.0 - sine * sine)
    count = 24 * steps_per_hour
    hours = (np.arange(count) + (0.5 if steps_per_hour == 1 else 1.0)) / steps_per_hour
    site = weather.site
    turn = (
        15.0 * (12.0 - (hours[None, :] + equation[:, None])) + 15.0 * site.utc_offset_h - site.longitude_deg
    )
    hour_angle = np.radians(turn)
    latitude = np.radians(site.latitude_deg)
    sin_dec, cos_dec = sine[:, None], cosine[:, None]
    up = sin_dec * np.sin(latitude) + cos_dec * np.cos(latitude) * np.cos(hour_angle)
    north = sin_dec * np.cos(latitude) - cos_dec * np.sin(latitude) * np.cos(hour_angle)
    east = cos_dec * np.sin(hour_angle)
    return np.stack([east.ravel(), north.ravel(), up.ravel()], axis=1)


def between_half_hours(values: NDArray[np.float64], *, steps_per_hour: int) -> NDArray[np.float64]:
    """Return hourly means, centred on half hours, at the end of each step, linear between.

    With an even number of steps the value of the hour stands at the step that ends on the half hour.
    """
    if steps_per_hour == 1:
        return values
    hours = (np.arange(8760 * steps_per_hour) + 1.0) / steps_per_hour
    middle = np.arange(8760) + 0.5
    return np.interp(hours, middle, values, period=8760.0)


def between_hours(values: NDArray[np.float64], *, steps_per_hour: int) -> NDArray[np.float64]:
    """Return values that stand at the ends of hours at the end of each step, linear between."""
    hours = (np.arange(8760 * steps_per_hour) + 1.0) / steps_per_hour
    return np.interp(hours, np.arange(8760) + 1.0, values, period=8760.0)


def sky_year(weather: WeatherYear, *, steps_per_hour: int, reflectance: float) -> SkyYear:
    """Return sun and sky of a weather year.

    Source: Perez et al. 1990, in the form of EnergyPlus SolarShading (AnisoSkyViewFactors).
    """
    direction = sun_directions(weather, steps_per_hour=steps_per_hour)
    up = direction[:, 2]
    shining = up > constant("sun_is_up")
    beam = np.where(shining, between_half_hours(weather.dni_wh_m2, steps_per_hour=steps_per_hour), 0.0)
    diffuse = np.where(shining, between_half_hours(weather.dhi_wh_m2, steps_per_hour=steps_per_hour), 0.0)
    f1, f2 = _perez(np.where(shining, up, 1.0), beam, diffuse, weather.site.elevation_m)
    lowest = constants("perez_kappa")[1]
    return SkyYear(
        east=direction[:, 0],
        north=direction[:, 1],
        up=up,
        beam=beam,
        diffuse=diffuse,
        ground=np.where(shining, np.maximum(0.0, (beam * up + diffuse) * reflectance), 0.0),
        isotropic=1.0 - f1,
        circumsolar=f1 / np.maximum(lowest, up),
        horizon=f2,
    )


def _perez(
    cos_zenith: NDArray[np.float64],
    beam: NDArray[np.float64],
    diffuse: NDArray[np.float64],
    elevation_m: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the brightness of the circumsolar part and of the horizon, F1 and F2."""
    zenith = np.arccos(np.clip(cos_zenith, -1.0, 1.0))
    a, b, c, d = constants("perez_air_mass")
    mass = (1.0 - a * elevation_m / 1000.0) / (cos_zenith + b / (c - np.degrees(zenith)) ** d)
    kappa = constants("perez_kappa")[0] * zenith**3
    safe = np.maximum(diffuse, 1e-9)
    clearness = ((beam + safe) / safe + kappa) / (1.0 + kappa)
    bin_ = np.searchsorted(constants("perez_limits"), clearness, side="right")
    brightness = diffuse * mass / constant("perez_extraterrestrial")
    table = {
        name: np.array(constants(f"perez_{name}"))[bin_]
        for name in ("f11", "f12", "f13", "f21", "f22", "f23")
    }
    f1 = np.maximum(0.0, table["f11"] + table["f12"] * brightness + table["f13"] * zenith)
    f2 = table["f21"] + table["f22"] * brightness + table["f23"] * zenith
    dark = diffuse <= 0.0
    return np.where(dark, 0.0, f1), np.where(dark, 0.0, f2)
