"""Global radiation of every hour, drawn about the monthly means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.weather.coefficients import coefficient
from dafeng.weather.drawn import autoregressive, scaled_below, with_distribution
from dafeng.weather.split import clear_global
from dafeng.weather.sun import sun_hours
from dafeng.weather.year import Site, month_of_day

if TYPE_CHECKING:
    from numpy.typing import NDArray


def _clear(name: str) -> float:
    return coefficient("clearness", name)


def clear_day(site: Site) -> NDArray[np.float64]:
    """Return the clearness of the clearest day of each month at ``site`` [1, 12].

    The global radiation of the usual clear sky over that above the air; brighter high up than at sea level.
    A month without sun has the value 0.75, which nothing uses.
    """
    clear = clear_global(site).reshape(365, 24).sum(axis=1)
    sky = sun_hours(site).extraterrestrial_wh_m2.reshape(365, 24).sum(axis=1)
    month = month_of_day()
    totals = np.bincount(month, weights=sky)
    share = np.bincount(month, weights=clear) / np.where(totals > 0.0, totals, 1.0)
    return np.where(totals > 0.0, share, _clear("without_sun"))


def daily_quantile(probability: NDArray[np.float64], *, mean: float, highest: float) -> NDArray[np.float64]:
    """Return daily clearness at ``probability`` for a month of the given mean.

    Density proportional to ``exp(gamma K)`` between the lowest and the highest day.
    Source: Bendt, Collares-Pereira and Rabl 1981, Solar Energy 27(1), 1-5.
    """
    lowest = min(_clear("lowest_day"), 0.5 * mean)
    width = highest - lowest
    low, high = -700.0, 700.0
    for _ in range(200):
        middle = 0.5 * (low + high)
        if lowest + width * _mean_of_exponential(middle) < mean:
            low = middle
        else:
            high = middle
    u = high
    if abs(u) < 1e-6:
        return np.asarray(lowest + width * probability)
    if u > 0.0:
        return np.asarray(highest + width / u * np.log(probability + (1.0 - probability) * np.exp(-u)))
    return np.asarray(lowest + width / u * np.log1p(probability * np.expm1(u)))


def _mean_of_exponential(u: float) -> float:
    """Return the mean on 0-1 of a density proportional to ``exp(u x)``."""
    if abs(u) < 1e-6:
        return 0.5 + u / 12.0
    return float(1.0 / -np.expm1(-u) - 1.0 / u) if u > -700.0 else 0.0


def highest_day(monthly: NDArray[np.float64], *, site: Site) -> NDArray[np.float64]:
    """Return the upper end of the distribution of daily clearness in each month [12].

    The clear day of the place, or 2 % above the month's mean where that is brighter still.
    """
    return np.maximum(clear_day(site), _clear("above_mean") * monthly)


def daily_clearness(
    monthly: NDArray[np.float64], *, site: Site, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the clearness of every day [365], and the normal scores that it was drawn from [365].

    A bounded AR(1) process; within each month the values have Bendt's distribution exactly, and the sum of
    clearness times extraterrestrial radiation is that of ``monthly`` [12] exactly.
    """
    month = month_of_day()
    scores = autoregressive(rng, length=365, memory=_clear("daily_autocorrelation"))
    highest = highest_day(monthly, site=site)

    def quantile(one: int, probability: NDArray[np.float64]) -> NDArray[np.float64]:
        return daily_quantile(probability, mean=float(monthly[one]), highest=float(highest[one]))

    drawn = with_distribution(scores, group=month, quantile=quantile)
    sky = sun_hours(site).extraterrestrial_wh_m2.reshape(365, 24).sum(axis=1)
    for one in range(12):
        days = month == one
        wanted = np.array([monthly[one] * sky[days].sum()])
        drawn[days] = scaled_below(
            drawn[days][None, :], weights=sky[days][None, :], total=wanted, ceiling=float(highest[one])
        )[0]
    return drawn, scores


def hourly_global(daily: NDArray[np.float64], *, site: Site, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return hourly global radiation [Wh/m2, 8760] with the clearness ``daily`` [365] of each day exactly.

    Each day follows the course of the clear sky, lowered evenly, with noise about it that remembers the hour
    before (Aguiar and Collares-Pereira 1992, TAG, Solar Energy 49(3), 167-174: spread and memory). Hours
    reach at most 1.1 times the clear sky, as broken clouds do.
    """

    def part(name: str) -> float:
        return coefficient("hourly", name)

    sun = sun_hours(site)
    sky = sun.extraterrestrial_wh_m2.reshape(365, 24)
    clear = clear_global(site).reshape(365, 24)
    height = np.cos(np.radians(np.minimum(sun.zenith_deg, 90.0))).reshape(365, 24)
    total = daily * sky.sum(axis=1)
    index = (total / np.maximum(clear.sum(axis=1), 1e-9))[:, None]
    day = daily[:, None]
    a = part("a_0") * np.exp(part("a_1") * (day - part("a_at")) ** 2)
    b = part("b_2") * (day - part("b_at")) ** 2 + part("b_5") * day**5
    spread = a * np.exp(b * (1.0 - height)) * sky / np.maximum(clear, 1e-9)
    memory = part("phi_0") + part("phi_1") * np.cos(part("phi_2") * daily + part("phi_3"))
    noise = rng.standard_normal((365, 24))
    wave = np.empty((365, 24))
    wave[:, 0] = noise[:, 0]
    for hour in range(1, 24):
        wave[:, hour] = memory * wave[:, hour - 1] + np.sqrt(1.0 - memory**2) * noise[:, hour]
    ceiling = np.maximum(_clear("highest_hour"), index.max())
    drawn = np.clip(index + np.where(clear > 0.0, spread, 0.0) * wave, _clear("lowest_hour") * index, ceiling)
    laid = scaled_below(drawn, weights=clear, total=total, ceiling=float(ceiling))
    return np.asarray((laid * clear).ravel())


def cloud_cover(daily: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean cloud cover [tenths] of days of a clearness: what sunshine leaves, 0-10.

    Sunshine share after Angstrom and Prescott, ``K = 0.25 + 0.50 S``. Source: FAO 56 (Allen et al. 1998).

    >>> cloud_cover(np.array([0.75, 0.5, 0.2]))
    array([ 0.,  5., 10.])
    """
    sunshine = (daily - coefficient("cloud", "a")) / coefficient("cloud", "b")
    return np.asarray(10.0 * (1.0 - np.clip(sunshine, 0.0, 1.0)))
