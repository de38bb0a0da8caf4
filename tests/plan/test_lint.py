"""The faults of plans: on the Alxa plan, and on small plans that have just one."""

from typing import Any

import pytest

from dafeng.plan import (
    Article,
    Baseline,
    Body,
    Decision,
    Document,
    Option,
    Plan,
    Statement,
    Words,
    Years,
    lint,
    load,
)

W = Words(zh="甲", en="a")
DOCUMENT = Document(title=W, issue_year=2023)


def statement(**changes: Any) -> Statement:
    base: dict[str, Any] = {
        "id": "1.1",
        "article": "1",
        "kind": "target",
        "subject": W,
        "indicator": "clean_heating_rate",
        "op": ">=",
        "value": 90,
        "unit": "%",
        "years": Years(type="deadline", year=2025),
        "scope": "whole",
        "status": "reviewed",
    }
    return Statement(**{**base, **changes})


def codes(*statements: Statement, **parts: Any) -> list[str]:
    plan = Plan(id="p", document=DOCUMENT, statements=statements, **parts)
    return [issue.code for issue in lint(plan)]


def article(number: str, *, bodies: tuple[str, ...] = ("b",), zh: str = "甲") -> Article:
    return Article(number=number, title=Words(zh=zh, en="a"), summary=W, bodies=bodies)


def test_alxa() -> None:
    plan = load("alxa-2023-66")
    found = {(i.code, i.where): i for i in lint(plan)}
    assert ("lint-article-missing", "articles 23–25") in found
    assert ("lint-retroactive", "6.1") in found
    assert {w for c, w in found if c == "lint-baseline-missing"} == {"9.1", "13.2", "19.1"}
    assert ("lint-conflict", "11.2, 12.1") in found
    assert found["lint-conflict", "3.2, 10.1"].severity == "info"
    assert not {c for c, _ in found} & {"lint-contradiction", "lint-not-monotone", "lint-unreviewed"}
    assert all(i.message.zh and i.message.en and i.mend for i in found.values())


def test_a_sound_statement_has_no_finding() -> None:
    assert codes(statement()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"years": Years(type="deadline", year=2022)}, "lint-deadline-past"),
        ({"years": Years(type="period", start=2016, end=2020)}, "lint-deadline-past"),
        ({"years": Years(type="from", year=2022)}, "lint-retroactive"),
        ({"years": None}, "lint-no-years"),
        ({"op": "about"}, "lint-about-open"),
        ({"op": "about", "tolerance": 1}, "lint-about-unsettled"),
        ({"unit": "furlong"}, "lint-unit-unknown"),
        ({"value": 120}, "lint-percent-range"),
        ({"baseline": Baseline(year=2020, relation="percent")}, "lint-baseline-missing"),
        ({"status": "extracted"}, "lint-unreviewed"),
    ],
)
def test_one_finding(changes: dict[str, Any], code: str) -> None:
    assert codes(statement(**changes)) == [code]


def test_what_is_rejected_or_reported_is_not_judged() -> None:
    assert codes(statement(status="rejected", value=120)) == []
    assert codes(statement(kind="status", value=120)) == []


def test_contradictions() -> None:
    later = Years(type="deadline", year=2030)
    assert codes(statement(), statement(id="1.2", value=95)) == ["lint-contradiction"]
    assert codes(statement(), statement(id="1.2", value=80, years=later)) == ["lint-not-monotone"]
    assert codes(statement(), statement(id="1.2", value=95, years=later)) == []
    assert codes(statement(), statement(id="1.2", value=95, scope="else")) == []
    assert codes(statement(op="<="), statement(id="1.2", op="<=", value=95, years=later)) == [
        "lint-not-monotone"
    ]
    assert codes(statement(op="range", value=(1, 2)), statement(id="1.2")) == []


def test_articles() -> None:
    body = Body(id="b", name=W, level="league")
    assert codes(articles=(article("1"), article("3")), bodies=(body,)) == ["lint-article-missing"]
    assert codes(articles=(article("2"), article("1")), bodies=(body,)) == ["lint-article-order"]
    assert codes(articles=(article("1", bodies=()),)) == ["lint-no-body"]


def test_parents() -> None:
    assert codes(parents=("nowhere-1999",)) == ["lint-parent-unknown"]


def test_conflicts_need_the_words_of_their_rule() -> None:
    pair = (statement(), statement(id="1.2", indicator="all_electric_share_new_public"))
    body = Body(id="b", name=W, level="league")
    assert codes(*pair, articles=(article("1"),), bodies=(body,)) == []
    assert codes(*pair, articles=(article("1", zh="热电联产"),), bodies=(body,)) == ["lint-conflict"]


def test_a_storey_cap_above_the_threshold_is_no_conflict() -> None:
    always = Years(type="always")
    cap = {"kind": "planning_limit", "op": "<=", "unit": "storey", "years": always}
    threshold = statement(
        id="1.2",
        indicator="solar_thermal_storey_threshold",
        value=12,
        **{**cap, "kind": "obligation_threshold"},
    )
    high = statement(indicator="max_storeys_new_housing", value=18, **cap)
    low = statement(indicator="max_storeys_new_housing", value=12, **cap)
    assert codes(high, threshold) == []
    assert codes(low, threshold) == ["lint-conflict"]


def test_a_decision_on_nothing() -> None:
    options = (Option(id="x", label=W), Option(id="y", label=W))
    decision = Decision(id="d", open=W, options=options, chosen="x", reason=W)
    assert codes(decisions=(decision,)) == ["lint-decision-unused"]
