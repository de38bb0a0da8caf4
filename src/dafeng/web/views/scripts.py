"""The script that draws the charts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dafeng.web.chart_bundle import bundle, version

_YEAR_S = 365 * 24 * 3600


def charts(request: HttpRequest) -> HttpResponse:
    """Return the script; browsers keep it, since its address changes when it does."""
    made = bundle()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        made.packed if packed else made.plain, content_type="text/javascript; charset=utf-8"
    )
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    if request.GET.get("v") == version():
        response["Cache-Control"] = f"public, max-age={_YEAR_S}, immutable"
    return response
