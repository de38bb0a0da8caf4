"""How sure an account is: errors of activity and factors, propagated to its total."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.carbon.lines import Line

__all__ = ["Uncertainty", "activity_share", "factor_share", "propagate"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """The half width of the 95 % interval of a sum [tCO2e], and what it is made of.

    ``by_factor_t`` holds the half width that each factor alone brings; ``activity_t`` that of all activities.
    """

    total_t: float
    half_width_t: float
    activity_t: float
    by_factor_t: Mapping[str, float]

    @property
    def share(self) -> float:
        """Return the half width as a share of the total; 0 where the total is nil."""
        return self.half_width_t / abs(self.total_t) if self.total_t else 0.0


@cache
def _classes() -> Mapping[str, Mapping[str, float]]:
    text = files("dafeng.carbon").joinpath("data/uncertainty.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, float]] = yaml.load(text, Loader=_LOADER)
    return found


def activity_share(line: Line) -> float:
    """Return the relative half width of a line's activity, by its class and the report's maturity."""
    classes = _classes()
    return math.hypot(classes["activity"][line.about.activity], classes["maturity"][line.maturity])


def factor_share(name: str) -> float:
    """Return the relative half width of a class of factors."""
    return _classes()["factor"][name]


def propagate(lines: Iterable[Line]) -> Uncertainty:
    """Return the uncertainty of the sum of ``lines``.

    U^2 = sum_i (a_i E_i)^2 + sum_k (f_k sum_i E_ik)^2: activities are independent, lines that
    rest on the same factor k move together. a and f are relative half widths of 95 % intervals by classes.
    A line that is a difference of parts keeps the classes of its whole.

    Source: IPCC 2006 V1 Ch3 equations 3.1 and 3.2.
    """
    total = 0
    independent = 0.0
    by_factor: dict[str, float] = {}
    weights: dict[str, float] = {}
    for line in lines:
        total += line.grams
        independent += (activity_share(line) * line.tco2e) ** 2
        for factor in line.factors:
            key = f"{factor.key} {factor.place} {factor.year or ''}".strip()
            by_factor[key] = by_factor.get(key, 0.0) + line.tco2e
            weights[key] = factor_share(factor.uncertainty)
    parts = {key: abs(weights[key] * t) for key, t in by_factor.items()}
    together = math.fsum([independent, *(p * p for p in parts.values())])
    return Uncertainty(
        total / 1_000_000,
        math.sqrt(together),
        math.sqrt(independent),
        dict(sorted(parts.items(), key=lambda item: -item[1])),
    )
