"""Open questions: what is assumed, what the bureau chose, and the form with which it chooses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dafeng.base import InputError
from dafeng.plan import Decision
from dafeng.web import choices
from dafeng.web.board import Board, current
from dafeng.web.guard import is_local, local_only
from dafeng.web.middleware import lang_of

_STALE = 409
_REFUSED = 422


def row(board: Board, decision: Decision) -> dict[str, Any]:
    """Return what the pages need of a decision: itself, whether the bureau chose, and what the plan says.

    The plan's reason speaks for the plan's reading only: a choice of another one without a reason has none.
    """
    printed = next(d for d in board.printed.decisions if d.id == decision.id)
    taken = decision.id in board.overlay.taken
    unreasoned = taken and decision.chosen != printed.chosen and decision.reason == printed.reason
    return {"decision": decision, "taken": taken, "printed": printed, "unreasoned": unreasoned}


def index(request: HttpRequest) -> HttpResponse:
    """List what the text leaves open, what is assumed, and why."""
    board = current()
    rows = [row(board, d) for d in board.plan.decisions]
    return render(
        request,
        "dafeng/decisions.html",
        {"rows": rows, "n_taken": len(board.overlay.taken), "editable": _editable(request, board)},
    )


def _editable(request: HttpRequest, board: Board) -> bool:
    """Return whether the person at the screen can choose."""
    return board.chooses and is_local(request)


def detail(request: HttpRequest, id: str) -> HttpResponse:
    """Show one open question, with the form to choose where that is possible."""
    return _detail(request, id)


def _detail(request: HttpRequest, id: str, error: InputError | None = None) -> HttpResponse:
    board, lang = current(), lang_of(request)
    found = _find(board, id)
    entry = row(board, found)
    order = list(board.questions)
    at = order.index(id)
    sent = request.POST if error else None
    default = {
        "chosen": found.chosen,
        "by": found.decided_by or "",
        "reason": found.reason.say(lang) if entry["taken"] and not entry["unreasoned"] else "",
    }
    context = {
        "row": entry,
        "values": {key: sent.get(key, "") for key in default} if sent is not None else default,
        "seen": choices.stamp(choices.place(board.workspace)),
        "editable": _editable(request, board),
        "error": error.say(lang) if error else "",
        "limits": {"by": choices.NAME_LIMIT, "reason": choices.REASON_LIMIT},
        "statements": [s for s in board.statements if found in board.plan.decisions_on(s.id)],
        "previous": order[at - 1] if at else None,
        "next": order[at + 1] if at + 1 < len(order) else None,
    }
    status = 200
    if error:
        status = _STALE if error.code == "web-choice-stale" else _REFUSED
    return render(request, "dafeng/decision.html", context, status=status)


def _find(board: Board, id: str) -> Decision:
    """Return a decision, or answer 404."""
    found = next((d for d in board.plan.decisions if d.id == id), None)
    if found is None:
        raise Http404(id)
    return found


@local_only
@require_POST
def choose(request: HttpRequest, id: str) -> HttpResponse:
    """Keep the bureau's choice, or go back to what the plan says."""
    board = current()
    decision = _find(board, id)
    if not board.chooses:
        raise Http404(id)
    sent = {key: request.POST.get(key, "").strip() for key in ("chosen", "by", "reason")}
    try:
        choice = None
        if request.POST.get("action") != "reset":
            choice = choices.read_form(decision, **sent, today=board.today())
        seen = request.POST.get("seen", "")
        choices.choose(board.printed, board.workspace, choice, decision, seen=seen)
    except InputError as error:
        return _detail(request, id, error)
    return redirect(f"{reverse('decision', args=[id])}#chosen")
