"""Forecasts of short yearly series: what goes in, what comes out, and the laws that hold."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base import InputError
from dafeng.indicators.forecast import Forecast, cumulative, forecast

YEARS = list(range(2016, 2026))
RISING = [20.3, 23.9, 29.4, 32.8, 38.1, 41.6, 45.9, 50.7, 53.8, 58.2]
NOISY = [41.0, 44.2, 39.8, 42.5, 40.1, 43.3, 41.7, 39.5, 42.9, 41.2]


def code_of(call: object, *args: object, **options: object) -> str:
    with pytest.raises(InputError) as caught:
        call(*args, **options)  # type: ignore[operator]
    assert caught.value.mend is not None
    return caught.value.code


def test_a_line_goes_on_and_its_interval_widens() -> None:
    found = forecast(YEARS, RISING, to=2031)
    assert found.years.tolist() == [2026, 2027, 2028, 2029, 2030, 2031]
    assert found.paths.shape == (2000, 6) and found.paths.dtype == np.float64
    near, far = found.at(2026), found.at(2031)
    assert near.median == pytest.approx(62.5, abs=1.5)
    assert far.median == pytest.approx(84, abs=6)
    assert far.high - far.low > near.high - near.low > 1
    assert found.probability(">=", 55, 2026) > 0.97
    assert found.probability(">=", 75, 2026) < 0.03


def test_a_level_stays() -> None:
    outlook = forecast(YEARS, NOISY, to=2030).at(2030)
    assert outlook.median == pytest.approx(np.mean(NOISY), abs=1.0)
    assert 2 < outlook.high - outlook.low < 12


def test_a_step_in_the_past_is_a_new_level_and_no_trend() -> None:
    values = [10.1, 9.9, 10.2, 9.8, 15.2, 14.9, 15.1, 15.0, 14.8, 15.1]
    outlook = forecast(YEARS, values, to=2030).at(2030)
    assert outlook.median == pytest.approx(15.0, abs=0.3)
    assert outlook.low > 13 and outlook.high < 17


def test_a_saturating_share_does_not_shoot_on() -> None:
    values = [12.0, 18.5, 29.0, 43.5, 58.0, 70.5, 79.0, 84.5, 87.5, 89.0]
    outlook = forecast(YEARS, values, to=2031, lower=0, upper=100).at(2031)
    assert 88 < outlook.median < 94
    assert outlook.high < 99


def test_one_outlier_neither_bends_the_trend_nor_is_ignored() -> None:
    broken = list(RISING)
    broken[4] = 70.0
    clean, spoilt = forecast(YEARS, RISING, to=2030).at(2030), forecast(YEARS, broken, to=2030).at(2030)
    assert spoilt.median == pytest.approx(clean.median, abs=6)
    assert spoilt.high - spoilt.low > clean.high - clean.low


def test_a_last_value_weighs_less_when_it_is_provisional() -> None:
    values = [*RISING[:-1], 75.0]
    marks = [False] * 9 + [True]
    final = forecast(YEARS, values, to=2027).at(2026)
    provisional = forecast(YEARS, values, to=2027, provisional=marks).at(2026)
    assert provisional.median < final.median


def test_a_series_that_never_changed_is_repeated_and_says_so() -> None:
    found = forecast(YEARS, [100.0] * 10, to=2030, lower=0, upper=100)
    assert found.basis == "constant"
    assert np.all(found.paths == 100.0)
    assert found.probability(">=", 100, 2030) == 1 and found.probability("<", 100, 2030) == 0


def test_gaps_and_order_change_nothing_else() -> None:
    full = forecast(YEARS, [*RISING[:3], None, *RISING[4:]], to=2030)
    kept = [0, 1, 2, *range(4, 10)]
    short = forecast([YEARS[i] for i in kept], [RISING[i] for i in kept], to=2030)
    nan = forecast(YEARS, [*RISING[:3], float("nan"), *RISING[4:]], to=2030)
    turned = forecast(YEARS[::-1], [*RISING[:3], None, *RISING[4:]][::-1], to=2030)
    for other in (short, nan, turned):
        assert np.array_equal(full.paths, other.paths)


def test_a_last_year_without_value_is_forecast() -> None:
    found = forecast(YEARS, [*RISING[:-1], None], to=2026)
    assert found.years.tolist() == [2025, 2026]


def test_three_points_are_enough_and_honest_about_it() -> None:
    few, many = forecast(YEARS[-3:], RISING[-3:], to=2028), forecast(YEARS, RISING, to=2028)
    assert few.at(2028).high - few.at(2028).low > 1.5 * (many.at(2028).high - many.at(2028).low)


def test_bounds_hold_without_a_heap_at_the_end() -> None:
    values = [91.2, 94.8, 90.6, 95.9, 92.4, 96.1, 93.0, 95.2, 91.9, 96.6]
    found = forecast(YEARS, values, to=2030, lower=0, upper=100)
    assert found.paths.max() <= 100 and found.paths.min() >= 0
    assert np.mean(found.paths == 100) < 0.1
    assert found.probability(">=", 99.99, 2030) == pytest.approx(found.probability(">=", 100, 2030), abs=0.02)
    falling = forecast(YEARS, [9.0, 7.1, 6.2, 4.4, 3.9, 2.6, 2.2, 1.3, 1.2, 0.7], to=2030, lower=0)
    assert falling.paths.min() >= 0
    assert 0 < falling.at(2028).median < 0.7


def test_a_trend_that_runs_into_its_bound_reaches_it() -> None:
    found = forecast(YEARS, [55.1, 59.8, 65.2, 69.9, 75.0, 80.1, 84.8, 90.1, 94.9, 99.0], to=2030, upper=100)
    assert found.probability(">=", 100, 2030) > 0.3
    assert found.probability(">", 100, 2030) == 0
    assert found.probability("<=", 100, 2030) == 1


@pytest.mark.parametrize("factor", [1e-6, 1e9])
def test_the_unit_does_not_matter(factor: float) -> None:
    one, other = (
        forecast(YEARS, RISING, to=2030),
        forecast(YEARS, [v * factor for v in RISING], to=2030),
    )
    assert np.allclose(one.paths * factor, other.paths, rtol=1e-6)


def test_large_values_that_hardly_change() -> None:
    values = [262361 + d for d in (0, 310, 590, 930, 1180, 1530, 1790, 2120, 2380, 2730)]
    outlook = forecast(YEARS, values, to=2030).at(2030)
    assert outlook.median == pytest.approx(262361 + 4230, abs=300)
    assert outlook.high - outlook.low < 1500


def test_probabilities_of_every_operator_agree() -> None:
    found = forecast(YEARS, NOISY, to=2030)
    up, down = found.probability(">=", 42, 2030), found.probability("<", 42, 2030)
    assert up + down == pytest.approx(1)
    assert found.probability(">", 42, 2030) == pytest.approx(up)
    assert found.probability("<=", 42, 2030) == pytest.approx(down)
    inside = found.probability("range", (40, 44), 2030)
    assert found.probability("about", 42, 2030, tolerance=2) == pytest.approx(inside)
    assert found.probability("=", 42, 2030, tolerance=2) == pytest.approx(inside)
    assert found.probability("=", 42, 2030) == 0
    outlook = found.at(2030)
    assert found.probability("range", (outlook.low, outlook.high), 2030) == pytest.approx(0.8, abs=0.005)
    assert outlook.low < outlook.mean < outlook.high and outlook.undefined_share == 0


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.floats(0, 100), min_size=3, max_size=15),
    st.floats(0, 100),
    st.floats(0, 100),
    st.integers(0, 9),
)
def test_any_share_gives_paths_in_bounds_and_monotone_probabilities(
    values: list[float], one: float, other: float, seed: int
) -> None:
    found = forecast(
        range(2026 - len(values), 2026), values, to=2031, lower=0, upper=100, draws=200, seed=seed
    )
    assert np.all(np.isfinite(found.paths))
    assert found.paths.min() >= 0 and found.paths.max() <= 100
    low, high = sorted((one, other))
    assert found.probability(">=", low, 2031) >= found.probability(">=", high, 2031)
    assert found.probability("<=", low, 2031) <= found.probability("<=", high, 2031)


def test_same_seed_same_bits_in_another_process() -> None:
    code = (
        "import hashlib; from dafeng.indicators.forecast import forecast;"
        f"f = forecast({YEARS}, {RISING}, to=2030, seed=7, upper=100);"
        "print(hashlib.sha256(f.paths.tobytes()).hexdigest())"
    )
    hashes = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert len(hashes) == 1
    one, other = forecast(YEARS, RISING, to=2030, seed=7), forecast(YEARS, RISING, to=2030, seed=8)
    assert not np.array_equal(one.paths, other.paths)
    assert one.at(2030).median == pytest.approx(other.at(2030).median, abs=1)


def test_the_result_cannot_be_changed_and_becomes_a_table() -> None:
    found = forecast(YEARS, RISING, to=2027, draws=100)
    with pytest.raises(ValueError, match="read-only"):
        found.paths[0, 0] = 0
    table = found.columns()
    assert [len(column) for column in table.values()] == [200, 200, 200]
    picked = (table["year"] == 2027) & (table["draw"] == 41)
    assert table["value"][picked] == found.paths[41, 1]


def test_a_sum_since_a_year_keeps_what_is_known() -> None:
    yearly = [3.0, 4.1, 3.2, 4.4, 3.7, 4.0, 3.5, 4.2, 3.9, 3.6]
    total = cumulative(YEARS, yearly, since=2021, to=2030, lower=0)
    paths = forecast(YEARS, yearly, to=2030, lower=0).paths
    assert total.basis == "cumulative" and total.years[0] == 2026
    assert np.allclose(total.paths[:, -1], sum(yearly[5:]) + paths.sum(axis=1))
    assert np.all(np.diff(total.paths, axis=1) >= 0)
    later = cumulative(YEARS, yearly, since=2028, to=2030, lower=0)
    assert later.years.tolist() == [2028, 2029, 2030]
    assert np.allclose(later.paths[:, -1], paths[:, 2:].sum(axis=1))


def test_a_sum_with_a_hole_is_refused() -> None:
    holed = [*RISING[:6], None, *RISING[7:]]
    assert code_of(cumulative, YEARS, holed, since=2020, to=2030) == "forecast-gap"
    assert code_of(cumulative, YEARS, RISING, since=2012, to=2030) == "forecast-gap"
    assert code_of(cumulative, YEARS, RISING, since=2031, to=2030) == "forecast-horizon"
    assert cumulative(YEARS, holed, since=2023, to=2030).years[0] == 2026


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("forecast-points", {"years": [2024, 2025], "values": [1.0, 2.0]}),
        ("forecast-points", {"values": [1.0, 2.0, *[None] * 8]}),
        ("forecast-points", {"years": range(1900, 2000), "values": range(100), "to": 2010}),
        ("forecast-duplicate-year", {"years": [*YEARS[:-1], 2024]}),
        ("forecast-year", {"years": [*YEARS[:-1], 2025.5]}),
        ("forecast-year", {"years": [*YEARS[:-1], "2025年"]}),
        ("forecast-value", {"values": [*RISING[:-1], float("inf")]}),
        ("forecast-value", {"values": [*RISING[:-1], "未报"]}),
        ("forecast-lengths", {"values": RISING[:-1]}),
        ("forecast-lengths", {"provisional": [True]}),
        ("forecast-bounds", {"lower": 100, "upper": 0}),
        ("forecast-bounds", {"lower": float("nan")}),
        ("forecast-outside-bounds", {"upper": 50}),
        ("forecast-outside-bounds", {"lower": 30}),
        ("forecast-horizon", {"to": 2025}),
        ("forecast-horizon", {"to": 2100}),
        ("forecast-draws", {"draws": 10}),
    ],
)
def test_unusable_input_is_named(code: str, changes: dict[str, object]) -> None:
    options: dict[str, object] = {"years": YEARS, "values": RISING, "to": 2030} | changes
    assert code_of(forecast, options.pop("years"), options.pop("values"), **options) == code


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("forecast-no-year", {"year": 2040}),
        ("forecast-op", {"op": "=>"}),
        ("forecast-tolerance", {"op": "about"}),
        ("forecast-tolerance", {"op": "about", "tolerance": -1}),
        ("forecast-target", {"op": "range"}),
        ("forecast-target", {"op": "range", "value": (60, 40)}),
        ("forecast-target", {"value": (40, 60)}),
        ("forecast-target", {"value": float("nan")}),
    ],
)
def test_unusable_questions_are_named(code: str, question: dict[str, object]) -> None:
    found = forecast(YEARS, RISING, to=2030, draws=100)
    assert code_of(found.probability, **({"op": ">=", "value": 50, "year": 2030} | question)) == code


def test_a_forecast_is_fast() -> None:
    def once() -> float:
        start = time.perf_counter()
        forecast(YEARS, RISING, to=2030)
        return time.perf_counter() - start

    assert min(once() for _ in range(20)) < 0.05


def test_the_80_percent_interval_covers_lines_and_levels() -> None:
    rng = np.random.default_rng(20260)
    hits = []
    for case in range(150):
        slope, noise = (0.0, 0.05, -0.03)[case % 3], rng.uniform(0.01, 0.1)
        error = rng.standard_normal(15)
        for i in range(1, 15):
            error[i] = 0.4 * error[i - 1] + np.sqrt(1 - 0.16) * error[i]
        series = 1 + slope * np.arange(15) + noise * error
        found: Forecast = forecast(range(2015, 2025), series[:10], to=2029, draws=400, seed=case)
        outlook = found.at(2029)
        hits.append(outlook.low <= series[14] <= outlook.high)
    assert 0.72 < np.mean(hits) < 0.95


def test_values_at_a_bound_hide_their_spread() -> None:
    def of(*values: float) -> Forecast:
        return forecast(range(2026 - len(values), 2026), values, to=2030, lower=0, upper=100)

    often, once = of(100, 100, 99, 100, 100, 100), of(97, 99, 98, 100, 98, 99)
    assert 0.45 < often.probability(">=", 100, 2027) < 0.95
    assert 0.0 < once.probability(">=", 100, 2027) < 0.4
    dropped = of(100, 100, 100, 100, 100, 97).at(2028)
    assert dropped.high - dropped.low > 1
    assert of(50, 60, 70, 80, 90, 100, 100, 100).probability(">=", 100, 2030) > 0.75
    empty = of(0, 0, 5, 0, 0, 0, 0)
    assert empty.paths.min() == 0 and 0.3 < empty.probability("<=", 0, 2027) < 0.95


def test_equal_values_were_rounded() -> None:
    outlook = forecast(range(2020, 2026), [10, 10, 10, 13, 13, 13], to=2028).at(2028)
    assert outlook.median == pytest.approx(13, abs=0.3)
    assert 0.4 < outlook.high - outlook.low < 4


@pytest.mark.parametrize(
    "values",
    [
        [0.0, 0.0, 1e-300, 0.0],
        [1e300, 2e300, 1.5e300, 1.8e300],
        [100.0, 100.0 + 1e-12, 100.0, 100.0 - 1e-12],
        [1.0, 1.0, 1.0, 1.0, 1e9],
        [-5.0, -3.0, -6.0, -4.0, 0.0],
        [float(2**k) for k in range(30)],
    ],
)
def test_extremes_stay_finite_and_silent(values: list[float]) -> None:
    with np.errstate(all="raise", under="ignore"):
        found = forecast(range(2026 - len(values), 2026), values, to=2060, draws=300)
    assert np.all(np.isfinite(found.paths))
