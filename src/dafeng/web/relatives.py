"""What the parent plans ask for, and the faults of the text, from the plan's room."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.base import Issue
from dafeng.plan.model import Plan, Statement


@dataclass(frozen=True)
class Relative:
    """One statement beside the same requirement of a parent plan."""

    parent: str
    verdict: str
    ours: Statement | None
    theirs: Statement | None


def comparison(plan: Plan) -> list[Relative]:
    """Return every pair of the comparison."""
    return []


def relatives(plan: Plan, statement: Statement) -> list[Relative]:
    """Return the pairs of one statement."""
    return [row for row in comparison(plan) if row.ours and row.ours.id == statement.id]


def faults(plan: Plan) -> tuple[Issue, ...]:
    """Return the faults of the plan's text."""
    return ()
