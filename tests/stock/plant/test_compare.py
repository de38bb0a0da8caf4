"""Which heating fits: order, ranges, reasons, and the command that shows it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from dafeng.base import InputError
from dafeng.cli.app import app
from dafeng.stock.plant import Demand, Draws, House, heating_options, tariff

EVERYTHING = (
    "grid",
    "network",
    "gas",
    "biomass",
    "ground",
    "roof",
    "south_wall",
    "waste_heat",
    "water_source",
)


@pytest.fixture(scope="module")
def options(house, bayanhot, data):
    found = heating_options(House(house, bayanhot, EVERYTHING), data=data, photovoltaic_kwp=5.0, draws=400)
    return {one.technology: one for one in found}


def test_every_technology_is_there_with_its_ranges(options, data):
    assert set(options) == {*data.table("technologies"), "air_source_heat_pump+pv"}
    for one in options.values():
        for part in (one.final_kwh_m2, one.yuan, one.tco2):
            assert 0.0 <= part.low <= part.typical <= part.high
        assert one.yuan.high > one.yuan.low
        assert one.yuan.typical == pytest.approx(sum(one.parts_yuan.values()))
        assert one.unverified and one.name.zh and one.name.en


def test_carbon_and_energy_stand_in_their_order(options):
    carbon = {name: one.tco2.typical for name, one in options.items()}
    assert carbon["coal_stove"] > carbon["district_coal_boiler"] > carbon["gas_boiler"]
    assert carbon["electric_direct"] > carbon["air_source_heat_pump"] > carbon["solar_heat_pump"]
    assert carbon["air_source_heat_pump+pv"] < carbon["air_source_heat_pump"]
    energy = options["air_source_heat_pump"].final_kwh
    assert carbon["air_source_heat_pump"] == pytest.approx(energy["electricity"] * 0.6479 / 1000.0)


def test_what_speaks_against_is_said(house, bayanhot, data):
    found = heating_options(House(house, bayanhot, ("grid",)), data=data, draws=100)
    by_name = {one.technology: one for one in found}
    assert not by_name["gas_boiler"].fits and "gas" in by_name["gas_boiler"].reasons[0].en
    assert any("clean" in reason.en for reason in by_name["coal_stove"].reasons)
    assert by_name["air_source_heat_pump"].fits
    fits = [one.fits for one in found]
    assert fits == sorted(fits, reverse=True)
    costs = [one.yuan.typical for one in found if one.fits]
    assert costs == sorted(costs)
    hot = heating_options(
        House(house, bayanhot, ("grid",), emitter="old_radiator", zone="2A"),
        data=data,
        technologies=["air_source_heat_pump"],
        draws=100,
    )
    assert not hot[0].fits and "5.4.3" in hot[0].reasons[0].en


def test_allocation_and_tariff_matter(house, bayanhot, data):
    def chp(method):
        found = heating_options(
            House(house, bayanhot, ("network",)),
            data=data,
            technologies=["district_chp"],
            allocation=method,
            draws=50,
        )
        return found[0].tco2.typical

    assert chp("heat") > chp("alternative") > chp("equivalent_electricity")

    def store(name):
        found = heating_options(
            House(house, bayanhot, ("grid",)),
            data=data,
            technologies=["electric_storage"],
            chosen_tariff=tariff(name),
            draws=50,
        )
        return found[0].parts_yuan["energy"]

    assert store("nm_west_general") < 0.6 * store("nm_west_residential")


def test_draws_do_not_depend_on_the_order():
    draws = Draws(500, 7)
    first = draws.triangular("price", low=1.0, typical=2.0, high=4.0)
    draws.uniform("other")
    again = draws.triangular("price", low=1.0, typical=2.0, high=4.0)
    assert (first == again).all()
    assert first.min() >= 1.0 and first.max() <= 4.0
    assert first.mean() == pytest.approx(7.0 / 3.0, abs=0.1)
    assert (draws.triangular("fixed", low=3.0, typical=3.0, high=3.0) == 3.0).all()


def test_same_seed_same_table(house, bayanhot, data):
    asked = {"data": data, "technologies": ["gas_boiler"], "draws": 100}
    one, two = (heating_options(House(house, bayanhot, ("gas",)), **asked) for _ in range(2))
    assert one[0].as_dict() == two[0].as_dict()


def test_a_house_without_heat_and_unknown_things(bayanhot, data):
    nothing = Demand(np.zeros(8760), np.zeros(8760), 50.0)
    found = heating_options(House(nothing, bayanhot, EVERYTHING), data=data, draws=50)
    assert all(one.tco2.typical == 0.0 for one in found)
    with pytest.raises(InputError) as caught:
        House(nothing, bayanhot, ("oil",))
    assert caught.value.code == "plant-available"


def test_command_prints_the_table():
    asked = ["heating", "--area", "100", "--heat", "90", "--place", "ejin_banner"]
    shown = CliRunner().invoke(app, [*asked, "--lang", "en"])
    assert shown.exit_code == 0 and "unverified" in shown.stdout
    done = CliRunner().invoke(app, [*asked, "--pv", "5", "--available", "grid,roof", "--json"])
    data = json.loads(done.stdout)
    assert data["options"][0]["fits"] and len(data["options"]) == 16
    wrong = CliRunner().invoke(app, [*asked, "--allocation", "magic", "--lang", "en"])
    assert wrong.exit_code == 2 and "plant-allocation" in wrong.output
    little = CliRunner().invoke(app, ["heating", "--area", "100", "--lang", "en"])
    assert little.exit_code == 2 and "plant-house" in little.output


@pytest.mark.slow
def test_command_simulates_a_case(shared):
    case = shared / "physics" / "energyplus" / "d14_rural_brick.json"
    done = CliRunner().invoke(app, ["heating", "--case", str(case), "--place", "luanjingtan", "--json"])
    options = {one["technology"]: one for one in json.loads(done.stdout)["options"]}
    assert (
        options["coal_stove"]["final_kwh_m2"]["typical"]
        > options["gas_boiler"]["final_kwh_m2"]["typical"]
        > 50.0
    )
