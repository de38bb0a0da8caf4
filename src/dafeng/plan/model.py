"""The plan as data: what a plan folder holds, as frozen validated objects.

Words and ids follow the contracts: one list of statements, of which targets, rules and duties are views.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StringConstraints

Kind = Literal[
    "target",
    "planning_limit",
    "obligation_threshold",
    "baseline_relative_change",
    "reporting_deadline",
    "status",
    "qualitative_implied_100",
    "qualitative",
]
Op = Literal[">=", ">", "<=", "<", "=", "about", "range"]
Strength = Literal["mandatory", "strive", "in_principle", "encourage", "promote"]
YearsType = Literal["deadline", "from", "always", "yearly", "period", "as_of"]
Relation = Literal["percent", "percentage_point", "from_value"]
ReviewStatus = Literal["extracted", "reviewed", "rejected"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Span = tuple[int, int]
Number = StrictInt | StrictFloat


class Record(BaseModel):
    """Base of all plan objects: immutable, unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


R = TypeVar("R", bound=Record)


class Words(Record):
    """One text in Chinese and in English."""

    zh: str
    en: str

    def say(self, lang: str) -> str:
        """Return the words in ``lang``."""
        return self.zh if lang == "zh" else self.en


class Years(Record):
    """When a statement holds: a deadline, from a year on, always, every year, a period, or as of a year.

    ``due`` is the day of the year (MM-DD) of a yearly duty. ``inferred`` says that the year is not printed
    in the statement's own sentence.
    """

    type: YearsType
    year: int | None = None
    start: int | None = None
    end: int | None = None
    due: str | None = None
    inferred: bool = False


class Baseline(Record):
    """What a change is measured against; ``year`` is null when none is printed."""

    year: int | None = None
    relation: Relation
    reference: str | None = None
    value: Number | tuple[Number, Number] | None = None


class Evidence(Record):
    """Where a statement stands in the canonical text: offsets (hints) and the hash of its sentence.

    ``text`` is filled only when the words are at hand; it is never written into the repository.
    """

    span: Span
    sentence_sha256: Sha256
    value_span: Span | None = None
    text: str | None = None


class Rule(Record):
    """Which rows of a reported table a statement binds, and what they must do, as SQL conditions.

    ``{value}`` stands for the statement's value; ``{y}`` for the year that is judged. ``year`` is the year
    that a row counts for, by its stage; null: every year.
    """

    table: str
    applies: str
    keeps: str
    year: str | None = None


class Statement(Record):
    """One promise, limit, threshold, duty or report of a plan."""

    id: str
    article: str
    kind: Kind
    subject: Words
    indicator: str | None = None
    op: Op | None = None
    value: Number | tuple[Number, Number] | None = None
    unit: str | None = None
    years: Years | None = None
    baseline: Baseline | None = None
    scope: str
    strength: Strength | None = "mandatory"
    tolerance: Number | None = Field(default=None, description="half-width of `about`, in the unit")
    implied: bool = Field(default=False, description="the number is not written, a word implies it")
    evidence: Evidence | None = Field(
        default=None, description="null only for parent plans, whose canonical text is not at hand"
    )
    clause: str | None = Field(default=None, description="clause or section as printed in a parent plan")
    repeats: tuple[Evidence, ...] = ()
    bodies: tuple[str, ...] | None = Field(
        default=None, description="bodies of this statement alone; null: those of its article"
    )
    rule: Rule | None = Field(
        default=None, description="how rows are judged, where the figure alone does not say"
    )
    status: ReviewStatus = "extracted"
    note: Words | None = None

    @property
    def quantified(self) -> bool:
        """Whether the statement carries a value."""
        return self.value is not None


class Article(Record):
    """One article as printed. ``number`` is the printed number (``"12"``); ``title`` its printed heading."""

    number: str
    part: str | None = None
    section: str | None = None
    title: Words
    summary: Words
    span: Span | None = Field(
        default=None, description="null only for parent plans, whose canonical text is not at hand"
    )
    bodies: tuple[str, ...] = ()
    bodies_as_written: tuple[str, ...] = ()
    implementers: tuple[str, ...] = ()
    implementers_from: str | None = Field(default=None, description="article that declared the implementers")
    note: Words | None = None


class Body(Record):
    """An organisation with duties, and every name the text or practice gives it."""

    id: str
    name: Words
    aliases: tuple[str, ...] = ()
    level: Literal["state", "region", "league", "banner", "other"]
    note: Words | None = None


class Region(Record):
    """A node of the tree of jurisdictions; rows of tables belong to leaves."""

    id: str
    parent: str | None = None
    level: str
    code: str | None = None
    code_kind: str | None = None
    name: Words
    seat: str | None = None
    longitude_deg: float | None = Field(default=None, ge=-180, le=180, description="of the seat, WGS 84")
    latitude_deg: float | None = Field(default=None, ge=-90, le=90, description="of the seat, WGS 84")
    reports: bool = False
    leaf: bool = False
    aliases: tuple[str, ...] = ()
    note: Words | None = None


class Scope(Record):
    """A named set of leaf regions and settlement kinds that the text's scope words mean."""

    id: str
    name: Words
    regions: tuple[str, ...]
    settlement: tuple[str, ...] = ()
    decision: str | None = None
    note: Words | None = None


class Duty(Record):
    """A reporting or working duty: who owes what to whom by when."""

    id: str
    article: str
    who: tuple[str, ...]
    to: tuple[str, ...] = ()
    what: Words
    due: str | None = Field(default=None, description="MM-DD of every year")
    statement: str | None = None


class Effect(Record):
    """What choosing an option changes in the judgement of the decision's statements and scopes.

    ``op``, ``value`` and ``tolerance`` replace the statement's; ``judged`` false shows it without a verdict;
    ``judged_from`` is the first year that is judged; ``since`` the first year of a sum; ``baseline``
    ``earliest`` takes the earliest reported year where the baseline year has no value; ``regions`` and
    ``settlement`` replace those of the decision's scopes; ``statements`` limits the effect to some of the
    decision's.
    """

    op: Op | None = None
    value: Number | None = None
    tolerance: Number | None = None
    judged: bool | None = None
    judged_from: int | None = None
    since: int | None = None
    baseline: Literal["earliest"] | None = None
    regions: tuple[str, ...] | None = None
    settlement: tuple[str, ...] | None = None
    statements: tuple[str, ...] | None = None


class Option(Record):
    """One possible reading of what the text leaves open; ``effect`` is what it changes in the judgement."""

    id: str
    label: Words
    effect: Effect | None = None


class Decision(Record):
    """What the text leaves open, what was chosen, and why; the bureau can change ``chosen``."""

    id: str
    issue: str | None = Field(default=None, description="number of the ambiguity in the annotation, e.g. A10")
    open: Words
    options: tuple[Option, ...]
    chosen: str
    reason: Words
    statements: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    decided_by: str | None = None
    decided_on: date | None = None


class Source(Record):
    """Where a figure of a document comes from."""

    title: str
    number: str | None = None
    clause: str | None = None
    basis: str
    note: str | None = None


class Document(Record):
    """The official document that the plan is."""

    title: Words
    number: str | None = None
    issuers: tuple[str, ...] = ()
    issue_date: date | None = None
    issue_year: int | None = None
    basis: tuple[str, ...] = ()
    text_sha256: Sha256 | None = None
    text_chars: int | None = None
    level: str = "league"
    source: Source | None = None


class Plan(Record):
    """A whole plan."""

    format: str = "dafeng-plan/1"
    id: str
    document: Document
    parents: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    scopes: tuple[Scope, ...] = ()
    bodies: tuple[Body, ...] = ()
    articles: tuple[Article, ...] = ()
    statements: tuple[Statement, ...] = ()
    duties: tuple[Duty, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def statement(self, id: str) -> Statement:
        """Return the statement ``id``; raises ``KeyError`` where there is none."""
        return _one(self.statements, id, "id")

    def article(self, number: str) -> Article:
        """Return the article printed with ``number``; raises ``KeyError`` where there is none."""
        return _one(self.articles, number, "number")

    def body(self, id: str) -> Body:
        """Return the body ``id``; raises ``KeyError`` where there is none."""
        return _one(self.bodies, id, "id")

    def scope(self, id: str) -> Scope:
        """Return the scope ``id``; raises ``KeyError`` where there is none."""
        return _one(self.scopes, id, "id")

    def region(self, id: str) -> Region:
        """Return the region ``id``; raises ``KeyError`` where there is none."""
        return _one(self.regions, id, "id")

    def quantified(self) -> tuple[Statement, ...]:
        """Return the statements that carry a value."""
        return tuple(s for s in self.statements if s.quantified)

    def decisions_on(self, statement: str) -> tuple[Decision, ...]:
        """Return the decisions that bear on a statement: named by it, its article or its scope."""
        found = self.statement(statement)
        return tuple(
            d
            for d in self.decisions
            if statement in d.statements or found.article in d.articles or found.scope in d.scopes
        )


def _one(items: Iterable[R], key: str, field: str) -> R:
    """Return the first of ``items`` whose ``field`` is ``key``."""
    for item in items:
        if getattr(item, field) == key:
            return item
    raise KeyError(key)
