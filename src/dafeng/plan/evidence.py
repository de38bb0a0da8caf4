"""Binding a plan to its text: the hash of a sentence, and finding the sentences again in another copy."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict

from dafeng.base import Issue, Text
from dafeng.base.han import simplify
from dafeng.plan.model import Evidence, Plan, Statement

FULL_SEARCH_CHARS = 50_000
"""Up to this length a moved sentence is looked for at every character, beyond it where clauses begin."""


def normalise_sentence(text: str) -> str:
    """Return ``text`` as it is hashed: NFKC, simplified characters, no white space."""
    return "".join(simplify(unicodedata.normalize("NFKC", text)).split())


def sentence_hash(text: str) -> str:
    """Return the SHA-256 of a sentence, the same for every typographic form of it.

    >>> sentence_hash("达到 93％") == sentence_hash("达到93%")
    True
    """
    return hashlib.sha256(normalise_sentence(text).encode("utf-8", "surrogatepass")).hexdigest()


def text_hash(text: str) -> str:
    """Return the SHA-256 of a canonical text, as ``document.text_sha256`` holds it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def attach_text(plan: Plan, text: str) -> tuple[Plan, list[Issue]]:
    """Return ``plan`` with the words of its evidence filled in from ``text``, and what was not found.

    Where ``text`` is the canonical text, offsets hold. In another copy every sentence is looked for by its
    hash, and the offsets of what is found are those of that copy.
    """
    issues: list[Issue] = []
    same = plan.document.text_sha256 == text_hash(text)
    if plan.document.text_sha256 is not None and not same:
        issues.append(
            Issue(
                "text-differs",
                "info",
                Text(
                    "文本与规划所依据的不是同一份，按句哈希匹配",
                    "another copy of the text: sentences go by hash",
                ),
                got=text_hash(text),
                wanted=plan.document.text_sha256,
            )
        )
    finder = _Finder(plan, text)
    statements = tuple(_attach(statement, finder, issues) for statement in plan.statements)
    return plan.model_copy(update={"statements": statements}), issues


def _attach(statement: Statement, finder: _Finder, issues: list[Issue]) -> Statement:
    if statement.evidence is None:
        return statement
    evidence = finder.find(statement.evidence)
    repeats = tuple(finder.find(repeat) or repeat for repeat in statement.repeats)
    if evidence is None:
        issues.append(
            Issue(
                "text-sentence-not-found",
                "warning",
                Text(
                    f"文本中找不到 {statement.id} 的依据句",
                    f"the sentence of {statement.id} is not in the text",
                ),
                where=statement.id,
                got=statement.evidence.sentence_sha256[:12],
                mend=Text(
                    "核对文本版本，或修改该条并重新复核", "check the copy, or amend and review the statement"
                ),
                span=statement.evidence.span,
            )
        )
    return statement.model_copy(update={"evidence": evidence or statement.evidence, "repeats": repeats})


class _Finder:
    """Finds spans by hash, each length of sentence scanned once, and only where offsets do not hold."""

    def __init__(self, plan: Plan, text: str) -> None:
        self.text = text
        self.wanted = {e.sentence_sha256 for s in plan.statements for e in (s.evidence, *s.repeats) if e}
        self.scanned: dict[int, dict[str, list[int]]] = {}
        self.folded, self.origin = _fold(text)
        everywhere = len(self.folded) <= FULL_SEARCH_CHARS
        self.starts = [i for i in range(len(self.folded)) if everywhere or self._opens(i)]

    def _opens(self, start: int) -> bool:
        """Return whether a clause may begin at ``start``: after punctuation, or at the beginning."""
        return start == 0 or not self.folded[start - 1].isalnum()

    def find(self, evidence: Evidence) -> Evidence | None:
        """Return ``evidence`` with its words and its place in this text, or None."""
        start, end = evidence.span
        words = self.text[start:end]
        if sentence_hash(words) == evidence.sentence_sha256:
            return evidence.model_copy(update={"text": words})
        spans = self._spans(end - start, evidence.sentence_sha256)
        if not spans:
            return None
        low, high = min(spans, key=lambda span: abs(span[0] - start))
        moved = low - start
        value = evidence.value_span
        return evidence.model_copy(
            update={
                "span": (low, high),
                "value_span": (value[0] + moved, value[1] + moved)
                if value is not None and value[1] + moved <= high
                else None,
                "text": self.text[low:high],
            }
        )

    def _spans(self, length: int, wanted: str) -> list[tuple[int, int]]:
        """Return the spans of sentences of about ``length`` characters whose hash is ``wanted``.

        The folded text has no white space, so the sentence may be shorter there by what was dropped.
        """
        for size in range(length, max(0, length - 3), -1):
            found = self._scan(size).get(wanted)
            if found:
                return [(self.origin[i], self.origin[i + size - 1] + 1) for i in found]
        return []

    def _scan(self, size: int) -> dict[str, list[int]]:
        """Return where the wanted hashes stand among all runs of ``size`` folded characters."""
        if size not in self.scanned:
            places: dict[str, list[int]] = defaultdict(list)
            for start in self.starts:
                if start + size > len(self.folded):
                    break
                run = self.folded[start : start + size].encode("utf-8", "surrogatepass")
                digest = hashlib.sha256(run).hexdigest()
                if digest in self.wanted:
                    places[digest].append(start)
            self.scanned[size] = places
        return self.scanned[size]


def _fold(text: str) -> tuple[str, list[int]]:
    """Return the text as it is hashed, and for each of its characters the offset it came from."""
    folded: list[str] = []
    origin: list[int] = []
    for offset, character in enumerate(text):
        for piece in normalise_sentence(character):
            folded.append(piece)
            origin.append(offset)
    return "".join(folded), origin
