"""Faults of the plan and, where it is attached, of its text: what a page shows, and for which article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dafeng.base import InputError, Issue, Lang
from dafeng.extract.draft import Draft
from dafeng.plan import lint
from dafeng.web import texts, words
from dafeng.web.board import GOALS, Board

_STATEMENT = re.compile(r"(?:^|(?<=[,\s]))([^\s,.]{1,8})\.\d+(?=$|,)")
_ARTICLES = re.compile(r"^articles? (\S+?)(?:–(\S+))?$")
_PRINTED = re.compile(r"^(\d+)\.?$")
_PAIR_CODES = ("lint-conflict", "text.conflict")
_SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Finding:
    """One fault: ``articles`` it lies in, ``ids`` of the plan's statements it names, ``of`` plan or text."""

    issue: Issue
    articles: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    of: str = "plan"

    @property
    def got(self) -> str:
        """Return what was found; the name of a rule is left out, since it says nothing to a reader."""
        return "" if self.issue.code in _PAIR_CODES else self.issue.got or ""

    def place(self, lang: Lang) -> str:
        """Return where the fault lies, in words; empty where it has no article."""
        names = [
            words.say("articles.one", lang, number=n) if n != GOALS else words.say("articles.goals", lang)
            for n in self.articles
        ]
        if names:
            return ("、" if lang == "zh" else ", ").join(names)
        return "" if self.of == "plan" else words.say("findings.of_text", lang)


@dataclass(frozen=True)
class Findings:
    """All faults; ``text`` says whether the text was checked too, ``fault`` why it could not be."""

    all: tuple[Finding, ...]
    text: bool
    fault: InputError | None = None

    def of(self, article: str) -> list[Finding]:
        """Return the faults of an article."""
        return [found for found in self.all if article in found.articles]


def findings(board: Board) -> Findings:
    """Return the faults of the plan, then those of its attached text; the graver ones first in each."""
    plan = [_of_plan(issue) for issue in lint(board.plan)]
    plan.sort(key=lambda found: _SEVERITIES.index(found.issue.severity))
    try:
        text = texts.attached(board)
        return Findings((*plan, *(_text_faults(text) if text else ())), text is not None)
    except InputError as fault:
        return Findings(tuple(plan), text=False, fault=fault)


@lru_cache(maxsize=4)
def _text_faults(text: str) -> tuple[Finding, ...]:
    """Return the faults of a text; they are kept, since the text seldom changes."""
    from dafeng.extract import extract_text, lint_text  # rules load when needed

    draft = extract_text(text)
    found = [_of_text(issue, draft) for issue in lint_text(draft, text)]
    return tuple(sorted(found, key=lambda one: _SEVERITIES.index(one.issue.severity)))


def _of_plan(issue: Issue) -> Finding:
    """Return a fault of the plan with the articles that its place names."""
    where = issue.where or ""
    if match := _ARTICLES.match(where):
        return Finding(issue, tuple(part for part in match.groups() if part))
    ids = tuple(match.group(0) for match in _STATEMENT.finditer(where))
    return Finding(issue, tuple(dict.fromkeys(id.rpartition(".")[0] for id in ids)), ids)


def _of_text(issue: Issue, draft: Draft) -> Finding:
    """Return a fault of the text with its articles, by their printed numbers."""
    where = issue.where or ""
    if match := _PRINTED.match(where):
        return Finding(issue, (match[1],), of="text")
    named = [match[1] for match in _STATEMENT.finditer(where)]
    if not named and issue.span and issue.got:
        named = [
            article.number_as_printed
            for article in draft.articles
            if article.number_as_printed and article.span[0] <= issue.span[0] < article.span[1]
        ][:1]
    return Finding(issue, tuple(dict.fromkeys(named)), of="text")
