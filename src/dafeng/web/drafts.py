"""Drafts in the workspace's ``drafts/`` folder: find, read, change in one step, undo, make a plan."""

from __future__ import annotations

import hashlib
import re
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dafeng.base import InputError, Text
from dafeng.extract.draft import Draft, load_draft, save_draft, to_plan, write_whole
from dafeng.plan import parse, save, text_hash
from dafeng.web import texts

_NAME = re.compile(r"[\w][\w.-]{0,80}")
_LOCK = threading.RLock()
_KEPT = 4
_read: OrderedDict[str, Draft] = OrderedDict()
SUFFIXES = (".txt", ".docx", ".pdf", ".html", ".htm")


@dataclass(frozen=True)
class Entry:
    """A draft in the list: its name, and the day on which it was last changed."""

    name: str
    changed: date


def place(folder: Path, name: str) -> Path | None:
    """Return the file of draft ``name``; None where the name is none or leads out of the folder."""
    if not _NAME.fullmatch(name) or ".." in name:
        return None
    found = folder / f"{name}.yaml"
    return found if found.is_file() and found.resolve().parent == folder.resolve() else None


def entries(folder: Path) -> list[Entry]:
    """Return all drafts by name."""
    if not folder.is_dir():
        return []
    found = (p for p in folder.glob("*.yaml") if _NAME.fullmatch(p.stem))
    return sorted(
        (Entry(p.stem, datetime.fromtimestamp(p.stat().st_mtime).date()) for p in found),
        key=lambda entry: entry.name,
    )


def free_name(folder: Path, wanted: str) -> str:
    """Return a name like ``wanted`` that no file of the folder bears."""
    stem = re.sub(r"[^\w-]+", "-", wanted).strip("-_")[:60] or "draft"
    taken = {p.stem for p in folder.glob("*")} if folder.is_dir() else set()
    return next(n for n in (stem, *(f"{stem}-{i}" for i in range(2, 10_000))) if n not in taken)


def stamp(path: Path) -> str:
    """Return a short hash of the draft's file as it is now."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def open_draft(path: Path) -> tuple[Draft, str]:
    """Return a draft and the stamp of its file; the last few are kept in memory, since long ones are slow."""
    with _LOCK:
        mark = stamp(path)
        found = _read.get(mark)
        return (found if found is not None else _keep(mark, load_draft(path))), mark


def _keep(mark: str, draft: Draft) -> Draft:
    """Keep a draft in memory under its stamp."""
    _read[mark] = draft
    while len(_read) > _KEPT:
        _read.popitem(last=False)
    return draft


def store(path: Path, draft: Draft, text: str) -> None:
    """Write a new draft with its canonical text beside it."""
    draft = draft.model_copy(update={"text_file": f"{path.stem}.txt"})
    with _LOCK:
        write_whole(path.with_suffix(".txt"), text)
        save_draft(draft, path)
        _keep(stamp(path), draft)


def canonical_text(path: Path, draft: Draft) -> str:
    """Return the text that the draft's spans refer to, saved beside it; empty where it is missing.

    Raises ``InputError`` where it cannot be read, or is another text than the draft was made from.
    """
    beside = path.parent / Path(draft.text_file).name if draft.text_file else path.with_suffix(".txt")
    if not beside.is_file():
        return ""
    text = texts.read(beside)
    if text_hash(text) != draft.document.text_sha256:
        raise InputError(
            "web-draft-text",
            Text(
                f"{beside.name} 与提取时的文本不同，位置不再对应，因此不显示",
                f"{beside.name} is not the text that the draft was made from, so places would be wrong",
            ),
            mend=Text("放回原来的文本，或重新提取", "put the old text back, or extract again"),
        )
    return text


def check(path: Path, seen: str) -> None:
    """Raise ``InputError`` where the file is no longer what the page showed."""
    if stamp(path) != seen:
        raise InputError(
            "web-draft-stale",
            Text(
                "草案在您打开本页之后改动过（另一个标签页或命令行）；这一步没有执行，您填写的内容保留在下面",
                "the draft changed after you opened this page (another tab, or the shell); this step was not "
                "taken, and what you entered is kept below",
            ),
            mend=Text("核对后再按一次", "check it and press again"),
        )


def change(path: Path, act: Callable[[Draft], Draft], *, seen: str) -> None:
    """Apply ``act`` and write the draft in one step; the state before is kept for one undo."""
    with _LOCK:
        check(path, seen)
        new = act(open_draft(path)[0])
        shutil.copyfile(path, path.with_suffix(".undo"))
        save_draft(new, path)
        _keep(stamp(path), new)


def undo(path: Path, *, seen: str) -> None:
    """Take the last change back; a second call brings it again."""
    before = path.with_suffix(".undo")
    with _LOCK:
        check(path, seen)
        if before.is_file():
            load_draft(before)
            now = path.read_bytes()
            before.replace(path)
            before.write_bytes(now)


def make_plan(path: Path, folder: Path, *, seen: str) -> Path:
    """Write the plan of a draft into ``folder``.

    Raises ``InputError`` where statements are still to review.
    """
    with _LOCK:
        check(path, seen)
        draft, _ = open_draft(path)
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
