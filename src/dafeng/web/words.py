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
