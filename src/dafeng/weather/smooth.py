"""Curves that keep the means they were given, over months and over days."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dafeng.weather.year import MONTH_DAYS, month_of_day

if TYPE_CHECKING:
    from numpy.typing import NDArray


@cache
def _monthly_weights() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights of linear interpolation between mid-months [365, 12], and their monthly means."""
    lengths = np.array(MONTH_DAYS, dtype=np.float64)
    middles = np.cumsum(lengths) - lengths / 2.0
    nodes = np.concatenate([[middles[-1] - 365.0], middles, [middles[0] + 365.0]])
    days = np.arange(365) + 0.5
    right = np.searchsorted(nodes, days, side="right")
    share = (days - nodes[right - 1]) / (nodes[right] - nodes[right - 1])
    weights = np.zeros((365, 12))
    weights[np.arange(365), (right - 2) % 12] += 1.0 - share
    weights[np.arange(365), (right - 1) % 12] += share
    averaging = (month_of_day()[None, :] == np.arange(12)[:, None]) / lengths[:, None]
    return weights, averaging @ weights


def monthly_to_daily(monthly: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a continuous yearly course [365] whose monthly means are exactly ``monthly`` [12].

    >>> from dafeng.weather.year import month_of_day
    >>> course = monthly_to_daily(np.arange(12.0))
    >>> float(course[month_of_day() == 6].mean().round(9))
    6.0
    """
    weights, means = _monthly_weights()
    return np.asarray(weights @ np.linalg.solve(means, monthly))


def daily_to_hourly(daily: NDArray[np.float64], *, keep_means: bool = True) -> NDArray[np.float64]:
    """Return hourly values [8760] that run linearly between noons of days [365], the year being a ring.

    Values stand at the ends of the hours. With ``keep_means`` the nodes are moved so that the mean of each
    day's 24 values is exactly that of ``daily``.
    """
    ends = np.arange(1, 25) / 24.0 - 0.5  # -0.458 ... 0.5 of a day from noon
    before, after = np.maximum(-ends, 0.0), np.maximum(ends, 0.0)
    nodes: NDArray[np.float64] = np.asarray(daily, dtype=np.float64)
    if keep_means:
        left, right = before.mean(), after.mean()
        ring = np.zeros((365, 365))
        index = np.arange(365)
        ring[index, index] = 1.0 - left - right
        ring[index, (index - 1) % 365] = left
        ring[index, (index + 1) % 365] = right
        nodes = np.asarray(np.linalg.solve(ring, nodes), dtype=np.float64)
    previous, following = np.roll(nodes, 1), np.roll(nodes, -1)
    hourly = nodes[:, None] * (1.0 - before - after) + previous[:, None] * before + following[:, None] * after
    return np.asarray(hourly.ravel())
