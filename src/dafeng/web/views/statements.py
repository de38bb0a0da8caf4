"""The list of all statements, and one statement with everything that bears on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dafeng.base import InputError, Lang
from dafeng.indicators.status import STATES
from dafeng.plan.catalogue import catalogue
from dafeng.plan.model import Scope, Statement
from dafeng.records.schema import tables
from dafeng.web import behind, figures, listing, texts, words
from dafeng.web.board import Board, current
from dafeng.web.facts import facts_of
from dafeng.web.judgement import judgement
from dafeng.web.middleware import lang_of
from dafeng.web.verdicts import tally
from dafeng.web.views import data
from dafeng.web.views.decisions import row


def index(request: HttpRequest) -> HttpResponse:
    """List the statements that the address asks for."""
    board, lang, facts = current(), lang_of(request), facts_of(request)
    options = listing.choices(board, facts)
    query = listing.read_query(request.GET, options)
    found = listing.find(board, query, facts, lang)
    unseen = ("article", "kind") if facts.results else ("article", "value", "gap", "state", "odds")
    return render(
        request,
        "dafeng/statements.html",
        {
            "rows": found,
            "query": query,
            "q": query.chosen.get("q", ""),
            "total": len(board.statements),
            "columns": [_column(name, query) for name in listing.SORTS if name not in unseen],
            "tally": tally(e.st for e in found if e.st),
            "region": query.chosen.get("region", ""),
            "filters": [_filter(board, name, values, query, lang) for name, values in options.items()],
        },
    )


def _column(name: str, query: listing.Query) -> dict[str, Any]:
    """Return what a column's head needs: its link, and whether it sorts now."""
    order = ("descending" if query.descending else "ascending") if name == query.sort else None
    return {"name": name, "link": query.link(name), "order": order}


def _filter(board: Board, name: str, values: list[str], query: listing.Query, lang: Lang) -> dict[str, Any]:
    """Return a filter with its options in words."""
    options = [{"value": v, "label": _label(board, name, v, lang)} for v in values]
    if name in ("scope", "body"):
        options.sort(key=lambda option: option["label"])
    return {"name": name, "options": options, "chosen": query.chosen.get(name, "")}


def _label(board: Board, name: str, value: str, lang: Lang) -> str:
    """Return an option of a filter in words."""
    match name:
        case "article":
            article = board.articles.get(value)
            return (
                f"{value} {article.title.say(lang)}"
                if value.isdecimal() and article
                else words.article_words(value, lang)
            )
        case "state":
            groups = value in listing.GROUPS
            return words.say(f"state_group.{value}", lang) if groups else STATES[value].say(lang)  # type: ignore[index]
        case "region":
            return board.plan.region(value).name.say(lang)
        case "kind" | "strength":
            return words.say(f"{name}.{value}", lang)
        case "scope":
            return board.scope_name(value, lang)
        case "body":
            return board.body_name(value, lang)
        case "quantified":
            return words.say("statements.with_value" if value == "yes" else "statements.without_value", lang)
    return value


def detail(request: HttpRequest, id: str) -> HttpResponse:
    """Show one statement."""
    board, lang = current(), lang_of(request)
    order = [s.id for s in board.statements]
    if id not in order:
        raise Http404(id)
    at = order.index(id)
    found = board.statements[at]
    facts = facts_of(request)
    of_facts = judgement(board, facts.results, found, request.GET, lang) if facts.results else {}
    return render(
        request,
        "dafeng/statement.html",
        of_facts
        | {
            "s": found,
            "article": board.articles.get(found.article),
            "scope": _scope(board, found),
            "regions": _regions(board, found, lang),
            "bodies": board.bodies_of(found),
            "implementers": board.implementers_of(found),
            "indicator": catalogue().get(found.indicator) if found.indicator else None,
            "baseline": _baseline(found, lang),
            "tolerance": _tolerance(found, lang),
            "decisions": [row(board, d) for d in board.plan.decisions_on(id)],
            **_words(board, found, lang),
            "relatives": [r for r in board.comparison if r.ours and r.ours.id == id and r.theirs],
            "siblings": [s for s in board.of_article(found.article) if s.id != id],
            "previous": order[at - 1] if at else None,
            "next": order[at + 1] if at + 1 < len(order) else None,
        },
    )


def rows(request: HttpRequest, id: str) -> HttpResponse:
    """Show the rows behind a value: the tables that it was computed from, as they count in its year."""
    board, lang, results = current(), lang_of(request), facts_of(request).results
    found = next((s for s in board.statements if s.id == id), None)
    status = results.status(id) if results else None
    if results is None or found is None or status is None:
        raise Http404(id)
    region = request.GET.get("region", "")
    known = {s.region: s for s in (*results.by_target.get(id, ()), status)}
    status = known.get(region, status)
    names = [name for name in status.trace.tables if name in tables()]
    if not names:
        raise Http404(id)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in results.years else status.year
    table = request.GET.get("table", "")
    table = table if table in names else names[0]
    condition = behind.condition_of(results, found, status, table, year) if year else ""
    context = data.rows_context(
        request, board, results, tables()[table], region=status.region, year=year, condition=condition
    )
    if request.GET.get("format") == "xlsx":
        return data.workbook([(tables()[table], context["found"])], lang, board, f"{id} {table}")
    context |= {
        "s": found,
        "st": status,
        "names": names,
        "year": year,
        "region": region,
        "areas": list(known),
    }
    return render(request, "dafeng/statement_rows.html", context | {"years": results.years})


def _scope(board: Board, s: Statement) -> Scope | None:
    """Return the scope's entry, where the plan has one."""
    return next((scope for scope in board.plan.scopes if scope.id == s.scope), None)


def _regions(board: Board, s: Statement, lang: Lang) -> list[str]:
    """Return the names of the regions of a statement's scope."""
    scope = _scope(board, s)
    names = {region.id: region.name for region in board.plan.regions}
    return [names[id].say(lang) if id in names else id for id in scope.regions] if scope else []


def _baseline(s: Statement, lang: Lang) -> str | None:
    """Return what a change is measured against; None where it is no change."""
    if s.baseline is None:
        return None
    value = s.baseline.value
    parts = [figures.base_words(s.baseline, lang)]
    if value is not None:
        parts.append(figures.quantity(value, s.unit, lang))
    return " · ".join(part for part in parts if part) or words.say("statement.baseline_missing", lang)


def _tolerance(s: Statement, lang: Lang) -> str | None:
    """Return the stated half-width of "about"."""
    return None if s.tolerance is None else figures.quantity(s.tolerance, s.unit, lang)


def _words(board: Board, s: Statement, lang: Lang) -> dict[str, Any]:
    """Return the statement's words in the attached text, or why they cannot be shown."""
    try:
        return {"attached": texts.attached(board) is not None, "quote": texts.quote(board, s)}
    except InputError as fault:
        return {"attached": False, "quote": None, "words_fault": fault.say(lang)}
