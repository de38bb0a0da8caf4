"""What the parent plans ask for, and the faults of the text, from the plan's room."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.base import Issue, Lang
from dafeng.plan import Comparison, Plan, Statement, chain, compare_chain, lint
from dafeng.web import figures


@dataclass(frozen=True)
class Relative:
    """One row of the comparison with both statements at hand."""

    row: Comparison
    ours: Statement | None
    theirs: Statement | None
    parent: Plan

    def ours_in_words(self, lang: Lang) -> str:
        """Return this plan's figure in words."""
        return figures.plain(self.ours, lang) if self.ours else figures.DASH

    def theirs_in_words(self, lang: Lang) -> str:
        """Return the parent's figure in words."""
        return figures.plain(self.theirs, lang) if self.theirs else figures.DASH


def comparison(plan: Plan) -> tuple[Relative, ...]:
    """Return every row of the comparison with the parents."""
    parents = {parent.id: parent for parent in chain(plan)}
    mine = {s.id: s for s in plan.statements}
    by_parent = {id: {s.id: s for s in parent.statements} for id, parent in parents.items()}
    return tuple(
        Relative(
            row,
            mine.get(row.statement or ""),
            by_parent[row.parent].get(row.parent_statement or ""),
            parents[row.parent],
        )
        for row in compare_chain(plan)
    )


def faults(plan: Plan) -> list[Issue]:
    """Return the faults of the plan's text."""
    return lint(plan)
