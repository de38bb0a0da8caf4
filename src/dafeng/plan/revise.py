"""What a bureau changes in a plan: the choices in its decisions, kept as an overlay beside the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dafeng.base import InputError, Issue, Text
from dafeng.plan.load import yaml_text
from dafeng.plan.model import Plan, Record, Words
from dafeng.plan.schema import read_as
from dafeng.plan.source import read_source

OVERLAY = "decisions.yaml"


class Choice(Record):
    """One decision as the bureau took it: what, why, by whom and when."""

    id: str
    chosen: str
    reason: Words | None = None
    by: str | None = None
    on: date | None = None


class Choices(Record):
    """The overlay file: a list under ``choices``."""

    choices: tuple[Choice, ...] = ()


def with_choices(plan: Plan, choices: Iterable[Choice]) -> Plan:
    """Return ``plan`` with its decisions changed; raises ``InputError`` for what the plan does not know."""
    changed = {decision.id: decision for decision in plan.decisions}
    issues: list[Issue] = []
    for choice in choices:
        decision = changed.get(choice.id)
        if decision is None:
            issues.append(_unknown(choice.id, "id", choice.id, sorted(changed)))
            continue
        options = [option.id for option in decision.options]
        if choice.chosen not in options:
            issues.append(_unknown(choice.id, "chosen", choice.chosen, options))
            continue
        changed[choice.id] = decision.model_copy(
            update={
                "chosen": choice.chosen,
                "reason": choice.reason or decision.reason,
                "decided_by": choice.by,
                "decided_on": choice.on,
            }
        )
    if issues:
        raise _broken(tuple(issues))
    return plan.model_copy(update={"decisions": tuple(changed.values())})


def read_choices(path: str | Path) -> tuple[Choice, ...]:
    """Return the choices of an overlay file; none where there is no file. Raises ``InputError``."""
    file = Path(path)
    if not file.is_file():
        return ()
    source = read_source(file.read_text(encoding="utf-8"), file=file.name)
    if source.issues:
        raise _broken(tuple(source.issues))
    read, faults = read_as(Choices, {} if source.data is None else source.data)
    if read is None:
        raise _broken(
            tuple(
                Issue(
                    fault.code,
                    "error",
                    fault.message,
                    file=file.name,
                    line=source.line_of(fault.path),
                    where=".".join(map(str, fault.path)),
                    got=fault.got,
                    wanted=fault.wanted.en,
                    mend=fault.mend,
                )
                for fault in faults
            )
        )
    return read.choices


def write_choices(choices: Iterable[Choice], path: str | Path) -> None:
    """Write an overlay file that ``read_choices`` reads back."""
    data = Choices(choices=tuple(choices)).model_dump(mode="json", exclude_defaults=True)
    Path(path).write_text(yaml_text(data), encoding="utf-8", newline="\n")


def _unknown(id: str, field: str, got: str, known: list[str]) -> Issue:
    return Issue(
        "decision-unknown",
        "error",
        Text("规划中没有这个裁定或选项", "the plan has no such decision or option"),
        file=OVERLAY,
        where=f"{id}.{field}",
        got=got,
        wanted=", ".join(known),
        mend=Text("选择已有的裁定和选项", "choose one that the plan has"),
    )


def _broken(issues: tuple[Issue, ...]) -> InputError:
    return InputError(
        "decisions-broken",
        Text(f"裁定有 {len(issues)} 处错误", f"the decisions have {len(issues)} faults"),
        mend=Text("按下列各条改正", "correct what is listed"),
        issues=issues,
    )
