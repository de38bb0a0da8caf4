"""Overview, articles and bodies."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dafeng.plan.model import Body, Plan
from dafeng.web import summary
from dafeng.web.board import Board, current, natural
from dafeng.web.facts import facts_of
from dafeng.web.findings import findings as find
from dafeng.web.middleware import lang_of


def overview(request: HttpRequest) -> HttpResponse:
    """Show the whole plan on one page: deadlines, kinds, the next report."""
    board = current()
    context = summary.overview(board, board.today())
    results = facts_of(request).results
    if results is not None:
        context |= summary.office(board, results, lang_of(request))
    return render(request, "dafeng/overview.html", context)


def articles(request: HttpRequest) -> HttpResponse:
    """List all articles."""
    board, facts = current(), facts_of(request)
    counts = Counter(s.article for s in board.statements)
    faults = find(board)
    rows = [
        {
            "article": a,
            "count": counts[a.number],
            "faults": len(faults.of(a.number)),
            "tally": facts.tally({s.id for s in board.of_article(a.number)}),
        }
        for a in _sorted_articles(board.plan)
    ]
    return render(request, "dafeng/articles.html", {"rows": rows})


def _sorted_articles(plan: Plan) -> list[Any]:
    """Return the articles in printed order."""
    return sorted(plan.articles, key=lambda a: natural(a.number))


def article(request: HttpRequest, number: str) -> HttpResponse:
    """Show one article: in short, bodies, items, open questions."""
    board = current()
    found = board.articles.get(number)
    if found is None:
        raise Http404(number)
    items = board.of_article(number)
    ids = {s.id for s in items}
    order = [a.number for a in _sorted_articles(board.plan)]
    at = order.index(number)
    return render(
        request,
        "dafeng/article.html",
        {
            "article": found,
            "statements": items,
            "tally": facts_of(request).tally(ids),
            "decisions": [d for d in board.plan.decisions if number in d.articles or ids & set(d.statements)],
            "findings": find(board).of(number),
            "previous": order[at - 1] if at else None,
            "next": order[at + 1] if at + 1 < len(order) else None,
        },
    )


def bodies(request: HttpRequest) -> HttpResponse:
    """List all bodies with the number of their duties."""
    board, facts = current(), facts_of(request)
    rows: list[dict[str, Any]] = [
        {"body": b, **_counts(board, b), "tally": facts.tally(_charge(board, b))} for b in board.plan.bodies
    ]
    rows.sort(key=lambda row: (-row["items"], -row["implements"], row["body"].id))
    return render(request, "dafeng/bodies.html", {"rows": rows})


def _charge(board: Board, body: Body) -> set[str]:
    """Return the statements in a body's charge."""
    return {s.id for s in board.statements if body.id in board.bodies_of(s)}


def _counts(board: Board, body: Body) -> dict[str, int]:
    """Count what a body has to do."""
    return {
        "articles": sum(body.id in a.bodies for a in board.plan.articles),
        "items": sum(body.id in board.bodies_of(s) for s in board.statements),
        "implements": sum(body.id in board.implementers_of(s) for s in board.statements),
        "duties": sum(body.id in d.who for d in board.plan.duties),
    }


def body(request: HttpRequest, id: str) -> HttpResponse:
    """Show one body: its duties, articles and items."""
    board = current()
    found = board.bodies.get(id)
    if found is None:
        raise Http404(id)
    return render(
        request,
        "dafeng/body.html",
        {
            "body": found,
            "tally": facts_of(request).tally(_charge(board, found)),
            "today": board.today(),
            "duties": [d for d in board.plan.duties if id in d.who or id in d.to],
            "articles": [a for a in _sorted_articles(board.plan) if id in a.bodies],
            "statements": [s for s in board.statements if id in board.bodies_of(s)],
            "implements": [s for s in board.statements if id in board.implementers_of(s)],
        },
    )
