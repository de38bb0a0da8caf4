"""Global radiation split into direct and diffuse."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dafeng.weather.coefficients import coefficient
from dafeng.weather.longwave import standard_pressure
from dafeng.weather.sun import air_mass, sun_hours
from dafeng.weather.year import HOURS, Site

if TYPE_CHECKING:
    from numpy.typing import NDArray


def diffuse_share(clearness_share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the diffuse share of global radiation [1] by hourly clearness (GHI over extraterrestrial).

    Source: Erbs, Klein and Duffie 1982, Solar Energy 28(4), 293-302, eq. 1.

    >>> diffuse_share(np.array([0.1, 0.5, 0.9])).round(3)
    array([0.991, 0.659, 0.165])
    """
    k = clearness_share
    low, high = coefficient("erbs", "low"), coefficient("erbs", "high")
    middle = np.zeros_like(k)
    for power in (4, 3, 2, 1, 0):
        middle = middle * k + coefficient("erbs", f"p{power}")
    overcast = 1.0 - coefficient("erbs", "linear") * k
    return np.where(k <= low, overcast, np.where(k <= high, middle, coefficient("erbs", "constant")))


def usual_turbidity(site: Site) -> NDArray[np.float64]:
    """Return the Linke turbidity of the usual clear day in each hour [1, 8760]: 2.5 in January, 3.2 in July.

    The other way round south of the equator.
    """
    winter, summer = (coefficient("clear_beam", f"usual_{season}") for season in ("winter", "summer"))
    course = np.cos(2.0 * np.pi * (np.arange(HOURS) / 24.0 - 15.0) / 365.0)
    if site.latitude_deg < 0.0:
        course = -course
    return np.asarray(0.5 * (summer + winter) - 0.5 * (summer - winter) * course)


def clear_beam(site: Site, *, turbidity: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Return the direct normal radiation of a clear sky [W/m2] in each hour, [8760].

    Without ``turbidity`` (Linke, any shape that fits) that of very clean cold air, 2: the strongest beam that
    is let through. Holds for the middle of the sunlit part of the hour, at the air pressure of the site's
    height; air mass is limited to 20.

    Source: Rigollier, Bauer and Wald 2000 (ESRA), Solar Energy 68(1), 33-48, eq. 4 and 5.
    """

    def part(name: str) -> float:
        return coefficient("clear_beam", name)

    sun = sun_hours(site)
    pressure = standard_pressure(site.elevation_m) / standard_pressure(0.0)
    mass = np.minimum(air_mass(sun.zenith_deg) * pressure, part("air_mass_limit"))
    inverse = np.zeros_like(mass)
    for power in (4, 3, 2, 1, 0):
        inverse = inverse * mass + part(f"r{power}")
    linke = np.full(HOURS, part("linke_turbidity")) if turbidity is None else turbidity
    return np.asarray(sun.normal_w_m2 * np.exp(-part("a") * linke * mass / inverse))


@lru_cache(maxsize=16)
def clear_global(site: Site) -> NDArray[np.float64]:
    """Return the global radiation of usual clear days [Wh/m2, 8760], after the ESRA clear sky.

    Source: Rigollier, Bauer and Wald 2000, Solar Energy 68(1), 33-48, eq. 4, 5, 12 to 14.
    """
    linke = usual_turbidity(site)

    def polynomial(name: str) -> NDArray[np.float64]:
        c0, c1, c2 = (coefficient("clear_beam", f"{name}{n}") for n in (0, 1, 2))
        return np.asarray(c0 + c1 * linke + c2 * linke**2)

    sun = sun_hours(site)
    height = np.maximum(np.cos(np.radians(np.minimum(sun.zenith_deg, 90.0))), 0.0)
    shape = polynomial("f0") + polynomial("f1") * height + polynomial("f2") * height**2
    diffuse = sun.normal_w_m2 * polynomial("t") * shape * sun.up_share
    total = clear_beam(site, turbidity=linke) * sun.cos_zenith + np.maximum(diffuse, 0.0)
    limit = coefficient("clearness", "highest_month") * sun.extraterrestrial_wh_m2
    return np.asarray(np.minimum(total, limit))


def split_global(
    ghi_wh_m2: NDArray[np.float64], *, site: Site
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return direct normal and diffuse horizontal radiation [Wh/m2] of 8760 hours of global radiation.

    Diffuse by Erbs; then ``GHI = DNI * cos_zenith + DHI`` in every hour, with the mean cosine of the hour.
    Beam never exceeds what clean air lets through (``clear_beam``); the rest counts as diffuse.
    """
    sun = sun_hours(site)
    sky = np.maximum(sun.extraterrestrial_wh_m2, 1e-9)
    diffuse = ghi_wh_m2 * diffuse_share(np.clip(ghi_wh_m2 / sky, 0.0, 1.0))
    return closed(ghi_wh_m2, dhi_wh_m2=diffuse, site=site)


def closed(
    ghi_wh_m2: NDArray[np.float64], *, dhi_wh_m2: NDArray[np.float64], site: Site
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return direct normal and diffuse radiation [Wh/m2] that close to ``ghi_wh_m2`` exactly, [8760]."""
    sun = sun_hours(site)
    some = sun.cos_zenith > 0.0
    beam = np.maximum(ghi_wh_m2 - dhi_wh_m2, 0.0)
    direct = np.where(some, beam / np.where(some, sun.cos_zenith, 1.0), 0.0)
    direct = np.minimum(direct, clear_beam(site) * sun.up_share)
    return direct, np.maximum(ghi_wh_m2 - direct * sun.cos_zenith, 0.0)
