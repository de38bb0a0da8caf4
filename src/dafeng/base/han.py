"""Traditional characters to simplified ones, one for one, so that offsets into the text stay true."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["simplify"]


@cache
def _table() -> dict[int, str]:
    """Read the two aligned lines of ``han_simplify.txt`` once."""
    content = files("dafeng.base").joinpath("han_simplify.txt").read_text(encoding="utf-8")
    traditional, simplified = (line for line in content.splitlines() if not line.startswith("#"))
    return {ord(old): new for old, new in zip(traditional, simplified, strict=True)}


def simplify(text: str) -> str:
    """Return ``text`` with every traditional character in its simplified form; the length never changes.

    Only characters change, not words (計畫 becomes 计画, not 计划). A character that has several simplified
    forms takes the most usual one. Characters that simplified writing uses itself (里, 后, 面, 乾, 著) stay.

    >>> simplify("綠色建築占比達到35%以上")
    '绿色建筑占比达到35%以上'
    """
    return text if text.isascii() else text.translate(_table())
