"""The bars of forecasts on held-out synthetic series, by the benchmark in benchmarks/forecast.py."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

pytestmark = pytest.mark.slow
SERIES = 900


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "forecast.py"
    spec = importlib.util.spec_from_file_location("bench_of_forecasts", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("method", ["dafeng", "dafeng, bounds told"])
def test_coverage_of_the_80_percent_interval(bench: ModuleType, method: str) -> None:
    found = bench.score(bench.METHODS[method], list(bench.cases(SERIES, bench.HELD_OUT_SEED)))
    assert 0.75 <= found.inside.mean() <= 0.85
    for ahead in range(bench.HORIZON):
        assert 0.75 <= found.inside[:, ahead].mean() <= 0.87, ahead + 1
    for name, chosen in bench.groups(found).items():
        assert 0.70 <= found.inside[chosen].mean() <= 0.90, name
        assert 0.70 <= found.rows(chosen)[0] <= 0.91, name


def test_sharper_than_the_simple_methods(bench: ModuleType) -> None:
    series = list(bench.cases(SERIES, bench.HELD_OUT_SEED))
    ours = bench.score(bench.METHODS["dafeng, bounds told"], series)
    for peer in ("random walk with drift", "straight line", "damped Holt"):
        theirs = bench.score(bench.METHODS[peer], series)
        assert np.all(ours.crps.mean(axis=0) < theirs.crps.mean(axis=0)), peer
        assert ours.crps[:, 3:6].mean() < 0.75 * theirs.crps[:, 3:6].mean(), peer


def test_probabilities_mean_what_they_say(bench: ModuleType) -> None:
    stated, happened = [], []
    for number, case in enumerate(bench.cases(SERIES, bench.HELD_OUT_SEED + 5)):
        draws = bench.dafeng_bounded(case, number)[:, 4]
        goal = case.values[-1] * np.random.default_rng(number).uniform(0.8, 1.3)
        stated.append(np.mean(draws >= goal))
        happened.append(case.future[4] >= goal)
    chance, fact = np.array(stated), np.array(happened, dtype=np.float64)
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        chosen = (chance >= low) & (chance < high)
        assert chosen.sum() > 30
        assert abs(chance[chosen].mean() - fact[chosen].mean()) < 0.12, (low, high)
