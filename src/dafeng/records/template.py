"""Workbooks out: the templates that regions fill in, and records written back as filled workbooks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dafeng.base import InputError, Lang, Text
from dafeng.plan import Plan
from dafeng.records.cover_sheet import CoverFacts, write_cover
from dafeng.records.lists import write_lists
from dafeng.records.places import Places
from dafeng.records.records import Records
from dafeng.records.schema import MATURITIES, Maturity, Table, tables
from dafeng.records.table_sheet import write_table_sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["write_template", "write_workbooks"]

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST_NAME = 60


def write_template(
    plan: Plan,
    folder: Path | str,
    *,
    year: int,
    maturity: Maturity = "estimate",
    lang: Lang = "zh",
    needed: Sequence[str] | None = None,
) -> list[Path]:
    """Write the workbooks that the regions of ``plan`` fill in for ``year``; return their paths.

    One for every region that reports; where none does, for every leaf; for a plan without regions, for its
    own area. ``needed`` names the tables, all where it is None. Raises ``InputError`` where a file of that
    name exists.
    """
    places = Places.of(plan)
    chosen = tuple(tables()) if needed is None else tuple(name for name in tables() if name in needed)
    targets = [(region, _path(Path(folder), places, region, year)) for region in places.reporters]
    for _, path in targets:
        if path.exists():
            raise InputError(
                "records-template-exists",
                Text(f"{path} 已存在，不覆盖（其中可能已填数据）", f"{path} exists and is not overwritten"),
                mend=Text(
                    "换一个文件夹，或先移走旧文件", "choose another folder, or move the old files away"
                ),
            )
    Path(folder).mkdir(parents=True, exist_ok=True)
    for region, path in targets:
        facts = CoverFacts(plan, places, region, year, maturity, lang)
        book = _book(facts, [tables()[name] for name in chosen], {})
        book.save(path)
    return [path for _, path in targets]


def write_workbooks(
    records: Records,
    plan: Plan,
    folder: Path | str,
    *,
    lang: Lang = "zh",
    needed: Sequence[str] | None = None,
) -> list[Path]:
    """Write ``records`` as filled workbooks, which read back to the same content; return their paths.

    One workbook for every reporting region, year and maturity that was filed, with rows and nil reports.
    Filings that are blocked, and regions that the plan has not, are left out. Files are overwritten.
    """
    places = Places.of(plan)
    chosen = tuple(tables()) if needed is None else tuple(name for name in tables() if name in needed)
    groups: dict[tuple[str, int, str], set[tuple[str, str]]] = {}
    for filing in records.filings:
        if filing.table not in chosen or filing.blocked or filing.region not in places.regions:
            continue
        top = places.reporter_of(filing.region) or filing.region
        groups.setdefault((top, filing.year, filing.maturity), set()).add((filing.table, filing.region))
    rows = {name: _grouped(records.tables[name].to_pylist(), places) for name in chosen}
    Path(folder).mkdir(parents=True, exist_ok=True)
    paths = []
    for (region, year, maturity), filed in sorted(groups.items()):
        mine = {name: rows[name].get((region, year, maturity), []) for name in chosen}
        nil: dict[str, list[str]] = {}
        for name, leaf in sorted(filed):
            if not any(row["region"] == leaf for row in mine[name]):
                nil.setdefault(name, []).append(leaf)
        sure = cast(Maturity, maturity)
        facts = CoverFacts(plan, places, region, year, sure, lang, nil)
        path = _path(Path(folder), places, region, year, MATURITIES[sure].say(lang))
        _book(facts, [tables()[name] for name in chosen], mine).save(path)
        paths.append(path)
    return paths


def _grouped(
    rows: Iterable[dict[str, Any]], places: Places
) -> dict[tuple[str, int, str], list[dict[str, Any]]]:
    """Return rows by the region that reports them, year and maturity."""
    found: dict[tuple[str, int, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["region"] in places.regions:
            top = places.reporter_of(row["region"]) or row["region"]
            found.setdefault((top, row["year"], row["maturity"]), []).append(row)
    return found


def _path(folder: Path, places: Places, region: str, year: int, maturity: str = "") -> Path:
    """Return where the workbook of a region lies."""
    name = _UNSAFE.sub("_", places.say(region))[:_LONGEST_NAME]
    return folder / ("-".join(part for part in (name, str(year), maturity) if part) + ".xlsx")


def _book(facts: CoverFacts, chosen: Sequence[Table], rows: dict[str, list[dict[str, Any]]]) -> Workbook:
    """Return one workbook: cover, tables, and the hidden sheet of lists behind the dropdowns."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.creator = "dafeng"
    book.properties.title = facts.plan.document.title.say(facts.lang)
    write_cover(book, facts, chosen)
    lists = write_lists(book, facts, chosen)
    for table in chosen:
        write_table_sheet(book, table, facts, lists, rows.get(table.name, []))
    book.move_sheet(book[lists.sheet], len(chosen))
    return book
