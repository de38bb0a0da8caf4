"""The draft of a plan: what extraction found in a text, and what a person has said of it so far."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from dafeng.base import InputError, Issue, Text
from dafeng.plan.model import (
    Article,
    Baseline,
    Document,
    Evidence,
    Kind,
    Number,
    Op,
    Plan,
    Record,
    ReviewStatus,
    Scope,
    Sha256,
    Span,
    Statement,
    Strength,
    Words,
    Years,
)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
CORRECTABLE = (
    "kind", "subject", "indicator", "op", "value", "unit", "years", "baseline", "strength", "scope",
)  # fmt: skip


class DraftDocument(Record):
    """What the text says of itself."""

    title: str
    number: str | None = None
    issuers: tuple[str, ...] = ()
    issue_year: int | None = None
    plan_start: int | None = None
    plan_end: int | None = None
    text_sha256: Sha256
    text_chars: int


class DraftNode(Record):
    """One heading of the text: a part, section, article or list item; ``parent`` is its place in the list."""

    level: str
    number: str | None = None
    title: str | None = None
    parent: int | None = None
    span: Span


class DraftArticle(Record):
    """One article of the text with the bodies of its parenthesised list."""

    number_as_printed: str | None
    part: str | None = None
    section: str | None = None
    title: str | None = None
    span: Span
    bodies: tuple[str, ...] = ()
    bodies_as_written: tuple[str, ...] = ()
    implementers: tuple[str, ...] = ()


class DraftEvidence(Record):
    """The words that a statement rests on."""

    span: Span
    sentence_sha256: Sha256
    text: str


class DraftStatement(Record):
    """One statement as extracted, or as a person corrected it."""

    id: str
    article: str | None = None
    kind: Kind
    subject: str
    indicator: str | None = None
    indicator_score: float = 0.0
    op: Op
    value: Number | tuple[Number, Number]
    unit: str
    years: Years
    baseline: Baseline | None = None
    strength: Strength | None = None
    scope: str | None = None
    value_span: Span
    value_text: str
    evidence: DraftEvidence
    repeats: str | None = Field(default=None, description="id of the statement that says the same")
    status: ReviewStatus = "extracted"


class Negative(Record):
    """A numeral that is no statement, and why."""

    span: Span
    text: str
    why: str


class Draft(Record):
    """Everything found in one text: articles, statements, and every other numeral with its reason."""

    format: str = "dafeng-draft/1"
    id: str
    document: DraftDocument
    text_file: str | None = None
    structure: tuple[DraftNode, ...] = ()
    articles: tuple[DraftArticle, ...] = ()
    statements: tuple[DraftStatement, ...] = ()
    negatives: tuple[Negative, ...] = ()

    def statement(self, id: str) -> DraftStatement:
        """Return the statement ``id``; raises ``InputError`` where there is none."""
        for found in self.statements:
            if found.id == id:
                return found
        raise InputError(
            "extract.draft.unknown-statement",
            Text(f"草案中没有条目 {id}", f"the draft has no statement {id}"),
            mend=Text("请从草案的条目清单中选择", "choose one from the draft's list"),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the draft as plain JSON data, in the vocabulary of the contracts."""
        return self.model_dump(mode="json", exclude={"format"})


def load_draft(path: Path) -> Draft:
    """Read a draft that ``save_draft`` wrote; raises ``InputError`` on anything else."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        raise InputError(
            "extract.draft.unreadable",
            Text(f"{path.name} 不是可读的 YAML", f"{path.name} is not readable YAML"),
            mend=Text("请用 dafeng extract -o 重新生成草案", "make the draft anew with dafeng extract -o"),
            issues=(Issue("extract.draft.unreadable", "error", Text(str(fault), str(fault))),),
        ) from fault
    try:
        return Draft.model_validate(data)
    except ValidationError as fault:
        raise InputError(
            "extract.draft.invalid",
            Text(f"{path.name} 不是有效的草案", f"{path.name} is not a valid draft"),
            mend=Text("请按下列各项改正", "mend what is listed"),
            issues=tuple(_issues(fault, path.name)),
        ) from fault


def save_draft(draft: Draft, path: Path) -> None:
    """Write a draft in one step: whoever reads meanwhile sees the old file or the new one, never half."""
    text = yaml.dump(
        draft.model_dump(mode="json"), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110
    )
    write_whole(path, text)


def write_whole(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` through a temporary file beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def accept(draft: Draft, id: str) -> Draft:
    """Mark a statement as reviewed and right."""
    return _replace(draft, id, {"status": "reviewed"})


def reject(draft: Draft, id: str) -> Draft:
    """Mark a statement as none; it stays in the draft and out of the plan."""
    return _replace(draft, id, {"status": "rejected"})


def reset(draft: Draft, id: str) -> Draft:
    """Take a verdict back."""
    return _replace(draft, id, {"status": "extracted"})


def correct(draft: Draft, id: str, **fields: Any) -> Draft:
    """Replace fields of a statement and mark it reviewed; raises ``InputError`` naming each bad field."""
    unknown = sorted(set(fields) - set(CORRECTABLE))
    if unknown:
        raise InputError(
            "extract.draft.unknown-field",
            Text(
                f"不能改的字段：{'、'.join(unknown)}",
                f"fields that cannot be corrected: {', '.join(unknown)}",
            ),
            mend=Text(f"可改：{'、'.join(CORRECTABLE)}", f"these can: {', '.join(CORRECTABLE)}"),
        )
    return _replace(draft, id, {**fields, "status": "reviewed"})


def _replace(draft: Draft, id: str, fields: dict[str, Any]) -> Draft:
    old = draft.statement(id)
    try:
        new = DraftStatement.model_validate({**old.model_dump(), **fields})
    except ValidationError as fault:
        raise InputError(
            "extract.draft.bad-field",
            Text(f"条目 {id} 的更正无效", f"the correction of statement {id} is not valid"),
            mend=Text("请改正下列各项，其余内容保留", "mend what is listed; the rest is kept"),
            issues=tuple(_issues(fault, None)),
        ) from fault
    return draft.model_copy(update={"statements": tuple(new if s.id == id else s for s in draft.statements)})


def _issues(fault: ValidationError, file: str | None) -> Iterator[Issue]:
    for error in fault.errors(include_url=False):
        where = ".".join(str(part) for part in error["loc"])
        yield Issue(
            "extract.draft.bad-field",
            "error",
            Text(f"字段 {where} 不合要求", f"field {where} is not valid"),
            file=file,
            where=where,
            got=repr(error.get("input"))[:80],
            wanted=error["msg"],
        )


def to_plan(draft: Draft) -> Plan:
    """Turn the statements that were not rejected into a plan that loads.

    Scope words become scopes of their own whose regions a person still has to name; repeats hang below the
    statement that they repeat.
    """
    kept = [s for s in draft.statements if s.status != "rejected"]
    ids = {s.id for s in kept}
    scopes = {word: f"scope_{n}" for n, word in enumerate(dict.fromkeys(s.scope or "全域" for s in kept), 1)}
    numbers = _article_ids(draft)
    return Plan(
        id=draft.id,
        document=Document(
            title=Words(zh=draft.document.title, en=draft.document.title),
            number=draft.document.number,
            issuers=draft.document.issuers,
            issue_year=draft.document.issue_year,
            text_sha256=draft.document.text_sha256,
            text_chars=draft.document.text_chars,
        ),
        scopes=tuple(Scope(id=id, name=Words(zh=word, en=word), regions=()) for word, id in scopes.items()),
        articles=tuple(_to_article(a, numbers[n]) for n, a in enumerate(draft.articles)),
        statements=tuple(
            _to_statement(s, scopes[s.scope or "全域"], [r for r in kept if r.repeats == s.id])
            for s in kept
            if s.repeats not in ids
        ),
    )


def _article_ids(draft: Draft) -> list[str]:
    """Return an id for every article: its printed number where that is unique, else its place."""
    printed = [a.number_as_printed for a in draft.articles]
    return [p if p and printed.count(p) == 1 else f"A{n}" for n, p in enumerate(printed, 1)]


def _to_article(article: DraftArticle, number: str) -> Article:
    title = article.title or number
    return Article(
        number=number,
        part=article.part,
        section=article.section,
        title=Words(zh=title, en=title),
        summary=Words(zh=title, en=title),
        span=article.span,
    )


def _to_statement(found: DraftStatement, scope: str, repeats: list[DraftStatement]) -> Statement:
    return Statement(
        id=found.id,
        article=found.id.rpartition(".")[0],
        kind=found.kind,
        subject=Words(zh=found.subject, en=found.subject),
        indicator=found.indicator,
        op=found.op,
        value=found.value,
        unit=found.unit,
        years=found.years,
        baseline=found.baseline,
        scope=scope,
        strength=found.strength,
        tolerance=None,
        evidence=_to_evidence(found),
        repeats=tuple(_to_evidence(r) for r in repeats),
        status=found.status,
    )


def _to_evidence(found: DraftStatement) -> Evidence:
    return Evidence(
        span=found.evidence.span,
        sentence_sha256=found.evidence.sentence_sha256,
        value_span=found.value_span,
    )
