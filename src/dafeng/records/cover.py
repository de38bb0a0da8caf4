"""The cover sheet 说明: which region, year and maturity a workbook reports, and what is reported as nil."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dafeng.base import Issue, Text
from dafeng.records.cells import read_boolean, read_year
from dafeng.records.findings import Findings
from dafeng.records.grid import Book, Sheet, is_blank
from dafeng.records.places import Places
from dafeng.records.schema import MATURITIES, fold, tables
from dafeng.records.wording import wording

__all__ = ["NIL_TITLE", "Cover", "read_cover"]

NIL_TITLE = Text("本期无此事项", "nothing to report")
_LABELS = {
    "region": ("填报地区", "地区", "所属地区", "填报单位所在地区", "region", "reporting region"),
    "year": ("统计年份", "年份", "年度", "统计年度", "year"),
    "maturity": ("数据性质", "数据口径", "maturity"),
}
_SEARCHED_ROWS = 60


@dataclass(slots=True)
class Cover:
    """What the cover says; ``nil`` names, of each table without anything to report, the regions (ids)."""

    sheet: str | None = None
    region: str | None = None
    year: int | None = None
    maturity: str | None = None
    nil: dict[str, tuple[str, ...]] = field(default_factory=dict)
    nil_cells: dict[str, str] = field(default_factory=dict)


def read_cover(book: Book, places: Places | None, found: Findings) -> Cover:
    """Return what the cover of ``book`` says; all is unknown where it has none."""
    sheet = next((s for s in book.sheets if fold(s.name) in wording().cover), None)
    if sheet is None:
        return Cover()
    cover = Cover(sheet=sheet.name)
    labels = {fold(word): name for name, words in _LABELS.items() for word in words}
    for row in range(min(len(sheet.rows), _SEARCHED_ROWS)):
        for column, cell in enumerate(sheet.rows[row]):
            name = labels.get(fold(cell).strip(":")) if isinstance(cell, str) else None
            if name is None:
                continue
            value = _right_of(sheet, row, column)
            if value is not None and getattr(cover, name) is None:
                _take(cover, name, sheet, (row, value), (book.file, places, found))
    _take_nil(cover, sheet, book.file, places, found)
    return cover


def _right_of(sheet: Sheet, row: int, column: int) -> int | None:
    """Return the column of the next filled cell in the row."""
    for at in range(column + 1, min(len(sheet.rows[row]), column + 8)):
        if not is_blank(sheet.rows[row][at]):
            return at
    return None


def _take(
    cover: Cover,
    name: str,
    sheet: Sheet,
    place: tuple[int, int],
    context: tuple[str, Places | None, Findings],
) -> None:
    """Take one entry of the cover, or say why it cannot be used."""
    file, places, found = context
    raw = sheet.cell(*place)
    where = sheet.where(*place)
    if name == "year":
        cover.year, _ = read_year(raw)
        if cover.year is None or not 1990 <= cover.year <= 2100:
            cover.year = None
            found.add(_cover_issue(file, where, str(raw), Text("统计年份", "year"), "1990—2100"))
    elif name == "maturity":
        cover.maturity = wording().maturity.get(fold(str(raw)))
        if cover.maturity is None:
            wanted = "、".join(word.zh for word in MATURITIES.values())
            found.add(_cover_issue(file, where, str(raw), Text("数据性质", "maturity"), wanted))
    elif places is None:
        cover.region = str(raw).strip()
    else:
        region = places.find(str(raw))
        if region is None:
            wanted = "、".join(places.say(id) for id in places.reporters)
            found.add(_cover_issue(file, where, str(raw), Text("填报地区", "region"), wanted))
        else:
            cover.region = region.id


def _cover_issue(file: str, where: str, got: str, what: Text, wanted: str) -> Issue:
    return Issue(
        "records-cover",
        "error",
        Text(f"封面的{what.zh}无法识别", f"the {what.en} on the cover is not known"),
        file=file,
        where=where,
        got=got,
        wanted=wanted,
        mend=Text("改正封面上的这一格", "mend this cell of the cover"),
    )


def _take_nil(cover: Cover, sheet: Sheet, file: str, places: Places | None, found: Findings) -> None:
    """Take the ticks of the column 本期无此事项: of whole tables, or of the regions that a cell names."""
    titles = {fold(NIL_TITLE.zh), fold(NIL_TITLE.en)}
    head = next(
        (
            (row, column)
            for row in range(min(len(sheet.rows), _SEARCHED_ROWS))
            for column, cell in enumerate(sheet.rows[row])
            if isinstance(cell, str) and fold(re.sub(r"[（(].*?[)）]", "", cell)) in titles
        ),
        None,
    )
    if head is None:
        return
    by_title = {fold(word): t.name for t in tables().values() for word in (t.title.zh, t.title.en, t.name)}
    for row in range(head[0] + 1, len(sheet.rows)):
        raw = sheet.cell(row, head[1])
        names = [by_title[fold(c)] for c in sheet.rows[row] if isinstance(c, str) and fold(c) in by_title]
        if is_blank(raw) or not names:
            continue
        regions = _nil_regions(str(raw), cover, places)
        where = sheet.where(row, head[1])
        if regions is None:
            found.add(
                Issue(
                    "records-nil-unclear",
                    "error",
                    Text("“本期无此事项”一栏看不明白", "the mark for a nil report is not understood"),
                    file=file,
                    where=where,
                    got=str(raw),
                    wanted="√ / " + "、".join(_names(cover, places)),
                    mend=Text("打 √，或写出没有此事项的地区；有事项则留空", "tick it, or name the regions"),
                )
            )
        elif regions:
            cover.nil[names[0]] = regions
            cover.nil_cells[names[0]] = where


def _nil_regions(raw: str, cover: Cover, places: Places | None) -> tuple[str, ...] | None:
    """Return the regions that a mark of the cover is about; none for "no", None where it is unclear."""
    tick, _ = read_boolean(raw)
    if tick is not None or fold(raw) in ("全部", "all"):
        if tick is False:
            return ()
        if cover.region is None:
            return None
        return places.leaves(cover.region) if places is not None else (cover.region,)
    if places is None or cover.region is None:
        return None
    named = [places.find(word) for word in re.split(r"[、,，;；\s]+", raw.strip()) if word]
    if not named or any(region is None or not places.under(region.id, cover.region) for region in named):
        return None
    return tuple(leaf for region in named if region is not None for leaf in places.leaves(region.id))


def _names(cover: Cover, places: Places | None) -> tuple[str, ...]:
    """Return the names that a mark may hold."""
    if places is None or cover.region is None:
        return ()
    return tuple(places.say(id) for id in places.leaves(cover.region))
