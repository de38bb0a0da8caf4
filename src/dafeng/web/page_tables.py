"""The tables of a page as sheets: read from its HTML, so that every table exports just as it is shown.

A cell with ``data-v`` is a number (or an ISO date) with the unit ``data-u``; a cell of class ``num`` whose
text is a plain number is a number; everything else is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser

from dafeng.web.workbook import Cell, Sheet, Value

__all__ = ["tables_of"]

_PLAIN = re.compile(r"[-−]?\d+(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BLOCKS = frozenset(("p", "li", "br", "div", "dt", "dd"))
_UNSEEN = frozenset(("script", "style", "select", "textarea", "title"))
_VOID = frozenset(("br", "input", "img", "meta", "link", "hr", "rect", "path", "line", "circle"))


@dataclass
class _Table:
    title: str
    heads: list[str] = field(default_factory=list)
    rows: list[list[Value]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collect the tables of a page, each named by the heading above it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._table: _Table | None = None
        self._row: list[Value] = []
        self._all_heads = True
        self._in_head = False
        self._cell: dict[str, str] | None = None
        self._tag = ""
        self._words: list[str] = []
        self._heading: list[str] | None = None
        self._title = ""
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if self._unseen:
            if tag not in _VOID:
                self._unseen.append(tag)
            return
        if tag in _UNSEEN or "unsaid" in classes:
            if tag not in _VOID:
                self._unseen.append(tag)
        elif tag in ("h1", "h2", "h3") and self._table is None:
            self._heading = []
        elif tag == "table" and "unsaid" not in classes:
            self._table = _Table(self._title)
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr":
            self._row, self._all_heads = [], True
        elif tag in ("td", "th") and self._table is not None:
            self._cell, self._tag, self._words = given, tag, []
            self._all_heads = self._all_heads and tag == "th"
        elif tag in _BLOCKS or (tag == "span" and "under" in classes):
            self._words.append("\n")
        elif tag == "a":
            self._words.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            if tag in self._unseen:
                while self._unseen.pop() != tag:
                    continue
            return
        if tag in ("h1", "h2", "h3") and self._heading is not None:
            self._title, self._heading = _tidy(self._heading), None
        elif tag in ("td", "th") and self._cell is not None:
            self._row += [_value(self._cell, _tidy(self._words)), *[None] * (_span(self._cell) - 1)]
            self._cell = None
        elif tag == "tr" and self._table is not None and self._row:
            if self._in_head and not self._table.heads:
                self._table.heads = ["" if value is None else str(value) for value in self._row]
            else:
                self._table.rows.append(self._row)
        elif tag == "thead":
            self._in_head = False
        elif tag == "table" and self._table is not None:
            if self._table.rows:
                self.tables.append(self._table)
            self._table = None

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._cell is not None:
            self._words.append(data)
        elif self._heading is not None:
            self._heading.append(data)


def _tidy(parts: list[str]) -> str:
    """Return words with single spaces, one line a block."""
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _span(given: dict[str, str]) -> int:
    """Return how many columns a cell takes."""
    return max(1, int(given["colspan"])) if given.get("colspan", "").isdecimal() else 1


def _value(given: dict[str, str], text: str) -> Value:
    """Return the value of a cell."""
    if raw := given.get("data-v", ""):
        return date.fromisoformat(raw) if _DAY.fullmatch(raw) else Cell(float(raw), given.get("data-u", ""))
    if "num" in given.get("class", "").split() and _PLAIN.fullmatch(text):
        number = float(text.replace("−", "-"))
        return int(number) if number.is_integer() and "." not in text else number
    return text


def tables_of(html: str) -> list[Sheet]:
    """Return the tables of a page, in order; none where it has none.

    >>> tables_of("<h1>A</h1><table><tr><th>x</th><td class='num'>12</td></tr></table>")[0].rows
    [['x', 12]]
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [Sheet(found.title, found.heads, found.rows) for found in reader.tables]
