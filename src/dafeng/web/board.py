"""What the pages show: one plan, the workspace it belongs to, and the relations between its parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from django import conf
from django.utils import timezone

from dafeng.base import Lang
from dafeng.base.workspace import CONFIG_NAME, Workspace
from dafeng.plan.load import load
from dafeng.plan.model import Article, Body, Plan, Statement, Words
from dafeng.web.relatives import Relative, comparison

GOALS = "G"


def natural(key: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that counts: goals first, then 2 before 10.

    >>> sorted(["10.1", "2.1", "G.1"], key=natural)
    ['G.1', '2.1', '10.1']
    """
    parts = re.findall(r"\d+|[^\d.]+", key)
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts)


def _local_today() -> date:
    """Return today's date in the plan's country."""
    return timezone.localdate()


@dataclass(frozen=True)
class Board:
    """One plan in one workspace."""

    plan: Plan
    workspace: Workspace
    today: Callable[[], date] = field(default=_local_today)

    @property
    def lang(self) -> Lang:
        """Return the language that the workspace starts with."""
        return self.workspace.lang

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Return the statements that count, in the order of their numbers; rejected ones are left out."""
        kept = [s for s in self.plan.statements if s.status != "rejected"]
        return tuple(sorted(kept, key=lambda s: natural(s.id)))

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Return the articles by their printed number."""
        return {a.number: a for a in self.plan.articles}

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """Return the bodies by id."""
        return {b.id: b for b in self.plan.bodies}

    @cached_property
    def scopes(self) -> dict[str, Words]:
        """Return the names of scopes by id."""
        return {s.id: s.name for s in self.plan.scopes}

    @cached_property
    def comparison(self) -> tuple[Relative, ...]:
        """Return the comparison with the parent plans, made once."""
        return comparison(self.plan)

    def body_name(self, id: str, lang: Lang) -> str:
        """Return the name of a body; its id where the plan has no entry for it."""
        found = self.bodies.get(id)
        return found.name.say(lang) if found else id

    def scope_name(self, id: str, lang: Lang) -> str:
        """Return the name of a scope; its id where the plan has no entry for it."""
        found = self.scopes.get(id)
        return found.say(lang) if found else id

    def bodies_of(self, statement: Statement) -> tuple[str, ...]:
        """Return the bodies in charge: the statement's own, else those of its article."""
        if statement.bodies is not None:
            return statement.bodies
        article = self.articles.get(statement.article)
        return article.bodies if article else ()

    def implementers_of(self, statement: Statement) -> tuple[str, ...]:
        """Return the bodies that carry the statement out."""
        article = self.articles.get(statement.article)
        return article.implementers if article else ()

    def of_article(self, number: str) -> tuple[Statement, ...]:
        """Return the statements of an article."""
        return tuple(s for s in self.statements if s.article == number)


def open_board(root: Path, plan: str, *, lang: Lang = "zh") -> Board:
    """Load ``plan`` for the workspace folder ``root``; a folder without settings is taken as it is."""
    if (root / CONFIG_NAME).is_file():
        return Board(plan=load(plan), workspace=Workspace.open(root))
    return Board(plan=load(plan), workspace=Workspace(root=root, plan=plan, lang=lang))


def current() -> Board:
    """Return the board that this process serves."""
    board: Board = conf.settings.DAFENG_BOARD
    return board
