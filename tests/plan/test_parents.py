"""The parent plans load, name known indicators and units, and say what their figures rest on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dafeng.plan.catalogue import catalogue
from dafeng.plan.load import available, load
from dafeng.plan.model import Plan

PARENTS = (
    "mohurd-14fyp-building",
    "mohurd-2022",
    "nm-2024-37",
    "nm-climate-2021",
    "nm-peak",
    "state-council-2021",
    "state-council-2024",
)
CHANGES = ("%", "percentage_point")
OTHER_UNITS = {"%", "person/km2", "year", "item", "kWh", "km/10^4 person"}
"""Units of statements that no indicator of the catalogue fits."""


@pytest.fixture(params=PARENTS)
def parent(request: pytest.FixtureRequest) -> Plan:
    return load(str(request.param))


def _ancestors(id: str) -> Iterator[str]:
    for parent in load(id).parents:
        yield parent
        yield from _ancestors(parent)


def test_all_are_installed() -> None:
    assert set(PARENTS) <= set(available())


def test_indicators_and_units_agree_with_the_catalogue(parent: Plan) -> None:
    for s in parent.statements:
        if s.indicator is None:
            assert s.unit in OTHER_UNITS, s.id
        elif s.baseline is not None:
            assert s.unit in CHANGES, s.id
        else:
            assert s.unit == catalogue()[s.indicator].unit, s.id


def test_every_document_says_what_it_rests_on(parent: Plan) -> None:
    source = parent.document.source
    assert source is not None
    assert source.basis.startswith("verified: http") or source.basis == "recalled, unverified"
    assert source.note


def test_every_statement_says_what_it_rests_on(parent: Plan) -> None:
    for s in parent.statements:
        assert s.note is not None, s.id
        verified = s.note.en.startswith("read in a secondary copy: http")
        assert verified != s.note.en.startswith("unverified: recalled"), s.id
        assert s.note.zh.startswith("见于" if verified else "未核实"), s.id
        assert s.clause, s.id


def test_no_words_of_the_official_text_are_kept(parent: Plan) -> None:
    assert all(s.evidence is None for s in parent.statements)
    assert parent.document.text_sha256 is None


@pytest.mark.parametrize("id", PARENTS)
def test_chains_end_without_going_round(id: str) -> None:
    assert id not in list(_ancestors(id))


def test_the_regional_plan_descends_from_the_national_ones() -> None:
    assert list(_ancestors("nm-peak")) == ["mohurd-2022", "state-council-2021"]
    assert list(_ancestors("nm-2024-37")) == ["state-council-2024", "state-council-2021"]


def test_figures_that_were_read_in_copies() -> None:
    national = {s.indicator: s for s in load("mohurd-2022").statements if s.indicator}
    assert national["heat_network_loss_rate"].value == -5
    assert national["site_waste_per_area"].value == 300
    assert national["building_electricity_share"].op == ">"
    region = {s.indicator: s for s in load("nm-2024-37").statements if s.indicator}
    assert region["building_electricity_share"].value == 40
    assert region["building_electricity_share"].strength == "strive"


def test_the_unsourced_plan_invents_nothing() -> None:
    plan = load("nm-peak")
    assert plan.statements == ()
    assert plan.document.number is None
