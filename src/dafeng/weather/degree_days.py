"""Degree days of a weather year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.weather.year import WeatherYear, month_of_day

if TYPE_CHECKING:
    from numpy.typing import NDArray


def daily_mean_c(year: WeatherYear) -> NDArray[np.float64]:
    """Return the mean of the 24 hourly temperatures of each day [degC, 365]."""
    return np.asarray(year.dry_bulb_c.reshape(365, 24).mean(axis=1))


def heating_degree_days(year: WeatherYear, *, base_c: float = 18.0) -> float:
    """Return the heating degree days [K d] of a year: sum of ``max(0, base - daily mean)``.

    Source: JGJ 26-2018, definition of HDD18.
    """
    return float(np.maximum(base_c - daily_mean_c(year), 0.0).sum())


def cooling_degree_days(year: WeatherYear, *, base_c: float = 26.0) -> float:
    """Return the cooling degree days [K d] of a year: sum of ``max(0, daily mean - base)``.

    Source: JGJ 26-2018, definition of CDD26.
    """
    return float(np.maximum(daily_mean_c(year) - base_c, 0.0).sum())


def monthly_heating_degree_days(year: WeatherYear, *, base_c: float = 18.0) -> NDArray[np.float64]:
    """Return the heating degree days of each month [K d, 12]."""
    below = np.maximum(base_c - daily_mean_c(year), 0.0)
    month = month_of_day()
    return np.array([below[month == one].sum() for one in range(12)])
