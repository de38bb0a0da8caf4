"""Bayesian averaging of curves with AR(1) errors for short series, exact on a grid.

``y = level + curve(t) * size + e``, where ``e`` is AR(1) with a marginal variance ``sigma2`` and the
correlation ``phi`` from year to year. Level, size and ``sigma2`` are integrated in closed form (normal
and inverse gamma); ``phi``, the curve, the prior variance of its size, a possible outlier and the kind of
spread lie on a grid whose weights are the exact marginal likelihoods. Paths are drawn from the joint
posterior predictive: what the parameters, the choice of the curve and the noise leave open is all in
them.

Source: Zellner, An Introduction to Bayesian Inference in Econometrics (1971), chapters 3, 4 and 10
(regression with autocorrelated errors, comparing models); Hoeting et al., Bayesian model averaging: a
tutorial, Statistical Science 14 (1999) 382-417; Liang et al., Mixtures of g priors, JASA 103 (2008)
410-423.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from dafeng.indicators.forecast_draw import Cells, carry_on, draw_parameters
from dafeng.indicators.forecast_noise import noise_grid
from dafeng.indicators.forecast_settings import DEFAULT, Settings
from dafeng.indicators.forecast_shapes import Models, models
from dafeng.indicators.forecast_weights import weigh

__all__ = ["draw_paths"]

Array = NDArray[np.float64]


def draw_paths(
    years: Array,
    values: Array,
    *,
    future_years: Array,
    provisional: NDArray[np.bool_],
    draws: int,
    rng: np.random.Generator,
    lower: float | None = None,
    upper: float | None = None,
    settings: Settings = DEFAULT,
) -> Array:
    """Return joint draws of the values in ``future_years``, shape [draw, year], in the unit of ``values``.

    ``years`` rise without repeats; at least three observations, not all equal. A logistic curve must end
    inside the bounds; a trend that reaches a bound stops there; noise is reflected by a bound that no value
    has touched, and cut by one that some value has.
    """
    limits = (-np.inf if lower is None else lower, np.inf if upper is None else upper)
    values = _beyond(values, limits=limits)
    mean = float(values.mean())
    deviations = values - mean
    curves = models(years, future_years, bell_prior=settings.bell_prior)
    rough = replace(settings, phi=(0.1, 0.6), phi_weight=(0.5, 0.5), outlier_probability=0.0)
    noise = noise_grid(years, values, provisional=provisional, settings=rough)
    found = weigh(deviations, curves=curves, noise=noise, settings=rough)
    curves = _thin(curves, found.logs[:, :, :-1], settings)
    noise = noise_grid(years, values, provisional=provisional, settings=settings)
    found = weigh(deviations, curves=curves, noise=noise, settings=settings)
    drawn = draw_parameters(
        _choose(found.logs, draws, rng),
        values=values,
        curves=curves,
        noise=noise,
        found=found,
        limits=limits,
        settings=settings,
        rng=rng,
    )
    return carry_on(
        drawn, values=values, curves=curves, ahead=future_years - years[-1], settings=settings, rng=rng
    )


def _beyond(values: Array, *, limits: tuple[float, float]) -> Array:
    """Return the values with those at a limit moved beyond it: they are taken for censored (Tobit).

    A share of 100 % year after year says that there is some room to spare, and hides how much it varies.
    With ``k`` of the ``n`` values since it was first reached at the limit, the room is that of a normal
    variable that lies beyond the limit with probability ``(k + 1/2) / (n + 1)``, given that it does: its
    ``k`` midpoint quantiles, dealt out in the order of van der Corput's sequence so that they make no
    trend. The second differences tell the standard deviation whatever the trend, their variance being six
    times that of independent errors.
    """
    normal, moved = NormalDist(), values.copy()
    spread = float(np.sqrt(np.mean(np.diff(values, n=2) ** 2) / 6))
    for side, at in ((1.0, values >= limits[1]), (-1.0, values <= limits[0])):
        count = int(at.sum())
        digits = (np.arange(1, count + 1)[:, None] >> np.arange(8)) & 1
        rank = np.argsort(np.argsort((digits / 2.0 ** np.arange(1, 9)).sum(axis=1)))
        share = (count + 0.5) / (len(values) - np.argmax(at) + 1)
        place = 1 - share + share * (rank + 0.5) / max(count, 1)
        room = normal.inv_cdf(share) + np.array([normal.inv_cdf(p) for p in place.tolist()])
        moved[at] += side * spread * room
    return moved


def _thin(curves: Models, logs: Array, settings: Settings) -> Models:
    """Keep about ``settings.curves`` models: a systematic sample in proportion to tempered weights.

    ``logs`` [size, configuration, model] are weights on a rough grid. What a model stands for grows by the
    inverse of its chance to be kept (Horvitz-Thompson), so that thinning favours none.
    """
    heights = np.exp((logs - logs.max()).max(axis=(0, 1)) * settings.temper)
    chance = np.minimum(heights * (settings.curves / heights.sum()), 1.0)
    steps = np.floor(np.cumsum(chance) + 0.5)
    keep = np.diff(steps, prepend=0.0) > 0
    kept = curves.only(keep)
    return replace(kept, log_prior=kept.log_prior - np.log(chance[keep]))


def _choose(logs: Array, draws: int, rng: np.random.Generator) -> Cells:
    """Draw grid cells by systematic sampling, in shuffled order."""
    heights = np.cumsum(np.exp(logs - logs.max()).reshape(-1))
    marks = (np.arange(draws) + rng.random()) / draws * heights[-1]
    cells = np.minimum(np.searchsorted(heights, marks, side="right"), len(heights) - 1)
    size, configuration, model = np.unravel_index(rng.permutation(cells), logs.shape)
    return Cells(size=size, configuration=configuration, model=model)
