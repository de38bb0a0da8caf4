"""Laws that every building must obey, whatever the program says of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.stock.batch import MODES
from dafeng.stock.case import case_from, read_case
from dafeng.stock.years import run_batches, simulate, simulate_many
from dafeng.weather import WeatherYear

Maker = Callable[..., dict[str, Any]]


def test_the_heat_balance_closes(make_house: Maker, make_box: Maker, plain_weather: WeatherYear) -> None:
    """To 1e-6 of the heat turned over in double precision, with a wall between two zones."""
    zones = [make_box(names="1", east="W2"), make_box(names="2", x0=8.0, west="E1")]
    cases = [case_from(make_house(), case_id="one"), case_from(make_house(zones), case_id="two")]
    how = replace(MODES["reference"], steps_per_hour=1, together=True, audit=True, warmup_days=1)
    for _, batch in run_batches(cases, plain_weather, how=how):
        open_, turned = batch.audit[:, :, 0]
        assert (turned > 1e9).all()
        assert (open_ / turned < 1e-6).all()


def test_more_insulation_never_raises_heating(make_house: Maker, plain_weather: WeatherYear) -> None:
    cases = [case_from(make_house(insulation_m=d), case_id=str(d)) for d in (0.01, 0.03, 0.06, 0.12, 0.25)]
    for mode in ("stock", "reference"):
        heat = [r.annual_heating_kwh_m2 for r in simulate_many(cases, plain_weather, mode=mode)]
        assert (np.diff(heat) < 0.0).all(), mode


def test_air_and_warmth_cost_heat_and_gains_save_it(make_house: Maker, plain_weather: WeatherYear) -> None:
    raws = [make_house() for _ in range(4)]
    raws[1]["zones"][0]["air"][0]["ach"] = 1.0
    raws[2]["zones"][0]["heat_set"] = 20.0
    raws[3]["zones"][0]["gains"][0]["watts"] = 400.0
    heat = [
        r.annual_heating_kwh_m2
        for r in simulate_many([case_from(raw, case_id="x") for raw in raws], plain_weather, mode="stock")
    ]
    assert heat[1] > heat[0] and heat[2] > heat[0] and heat[3] < heat[0]


def test_a_zone_split_by_an_adiabatic_wall_gives_the_sum(
    make_house: Maker, make_box: Maker, plain_weather: WeatherYear
) -> None:
    """Two halves in one case, each closed by an adiabatic wall, need what each needs alone."""
    half = case_from(make_house([make_box(east="adiabatic")]), case_id="half")
    other = case_from(make_house([make_box(x0=8.0, west="adiabatic")]), case_id="other")
    both = case_from(
        make_house([make_box(names="1", east="adiabatic"), make_box(names="2", x0=8.0, west="adiabatic")]),
        case_id="both",
    )
    for mode, near in (("stock", 1e-5), ("reference", 1e-9)):
        one, two, together = (simulate(c, plain_weather, mode=mode) for c in (half, other, both))
        assert together.heat_w[0].sum() == pytest.approx(one.heat_w.sum(), rel=near)
        assert together.heat_w[1].sum() == pytest.approx(two.heat_w.sum(), rel=near)


def test_order_company_and_threads_change_no_bit(make_house: Maker, plain_weather: WeatherYear) -> None:
    cases = [case_from(make_house(insulation_m=0.01 + 0.01 * n), case_id=str(n)) for n in range(20)]
    plain = simulate_many(cases, plain_weather, mode="stock")
    order = np.random.default_rng(1).permutation(20)
    mixed = simulate_many([cases[n] for n in order], plain_weather, mode="stock")
    for place, number in enumerate(order):
        assert np.array_equal(mixed[place].heat_w, plain[number].heat_w)
        assert np.array_equal(mixed[place].air_c, plain[number].air_c)
    alone = simulate(cases[7], plain_weather, mode="stock")
    assert np.array_equal(alone.heat_w, plain[7].heat_w)
    with ThreadPoolExecutor(2) as pool:
        parts = pool.map(
            lambda part: simulate_many(part, plain_weather, mode="stock"), (cases[:10], cases[10:])
        )
    for a, b in zip([year for part in parts for year in part], plain, strict=True):
        assert np.array_equal(a.heat_w, b.heat_w)


def test_a_mirrored_building_in_a_mirrored_wind_needs_the_same(
    make_house: Maker, plain_weather: WeatherYear
) -> None:
    """East and west change places; without sun, so that morning and evening are alike."""
    dark = plain_weather.replace(ghi_wh_m2=np.zeros(8760), dni_wh_m2=np.zeros(8760), dhi_wh_m2=np.zeros(8760))
    mirrored = dark.replace(wind_direction_deg=(360.0 - dark.wind_direction_deg) % 360.0)
    case = case_from(make_house(), case_id="a")
    one = simulate(case, dark, mode="stock")
    two = simulate(case, mirrored, mode="stock")
    assert one.heat_w.sum() == pytest.approx(two.heat_w.sum(), rel=1e-4)


def test_turning_a_building_right_round_changes_nothing(
    make_house: Maker, plain_weather: WeatherYear
) -> None:
    raw = make_house()
    turned = make_house()
    turned["north_axis"] = 360.0
    one, two = (simulate(case_from(r, case_id="x"), plain_weather, mode="stock") for r in (raw, turned))
    assert one.heat_w.sum() == pytest.approx(two.heat_w.sum(), rel=1e-5)


def test_the_modes_agree(make_house: Maker, plain_weather: WeatherYear) -> None:
    case = case_from(make_house(), case_id="x")
    fine = simulate(case, plain_weather, mode="reference")
    fast = simulate(case, plain_weather, mode="stock")
    assert fast.annual_heating_kwh_m2 == pytest.approx(fine.annual_heating_kwh_m2, rel=0.02)
    assert fast.peak_heating_w_m2 == pytest.approx(fine.peak_heating_w_m2, rel=0.05)
    assert np.abs(fast.air_c - fine.air_c).mean() < 0.2


def test_a_thermostat_holds_and_free_float_needs_nothing(
    make_house: Maker, plain_weather: WeatherYear
) -> None:
    raw = make_house()
    year = simulate(case_from(raw, case_id="x"), plain_weather, mode="stock")
    assert year.air_c.min() > 18.0 - 1e-3 and year.air_c.max() < 26.0 + 1e-3
    raw["zones"][0] |= {"heat_set": None, "cool_set": None}
    free = simulate(case_from(raw, case_id="x"), plain_weather, mode="stock")
    assert free.heat_w.sum() == 0.0 and free.cool_w.sum() == 0.0
    assert free.air_c.min() < 15.0


def test_the_months_make_the_year(make_house: Maker, plain_weather: WeatherYear) -> None:
    year = simulate(case_from(make_house(), case_id="x"), plain_weather, mode="stock")
    assert year.monthly_heating_kwh_m2.sum() == pytest.approx(year.annual_heating_kwh_m2)
    assert year.monthly_cooling_kwh_m2.sum() == pytest.approx(year.annual_cooling_kwh_m2)


def _without(raw: dict[str, Any], *path: str | int) -> dict[str, Any]:
    part: Any = raw
    for key in path[:-1]:
        part = part[key]
    del part[path[-1]]
    return raw


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda raw: _without(raw, "materials"), "stock-case-field"),
        (lambda raw: raw | {"zones": []}, "stock-case-field"),
        (lambda raw: _without(raw, "materials", "wool"), "stock-case-field"),
        (lambda raw: raw | {"solar_distribution": "Magic"}, "stock-case-field"),
        (lambda raw: raw | {"ground_temp": [1.0]}, "stock-case-field"),
        (lambda raw: _without(raw, "ground_temp"), "stock-case-field"),
        (lambda raw: raw | {"terrain": "City"}, "stock-case-field"),
        (lambda raw: _without(raw, "zones", 0, "surfaces", 0, "vertices"), "stock-case-field"),
        (lambda raw: raw | {"zones": ["none"]}, "stock-case-field"),
    ],
)
def test_a_case_that_cannot_be_is_refused(make_house: Maker, change: Any, code: str) -> None:
    with pytest.raises(InputError, match=code):
        case_from(change(make_house()), case_id="bad")


def test_windows_larger_than_their_wall_are_refused(make_house: Maker, plain_weather: WeatherYear) -> None:
    raw = make_house()
    raw["zones"][0]["windows"][0]["vertices"] = [[0, 0, 3], [0, 0, 0], [8, 0, 0], [8, 0, 3]]
    with pytest.raises(InputError, match="stock-case-geometry"):
        simulate(case_from(raw, case_id="x"), plain_weather)


def test_unknown_modes_and_files_are_named(
    make_house: Maker, plain_weather: WeatherYear, tmp_path: Any
) -> None:
    with pytest.raises(InputError, match="stock-mode"):
        simulate(case_from(make_house(), case_id="x"), plain_weather, mode="fast")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="stock-case-missing"):
        read_case(tmp_path / "none.json")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="stock-case-syntax"):
        read_case(tmp_path / "broken.json")
