"""Slab on ground: U-value and virtual temperature below it, after ISO 13370."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.archetypes.figures import rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.weather import WeatherYear


@dataclass(frozen=True, slots=True)
class Slab:
    """A ground floor: U-value, virtual resistance below the modelled earth, temperature below that [12]."""

    u_value_w_m2k: float
    virtual_m2k_w: float
    temperature_c: NDArray[np.float64]


def monthly_outdoor(weather: WeatherYear) -> NDArray[np.float64]:
    """Return the mean outdoor temperature of every month [degC, 12]."""
    from dafeng.weather.year import month_of_hour

    month = month_of_hour()
    return np.array([weather.dry_bulb_c[month == one].mean() for one in range(12)])


def slab(
    *,
    area_m2: float,
    perimeter_m: float,
    resistance_m2k_w: float,
    above_m2k_w: float,
    outdoor_c: NDArray[np.float64],
) -> Slab:
    """Return the slab of an area and exposed perimeter with insulation and the layers ``above_m2k_w``.

    ``B = A / (P / 2)``, ``dt = w + lambda (Rsi + R + Rse)``; ``U = 2 lambda / (pi B + dt) ln(pi B / dt + 1)``
    for ``dt < B``, else ``lambda / (0.457 B + dt)``. The temperature below the virtual layer is the annual
    mean outdoors less ``Hpe / (U A)`` times the amplitude outdoors, a month late, with
    ``Hpe = 0.37 P lambda ln(delta / dt + 1)``.

    Source: ISO 13370:2017 7.1, annexes F and H (recalled; agrees with the ground of the reference cases).
    """
    conductivity, depth, earth_m = rule("soil")
    inside, outside, wall_m = rule("floor_film_m2k_w")
    layers = resistance_m2k_w + above_m2k_w
    width = area_m2 / (0.5 * perimeter_m)
    thickness = wall_m + conductivity * (inside + layers + outside)
    if thickness < width:
        u_value = 2.0 * conductivity / (np.pi * width + thickness) * np.log(np.pi * width / thickness + 1.0)
    else:
        u_value = conductivity / (0.457 * width + thickness)
    virtual = 1.0 / u_value - inside - layers - earth_m / conductivity
    periodic = 0.37 * perimeter_m * conductivity * np.log(depth / thickness + 1.0)
    amplitude = 0.5 * float(outdoor_c.max() - outdoor_c.min())
    swing = periodic / (u_value * area_m2) * amplitude
    months = np.arange(12)
    temperature = float(outdoor_c.mean()) - swing * np.cos(2.0 * np.pi * (months - 1) / 12.0)
    return Slab(float(u_value), max(float(virtual), rule("least_r_m2k_w")), temperature)
