"""When emissions peak: the distribution of the peak year of a history and its possible futures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dafeng.base import InputError, Text
from dafeng.indicators.forecast import carry
from dafeng.indicators.forecast_input import Bounds, read_series
from dafeng.indicators.forecast_settings import PEAK

__all__ = ["LATER_YEARS", "PeakOutlook", "peak_probability", "peak_years"]

LATER_YEARS = 5
"""Years that must lie below a peak before it counts (contract, Peak)."""


@dataclass(frozen=True, slots=True)
class PeakOutlook:
    """What is known of the peak year; all shares 0-1 of the paths.

    ``probability`` that the peak year is ``by`` or earlier. ``shares`` gives the share of each possible
    peak year, years without a share left out; its first entry may be the first observed year, which then
    stands for "in that year or before" (``first_share``). ``undetermined_share``: paths whose maximum is
    followed by fewer than five years up to the horizon; they count against ``probability``.
    ``median_year`` is the median of the peak year, None where it is not determined by the horizon.
    """

    by: int
    probability: float
    shares: dict[int, float]
    first_share: float
    undetermined_share: float
    median_year: int | None


def peak_years(paths: NDArray[np.float64], *, later_years: int = LATER_YEARS) -> NDArray[np.int64]:
    """Return the position of each path's peak, shape [draw], for ``paths`` [draw, year]; -1: not
    determined.

    The peak is the highest value such that all later values lie below it: of equal maxima the last. It
    counts when at least ``later_years`` years follow it. Position 0 means that it lies in the first year
    or before.

    >>> peak_years(np.array([[3.0, 5.0, 5.0, 4.0, 3.0], [1.0, 2.0, 3.0, 4.0, 3.0]]), later_years=2)
    array([ 2, -1])
    """
    count = paths.shape[1]
    position = count - 1 - np.argmax(paths[:, ::-1], axis=1)
    return np.where(position <= count - 1 - later_years, position, -1).astype(np.int64)


def peak_probability(
    years: Sequence[int] | ArrayLike,
    values: Sequence[float | None] | ArrayLike,
    *,
    by: int,
    horizon: int,
    draws: int = 2000,
    seed: int = 0,
    lower: float | None = None,
    upper: float | None = None,
    provisional: Sequence[bool] | ArrayLike | None = None,
) -> PeakOutlook:
    """Return the probability that emissions peak in year ``by`` or earlier, and the shares of peak years.

    ``values`` and the other parameters are those of ``forecast``; observed years stay as they are, each
    path continues them to ``horizon``, at least five years after ``by``, since a peak counts only when
    five later years lie below it. A year without a value cannot be the peak, though it may have been.

    Curves that rise and fall again are among the models here, since asking for a peak grants that a turn
    is possible; they are not in ``forecast``. What measures will do is not in the history: where the
    pathways give paths, ``peak_years`` of those is the better answer.

    Raises what ``forecast`` raises, and ``InputError`` for a horizon less than five years after ``by``,
    or for a ``by`` before the first year with a value.
    """
    if horizon < by + LATER_YEARS:
        raise InputError(
            "forecast-peak-horizon",
            Text(
                f"预测到 {horizon} 年，不足以判断 {by} 年前达峰",
                f"a horizon of {horizon} cannot tell whether the peak comes by {by}",
            ),
            mend=Text(
                f"至少预测到 {by + LATER_YEARS} 年：峰值之后须有五年更低",
                f"go to {by + LATER_YEARS} at least: five later years must lie below a peak",
            ),
        )
    history = read_series(years, values, bounds=Bounds(lower, upper), provisional=provisional)
    if by < int(history.years[0]):
        raise InputError(
            "forecast-peak-early",
            Text(
                f"{by} 年早于第一个数值（{history.years[0]} 年），无法判断",
                f"{by} lies before the first value ({history.years[0]}), so nothing can be said",
            ),
            mend=Text("补充更早年份的数值", "add the values of earlier years"),
        )
    found = carry(history, to=horizon, draws=draws, seed=seed, bounds=Bounds(lower, upper), settings=PEAK)
    past = np.broadcast_to(history.values, (draws, len(history.values)))
    calendar = np.concatenate([history.years, found.years])
    position = peak_years(np.concatenate([past, found.paths], axis=1), later_years=0)
    peak = calendar[position]
    determined = peak <= horizon - LATER_YEARS
    known, counts = np.unique(peak[determined], return_counts=True)
    middle = np.sort(np.where(determined, peak, horizon + 1))[(draws - 1) // 2]
    return PeakOutlook(
        by=by,
        probability=float(np.mean(determined & (peak <= by))),
        shares={int(year): float(count / draws) for year, count in zip(known, counts, strict=True)},
        first_share=float(np.mean(peak == calendar[0])),
        undetermined_share=float(np.mean(~determined)),
        median_year=int(middle) if middle <= horizon else None,
    )
