"""Forecast a short yearly series to a deadline, as equally likely paths.

How it is done and how well it holds is told in ``docs/explain/forecast.md``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from dafeng.base import InputError, Text
from dafeng.indicators.forecast_input import Bounds, Series, check_draws, read_series, years_ahead
from dafeng.indicators.forecast_model import draw_paths
from dafeng.indicators.forecast_result import Forecast, Op, Outlook
from dafeng.indicators.forecast_settings import DEFAULT, Settings

__all__ = ["Forecast", "Op", "Outlook", "carry", "cumulative", "forecast"]


def forecast(
    years: Sequence[int] | ArrayLike,
    values: Sequence[float | None] | ArrayLike,
    *,
    to: int,
    draws: int = 2000,
    seed: int = 0,
    lower: float | None = None,
    upper: float | None = None,
    provisional: Sequence[bool] | ArrayLike | None = None,
) -> Forecast:
    """Return equally likely paths from the year after the last value to year ``to``.

    ``values`` [observation] in any unit, None or NaN for a year that is not reported; ``provisional``
    [observation] marks flash and estimated values, which weigh less. ``lower`` and ``upper`` are the
    bounds of the quantity (0 and 100 for a percentage): a trend stops at them, and noise is reflected by
    a bound that the series has never touched. The paths are draws from the posterior of curves (constant,
    line, logistic, step, broken line) with AR(1) errors; the order of the observations changes nothing.
    The same input and ``seed`` give the same bits; use different seeds for series that are added up, so
    that their errors do not coincide.

    - A series that never changed (three or more equal values) is repeated as it is: it says nothing about
    how much it could change. ``basis`` is then ``constant``.
    - One outlier and one step are parts of the model: they widen the interval, they do not bend the trend.
    - A step that comes after the last value cannot be foreseen and is not in the paths.

    Raises ``InputError``: fewer than three values (or more than 60), a year twice, a value that is no
    number or outside the bounds, bounds out of order, ``to`` not after the last value or more than 60
    years after it, fewer than 100 or more than 100,000 draws.

    >>> outlook = forecast(range(2018, 2026), [20, 24, 29, 33, 38, 41, 46, 50], to=2030, upper=100).at(2030)
    >>> outlook.low < outlook.median < outlook.high
    True
    """
    bounds = Bounds(lower, upper)
    series = read_series(years, values, bounds=bounds, provisional=provisional)
    return carry(series, to=to, draws=draws, seed=seed, bounds=bounds)


def cumulative(
    years: Sequence[int] | ArrayLike,
    values: Sequence[float | None] | ArrayLike,
    *,
    since: int,
    to: int,
    draws: int = 2000,
    seed: int = 0,
    lower: float | None = None,
    upper: float | None = None,
    provisional: Sequence[bool] | ArrayLike | None = None,
) -> Forecast:
    """Return the sum of the yearly values from year ``since`` on, known part and paths, for each future
    year.

    ``values``, bounds (of a yearly value) and the other parameters are those of ``forecast``; years
    before ``since`` serve the trend. The result has the years from ``since``, or the year after the last
    value if that is later, to ``to``. Raises what ``forecast`` raises, and ``InputError`` where a year
    between ``since`` and the last value has no value: a sum with a hole would be too small without saying
    so.
    """
    bounds = Bounds(lower, upper)
    series = read_series(years, values, bounds=bounds, provisional=provisional)
    known = series.years >= since
    missing = sorted(set(range(since, series.last + 1)) - set(series.years[known].tolist()))
    if missing:
        raise InputError(
            "forecast-gap",
            Text(
                f"{since} 年以来的累计缺少 {missing} 年", f"the sum since {since} lacks the years {missing}"
            ),
            mend=Text("补报这些年份", "report those years"),
        )
    if since > to:
        raise InputError(
            "forecast-horizon",
            Text(f"累计起始年 {since} 晚于 {to}", f"the sum starts in {since}, after {to}"),
            mend=Text("起始年不晚于目标年", "start no later than the year that is judged"),
        )
    yearly = carry(series, to=to, draws=draws, seed=seed, bounds=bounds)
    counted = yearly.years >= since
    total = float(series.values[known].sum()) + np.cumsum(yearly.paths[:, counted], axis=1)
    return Forecast(years=yearly.years[counted].copy(), paths=total, basis="cumulative")


def carry(
    series: Series, *, to: int, draws: int, seed: int, bounds: Bounds, settings: Settings = DEFAULT
) -> Forecast:
    """Return the forecast of a checked series; raises what ``forecast`` raises for ``to`` and ``draws``.

    ``settings`` are what is believed before the series is seen.
    """
    check_draws(draws)
    ahead = years_ahead(series.last, to)
    if series.constant:
        return Forecast(years=ahead, paths=np.full((draws, len(ahead)), series.values[0]), basis="constant")
    scale = float(np.abs(series.values).max())
    paths = draw_paths(
        series.years.astype(np.float64),
        series.values / scale,
        future_years=ahead.astype(np.float64),
        provisional=series.provisional,
        lower=None if bounds.lower is None else bounds.lower / scale,
        upper=None if bounds.upper is None else bounds.upper / scale,
        draws=draws,
        rng=np.random.default_rng(seed),
        settings=settings,
    )
    paths *= scale
    if bounds.lower is not None or bounds.upper is not None:
        np.clip(paths, bounds.lower, bounds.upper, out=paths)
    return Forecast(years=ahead, paths=paths, basis="trend")
