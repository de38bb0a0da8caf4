"""The words of the pages in Chinese and English.

``say("nav.overview", "en")`` gives one; ``{% w "nav.overview" %}`` does it in a template. A missing key
raises ``KeyError``, and a test reads every template for keys, so that no page shows a bare key.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from dafeng.base import Lang, Text


def _read() -> dict[str, Text]:
    """Read ``words.yaml``: groups of ``key: [Chinese, English]``."""
    raw = yaml.load(files("dafeng.web").joinpath("words.yaml").read_bytes(), Loader=_LOADER)
    return {f"{group}.{key}": Text(*pair) for group, pairs in raw.items() for key, pair in pairs.items()}


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
WORDS: dict[str, Text] = _read()


def say(key: str, lang: Lang, **values: Any) -> str:
    """Return the words of ``key`` in ``lang`` with ``values`` put into their places.

    >>> say("nav.statements", "en")
    'Statements'
    """
    words = WORDS[key].say(lang)
    return words.format(**values) if values else words


def article_words(number: str, lang: Lang) -> str:
    """Return an article's number in words; the goals have a name of their own.

    >>> article_words("12", "zh"), article_words("G", "en")
    ('第 12 条', 'Goals')
    """
    return say("articles.goals", lang) if number == "G" else say("articles.one", lang, number=number)


def number_words(id: str, lang: Lang) -> str:
    """Return a statement's number as it is read: goals by name, all others as printed.

    >>> number_words("G.2", "zh"), number_words("12.1", "zh")
    ('目标 2', '12.1')
    """
    return say("statements.goal", lang, n=id[2:]) if id.startswith("G.") else id


def reason_words(why: str, lang: Lang) -> str:
    """Return the reason for which extraction set a number aside; as extraction says it where it is new.

    >>> reason_words("money", "zh")
    '金额'
    """
    return say(f"aside.{why}", lang) if f"aside.{why}" in WORDS else why
