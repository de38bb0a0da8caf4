"""Infrared radiation of the sky, and the pressure of the standard atmosphere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.weather.coefficients import coefficient

if TYPE_CHECKING:
    from numpy.typing import NDArray


def infrared_sky(
    dry_bulb_c: NDArray[np.float64],
    *,
    dew_point_c: NDArray[np.float64],
    opaque_sky_cover_tenths: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the infrared radiation of the sky on a horizontal plane [W/m2], any shape.

    ``E = eps * sigma * T^4`` with the clear-sky emissivity ``0.787 + 0.764 ln(T_dew / 273.15)`` (the dew
    point never above the dry bulb) and the cloud factor ``1 + 0.0224 N - 0.0035 N^2 + 0.00028 N^3``.

    Source: Clark and Allen 1978; Walton 1983; as EnergyPlus does where a file has no infrared column.
    """
    kelvin = coefficient("physical", "zero_celsius_k")
    dew_k = np.minimum(dry_bulb_c, dew_point_c) + kelvin
    clear = coefficient("sky_emissivity", "constant") + coefficient("sky_emissivity", "slope") * np.log(
        dew_k / kelvin
    )
    emissivity = clear * cloud_factor(opaque_sky_cover_tenths)
    return np.asarray(
        emissivity * coefficient("physical", "stefan_boltzmann_w_m2k4") * (dry_bulb_c + kelvin) ** 4
    )


def cloud_factor(opaque_sky_cover_tenths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how much clouds raise the sky's emissivity [1]; 1 without clouds, 1.154 when overcast.

    >>> round(float(cloud_factor(np.array(10.0))), 3)
    1.154
    """
    cover = opaque_sky_cover_tenths
    factor = np.ones_like(cover)
    for power in (1, 2, 3):
        factor = factor + coefficient("sky_emissivity", f"cover_{power}") * cover**power
    return np.asarray(factor)


def standard_pressure(elevation_m: float) -> float:
    """Return the pressure of the standard atmosphere at a height [Pa].

    >>> round(standard_pressure(1561.0))
    83925
    """
    group = "standard_atmosphere"
    share = 1.0 - coefficient(group, "lapse_1_m") * elevation_m
    return float(coefficient(group, "sea_level_pa") * share ** coefficient(group, "exponent"))
