"""What every answer goes through: the language asked for, and headers that allow nothing foreign."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dafeng.base import InputError, Lang
from dafeng.web.board import current

Answer = Callable[[HttpRequest], HttpResponse]
COOKIE = "dafeng_lang"
_YEAR_S = 365 * 24 * 3600

CSP = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def headers(get_response: Answer) -> Answer:
    """Put the security headers on every answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-cache, private")
        return response

    return answer


def language(get_response: Answer) -> Answer:
    """Take the language from ``?lang=``, else the cookie, else the workspace; keep a choice in the cookie."""

    def answer(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang")
        lang = _lang(asked) or _lang(request.COOKIES.get(COOKIE)) or current().lang
        request.dafeng_lang = lang  # type: ignore[attr-defined]
        response = get_response(request)
        if _lang(asked):
            response.set_cookie(COOKIE, str(asked), max_age=_YEAR_S, samesite="Lax", httponly=True)
        return response

    return answer


class UnusableInput:
    """Show an ``InputError`` that a page did not expect, such as a broken draft file, in its own words."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the page does."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that says what cannot be used and how to mend it; None for other exceptions."""
        if not isinstance(exception, InputError):
            return None
        words = {
            "title": "error.unusable",
            "text": "error.unusable_text",
            "detail": exception.say(lang_of(request)),
            "code": 422,
        }
        return render(request, "dafeng/error.html", words, status=422)


def _lang(value: str | None) -> Lang | None:
    """Return the language that ``value`` names."""
    match value:
        case "zh":
            return "zh"
        case "en":
            return "en"
    return None


def lang_of(request: HttpRequest) -> Lang:
    """Return the language of a request; the workspace's where an error came before it was known."""
    lang: Lang = getattr(request, "dafeng_lang", None) or current().lang
    return lang
