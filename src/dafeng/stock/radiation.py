"""What the surfaces around a zone see of each other: view factors, grey exchange, shares of diffuse sun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.constants import constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = {"Floor": 1, "Roof": 2, "Ceiling": 2, "Mass": 3}
MASS_TILT_DEG = 90.0  # for convection
MASS_FACING_DEG = 0.0  # for what it sees: EnergyPlus gives internal mass tilt and azimuth 0


def view_factors(
    area_m2: NDArray[np.float64],
    *,
    azimuth_deg: NDArray[np.float64],
    tilt_deg: NDArray[np.float64],
    kind: tuple[str, ...],
) -> NDArray[np.float64]:
    """Return approximate view factors ``F[i, j]`` from i to j of the surfaces around a zone.

    A surface sees the others in proportion to their areas, except those that face the same way within 10
    degrees; internal mass and floors are seen by all, roofs and ceilings by floors. Reciprocity and closure
    are then enforced by turns. ``kind`` holds Wall, Floor, Roof, Ceiling, Window, Mass.

    Source: EnergyPlus HeatBalanceIntRadExchange (CalcApproximateViewFactors, FixViewFactors).
    """
    from dafeng.stock.enclosure import approximate_views  # compiled

    codes = np.array([KINDS.get(name, 0) for name in kind], dtype=np.int64)
    found: NDArray[np.float64] = approximate_views(
        area_m2, azimuth_deg, tilt_deg, codes, constant("same_angle_deg")
    )
    return found


def grey_exchange(
    factors: NDArray[np.float64], *, area_m2: NDArray[np.float64], emissivity: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the symmetric matrix ``X`` [m2] of grey exchange: surface i gains ``sum_j X_ij sigma (T_j^4 -
    T_i^4)``.

    With radiosity ``J = eps E + (1 - eps) F J`` a surface gains ``eps (F J - E)``, so that
    ``X = A eps F (1 - (1 - eps) F)^-1 eps``. Source: Hottel and Sarofim (1967), Script F.
    """
    from dafeng.stock.enclosure import script_f  # compiled

    found: NDArray[np.float64] = script_f(factors, area_m2, np.minimum(emissivity, 0.99999))
    return found


def star(exchange: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the conductances ``a`` [m2] of a star that stands for the network ``exchange`` [m2].

    All surfaces exchange with one radiant node, so that between i and j there is ``a_i a_j / sum a``; each
    surface's
    total is that of the network: ``a_i (1 - a_i / sum a) = sum_j X_ij``. Source: Carroll 1980 (MRT network).
    Limit: a surface that outweighs all others is held to 95 % of the sum.
    """
    from dafeng.stock.enclosure import star_arms  # compiled

    arms: NDArray[np.float64] = star_arms(exchange)
    return arms


def uniform_shares(area_m2: NDArray[np.float64], *, absorptance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of radiation, scattered evenly through a zone, that each surface takes."""
    weights = area_m2 * absorptance
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def window_shares(
    factors: NDArray[np.float64],
    *,
    window: int,
    absorptance: NDArray[np.float64],
    uniform: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the share of diffuse sun through a window that each surface takes in the end.

    First by view factor from the window, then what was reflected evenly.
    Source: EnergyPlus SolarShading, initial distribution of transmitted diffuse solar.
    """
    first = factors[window] * absorptance
    shares: NDArray[np.float64] = first + (1.0 - first.sum()) * uniform
    return shares
