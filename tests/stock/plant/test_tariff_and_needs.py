"""Tariffs, schedules, needs and the data behind them."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.stock.plant import (
    cooking,
    cooling_electricity,
    daily_share,
    density,
    electricity_cost,
    electricity_of_use,
    heat_profile,
    hot_water,
    in_heating_season,
    lift_electricity,
    plant_data,
    price_of_hour,
    schedule,
    schedules,
    tariff,
    tariffs,
    valley_hours,
)
from dafeng.stock.plant.values import FILES


def test_time_of_use_has_the_published_hours():
    general = tariff("nm_west_general")
    price = price_of_hour(general).reshape(365, 24)
    winter, summer = price[10], price[200]
    base = general.base_yuan_kwh
    assert winter[19] == pytest.approx(1.68 * base) and winter[2] == pytest.approx(0.48 * base)
    assert winter[12] == pytest.approx(0.48 * base) and winter[9] == pytest.approx(base)
    assert summer[19] == pytest.approx(1.2 * 1.54 * base) and summer[18] == pytest.approx(1.54 * base)
    assert summer[13] == pytest.approx(0.8 * 0.44 * base) and summer[2] == pytest.approx(base)
    cheap = valley_hours(general).reshape(365, 24)
    assert cheap[10].sum() == 9 and cheap[200].sum() == 5
    assert valley_hours(None).reshape(365, 24)[0].sum() == 8


def test_costs_add_up():
    flat_use = np.ones(8760)
    general = electricity_cost(flat_use, chosen=tariff("nm_west_general"))
    assert sum(general.by_period_kwh.values()) == pytest.approx(8760.0)
    assert general.energy_yuan == pytest.approx(float(price_of_hour(tariff("nm_west_general")).sum()))
    two = electricity_cost(2.0 * flat_use, chosen=tariff("nm_west_two_part"))
    assert two.demand_yuan == pytest.approx(12 * 2.0 * 32.8)
    tiers = tariff("nm_west_residential")
    month = np.zeros(8760)
    month[:744] = 300.0 / 744
    expected = 170 * 0.415 + 90 * 0.465 + 40 * 0.715
    assert electricity_cost(month, chosen=tiers).energy_yuan == pytest.approx(expected)
    upper = electricity_cost(month, chosen=tiers, besides_kwh_month=260.0)
    assert upper.energy_yuan == pytest.approx(300 * 0.715)
    with pytest.raises(InputError):
        electricity_cost(-flat_use, chosen=tiers)


def test_a_users_tariff_is_read_or_refused(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("mine: {kind: flat, price: 0.5}\n", encoding="utf-8")
    mine = tariffs(path)["mine"]
    assert electricity_cost(np.ones(8760), chosen=mine).total_yuan == pytest.approx(4380.0)
    assert mine.basis == "user"
    for wrong in (
        "mine: {kind: flat}",
        "mine: {kind: odd}",
        "- a",
        "mine: [",
        "mine: {kind: periods, base: {typical: 0.4}, seasons: [{months: [1, 2]}]}",
    ):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            tariffs(path)
        assert caught.value.code == "plant-tariff"
    with pytest.raises(InputError) as caught:
        tariff("nowhere")
    assert "nm_west_residential" in caught.value.say("zh")


def test_every_number_has_unit_source_and_basis():
    bases = {"seen-secondary", "computed", "recalled"}
    data = plant_data()

    def walk(node, where):
        if not isinstance(node, dict):
            return 0
        if "typical" in node or "value" in node or "values" in node:
            assert node["unit"] and node["source"] and node["basis"] in bases, where
            if "typical" in node:
                data.value(*where)
            return 1
        return sum(walk(child, (*where, key)) for key, child in node.items())

    assert sum(walk(data.table(name), (name,)) for name in FILES) > 130
    for entry in tariffs().values():
        assert entry.source and entry.basis in bases
    for use in schedules().values():
        assert use["source"] and use["basis"] in bases


def test_overrides_replace_single_numbers(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("technologies: {coal_stove: {efficiency: {typical: 0.7}}}\n", encoding="utf-8")
    own = plant_data(path)
    assert own.number("technologies", "coal_stove", "efficiency") == 0.7
    assert own.value("technologies", "coal_stove", "efficiency").basis == "user"
    assert own.number("technologies", "gas_boiler", "efficiency") == 0.90
    for wrong in (
        "stoves: {}",
        "network: {boiler: {coal_efficiency: {low: 0.9, typical: 0.8, high: 0.7}}}",
        "network: {boiler: {coal_efficiency: {typical: good}}}",
    ):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            plant_data(path)
        assert caught.value.code == "plant-data"
    with pytest.raises(InputError) as caught:
        plant_data(tmp_path / "missing.yaml")
    assert caught.value.code == "plant-data-file"
    with pytest.raises(InputError):
        plant_data().value("network", "no", "such")


def test_profile_keeps_its_sum_in_the_season(bayanhot, data):
    heat = heat_profile(5000.0, weather=bayanhot, data=data)
    assert heat.sum() == pytest.approx(5000.0)
    assert heat[~in_heating_season(data)].sum() == 0.0
    days = in_heating_season(data).reshape(365, 24)[:, 0]
    assert days.sum() == 182 and not days[150] and days[0] and days[364]
    assert heat_profile(0.0, weather=bayanhot, data=data).sum() == 0.0
    with pytest.raises(InputError) as caught:
        heat_profile(-1.0, weather=bayanhot, data=data)
    assert caught.value.code == "plant-needs"


def test_needs_have_their_sizes(bayanhot, data):
    share = daily_share("housing", kind="hot_water")
    assert share.reshape(365, 24).sum(axis=1) == pytest.approx(1.0)
    water = hot_water(3.0, data=data, hourly_share=share)
    assert water.sum() == pytest.approx(3 * 0.035 * 1.163 * 52 * 365)
    cooked = cooking(1.0, carrier="gas", data=data, hourly_share=daily_share("housing", kind="cooking"))
    assert cooked.sum() == pytest.approx(1.3 / 0.60 * 365)
    with pytest.raises(InputError):
        cooking(1.0, carrier="coal", data=data, hourly_share=share)
    cold = np.where(bayanhot.dry_bulb_c > 26.0, 1.0, 0.0)
    used = cooling_electricity(cold, weather=bayanhot, data=data)
    assert cold.sum() / 5.3 < used.sum() < cold.sum() / 3.3
    lift = lift_electricity(speed_m_s=1.0, rated_load_kg=800.0, data=data)
    assert lift == pytest.approx(3.6 * 0.84 * 547.5 * 800 / 1000 + 0.1 * (8760 - 547.5))


def test_schedules_follow_the_week():
    office = schedule("office", kind="lighting", start_weekday=0).reshape(365, 24)
    assert office[0].sum() > 0.0 and office[5].sum() == office[6].sum() == 0.0
    shifted = schedule("office", kind="lighting", start_weekday=5).reshape(365, 24)
    assert shifted[0].sum() == 0.0 and shifted[2].sum() > 0.0
    used = electricity_of_use("housing", floor_area_m2=100.0)
    assert (
        used["equipment"].sum() == pytest.approx(789.2, abs=0.1) and 400.0 < used["lighting"].sum() < 1000.0
    )
    assert sum(schedules()["housing"]["rooms"].values()) == pytest.approx(1.0)
    assert density("housing", kind="people") == pytest.approx(0.04)
    living = schedule("housing_living", kind="people").reshape(365, 24)[0]
    assert living[7] == 0.5 and living[8] == 1.0 and living[22] == 0.0
    for use in schedules():
        for kind in ("people", "lighting", "equipment"):
            assert schedule(use, kind=kind).shape == (8760,)
    with pytest.raises(InputError) as caught:
        schedule("castle", kind="lighting")
    assert caught.value.code == "plant-schedule"
