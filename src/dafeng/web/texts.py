"""The words of a statement, where the official text is attached to the workspace."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from dafeng.plan.model import Evidence, Statement
from dafeng.web.board import Board


@dataclass(frozen=True)
class Quote:
    """A sentence cut at its value: what stands before, the value, what follows."""

    before: str
    mark: str
    after: str


def attached(board: Board) -> str | None:
    """Return the attached text of the plan; None where none is attached."""
    place = board.workspace.texts / f"{board.plan.id}.txt"
    if not place.is_file():
        return None
    with place.open(encoding="utf-8", newline="") as file:
        return file.read()


def quote(board: Board, statement: Statement) -> Quote | None:
    """Return the statement's words with its value marked; None where the words are not at hand.

    The attached text counts only if it is the text that the spans were measured in (same SHA-256).
    """
    evidence = statement.evidence
    text = attached(board)
    if text is None or evidence is None or not same_text(board, text):
        return None
    return cut(text, evidence)


def same_text(board: Board, text: str) -> bool:
    """Return whether ``text`` is the one that the plan's spans refer to."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest() == board.plan.document.text_sha256


def cut(text: str, evidence: Evidence) -> Quote:
    """Cut the evidence out of ``text`` at its value."""
    start, end = evidence.span
    low, high = evidence.value_span or (start, start)
    return Quote(text[start:low].lstrip(), text[low:high], text[high:end].rstrip())
