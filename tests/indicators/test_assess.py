"""Verdicts after the truth table: operators, deadlines, baselines, sums, rows, decisions, missing reports."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.indicators.conftest import LEAVES, heating, made, project

from dafeng.indicators import assess, compute
from dafeng.plan.model import Plan
from dafeng.plan.revise import Choice, with_choices


def verdict(plan, rows, id, day, region=None):
    statuses = assess(plan, compute(plan, rows), as_of=day)
    return statuses[id] if region is None else statuses[id, region]


def water(leak_pct, year, **more):
    supplied = 1e6
    row = {
        "waterworks": "示例",
        "supplied_m3": supplied,
        "registered_use_m3": supplied * (1 - leak_pct / 100),
    }
    zero = {
        "household_metered_m3": 0.0,
        "pipe_length_km": 6.93,
        "plant_pressure_mpa": 0.3,
        "frost_depth_m": 1.0,
    }
    return {**row, **zero, "year": year, **more}


def everywhere(make):
    return [make(region) for region in LEAVES]


def test_a_ceiling_already_kept_is_met_and_never_late(alxa):
    rows = [water(8.0, y, region=r) for y in (2022, 2023, 2024) for r in LEAVES]
    s = verdict(alxa, made(water_supply=rows), "13.3", date(2024, 12, 31))
    assert s.status == "met" and s.value == pytest.approx(8.0) and s.gap == pytest.approx(-2.0)
    assert s.required_pace is None and not s.provisional


def test_a_ceiling_missed_has_a_positive_gap(alxa, day):
    rows = [water(12.0, 2025, region=r) for r in LEAVES]
    s = verdict(alxa, made(water_supply=rows), "13.3", day)
    assert (s.status, s.year) == ("missed", 2025) and s.gap == pytest.approx(2.0)
    assert "12" in s.reason.zh and "10%" in s.reason.zh


@pytest.mark.parametrize(("share", "status"), [(30.0, "missed"), (30.001, "met"), (29.0, "missed")])
def test_exceed_does_not_include_the_number(alxa, day, share, status):
    rows = [
        project("a", review_date=date(2025, 3, 1), floor_area_m2=share * 1000, green_star=1),
        project("b", review_date=date(2025, 3, 1), floor_area_m2=(100 - share) * 1000, green_star=0),
    ]
    assert verdict(alxa, made(projects=rows), "6.2", day).status == status


def test_the_decision_on_exceed_changes_the_verdict(alxa, day):
    rows = made(
        projects=[
            project("a", review_date=date(2025, 3, 1), floor_area_m2=30.0, green_star=1),
            project("b", review_date=date(2025, 3, 1), floor_area_m2=70.0, green_star=0),
        ]
    )
    other = with_choices(alxa, [Choice(id="strict-comparators", chosen="inclusive")])
    assert verdict(alxa, rows, "6.2", day).status == "missed"
    assert verdict(other, rows, "6.2", day).status == "met"


@pytest.mark.parametrize(
    ("share", "chosen", "status"),
    [
        (29.2, "one-point", "met"),
        (28.9, "one-point", "missed"),
        (31.0, "one-point", "met"),
        (33.0, "one-point", "missed"),
        (28.1, "two-points", "met"),
        (29.5, "none", "missed"),
        (33.0, "or-more", "met"),
        (29.0, "or-more", "met"),
        (28.9, "or-more", "missed"),
    ],
)
def test_about_has_a_stated_tolerance(alxa, day, share, chosen, status):
    rows = made(
        projects=[
            project("a", start_date=date(2025, 3, 1), floor_area_m2=share, prefabricated=True),
            project("b", start_date=date(2025, 3, 1), floor_area_m2=100 - share),
        ]
    )
    plan = with_choices(alxa, [Choice(id="about-tolerance", chosen=chosen)])
    assert verdict(plan, rows, "18.1", day).status == status


def loss(rate, year, region="bayanhot"):
    return {"material": "steel", "used_t": 1000.0, "lost_t": 10.0 * rate, "year": year, "region": region}


def test_percent_and_points_against_a_baseline_are_different_things(alxa):
    end = date(2031, 3, 1)
    rows = made(site_materials=[loss(5.0, 2020), loss(4.0, 2030)])
    s = verdict(alxa, rows, "19.1", end)
    assert s.status == "met" and s.value == pytest.approx(-20.0)
    nets = [
        {"network": "示例", "heat_input_gj": 100.0, "heat_delivered_gj": d, "year": y}
        for y, d in ((2020, 80.0), (2030, 84.0))
    ]
    s = verdict(alxa, made(heat_networks=nets), "13.2", end)
    assert s.status == "missed" and s.value == pytest.approx(-4.0) and s.gap == pytest.approx(1.0)


def test_no_verdict_without_the_baseline_unless_a_decision_takes_the_earliest_year(alxa):
    rows = made(site_materials=[loss(5.0, 2021), loss(4.0, 2030)])
    end = date(2031, 3, 1)
    s = verdict(alxa, rows, "19.1", end)
    assert s.status == "not_reported" and "2020" in s.reason.zh
    assert s.missing[0].table == "site_materials" and s.missing[0].year == 2020
    proxy = with_choices(alxa, [Choice(id="baseline-2020", chosen="proxy")])
    assert verdict(proxy, rows, "19.1", end).status == "met"


def test_efficiency_of_systems_rises_against_2020(alxa):
    def systems(kwh, year):
        return {
            "served_area_m2": 1000.0,
            "hvac_kwh": kwh,
            "lighting_kwh": 0.0,
            "lifts_kwh": 0.0,
            "year": year,
        }

    s = verdict(
        alxa, made(public_systems=[systems(110.0, 2020), systems(100.0, 2030)]), "9.1", date(2031, 1, 5)
    )
    assert s.status == "met" and s.value == pytest.approx(10.0)


def retrofit(id, area, year, **more):
    return {
        "retrofit_id": id,
        "name": "示例",
        "use": "housing",
        "floor_area_m2": area,
        "completion_date": date(year, 9, 1),
        "year": year,
        **more,
    }


def test_area_is_summed_since_the_start_of_the_plan(alxa, day):
    rows = [retrofit(str(y), 21_000.0, y) for y in range(2020, 2026)]
    s = verdict(alxa, made(retrofits=rows), "7.1", day)
    assert s.value == pytest.approx(105_000.0) and s.status == "met"
    later = with_choices(alxa, [Choice(id="retrofit-start", chosen="2023")])
    s = verdict(later, made(retrofits=rows), "7.1", day)
    assert s.value == pytest.approx(63_000.0) and s.status == "missed" and s.gap == pytest.approx(37_000.0)


def test_few_projects_are_forecast_from_those_that_are_known(alxa):
    done = [
        project(
            f"d{y}{n}", review_date=date(y - 1, 5, 1), start_date=date(y, 4, 1), prefabricated=n == 0, year=y
        )
        for y in (2022, 2023, 2024)
        for n in (0, 1)
    ]
    ahead = [
        project(f"a{n}", review_date=date(2024, 9, 1), prefabricated=True, floor_area_m2=9000.0, year=2024)
        for n in range(3)
    ]
    plain = verdict(alxa, made(projects=done), "18.1", date(2024, 12, 31))
    known = verdict(alxa, made(projects=[*done, *ahead]), "18.1", date(2024, 12, 31))
    assert known.forecast.method == "projects" and known.forecast.median == pytest.approx(100.0)
    assert plain.forecast.method == "trend" and plain.forecast.median < 60.0


def test_an_amount_of_the_whole_is_not_asked_of_each_region(alxa, day):
    rows = made(retrofits=[retrofit(str(y), 30_000.0, y) for y in range(2021, 2026)])
    statuses = assess(alxa, compute(alxa, rows), day)
    assert statuses["7.1"].status == "met"
    part = statuses["7.1", "bayanhot"]
    assert (part.status, part.value, part.gap) == ("not_applicable", 150_000.0, None)
    assert "全域" in part.reason.zh
    assert statuses["7.1", "bayanhot", 2024].status == "not_applicable"


def test_scopes_split_the_league(alxa, day):
    rows = made(
        projects=[
            project("a", completion_date=date(2025, 5, 1), fully_fitted=True),
            project("b", completion_date=date(2025, 5, 1), fully_fitted=True, region="ejin_banner"),
            project("c", completion_date=date(2025, 5, 1), floor_area_m2=3000.0, region="right_banner"),
        ]
    )
    statuses = assess(alxa, compute(alxa, rows), as_of=day)
    assert statuses["8.1"].region == "bayanhot" and statuses["8.1"].value == pytest.approx(100.0)
    assert statuses["8.2"].region == "other_banners" and statuses["8.2"].value == pytest.approx(25.0)
    assert statuses["8.2", "ejin_banner"].status == "met"
    with pytest.raises(KeyError):
        statuses["8.2", "bayanhot"]


def test_limits_are_judged_row_by_row_with_those_that_break_them(alxa, day):
    rows = made(
        clusters=[
            {"cluster_id": "1", "name": "示例一", "area_km2": 50.0, "population_persons": 100_000.0},
            {"cluster_id": "2", "name": "示例二", "area_km2": 61.5, "population_persons": 100_000.0},
        ]
    )
    s = verdict(alxa, rows, "1.1", day)
    assert (s.status, s.value, s.rows.count, s.rows.kept) == ("missed", 61.5, 2, 1)
    assert s.gap == pytest.approx(11.5) and s.rows.failing[0].key == "2"
    assert verdict(alxa, rows, "1.2", day).status == "met"


def test_a_threshold_switches_on_the_obligation(alxa, day):
    rows = made(
        projects=[
            project(
                "small", use="office", floor_area_m2=19_999.0, review_date=date(2025, 3, 1), green_star=0
            ),
            project(
                "large", use="office", floor_area_m2=20_000.0, review_date=date(2025, 3, 1), green_star=0
            ),
            project("good", use="office", floor_area_m2=30_000.0, review_date=date(2025, 3, 1), green_star=2),
        ]
    )
    s = verdict(alxa, rows, "6.4", day)
    assert (s.rows.count, s.rows.kept, s.status) == (2, 1, "missed") and s.rows.failing[0].key == "large"


def test_a_rule_that_binds_no_row_does_not_apply(alxa, day):
    rows = made(projects=[project("a", review_date=date(2025, 3, 1), floor_area_m2=500.0)])
    s = verdict(alxa, rows, "6.4", day)
    assert s.status == "not_applicable" and "没有适用" in s.reason.zh


def test_a_year_in_which_nothing_was_built_does_not_apply(alxa, day):
    rows = made(projects=[project("a", start_date=date(2024, 3, 1), prefabricated=True)])
    s = verdict(alxa, rows, "18.1", day)
    assert (s.status, s.year, s.value) == ("not_applicable", 2025, None)


def test_missing_reports_are_named_and_make_the_verdict_provisional(alxa, day):
    rows = [r for leaf in LEAVES if leaf != "ulan_buh" for r in heating(95.0, 5.0, region=leaf)]
    s = verdict(alxa, made(heating=rows), "12.1", day)
    assert s.status == "met" and s.provisional
    assert s.missing[0].table == "heating" and s.missing[0].regions == ("ulan_buh",)
    assert (
        "乌兰布和" in s.reason.zh
        and verdict(alxa, made(heating=rows), "12.1", day, "ulan_buh").status == "not_reported"
    )


def test_nothing_reported_names_the_table(alxa, day):
    s = verdict(alxa, made(heating=[]), "14.2", day)
    assert s.status == "not_reported" and s.value is None and s.gap is None
    assert s.missing[0].table == "lighting" and "城市照明" in s.reason.zh


def test_what_is_asked_is_said_where_nothing_was_reported(alxa, day):
    statuses = assess(alxa, compute(alxa, made(heating=[])), as_of=day)
    asked = {
        id: (statuses[id].op, statuses[id].target_value, statuses[id].unit) for id in ("1.1", "6.4", "2.1")
    }
    assert asked == {"1.1": ("<=", 50.0, "km2"), "6.4": (">=", 100.0, "%"), "2.1": (None, None, "%")}


def test_flash_and_estimated_values_are_provisional(alxa):
    rows = [r for leaf in LEAVES for r in heating(95.0, 5.0, region=leaf, maturity="estimate")]
    s = verdict(alxa, made(heating=rows), "12.1", date(2025, 11, 22))
    assert s.status == "met" and s.provisional and s.maturity == "estimate" and "预计全年" in s.reason.zh


def test_the_verdict_of_the_deadline_stays_and_later_years_are_kept_or_lost(alxa, day):
    rows = [
        r
        for leaf in LEAVES
        for y, clean in ((2025, 95.0), (2026, 80.0))
        for r in heating(clean, 100 - clean, region=leaf, year=y)
    ]
    s = verdict(alxa, made(heating=rows), "12.1", day)
    assert (s.status, s.year, s.after) == ("met", 2025, ((2026, False),)) and "未能保持" in s.reason.zh


def test_states_before_the_deadline_follow_the_probability(alxa):
    def lamps(shares):
        return made(
            lighting=[
                {"lamps": 1000.0, "efficient_lamps": 10.0 * s, "year": 2020 + n, "region": r}
                for n, s in enumerate(shares)
                for r in LEAVES
            ]
        )

    fast, slow = lamps([40, 46, 52, 58, 64, 70]), lamps([40, 40.5, 41, 41.4, 42, 42.5])
    s = verdict(alxa, fast, "14.2", date(2025, 12, 31))
    assert s.status == "on_track" and s.forecast.probability >= 0.8 and s.forecast.year == 2030
    assert s.required_pace == pytest.approx(2.0)
    s = verdict(alxa, slow, "14.2", date(2025, 12, 31))
    assert s.status == "off_track" and s.forecast.probability < 0.4 and s.forecast.low <= s.forecast.high


def test_a_forecast_of_another_room_comes_before_the_trend(alxa):
    rows = made(lighting=[{"lamps": 100.0, "efficient_lamps": 50.0, "year": y} for y in (2023, 2024, 2025)])
    draws = [79.0, 81.0, 82.0, 90.0]
    table = pa.table(
        {"target": ["14.2"] * 4, "region": ["alxa"] * 4, "year": [2030] * 4, "draw": range(4), "value": draws}
    )
    s = assess(alxa, compute(alxa, rows), date(2025, 12, 31), table)["14.2"]
    assert s.forecast.probability == 0.75 and s.forecast.method == "external" and s.status == "at_risk"


def test_the_yearly_report_is_due_at_the_end_of_november(alxa):
    def reports(day):
        regions = ("left_banner", "right_banner", "ejin_banner", "high_tech_zone", "luanjingtan", "ulan_buh")
        return made(annual_reports=[{"region": r, "submitted_date": day, "year": 2025} for r in regions])

    assert verdict(alxa, reports(date(2025, 11, 30)), "27.1", date(2025, 12, 5)).status == "met"
    late = verdict(alxa, reports(date(2025, 12, 1)), "27.1", date(2025, 12, 5))
    assert late.status == "missed" and late.rows.count == 6
    assert verdict(alxa, made(annual_reports=[]), "27.1", date(2025, 11, 3)).status == "not_due"
    assert verdict(alxa, made(annual_reports=[]), "27.1", date(2025, 12, 5)).status == "not_reported"


def energy(year, kwh):
    return {"sector": "public", "end_use": "other", "carrier": "coal", "quantity": kwh, "year": year}


def test_the_peak_needs_five_lower_years(alxa):
    up_down = made(
        energy_use=[
            energy(y, v) for y, v in zip(range(2020, 2031), [5, 6, 7, 9, 8, 8, 7, 7, 6, 6, 5], strict=True)
        ]
    )
    s = verdict(alxa, up_down, "G.2", date(2031, 3, 1))
    assert (s.status, s.value) == ("met", 2023.0)
    rising = made(energy_use=[energy(y, 5.0 + y - 2020) for y in range(2020, 2027)])
    s = verdict(alxa, rising, "G.2", date(2026, 12, 31))
    assert s.status == "off_track" and s.value is None and "尚不能确定" in s.reason.zh
    assert (
        verdict(alxa, made(energy_use=[energy(2031, 1.0), energy(2032, 2.0)]), "G.2", date(2033, 1, 1)).status
        == "missed"
    )


def test_duties_without_a_figure_go_by_what_was_filed(alxa, day):
    done = made(duties=[{"statement": "2.1", "progress": "done", "region": r} for r in LEAVES])
    assert verdict(alxa, done, "2.1", day).status == "met"
    part = made(duties=[{"statement": "2.1", "progress": "under_way", "region": r} for r in LEAVES])
    assert verdict(alxa, part, "2.1", day).status == "missed"
    assert verdict(alxa, part, "2.1", date(2025, 6, 1)).status == "not_due"
    assert verdict(alxa, made(duties=[]), "2.1", day).status == "not_reported"


def test_json_has_the_fields_of_the_contract(alxa, day):
    rows = [r for leaf in LEAVES for r in heating(95.0, 5.0, region=leaf)]
    found = assess(alxa, compute(alxa, made(heating=rows)), as_of=day).as_dict()
    json.dumps(found, allow_nan=False)
    assert found["as_of"] == "2026-11-22" and found["plan"] == "alxa-2023-66"
    fields = {
        "target", "region", "year", "value", "unit", "op", "target_value", "status", "gap", "required_pace",
        "forecast", "missing", "reason", "trace",
    }  # fmt: skip
    assert all(fields <= set(s) for s in found["statuses"])
    twelve = [s for s in found["statuses"] if s["target"] == "12.1"]
    assert next(s["region"] for s in twelve) == "alxa" and {s["region"] for s in twelve} >= set(LEAVES)


def test_why_names_sums_tables_factors_and_other_variants(alxa, day):
    rows = [r for leaf in LEAVES for r in heating(95.0, 5.0, region=leaf)]
    why = verdict(alxa, made(heating=rows), "12.1", day).why("zh")
    for part in ("已达到", "665 / 700", "取暖面积", "全部集中供热计入", "clean-heating-variant"):
        assert part in why


def test_a_year_before_is_judged_as_it_could_be_then(alxa, day):
    rows = [
        r
        for leaf in LEAVES
        for y in (2023, 2024, 2025)
        for r in heating(70.0 + 10 * (y - 2023), 30.0 - 10 * (y - 2023), region=leaf, year=y)
    ]
    statuses = assess(alxa, compute(alxa, made(heating=rows)), as_of=day)
    before = statuses["12.1", "alxa", 2024]
    assert (
        before.year == 2024
        and before.value == pytest.approx(80.0)
        and before.status in {"on_track", "at_risk", "off_track"}
    )


def test_another_plan_with_other_units_and_no_regions():
    plan = Plan.model_validate(
        {
            "id": "other",
            "document": {"title": {"zh": "示例方案", "en": "example"}},
            "statements": [
                {
                    "id": "3.1", "article": "3", "kind": "target", "subject": {"zh": "改造", "en": "x"},
                    "indicator": "retrofit_area_residential", "op": ">=", "value": 5, "unit": "ha",
                    "years": {"type": "deadline", "year": 2025}, "scope": "whole",
                },
                {
                    "id": "3.2", "article": "3", "kind": "target", "subject": {"zh": "未知", "en": "unknown"},
                    "indicator": None, "op": ">=", "value": 5, "unit": "%",
                    "years": {"type": "deadline", "year": 2025}, "scope": "whole",
                },
                {
                    "id": "4.1", "article": "4", "kind": "target", "subject": {"zh": "灯", "en": "lamps"},
                    "indicator": "efficient_lamp_share", "op": "range", "value": [60, 70], "unit": "%",
                    "years": {"type": "yearly"}, "scope": "whole",
                },
            ],
        }
    )  # fmt: skip
    rows = made(
        retrofits=[retrofit(str(y), 12_000.0, y, region="somewhere") for y in range(2021, 2026)],
        lighting=[{"lamps": 100.0, "efficient_lamps": 75.0, "region": "somewhere"}],
    )
    statuses = assess(plan, compute(plan, rows), as_of=date(2026, 1, 5))
    assert statuses["3.1"].status == "met" and statuses["3.1"].value == pytest.approx(6.0)
    assert statuses["3.2"].status == "not_reported" and "指标" in statuses["3.2"].reason.zh
    assert statuses["4.1"].status == "missed" and statuses["4.1"].gap == pytest.approx(5.0)


ORDER = ("missed", "off_track", "at_risk", "on_track", "met")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["2025", "2024"]),
    st.lists(st.floats(50.0, 99.0), min_size=4, max_size=4),
    st.floats(0.0, 1.0),
)
def test_more_of_the_good_never_worsens_a_status(alxa, until, shares, lift):
    last = int(until)
    years = range(last - 3, last + 1)

    def rows(values):
        return made(
            heating=[
                r
                for y, v in zip(years, values, strict=True)
                for leaf in LEAVES
                for r in heating(v, 100 - v, region=leaf, year=y)
            ]
        )

    better = [*shares[:-1], shares[-1] + lift * (100 - shares[-1])]
    day = date(last, 12, 31)
    low, high = (verdict(alxa, rows(v), "12.1", day) for v in (shares, better))
    assert high.value >= low.value - 1e-9 and high.gap <= low.gap + 1e-9
    if last == 2025 or "met" in {low.status, high.status}:
        assert ORDER.index(high.status) >= ORDER.index(low.status)
