"""Archetypes: every one stands, figures come from the tables, and the laws that must hold do."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.stock import simulate_many
from dafeng.stock.archetypes import (
    Design,
    archetype,
    basis_of,
    case_of,
    dimensions,
    era_of_year,
    quantities,
    raw_case,
    with_figures,
)
from dafeng.stock.archetypes.figures import envelope_figures, kinds, use_figures
from dafeng.stock.archetypes.ground import monthly_outdoor, slab
from dafeng.stock.archetypes.layers import fixed_layers, layers_for, resistance
from dafeng.weather import default_year

WORDS = dimensions()


def of(use: str = "urban_middle", **overrides: float) -> Design:
    return archetype(use, era="step_2", zone="1C", **overrides)


def heat(designs: list[Design]) -> list[float]:
    weather = default_year("bayanhot")
    years = simulate_many([case_of(one, weather) for one in designs], weather)
    return [y.heat_w.sum() / 1000.0 / d.floor_area_m2 for y, d in zip(years, designs, strict=True)]


def test_every_archetype_has_a_building_and_a_case() -> None:
    outdoor = monthly_outdoor(default_year("bayanhot"))
    count = 0
    for use in WORDS["uses"]:
        for era in WORDS["eras"]:
            for envelope in WORDS["envelopes"]:
                for zone in WORDS["zones"]:
                    design = archetype(use, era=era, envelope=envelope, zone=zone)
                    assert all(np.isfinite(value) for value in design.figures().values())
                    count += 1
                raw = raw_case(design, outdoor)
                assert sum(z["floor_area"] for z in raw["zones"]) == pytest.approx(design.floor_area_m2)
    assert count >= 14 * 5 * 4 * 5


def test_every_figure_of_an_archetype_lies_within_the_limits_for_users() -> None:
    for use in WORDS["uses"]:
        for era in WORDS["eras"]:
            for envelope in WORDS["envelopes"]:
                for zone in WORDS["zones"]:
                    design = archetype(use, era=era, envelope=envelope, zone=zone)
                    assert with_figures(design, design.figures()) == design


def test_every_row_has_a_source_and_a_basis() -> None:
    figures = [f for use in use_figures().values() for f in use.values()]
    figures += list(envelope_figures().values())
    assert all(f.source and f.unit and f.basis in {"recalled", "seen-secondary", "computed"} for f in figures)
    assert set(kinds()) == set(WORDS["uses"]) == set(use_figures())


def test_limits_of_the_standards_are_those_of_the_shared_tables(shared) -> None:
    import csv

    path = shared / "standards" / "04_envelope_limits.csv"
    with path.open(encoding="utf-8") as file:
        rows = {row["key"]: row["value"] for row in csv.DictReader(file)}
    zones = {"1A": "严寒AB", "1B": "严寒AB", "1C": "严寒C", "2A": "寒冷", "2B": "寒冷"}
    for zone, group in zones.items():
        for floors, table in (("le3F", "housing_low"), ("gt3F", "housing_high")):
            for name, element in (("屋面", "roof_u"), ("外墙", "wall_u")):
                wanted = float(rows[f"res.{zone}.{name}.K.{floors}"])
                assert envelope_figures()[table, "step_4", element, zone].value == wanted
            window = float(rows[f"res.{zone}.外窗.WWR<=0.30.K.{floors}"])
            assert envelope_figures()[table, "step_4", "window_u", zone].value == window
        for name, element in (("屋面", "roof_u"), ("外墙", "wall_u")):
            for era, prefix in (("step_3", "pub2015"), ("step_4", "pub")):
                wanted = float(rows[f"{prefix}.{group}.{name}.K.S<=0.30"])
                assert envelope_figures()["public", era, element, zone].value == wanted


def test_retrofit_never_makes_the_envelope_worse() -> None:
    for use in WORDS["uses"]:
        for era in WORDS["eras"]:
            levels = [archetype(use, era=era, envelope=e, zone="1C") for e in WORDS["envelopes"]]
            for name in ("wall_u_w_m2k", "roof_u_w_m2k", "window_u_w_m2k", "air_change_per_h"):
                values = [getattr(one, name) for one in levels]
                assert values == sorted(values, reverse=True), (use, era, name)


def test_later_eras_need_less_heat_and_so_do_better_envelopes() -> None:
    eras = heat([archetype("urban_middle", era=era, zone="1C") for era in WORDS["eras"]])
    assert eras == sorted(eras, reverse=True)
    levels = heat([archetype("rural_brick", era="step_1", envelope=e, zone="1C") for e in WORDS["envelopes"]])
    assert levels == sorted(levels, reverse=True)
    assert 80.0 < eras[0] < 150.0
    assert 25.0 < eras[4] < 50.0


def test_what_raises_heat() -> None:
    base, warm, leaky, short, partly = heat(
        [
            of("rural_brick", heated_share=1.0),
            of("rural_brick", heated_share=1.0, heat_set_c=18.0),
            of("rural_brick", heated_share=1.0, air_change_per_h=2.0),
            of("rural_brick", heated_share=1.0, heated_hours_h=8.0),
            of("rural_brick", heated_share=0.5),
        ]
    )
    assert warm > base and leaky > base
    assert short < base
    assert 0.5 * base < partly < base  # half of the floor, but it loses heat to the other half


def test_heat_is_continuous_in_the_hours_at_the_set_point() -> None:
    low, middle, high = heat([of("rural_brick", heated_hours_h=h) for h in (14.0, 14.5, 15.0)])
    assert low < middle < high


@pytest.mark.parametrize("u_value", [0.15, 0.5, 1.0])
@pytest.mark.parametrize(("part", "kind"), [("walls", "brick"), ("walls", "panel"), ("roofs", "slab")])
def test_layers_meet_the_u_value(part: str, kind: str, u_value: float) -> None:
    layers = layers_for(part, kind=kind, u_value_w_m2k=u_value)
    assert 1.0 / (resistance(layers) + 0.04 + 0.11) == pytest.approx(u_value, rel=1e-9)


def test_a_u_value_that_a_wall_cannot_have_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        layers_for("walls", kind="adobe", u_value_w_m2k=2.9)
    assert caught.value.code == "stock-u-value"
    assert "W/m2K" in caught.value.message.en


def test_slab_on_ground_is_that_of_the_reference_case() -> None:
    # d00: 36.1 m by 12.7 m without insulation; a virtual layer and temperatures that another program made
    outdoor = 9.0885 + 18.0 * -np.cos(2.0 * np.pi * np.arange(12) / 12.0)
    above = (("concrete", 0.12), ("mortar", 0.03))
    found = slab(
        area_m2=36.1 * 12.7,
        perimeter_m=2.0 * (36.1 + 12.7),
        resistance_m2k_w=0.0,
        above_m2k_w=resistance(above),
        outdoor_c=outdoor,
    )
    assert found.u_value_w_m2k == pytest.approx(0.4449, abs=2e-4)
    assert found.virtual_m2k_w == pytest.approx(1.726, abs=5e-3)
    assert found.temperature_c.argmin() == 1
    assert float(np.ptp(found.temperature_c)) == pytest.approx(17.99, abs=0.1)
    assert resistance(fixed_layers("floor")) < 0.15


def test_overrides_are_checked_each() -> None:
    with pytest.raises(InputError) as caught:
        of(heat_set_c=50.0, storeys=2.5, colour=1.0, wall="straw")
    assert {issue.where for issue in caught.value.issues} == {"heat_set_c", "storeys", "colour", "wall"}
    assert all("→" in issue.say("zh") or issue.wanted for issue in caught.value.issues)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"use": "palace"}, "palace"),
        ({"era": "step_9"}, "step_9"),
        ({"zone": "3A"}, "3A"),
        ({"envelope": "gold"}, "gold"),
    ],
)
def test_unknown_words_are_named(wrong: dict[str, str], said: str) -> None:
    given = {"use": "office", "era": "step_2", "zone": "1C", "envelope": "original", **wrong}
    with pytest.raises(InputError) as caught:
        archetype(given.pop("use"), **given)
    assert caught.value.code == "stock-dimension"
    assert said in caught.value.message.zh


def test_eras_follow_the_sector() -> None:
    assert era_of_year(2015, use="urban_tower") == "step_3"
    assert era_of_year(2015, use="office") == "step_2"
    assert era_of_year(2030, use="rural_new") == "step_4"


def test_shape_and_vacancy_by_hand() -> None:
    one = of(
        floor_area_m2=600.0,
        storeys=6,
        aspect_ratio=4.0,
        storey_height_m=3.0,
        vacancy_share=0.2,
        vacant_heat_share=0.5,
    )
    assert one.footprint_m == pytest.approx((20.0, 5.0))
    assert one.shape_factor_1_m == pytest.approx((2.0 * 25.0 * 18.0 + 100.0) / 1800.0)
    assert one.occupied_factor == pytest.approx(0.9)
    assert basis_of(one)["wall_u_w_m2k"] == "recalled"
    assert list(quantities()) == list(one.figures())
