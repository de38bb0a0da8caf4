"""A plan beside a parent: one case a verdict."""

from typing import Any

import pytest

from dafeng.plan import (
    Baseline,
    Comparison,
    Document,
    Plan,
    Region,
    Scope,
    Statement,
    Words,
    Years,
    chain,
    compare,
    compare_chain,
    load,
)

W = Words(zh="甲", en="a")
REGIONS = (
    Region(id="all", level="league", name=W),
    Region(id="one", parent="all", level="town", name=W, leaf=True),
    Region(id="two", parent="all", level="town", name=W, leaf=True),
)
SCOPES = (
    Scope(id="whole", name=W, regions=("one", "two")),
    Scope(id="part", name=W, regions=("one",)),
    Scope(id="country", name=W, regions=("one", "two"), settlement=("rural",)),
)


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
    }
    return Statement(**{**base, **changes})


def plan(*statements: Statement, id: str = "p") -> Plan:
    return Plan(id=id, document=Document(title=W), regions=REGIONS, scopes=SCOPES, statements=statements)


def one(ours: dict[str, Any], theirs: dict[str, Any]) -> Comparison:
    (row,) = compare(plan(statement(**ours)), plan(statement(**theirs), id="parent"))
    assert row.parent == "parent"
    assert row.why.zh
    assert row.why.en
    return row


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict", "gap"),
    [
        ({}, {}, "equal", 0),
        ({"value": 93}, {}, "stricter", 3),
        ({"value": 85}, {}, "looser", -5),
        ({"op": "<=", "value": 8}, {"op": "<=", "value": 9}, "stricter", 1),
        ({"op": "<=", "value": 10}, {"op": "<=", "value": 9}, "looser", -1),
        ({"op": ">"}, {}, "stricter", 0),
        ({"years": Years(type="deadline", year=2024)}, {}, "stricter", 0),
        ({"years": Years(type="deadline", year=2030)}, {}, "looser", 0),
        ({"years": Years(type="deadline", year=2030), "value": 95}, {}, "other_year", 5),
        ({"scope": "part"}, {}, "other_scope", 0),
        ({"scope": "country"}, {}, "other_scope", 0),
        ({"value": (80, 90), "op": "range"}, {}, "not_comparable", None),
        ({"unit": "m2"}, {}, "not_comparable", None),
        ({"op": "<="}, {}, "not_comparable", None),
        ({"op": "about", "tolerance": 1}, {"op": "about", "value": 95}, "not_comparable", None),
        ({"op": "about", "tolerance": 1}, {"value": 95}, "looser", -5),
        ({"unit": "10^4 m2", "value": 10}, {"unit": "m2", "value": 100000}, "equal", 0),
        ({"kind": "obligation_threshold", "value": 20000, "unit": "m2"}, {}, "not_comparable", None),
        (
            {"kind": "obligation_threshold", "value": 20000, "unit": "m2"},
            {"kind": "obligation_threshold", "value": 30000, "unit": "m2"},
            "stricter",
            10000,
        ),
        ({"baseline": Baseline(year=2020, relation="percent")}, {}, "not_comparable", None),
        (
            {"baseline": Baseline(year=2020, relation="percent")},
            {"baseline": Baseline(year=2015, relation="percent")},
            "not_comparable",
            None,
        ),
        (
            {"op": "<=", "value": -5, "baseline": Baseline(year=2020, relation="percentage_point")},
            {"op": "<=", "value": -3, "baseline": Baseline(year=2020, relation="percentage_point")},
            "stricter",
            2,
        ),
    ],
)
def test_verdict(ours: dict[str, Any], theirs: dict[str, Any], verdict: str, gap: float | None) -> None:
    row = one(ours, theirs)
    assert row.verdict == verdict
    assert row.gap == gap


def test_strength_is_noted() -> None:
    row = one({"strength": "strive"}, {})
    assert (row.verdict, row.strength) == ("equal", "weaker")
    assert "weaker" in row.why.en
    assert one({}, {"strength": "in_principle"}).strength == "stronger"
    assert one({"strength": None}, {}).strength is None


def test_missing_on_either_side() -> None:
    ours = statement(indicator="road_density", unit="km/km2", value=8)
    theirs = statement(id="2.1", article="2")
    loose = statement(id="2.2", article="2", indicator=None)
    rows = compare(plan(ours), plan(theirs, loose, id="parent"))
    assert [(r.verdict, r.statement, r.parent_statement) for r in rows] == [
        ("missing_in_parent", "1.1", None),
        ("missing", None, "2.1"),
        ("not_comparable", None, "2.2"),
    ]


def test_the_nearest_statement_is_paired() -> None:
    near = statement(id="1.2", years=Years(type="period", start=2021, end=2030), value=95)
    rows = compare(plan(statement(), near), plan(statement(), near, id="parent"))
    assert [(r.statement, r.parent_statement, r.verdict) for r in rows] == [
        ("1.1", "1.1", "equal"),
        ("1.2", "1.2", "equal"),
    ]


def test_a_plan_equals_itself() -> None:
    alxa = load("alxa-2023-66")
    assert {row.verdict for row in compare(alxa, alxa)} == {"equal"}


def test_the_chain_covers_every_parent() -> None:
    alxa = load("alxa-2023-66")
    above = chain(alxa)
    assert {p.id for p in above} >= {*alxa.parents, "mohurd-2022", "state-council-2021"}
    rows = compare_chain(alxa)
    assert {row.parent for row in rows} == {p.id for p in above if p.quantified()}
    lonely = [row.statement for row in rows if row.verdict == "missing_in_parent"]
    assert len(lonely) == len(set(lonely))


def test_amounts_of_territories_of_other_size_are_not_compared() -> None:
    ours = plan(statement(value=10, unit="m2", indicator="existing_housing_retrofit_area"))
    theirs = plan(statement(value=1000, unit="m2", indicator="existing_housing_retrofit_area"), id="parent")
    state = theirs.model_copy(update={"document": Document(title=W, level="state")})
    assert compare(ours, theirs)[0].verdict == "looser"
    assert compare(ours, state)[0].verdict == "not_comparable"
