"""How well each model fits under each error covariance: marginal likelihoods, in closed form."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dafeng.indicators.forecast_noise import Noise
from dafeng.indicators.forecast_settings import Settings
from dafeng.indicators.forecast_shapes import Models

__all__ = ["Weights", "weigh"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of all grid cells, and the quadratic forms behind them.

    ``logs`` [size, configuration, model + 1]: logarithm of the posterior weight but for a constant; the
    last model is the constant level, which stands only at the first prior size. ``total``
    [configuration]; ``own``, ``with_values`` and ``with_line`` [configuration, curve]: products of
    curves, values and the straight line under the projector. ``dof``: degrees of freedom of the error
    variance; ``floor``: its prior sum of squares.
    """

    logs: Array
    total: Array
    own: Array
    with_values: Array
    with_line: Array
    floor: float
    dof: float


def weigh(values: Array, *, curves: Models, noise: Noise, settings: Settings) -> Weights:
    """Return the weight of every prior size, error covariance and model for ``values`` [observation].

    With projector ``P``, curves ``F`` and prior variance ``g`` of their sizes in units of the error
    variance: ``log w = -1/2 log|I + g F'PF| - (dof/2) log(floor + y'Py - y'PF (F'PF + I/g)^-1 F'Py)``
    plus the logarithms of the priors and of the covariance's determinants. Values of which some are equal
    were rounded: errors are then not believed to be smaller than those of rounding (a variance of one
    twelfth of the unit squared). The mean of ``values`` may be taken out before.

    Source: Zellner (1971), sections 3.2 and 10.1; Liang et al. (2008), section 2.
    """
    worth = max(settings.error_dof_share * (len(values) - 3), settings.error_dof_least)
    dof = worth + len(values) - 1
    floor = worth * (settings.error_floor_share * float(np.ptp(values))) ** 2
    floor = max(floor, len(values) * _rounding(values) ** 2 / 12)
    turned = noise.projector @ curves.past.T
    total = noise.projector @ values @ values
    curves_own = np.einsum("kn,cnk->ck", curves.past, turned)
    curves_line = np.einsum("n,cnk->ck", curves.past[0], turned)
    curves_values = np.einsum("n,cnk->ck", values, turned)
    size = np.array(settings.size)[:, None, None]
    own = curves_own[:, curves.first] + 1 / size
    aim = curves_values[:, curves.first]
    explained = aim**2 / own
    log_det = np.log(own * size)
    two = curves.with_line
    line = curves_own[:, :1] + 1 / size
    cross = curves_line[:, curves.first[two]]
    aim_line = curves_values[:, :1]
    det = own[:, :, two] * line - cross**2
    explained[:, :, two] = (
        line * aim[:, two] ** 2 - 2 * cross * aim[:, two] * aim_line + own[:, :, two] * aim_line**2
    ) / det
    log_det[:, :, two] = np.log(det * size**2)
    left = np.maximum(total[:, None] - explained, 0.0) + floor
    prior = curves.log_prior - np.log(len(settings.size))
    logs = noise.log_weight[:, None] + prior - 0.5 * log_det - 0.5 * dof * np.log(left)
    constant = np.full((*logs.shape[:2], 1), -np.inf)
    constant[0, :, 0] = noise.log_weight + curves.log_prior_constant - 0.5 * dof * np.log(total + floor)
    return Weights(
        logs=np.concatenate([logs, constant], axis=2),
        total=total,
        own=curves_own,
        with_values=curves_values,
        with_line=curves_line,
        floor=floor,
        dof=dof,
    )


def _rounding(values: Array) -> float:
    """Return the unit that values were rounded to, 0 unless some are equal.

    It is the least difference between them, and not more than 0.3 of their range, since few values may lie
    far apart by chance.
    """
    levels = np.unique(values)
    if not 1 < len(levels) < len(values):
        return 0.0
    return float(min(np.diff(levels).min(), 0.3 * np.ptp(levels)))
