"""Faults of the writing: punctuation of the wrong width, brackets left open, sentences that break off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.base import Issue, Text

__all__ = ["form_faults"]

_HAN = "\u4e00-\u9fff"
_ASCII = re.compile(
    rf"(?<=[{_HAN}％%）)”》])[,;:!?](?=[{_HAN}\d“《（(\n\r]|$)|(?<=[0-9A-Za-z])[,;:!?](?=[{_HAN}“《])"
)
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_MOST = 5
_PAIRS = {
    "）": "（",
    ")": "（",
    "》": "《",
    "”": "“",
    "】": "【",
    "〕": "〔",
    "」": "「",
    "』": "『",
    "]": "[",
}
_OPEN = {
    "（": "（",
    "(": "（",
    "《": "《",
    "“": "“",
    "【": "【",
    "〔": "〔",
    "「": "「",
    "『": "『",
    "[": "[",
}
_MARK = re.compile("[（(《“【〔「『\\[）)》”】〕」』\\]\n]")
_ENUMERATION = re.compile(r"(?:^|[\s；;。，,：:])(?:\d{1,2}|[a-zA-Z])$")
_FINAL = tuple("。；：！？.;:!?）)”》】〕」…")


def form_faults(text: str) -> Iterator[Issue]:
    """Yield findings about punctuation, brackets and broken sentences."""
    yield from _punctuation(text)
    yield from _brackets(text)
    yield from _broken(text)


def _punctuation(text: str) -> Iterator[Issue]:
    places = list(_ASCII.finditer(text))
    mend = Text("改为全角标点", "use full-width punctuation")
    if len(places) > _MOST:
        yield Issue(
            "text.punctuation",
            "info",
            Text(f"中文中有半角标点 {len(places)} 处", f"{len(places)} half-width marks within Chinese text"),
            got=" ".join(sorted({place.group() for place in places})),
            mend=mend,
            span=places[0].span(),
        )
        return
    for place in places:
        yield Issue(
            "text.punctuation",
            "info",
            Text("中文中有半角标点", "a half-width mark within Chinese text"),
            got=text[max(0, place.start() - 4) : place.end() + 4].strip(),
            wanted=_WIDE[place.group()],
            mend=mend,
            span=place.span(),
        )


def _brackets(text: str) -> Iterator[Issue]:
    """Match brackets within a paragraph; a printed line that ends without a full stop goes on in the next."""
    stack: list[tuple[str, int]] = []
    for found in _MARK.finditer(text):
        mark, at = found.group(), found.start()
        if mark == "\n":
            if _ends(text, at):
                yield from (_unclosed(text, opened) for _, opened in stack)
                stack = []
        elif mark in _OPEN:
            stack.append((mark, at))
        elif stack and _OPEN[stack[-1][0]] == _PAIRS[mark]:
            opening, opened = stack.pop()
            if (opening in "（(") and ((opening == "(") != (mark == ")")):
                yield Issue(
                    "text.bracket-mixed",
                    "info",
                    Text(
                        "括号一半全角、一半半角",
                        "a bracket opens full-width and closes half-width, or the reverse",
                    ),
                    got=text[opened : at + 1][:40],
                    mend=Text("两端用同一种括号", "use one kind on both sides"),
                    span=(opened, at + 1),
                )
        elif not (mark in "）)" and _ENUMERATION.search(text[max(0, at - 4) : at])):
            yield Issue(
                "text.bracket",
                "warning",
                Text("多出一个后括号或后引号", "a bracket or quotation mark closes that never opened"),
                got=text[max(0, at - 12) : at + 1],
                mend=Text("补上前一半或删去", "add the other half or drop it"),
                span=(at, at + 1),
            )
    yield from (_unclosed(text, opened) for _, opened in stack)


def _ends(text: str, at: int) -> bool:
    """Say whether a paragraph ends at this line break: a final mark before it, or an empty line after it."""
    return text[max(0, at - 20) : at].rstrip()[-1:] in _FINAL or text[at + 1 : at + 2] in ("", "\n", "\r")


def _unclosed(text: str, at: int) -> Issue:
    return Issue(
        "text.bracket",
        "warning",
        Text("括号或引号没有闭合", "a bracket or quotation mark is never closed"),
        got=text[at : at + 16].strip(),
        mend=Text("补上后一半", "close it"),
        span=(at, at + 1),
    )


def _broken(text: str) -> Iterator[Issue]:
    """Yield long paragraphs that end in mid-sentence, and paragraphs that begin with a mark."""
    start = 0
    ended = True
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        last = start + len(body)
        if len(body) > 60 and "。" in body and "\t" not in body and not body.endswith(_FINAL):
            yield Issue(
                "text.sentence-broken",
                "warning",
                Text(
                    "段落没有句末标点，句子可能不完整",
                    "the paragraph ends without a mark; the sentence may be cut",
                ),
                got=body[-16:],
                mend=Text("补全句子", "complete the sentence"),
                span=(last - 1, last),
            )
        head = body.lstrip(" \u3000\t")
        if ended and head[:1] in ("，", "。", "、", "；", "："):
            yield Issue(
                "text.sentence-broken",
                "warning",
                Text(
                    "段落以标点开头，前面的文字可能缺失",
                    "the paragraph begins with a mark; words may be lost",
                ),
                got=head[:16],
                mend=Text("补全句子", "complete the sentence"),
                span=(last - len(head), last - len(head) + 1),
            )
        ended = not body or body.endswith(_FINAL)
        start += len(line)
