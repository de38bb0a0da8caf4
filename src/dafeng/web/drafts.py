"""Drafts in the workspace's ``drafts/`` folder: find, change in one step, undo, make a plan."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

from dafeng.base import InputError, Text
from dafeng.extract.draft import Draft, load_draft, save_draft, to_plan
from dafeng.plan import parse, save

_NAME = re.compile(r"[\w][\w.-]{0,80}")
_LOCK = threading.Lock()
SUFFIXES = (".txt", ".docx", ".pdf", ".html", ".htm")


def place(folder: Path, name: str) -> Path | None:
    """Return the file of draft ``name``; None where the name is none or leads out of the folder."""
    if not _NAME.fullmatch(name) or ".." in name:
        return None
    found = folder / f"{name}.yaml"
    return found if found.is_file() and found.resolve().parent == folder.resolve() else None


def names(folder: Path) -> list[str]:
    """Return the names of all drafts."""
    return sorted(p.stem for p in folder.glob("*.yaml") if _NAME.fullmatch(p.stem)) if folder.is_dir() else []


def canonical_text(path: Path, draft: Draft) -> str:
    """Return the text that the draft's spans refer to, saved beside it; empty where it is missing."""
    beside = path.parent / Path(draft.text_file).name if draft.text_file else path.with_suffix(".txt")
    if not beside.is_file():
        return ""
    with beside.open(encoding="utf-8", newline="") as file:
        return file.read()


def change(path: Path, act: Callable[[Draft], Draft]) -> None:
    """Apply ``act`` and write the draft atomically; the state before is kept for one undo."""
    with _LOCK:
        old = load_draft(path)
        new = act(old)
        save_draft(old, path.with_suffix(".undo"))
        save_draft(new, path)


def undo(path: Path) -> None:
    """Take the last change back; a second call brings it again."""
    before = path.with_suffix(".undo")
    with _LOCK:
        if before.is_file():
            old, now = load_draft(before), load_draft(path)
            save_draft(old, path)
            save_draft(now, before)


def make_plan(path: Path, folder: Path) -> Path:
    """Write the plan of a draft into ``folder``.

    Raises ``InputError`` where statements are still to review.
    """
    draft = load_draft(path)
    left = sum(s.status == "extracted" for s in draft.statements)
    if left:
        raise InputError(
            "web-draft-open",
            Text(f"还有 {left} 条没有审定", f"{left} statements are not reviewed yet"),
            mend=Text("逐条接受、更正或否定后再生成", "accept, correct or reject each first"),
        )
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{path.stem}.yaml"
    plan = to_plan(draft)
    save(plan, target)
    parse(target.read_text(encoding="utf-8"), file=target.name)
    return target
