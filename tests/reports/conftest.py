# ruff: noqa: E501  (a made-up plan, one thing a line)
"""A made-up plan with a status of every kind, and the reports that are made of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dafeng.base import Text
from dafeng.indicators.status import Missing, Outlook, Point, Rows, Status, Statuses, Trace, Variant
from dafeng.indicators.values import Area, Factor, Failing, Values
from dafeng.plan.model import (
    Article,
    Baseline,
    Body,
    Decision,
    Document,
    Duty,
    Option,
    Plan,
    Region,
    Scope,
    Statement,
    Words,
    Years,
)
from dafeng.records import Filing, Records, empty

AS_OF = date(2026, 11, 22)
HASH = "ab" * 32


def words(zh: str, en: str | None = None) -> Words:
    return Words(zh=zh, en=en or zh)


def make_plan() -> Plan:
    by_2030 = Years(type="deadline", year=2030)
    by_2025 = Years(type="deadline", year=2025)
    always = Years(type="always")

    def statement(id: str, name: str, **more: object) -> Statement:
        given = {
            "article": id.split(".", maxsplit=1)[0],
            "kind": "target",
            "scope": "all",
            "unit": "%",
            "op": ">=",
        }
        return Statement.model_validate({"id": id, "subject": words(name, f"subject {id}"), **given, **more})

    return Plan(
        id="made-up",
        document=Document(
            title=words("某市城乡建设领域碳达峰实施方案", "Plan of a City"),
            number="某建发〔2024〕9号",
            issuers=("某市住房和城乡建设局", "某市发展和改革委员会"),
        ),
        regions=(
            Region(id="city", level="city", name=words("某市", "A City")),
            Region(id="east", parent="city", level="county", name=words("东县", "East County"), reports=True, leaf=True),
            Region(id="west", parent="city", level="county", name=words("西县", "West County"), reports=True, leaf=True),
        ),
        scopes=(
            Scope(id="all", name=words("全市", "the whole city"), regions=("city",)),
            Scope(id="each", name=words("各县", "each county"), regions=("east", "west")),
        ),
        bodies=(
            Body(id="housing", name=words("市住建局", "Housing Bureau"), aliases=("某市住房和城乡建设局",), level="league"),
            Body(id="energy", name=words("市能源局", "Energy Bureau"), level="league"),
            Body(id="county_housing", name=words("各县住建部门", "county housing departments"), level="banner"),
        ),
        articles=(
            Article(number="1", section="(一)城镇", title=words("取暖", "Heating"), summary=words("改", "x"),
                    bodies=("energy", "housing"), implementers=("county_housing",)),
            Article(number="2", section="(二)农村", title=words("农房", "Farmhouses"), summary=words("改", "x"), bodies=("housing",)),
        ),
        statements=(
            statement("G.1", "达峰", indicator="construction_carbon_peak_year", op="<=", value=2030, unit="year", years=by_2030),
            statement("1.1", "清洁取暖率", indicator="clean_heating_rate", value=93, years=by_2025),
            statement("1.2", "漏损率(2030)", indicator="water_leakage", op="<=", value=10, years=by_2030),
            statement("1.3", "道路红线宽度", kind="planning_limit", op="<=", value=40, unit="m", years=always),
            statement("1.4", "热损失", op="<=", value=-5, unit="percentage_point", years=by_2030,
                      baseline=Baseline(year=2020, relation="percentage_point")),
            statement("1.5", "成立机构", kind="qualitative", op=None, unit=None, years=by_2025),
            statement("2.1", "改造面积", value=100000, unit="m2", years=by_2025),
            statement("2.2", "=HYPERLINK(\"x\")", value=(8, 12), op="range", unit="storey", years=always),
            statement("2.3", "年度报告", kind="reporting_deadline", value=11, op="<=", unit="month_end",
                      years=Years(type="yearly", due="11-30"), scope="each"),
        ),
        duties=(
            Duty(id="report", article="2", who=("county_housing",), to=("housing",), what=words("报送", "report"),
                 due="11-30", statement="2.3"),
        ),
        decisions=(
            Decision(id="clean", open=words("清洁取暖口径", "what clean means"), options=(
                Option(id="wide", label=words("宽口径", "wide")), Option(id="narrow", label=words("窄口径", "narrow"))),
                chosen="wide", reason=words("惯例", "custom"), statements=("1.1",)),
        ),
    )  # fmt: skip


def trace(article: str, **more: object) -> Trace:
    given: dict[str, object] = {
        "indicator": None, "variant": None, "formula": "", "numerator": None, "denominator": None, "tables": (),
        "revisions": (), "factors": (), "decisions": (), "records_hash": HASH,
    }  # fmt: skip
    return Trace(article=article, **{**given, **more})  # type: ignore[arg-type]


def status(target: str, state: str, **more: object) -> Status:
    given: dict[str, object] = {
        "region": "city", "year": 2026, "value": None, "unit": "%", "op": ">=", "target_value": None, "gap": None,
        "reason": Text("理由。", "reason."), "trace": trace(target.split(".", maxsplit=1)[0]),
    }  # fmt: skip
    return Status(target=target, status=state, **{**given, **more})  # type: ignore[arg-type]


def series(start: float, step: float) -> tuple[Point, ...]:
    return tuple(
        Point(y, start + step * (y - 2020), "final" if y < 2026 else "flash") for y in range(2020, 2027)
    )


def make_statuses(**replaced: Status) -> Statuses:
    heating = trace(
        "1", indicator="clean_heating_rate", variant="ultra-low", numerator=945.0, denominator=1000.0,
        tables=("heating",), decisions=("clean",), formula="sum(heated_area_m2) / sum(heated_area_m2) × 100",
        factors=(Factor("k", 2.0, "1", "somewhere", "recalled"),),
    )  # fmt: skip
    broken = tuple(
        Failing("east", f"road-{n}", f"-路{n}", 40.0 + n, "east.xlsx", "新规划道路", 5 + n)
        for n in range(1, 15)
    )
    found = [
        status("G.1", "at_risk", unit="year", op="<=", target_value=2030.0,
               forecast=Outlook(2030, 2028.0, 2024.0, 2033.0, 0.7), history=series(100, 2)),
        status("1.1", "met", year=2025, value=94.5, target_value=93.0, gap=-1.5, maturity="final", trace=heating,
               history=series(85, 1.9), after=((2026, False),),
               variants=(Variant("ultra-low", Text("宽口径", "wide"), 94.5, "met", True),
                         Variant("narrow", Text("窄口径", "narrow"), 91.0, "missed", False))),
        status("1.2", "off_track", value=13.996, op="<=", target_value=10.0, gap=3.996, maturity="flash",
               required_pace=-0.999, provisional=True, history=series(16, -0.334),
               forecast=Outlook(2030, 12.7, 11.5, 13.9, 0.004)),
        status("1.3", "missed", value=54.0, unit="m", op="<=", target_value=40.0, gap=14.0, maturity="flash",
               rows=Rows(20, 6, broken), provisional=True),
        status("1.4", "on_track", value=-3.4, unit="percentage_point", op="<=", target_value=-5.0, gap=1.6,
               maturity="flash", forecast=Outlook(2030, -5.6, -5.9, -5.4, 0.98), history=series(0, -0.6),
               missing=(Missing("heat_networks", 2026, ("west",)),), provisional=True),
        status("1.5", "missed", value=50.0, target_value=100.0, gap=50.0, year=2026, maturity="final",
               rows=Rows(2, 1, (Failing("west", "1.5", "1.5", None, None, None, None),))),
        status("2.1", "missed", year=2025, value=99999.0, unit="m2", target_value=100000.0, gap=1.0, maturity="final"),
        status("2.2", "not_reported", year=None, unit="storey", op="range", target_value=(8.0, 12.0),
               missing=(Missing("projects", 2026, ("east", "west"), ("west",)),)),
        status("2.3", "not_due", unit="%", target_value=100.0, region="each"),
    ]  # fmt: skip
    by_target = {s.target: s for s in found}
    by_target.update({s.target: s for s in replaced.values()})
    held = {(s.target, s.region): s for s in by_target.values()}
    held["1.1", "east"] = status(
        "1.1", "met", region="east", year=2025, value=97.0, target_value=93.0, maturity="final"
    )
    held["1.1", "west"] = status("1.1", "missed", region="west", year=2025, value=92.96, target_value=93.0, gap=0.04,
                                 maturity="final")  # fmt: skip
    return Statuses(
        "made-up", AS_OF, held, {s.target: s.region for s in by_target.values()}, lambda t, r, y: held[t, r]
    )


def make_values() -> Values:
    areas = {
        "city": Area("city", Text("某市", "A City"), frozenset({"east", "west"})),
        "east": Area("east", Text("东县", "East County"), frozenset({"east"})),
        "west": Area("west", Text("西县", "West County"), frozenset({"west"})),
        "each": Area("each", Text("各县", "each county"), frozenset({"east", "west"})),
    }
    return Values(plan_id="made-up", areas=areas, by_key={}, records_hash=HASH)


def make_records() -> Records:
    filings = (
        Filing("heating", "east", 2026, "flash", 4),
        Filing("heating", "west", 2026, "flash", 0, blocked=2),
    )
    return Records(empty().tables, filings)


@pytest.fixture(scope="session")
def plan() -> Plan:
    return make_plan()


@pytest.fixture(scope="session")
def statuses() -> Statuses:
    return make_statuses()


@pytest.fixture(scope="session")
def values() -> Values:
    return make_values()


@pytest.fixture(scope="session")
def records() -> Records:
    return make_records()


@pytest.fixture(scope="session")
def report(plan: Plan, statuses: Statuses, values: Values, records: Records, tmp_path_factory: pytest.TempPathFactory) -> Path:  # fmt: skip
    from dafeng.reports import write_annual

    place = tmp_path_factory.mktemp("report") / "annual.docx"
    return write_annual(plan, statuses, values, records, place, year=2026, as_of=AS_OF, sample=True)
