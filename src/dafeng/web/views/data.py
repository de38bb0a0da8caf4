"""The reported data: who reported what, which reports have errors, and the rows of every table."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dafeng.base import Lang
from dafeng.indicators.formulas import tables_needed
from dafeng.records.schema import PROVENANCE, Table, tables
from dafeng.web import behind, words
from dafeng.web.attention import attention
from dafeng.web.board import Board, current
from dafeng.web.facts import facts_of
from dafeng.web.filings import grid, reporting_year
from dafeng.web.middleware import lang_of
from dafeng.web.results import Results
from dafeng.web.views.export import attachment
from dafeng.web.workbook import Sheet

FILING_STATES = ("final", "estimate", "flash", "nil", "missing", "blocked", "not_asked")


def index(request: HttpRequest) -> HttpResponse:
    """Show the grid of reports for one year, what is missing, and which reports are not used."""
    board, results = current(), facts_of(request).results
    if results is None:
        return render(request, "dafeng/data.html", {"tables": list(tables().values())})
    year = _year(request, results)
    found = grid(board.plan, results, year, needed=_needed(board, results))
    calls = attention(board, results)
    context = {
        "grid": found,
        "filing_states": FILING_STATES,
        "years": results.years,
        "year": year,
        "missing": calls.missing,
        "blocked": sorted(results.blocked, key=lambda f: (-f.year, f.table, f.region)),
        "totals": {name: results.records.table(name).num_rows for name in tables()},
        "n_rows": sum(t.num_rows for t in results.records.tables.values()),
    }
    return render(request, "dafeng/data.html", context)


def _needed(board: Board, results: Results) -> list[str]:
    """Return the tables that the plan needs, then those that were reported all the same."""
    needed = list(tables_needed(board.plan))
    filed = {f.table for f in results.records.filings}
    return [*needed, *(name for name in tables() if name in filed and name not in needed)]


def _year(request: HttpRequest, results: Results) -> int:
    """Return the year that is asked for; the reporting year where it is none."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and int(asked) in results.years else reporting_year(results)


def table(request: HttpRequest, name: str) -> HttpResponse:
    """Show the rows of a table: all that were reported, or those that count in a year."""
    board, lang, results = current(), lang_of(request), facts_of(request).results
    if results is None or name not in tables():
        raise Http404(name)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in results.years else None
    region = next((r.id for r in board.plan.regions if r.id == request.GET.get("region")), "")
    context = rows_context(request, board, results, tables()[name], region=region, year=year)
    if request.GET.get("format") == "xlsx":
        return workbook([(tables()[name], context["found"])], lang, board, name)
    context |= {"years": results.years, "year": year, "region": region, "regions": board.plan.regions}
    return render(request, "dafeng/table.html", context)


def rows_context(
    request: HttpRequest,
    board: Board,
    results: Results,
    of: Table,
    *,
    region: str,
    year: int | None,
    condition: str = "",
) -> dict[str, Any]:
    """Return a page of the rows of one table in one area, in words."""
    lang = lang_of(request)
    asked = request.GET.get("p", "1")
    area = results.values.areas.get(region)
    leaves = sorted({*area.leaves, region}) if area else [region] if region else None
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
    page, found = behind.page_of(results, of.name, leaves=leaves, year=year, n=number, condition=condition)
    names = {r.id: r.name.say(lang) for r in board.plan.regions}
    width = len(page.heads)
    lines = [
        {
            "cells": [
                {"text": behind.shown(v, h.column, lang, names), "num": h.numeric, "raw": h.raw}
                for v, h in zip(row[:width], page.heads, strict=True)
            ],
            "file": row[width],
            "sheet": row[width + 1],
            "row": row[width + 2],
        }
        for row in page.rows
    ]
    return {
        "table": of,
        "heads": [{"text": h.say(lang), "num": h.numeric} for h in page.heads],
        "lines": lines,
        "page": page,
        "found": found,
    }


def workbook(parts: list[tuple[Table, Any]], lang: Lang, board: Board, name: str) -> HttpResponse:
    """Return rows of tables as a workbook: units in the heads, and the place that each row came from."""
    names = {r.id: r.name.say(lang) for r in board.plan.regions}
    origin = [words.say(f"data.{key}", lang) for key in ("file", "sheet", "row")]
    sheets = []
    for of, found in parts:
        heads = behind.used(behind.columns_of(of), found)
        columns = [_column(found[h.column.name], h, lang, names) for h in heads]
        columns += [found[key].to_pylist() for key in PROVENANCE]
        titles = [*(h.say(lang) for h in heads), *origin]
        sheets.append(Sheet(of.title.say(lang), titles, zip(*columns, strict=True)))
    return attachment(sheets, f"{board.plan.id} {name}")


def _column(found: Any, head: behind.Head, lang: Lang, names: dict[str, str]) -> list[Any]:
    """Return the cells of a column: amounts and dates as they are, words in the language of the page."""
    if head.column.type in ("number", "integer", "year", "date") and not head.column.categories:
        return list(found.to_pylist())
    known: dict[Any, str] = {}
    return [
        known[v] if v in known else known.setdefault(v, behind.shown(v, head.column, lang, names))
        for v in found.to_pylist()
    ]
