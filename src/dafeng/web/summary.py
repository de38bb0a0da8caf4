"""The numbers of the overview: deadlines, counts by kind and force, the countdown to the next report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from dafeng.base import Lang
from dafeng.indicators.formulas import tables_needed
from dafeng.plan.model import Kind, Plan, Statement, Strength
from dafeng.web.attention import attention, grouped
from dafeng.web.board import Board, natural
from dafeng.web.filings import grid, reporting_year
from dafeng.web.region_map import draw
from dafeng.web.verdicts import tally

if TYPE_CHECKING:
    from dafeng.web.results import Results

KINDS: tuple[str, ...] = get_args(Kind)
STRENGTHS: tuple[str, ...] = get_args(Strength)
CALLS = 12
"""So many statements that need attention stand on the overview; the list has them all."""
LONG = 5
"""From so many statements on a deadline has a column of its own on the overview."""


@dataclass(frozen=True)
class Deadline:
    """The statements that fall due at the end of one year; ``months`` are left from today, 0 if past."""

    year: int
    statements: tuple[Statement, ...]
    months: int

    @property
    def past(self) -> bool:
        """Return whether the deadline has passed."""
        return self.months < 0

    @property
    def whole_years(self) -> int:
        """Return the whole years that are left."""
        return max(self.months, 0) // 12

    @property
    def rest_months(self) -> int:
        """Return the months that are left beyond whole years."""
        return max(self.months, 0) % 12


@dataclass(frozen=True)
class Due:
    """The next day on which a yearly report is due."""

    day: date
    days: int
    article: str


def deadlines(statements: tuple[Statement, ...], today: date) -> list[Deadline]:
    """Group the statements that have a deadline by its year."""
    groups: dict[int, list[Statement]] = {}
    for statement in statements:
        years = statement.years
        if years and years.type == "deadline" and years.year is not None:
            groups.setdefault(years.year, []).append(statement)
    return [Deadline(year, tuple(groups[year]), _months_to_end(year, today)) for year in sorted(groups)]


def _months_to_end(year: int, today: date) -> int:
    """Return the whole months from today to the end of ``year``; negative once the year has passed."""
    return -1 if today.year > year else (year - today.year) * 12 + 12 - today.month


def next_due(plan: Plan, today: date) -> Due | None:
    """Return the next day on which something yearly is due, from the plan's duties and yearly statements."""
    days = [(d.due, d.article) for d in plan.duties if d.due]
    days += [
        (s.years.due, s.article)
        for s in plan.statements
        if s.years and s.years.type == "yearly" and s.years.due
    ]
    found = sorted((_next(due, today), article) for due, article in days)
    if not found:
        return None
    day, article = found[0]
    return Due(day=day, days=(day - today).days, article=article)


def _next(due: str, today: date) -> date:
    """Return the first day ``MM-DD`` on or after today (29 February counts as the 28th)."""
    month, day = (int(part) for part in due.split("-"))
    for year in (today.year, today.year + 1):
        last = 28 if (month, day) == (2, 29) else day
        found = date(year, month, last)
        if found >= today:
            return found
    raise AssertionError("a yearly day comes within two years")


def cross(statements: tuple[Statement, ...]) -> dict[str, Any]:
    """Count statements by kind (rows) and force (columns), leaving out what is empty."""
    counts = Counter((s.kind, s.strength) for s in statements)
    columns = [name for name in STRENGTHS if any(counts[kind, name] for kind in KINDS)]  # type: ignore[index]
    rows = []
    for kind in KINDS:
        total = sum(n for (k, _), n in counts.items() if k == kind)
        if total:
            cells = [{"strength": name, "n": counts[kind, name]} for name in columns]  # type: ignore[index]
            rows.append({"kind": kind, "cells": cells, "total": total})
    totals = [sum(n for (_, s), n in counts.items() if s == name) for name in columns]
    return {"columns": columns, "rows": rows, "totals": totals, "total": len(statements)}


def by_article(board: Board, results: Results) -> list[dict[str, Any]]:
    """Return every article that has judged statements, with the tally of their states."""
    judged = {s.target: s for s in results.statuses}
    rows = []
    for number in sorted({s.article for s in board.statements}, key=natural):
        found = tally(judged[s.id] for s in board.of_article(number) if s.id in judged)
        if found.total:
            rows.append({"number": number, "article": board.articles.get(number), "tally": found})
    return rows


def office(board: Board, results: Results, lang: Lang) -> dict[str, Any]:
    """Return what the overview shows of the facts: states, map, what needs attention, reports."""
    calls = attention(board, results)
    per_region = {region: tally(found) for region, found in results.by_region.items()}
    filed = grid(board.plan, results, reporting_year(results), needed=tables_needed(board.plan))
    return {
        "states": tally(results.statuses),
        "by_article": by_article(board, results),
        "calls": calls,
        "call_groups": grouped(calls.items, CALLS),
        "map": draw(board.plan, per_region, lang),
        "filed": filed,
        "provisional": sum(s.provisional for s in results.statuses),
    }


def overview(board: Board, today: date) -> dict[str, Any]:
    """Return what the overview shows of the plan itself."""
    items = board.statements
    standing = Counter(s.years.type for s in items if s.years and s.years.type != "deadline")
    per_body = Counter(b for s in items for b in board.bodies_of(s))
    top = per_body.most_common(8)
    due = deadlines(items, today)
    return {
        "long_deadlines": [d for d in due if len(d.statements) >= LONG],
        "short_deadlines": [d for d in due if len(d.statements) < LONG],
        "due": next_due(board.plan, today),
        "cross": cross(items),
        "standing": sorted(standing.items(), key=lambda pair: -pair[1]),
        "top_bodies": [{"id": id, "n": n} for id, n in top],
        "top_most": top[0][1] if top else 1,
        "n_articles": sum(a.number.isdecimal() for a in board.plan.articles),
        "n_statements": len(items),
        "n_quantified": sum(s.quantified for s in items),
        "n_bodies": len(board.plan.bodies),
        "n_decisions": len(board.plan.decisions),
    }
