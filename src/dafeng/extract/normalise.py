"""The text as the grammar reads it, with the way back to every offset of the canonical text.

Traditional characters become simplified, full-width digits and letters half-width, commas one comma;
white space inside sentences goes, and so do the page marks and line breaks of a printed page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from dafeng.base.han import simplify

_WIDE = {0xFF01 + n: chr(0x21 + n) for n in range(94)}
_SAME = {
    **{code: char for code, char in _WIDE.items() if char not in ",:;?!"},
    **{ord(c): "－" for c in "—–‐‑－"},
    ord("～"): "~", ord("〜"): "~", ord("∼"): "~",
    ord("㎡"): "㎡", ord("²"): "2", 0x2082: "2", ord("³"): "3", ord("·"): "*", ord("•"): "*", ord("⋅"): "*",
    ord(","): "，", ord(";"): "；", ord(":"): "：", ord("﹪"): "%", ord("〇"): "〇",
    ord("　"): " ", ord("\u00a0"): " ", ord("\t"): " ", ord("\r"): "\n", ord("\f"): "\n",
    ord("貳"): "二", ord("〔"): "〔", ord("［"): "[", ord("］"): "]",
}  # fmt: skip
_SPACE = re.compile(r"[ \u2000-\u200b\ufeff]+")
_PAGE = re.compile(
    r"^[ ]*(?:[－\-·*]{1,2} ?\d{1,4} ?[－\-·*]{1,2}|第 ?\d{1,4} ?页(?: ?[，/]? ?共 ?\d{1,4} ?页)?|\d{1,4} ?/ ?\d{1,4})[ ]*$"
)
_END = "。；：！？!?:;”）)】"
_HEAD = re.compile(
    r"^ *(?:第[一二三四五六七八九十百零\d]{1,5}[章节条编]|[一二三四五六七八九十]{1,3} ?、|[(（] ?[一二三四五六七八九十]{1,3} ?[)）]"
    r"|\d{1,2} ?[.、．](?! ?\d)|[(（]\d{1,2}[)）]|注：|附件|附表|表 ?\d|\d{1,2} [一-鿿]{2,12} *$|【|\([^)]{0,4}电话|[一二三四五六七八九十]是)"
)


@dataclass(frozen=True, slots=True)
class Norm:
    """Normalised text and, for each of its characters, the offset of the canonical one it came from."""

    text: str
    origin: tuple[int, ...]
    source: str
    tables: tuple[tuple[int, int], ...]
    page_marks: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the canonical span of the normalised characters ``start`` to ``end``.

        A span that would run over a page mark stops before it.
        """
        if end <= start:
            at = self.origin[start] if start < len(self.origin) else len(self.source)
            return at, at
        first, last = self.origin[start], self.origin[end - 1] + 1
        marks = [mark for mark in self.page_marks if first < mark[0] and mark[1] <= last]
        if marks:
            before = [k for k in range(start, end) if self.origin[k] < marks[0][0]]
            last = self.origin[before[-1]] + 1
        return first, last

    def at(self, offset: int) -> int:
        """Return the first normalised position at or after the canonical ``offset``."""
        k = bisect_right(self.origin, offset)
        return k - 1 if k and self.origin[k - 1] == offset else k


def normalise(source: str) -> Norm:
    """Normalise a canonical text. Linear in its length."""
    folded = simplify(source).translate(_SAME)
    lines = _lines(folded)
    marks = _page_marks(folded, lines)
    wrapped = _is_wrapped(folded, lines, marks)
    tables = _tables(folded, lines) - marks
    width = max((b - a for n, (a, b) in enumerate(lines) if n not in marks), default=0)
    out: list[str] = []
    origin: list[int] = []
    table_spans: list[tuple[int, int]] = []
    previous = ""
    for n, (start, end) in enumerate(lines):
        if n in marks:
            continue
        body = folded[start:end]
        in_table = n in tables
        join = wrapped and not in_table and out and _joins(previous, body, width)
        if out and not join:
            out.append("\n")
            origin.append(start - 1 if start else 0)
        begin = len(out)
        _append(folded, start, end, keep=in_table, tight=wrapped, out=out, origin=origin)
        if in_table:
            table_spans.append((begin, len(out)))
        if body.strip():
            previous = body.strip()
    _thousands(out, origin)
    return Norm(
        "".join(out),
        tuple(origin),
        source,
        tuple(table_spans),
        tuple(lines[n] for n in sorted(marks)),
    )


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for found in re.finditer("\n", text):
        spans.append((start, found.start()))
        start = found.end()
    spans.append((start, len(text)))
    return spans


def _page_marks(text: str, lines: list[tuple[int, int]]) -> set[int]:
    """Return the lines that are page numbers, and the running heads beside them."""
    numbers = {n for n, (a, b) in enumerate(lines) if _PAGE.match(text[a:b]) and b > a}
    if not numbers:
        return set()
    count: dict[str, int] = {}
    for a, b in lines:
        key = text[a:b].strip()
        count[key] = count.get(key, 0) + 1
    near = {m for n in numbers for m in (n - 1, n + 1) if 0 <= m < len(lines)}
    heads = {n for n in near if (key := text[slice(*lines[n])].strip()) and count[key] > 1 and len(key) < 40}
    return numbers | heads


def _is_wrapped(text: str, lines: list[tuple[int, int]], marks: set[int]) -> bool:
    """Say whether lines break where the printed page did, and not where paragraphs end."""
    full = [
        text[a:b].strip()
        for n, (a, b) in enumerate(lines)
        if n not in marks and text[a:b].strip() and _cells(text[a:b]) < 3
    ]
    if len(full) < 5:
        return False
    broken = sum(
        1
        for one, two in pairwise(full)
        if _cells(one) < 3 and len(one) >= 8 and one[-1] not in _END and not _HEAD.match(two) and not _HEAD.match(one[:1])
        and (" " not in one or len(one) > 14) and len(one) < 60
    )  # fmt: skip
    return broken >= (0.2 if marks else 0.3) * len(full)


def _joins(previous: str, line: str, width: int) -> bool:
    """Say whether a line of a printed page goes on with the next; ``width`` is that of the longest line."""
    if not line.strip() or not previous:
        return not line.strip()
    if _HEAD.match(line) or (previous[-1] in ")）" and len(previous) < 0.85 * width):
        return False
    if _HEAD.match(previous) and len(previous) < 14 and previous[-1] not in "，、":
        return False
    return previous[-1] not in "。；：！？" or (len(previous) > 30 and previous[-1] not in "。；：！？")


def _tables(text: str, lines: list[tuple[int, int]]) -> set[int]:
    """Return the lines that are rows of tables: runs of at least two with as many cells as one another."""
    cells = [0 if _PAGE.match(text[a:b]) else _cells(text[a:b]) for a, b in lines]
    found: set[int] = set()
    for n in range(len(lines) - 1):
        if cells[n] >= 3 and abs(cells[n] - cells[n + 1]) <= 1 and cells[n + 1] >= 3:
            found |= {n, n + 1}
    return found


def _cells(line: str) -> int:
    """Count the cells of a line that can be a row of a table; a sentence has none."""
    parts = [p for p in re.split(r"[ |]+", line.strip()) if p]
    plain = re.sub(r"\([^()]{0,30}\)", "", line)
    if len(parts) < 3 or re.search(r"[，。；：]", plain) or any(len(p) > 40 for p in parts):
        return 0
    return len(parts)


def _append(
    text: str, start: int, end: int, *, keep: bool, tight: bool, out: list[str], origin: list[int]
) -> None:
    """Append one line; white space stays between cells, between Latin words and (not ``tight``) digits."""
    position = start
    for found in [*_SPACE.finditer(text, start, end), None]:
        stop = found.start() if found else end
        out.extend(text[position:stop])
        origin.extend(range(position, stop))
        if found is None:
            break
        left = text[found.start() - 1] if found.start() > start else ""
        right = text[found.end()] if found.end() < end else ""
        digits = left.isdigit() and right.isdigit() and not tight
        words = left.isascii() and left.isalpha() and right.isascii() and right.isalpha()
        if left and right and (keep or digits or words):
            out.append(" ")
            origin.append(found.start())
        position = found.end()


def _thousands(out: list[str], origin: list[int]) -> None:
    """Take out the commas inside numbers such as 300,000 (whole groups of three behind one to three digits)."""
    text = "".join(out)
    drop: list[int] = []
    for found in re.finditer(r"(?<![\d.])(?<!\d，)\d{1,3}(?:，\d{3}){1,5}(?![\d])", text):
        drop.extend(k for k in range(found.start(), found.end()) if text[k] == "，")
    if drop:
        gone = set(drop)
        out[:] = [c for k, c in enumerate(out) if k not in gone]
        origin[:] = [at for k, at in enumerate(origin) if k not in gone]
