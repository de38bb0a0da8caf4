"""Faults of the numbering: what is missing, repeated, out of order, or written in two styles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.base import Issue, Text
from dafeng.extract.reading_docx_numbering import chinese_number

__all__ = ["heading_faults"]

_N = "一二三四五六七八九十百零〇"
_HEADING = re.compile(
    rf"^[ \t\u3000\ufeff]*(?:(?P<chapter>第[{_N}]{{1,5}}[章编])"
    rf"|(?P<clause>第(?:[{_N}]{{1,5}}|\d{{1,3}})条)(?=[ \u3000\t])"
    rf"|(?P<part>[{_N}]{{1,4}} ?[、.．])|(?P<section>[（(][{_N}]{{1,4}}[）)])"
    r"|(?P<item>\d{1,3} ?[.．、](?! ?\d)))",
    re.M,
)
_NUMERALS = {chinese_number(n): n for n in range(1, 400)}
_NAMES = {"chapter": ("章", "chapter"), "clause": ("条", "article"), "part": ("大标题", "heading")}
_NAMES |= {"section": ("小标题", "sub-heading"), "item": ("条目", "item")}
_RESETS = {"chapter": ("part", "section", "item"), "part": ("section",)}


@dataclass(frozen=True, slots=True)
class _Heading:
    level: str
    number: int
    printed: str
    style: str
    span: tuple[int, int]


def heading_faults(text: str) -> Iterator[Issue]:
    """Yield gaps, repeats and reversals of numbers, and levels whose numbers come in two styles."""
    headings = list(_headings(text))
    last: dict[str, int] = {}
    first_seen = {heading.level for heading in headings}
    for heading in headings:
        before = last.get(heading.level, 0)
        if heading.number != 1 and heading.number != before + 1:
            if not before and heading.level == "item" and "clause" in first_seen:
                continue  # a number inside an article's wording, not a list
            yield _jump(heading, before)
        last[heading.level] = heading.number
        for lower in _RESETS.get(heading.level, ()):
            if lower != "item":
                last.pop(lower, None)
    yield from _styles(headings)


def _headings(text: str) -> Iterator[_Heading]:
    for found in _HEADING.finditer(text):
        level = str(found.lastgroup)
        printed = found.group(level)
        digits = re.sub(r"[^\d" + _N + "]", "", printed)
        number = (
            int(digits)
            if digits.isdecimal() and digits.isascii()
            else _NUMERALS.get(digits.replace("〇", "零"))
        )
        if number is None:
            continue
        style = re.sub(r"[\d" + _N + r"\s]", "", printed)
        yield _Heading(level, number, printed.strip(), style, found.span(level))


def _jump(heading: _Heading, before: int) -> Issue:
    zh, en = _NAMES[heading.level]
    if heading.number > before:
        absent = ", ".join(str(number) for number in range(before + 1, min(heading.number, before + 6)))
        code = (
            "text.heading-missing"
            if heading.level in ("part", "section", "chapter")
            else "text.article-missing"
        )
        return Issue(
            code,
            "warning",
            Text(f"{zh}编号缺第 {absent}", f"{en} {absent} is missing from the numbering"),
            where=heading.printed,
            got=f"{before or '-'} → {heading.number}",
            wanted=str(before + 1),
            mend=Text(
                "核对是漏了内容还是编号跳号，并补上", "check whether words were dropped or a number skipped"
            ),
            span=heading.span,
        )
    return Issue(
        "text.article-order",
        "warning",
        Text(f"{zh}编号重复或倒退", f"the number of this {en} repeats or goes back"),
        where=heading.printed,
        got=f"{before} → {heading.number}",
        wanted=str(before + 1),
        mend=Text("核对编号", "check the numbers"),
        span=heading.span,
    )


def _styles(headings: list[_Heading]) -> Iterator[Issue]:
    for level, (zh, en) in _NAMES.items():
        styles = Counter(heading.style for heading in headings if heading.level == level)
        if len(styles) < 2:
            continue
        usual = styles.most_common(1)[0][0]
        odd = next(heading for heading in headings if heading.level == level and heading.style != usual)
        yield Issue(
            "text.style-mixed",
            "info",
            Text(f"{zh}编号的写法前后不一", f"the numbers of this level ({en}) are written in two styles"),
            where=odd.printed,
            got="  ".join(f"{style} ×{count}" for style, count in styles.most_common()),
            mend=Text(
                "统一为一种写法（公文用全角）", "use one style throughout (full width in official documents)"
            ),
            span=odd.span,
        )
