"""Humidity of air: saturation pressure, dew point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.weather.coefficients import coefficient

if TYPE_CHECKING:
    from numpy.typing import NDArray


def saturation_pressure(temperature_c: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the saturation pressure of water vapour over water [Pa], any shape.

    ``e = 611.2 exp(17.62 T / (243.12 + T))``; over water also below 0 degC, as meteorology counts relative
    humidity. Within 0.3 % of the full formulas from -45 to 60 degC. Source: Magnus formula, Sonntag 1990.

    >>> saturation_pressure(np.array([0.0, 20.0])).round(1)
    array([ 611.2, 2332.6])
    """
    b, c = coefficient("magnus", "b"), coefficient("magnus", "c")
    return np.asarray(coefficient("magnus", "a") * np.exp(b * temperature_c / (c + temperature_c)))


def dew_point(vapour_pressure_pa: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the dew point [degC] of air with a vapour pressure above 0; the inverse of the Magnus formula.

    >>> float(dew_point(saturation_pressure(np.array(12.0))).round(6))
    12.0
    """
    logarithm = np.log(vapour_pressure_pa / coefficient("magnus", "a"))
    return np.asarray(coefficient("magnus", "c") * logarithm / (coefficient("magnus", "b") - logarithm))
