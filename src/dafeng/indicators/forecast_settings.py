"""What the forecast believes before it sees a series."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT", "PEAK", "Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is believed before a series is seen; all without unit unless said.

    ``phi`` and ``phi_weight``: correlation of neighbouring years' errors and its prior weights. ``size``:
    prior variances of a curve's change over the observed years, in units of the error variance.
    ``error_floor_share``: prior standard deviation of the errors as a share of the range of the values;
    it is worth ``error_dof_share`` of every observation from the fourth on, and ``error_dof_least`` at
    least. ``outlier_probability``: that one observation is an outlier, whose variance grows by
    ``outlier_variance``; it is looked for under ``outlier_phi`` only. ``provisional_variance``: what the
    variance of a provisional value grows by. Both are in units of the error variance.
    ``proportional_probability``: that errors grow in proportion to the level, which counts within
    ``spread_range`` times the mean. ``bell_prior``: weight of curves that rise and fall again. ``reach``:
    how far a bounded curve may still go after the last value, in ranges of the values, before it is
    doubted. ``curves``: about how many models the fine grid keeps; ``temper``: the power of their rough
    weights that decides which.
    """

    phi: tuple[float, ...] = (-0.2, 0.1, 0.3, 0.5, 0.7, 0.88)
    phi_weight: tuple[float, ...] = (0.03, 0.17, 0.21, 0.23, 0.22, 0.14)
    size: tuple[float, ...] = (4.0, 50.0, 600.0, 7000.0, 1e5)
    error_floor_share: float = 0.05
    error_dof_share: float = 0.1
    error_dof_least: float = 0.05
    outlier_probability: float = 0.06
    outlier_variance: float = 40.0
    outlier_phi: tuple[float, ...] = (0.1, 0.6)
    provisional_variance: float = 1.0
    proportional_probability: float = 0.4
    spread_range: tuple[float, float] = (0.1, 10.0)
    bell_prior: float = 0.0
    reach: float = 3.0
    curves: int = 80
    temper: float = 0.55


DEFAULT = Settings()
"""For a value at a deadline."""

PEAK = Settings(bell_prior=0.8)
"""For a peak: asking for it grants that a turn is possible."""
