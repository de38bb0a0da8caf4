"""The plan beside the plans above it, and the faults of plan and text."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dafeng.web.board import current
from dafeng.web.findings import findings as find
from dafeng.web.relatives import VERDICTS, grouped

_NONE = "none"


def index(request: HttpRequest) -> HttpResponse:
    """Show target by target what the plans above ask for, by plan; filtered by plan and verdict."""
    board = current()
    counts = Counter(r.row.verdict for r in board.comparison)
    groups = grouped(board.plan, board.comparison)
    known = {group.parent.id if group.parent else _NONE for group in groups}
    parent, verdict = request.GET.get("parent", ""), request.GET.get("verdict", "")
    parent = parent if parent in known else ""
    verdict = verdict if verdict in VERDICTS else ""
    rows = tuple(r for r in board.comparison if verdict in ("", r.row.verdict))
    shown = [
        group
        for group in grouped(board.plan, rows)
        if parent in ("", group.parent.id if group.parent else _NONE) and (group.rows or not verdict)
    ]
    return render(
        request,
        "dafeng/compare.html",
        {
            "groups": shown,
            "all_groups": groups,
            "counts": [(v, counts[v]) for v in VERDICTS if counts[v]],  # type: ignore[index]
            "n": sum(len(group.rows) for group in shown),
            "parent": parent,
            "verdict": verdict,
        },
    )


def findings(request: HttpRequest) -> HttpResponse:
    """List the faults of the plan and, where its text is attached, of the text."""
    found = find(current())
    groups = [(of, [one for one in found.all if one.of == of]) for of in ("plan", "text")]
    return render(request, "dafeng/findings.html", {"found": found, "groups": groups})
