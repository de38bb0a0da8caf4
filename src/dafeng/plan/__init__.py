"""The plan as data: load, save, lint, compare, decide, and bind to the official text."""

from dafeng.plan.catalogue import Definition, Indicator, catalogue
from dafeng.plan.compare import Comparison, chain, compare, compare_chain
from dafeng.plan.evidence import attach_text, sentence_hash, text_hash
from dafeng.plan.lint import lint
from dafeng.plan.load import available, dump, load, parse, save
from dafeng.plan.model import (
    Article,
    Baseline,
    Body,
    Decision,
    Document,
    Duty,
    Evidence,
    Option,
    Plan,
    Region,
    Scope,
    Source,
    Statement,
    Words,
    Years,
)
from dafeng.plan.revise import Choice, read_choices, with_choices, write_choices
from dafeng.plan.schema import json_schema

__all__ = [
    "Article",
    "Baseline",
    "Body",
    "Choice",
    "Comparison",
    "Decision",
    "Definition",
    "Document",
    "Duty",
    "Evidence",
    "Indicator",
    "Option",
    "Plan",
    "Region",
    "Scope",
    "Source",
    "Statement",
    "Words",
    "Years",
    "attach_text",
    "available",
    "catalogue",
    "chain",
    "compare",
    "compare_chain",
    "dump",
    "json_schema",
    "lint",
    "load",
    "parse",
    "read_choices",
    "save",
    "sentence_hash",
    "text_hash",
    "with_choices",
    "write_choices",
]
