"""The examples beside the plans: each is computed and judged, and must come out as worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dafeng.base import InputError
from dafeng.indicators.examples import Example, _example, differences, example_status, examples
from dafeng.plan import load

PLAN = load("alxa-2023-66")
EXAMPLES = examples(PLAN.id)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_example_comes_out_as_worked_out_by_hand(example: Example) -> None:
    status = example_status(PLAN, example)
    assert differences(example, status) == [], status.reason.en


def test_every_quantified_statement_has_a_met_a_missed_and_a_not_reported_example() -> None:
    found = {(example.statement, example.expect["status"]) for example in EXAMPLES}
    wanted = {(s.id, state) for s in PLAN.quantified() for state in ("met", "missed", "not_reported")}
    assert wanted - found == set()


def test_names_of_examples_differ() -> None:
    names = [example.id for example in EXAMPLES]
    assert len(set(names)) == len(names)


def test_an_example_with_an_unknown_key_is_refused() -> None:
    raw = {"statement": "1.1", "case": "met", "title": "x", "records": {}, "expect": {"state": "met"}}
    with pytest.raises(InputError, match="example-wrong"):
        _example(raw, {"year": 2025}, "x.yaml")


def test_differences_are_told() -> None:
    example = next(e for e in EXAMPLES if e.id == "1.1 met")
    other = replace(example, statement="1.3", region=None)
    found = differences(example, example_status(PLAN, other))
    assert any(text.startswith("status: wanted met, got not_reported") for text in found)
    assert any(text.startswith("value: wanted 50, got None") for text in found)


def test_a_plan_without_examples_has_none() -> None:
    assert examples("nm-peak") == ()
