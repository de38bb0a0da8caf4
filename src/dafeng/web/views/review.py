"""Review of extracted drafts, on this machine only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from dafeng.web.guard import local_only


@local_only
def index(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


upload = draft = decide = make_plan = index
