"""The text of a web page: blocks as lines, table rows as lines with cells parted by a tab."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from dafeng.base import Issue, Text
from dafeng.extract.reading_text import decode_text

__all__ = ["read_html"]

_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{2,20})", re.I)
_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8"}
_NAMES |= {"utf8": "utf-8", "x-gbk": "gb18030", "big5-hkscs": "big5hkscs"}
_RAW = frozenset({"script", "style", "textarea", "title"})  # no tags inside: only the end tag ends them
_DROPPED = _RAW | {"nav", "noscript", "template", "svg", "iframe", "object", "select", "button"}
_BLOCKS = frozenset(
    {"blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "html", "hr", "p", "pre"}
)
_BLOCKS |= {
    "address",
    "article",
    "aside",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "main",
    "section",
}
_BLOCKS |= {
    "fieldset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ol",
    "ul",
    "table",
    "tbody",
    "tfoot",
    "thead",
}
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_START = re.compile(r"\bstart\s?=\s?[\"']?(\d{1,6})\b", re.I)
_HUGE = re.compile(r"&#[0-9]{8,};?")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE_BREAK = re.compile(
    "(?<=[\u3001-\u9fff\uff00-\uffef])[ \t]{0,40}\n[ \t\n]{0,80}(?=[\u3001-\u9fff\uff00-\uffef])"
)
_RAISED = str.maketrans("23", "²³")


def read_html(raw: bytes, *, file: str) -> tuple[str, str, list[Issue]]:
    """Return the text, the encoding and notes. Scripts, styles, navigation and form controls are left out.

    The declared charset counts where the bytes fit it, with gb2312 and gbk read as GB18030.
    """
    source, encoding, notes = _decode(raw, file)
    page = _Page()
    for token in _tokens(source):
        page.take(token)
    if page.skipping == "nav":
        notes.append(
            Issue(
                code="extract.read.unclosed",
                severity="warning",
                message=Text(
                    "导航区没有结束标记，其后的文字已略去",
                    "the nav element is never closed; the rest is left out",
                ),
                file=file,
                got="<nav>",
                wanted="</nav>",
            )
        )
    return page.text(), encoding, notes


def _decode(raw: bytes, file: str) -> tuple[str, str, list[Issue]]:
    found = _META.search(raw[:8192])
    declared = _NAMES.get(found.group(1).decode("ascii").lower()) if found else None
    if declared == "big5hkscs":  # the only one that the bytes alone may leave open
        try:
            return raw.decode(declared), declared, []
        except UnicodeDecodeError:
            pass  # the declaration is wrong: the bytes decide, and the note below says so
    text, encoding, notes = decode_text(raw, file=file)
    if declared and declared != encoding and not raw.isascii():
        notes.append(
            Issue(
                code="extract.read.charset",
                severity="info",
                message=Text(
                    "网页声明的编码与内容不符，已按内容读取", "the declared charset does not fit the bytes"
                ),
                file=file,
                got=declared,
                wanted=encoding,
            )
        )
    return text, encoding, notes


def _tokens(source: str) -> Iterator[str]:
    """Yield tags (beginning with ``<``) and pieces of text (beginning with a NUL) in linear time.

    The standard library's parser looks for the end of a broken tag again and again; this goes forward only.
    """
    at, end = 0, len(source)
    while at < end:
        opening = source.find("<", at)
        if opening < 0:
            opening = end
        if opening > at:
            yield "\0" + source[at:opening]
        if opening == end:
            return
        found = _TAG.match(source, opening)
        if source.startswith("<!--", opening):
            closing = source.find("-->", opening + 4)
            at = end if closing < 0 else closing + 3
        elif found or source.startswith(("<!", "<?"), opening):
            closing = _tag_end(source, opening)
            if closing < 0:  # no tag ends any more: what is left is text
                yield "\0" + source[opening:]
                return
            yield source[opening : closing + 1]
            at = closing + 1
            name = found.group(1).lower() if found and source[opening + 1] != "/" else ""
            if name in _RAW:
                ending = re.compile(f"</{name}", re.I).search(source, at)
                at = ending.start() if ending else end
        else:
            yield "\0<"
            at = opening + 1


def _tag_end(source: str, opening: int) -> int:
    """Return where the tag ends; a ``>`` inside quotes does not end it, unless the quotes stay open."""
    first = closing = source.find(">", opening)
    for _ in range(4):
        if closing < 0:
            break
        inside = source[opening:closing]
        if inside.count('"') % 2 == 0 and inside.count("'") % 2 == 0:
            return closing
        closing = source.find(">", closing + 1)
    return first


class _Page:
    """Collects lines; holds no tree, so that no depth of nesting matters."""

    def __init__(self) -> None:
        self.skipping: str | None = None
        self._same = 0
        self._cells = 0
        self._pre = 0
        self._raised = 0
        self._row_open = False
        self._lists: list[int | None] = []
        self._parts: list[str] = []

    def take(self, token: str) -> None:
        """Take the next tag or piece of text."""
        if token[0] == "\0":
            self._data(unescape(_HUGE.sub("\ufffd", token[1:])))
        elif found := _TAG.match(token):
            name = found.group(1).lower()
            if token[1] == "/":
                self._end(name)
            else:
                self._start(name, token)

    def _start(self, tag: str, token: str) -> None:
        if self.skipping:
            self._same += tag == self.skipping
            return
        if tag in _DROPPED:
            self.skipping, self._same = tag, 1
        elif tag == "br":
            self._break()
        elif tag == "tr":
            self._cells, self._row_open = 0, False
            self._parts.append("\v")
        elif tag in ("td", "th"):
            self._parts.append("\x1f" if self._row_open else "")
            self._row_open = True
            self._cells = 1
        elif tag == "sup":
            self._raised += 1
        elif tag in _BLOCKS:
            self._pre += tag == "pre"
            self._cells = 0 if tag == "table" else self._cells
            self._break()
            self._list(tag, token)

    def _end(self, tag: str) -> None:
        if self.skipping:
            self._same -= tag == self.skipping
            if self._same == 0:
                self.skipping = None
        elif tag in ("td", "th"):
            self._cells = 0
        elif tag == "tr":
            self._row_open = False
            self._parts.append("\v")
        elif tag == "sup":
            self._raised = max(0, self._raised - 1)
        elif tag in _BLOCKS:
            self._pre = max(0, self._pre - (tag == "pre"))
            if tag in ("ol", "ul") and self._lists:
                self._lists.pop()
            self._break()

    def _data(self, data: str) -> None:
        if self.skipping:
            return
        if self._raised and data.strip() in ("2", "3"):
            data = data.translate(_RAISED)
        if self._pre:
            self._parts.append(data.replace("\r\n", "\n").replace("\n", "\v"))
        else:
            self._parts.append(data.replace("\v", " ").replace("\x1f", " "))

    def _break(self) -> None:
        self._parts.append(" " if self._cells else "\v")

    def _list(self, tag: str, token: str) -> None:
        if tag == "ul":
            self._lists.append(None)
        elif tag == "ol":
            start = _START.search(token)
            self._lists.append(int(start.group(1)) if start else 1)
        elif tag == "li" and self._lists and self._lists[-1] is not None:
            self._parts.append(f"{self._lists[-1]}. ")
            self._lists[-1] += 1

    def text(self) -> str:
        """Return the lines; white space is folded as in a browser, and dropped between wide characters."""
        joined = _WIDE_BREAK.sub("", "".join(self._parts).replace("\r", ""))
        lines = []
        for line in joined.split("\v"):
            cells = [_SPACE.sub(" ", cell).strip(" ") for cell in line.split("\x1f")]
            folded = "\t".join(cells).rstrip("\t") if len(cells) > 1 else cells[0]
            if folded:
                lines.append(folded)
        return "\n".join(lines) + "\n" if lines else ""
