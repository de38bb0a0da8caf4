"""Landfill methane by first-order decay: a series worked by hand, and the conservation of carbon."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base import InputError
from dafeng.carbon import first_order_decay

MIXED = {
    "degradable_share": 0.15,
    "decomposing_share": 0.5,
    "correction": 1.0,
    "rate_per_year": 0.05,
    "methane_share": 0.5,
    "oxidised_share": 0.1,
}


def test_series_worked_by_hand() -> None:
    found = first_order_decay([1000.0, 2000.0, 0.0], **MIXED)
    kept = math.exp(-0.05)
    assert found.deposited_t == (75.0, 150.0, 0.0)
    assert found.decomposed_t[0] == 0
    assert found.decomposed_t[1] == pytest.approx(75 * (1 - kept))
    assert found.stored_t[1] == pytest.approx(150 + 75 * kept)
    assert found.decomposed_t[2] == pytest.approx((150 + 75 * kept) * (1 - kept))
    assert found.methane_t[2] == pytest.approx((150 + 75 * 0.951229425) * 0.048770575 * 0.5 * 16 / 12 * 0.9)


@given(
    st.lists(st.floats(0, 1e7), min_size=1, max_size=60),
    st.floats(0, 1),
    st.floats(0, 0.5),
)
def test_carbon_is_stored_or_decomposed(waste: list[float], degradable: float, rate: float) -> None:
    found = first_order_decay(waste, **(MIXED | {"degradable_share": degradable, "rate_per_year": rate}))
    total = math.fsum(found.deposited_t)
    assert found.stored_t[-1] + math.fsum(found.decomposed_t) == pytest.approx(total, rel=1e-9, abs=1e-6)
    assert all(m >= 0 for m in found.methane_t)


def test_in_the_end_everything_is_released() -> None:
    found = first_order_decay([1000.0] + [0.0] * 400, **MIXED)
    assert math.fsum(found.methane_t) == pytest.approx(75 * 0.5 * 16 / 12 * 0.9, rel=1e-6)


def test_recovered_methane_is_taken_off_before_oxidation() -> None:
    plain = first_order_decay([1000.0, 0.0], **MIXED)
    less = first_order_decay([1000.0, 0.0], recovered_t=[0.0, 1.0], **MIXED)
    assert plain.methane_t[1] - less.methane_t[1] == pytest.approx(0.9)
    with pytest.raises(InputError, match="carbon-decay"):
        first_order_decay([1000.0, 0.0], recovered_t=[0.0, 99.0], **MIXED)


@pytest.mark.parametrize(
    "change", [{"degradable_share": 1.5}, {"rate_per_year": -1.0}, {"rate_per_year": math.nan}]
)
def test_impossible_input_is_refused(change: dict) -> None:
    with pytest.raises(InputError, match="carbon-decay"):
        first_order_decay([1.0], **(MIXED | change))
    with pytest.raises(InputError, match="carbon-decay"):
        first_order_decay([-1.0], **MIXED)
