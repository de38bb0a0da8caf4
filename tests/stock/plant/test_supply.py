"""Technologies: energy adds up, better is better, laws hold."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.stock.plant import (
    ALLOCATIONS,
    Demand,
    air_heat_pump,
    charge_ahead,
    chp_fuel_per_heat,
    design_load,
    design_temperature,
    district_heat,
    full_load_cop,
    plant_data,
    seasonal_factors,
    supply,
    supply_temperature,
    tariff,
    valley_hours,
)
from dafeng.stock.plant.heat_pump import capacity_ratio, part_load_factor

TECHNOLOGIES = tuple(plant_data().table("technologies"))


@pytest.mark.parametrize("technology", TECHNOLOGIES)
def test_every_technology_buys_less_when_it_is_better(technology, house, bayanhot, data):
    by_level = [
        supply(technology, demand=house, weather=bayanhot, data=data, level=level)
        for level in ("low", "typical", "high")
    ]
    assert by_level[0].total_kwh >= by_level[1].total_kwh >= by_level[2].total_kwh > 0.0
    for one in by_level:
        for carrier, kwh in one.final_kwh.items():
            assert kwh.shape == (8760,) and kwh.min() >= 0.0, carrier
        assert set(one.final_kwh) <= set(data.table("carriers"))


@pytest.mark.parametrize("technology", TECHNOLOGIES)
def test_twice_the_house_buys_twice(technology, house, bayanhot, data):
    twice = Demand(2.0 * house.heat_kwh, 2.0 * house.hot_water_kwh, 2.0 * house.floor_area_m2)
    one, two = (supply(technology, demand=d, weather=bayanhot, data=data) for d in (house, twice))
    assert two.total_kwh == pytest.approx(2.0 * one.total_kwh, rel=1e-6)
    assert two.capacity_kw == pytest.approx(2.0 * one.capacity_kw, rel=1e-6)


def test_known_efficiencies_give_known_energy(house, bayanhot, data):
    heat, water = house.heat_kwh.sum(), house.hot_water_kwh.sum()
    stove = supply("coal_stove", demand=house, weather=bayanhot, data=data)
    assert stove.final_kwh["coal"].sum() == pytest.approx(heat / 0.50)
    assert stove.final_kwh["electricity"].sum() == pytest.approx(water / 0.90)
    gas = supply("gas_boiler", demand=house, weather=bayanhot, data=data)
    assert gas.final_kwh["gas"].sum() == pytest.approx((heat + water) / 0.90)
    direct = supply("electric_direct", demand=house, weather=bayanhot, data=data)
    assert direct.total_kwh == pytest.approx((heat + water) / 0.99)


def test_heat_pumps_rank_as_they_should(house, bayanhot, data):
    bought = {
        name: supply(name, demand=house, weather=bayanhot, data=data).total_kwh
        for name in ("electric_direct", "air_source_heat_pump", "ground_source_heat_pump", "solar_heat_pump")
    }
    assert bought["electric_direct"] > 2.0 * bought["air_source_heat_pump"]
    assert bought["air_source_heat_pump"] > bought["ground_source_heat_pump"]
    assert bought["air_source_heat_pump"] > bought["solar_heat_pump"]
    warm = [
        supply("air_source_heat_pump", demand=house, weather=bayanhot, data=data, emitter=emitter).total_kwh
        for emitter in ("floor", "radiator", "old_radiator")
    ]
    assert warm == sorted(warm)


def test_air_source_balance_closes(house, bayanhot, data):
    hours = air_heat_pump(house.heat_kwh, weather=bayanhot, data=data, factor=1.0, emitter="radiator")
    given = hours.electricity_kwh * hours.cop + hours.backup_kwh
    assert given == pytest.approx(house.heat_kwh, abs=1e-9)
    assert 0.0 <= hours.backup_kwh.sum() < 0.05 * house.heat_kwh.sum()
    small = air_heat_pump(
        house.heat_kwh, weather=bayanhot, data=data, factor=1.0, emitter="radiator", sizing_share=0.5
    )
    assert small.backup_kwh.sum() > hours.backup_kwh.sum()
    assert hours.design_c == design_temperature(bayanhot)
    assert hours.capacity_kw == design_load(house.heat_kwh)


def test_cop_follows_the_rating_points_and_frost(data):
    outdoor = np.array([-30.0, -20.0, -12.0, 7.0, 12.0])
    water, dry = np.full(5, 41.0), np.zeros(5)
    cop = full_load_cop(outdoor, supply_c=water, relative_humidity_share=dry, data=data)
    assert cop == pytest.approx([1.5, 2.0, 2.45, 4.0, 4.4])
    hotter = full_load_cop(outdoor, supply_c=water + 14.0, relative_humidity_share=dry, data=data)
    assert (hotter < cop).all()
    zero, at_41 = np.array([0.0]), np.array([41.0])
    frosted, free = (
        full_load_cop(zero, supply_c=at_41, relative_humidity_share=np.array([humid]), data=data)
        for humid in (0.95, 0.4)
    )
    assert frosted == pytest.approx(0.9 * free)
    ratio = capacity_ratio(
        np.array([-20.0, -12.0, 7.0]),
        supply_c=np.full(3, 41.0),
        design_c=-12.0,
        design_supply_c=41.0,
        data=data,
    )
    assert ratio[0] < ratio[1] == pytest.approx(1.0) and ratio[2] > 1.3
    part = part_load_factor(np.array([0.0, 0.1, 0.3, 1.0]), data=data)
    assert (np.diff(part) >= 0.0).all() and part[-1] == pytest.approx(1.0)
    curve = supply_temperature(np.array([-20.0, -10.0, 15.0]), emitter="radiator", design_c=-10.0, data=data)
    assert curve.tolist() == [50.0, 50.0, 35.0]


def test_storage_heats_in_the_valley(house, bayanhot, data):
    chosen = tariff("nm_west_general")
    made = supply("electric_storage", demand=house, weather=bayanhot, data=data, chosen_tariff=chosen)
    cheap = valley_hours(chosen)
    bought = made.final_kwh["electricity"]
    assert bought[cheap].sum() > 0.9 * bought.sum()
    wanted = house.heat_kwh + house.hot_water_kwh
    charged, direct, size = charge_ahead(wanted, cheap=cheap, loss_share_day=0.0)
    assert charged.sum() + direct.sum() == pytest.approx(wanted.sum(), rel=0.01)
    assert charged[~cheap].sum() == 0.0 and size == pytest.approx(made.storage_kwh / 1.05, rel=1e-6)


def test_chp_allocations_stand_in_their_order():
    known = {
        "power_efficiency": 0.30,
        "heat_efficiency": 0.45,
        "reference_power_efficiency": 0.39,
        "reference_heat_efficiency": 0.80,
        "supply_c": 100.0,
        "return_c": 50.0,
        "outdoor_c": -5.0,
    }
    fuel = {method: chp_fuel_per_heat(method, **known) for method in ALLOCATIONS}
    assert fuel["heat"] > fuel["alternative"] > fuel["equivalent_electricity"] > fuel["power_bonus"]
    # bituminous coal: the heat method gives about 0.11-0.12 tCO2/GJ, equivalent electricity 0.05-0.066
    per_gj = {method: one * 89.0 / 1000.0 for method, one in fuel.items()}
    assert 0.105 < per_gj["heat"] < 0.125
    assert 0.045 < per_gj["equivalent_electricity"] < 0.066
    for wrong in ({"heat_efficiency": 0.8}, {"return_c": 120.0}):
        with pytest.raises(InputError) as caught:
            chp_fuel_per_heat("heat", **{**known, **wrong})
        assert caught.value.code == "plant-chp"


def test_district_heat_loses_on_the_way(data):
    coal = district_heat("heat_coal", data=data, outdoor_c=-3.0)
    assert coal.source_heat_kwh == pytest.approx(1.0 / 0.85)
    assert coal.fuel_kwh == pytest.approx(1.0 / 0.85 / 0.80)
    assert coal.emissions_kgco2 == pytest.approx(coal.fuel_kwh * 0.3204 + 0.008 * 0.6479, rel=1e-6)
    levels = [district_heat("heat_chp", data=data, outdoor_c=-3.0, level=one) for one in ("low", "high")]
    assert levels[0].emissions_kgco2 < levels[1].emissions_kgco2
    assert district_heat("heat_waste", data=data, outdoor_c=-3.0).fuel_kwh == 0.0
    with pytest.raises(InputError):
        district_heat("coal", data=data, outdoor_c=-3.0)


def test_seasonal_factors_are_what_a_season_buys(house, bayanhot, data):
    rows = {
        (row.technology, row.carrier): row for row in seasonal_factors(house, weather=bayanhot, data=data)
    }
    assert {technology for technology, _ in rows} == set(TECHNOLOGIES)
    assert rows["coal_stove", "coal"].typical == pytest.approx(2.0)
    assert rows["coal_stove", "coal"].low == pytest.approx(1.0 / 0.65)
    assert rows["district_chp", "heat_chp"].typical == pytest.approx(1.0)
    assert 0.25 < rows["air_source_heat_pump", "electricity"].typical < 0.5
    assert all(0.0 <= row.low <= row.typical <= row.high for row in rows.values())
    none = Demand(np.zeros(8760), house.hot_water_kwh, 100.0)
    assert seasonal_factors(none, weather=bayanhot, data=data) == ()


def test_a_colder_design_temperature_lowers_the_design_cop(house, bayanhot, data):
    usual, colder = (
        supply("air_source_heat_pump", demand=house, weather=bayanhot, data=data, design_c=design_c)
        for design_c in (None, -20.0)
    )
    assert usual.design_cop is not None and colder.design_cop is not None
    assert colder.design_cop < usual.design_cop
    assert colder.backup_kwh <= usual.backup_kwh


def test_what_cannot_be_is_refused(house, bayanhot, data):
    with pytest.raises(InputError) as caught:
        supply("nuclear", demand=house, weather=bayanhot, data=data)
    assert caught.value.code == "plant-technology"
    with pytest.raises(InputError) as caught:
        Demand(np.zeros(10), house.hot_water_kwh, 100.0)
    assert caught.value.code == "plant-demand"
    with pytest.raises(InputError) as caught:
        Demand(house.heat_kwh, house.hot_water_kwh, 0.0)
    assert caught.value.code == "plant-demand"
