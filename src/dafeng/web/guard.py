"""Who may change things: until there are accounts, only a person at the machine that runs the server."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_PROXY_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST")
_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
View = Callable[..., HttpResponse]


def is_local(request: HttpRequest) -> bool:
    """Return whether the request comes from this machine, by this machine's name, and through no proxy.

    The name is checked so that a foreign page cannot reach the server under its own name (DNS rebinding).
    """
    try:
        loopback = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    host = request.META.get("HTTP_HOST", "")
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    return loopback and name in _LOCAL_NAMES and not any(key in request.META for key in _PROXY_HEADERS)


def local_only(view: View) -> View:
    """Refuse, with a page that says why, everybody who is not at this machine."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_local(request):
            return view(request, *args, **kwargs)
        words = {"title": "error.forbidden", "text": "error.loopback_text", "code": 403}
        return render(request, "dafeng/error.html", words, status=403)

    return guarded
