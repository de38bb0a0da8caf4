"""Values computed from rows: sums, ratios, variants, coverage, registers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.indicators.conftest import LEAVES, heating, made, project

from dafeng import records
from dafeng.base import InputError
from dafeng.indicators import compute, formulas, tables_needed
from dafeng.indicators.formulas import read_formula
from dafeng.plan.model import Plan
from dafeng.records import Filing


def one(values, indicator, variant, area="alxa", year=2025, settlement=()):
    return next(v for v in values.series(indicator, variant, area, settlement) if v.year == year)


def test_ratio_of_sums_not_of_ratios(alxa):
    rows = heating(900.0, 100.0) + heating(10.0, 90.0, region="ejin_banner")
    v = compute(alxa, made(heating=rows))
    league = one(v, "clean_heating_rate", "ultra-low")
    assert league.value == pytest.approx(100 * 910 / 1100)
    assert one(v, "clean_heating_rate", "ultra-low", "ejin_banner").value == pytest.approx(10.0)
    assert (league.numerator, league.denominator, league.rows) == (910.0, 1100.0, 4)
    assert set(league.missing) == set(LEAVES) - {"bayanhot", "ejin_banner"}


def test_variants_differ_by_what_counts_as_clean(alxa):
    rows = [
        *heating(600.0, 100.0),
        {"settlement": "town", "source": "coal_boiler", "heated_area_m2": 300.0},
        {"settlement": "rural", "source": "stove", "heated_area_m2": 1000.0},
    ]
    v = compute(alxa, made(heating=rows))
    town = ("town",)
    assert one(v, "clean_heating_rate", "ultra-low", settlement=town).value == pytest.approx(60.0)
    assert one(v, "clean_heating_rate", "all-district", settlement=town).value == pytest.approx(90.0)
    assert one(v, "clean_heating_rate", "ultra-low").value == pytest.approx(30.0)
    assert one(v, "clean_heating_rate", "households", settlement=town).value is None


def test_nothing_reported_is_no_value_and_never_nil(alxa):
    v = compute(alxa, made(heating=heating(1.0, 1.0)))
    absent = one(v, "clean_heating_rate", "ultra-low", "ejin_banner")
    assert absent.value is None and absent.missing == ("ejin_banner",) and not absent.nil
    assert v.series("road_density", "yearbook", "alxa") == ()


def test_nil_report_counts_as_nothing_and_is_not_missing(alxa):
    rows = made(retrofits=[], heating=heating(1.0, 1.0))
    filed = records.Records(rows.tables, (*rows.filings, Filing("retrofits", "bayanhot", 2025, "final", 0)))
    nil = one(compute(alxa, filed), "retrofit_area_residential", "completed", "bayanhot")
    assert nil.value == 0.0 and nil.missing == ()


def test_two_tables_need_both(alxa):
    parks = {"town": "示例镇", "built_up_area_km2": 10.0, "road_length_km": 80.0, "green_area_ha": 300.0}
    rows = made(
        built_up_areas=[
            {**parks, "park_area_ha": 50.0},
            {**parks, "park_area_ha": 70.0, "region": "ejin_banner"},
        ],
        population=[
            {"population_persons": 6e4, "urban_population_persons": 5e4, "district_population_persons": 5e4}
        ],
    )
    value = one(compute(alxa, rows), "park_green_area_per_capita", "district")
    assert value.value == pytest.approx(50.0 * 10000 / 5e4)
    assert "ejin_banner" in value.missing


def test_an_empty_column_keeps_the_region_out_of_that_variant_only(alxa):
    plant = {"waterworks": "示例", "supplied_m3": 1000.0, "registered_use_m3": 900.0}
    whole = {
        **plant,
        "household_metered_m3": 500.0,
        "pipe_length_km": 0.01,
        "plant_pressure_mpa": 0.3,
        "frost_depth_m": 1.0,
    }
    v = compute(alxa, made(water_supply=[whole, {**plant, "region": "ejin_banner"}]))
    assert "ejin_banner" in one(v, "water_network_leakage_rate", "corrected").missing
    assert "ejin_banner" not in one(v, "water_network_leakage_rate", "plain").missing
    # 1000 - 900 - 0.08 x 500 = 60; 0.99 x (0.1 - 0.0693) = 0.030393 -> 3 % at most: 30
    assert one(v, "water_network_leakage_rate", "corrected").value == pytest.approx(
        100 * (100 - 40 - 30) / 1000
    )


def test_the_most_certain_report_of_a_year_counts(alxa):
    rows = heating(50.0, 50.0, maturity="flash") + heating(80.0, 20.0, maturity="final")
    rows += heating(10.0, 90.0, maturity="estimate")
    value = one(compute(alxa, made(heating=rows)), "clean_heating_rate", "ultra-low")
    assert value.value == pytest.approx(80.0) and value.maturity == "final"


def test_stages_of_one_project_count_in_their_own_years(alxa):
    rows = [
        project(
            "a", review_date=date(2023, 5, 1), start_date=date(2024, 3, 1), prefabricated=True, year=2024
        ),
        project(
            "b", review_date=date(2024, 5, 1), start_date=date(2024, 8, 1), floor_area_m2=3000.0, year=2024
        ),
        # the same project, one year on: its last state counts, once
        project(
            "a",
            review_date=date(2023, 5, 1),
            start_date=date(2024, 3, 1),
            completion_date=date(2025, 6, 1),
            prefabricated=True,
            fully_fitted=True,
        ),
    ]
    v = compute(alxa, made(projects=rows))
    assert one(v, "prefab_share_new", "area", year=2024).value == pytest.approx(25.0)
    assert one(v, "prefab_share_new", "count", year=2024).value == pytest.approx(50.0)
    assert one(v, "fully_fitted_housing_share", "area", year=2025).value == pytest.approx(100.0)
    assert one(v, "green_building_share_new", "design", year=2023).value == pytest.approx(100.0)
    assert one(v, "prefab_share_new", "area", year=2025).nil


def test_a_register_is_looked_at_as_of_each_year(alxa):
    hall = {"settlement": "town", "use": "office", "floor_area_m2": 100.0, "built_year": 2000}
    rows = [
        {**hall, "building_id": "x", "quota_managed": False, "year": 2023},
        {**hall, "building_id": "y", "quota_managed": True, "year": 2023},
        {**hall, "building_id": "x", "quota_managed": True, "year": 2025},
        {**hall, "building_id": "z", "quota_managed": False, "year": 2023, "demolished_year": 2024},
    ]
    v = compute(alxa, made(buildings=rows))
    shares = {x.year: x.value for x in v.series("energy_quota_coverage", "area", "bayanhot")}
    assert shares == {2023: pytest.approx(100 / 3), 2024: pytest.approx(50.0), 2025: pytest.approx(100.0)}


def test_electricity_share_as_the_standard_works_it_out(alxa):
    def use(carrier, end_use, quantity):
        return {"sector": "public", "end_use": end_use, "carrier": carrier, "quantity": quantity}

    # 100 kWh, 0.3 GJ of heat, 5 m3 of gas: 12.29 / (12.29 + 10.24 + 6.07) kgce
    rows = [use("electricity", "other", 100.0), use("heat", "heating", 0.3), use("gas", "other", 5.0)]
    v = compute(alxa, made(energy_use=rows))
    assert one(v, "building_electricity_share", "calorific").value == pytest.approx(43.0, abs=0.1)
    assert one(v, "building_electricity_share", "coal-equivalent").value == pytest.approx(65.0, abs=0.1)
    without = one(v, "building_electricity_share", "calorific-without-heating")
    assert without.value == pytest.approx(100 * 12.29 / (12.29 + 6.0715), abs=0.05)
    assert any(f.basis == "recalled" for f in without.factors)


def test_emissions_take_the_factor_of_the_year_and_province(alxa):
    rows = [
        {"sector": "public", "end_use": "other", "carrier": "electricity", "quantity": 1e6, "year": y}
        for y in (2021, 2022, 2025)
    ]
    v = compute(alxa, made(energy_use=rows))
    found = {
        x.year: x.value for x in v.series("construction_carbon_peak_year", "operation", "alxa") if x.value
    }
    assert found == {2021: pytest.approx(702.5), 2022: pytest.approx(684.9), 2025: pytest.approx(647.9)}


def test_dominant_storeys_go_by_floor_area(alxa):
    rows = [project(str(n), review_date=date(2025, 5, 1), storeys=11, floor_area_m2=100.0) for n in range(3)]
    rows.append(
        project("big", review_date=date(2025, 5, 1), storeys=6, floor_area_m2=5000.0, region="ejin_banner")
    )
    v = compute(alxa, made(projects=rows))
    assert one(v, "dominant_storeys_new_housing", "area").value == 6
    assert one(v, "dominant_storeys_new_housing", "count").value == 11
    assert one(v, "dominant_storeys_new_housing", "area", "bayanhot").value == 11


def test_a_plan_without_regions_is_one_area():
    plan = Plan.model_validate({"id": "x", "document": {"title": {"zh": "示例", "en": "example"}}})
    v = compute(plan, made(heating=heating(90.0, 10.0)))
    assert one(v, "clean_heating_rate", "ultra-low", "all").value == pytest.approx(90.0)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(LEAVES), st.sampled_from(["chp", "gas", "stove"]), st.integers(0, 10**6)),
        min_size=1,
        max_size=30,
        unique_by=lambda r: r[:2],
    ),
    st.randoms(use_true_random=False),
)
def test_order_and_partition_of_rows_change_nothing(alxa, rows, random):
    filled = [
        {"region": r, "settlement": "town", "source": s, "heated_area_m2": float(a)} for r, s, a in rows
    ]
    shuffled = list(filled)
    random.shuffle(shuffled)
    first, second = compute(alxa, made(heating=filled)), compute(alxa, made(heating=shuffled))
    for value in first:
        other = second.by_key[value.indicator, value.variant, value.settlement, value.area][value.year]
        assert value.value == other.value and value.missing == other.missing
    league = one(first, "heating_area", "area")
    parts = [one(first, "heating_area", "area", leaf).value for leaf in {r[0] for r in rows}]
    assert league.value == pytest.approx(sum(parts))


def test_every_formula_names_an_indicator_and_its_tables():
    for id, formula in formulas().items():
        assert formula.tables, id
        for variant in formula.variants:
            assert variant.words() and variant.unit is not None


def test_tables_needed_follow_the_statements(alxa):
    needed = tables_needed(alxa)
    assert {"projects", "heating", "pipes", "annual_reports", "duties", "clusters"} <= set(needed)
    other = alxa.model_copy(update={"statements": tuple(s for s in alxa.statements if s.id == "12.1")})
    assert tables_needed(other) == ("heating",)


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("sum(nowhere)", "nowhere"),
        ("sum(heated_area_m2); drop table heating", ";"),
        ("(select 1)", "select"),
        ("read_csv('x')", "read_csv"),
        ("sum({k} * heated_area_m2)", "{k}"),
        ("avg(heated_area_m2)", "avg"),
    ],
)
def test_a_formula_is_an_expression_over_columns_and_nothing_else(sql, word):
    raw = {
        "indicator": "heating_area",
        "variants": [{"id": "x", "name": {"zh": "示例", "en": "x"}, "from": "heating", "numerator": sql}],
    }
    with pytest.raises(InputError) as caught:
        read_formula(raw, "own.yaml")
    assert caught.value.code == "formula-wrong" and word in caught.value.say("en")
