"""The bureau's choices: the workspace's overlay ``decisions.yaml``, read afresh and written in one step."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dafeng.base import InputError, Text, Workspace
from dafeng.extract.draft import write_whole
from dafeng.plan import Choice, Decision, Plan, Words, read_choices, with_choices
from dafeng.plan.load import yaml_text
from dafeng.plan.revise import OVERLAY, Choices

_LOCK = threading.Lock()
REASON_LIMIT, NAME_LIMIT = 1000, 100


@dataclass(frozen=True)
class Overlay:
    """The choices of a workspace as its file has them now; ``fault`` says why they cannot be used."""

    plan: Plan
    taken: frozenset[str] = frozenset()
    fault: InputError | None = None


def place(workspace: Workspace) -> Path:
    """Return the overlay file of a workspace."""
    return workspace.root / OVERLAY


def stamp(path: Path) -> str:
    """Return a short hash of the overlay file as it is now; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def overlay(printed: Plan, workspace: Workspace) -> Overlay:
    """Return ``printed`` with the workspace's choices; as printed, with the fault, where they are broken.

    Choices belong to the workspace's own plan; another plan shown from the same folder has none.
    """
    if printed.id != workspace.plan:
        return Overlay(printed)
    try:
        taken = _read(place(workspace))
        return Overlay(with_choices(printed, taken), frozenset(choice.id for choice in taken))
    except InputError as fault:
        return Overlay(printed, fault=fault)


def choose(
    printed: Plan, workspace: Workspace, choice: Choice | None, decision: Decision, *, seen: str
) -> None:
    """Keep ``choice`` for ``decision``, or with None go back to what the plan says.

    Raises ``InputError`` where the file changed since the form was made (``seen`` is its stamp then), and
    where the choice is none that the plan knows.
    """
    path = place(workspace)
    with _LOCK:
        if stamp(path) != seen:
            raise InputError(
                "web-choice-stale",
                Text(
                    "其间有人改动过裁定；您填写的内容保留在下面",
                    "the choices changed meanwhile; what you entered is kept below",
                ),
                mend=Text("看过现在的取法后再提交一次", "look at what is chosen now, then send it again"),
            )
        kept = [one for one in _read(path) if one.id != decision.id]
        choices = [*kept, choice] if choice is not None else kept
        with_choices(printed, choices)
        data = Choices(choices=tuple(choices)).model_dump(mode="json", exclude_defaults=True)
        write_whole(path, yaml_text(data))


def read_form(decision: Decision, *, chosen: str, by: str, reason: str, today: date) -> Choice:
    """Return the choice of a form; raises ``InputError`` naming the field that is missing or too long."""
    if chosen not in {option.id for option in decision.options}:
        raise _bad(Text("请选择一种读法", "choose one of the readings"))
    if not by or len(by) > NAME_LIMIT:
        raise _bad(
            Text(
                f"请写明作出决定的机关（{NAME_LIMIT} 字以内）",
                f"say who decides, in up to {NAME_LIMIT} characters",
            )
        )
    if not reason or len(reason) > REASON_LIMIT:
        raise _bad(
            Text(f"请写明理由（{REASON_LIMIT} 字以内）", f"say why, in up to {REASON_LIMIT} characters")
        )
    return Choice(id=decision.id, chosen=chosen, by=by, on=today, reason=Words(zh=reason, en=reason))


def _bad(wanted: Text) -> InputError:
    return InputError(
        "web-choice-field",
        Text("没有保存", "nothing was saved"),
        mend=Text(f"{wanted.zh}；其余内容已保留", f"{wanted.en}; the rest is kept"),
    )


def _read(path: Path) -> tuple[Choice, ...]:
    """Return the choices of the file; raises ``InputError`` where it cannot be read."""
    try:
        return read_choices(path)
    except (UnicodeDecodeError, OSError) as fault:
        raise InputError(
            "web-choice-unreadable",
            Text(f"{OVERLAY} 不是可读的 UTF-8 文本", f"{OVERLAY} is no readable UTF-8 text"),
            mend=Text("另存为 UTF-8，或删除后重新裁定", "save it as UTF-8, or delete it and choose again"),
        ) from fault
