"""The plan beside its parents, and the faults of its text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dafeng.web.board import current
from dafeng.web.relatives import faults


def index(request: HttpRequest) -> HttpResponse:
    """Show target by target what the parent plans ask for."""
    board = current()
    rows = board.comparison
    parent = request.GET.get("parent", "")
    verdict = request.GET.get("verdict", "")
    parents = list({row.parent.id: row.parent for row in rows}.values())
    verdicts = sorted({row.row.verdict for row in rows})
    kept = [r for r in rows if parent in ("", r.parent.id) and verdict in ("", r.row.verdict)]
    context = {"rows": kept, "parents": parents, "verdicts": verdicts, "parent": parent, "verdict": verdict}
    return render(request, "dafeng/compare.html", context)


def findings(request: HttpRequest) -> HttpResponse:
    """List the faults of the plan's text."""
    return render(request, "dafeng/findings.html", {"issues": faults(current().plan)})
