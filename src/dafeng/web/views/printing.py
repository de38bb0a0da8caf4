"""The style of printed pages that names the document and counts the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dafeng.web.board import current
from dafeng.web.middleware import lang_of

_PAGE = {
    "zh": '"第 " counter(page) " 页，共 " counter(pages) " 页"',
    "en": '"page " counter(page) " of " counter(pages)',
}


def style(request: HttpRequest) -> HttpResponse:
    """Return the margin boxes of printed pages: the document from the second page on, and page numbers."""
    board, lang = current(), lang_of(request)
    document = board.plan.document
    name = " · ".join(part for part in (document.title.say(lang), document.number) if part)
    font = 'font: 8pt "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #444;'
    css = (
        f"@page {{ @top-left {{ content: {_quoted(name)}; {font} }}\n"
        f"@bottom-right {{ content: {_PAGE[lang]}; {font} }} }}\n"
        "@page :first { @top-left { content: none; } }\n"
    )
    return HttpResponse(css, content_type="text/css; charset=utf-8")


def _quoted(text: str) -> str:
    """Return ``text`` as a CSS string; whatever could end it is written as a code point."""
    return (
        '"'
        + "".join(c if c.isalnum() or c in " ·〔〕（）《》“”、，-" else f"\\{ord(c):x} " for c in text)
        + '"'
    )
