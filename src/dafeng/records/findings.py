"""Collecting what was found in workbooks: single faults by cell, and notes that are said once a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dafeng.base import Issue, Severity, Text

__all__ = ["LISTED", "Findings", "shortened", "shown"]

LISTED = 20
"""So many faults of one kind in one column are listed cell by cell; the rest is counted in one more line."""
_FIRST = 3
_LONGEST = 60
_ORDER = {"error": 0, "warning": 1, "info": 2}


@dataclass(slots=True)
class Findings:
    """The issues of one reading, in the order in which they were found."""

    issues: list[Issue] = field(default_factory=list)

    def add(self, issue: Issue) -> None:
        """Take one issue."""
        self.issues.append(issue)

    def once(
        self,
        code: str,
        severity: Severity,
        message: Text,
        *,
        file: str,
        cells: Sequence[str],
        got: str | None = None,
        wanted: str | None = None,
        mend: Text | None = None,
    ) -> None:
        """Say once what holds for all ``cells`` (as SHEET!CELL); the first of them is its place."""
        if not cells:
            return
        self.issues.append(
            Issue(
                code,
                severity,
                _counted(message, cells),
                file=file,
                where=cells[0],
                got=None if got is None else shortened(got),
                wanted=wanted,
                mend=mend,
            )
        )

    def each(
        self,
        code: str,
        severity: Severity,
        message: Text,
        *,
        file: str,
        cells: Sequence[tuple[str, str | None]],
        wanted: str | None = None,
        mend: Text | None = None,
    ) -> None:
        """Say the same of each of ``cells`` (place and content); beyond ``LISTED`` they are counted."""
        for where, got in cells[:LISTED]:
            shown = None if got is None else shortened(got)
            self.issues.append(
                Issue(code, severity, message, file=file, where=where, got=shown, wanted=wanted, mend=mend)
            )
        rest = [where for where, _ in cells[LISTED:]]
        if rest:
            more = Text(f"{message.zh}（同类问题还有）", f"{message.en} (more of the same)")
            self.once(code, severity, more, file=file, cells=rest, wanted=wanted, mend=mend)

    def sorted(self) -> tuple[Issue, ...]:
        """Return the issues by file, worst first, else in the order in which they were found."""
        return tuple(sorted(self.issues, key=lambda issue: (issue.file or "", _ORDER[issue.severity])))


def shortened(text: str) -> str:
    """Return ``text`` on one line and short enough to show."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def shown(cell: Any) -> str:
    """Return a cell as people see it: 2 and not 2.0."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _counted(message: Text, cells: Sequence[str]) -> Text:
    """Return the message with the number of cells and the first of them."""
    if len(cells) == 1:
        return message
    first = [cell.rpartition("!")[2] for cell in cells[:_FIRST]]
    zh = "、".join(first) + (" 等" if len(cells) > _FIRST else "")
    en = ", ".join(first) + (" ..." if len(cells) > _FIRST else "")
    return Text(f"{message.zh}（共 {len(cells)} 处：{zh}）", f"{message.en} ({len(cells)} cells: {en})")
