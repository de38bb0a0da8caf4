"""Ranges of inputs to ranges of results: triangular draws that do not depend on the order of asking."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Spread:
    """A result: at typical inputs, and what a tenth of the draws lies below and above."""

    low: float
    typical: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return the three numbers, rounded to four significant digits."""
        return {key: float(f"{getattr(self, key):.4g}") for key in ("low", "typical", "high")}


@dataclass(frozen=True, slots=True)
class Draws:
    """Named random numbers: the same name gives the same numbers, whatever else was drawn before.

    Two technologies that share an input (the price of electricity) share its draws, so that their
    difference is not blurred by it.
    """

    count: int
    seed: int

    def uniform(self, name: str) -> NDArray[np.float64]:
        """Return the numbers of a name, evenly between 0 and 1, shape [count]."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode())]).random(self.count)

    def triangular(self, name: str, *, low: float, typical: float, high: float) -> NDArray[np.float64]:
        """Return draws of a triangular distribution between low and high with its mode at typical."""
        width = high - low
        if width <= 0.0:
            return np.full(self.count, typical)
        u, turn = self.uniform(name), (typical - low) / width
        rising = low + np.sqrt(u * width * (typical - low))
        falling = high - np.sqrt((1.0 - u) * width * (high - typical))
        return np.where(u < turn, rising, falling)


def spread(draws: NDArray[np.float64], *, typical: float) -> Spread:
    """Return the tenth and ninetieth percentile of draws about the value at typical inputs."""
    low, high = np.quantile(draws, [0.1, 0.9])
    return Spread(float(min(low, typical)), float(typical), float(max(high, typical)))


def annuity(rate: NDArray[np.float64], *, years: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the yearly share of an investment [1/a]: ``r / (1 - (1 + r)^-n)``, 1/n without interest.

    >>> annuity(np.array([0.05, 0.0]), years=np.array([20.0, 20.0])).round(4)
    array([0.0802, 0.05  ])
    """
    safe = np.where(rate > 0.0, rate, 1.0)
    return np.where(rate > 0.0, safe / (1.0 - (1.0 + safe) ** -years), 1.0 / years)
