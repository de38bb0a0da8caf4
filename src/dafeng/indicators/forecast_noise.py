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
    phi, extra, log_prior = _cases(count, settings)
    extra = extra + settings.provisional_variance * provisional
    spread, spread_log = _spreads(values, settings)
    distance = np.abs(years[:, None] - years[None, :])
    correlation = np.sign(phi)[:, None, None] ** distance * np.abs(phi)[:, None, None] ** distance
    cover = correlation + extra[:, :, None] * np.eye(count)
    cover = (cover * (spread[:, :, None] * spread[:, None, :])[:, None]).reshape(-1, count, count)
    link = (correlation[:, -1] * spread[:, None]).reshape(-1, count)
    inverse = np.linalg.inv(cover)
    sums = inverse.sum(axis=2)
    precision = sums.sum(axis=1)
    gain = np.einsum("cij,cj->ci", inverse, link)
    prior = (spread_log[:, None] + log_prior).reshape(-1)
    return Noise(
        phi=np.tile(phi, len(spread)),
        proportional=np.repeat(np.arange(len(spread)) == 1, len(phi)),
        log_weight=prior - 0.5 * np.linalg.slogdet(cover)[1] - 0.5 * np.log(precision),
        projector=inverse - sums[:, :, None] * sums[:, None, :] / precision[:, None, None],
        mean=sums / precision[:, None],
        precision=precision,
        gain=gain,
        rest=np.maximum(1.0 - np.einsum("ci,ci->c", gain, link), 0.0),
    )


def _cases(count: int, settings: Settings) -> tuple[Array, Array, Array]:
    """Return phi [case], extra variances [case, observation] and log prior [case].

    First every phi without an outlier, then every phi of ``settings.outlier_phi`` with one at each place.
    """
    phi, weight = np.array(settings.phi), np.array(settings.phi_weight)
    chance, rough = settings.outlier_probability, np.array(settings.outlier_phi)
    if count < 5 or chance == 0:
        return phi, np.zeros((len(phi), count)), np.log(weight)
    places = np.tile(np.eye(count), (len(rough), 1)) * settings.outlier_variance
    each = np.full(len(places), chance / len(places))
    return (
        np.append(phi, np.repeat(rough, count)),
        np.vstack([np.zeros((len(phi), count)), places]),
        np.log(np.append(weight * (1 - chance), each)),
    )


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
