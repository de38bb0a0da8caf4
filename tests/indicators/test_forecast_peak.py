"""The peak year of a history and its futures."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.indicators.forecast_peak import peak_probability, peak_years

YEARS = list(range(2012, 2026))
PEAKED = [70, 76, 83, 88, 95, 101, 104, 103, 99, 96, 91, 88, 83, 80]
GROWING = [70, 73, 77, 79, 84, 86, 90, 94, 96, 101, 103, 108, 110, 115]


def test_definition_of_the_peak() -> None:
    paths = np.array(
        [
            [1.0, 2, 5, 4, 3, 2, 1, 1],  # peaks third
            [1.0, 5, 4, 5, 4, 3, 2, 1],  # of equal maxima the last
            [9.0, 8, 7, 6, 5, 4, 3, 2],  # the first year or before
            [1.0, 2, 3, 4, 5, 6, 7, 8],  # not yet
            [1.0, 2, 3, 9, 5, 6, 7, 8],  # four later years
            [1.0, 2, 9, 3, 5, 6, 7, 8],  # five later years
        ]
    )
    assert peak_years(paths).tolist() == [2, -1, 0, -1, -1, 2]
    assert peak_years(paths, later_years=4).tolist() == [2, 3, 0, -1, 3, 2]


def test_a_history_that_has_peaked() -> None:
    found = peak_probability(YEARS, PEAKED, by=2030, horizon=2035, lower=0)
    assert found.probability > 0.9
    assert found.median_year == 2018
    assert found.shares[2018] > 0.85
    assert sum(found.shares.values()) + found.undetermined_share == pytest.approx(1)
    assert found.first_share == 0


def test_a_history_that_grows() -> None:
    found = peak_probability(YEARS, GROWING, by=2030, horizon=2040)
    assert found.probability < 0.4
    assert found.undetermined_share > 0.3
    early = peak_probability(YEARS, GROWING, by=2026, horizon=2040)
    assert early.probability <= found.probability


def test_a_maximum_in_the_first_year_is_told_apart() -> None:
    found = peak_probability(YEARS, GROWING[::-1], by=2025, horizon=2032, lower=0)
    assert found.first_share > 0.85
    assert found.probability >= found.first_share


def test_unusable_questions_are_named() -> None:
    with pytest.raises(InputError) as caught:
        peak_probability(YEARS, GROWING, by=2030, horizon=2034)
    assert caught.value.code == "forecast-peak-horizon"
    with pytest.raises(InputError) as caught:
        peak_probability(YEARS, GROWING, by=2005, horizon=2034)
    assert caught.value.code == "forecast-peak-early"


def test_never_determined() -> None:
    found = peak_probability(YEARS, [100 + 10 * i + i % 2 for i in range(14)], by=2027, horizon=2032)
    assert found.median_year is None
    assert found.probability < 0.1


def test_a_slowing_rise_may_turn_and_a_steady_one_less_likely() -> None:
    slowing = [60, 68, 75, 81, 86, 90, 93.5, 96, 98, 99.3, 100, 100.1, 99.4, 98.1]
    turning = peak_probability(YEARS, slowing, by=2030, horizon=2040, lower=0)
    steady = peak_probability(YEARS, GROWING, by=2030, horizon=2040, lower=0)
    assert turning.probability > 0.6 > steady.probability


def test_worlds_with_and_without_a_peak_are_told_apart() -> None:
    rng = np.random.default_rng(11)
    stated: dict[str, list[float]] = {"up": [], "down": []}
    for case in range(24):
        noise = 1 + 0.02 * rng.standard_normal(12)
        slope = rng.uniform(1, 4) * (1 if case % 2 else -1)
        values = (100 + slope * np.arange(12)) * noise
        found = peak_probability(
            range(2014, 2026), values, by=2030, horizon=2040, draws=300, seed=case, lower=0
        )
        stated["up" if slope > 0 else "down"].append(found.probability)
    assert np.mean(stated["up"]) < 0.3
    assert np.mean(stated["down"]) > 0.75
