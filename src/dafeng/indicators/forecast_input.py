"""What a forecast accepts: a yearly series, checked, sorted, with its gaps taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dafeng.base import InputError, Text

__all__ = ["Bounds", "Series", "check_draws", "read_series"]

Array = NDArray[np.float64]
FEWEST_POINTS = 3
MOST_POINTS = 60
MOST_YEARS_AHEAD = 60
FEWEST_DRAWS = 100
MOST_DRAWS = 100_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value that a quantity can take [its unit]; None where there is none."""

    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        """Raise ``InputError`` unless both are finite and in order."""
        ends = [end for end in (self.lower, self.upper) if end is not None]
        if not all(np.isfinite(end) for end in ends) or (len(ends) == 2 and ends[0] >= ends[1]):
            raise InputError(
                "forecast-bounds",
                Text(
                    f"下限 {self.lower} 与上限 {self.upper} 不能成为范围",
                    f"the bounds {self.lower} and {self.upper} enclose nothing",
                ),
                mend=Text(
                    "下限应小于上限，且都为有限数", "give finite bounds, the lower one below the upper one"
                ),
            )


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A yearly series without gaps' empty entries: rising ``years``, finite ``values``, ``provisional``
    marks.

    All of shape [observation]; ``values`` in the series' own unit.
    """

    years: NDArray[np.int64]
    values: Array
    provisional: NDArray[np.bool_]

    @property
    def last(self) -> int:
        """The last year with a value."""
        return int(self.years[-1])

    @property
    def constant(self) -> bool:
        """Whether every value is the same."""
        return bool(np.all(self.values == self.values[0]))


def read_series(
    years: Sequence[int] | ArrayLike,
    values: Sequence[float | None] | ArrayLike,
    *,
    bounds: Bounds,
    provisional: Sequence[bool] | ArrayLike | None = None,
) -> Series:
    """Return the series sorted by year, without the years whose value is None or NaN (not reported).

    ``values`` [observation] in any unit. Raises ``InputError``: lengths that differ, a year that is no
    whole number, a year that stands twice, an infinite value, a value outside ``bounds``, fewer than
    three or more than 60 values.
    """
    year_list, value_list = np.asarray(years).reshape(-1), np.asarray(values, dtype=object).reshape(-1)
    marks = np.zeros(len(year_list)) if provisional is None else np.asarray(provisional).reshape(-1)
    if not len(year_list) == len(value_list) == len(marks):
        raise InputError(
            "forecast-lengths",
            Text(
                f"年份 {len(year_list)} 个，数值 {len(value_list)} 个，初步标记 {len(marks)} 个，应相等",
                f"{len(year_list)} years, {len(value_list)} values and {len(marks)} provisional marks",
            ),
            mend=Text("每个年份对应一个数值", "give one value, and one mark, for every year"),
        )
    whole = _whole_years(year_list)
    numbers = _numbers(value_list)
    twice = sorted({int(year) for year in whole if np.sum(whole == year) > 1})
    if twice:
        raise InputError(
            "forecast-duplicate-year",
            Text(f"年份重复：{twice}", f"years that stand twice: {twice}"),
            mend=Text("每年只留一个数值（最新版本）", "keep one value a year, the latest revision"),
        )
    kept = np.flatnonzero(~np.isnan(numbers))
    kept = kept[np.argsort(whole[kept])]
    found = Series(years=whole[kept], values=numbers[kept], provisional=marks[kept].astype(bool))
    _check_extent(found, bounds)
    return found


def check_draws(draws: int) -> None:
    """Raise ``InputError`` unless the number of draws lies between 100 and 100,000."""
    if not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        raise InputError(
            "forecast-draws",
            Text(
                f"抽样次数 {draws} 不在 {FEWEST_DRAWS} 至 {MOST_DRAWS} 之间",
                f"{draws} draws, wanted {FEWEST_DRAWS} to {MOST_DRAWS}",
            ),
            mend=Text("通常用 2000", "2000 is usual"),
        )


def years_ahead(last: int, to: int) -> NDArray[np.int64]:
    """Return the years after ``last`` up to ``to``; raises ``InputError`` for none, or more than 60."""
    if not last < to <= last + MOST_YEARS_AHEAD:
        raise InputError(
            "forecast-horizon",
            Text(
                f"预测年份 {to} 应在 {last + 1} 至 {last + MOST_YEARS_AHEAD} 之间：最后一个数值在 {last} 年",
                f"the forecast to {to} should end in {last + 1} to {last + MOST_YEARS_AHEAD}: "
                f"the last value is that of {last}",
            ),
            mend=Text(
                "已有数值的年份直接评估，不预测", "a year that has a value is judged by it, not forecast"
            ),
        )
    return np.arange(last + 1, to + 1, dtype=np.int64)


def _whole_years(years: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return the years as whole numbers."""
    try:
        numbers = years.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise _bad_year(years) from error
    if not np.all(np.isfinite(numbers) & (numbers == np.round(numbers))):
        raise _bad_year(years)
    return numbers.astype(np.int64)


def _bad_year(years: NDArray[np.generic]) -> InputError:
    return InputError(
        "forecast-year",
        Text(f"年份应为整数，得到 {years.tolist()}", f"years are whole numbers, found {years.tolist()}"),
        mend=Text("写成 2025 这样的年份", "write them like 2025"),
    )


def _numbers(values: NDArray[np.object_]) -> Array:
    """Return the values as numbers, None as NaN."""
    try:
        numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            "forecast-value",
            Text(f"数值不是数：{values.tolist()}", f"values that are no numbers: {values.tolist()}"),
            mend=Text("未报的年份用 None", "use None for a year that is not reported"),
        ) from error
    if np.any(np.isinf(numbers)):
        raise InputError(
            "forecast-value",
            Text("数值为无穷大", "a value is infinite"),
            mend=Text("检查分母是否为零", "check for a denominator of zero"),
        )
    return numbers


def _check_extent(series: Series, bounds: Bounds) -> None:
    """Raise ``InputError`` for too few or too many values, and for values outside the bounds."""
    if not FEWEST_POINTS <= len(series.years) <= MOST_POINTS:
        raise InputError(
            "forecast-points",
            Text(
                f"有 {len(series.years)} 个数值，预测需要 {FEWEST_POINTS} 至 {MOST_POINTS} 个年份",
                f"{len(series.years)} values; a forecast needs {FEWEST_POINTS} to {MOST_POINTS} years",
            ),
            mend=Text(
                "补报往年数值，或按项目清单预测", "report earlier years, or forecast from the known projects"
            ),
        )
    low = -np.inf if bounds.lower is None else bounds.lower
    high = np.inf if bounds.upper is None else bounds.upper
    outside = (series.values < low) | (series.values > high)
    if np.any(outside):
        at = {int(y): float(v) for y, v in zip(series.years[outside], series.values[outside], strict=True)}
        raise InputError(
            "forecast-outside-bounds",
            Text(f"数值超出范围 {low} 至 {high}：{at}", f"values outside {low} to {high}: {at}"),
            mend=Text("改正数值或其单位，或放宽范围", "mend the value or its unit, or widen the bounds"),
        )
