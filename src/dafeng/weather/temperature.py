"""Temperature of every hour, drawn about the monthly means and coupled to the clearness of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.weather.coefficients import coefficient
from dafeng.weather.drawn import autoregressive
from dafeng.weather.smooth import daily_to_hourly, monthly_to_daily
from dafeng.weather.sun import sun_position
from dafeng.weather.year import HOURS, Site, day_of_hour, month_of_day

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.weather.normals import MonthlyNormals


def daily_means(
    normals: MonthlyNormals, *, scores: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return daily mean temperatures [degC, 365] with the month's mean and standard deviation exactly.

    A smooth course of the year plus an AR(1) anomaly that is correlated with the normal ``scores`` of the
    daily clearness by the month's coupling. Where the course alone varies more within a month than the
    normals say, it is flattened to their standard deviation.
    """
    month = month_of_day()
    coupling = np.array([coefficient("temperature", f"coupling_{m + 1:02d}") for m in range(12)])[month]
    own = autoregressive(rng, length=365, memory=coefficient("temperature", "daily_autocorrelation"))
    anomaly = coupling * scores + np.sqrt(1.0 - coupling**2) * own
    course = monthly_to_daily(normals.temperature_c)
    out = np.empty(365)
    for one in range(12):
        days = month == one
        trend = course[days] - course[days].mean()
        free = anomaly[days] - anomaly[days].mean()
        free -= trend * (free @ trend) / max(float(trend @ trend), 1e-12)
        wanted = float(normals.daily_mean_sd_k[one]) ** 2
        left = wanted - float((trend**2).mean())
        if left > 0.0:
            deviation = trend + free * np.sqrt(left / float((free**2).mean()))
        else:
            deviation = trend * np.sqrt(wanted / float((trend**2).mean()))
        out[days] = normals.temperature_c[one] + deviation
    return out


def daily_ranges(
    normals: MonthlyNormals, *, clearness: NDArray[np.float64], clear: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the daily range of temperature [K, 365]: wide on clear days, with the month's mean exactly.

    ``K / K_clear = 1 - exp(-b range^2.4)`` turned round, b from the month's mean range.
    Source: Bristow and Campbell 1984, Agricultural and Forest Meteorology 31, 159-166.
    """

    def part(name: str) -> float:
        return coefficient("temperature", name)

    share = np.minimum(clearness / clear, part("range_ceiling"))
    relative = (-np.log1p(-share)) ** (1.0 / part("range_exponent"))
    month = month_of_day()
    out = np.empty(365)
    for one in range(12):
        days = month == one
        shape = np.clip(relative[days] / relative[days].mean(), part("range_lowest"), part("range_highest"))
        out[days] = normals.daily_range_k[one] * shape / shape.mean()
    return out


def hourly_temperature(
    means: NDArray[np.float64], *, ranges: NDArray[np.float64], normals: MonthlyNormals
) -> NDArray[np.float64]:
    """Return temperatures at the ends of the hours [degC, 8760] with the daily ``means`` exactly.

    The course of the day runs from sunrise to the early afternoon and back (``diurnal_shape``).
    Its amplitude is set so that the mean of the daily range (highest minus lowest hour) is the month's
    normal: passing weather widens it.
    """
    month = month_of_day()
    level = daily_to_hourly(means)
    shape = diurnal_shape(normals.site)
    stretch = np.ones(12)
    hourly = level
    for _ in range(8):
        amplitude = daily_to_hourly(ranges * stretch[month], keep_means=False)
        hourly = level + amplitude * shape
        by_day = hourly.reshape(365, 24)
        hourly = hourly + (means - by_day.mean(axis=1))[day_of_hour()]
        got = np.ptp(hourly.reshape(365, 24), axis=1)
        realised = np.array([got[month == one].mean() for one in range(12)])
        stretch = np.maximum(stretch + (normals.daily_range_k - realised) / normals.daily_range_k, 0.0)
    return hourly


def diurnal_shape(site: Site) -> NDArray[np.float64]:
    """Return (T - mean) / range over the day at the ends of 8760 hours: lowest at sunrise, highest at 14 h.

    Half a cosine up from sunrise to two hours after solar noon, half a cosine down to the next sunrise;
    the mean of a day is 0. Sunrise is kept between 3 and 9 h solar time, for polar days and nights.

    Source: de Wit, Goudriaan and van Laar 1978 (WAVE); Reicosky et al. 1989, Agricultural and Forest
    Meteorology 46, 193-209.
    """
    hours = np.arange(1, HOURS + 1, dtype=np.float64)
    sun = sun_position(site, hours=np.floor((hours - 0.5) / 24.0) * 24.0 + 12.0)
    tilt, latitude = np.radians(sun.declination_deg), np.radians(site.latitude_deg)
    half_day_h = np.degrees(np.arccos(np.clip(-np.tan(latitude) * np.tan(tilt), -1.0, 1.0))) / 15.0
    earliest, latest = coefficient("diurnal", "sunrise_from_h"), coefficient("diurnal", "sunrise_to_h")
    sunrise = np.clip(12.0 - half_day_h, earliest, latest)
    warmest = coefficient("diurnal", "warmest_h")
    solar = (hours + site.longitude_deg / 15.0 - site.utc_offset_h) % 24.0
    rising = (solar - sunrise) / (warmest - sunrise)
    falling = ((solar - warmest) % 24.0) / (24.0 - warmest + sunrise)
    up = (solar >= sunrise) & (solar < warmest)
    return np.asarray(np.where(up, -0.5 * np.cos(np.pi * rising), 0.5 * np.cos(np.pi * falling)))
