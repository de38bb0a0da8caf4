"""From each quantified statement to what it rests on and where it is shown: the links, and a page of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dafeng.base import Text
from dafeng.indicators.examples import Example, examples
from dafeng.indicators.formulas import formulas
from dafeng.indicators.judging import areas_of, demand
from dafeng.indicators.measure import judging_variant
from dafeng.indicators.rules import rule_of
from dafeng.plan import Plan
from dafeng.plan.model import Statement
from dafeng.records.schema import tables

__all__ = ["Trail", "trails", "trails_page"]

_STATES = ("met", "missed", "not_reported")


@dataclass(frozen=True, slots=True)
class Trail:
    """The links of one statement: article, indicator, what judges it, tables, examples, page, report.

    ``judged_by`` is the variant or ``rows``; ``formula`` says it as SQL. ``page`` is the path on the board,
    ``report_row`` what its card in the annex of the yearly report begins with.
    """

    article: str
    statement: str
    subject: Text
    indicator: str | None
    judged_by: str | None
    formula: str
    variants: tuple[str, ...]
    tables: tuple[str, ...]
    examples: tuple[str, ...]
    page: str
    report_row: str
    lacking: tuple[str, ...]
    """The links that are missing: words such as ``formula`` or ``example missed``."""


def trails(plan: Plan) -> tuple[Trail, ...]:
    """Return the links of every quantified statement of ``plan``, in the order of the plan."""
    given = examples(plan.id)
    return tuple(_trail(plan, statement, given) for statement in plan.quantified())


def trails_page(plan: Plan) -> str:
    """Return the links of ``plan`` as a page in Markdown."""
    lines = [
        "# From article to report: what every quantified statement rests on",
        "",
        f"{plan.document.title.en} (`{plan.id}`). Made by `dafeng.indicators.traceability.trails_page`;"
        " a test walks every link.",
        "",
        "An example is a case in the folder `examples` of the plan. The page is its path on the board;"
        " the row is that of the annexes of the yearly report and of the assessment workbook.",
        "",
        "| article | statement | indicator | judged by | other variants | tables | examples | page | row |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for trail in trails(plan):
        others = [v for v in trail.variants if v != trail.judged_by]
        cells = [
            trail.article,
            f"{trail.statement} {trail.subject.zh}",
            f"`{trail.indicator}`",
            f"{trail.judged_by}: `{trail.formula.replace('|', '/')}`",
            ", ".join(others),
            ", ".join(f"{tables()[name].title.zh} `{name}`" for name in trail.tables),
            ", ".join(trail.examples),
            f"`{trail.page}`",
            trail.report_row,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _trail(plan: Plan, statement: Statement, given: Iterable[Example]) -> Trail:
    """Return the links of one statement, and which of them are missing."""
    wanted = demand(plan, statement, areas_of(plan))
    formula = formulas().get(statement.indicator or "")
    variant = judging_variant(formula, wanted) if formula is not None else None
    rule = rule_of(plan, wanted)
    mine = [example for example in given if example.statement == statement.id]
    states = {example.expect["status"] for example in mine}
    names: tuple[str, ...]
    if rule is not None:
        judged_by, words, names = "rows", rule.words, (rule.table,)
    elif variant is not None:
        judged_by, words, names = variant.id, variant.words(), variant.tables
    else:
        judged_by, words, names = "", "", ()
    found = {
        "article": any(article.number == statement.article for article in plan.articles)
        or statement.article == "G",
        "indicator": statement.indicator is not None,
        "formula": bool(words),
        "tables": bool(names) and all(name in tables() for name in names),
        **{f"example {state}": state in states for state in _STATES},
    }
    return Trail(
        article=statement.article,
        statement=statement.id,
        subject=Text(statement.subject.zh, statement.subject.en),
        indicator=statement.indicator,
        judged_by=judged_by or None,
        formula=words,
        variants=tuple(v.id for v in formula.variants) if formula is not None else (),
        tables=names,
        examples=tuple(example.case for example in mine),
        page=f"/statements/{statement.id}/",
        report_row=statement.id,
        lacking=tuple(name for name, there in found.items() if not there),
    )
