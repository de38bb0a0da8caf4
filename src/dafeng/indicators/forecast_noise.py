"""Errors of a short series: a grid of covariances, and what follows from each once and for all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dafeng.indicators.forecast_settings import Settings

__all__ = ["Noise", "noise_grid"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Noise:
    """The grid of error covariances, in units of ``sigma2``; first axis: configuration.

    ``log_weight`` holds prior and determinants; ``projector`` [c, n, n] is the inverse with the level taken
    out, ``mean`` [c, n] the weights of the level's estimate, ``precision`` [c] its inverse variance;
    ``gain`` [c, n] and ``rest`` [c] give the AR(1) state at the last year from the residuals.
    """

    phi: Array
    proportional: NDArray[np.bool_]
    log_weight: Array
    projector: Array
    mean: Array
    precision: Array
    gain: Array
    rest: Array


def noise_grid(years: Array, values: Array, *, provisional: NDArray[np.bool_], settings: Settings) -> Noise:
    """Return the grid over the kind of spread, phi and the outlier (none, or any one observation).

    Outliers need five observations, a spread that grows with the level needs positive values.
    """
    count = len(years)
    phi = np.array(settings.phi)
    distance = np.abs(years[:, None] - years[None, :])
    correlation = np.sign(phi)[:, None, None] ** distance * np.abs(phi)[:, None, None] ** distance
    extra, outlier_log = _outliers(count, settings)
    extra = extra + settings.provisional_variance * provisional
    spread, spread_log = _spreads(values, settings)
    cover = correlation[:, None] + extra[:, :, None] * np.eye(count)
    cover = cover * (spread[:, :, None] * spread[:, None, :])[:, None, None]
    shape = cover.shape[:3]
    prior = spread_log[:, None, None] + np.log(np.array(settings.phi_weight))[:, None] + outlier_log
    link = np.broadcast_to((correlation[:, -1] * spread[:, None])[:, :, None], (*shape, count))
    cover, link = cover.reshape(-1, count, count), link.reshape(-1, count)
    inverse = np.linalg.inv(cover)
    sums = inverse.sum(axis=2)
    precision = sums.sum(axis=1)
    gain = np.einsum("cij,cj->ci", inverse, link)
    return Noise(
        phi=np.broadcast_to(phi[:, None], shape).reshape(-1),
        proportional=np.broadcast_to((np.arange(shape[0]) == 1)[:, None, None], shape).reshape(-1),
        log_weight=prior.reshape(-1) - 0.5 * np.linalg.slogdet(cover)[1] - 0.5 * np.log(precision),
        projector=inverse - sums[:, :, None] * sums[:, None, :] / precision[:, None, None],
        mean=sums / precision[:, None],
        precision=precision,
        gain=gain,
        rest=np.maximum(1.0 - np.einsum("ci,ci->c", gain, link), 0.0),
    )


def _outliers(count: int, settings: Settings) -> tuple[Array, Array]:
    """Return extra variances [case, observation] and log prior [case]: no outlier, or one anywhere."""
    chance = settings.outlier_probability
    if count < 5 or chance == 0:
        return np.zeros((1, count)), np.zeros(1)
    extra = np.vstack([np.zeros(count), settings.outlier_variance * np.eye(count)])
    return extra, np.log(np.append(1 - chance, np.full(count, chance / count)))


def _spreads(values: Array, settings: Settings) -> tuple[Array, Array]:
    """Return relative spreads [kind, observation] and log prior [kind]: even, or in proportion to the
    level.

    The level is a running mean of three values (two at the ends), not below a tenth of the overall mean.
    """
    chance = settings.proportional_probability
    even = np.ones(len(values))
    if np.any(values <= 0) or chance == 0:
        return even[None], np.zeros(1)
    total, weight = values.copy(), even.copy()
    total[1:] += values[:-1]
    total[:-1] += values[1:]
    weight[1:] += 1
    weight[:-1] += 1
    level = np.maximum(total / weight / values.mean(), 0.1)
    return np.array([even, level]), np.log([1 - chance, chance])
