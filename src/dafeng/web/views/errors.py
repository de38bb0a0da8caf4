"""Pages for what goes wrong, in the look of the others, and the sign of life."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """Return the error page."""
    words = {"title": title, "text": text, "code": status}
    return render(request, "dafeng/error.html", words, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the page does not exist (404)."""
    return _page(request, 404, "error.not_found", "error.not_found_text")


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the page could not be made (500)."""
    return _page(request, 500, "error.server", "error.server_text")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request cannot be read (400); plain, since the host itself may be the fault."""
    return HttpResponse(
        "400 请求无法识别 / bad request\n", status=400, content_type="text/plain; charset=utf-8"
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that did not come from a page of this server (403)."""
    return _page(request, 403, "error.forbidden", "error.csrf_text")


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the server answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
