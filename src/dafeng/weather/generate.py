"""An hourly year from twelve monthly normals: seeded, with the normals kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.base import Text
from dafeng.weather.clearness import cloud_cover, daily_clearness, highest_day, hourly_global
from dafeng.weather.coefficients import coefficient
from dafeng.weather.drawn import autoregressive, with_distribution
from dafeng.weather.humidity import dew_point, saturation_pressure
from dafeng.weather.longwave import infrared_sky, standard_pressure
from dafeng.weather.normals import MonthlyNormals, seat_normals
from dafeng.weather.smooth import daily_to_hourly, monthly_to_daily
from dafeng.weather.split import split_global
from dafeng.weather.temperature import daily_means, daily_ranges, hourly_temperature
from dafeng.weather.year import HOURS, Change, WeatherYear, day_of_hour, month_of_day, month_of_hour

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_SEED = 1


def default_year(place: str) -> WeatherYear:
    """Return the embedded year of a seat of Alxa, without any file; see ``generate_year``.

    Raises ``InputError`` ``weather-place`` for a place without normals.
    """
    return generate_year(seat_normals(place))


def generate_year(normals: MonthlyNormals, *, seed: int = DEFAULT_SEED) -> WeatherYear:
    """Return an hourly year with the given monthly normals; the same seed gives the same year.

    Kept exactly in every month: mean temperature, standard deviation of the daily means, sum of global
    radiation, mean relative humidity (below saturation), mean wind; the mean daily range to 0.1 K. The
    rest is drawn: daily clearness as a bounded AR(1) process (Bendt, Graham), hourly radiation about the
    clear sky's course (TAG noise), diffuse after Erbs with exact closure, temperature coupled to clearness
    in mean and range, vapour pressure constant over a day, wind after Weibull with an afternoon peak, cloud
    cover from clearness (Angstrom and Prescott) and from it the infrared sky (Clark and Allen).

    Limits: no cold waves of several weeks, no dust, no snow, no rain, wind directions without climate,
    pressure without weather. A generated year is for loads and sums of a year, not for design extremes.
    """
    rng = np.random.default_rng(seed)
    site = normals.site
    monthly = normals.clearness_share
    daily, scores = daily_clearness(monthly, site=site, rng=rng)
    clear = highest_day(monthly, site=site)[month_of_day()]
    ghi = hourly_global(daily, site=site, rng=rng)
    direct, diffuse = split_global(ghi, site=site)

    means = daily_means(normals, scores=scores, rng=rng)
    ranges = daily_ranges(normals, clearness=daily, clear=clear)
    dry_bulb = hourly_temperature(means, ranges=ranges, normals=normals)
    vapour = vapour_pressure(means, dry_bulb_c=dry_bulb, normals=normals)
    humidity = np.minimum(vapour / saturation_pressure(dry_bulb), 1.0)
    dew = np.minimum(dew_point(humidity * saturation_pressure(dry_bulb)), dry_bulb)
    cover = np.clip(daily_to_hourly(cloud_cover(daily), keep_means=False), 0.0, 10.0)
    missing = np.full(HOURS, np.nan)
    return WeatherYear(
        site=site,
        dry_bulb_c=dry_bulb,
        dew_point_c=dew,
        relative_humidity_share=humidity,
        pressure_pa=pressure(normals),
        ghi_wh_m2=ghi,
        dni_wh_m2=direct,
        dhi_wh_m2=diffuse,
        infrared_sky_w_m2=infrared_sky(dry_bulb, dew_point_c=dew, opaque_sky_cover_tenths=cover),
        wind_speed_m_s=wind_speed(normals, rng=rng),
        wind_direction_deg=wind_direction(rng),
        total_sky_cover_tenths=cover,
        opaque_sky_cover_tenths=cover,
        present_weather_observation=np.full(HOURS, 9.0),
        present_weather_codes=missing.copy(),
        snow_depth_cm=missing.copy(),
        days_since_snow=missing.copy(),
        albedo_share=missing.copy(),
        liquid_precipitation_mm=missing.copy(),
        mode="generated",
        changes=_notes(normals, seed),
        source=f"generated from {normals.source}",
    )


def pressure(normals: MonthlyNormals) -> NDArray[np.float64]:
    """Return the air pressure [Pa, 8760]: a smooth course through the normals, or the standard atmosphere."""
    if normals.pressure_pa is None:
        return np.full(HOURS, standard_pressure(normals.site.elevation_m))
    return monthly_to_daily(normals.pressure_pa)[day_of_hour()]


def vapour_pressure(
    means_c: NDArray[np.float64], *, dry_bulb_c: NDArray[np.float64], normals: MonthlyNormals
) -> NDArray[np.float64]:
    """Return vapour pressure [Pa, 8760]: a share of the daily mean's saturation, such that RH has its mean.

    The share is constant within a month and found by bisection; where the air would be above saturation,
    relative humidity is 1.
    """
    month = month_of_hour()
    base = saturation_pressure(daily_to_hourly(means_c))
    ratio = base / saturation_pressure(dry_bulb_c)
    share = np.empty(12)
    for one in range(12):
        hours = month == one
        low, high = 0.0, 1.0
        while np.minimum(high * ratio[hours], 1.0).mean() < normals.relative_humidity_share[one]:
            high *= 2.0
            if high > 1e6:
                break
        for _ in range(60):
            middle = 0.5 * (low + high)
            if np.minimum(middle * ratio[hours], 1.0).mean() < normals.relative_humidity_share[one]:
                low = middle
            else:
                high = middle
        share[one] = high
    return np.asarray(share[month] * base)


def wind_speed(normals: MonthlyNormals, *, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return hourly wind [m/s, 8760]: Weibull, with memory, an afternoon peak and the monthly mean exactly.

    Shape ``k = 0.94 sqrt(mean)``. Source: Justus, Hargraves, Mikhail and Graber 1978.
    """

    def part(name: str) -> float:
        return coefficient("wind", name)

    month = month_of_hour()
    series = autoregressive(rng, length=HOURS, memory=part("hourly_autocorrelation"))
    factor = part("weibull_shape_factor")

    def quantile(one: int, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        shape = factor * np.sqrt(max(float(normals.wind_speed_m_s[one]), 1.0))
        return np.asarray((-np.log1p(-probability)) ** (1.0 / shape))

    drawn = with_distribution(series, group=month, quantile=quantile)
    hour = np.arange(1, HOURS + 1) % 24
    drawn *= 1.0 + part("diurnal_amplitude") * np.cos(2.0 * np.pi * (hour - part("diurnal_peak_h")) / 24.0)
    for one in range(12):
        hours = month == one
        drawn[hours] *= normals.wind_speed_m_s[one] / drawn[hours].mean()
    return drawn


def wind_direction(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return wind directions [deg clockwise from north, 8760] that turn slowly and favour no quarter."""
    turns = rng.normal(0.0, coefficient("wind", "direction_step_deg"), HOURS)
    return np.asarray(np.cumsum(turns) % 360.0)


def _notes(normals: MonthlyNormals, seed: int) -> tuple[Change, ...]:
    """Say that the year is generated, and what its normals rest on."""
    head = Text(
        f"逐时年由 12 个月值生成（种子 {seed}），不是观测年；月值来源：{normals.source}（{normals.basis}）",
        f"the year is generated from twelve monthly normals (seed {seed}), not observed; normals from "
        f"{normals.source} ({normals.basis})",
    )
    return tuple(Change("generated", "all", HOURS, None, "1", text) for text in (head, *normals.notes))
