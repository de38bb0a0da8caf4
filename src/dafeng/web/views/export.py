"""Every table of every page as a workbook: made as for the screen, then read from there."""

from __future__ import annotations

import copy
import re
from urllib.parse import quote, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve

from dafeng.web import words
from dafeng.web.board import current
from dafeng.web.middleware import lang_of
from dafeng.web.page_tables import tables_of
from dafeng.web.workbook import MEDIA_TYPE, Sheet, write_workbook

PAGES = frozenset(
    (
        "overview",
        "statements",
        "statement",
        "articles",
        "article",
        "regions",
        "region",
        "bodies",
        "body",
        "data",
        "decisions",
        "decision",
        "compare",
        "findings",
    )
)
ALL_ROWS = "dafeng_all_rows"


def page(request: HttpRequest) -> HttpResponse:
    """Return the tables of the page that ``?page=`` names, one sheet each."""
    wanted = urlsplit(request.GET.get("page", ""))
    if wanted.scheme or wanted.netloc:
        raise Http404(wanted.geturl())
    try:
        match = resolve(wanted.path)
    except Resolver404 as error:
        raise Http404(wanted.path) from error
    if match.url_name not in PAGES:
        raise Http404(wanted.path)
    inner = copy.copy(request)
    inner.method = "GET"
    inner.path = inner.path_info = wanted.path
    query = QueryDict(wanted.query, mutable=True)
    inner.GET = query  # type: ignore[assignment]
    inner.resolver_match = match
    setattr(inner, ALL_ROWS, True)
    answer = match.func(inner, *match.args, **match.kwargs)
    if answer.status_code != 200:
        raise Http404(wanted.path)
    lang = lang_of(request)
    html = answer.content.decode(answer.charset)
    found = tables_of(html) or [Sheet(words.say("site.none", lang), (), ())]
    title = re.search(r"<title>([^<·]*)", html)
    return attachment(found, f"{current().plan.id} {title[1].strip() if title else match.url_name}")


def attachment(sheets: list[Sheet], name: str) -> HttpResponse:
    """Return a workbook to save under ``name``."""
    response = HttpResponse(write_workbook(sheets), content_type=MEDIA_TYPE)
    safe = re.sub(r'[\\/:*?"<>|\x00-\x1f&;]+', " ", name).strip()[:80]
    response["Content-Disposition"] = (
        f"attachment; filename=\"dafeng.xlsx\"; filename*=UTF-8''{quote(safe)}.xlsx"
    )
    return response
