"""Lint of a policy text: what its own words leave open, get wrong, or say twice.

It works on the canonical text and the draft made from it, and knows no plan: every finding follows from the
text itself, from the lists of usual names in ``rules/`` and from the pairs in ``plan/conflicts.yaml``.
"""

from __future__ import annotations

from dafeng.base import Issue
from dafeng.extract.draft import Draft
from dafeng.extract.lint_bodies import body_faults
from dafeng.extract.lint_figures import figure_faults
from dafeng.extract.lint_form import form_faults
from dafeng.extract.lint_headings import heading_faults
from dafeng.extract.lint_words import word_faults

__all__ = ["lint_text"]


def lint_text(draft: Draft, text: str) -> list[Issue]:
    """Return the findings about a text in the order of their places; codes are ``text.*``.

    ``text`` is the canonical text that the draft's offsets refer to.
    """
    found = [
        *heading_faults(text),
        *form_faults(text),
        *body_faults(draft, text),
        *figure_faults(draft, text),
        *word_faults(draft, text),
    ]
    names = [issue.span for issue in found if issue.code.startswith("text.body") and issue.span]
    found = [issue for issue in found if issue.code != "text.term-drift" or not _overlaps(issue, names)]
    return sorted(dict.fromkeys(found), key=lambda issue: (issue.span or (0, 0), issue.code))


def _overlaps(issue: Issue, spans: list[tuple[int, int]]) -> bool:
    return issue.span is not None and any(
        start < issue.span[1] and issue.span[0] < end for start, end in spans
    )
