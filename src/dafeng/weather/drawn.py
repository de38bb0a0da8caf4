"""Random series with a stated memory and exactly stated distributions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def autoregressive(rng: np.random.Generator, *, length: int, memory: float) -> NDArray[np.float64]:
    """Return a stationary AR(1) series of standard normal values: ``x[i] = memory x[i-1] + noise``."""
    noise = rng.standard_normal(length)
    series = np.empty(length)
    series[0] = noise[0]
    scale = np.sqrt(1.0 - memory**2)
    for index in range(1, length):
        series[index] = memory * series[index - 1] + scale * noise[index]
    return series


def with_distribution(
    series: NDArray[np.float64],
    *,
    group: NDArray[np.int64],
    quantile: Callable[[int, NDArray[np.float64]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return values that keep the order of ``series`` within each group and have its distribution exactly.

    The i-th smallest of n gets the quantile at ``(i - 0.5) / n``, so that a month of 30 days has the shape
    of its distribution rather than that of 30 chances. ``quantile(group, probabilities)`` gives the values.
    """
    out = np.empty_like(series)
    for one in np.unique(group):
        members = np.flatnonzero(group == one)
        ranks = np.argsort(np.argsort(series[members], kind="stable"), kind="stable")
        out[members] = quantile(int(one), (ranks + 0.5) / members.size)
    return out


def scaled_below(
    values: NDArray[np.float64], *, weights: NDArray[np.float64], total: NDArray[np.float64], ceiling: float
) -> NDArray[np.float64]:
    """Return ``min(f * values, ceiling)`` with f per row such that ``sum(weights * it) = total`` in each row.

    Rows are the first axis; ``total`` must be reachable below the ceiling. Bisection to 1e-12, then exact.
    """
    low, high = np.zeros(values.shape[0]), np.ones(values.shape[0])
    for _ in range(60):
        short = (weights * np.minimum(high[:, None] * values, ceiling)).sum(axis=1) < total
        if not short.any():
            break
        high = np.where(short, high * 2.0, high)
    for _ in range(60):
        middle = 0.5 * (low + high)
        short = (weights * np.minimum(middle[:, None] * values, ceiling)).sum(axis=1) < total
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    out = np.minimum(high[:, None] * values, ceiling)
    got = (weights * out).sum(axis=1)
    return np.asarray(out * np.where(got > 0.0, total / np.where(got > 0.0, got, 1.0), 1.0)[:, None])
