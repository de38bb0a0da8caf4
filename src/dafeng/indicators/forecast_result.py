"""What a forecast is: equally likely paths, and the questions that can be asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dafeng.base import InputError, Text

__all__ = ["Basis", "Forecast", "Op", "Outlook"]

Array = NDArray[np.float64]
Op = Literal[">=", ">", "<=", "<", "=", "about", "range"]
Basis = Literal["trend", "constant", "cumulative", "pipeline"]
LOW_SHARE, HIGH_SHARE = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of one year, in the series' unit.

    ``low`` and ``high`` enclose the central 80 %; ``mean`` is the expected value. ``undefined_share`` is
    the share of paths that have no value in that year (no project happens); the other fields leave them
    out.
    """

    year: int
    median: float
    low: float
    high: float
    mean: float
    undefined_share: float


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Equally likely paths of a yearly quantity.

    ``years`` [year] rise by one; ``paths`` [draw, year] float64 in the series' unit, read-only; NaN where
    a path has no value. ``basis`` says what they rest on: a trend, a series that never changed, a sum,
    projects.
    """

    years: NDArray[np.int64]
    paths: Array
    basis: Basis

    def __post_init__(self) -> None:
        """Make the arrays read-only."""
        self.years.setflags(write=False)
        self.paths.setflags(write=False)

    def in_year(self, year: int) -> Array:
        """Return the values of ``year`` [draw]; raises ``InputError`` for a year that is not forecast."""
        found = np.flatnonzero(self.years == year)
        if not len(found):
            raise InputError(
                "forecast-no-year",
                Text(
                    f"预测不含 {year} 年，只有 {self.years[0]} 至 {self.years[-1]} 年",
                    f"{year} is not forecast, only {self.years[0]} to {self.years[-1]}",
                ),
                mend=Text("预测到更晚的年份", "forecast to a later year"),
            )
        values: Array = self.paths[:, found[0]]
        return values

    def at(self, year: int) -> Outlook:
        """Return median, mean and 80 % interval of ``year``.

        Raises ``InputError`` for a year that is not forecast, or in which no path has a value.
        """
        values = self.in_year(year)
        known = _known(values, year)
        low, median, high = np.quantile(known, [LOW_SHARE, 0.5, HIGH_SHARE])
        return Outlook(
            year=year,
            median=float(median),
            low=float(low),
            high=float(high),
            mean=float(known.mean()),
            undefined_share=1 - len(known) / len(values),
        )

    def probability(
        self, op: Op, value: float | tuple[float, float], year: int, tolerance: float | None = None
    ) -> float:
        """Return the probability [0-1] that the value of ``year`` meets ``op`` ``value``.

        ``value`` and ``tolerance`` are in the series' unit; ``range`` takes a pair and includes its ends;
        ``about`` and ``=`` hold within ``tolerance`` on both sides, and ``about`` needs one. Without a
        tolerance ``=`` counts the paths that are equal, which only happens at a bound, in a series that
        never changes and in project pipelines. Paths without a value (``undefined_share``) are left out.

        Raises ``InputError`` for an unknown operator, a value that does not fit it, a missing tolerance,
        and a year that is not forecast.
        """
        known = _known(self.in_year(year), year)
        if op == "range":
            low, high = _pair(value)
            return float(np.mean((known >= low) & (known <= high)))
        goal = _one(op, value)
        if op in {"about", "="}:
            width = _width(op, tolerance)
            return float(np.mean((known >= goal - width) & (known <= goal + width)))
        compare = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}
        if op not in compare:
            raise InputError(
                "forecast-op",
                Text(f"未知的比较符 {op!r}", f"unknown operator {op!r}"),
                mend=Text(
                    "用 >=、>、<=、<、=、about 或 range", "use one of >=, >, <=, <, =, about and range"
                ),
            )
        return float(np.mean(compare[op](known, goal)))

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Return the paths as columns ``year``, ``draw`` and ``value`` of a table, by year and draw."""
        draws = len(self.paths)
        return {
            "year": np.repeat(self.years, draws),
            "draw": np.tile(np.arange(draws, dtype=np.int64), len(self.years)),
            "value": self.paths.T.reshape(-1),
        }


def _known(values: Array, year: int) -> Array:
    """Return the values that are not NaN; an ``InputError`` where there is none."""
    known = values[~np.isnan(values)]
    if not len(known):
        raise InputError(
            "forecast-undefined",
            Text(f"{year} 年没有任何项目，比率无定义", f"no project in {year}: the ratio is undefined"),
            mend=Text("补充该年的项目", "add the projects of that year"),
        )
    return known


def _pair(value: float | tuple[float, float]) -> tuple[float, float]:
    if isinstance(value, tuple) and len(value) == 2 and value[0] <= value[1]:
        return value
    raise _unfit("range", value)


def _one(op: str, value: float | tuple[float, float]) -> float:
    if isinstance(value, tuple) or not np.isfinite(value):
        raise _unfit(op, value)
    return float(value)


def _unfit(op: str, value: object) -> InputError:
    return InputError(
        "forecast-target",
        Text(f"目标值 {value!r} 不适合比较符 {op}", f"the target value {value!r} does not fit {op}"),
        mend=Text(
            "range 用 (下限, 上限)，其他用一个数", "range takes (low, high), the others take one number"
        ),
    )


def _width(op: str, tolerance: float | None) -> float:
    """Return the half-width of ``about`` and ``=``."""
    if tolerance is None and op == "=":
        return 0.0
    if tolerance is None or not tolerance >= 0:
        raise InputError(
            "forecast-tolerance",
            Text(f"{op} 的允许偏差为 {tolerance!r}", f"the tolerance of {op} is {tolerance!r}"),
            mend=Text(
                "给出不小于零的允许偏差（由裁定确定）", "give one that is not negative; a decision settles it"
            ),
        )
    return float(tolerance)
