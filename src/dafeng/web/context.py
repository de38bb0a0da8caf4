"""What every page's template sees."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dafeng.web.board import current
from dafeng.web.facts import facts_of
from dafeng.web.guard import is_local
from dafeng.web.middleware import lang_of

_NAV = (
    "overview",
    "statements",
    "articles",
    "regions",
    "bodies",
    "data",
    "decisions",
    "compare",
    "findings",
    "review",
)
_DETAILS = {
    "statement": "statements",
    "statement_rows": "statements",
    "article": "articles",
    "body": "bodies",
    "decision": "decisions",
    "region": "regions",
    "table": "data",
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return language, plan, navigation and the address of this page in the other language."""
    lang = lang_of(request)
    board = current()
    match = request.resolver_match
    here = (match.url_name or "") if match else ""
    other = request.GET.copy()
    other["lang"] = "en" if lang == "zh" else "zh"
    nav = [name for name in _NAV if name != "review" or is_local(request)]
    return {
        "lang": lang,
        "html_lang": "zh-CN" if lang == "zh" else "en",
        "other_lang": other["lang"],
        "other_lang_url": f"{request.path if request.method == 'GET' else '/'}?{other.urlencode()}",
        "board": board,
        "facts": facts_of(request),
        "plan": board.plan,
        "today": board.today(),
        "choices_fault": board.overlay.fault.say(lang) if board.overlay.fault else "",
        "assets": settings.DAFENG_ASSETS,
        "here_url": request.get_full_path(),
        "params": request.GET,
        "nav": nav,
        "nav_here": _DETAILS.get(here, here.split("_")[0]),
    }
