"""From a policy text to a draft plan, every number with its span; no language model, rules as data."""

from dafeng.extract.draft import (
    Draft,
    DraftArticle,
    DraftStatement,
    Negative,
    accept,
    correct,
    load_draft,
    reject,
    reset,
    save_draft,
    to_plan,
)
from dafeng.extract.lint_text import lint_text
from dafeng.extract.pipeline import extract_file, extract_text, lint_file
from dafeng.extract.reading import Canonical, read_document

__all__ = [
    "Canonical",
    "Draft",
    "DraftArticle",
    "DraftStatement",
    "Negative",
    "accept",
    "correct",
    "extract_file",
    "extract_text",
    "lint_file",
    "lint_text",
    "load_draft",
    "read_document",
    "reject",
    "reset",
    "save_draft",
    "to_plan",
]
