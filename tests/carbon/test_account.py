"""Accounts: hand-worked lines, additivity, switches, missing tables, and what must not be counted twice."""

from __future__ import annotations

import math

import pytest

from dafeng import carbon
from dafeng.base import InputError

GRID_2025 = 0.6479  # kgCO2/kWh, Inner Mongolia 2023, the latest for 2025


def _one(account, system: str, detail: str | None = None, gas: str | None = None):
    found = [
        line
        for line in account.of(system)
        if (detail is None or line.detail == detail) and (gas is None or line.gas == gas)
    ]
    assert len(found) == 1, [line.id for line in found]
    return found[0]


def test_operation_worked_by_hand(alxa, made, energy) -> None:
    rows = [
        energy("urban_housing", "heating", "heat", 1000.0),
        energy("urban_housing", "other", "electricity", 1_000_000.0),
        energy("public", "other", "gas", 10_000.0),
        energy("rural_housing", "heating", "coal", 100.0),
        energy("rural_housing", "other", "lpg", 10.0),
        energy("rural_housing", "heating", "biomass", 50.0),
    ]
    found = carbon.account(alxa, made(energy_use=rows), region="bayanhot", year=2025, boundary="operation")
    parts = {
        "urban_housing": 110.0 + 647.9,
        "public": 21.622,
        "rural_housing": 190.03 + 31.01,
    }
    assert found.by("sector") == pytest.approx(parts)
    assert found.total() == pytest.approx(sum(parts.values()), abs=1e-6)
    assert found.by("scope") == pytest.approx({1: 21.622 + 190.03 + 31.01, 2: 757.9})
    coal = _one(found, "rural_heating", "coal")
    assert coal.unverified and any(f.key == "fuel.coal" for f in found.unverified())
    assert [f.key for f in found.substituted()] == ["electricity.grid"]
    biogenic = _one(found, "biogenic")
    assert biogenic.tco2e == pytest.approx(50 * 0.571 * 29.3076 / 1000 * 112, rel=1e-6)
    assert not biogenic.counted


def test_gases_of_stoves_worked_by_hand(alxa, made, energy) -> None:
    rows = [energy("rural_housing", "heating", "coal", 100.0)]
    found = carbon.account(alxa, made(energy_use=rows), region="bayanhot", year=2025)
    tj = 100 * 0.7143 * 29.3076 / 1000
    assert _one(found, "stove_gases", gas="CH4").tco2e == pytest.approx(tj * 300 * 28 / 1000, rel=1e-6)
    assert _one(found, "stove_gases", gas="N2O").tco2e == pytest.approx(tj * 1.5 * 265 / 1000, rel=1e-6)
    ar6 = carbon.Boundary(gwp="ar6")
    newer = carbon.account(alxa, made(energy_use=rows), region="bayanhot", year=2025, boundary=ar6)
    assert _one(newer, "stove_gases", gas="CH4").tco2e == pytest.approx(tj * 300 * 29.8 / 1000, rel=1e-6)


def test_waste_and_sewage_worked_by_hand(alxa, made) -> None:
    waste = [
        {"year": y, "collected_t": 3000.0, "recyclables_t": 0.0, "incinerated_t": 1000.0,
         "biological_t": 500.0, "landfilled_t": 1500.0}
        for y in (2024, 2025)
    ]  # fmt: skip
    sewage = [
        {"plant": "a", "treated_m3": 1e6, "discharged_m3": 1.1e6, "reclaimed_m3": 0.0, "sludge_t": 0.0,
         "sludge_safe_t": 0.0, "electricity_kwh": 3e5, "influent_bod_mg_l": 200.0}
    ]  # fmt: skip
    found = carbon.account(alxa, made(waste=waste, sewage=sewage), region="bayanhot", year=2025)
    assert _one(found, "incineration", gas="CO2").tco2e == pytest.approx(271.7)
    assert _one(found, "incineration", gas="N2O").tco2e == pytest.approx(1000 * 0.05 / 1000 * 265)
    assert _one(found, "biological", gas="CH4").tco2e == pytest.approx(500 * 4 / 1000 * 28)
    gone = 1500 * 0.15 * 0.5 * (1 - math.exp(-0.05))
    assert _one(found, "landfill").tco2e == pytest.approx(gone * 0.5 * 16 / 12 * 0.9 * 28, rel=1e-6)
    assert _one(found, "sewage_process").tco2e == pytest.approx(1e6 * 0.2 * 0.6 * 0.03 * 28 / 1000)
    assert _one(found, "sewage_untreated").tco2e == pytest.approx(1e5 * 0.2 * 0.6 * 0.1 * 28 / 1000)
    assert _one(found, "sewage_energy").tco2e == pytest.approx(3e5 * GRID_2025 / 1000)
    assert all(line.grams >= 0 for line in found.lines), "no credit for electricity from waste"


def test_materials_worked_by_hand(alxa, made) -> None:
    rows = [
        {"material": "steel", "used_t": 100.0, "lost_t": 2.0},
        {"material": "concrete", "used_t": 2400.0, "lost_t": 24.0},
        {"material": "timber", "used_t": 5.0, "lost_t": 0.5},
    ]
    found = carbon.account(alxa, made(site_materials=rows), region="bayanhot", year=2025)
    assert _one(found, "new_materials", "steel").tco2e == pytest.approx(234.0)
    assert _one(found, "new_materials", "concrete").tco2e == pytest.approx(295.0)
    assert _one(found, "material_transport", "steel").tco2e == pytest.approx(100 * 500 * 0.129 / 1000)
    assert _one(found, "material_transport", "concrete").tco2e == pytest.approx(2400 * 40 * 0.129 / 1000)
    assert not [line for line in found.lines if line.detail == "timber"]
    assert any(gap.id == "materials_without_factor" for gap in found.gaps())
    assert _one(found, "material_losses", "steel").tco2e == pytest.approx(4.68)
    assert found.total() == pytest.approx(234 + 295 + 6.45 + 12.384)


def test_regions_add_up_to_the_league_exactly(alxa, whole) -> None:
    parents = {r.parent for r in alxa.regions if r.parent}
    for year in whole.years:
        for parent in parents:
            children = [r.id for r in alxa.regions if r.parent == parent]
            below = [whole.account(child, year) for child in children]
            assert whole.account(parent, year).grams == sum(a.grams for a in below)


def test_no_two_lines_have_one_id(whole) -> None:
    for year in whole.years:
        found = whole.account("alxa", year)
        ids = [line.id for line in (*found.lines, *found.memos)]
        assert len(ids) == len(set(ids))


def test_every_grouping_adds_up_exactly(whole) -> None:
    found = whole.account("alxa", 2025)
    for key in ("system", "sector", "article", "gas", "scope", "region", "detail", "class"):
        assert round(sum(found.by(key).values()), 6) == round(found.total(), 6)
    assert sum(found.by("sector", "gas").values()) == pytest.approx(found.total())
    with pytest.raises(InputError, match="carbon-key"):
        found.by("colour")


def test_every_article_from_2_to_20_shows_activity_and_tonnes(whole) -> None:
    found = whole.account("alxa", 2025)
    shown = {
        article
        for line in (*found.lines, *found.memos)
        if line.activity and line.grams
        for article in line.about.articles
    }
    assert {str(n) for n in range(2, 21)} <= shown


def test_switches_only_remove_their_own_lines(alxa, sample, whole) -> None:
    full = whole.account("alxa", 2025)
    for switch in sorted(carbon.switches()):
        less = carbon.account(alxa, sample, region="alxa", year=2025, boundary=f"full,-{switch}")
        gone = [line for line in full.lines if line.about.switch == switch]
        kept = [line for line in full.lines if line.about.switch != switch]
        assert gone, switch
        assert {(ln.id, ln.grams) for ln in less.lines} == {(ln.id, ln.grams) for ln in kept}


def test_missing_tables_are_named_and_never_zero(alxa, made, energy) -> None:
    found = carbon.account(
        alxa, made(energy_use=[energy("public", "other", "electricity", 100.0)]), region="alxa", year=2025
    )
    lacking = {(m.system, m.region) for m in found.missing}
    assert ("landfill", "bayanhot") in lacking and ("housing_other", "ejin_banner") in lacking
    assert ("public_other", "bayanhot") not in lacking
    assert not found.of("landfill")
    nothing = carbon.accounts(alxa, made(energy_use=[energy("public", "other", "coal", 1.0)]))
    assert "ejin_banner" not in {ln.region for ln in nothing.account("alxa", 2025).lines}
    with pytest.raises(InputError, match="carbon-year"):
        nothing.account("alxa", 1999)
    with pytest.raises(InputError, match="carbon-region"):
        nothing.account("atlantis", 2025)


def test_empty_columns_leave_their_system_out(alxa, made) -> None:
    rows = [{"lamps": 10.0, "efficient_lamps": 5.0}]
    found = carbon.account(alxa, made(lighting=rows), region="bayanhot", year=2025)
    assert not found.of("lighting")
    assert any(m.system == "lighting" and m.lacking == ("electricity_kwh",) for m in found.missing)


def test_final_reports_count_before_flash_ones(alxa, made, energy) -> None:
    rows = [
        energy("public", "other", "electricity", 999.0, maturity="flash"),
        energy("public", "other", "electricity", 100.0, maturity="final"),
    ]
    found = carbon.account(alxa, made(energy_use=rows), region="bayanhot", year=2025)
    assert _one(found, "public_other").activity == 100.0


def test_photovoltaics_and_suppliers_coal_change_no_total(alxa, made, energy) -> None:
    base = {"energy_use": [energy("public", "heating", "heat", 500.0)]}
    more = base | {
        "renewables": [{"technology": "pv", "area_m2": 1e4, "substituted_tce": 900.0}],
        "heat_suppliers": [{"supplier": "x", "coal_stock_t": 5e4, "coal_per_day_t": 100.0}],
        "parking_lots": [
            {"lot_id": "1", "lot_kind": "public", "is_new": False, "spaces": 9.0, "charging_spaces": 9.0}
        ],
    }
    plain = carbon.account(alxa, made(**base), region="bayanhot", year=2025)
    rich = carbon.account(alxa, made(**more), region="bayanhot", year=2025)
    assert plain.grams == rich.grams == 55_000_000
    assert _one(rich, "renewables").tco2e == pytest.approx(-900 * 2.66)


@pytest.mark.parametrize(
    ("metered", "bought", "counted", "memo", "warned"),
    [
        ("auto", 800.0, 200.0, 0.0, False),
        ("auto", 500.0, 200.0, 0.0, False),
        ("auto", 900.0, 100.0, 100.0, True),
        ("auto", 1000.0, 0.0, 200.0, True),
        ("auto", 1500.0, 0.0, 200.0, True),
        ("building", 1000.0, 200.0, 0.0, True),
        ("source", 1000.0, 0.0, 200.0, False),
    ],
)
def test_network_loss_counts_once(alxa, made, energy, metered, bought, counted, memo, warned) -> None:
    records = made(
        energy_use=[energy("public", "heating", "heat", bought)],
        heat_networks=[{"network": "n", "heat_input_gj": 1000.0, "heat_delivered_gj": 800.0}],
    )
    limits = carbon.Boundary(heat_metered_at=metered)
    found = carbon.account(alxa, records, region="bayanhot", year=2025, boundary=limits)
    assert sum(line.tco2e for line in found.of("heat_loss")) == pytest.approx(counted * 0.11)
    assert sum(line.tco2e for line in found.of("heat_loss_in_factor")) == pytest.approx(memo * 0.11)
    assert found.total() == pytest.approx((bought + counted) * 0.11)
    assert [issue.code for issue in found.issues] == ["carbon-heat-at-source"] * warned


def test_parts_of_municipal_electricity_are_not_added_on_top(alxa, made, energy) -> None:
    parts = {
        "lighting": [{"lamps": 1.0, "efficient_lamps": 1.0, "electricity_kwh": 400.0}],
        "water_supply": [{"waterworks": "w", "supplied_m3": 1000.0, "registered_use_m3": 900.0}],
    }
    alone = carbon.account(alxa, made(**parts), region="bayanhot", year=2025)
    assert alone.total() == pytest.approx((400 + 290) * GRID_2025 / 1000)
    for reported in (1000.0, 500.0):
        rows = parts | {"energy_use": [energy("municipal", "other", "electricity", reported)]}
        found = carbon.account(alxa, made(**rows), region="bayanhot", year=2025)
        assert found.total() == pytest.approx(reported * GRID_2025 / 1000, abs=2e-6)
    rows = parts | {"energy_use": [energy("municipal", "other", "electricity", 300.0)]}
    over = carbon.account(alxa, made(**rows), region="bayanhot", year=2025)
    assert [issue.code for issue in over.issues] == ["carbon-municipal-parts"]
    assert over.total() == pytest.approx(400 * GRID_2025 / 1000, abs=2e-6)


def test_chargers_are_taken_out_of_buildings(alxa, made, energy) -> None:
    records = made(energy_use=[energy("public", "other", "electricity", 1000.0)])
    limits = carbon.Boundary(charging_kwh={("bayanhot", 2025, "public"): 300.0})
    found = carbon.account(alxa, records, region="bayanhot", year=2025, boundary=limits)
    assert found.total() == pytest.approx(700 * GRID_2025 / 1000)
    assert _one(found, "charging").tco2e == pytest.approx(300 * GRID_2025 / 1000)
    too_much = carbon.Boundary(charging_kwh={("bayanhot", 2025, "public"): 1300.0})
    with pytest.raises(InputError, match="carbon-charging"):
        carbon.account(alxa, records, region="bayanhot", year=2025, boundary=too_much)


def test_landfill_says_what_it_does_not_know(alxa, made) -> None:
    waste = [
        {"year": y, "collected_t": 1000.0, "recyclables_t": 0.0, "incinerated_t": 0.0, "biological_t": 0.0,
         "landfilled_t": 1000.0}
        for y in (2023, 2025)
    ]  # fmt: skip
    records = made(waste=waste)
    found = carbon.accounts(alxa, records)
    first = found.account("bayanhot", 2023)
    assert not first.of("landfill")
    assert [m.note.en for m in first.missing if m.system == "landfill"] == [
        "deposits of <2023 are not reported"
    ]
    later = found.account("bayanhot", 2025)
    assert [m.note.en for m in later.missing if m.system == "landfill"] == [
        "deposits of 2024 are not reported"
    ]
    assert later.of("landfill")
    longer = carbon.account(
        alxa, records, region="bayanhot", year=2025, boundary=carbon.Boundary(landfill_since=2000)
    )
    assert longer.grams > later.grams and longer.of("landfill")[0].note is not None


def test_more_activity_and_higher_factors_never_emit_less(alxa, made, energy, tmp_path) -> None:
    carriers = ("electricity", "heat", "coal", "gas", "lpg", "oil", "biomass")
    totals = []
    for scale in (1.0, 1.7, 9.0):
        rows = [energy("rural_housing", "heating", c, 1000.0 * scale) for c in carriers]
        totals.append(carbon.account(alxa, made(energy_use=rows), region="bayanhot", year=2025).grams)
    assert totals == sorted(totals) and totals[0] < totals[-1]
    own = tmp_path / "f.csv"
    own.write_text("key,value,unit\nelectricity.grid,0.9,kgCO2/kWh\nfuel.coal,2.5,kgCO2/kg\n", "utf-8")
    rows = [energy("rural_housing", "heating", c, 1000.0) for c in carriers]
    higher = carbon.account(
        alxa, made(energy_use=rows), region="bayanhot", year=2025, library=carbon.load_library(own)
    )
    assert higher.grams > totals[0]
    assert {f.origin for ln in higher.lines for f in ln.factors if f.key == "fuel.coal"} == {"own"}


def test_why_goes_down_to_formula_factor_and_source(whole) -> None:
    found = whole.account("bayanhot", 2025)
    said = found.why(next(ln for ln in found.lines if ln.detail == "electricity"), "zh")
    assert "electricity.grid" in said and "公告2025年第47号" in said and "2025 年没有公布值" in said
    assert found.why(found.lines[0].id, "en") == found.why(found.lines[0], "en")
    with pytest.raises(InputError, match="carbon-line"):
        found.why("nothing")


def test_frozen_grid_uses_one_year(alxa, sample, whole) -> None:
    frozen = carbon.accounts(alxa, sample, boundary=carbon.Boundary(grid_year=2021))
    for year in (2022, 2025):
        used = {f.value for ln in frozen.account("alxa", year).lines for f in ln.factors if "grid" in f.key}
        assert used == {0.0007025}
    assert frozen.account("alxa", 2021).grams == whole.account("alxa", 2021).grams


def test_boundary_names_are_checked() -> None:
    with pytest.raises(InputError, match="carbon-boundary"):
        carbon.Boundary.of("operation,aviation")
    with pytest.raises(InputError, match="carbon-boundary"):
        carbon.Boundary(frozenset(("moon",)))
    assert carbon.Boundary.of("operation-municipal").on >= {"operation", "waste", "sinks"}


def test_other_plans_account_too(made, energy) -> None:
    from dafeng.plan import load

    plan = load("mohurd-2022")
    rows = [energy("public", "other", "electricity", 1000.0, region="cn", year=2023)]
    found = carbon.account(plan, made(energy_use=rows), year=2023)
    assert found.total() == pytest.approx(0.5306)
