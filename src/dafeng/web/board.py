"""What the pages show: one plan, the workspace it belongs to, and the relations between its parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from django import conf
from django.utils import timezone

from dafeng.base import Lang
from dafeng.base.workspace import CONFIG_NAME, Workspace
from dafeng.plan.load import load
from dafeng.plan.model import Article, Body, Plan, Statement, Words
from dafeng.web import choices
from dafeng.web.relatives import Relative, comparison
from dafeng.web.results import Reported, Results, load_reported, results_of

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
    """One plan in one workspace.

    ``plan`` is ``printed`` with the choices that the bureau took; ``stamp`` names the file that holds them.
    """

    printed: Plan
    workspace: Workspace
    today: Callable[[], date] = field(default=_local_today)
    stamp: str = ""
    source: Callable[[Workspace], Reported | None] = field(default=load_reported)

    @property
    def results(self) -> Results | None:
        """Return what the records say under the choices that are in force; None where there are no records.

        Raises ``InputError`` where the records cannot be used.
        """
        reported = self.source(self.workspace)
        if reported is None:
            return None
        return results_of(self.plan, reported, choices=self.stamp, today=self.today())

    @cached_property
    def overlay(self) -> choices.Overlay:
        """Return the choices of the workspace."""
        return choices.overlay(self.printed, self.workspace)

    @property
    def plan(self) -> Plan:
        """Return the plan with the choices of the workspace."""
        return self.overlay.plan

    @property
    def chooses(self) -> bool:
        """Return whether the workspace can keep choices for this plan."""
        return self.printed.id == self.workspace.plan

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
    def questions(self) -> dict[str, int]:
        """Return the place of each open question in the list of all, counted from 1."""
        return {d.id: n for n, d in enumerate(self.plan.decisions, 1)}

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

    def issuer_name(self, name: str, lang: Lang) -> str:
        """Return the name of an issuer in ``lang`` where the plan lists it as a body; else as printed."""
        found = next((b for b in self.plan.bodies if name in (b.name.zh, *b.aliases)), None)
        return name if lang == "zh" or found is None else found.name.say(lang)

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
    printed = load(plan)
    if (root / CONFIG_NAME).is_file():
        workspace = Workspace.open(root)
    else:
        workspace = Workspace(root=root, plan=printed.id, lang=lang)
    return Board(printed=printed, workspace=workspace, stamp=choices.stamp(choices.place(workspace)))


def current() -> Board:
    """Return the board that this process serves, with the choices that the workspace holds now."""
    board: Board = conf.settings.DAFENG_BOARD
    stamp = choices.stamp(choices.place(board.workspace))
    if stamp != board.stamp:
        board = replace(board, stamp=stamp)
        conf.settings.DAFENG_BOARD = board
    return board
