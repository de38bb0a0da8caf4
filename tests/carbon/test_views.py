"""Views, the bridge between them, and the uncertainty of a total."""

from __future__ import annotations

import itertools
import math

import pytest

from dafeng import carbon
from dafeng.base import InputError


@pytest.fixture(scope="module")
def views(alxa, sample) -> dict:
    return {id: carbon.account(alxa, sample, region="alxa", year=2025, view=id) for id in carbon.views()}


def test_bridge_adds_up_exactly_between_all_views(views) -> None:
    for one, other in itertools.permutations(views.values(), 2):
        found = carbon.bridge(one, other)
        assert found.start_grams == one.grams and found.end_grams == other.grams
        assert found.start_grams + sum(step.grams for step in found.steps) == found.end_grams
        assert len(found.rows("zh")) == len(found.steps) + 2
    assert not carbon.bridge(views["own"], views["own"]).steps


def test_bridge_refuses_other_years(alxa, sample, views) -> None:
    other = carbon.account(alxa, sample, region="alxa", year=2024)
    with pytest.raises(InputError, match="carbon-bridge"):
        carbon.bridge(views["own"], other)
    with pytest.raises(InputError, match="carbon-view"):
        carbon.account(alxa, sample, view="moon")


def test_exergy_values_heat_by_its_sources(alxa, made, energy) -> None:
    rows = {
        "energy_use": [energy("urban_housing", "heating", "heat", 1000.0)],
        "heating": [
            {"settlement": "town", "source": "chp", "heated_area_m2": 75.0},
            {"settlement": "town", "source": "coal_boiler", "heated_area_m2": 25.0},
            {"settlement": "town", "source": "gas", "heated_area_m2": 900.0},
        ],
    }
    found = carbon.account(alxa, made(**rows), region="bayanhot", year=2025, view="berc")
    assert found.total() == pytest.approx(1000 * (0.75 * 0.058 + 0.25 * 0.1182))
    assert list(found.by("class")) == ["northern_heating"]
    assert found.total_tce() == pytest.approx(34.12)
    plain = carbon.account(
        alxa, made(energy_use=rows["energy_use"]), region="bayanhot", year=2025, view="berc"
    )
    assert plain.total() == pytest.approx(110.0) and "缺省" in plain.lines[0].note.zh


def test_worked_example_of_coal_equivalent(alxa, made, energy) -> None:
    rows = [
        energy("public", "other", "electricity", 100.0),
        energy("public", "heating", "heat", 0.3),
        energy("public", "other", "gas", 5.0),
    ]
    found = carbon.account(alxa, made(energy_use=rows), region="bayanhot", year=2025, view="berc")
    tce = {line.detail: line.tce for line in found.lines}
    assert tce["electricity"] == pytest.approx(0.03024)
    assert tce["electricity"] / found.total_tce() == pytest.approx(0.65, abs=0.005)


def test_gpc_leaves_out_what_basic_has_not(views) -> None:
    found = views["gpc"]
    assert set(found.by("class")) == {"I.1", "I.2", "I.3", "I.8", "III.1", "III.2", "III.3", "III.4"}
    assert not {"heat_loss", "new_materials", "green_sink"} & {line.system for line in found.lines}
    assert set(found.by("scope")) == {1, 2}


def test_a_view_and_a_boundary_both_limit(alxa, sample) -> None:
    found = carbon.account(alxa, sample, region="alxa", year=2025, view="gpc", boundary="waste")
    assert set(found.by("class")) == {"III.1", "III.2", "III.3"}


def test_uncertainty_of_one_line_by_hand(alxa, made, energy) -> None:
    records = made(energy_use=[energy("public", "other", "electricity", 1e6)])
    found = carbon.account(alxa, records, region="bayanhot", year=2025, boundary="operation")
    assert found.uncertainty().share == pytest.approx(math.hypot(0.08, 0.05))


def test_lines_on_one_factor_move_together(alxa, made, energy) -> None:
    rows = [energy("public", "other", "coal", 1000.0), energy("rural_housing", "other", "coal", 1000.0)]
    found = carbon.account(
        alxa, made(energy_use=rows), region="bayanhot", year=2025, boundary="operation"
    ).uncertainty()
    assert found.share == pytest.approx(math.sqrt(2 * (0.08 / 2) ** 2 + 0.10**2))
    assert found.by_factor_t["fuel.coal CN 2011"] == pytest.approx(0.1 * found.total_t)


def test_flash_reports_are_less_certain(alxa, made, energy) -> None:
    def share(maturity: str) -> float:
        rows = [energy("public", "other", "gas", 1000.0, maturity=maturity)]
        return carbon.account(alxa, made(energy_use=rows), region="bayanhot", year=2025).uncertainty().share

    assert share("flash") > share("estimate") > share("final")
