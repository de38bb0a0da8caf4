"""Targets that rest on few projects."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.indicators.forecast_pipeline import Project, pipeline

LIST = [
    Project(800.0, 1000.0, 2027, 0.9),
    Project(0.0, 500.0, 2027, 0.6),
    Project(300.0, 300.0, 2028, 0.5),
]


def code_of(*projects: Project, **options: object) -> str:
    with pytest.raises(InputError) as caught:
        pipeline(projects, **({"since": 2026, "to": 2030} | options))  # type: ignore[arg-type]
    assert caught.value.mend is not None
    return caught.value.code


def test_ratio_of_sums_against_all_outcomes() -> None:
    found = pipeline(LIST, since=2027, to=2028, draws=40_000, cumulative=True)
    chance = {}
    for outcome in product((0, 1), repeat=3):
        weight = np.prod(
            [
                p.probability_share if o else 1 - p.probability_share
                for p, o in zip(LIST, outcome, strict=True)
            ]
        )
        below = sum(o * p.denominator for o, p in zip(outcome, LIST, strict=True))
        above = sum(o * p.numerator for o, p in zip(outcome, LIST, strict=True))
        chance[outcome] = (weight, above / below if below else None)
    known = sum(w for w, ratio in chance.values() if ratio is not None)
    meets = sum(w for w, ratio in chance.values() if ratio is not None and ratio >= 0.7)
    assert found.probability(">=", 0.7, 2028) == pytest.approx(meets / known, abs=0.01)
    assert found.at(2028).undefined_share == pytest.approx(1 - known, abs=0.005)


def test_a_year_without_projects_has_no_ratio_but_a_sum_of_zero() -> None:
    found = pipeline(LIST, since=2026, to=2028)
    assert np.isnan(found.in_year(2026)).all()
    with pytest.raises(InputError) as caught:
        found.at(2026)
    assert caught.value.code == "forecast-undefined"
    amounts = [Project(p.numerator, None, p.year, p.probability_share) for p in LIST]
    assert pipeline(amounts, since=2026, to=2028).at(2026).high == 0


def test_percent_and_equality() -> None:
    sure = [Project(4.0, 4.0, 2026, 1.0), Project(2.0, 4.0, 2027, 1.0)]
    found = pipeline(sure, since=2026, to=2027, percent=True)
    assert found.basis == "pipeline"
    assert found.probability("=", 100, 2026) == 1
    assert found.at(2027).median == 50


def test_slipping_moves_projects_and_loses_none() -> None:
    found = pipeline([Project(1.0, None, 2026, 1.0, slip_share=0.3)], since=2026, to=2060, draws=20_000)
    assert np.mean(found.in_year(2026)) == pytest.approx(0.7, abs=0.01)
    assert np.mean(found.in_year(2027)) == pytest.approx(0.21, abs=0.01)
    assert np.mean(found.paths.sum(axis=1)) == pytest.approx(1, abs=1e-3)


def test_a_shared_fate_keeps_the_mean_and_widens_the_spread() -> None:
    many = [Project(1.0, None, 2026, 0.5) for _ in range(20)]
    alone = pipeline(many, since=2026, to=2026, draws=5000).in_year(2026)
    bound = pipeline(many, since=2026, to=2026, draws=5000, common_share=0.6).in_year(2026)
    assert np.mean(bound) == pytest.approx(np.mean(alone), abs=0.4)
    assert np.std(bound) > 2 * np.std(alone)


def test_certain_and_impossible_projects_and_the_seed() -> None:
    mixed = [Project(1.0, None, 2026, 0.0), Project(2.0, None, 2026, 1.0), Project(4.0, None, 2026, 0.5)]
    found = pipeline(mixed, since=2026, to=2026, seed=3)
    assert set(np.unique(found.paths)) == {2.0, 6.0}
    assert np.array_equal(found.paths, pipeline(mixed, since=2026, to=2026, seed=3).paths)


def test_unusable_projects_are_named() -> None:
    good = LIST[0]
    assert code_of() == "forecast-no-project"
    assert code_of(good, since=2031) == "forecast-horizon"
    assert code_of(good, draws=1) == "forecast-draws"
    assert code_of(good, common_share=2.0) == "forecast-common-share"
    assert code_of(good, Project(1.0, None, 2026, 1.0)) == "forecast-project-kind"
    assert code_of(Project(1.0, None, 2026, 1.0), percent=True) == "forecast-project-kind"
    for broken in (
        Project(float("nan"), 1.0, 2026, 1.0),
        Project(1.0, -1.0, 2026, 1.0),
        Project(1.0, 1.0, 2026, 1.2),
        Project(1.0, 1.0, 2026, 1.0, slip_share=1.0),
    ):
        assert code_of(good, broken) == "forecast-project"
