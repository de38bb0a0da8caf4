"""The words of a statement, where the official text is attached to the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dafeng.base import InputError, Text
from dafeng.plan import attach_text
from dafeng.plan.model import Evidence, Statement
from dafeng.web.board import Board


@dataclass(frozen=True)
class Quote:
    """A sentence cut at its value: what stands before, the value, what follows."""

    before: str
    mark: str
    after: str


def attached(board: Board) -> str | None:
    """Return the attached text of the plan; None where none is attached, ``InputError`` where unreadable."""
    place = board.workspace.texts / f"{board.plan.id}.txt"
    return read(place) if place.is_file() else None


def read(place: Path) -> str:
    """Return a canonical text as it stands; raises ``InputError`` ``web-text-unreadable``."""
    try:
        with place.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (UnicodeDecodeError, OSError) as fault:
        raise InputError(
            "web-text-unreadable",
            Text(f"无法读取文本 {place.name}", f"the text {place.name} cannot be read"),
            mend=Text(
                "用 dafeng plan attach-text 或 dafeng extract 重新生成",
                "make it again with dafeng plan attach-text, or dafeng extract",
            ),
        ) from fault


def quote(board: Board, statement: Statement) -> Quote | None:
    """Return the statement's words with its value marked; None where the words are not at hand.

    In another copy of the document the sentence is found by its hash, not by its offsets.
    """
    text = attached(board)
    if text is None or statement.evidence is None:
        return None
    single = board.plan.model_copy(update={"statements": (statement,)})
    found = attach_text(single, text)[0].statements[0].evidence
    return cut(text, found) if found and found.text else None


def cut(text: str, evidence: Evidence) -> Quote:
    """Cut the evidence out of ``text`` at its value."""
    start, end = evidence.span
    low, high = evidence.value_span or (start, start)
    return Quote(text[start:low].lstrip(), text[low:high], text[high:end].rstrip())
