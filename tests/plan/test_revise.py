"""The choices of a bureau: an overlay that is checked, written and read back."""

from datetime import date
from pathlib import Path

import pytest

from dafeng.base import InputError
from dafeng.plan import Choice, Words, load, read_choices, with_choices, write_choices

WHY = Words(zh="局务会决定", en="decided by the bureau")


def test_choices_change_decisions_only() -> None:
    plan = load("alxa-2023-66")
    choice = Choice(id="scope-city", chosen="bayanhot", reason=WHY, by="bureau", on=date(2026, 11, 25))
    changed = with_choices(plan, [choice])
    decision = next(d for d in changed.decisions if d.id == "scope-city")
    assert (decision.chosen, decision.reason, decision.decided_by) == ("bayanhot", WHY, "bureau")
    assert decision.decided_on == date(2026, 11, 25)
    assert changed.statements == plan.statements
    assert with_choices(plan, []) == plan


def test_unknown_choices_are_all_named() -> None:
    plan = load("alxa-2023-66")
    with pytest.raises(InputError) as caught:
        with_choices(plan, [Choice(id="nothing", chosen="x"), Choice(id="scope-city", chosen="mars")])
    assert [i.where for i in caught.value.issues] == ["nothing.id", "scope-city.chosen"]
    assert "bayanhot" in caught.value.say("zh")


def test_overlay_round_trip(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    assert read_choices(file) == ()
    choices = (
        Choice(id="a", chosen="b", reason=WHY, by="x", on=date(2026, 1, 2)),
        Choice(id="c", chosen="d"),
    )
    write_choices(choices, file)
    assert read_choices(file) == choices
    file.write_text("", encoding="utf-8")
    assert read_choices(file) == ()


def test_broken_overlays(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text("choices:\n- id: a\n  chosn: b\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_choices(file)
    assert {(i.code, i.line) for i in caught.value.issues} == {
        ("plan-missing-key", 2),
        ("plan-unknown-key", 3),
    }
    file.write_text("choices: [\n", encoding="utf-8")
    with pytest.raises(InputError):
        read_choices(file)
