"""Conduction through layers as a few modes: exact for temperatures that run linearly between steps.

The wall is cut into thin slices of equal time constant; heat balances of the slices' nodes give
``C dx/dt = -K x + k_o T_o + k_i T_i``. With the eigenvectors of the symmetric ``C^-1/2 K C^-1/2`` the wall
falls apart
into independent modes of rates ``lambda``; each mode follows the change of the two surface temperatures and
dies out. With ``y`` the distance of a mode from its steady state,

    y(t + dt) = e y(t) + p_o dT_o + p_i dT_i,       e = exp(-lambda dt)
    q_o = U (T_o - T_i) + sum p_o y,                q_i = U (T_i - T_o) + sum p_i y      [W/m2 into the wall]

which is what conduction transfer functions say too (Seem 1987), with one number of memory a mode. Modes that
die out within the step are summed into instant terms ``d``, so that steady state, total storage and the
answer to a ramp stay exact however many modes are kept.
Source: Seem, Modeling of Heat Transfer in Buildings (1987), for the equivalence; Carslaw and Jaeger (1959).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.case import Material

if TYPE_CHECKING:
    from numpy.typing import NDArray

NODES_FINE, NODES_COARSE, FINE_STEP_S = 60, 36, 900.0
NODES_LEAST = 3


@dataclass(frozen=True, slots=True)
class Wall:
    """Modes of a construction for one step: decay [m], outer and inner weights [m], instant terms.

    ``u_value_w_m2k`` is from surface to surface; ``answer`` (oo, oi, ii) is all that answers within the step
    besides, modes and instant terms together; ``instant`` is the matrix (oo, oi, ii) of the modes left
    out [W/m2K].
    """

    u_value_w_m2k: float
    decay: NDArray[np.float64]
    outer: NDArray[np.float64]
    inner: NDArray[np.float64]
    instant: NDArray[np.float64]
    answer: NDArray[np.float64]


def resistance(layers: Sequence[Material]) -> float:
    """Return the resistance from surface to surface [m2K/W]."""
    return sum(
        m.resistance_m2k_w if m.thickness_m == 0.0 else m.thickness_m / m.conductivity_w_mk for m in layers
    )


def with_late_memory(layers: tuple[Material, ...], *, late_s: float, step_s: float, modes: int) -> Wall:
    """Return internal mass for steps of ``step_s`` with the capacity that it seems to have besides its own.

    EnergyPlus notes the far face of internal mass one zone step (``late_s``) late, which acts like storage
    of ``dt (U +
    A_oi)``, with ``A_oi`` the answer within the step. Found by the heat balance of mass in EnergyPlus 25.2
    (83 instead
    of 69 kJ/m2K for 60 mm of concrete) and kept, so that the hourly mode agrees with the other.
    """
    key = _key(layers)
    return _late(key, late_s, step_s, modes)


@lru_cache(maxsize=8192)
def _late(key: tuple[tuple[float, float], ...], late_s: float, step_s: float, modes: int) -> Wall:
    extra = late_s * float(_stepped(key, late_s, NODES_FINE).answer[1]) / step_s
    plain = _stepped(key, step_s, modes)
    more = np.array([0.0, 0.0, extra])
    return replace(plain, instant=plain.instant + more, answer=plain.answer + more)


def _key(layers: Sequence[Material]) -> tuple[tuple[float, float], ...]:
    """Return resistance [m2K/W] and capacity [J/m2K] of each layer."""
    return tuple(
        (m.resistance_m2k_w, 0.0)
        if m.thickness_m == 0.0
        else (m.thickness_m / m.conductivity_w_mk, m.thickness_m * m.density_kg_m3 * m.specific_heat_j_kgk)
        for m in layers
    )


def wall(layers: Sequence[Material], *, step_s: float, modes: int) -> Wall:
    """Return the construction, from outside to inside, as at most ``modes`` modes for steps of ``step_s``
    seconds.

    The slowest modes are kept that reach the surfaces at all.
    """
    key = _key(layers)
    return _stepped(key, step_s, modes)


@lru_cache(maxsize=8192)
def _stepped(key: tuple[tuple[float, float], ...], step_s: float, modes: int) -> Wall:
    from dafeng.stock.enclosure import wall_modes  # compiled

    layers = np.array(key)
    nodes = NODES_FINE if step_s <= FINE_STEP_S else NODES_COARSE
    return Wall(*wall_modes(layers[:, 0], layers[:, 1], nodes, NODES_LEAST, step_s, modes))
