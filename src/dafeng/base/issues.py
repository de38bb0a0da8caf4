"""A fault found in somebody's input: collected and shown, never raised."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from dafeng.base.texts import Lang, Text

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: what is wrong, where, what was found and wanted, how to mend it.

    ``code`` is stable and documented in ``docs/reference/codes.md``. ``where`` names the place inside the
    file (a field path, a cell, an article); ``line`` counts from 1; ``span`` holds offsets into the text.
    """

    code: str
    severity: Severity
    message: Text
    file: str | None = None
    line: int | None = None
    where: str | None = None
    got: str | None = None
    wanted: str | None = None
    mend: Text | None = None
    span: tuple[int, int] | None = None

    def say(self, lang: Lang) -> str:
        """Return the finding as one line for a person."""
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        head = " ".join(part for part in (place, self.where) if part)
        found = Text("发现", "found").say(lang)
        wanted = Text("应为", "wanted").say(lang)
        parts = [f"[{self.code}]", f"{head}:" if head else "", self.message.say(lang)]
        if self.got is not None:
            parts.append(f"({found}: {self.got})")
        if self.wanted is not None:
            parts.append(f"({wanted}: {self.wanted})")
        if self.mend is not None:
            parts.append(f"→ {self.mend.say(lang)}")
        return " ".join(part for part in parts if part)

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain JSON data."""
        return {key: value for key, value in asdict(self).items() if value is not None}
