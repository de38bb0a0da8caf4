"""The regions of the plan: the map with their tallies, and one region with its states and its reports."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dafeng.base import Lang
from dafeng.indicators.formulas import tables_needed
from dafeng.plan.model import Plan, Region
from dafeng.web.attention import Item
from dafeng.web.board import Board, current, natural
from dafeng.web.facts import facts_of
from dafeng.web.filings import Grid, grid, reporting_year
from dafeng.web.middleware import lang_of
from dafeng.web.region_map import draw
from dafeng.web.results import Results
from dafeng.web.verdicts import Tally, tally, urgency

_URGENT = frozenset(("missed", "off_track", "at_risk"))


def index(request: HttpRequest) -> HttpResponse:
    """Show the map and list every region with its states and how far its reports are."""
    board, results = current(), facts_of(request).results
    tallies = {} if results is None else {id: tally(found) for id, found in results.by_region.items()}
    filed = None if results is None else _grid(board, results)
    rows = [_row(board.plan, region, depth, tallies, filed) for region, depth in ordered(board.plan)]
    context = {"rows": rows, "map": draw(board.plan, tallies, lang_of(request)), "filed": filed}
    return render(request, "dafeng/regions.html", context)


def _grid(board: Board, results: Results) -> Grid:
    """Return who reported what for the year that is being reported."""
    return grid(board.plan, results, reporting_year(results), needed=tables_needed(board.plan))


def _row(
    plan: Plan, region: Region, depth: int, tallies: dict[str, Tally], filed: Grid | None
) -> dict[str, Any]:
    """Return one line of the list; a region that is the sum of others has the reports of all of them."""
    asked = [pair for id in _at_and_below(plan, region.id) for pair in filed.of(id)] if filed else []
    return {
        "region": region,
        "depth": depth,
        "tally": tallies.get(region.id),
        "expected": sum(cell.expected for _, cell in asked),
        "filed": sum(cell.expected and cell.state not in ("missing", "blocked") for _, cell in asked),
    }


def _at_and_below(plan: Plan, id: str) -> list[str]:
    """Return a region and all regions below it."""
    return [id, *(found for r in plan.regions if r.parent == id for found in _at_and_below(plan, r.id))]


def ordered(plan: Plan) -> list[tuple[Region, int]]:
    """Return the regions in the order of the tree, each with its depth."""
    known = {r.id for r in plan.regions}

    def below(parent: str | None, depth: int) -> list[tuple[Region, int]]:
        found = []
        for region in plan.regions:
            if region.parent == parent or (parent is None and region.parent not in known):
                found += [(region, depth), *below(region.id, depth + 1)]
        return found

    return below(None, 0)


def detail(request: HttpRequest, id: str) -> HttpResponse:
    """Show one region: its states by article, what it has not reported, what it reported with errors."""
    board, lang, facts = current(), lang_of(request), facts_of(request)
    order = [region for region, _ in ordered(board.plan)]
    found = next((r for r in order if r.id == id), None)
    if found is None:
        raise Http404(id)
    at = order.index(found)
    context: dict[str, Any] = {
        "region": found,
        "path": _path(board.plan, found),
        "children": [r for r in board.plan.regions if r.parent == id],
        "previous": order[at - 1] if at else None,
        "next": order[at + 1] if at + 1 < len(order) else None,
    }
    if facts.results is not None:
        context |= _state(board, facts.results, found, lang)
    return render(request, "dafeng/region.html", context)


def _state(board: Board, results: Results, region: Region, lang: Lang) -> dict[str, Any]:
    """Return what the records say of a region."""
    by_id = {s.id: s for s in board.statements}
    statuses = [s for s in results.by_region.get(region.id, ()) if s.target in by_id]
    statuses.sort(key=lambda s: natural(s.target))
    items = [Item(by_id[s.target], s) for s in statuses]
    urgent = sorted(items, key=lambda i: urgency(i.status, i.statement.strength))
    filed = _grid(board, results)
    regions = _at_and_below(board.plan, region.id)
    asked = [(table, cell) for id in regions for table, cell in filed.of(id)]
    return {
        "items": items,
        "tally": tally(statuses),
        "urgent": [i for i in urgent if i.status.status in _URGENT][:8],
        "year": filed.year,
        "asked": asked,
        "absent": [pair for pair in asked if pair[1].state == "missing"],
        "faulty": [pair for pair in asked if pair[1].state == "blocked"],
        "many": len(regions) > 1,
        "map": draw(board.plan, {id: tally(found) for id, found in results.by_region.items()}, lang),
        "map_here": region.id,
    }


def _path(plan: Plan, region: Region) -> list[Region]:
    """Return the regions above, from the root down."""
    by_id = {r.id: r for r in plan.regions}
    found: list[Region] = []
    while region.parent in by_id:
        region = by_id[region.parent]
        found.insert(0, region)
    return found
