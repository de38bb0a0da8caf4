"""The one tree of errors. Each has a stable code that ``docs/reference/codes.md`` explains."""

from __future__ import annotations

from dafeng.base.issues import Issue
from dafeng.base.texts import Lang, Text


class DafengError(Exception):
    """An error with a stable code, and words in two languages that say how to mend it."""

    def __init__(self, code: str, message: Text, *, mend: Text | None = None) -> None:
        super().__init__(f"[{code}] {message.en}" + (f" → {mend.en}" if mend else ""))
        self.code = code
        self.message = message
        self.mend = mend

    def say(self, lang: Lang) -> str:
        """Return the error as one line for a person."""
        tail = f" → {self.mend.say(lang)}" if self.mend else ""
        return f"[{self.code}] {self.message.say(lang)}{tail}"


class InputError(DafengError):
    """Input that cannot be used; carries every issue that was found in it."""

    def __init__(
        self, code: str, message: Text, *, mend: Text | None = None, issues: tuple[Issue, ...] = ()
    ) -> None:
        super().__init__(code, message, mend=mend)
        self.issues = issues

    def say(self, lang: Lang) -> str:
        """Return the error, and below it one line for every issue."""
        return "\n".join([super().say(lang), *(f"  {issue.say(lang)}" for issue in self.issues)])
