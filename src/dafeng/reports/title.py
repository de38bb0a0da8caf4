"""Titles of Chinese documents in lines: words are not torn, the lines make a trapezoid or a diamond."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

__all__ = ["lines_of"]

# Words of titles of plans and reports; a title is broken between them, not inside them.

_CLINGS_BACK = "》）”、，。的和与及号年"
_CLINGS_ON = "《（“"
_TORN = 40.0  # what it costs to end a line inside a run of unknown characters
_BALLAST = 1.0


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of words, numbers and single characters: a title is broken between them."""
    words = files("dafeng.reports").joinpath("title_words.txt").read_text(encoding="utf-8").split()
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile("|".join([*longest_first, r"[A-Za-z0-9〔〕+.%]+年?", "."]))


def lines_of(words: str, *, width: int) -> list[str]:
    """Return a title in as few lines of at most ``width`` characters as it takes.

    >>> lines_of("关于2026年《某市城乡建设领域碳达峰实施方案》贯彻落实情况的报告", width=20)
    ['关于2026年《某市城乡建设领域碳达峰', '实施方案》贯彻落实情况的报告']
    >>> lines_of("短标题", width=20)
    ['短标题']
    """
    tokens = _tokens(words)
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    total = sum(_width(t) for t in tokens)
    count = max(1, -(-int(total + 0.999) // width))
    ideal = total / count
    for end in range(1, len(tokens) + 1):
        for start in range(end - 1, -1, -1):
            line = "".join(tokens[start:end])
            if _width(line) > width and end - start > 1:
                break
            if start not in best:
                continue
            cost = best[start][0] + (_width(line) - ideal) ** 2 * _BALLAST + width
            if end < len(tokens) and len(tokens[end - 1]) == 1 and len(tokens[end]) == 1:
                cost += _TORN
            if end not in best or cost < best[end][0]:
                best[end] = (cost, [*best[start][1], end])
    ends = best[len(tokens)][1]
    starts = [0, *ends][: len(ends)]
    return ["".join(tokens[a:b]) for a, b in zip(starts, ends, strict=True)]


def _tokens(words: str) -> list[str]:
    """Return the parts that lines can end behind."""
    found: list[str] = []
    on = ""
    for token in _token().findall(words):
        if token in _CLINGS_ON:
            on += token
        elif found and token in _CLINGS_BACK and not on:
            found[-1] += token
        else:
            found.append(on + token)
            on = ""
    return [*found, on] if on else found


def _width(words: str) -> float:
    """Return the width in characters; letters and digits are half as wide."""
    return sum(0.5 if c.isascii() else 1.0 for c in words)
