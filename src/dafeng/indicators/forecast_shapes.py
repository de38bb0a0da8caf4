"""The curves that a short yearly series may follow: columns over time, and models that use one or two of
them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["FAMILY_PRIOR", "Models", "models"]

Array = NDArray[np.float64]

# Prior probability of each family of curves; within a family every curve is equally likely.
FAMILY_PRIOR = {
    "constant": 0.06,
    "linear": 0.19,
    "logistic": 0.56,
    "step": 0.08,
    "linear_step": 0.07,
    "broken_line": 0.04,
}
_REACH = 0.5  # curves are scaled by their change from the first year to this far beyond the last [span]
# time scales of logistic curves [share of the span]
_SCALE = (0.05, 0.063, 0.08, 0.1, 0.125, 0.16, 0.2, 0.25, 0.32, 0.4, 0.5, 0.63, 0.8)
_MIDPOINT = (-0.6, 1.8)  # range of their midpoints [share of the span]
_DENSITY = 0.3  # distance of neighbouring midpoints [time scales]
# time scales of bell curves, the range of their tops [shares of the span], and their distance [time scales]
_BELL_SCALE = (0.3, 0.38, 0.47, 0.59, 0.73, 0.92, 1.1, 1.4, 1.8, 2.2)
_BELL_TOP = (0.1, 2.5)
_BELL_DENSITY = 0.06


@dataclass(frozen=True, slots=True)
class Models:
    """Curves evaluated at the observed and at the future years.

    ``past`` [curve, observation], ``future`` [curve, year] and ``final`` [curve], the level that a curve
    tends to in the end (infinite where there is none; a bell curve's half a span after the last value).
    Curve 0 is the straight line. A model is a level plus one curve (``first``), or plus that curve and
    the straight line (``with_line``). ``log_prior`` [model] is the logarithm of the prior probability;
    the constant level, which has no curve, has ``log_prior_constant``.
    """

    past: Array
    future: Array
    final: Array
    first: NDArray[np.intp]
    with_line: NDArray[np.bool_]
    log_prior: Array
    log_prior_constant: float

    def only(self, keep: NDArray[np.bool_]) -> Models:
        """Return the models marked in ``keep`` [model], with the curves that they use."""
        used = np.unique(np.append(self.first[keep], 0))
        return Models(
            past=self.past[used],
            future=self.future[used],
            final=self.final[used],
            first=np.searchsorted(used, self.first[keep]),
            with_line=self.with_line[keep],
            log_prior=self.log_prior[keep],
            log_prior_constant=self.log_prior_constant,
        )


def models(years: Array, future_years: Array, *, bell_prior: float) -> Models:
    """Return every model for observations at ``years`` [observation], to be carried to ``future_years``.

    They depend on nothing else, and are kept for the next series of the same years.

    Time runs from 0 at the first to 1 at the last observation. Steps lie halfway between neighbouring
    observations; a line breaks at an inner observation and needs two observations after it. Bell curves,
    ``1 / cosh(t)**2``, are there only where ``bell_prior`` gives them a prior weight beside the other
    families.
    """
    start, span = years[0], years[-1] - years[0]
    return _models(tuple((years - start) / span), tuple((future_years - start) / span), bell_prior)


@lru_cache(maxsize=32)
def _models(past_times: tuple[float, ...], future_times: tuple[float, ...], bell_prior: float) -> Models:
    """Build the models for times in spans."""
    past, future = np.array(past_times), np.array(future_times)
    time = np.concatenate([past, future, [1 + _REACH, np.inf]])
    count = len(past)
    blocks = [("linear", time[None])]
    for scale in _SCALE:
        middle = np.arange(_MIDPOINT[0], _MIDPOINT[1], _DENSITY * scale)[:, None]
        blocks.append(("logistic", 1 / (1 + np.exp(np.clip((middle - time) / scale, -60.0, 60.0)))))
    steps = (past[1:] + past[:-1])[:, None] / 2
    blocks.append(("step", (time > steps).astype(np.float64)))
    blocks.append(("broken_line", np.maximum(time - past[1:-2, None], 0.0)))
    for scale in _BELL_SCALE if bell_prior > 0 else ():
        top = np.arange(_BELL_TOP[0], _BELL_TOP[1], _BELL_DENSITY * scale)[:, None]
        blocks.append(("bell", 1 / np.cosh(np.minimum(np.abs(time - top) / scale, 300.0)) ** 2))
    family = [name for name, block in blocks for _ in block]
    curves = np.concatenate([block for _, block in blocks])
    size = np.ptp(curves[:, :-1][:, time[:-1] <= 1 + _REACH], axis=1)
    seen = np.ptp(curves[:, :count], axis=1) > 1e-6 * size
    curves = curves[seen] / size[seen, None]
    family = [name for name, kept in zip(family, seen, strict=True) if kept]
    first = list(range(len(family)))
    stepped = [index for index in first if family[index] == "step"]
    first += stepped
    family += ["linear_step"] * len(stepped)
    members, prior = Counter(family), FAMILY_PRIOR | {"bell": bell_prior}
    return Models(
        past=curves[:, :count],
        future=curves[:, count:-2],
        final=np.where(np.array(family[: len(curves)]) == "bell", curves[:, -2], curves[:, -1]),
        first=np.array(first),
        with_line=np.array([name in {"linear_step", "broken_line"} for name in family]),
        log_prior=np.log([prior[name] / members[name] for name in family]),
        log_prior_constant=float(np.log(FAMILY_PRIOR["constant"])),
    )
