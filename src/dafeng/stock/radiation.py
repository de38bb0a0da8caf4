"""What the surfaces around a zone see of each other: view factors, grey exchange, shares of diffuse sun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.constants import constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    limit = constant("same_angle_deg")
    kinds = np.array(kind)
    apart = np.abs(azimuth_deg[:, None] - azimuth_deg[None, :]) > limit
    apart |= np.abs(tilt_deg[:, None] - tilt_deg[None, :]) > limit
    seen = apart | (kinds == "Mass")[None, :] | (kinds == "Floor")[None, :]
    over = np.isin(kinds, ("Roof", "Ceiling"))
    seen |= over[None, :] & (kinds == "Floor")[:, None]
    np.fill_diagonal(seen, False)
    totals = (seen * area_m2).sum(axis=1)
    seen |= over[None, :]
    np.fill_diagonal(seen, False)
    factors = np.where(seen, area_m2, 0.0) / np.where(totals > 0.0, totals, 1.0)[:, None]
    return _closed(factors, area_m2)


def _closed(factors: NDArray[np.float64], area_m2: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the factors with reciprocity and closure enforced."""
    count = area_m2.size
    factors = factors.copy()
    total = float(area_m2.sum())
    largest = int(np.argmax(area_m2))
    if area_m2[largest] > 0.99 * (total - area_m2[largest]) and count > 3:
        factors[largest, largest] = min(0.9, 1.2 * area_m2[largest] / total)
    exchange = factors * area_m2[:, None]
    exchange = 0.5 * (exchange + exchange.T)
    if count <= 3:
        return exchange / area_m2[:, None]
    before = 10.0
    for _ in range(400):
        sums = exchange.sum(axis=1)
        exchange *= np.where(sums > 1e-10, area_m2 / np.where(sums > 1e-10, sums, 1.0), 1.0)[:, None]
        exchange = 0.5 * (exchange + exchange.T)
        now = abs(float((exchange / area_m2[:, None]).sum()) - count)
        if abs(before - now) < 1e-5 or now <= 1e-5:
            break
        before = now
    return exchange / area_m2[:, None]


def grey_exchange(
    factors: NDArray[np.float64], *, area_m2: NDArray[np.float64], emissivity: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the symmetric matrix ``X`` [m2] of grey exchange: surface i gains ``sum_j X_ij sigma (T_j^4 -
    T_i^4)``.

    With radiosity ``J = eps E + (1 - eps) F J`` a surface gains ``eps (F J - E)``, so that
    ``X = A eps F (1 - (1 - eps) F)^-1 eps``. Source: Hottel and Sarofim (1967), Script F.
    """
    eps = np.minimum(emissivity, 0.99999)
    inverse = np.linalg.inv(np.eye(eps.size) - (1.0 - eps)[:, None] * factors)
    matrix = (area_m2 * eps)[:, None] * (factors @ inverse) * eps[None, :]
    matrix = 0.5 * (matrix + matrix.T)
    np.fill_diagonal(matrix, 0.0)
    return matrix


def star(exchange: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the conductances ``a`` [m2] of a star that stands for the network ``exchange`` [m2].

    All surfaces exchange with one radiant node, so that between i and j there is ``a_i a_j / sum a``; each
    surface's
    total is that of the network: ``a_i (1 - a_i / sum a) = sum_j X_ij``. Source: Carroll 1980 (MRT network).
    Limit: a surface that outweighs all others is held to 95 % of the sum.
    """
    totals = exchange.sum(axis=1)
    arms: NDArray[np.float64] = totals.copy()
    if arms.size < 3:
        return 2.0 * arms
    for _ in range(60):
        arms = 0.5 * arms + 0.5 * totals / (1.0 - np.minimum(arms / max(float(arms.sum()), 1e-12), 0.95))
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
