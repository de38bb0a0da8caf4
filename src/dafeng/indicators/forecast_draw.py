"""Draw the parameters of curve and errors from their posterior, and carry both into the future."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from dafeng.indicators.forecast_noise import Noise
from dafeng.indicators.forecast_settings import Settings
from dafeng.indicators.forecast_shapes import Models
from dafeng.indicators.forecast_weights import Weights

__all__ = ["Cells", "Drawn", "carry_on", "draw_parameters"]

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Limits = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cells:
    """The grid cell of every draw, each [draw]: prior size, error covariance, model."""

    size: Index
    configuration: Index
    model: Index


@dataclass(frozen=True, slots=True)
class Drawn:
    """Parameters of every draw, each [draw], and the limits of the quantity.

    The trend is ``level + amount * curve + amount_line * line``; ``sigma`` is the marginal standard
    deviation of the errors, ``phi`` their correlation from year to year, ``state`` the error in the last
    observed year; ``proportional`` says that errors grow with the level.
    """

    curve: Index
    level: Array
    amount: Array
    amount_line: Array
    sigma: Array
    phi: Array
    proportional: NDArray[np.bool_]
    state: Array
    limits: Limits

    def take(self, index: Index) -> Drawn:
        """Return the draws at ``index``."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return Drawn(**{name: part if name == "limits" else part[index] for name, part in own.items()})


def draw_parameters(
    cells: Cells,
    *,
    values: Array,
    curves: Models,
    noise: Noise,
    found: Weights,
    limits: Limits,
    settings: Settings,
    rng: np.random.Generator,
) -> Drawn:
    """Draw error variance, sizes, level and the error in the last year for every grid cell in ``cells``.

    ``sigma2`` is inverse gamma, the sizes given it normal, the level given both normal, and the error in
    the last year given all of them normal: the factors of the joint posterior.
    """
    draws, config = len(cells.model), cells.configuration
    constant = cells.model == len(curves.first)
    model = np.where(constant, 0, cells.model)
    curve = curves.first[model]
    two = curves.with_line[model] & ~constant
    shrink = 1 / np.array(settings.size)[cells.size]
    own = found.own[config, curve] + shrink
    line = found.own[config, 0] + shrink
    cross = np.where(two, found.with_line[config, curve], 0.0)
    aim = found.with_values[config, curve]
    aim_line = np.where(two, found.with_values[config, 0], 0.0)
    det = own * line - cross**2
    best = np.where(constant, 0.0, (line * aim - cross * aim_line) / det)
    best_line = np.where(two, (own * aim_line - cross * aim) / det, 0.0)
    left = np.maximum(found.total[config] - best * aim - best_line * aim_line, 0.0) + found.floor
    sigma = np.sqrt(left / (2 * rng.standard_gamma(found.dof / 2, draws)))
    normal = rng.standard_normal((4, draws))
    # the triangular root of the 2 x 2 posterior precision, solved for two standard normals
    off_line = np.where(two, normal[1] / np.sqrt(det / own), 0.0)
    off = np.where(constant, 0.0, normal[0] / np.sqrt(own) - cross / own * off_line)
    amount, amount_line = best + sigma * off, best_line + sigma * off_line
    residual = values - amount[:, None] * curves.past[curve] - amount_line[:, None] * curves.past[0]
    level = np.einsum("dn,dn->d", noise.mean[config], residual)
    level = level + sigma * normal[2] / np.sqrt(noise.precision[config])
    state = np.einsum("dn,dn->d", noise.gain[config], residual - level[:, None])
    drawn = Drawn(
        curve=curve,
        level=level,
        amount=amount,
        amount_line=amount_line,
        sigma=sigma,
        phi=noise.phi[config],
        proportional=noise.proportional[config],
        state=state + sigma * np.sqrt(noise.rest[config]) * normal[3],
        limits=limits,
    )
    return _inside(drawn, curves, reach=settings.reach * float(np.ptp(values)), rng=rng)


def _inside(drawn: Drawn, curves: Models, *, reach: float, rng: np.random.Generator) -> Drawn:
    """Replace curved draws that end outside the limits, or far from what was seen, by other curved draws.

    A draw whose change after the last value is ``u`` is kept with probability ``min(1, (reach / u)**2)``.
    This is the posterior under a prior of the final level that has the limits and a tail of that kind; the
    weights of the families stay. Without any draw that can be kept, all are.
    """
    lower, upper = drawn.limits
    final = curves.final[drawn.curve]
    bending = np.isfinite(final) & (drawn.amount != 0) & (drawn.amount_line == 0)
    end = drawn.level + drawn.amount * np.where(bending, final, 0.0)
    to_come = np.abs(drawn.amount * np.where(bending, final - curves.past[drawn.curve, -1], 0.0))
    far = to_come * np.sqrt(rng.random(len(final))) > reach
    outside = bending & (far | (end < lower - drawn.sigma) | (end > upper + drawn.sigma))
    good = np.flatnonzero(bending & ~outside)
    if not outside.any() or not len(good):
        return drawn
    index = np.arange(len(final))
    index[outside] = good[rng.integers(len(good), size=int(outside.sum()))]
    return drawn.take(index)


def carry_on(
    drawn: Drawn,
    *,
    values: Array,
    curves: Models,
    ahead: Array,
    settings: Settings,
    rng: np.random.Generator,
) -> Array:
    """Return the paths [draw, year]: trend and errors in ``ahead`` [year], years after the last value.

    Errors that are proportional grow with the trend, within ``settings.spread_range`` times the mean value.
    """
    trend = (
        drawn.level[:, None]
        + drawn.amount[:, None] * curves.future[drawn.curve]
        + drawn.amount_line[:, None] * curves.future[0]
    )
    errors = _errors(drawn, ahead, rng)
    mean = float(values.mean())
    if mean > 0:
        errors *= np.where(drawn.proportional[:, None], np.clip(trend / mean, *settings.spread_range), 1.0)
    return _bound(trend, errors, values=values, limits=drawn.limits)


def _errors(drawn: Drawn, ahead: Array, rng: np.random.Generator) -> Array:
    """Carry the AR(1) errors on to ``ahead`` [year], years after the last value: 1, 2, 3 ..."""
    shocks = rng.standard_normal((len(ahead), len(drawn.phi))) * (drawn.sigma * np.sqrt(1 - drawn.phi**2))
    errors = np.empty((len(drawn.phi), len(ahead)))
    state = drawn.state
    for step in range(len(ahead)):
        state = drawn.phi * state + shocks[step]
        errors[:, step] = state
    return errors


def _bound(trend: Array, errors: Array, *, values: Array, limits: Limits) -> Array:
    """Return trend plus errors inside the limits."""
    lower, upper = limits
    path: Array = trend + errors
    if values.max() < upper < np.inf:
        path = np.where((trend < upper) & (path > upper), 2 * upper - path, path)
    if values.min() > lower > -np.inf:
        path = np.where((trend > lower) & (path < lower), 2 * lower - path, path)
    return np.clip(path, lower, upper)
