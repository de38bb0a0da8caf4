"""Emissions by sector as a statistics workbook prints them, wherever on its sheets they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from dafeng.base import InputError, Text
from dafeng.records.grid import Sheet, is_blank
from dafeng.records.opening import open_book, trouble_issue
from dafeng.records.package import TroubleError
from dafeng.records.schema import fold

__all__ = ["Printed", "read_statistics"]

_UNITS = (
    (re.compile(r"亿吨|gtco2|gt"), Fraction(10**9)),
    (re.compile(r"百万吨|mtco2|mt"), Fraction(10**6)),
    (re.compile(r"万吨|10\^?4t|10000t"), Fraction(10**4)),
    (re.compile(r"千吨|ktco2|kt"), Fraction(1000)),
    (re.compile(r"千克|公斤|kgco2|kg"), Fraction(1, 1000)),
    (re.compile(r"吨|tco2|(?<![a-z])t(?![a-z])"), Fraction(1)),
)
_EMISSIONS = re.compile(r"排放|碳|co2|emission", re.IGNORECASE)
_REGION = re.compile(r"地区|旗区|区域|region", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_TOTAL = ("合计", "总计", "总量", "小计", "total", "sum")


@dataclass(frozen=True, slots=True)
class Printed:
    """One amount as printed: whose, how much [tCO2e], and the cell it stands in.

    ``sector`` is the id that its words name, None where they name none; ``total`` marks a row of totals.
    """

    words: str
    sector: str | None
    total: bool
    tco2e: float
    where: str


@dataclass(frozen=True, slots=True)
class _Head:
    """The heading of one column: its words from all rows over the first sector, and the column."""

    column: int
    words: str


def read_statistics(
    path: Path | str, names: Mapping[str, str], *, year: int, regions: frozenset[str]
) -> tuple[Printed, ...]:
    """Return the amounts by sector of the workbook ``path`` (.xlsx, .xls, .ods, .csv).

    ``names`` maps what statistics call a sector, folded, to its id. Rows name sectors; the amount stands in
    the column of ``year`` where columns are years, else in the column about emissions. A column of years or
    regions keeps to the rows of ``year`` and of ``regions`` (folded names). The unit is that of the heading
    or of the words over the table; it is never guessed.

    Raises ``InputError``: ``carbon-statistics`` where no table of sectors is found, several are, or an amount
    is no number; ``carbon-statistics-unit`` where no unit of mass stands over it.
    """
    place = Path(path)
    try:
        book = open_book(place, place.name)
    except TroubleError as fault:
        raise InputError(
            "carbon-statistics",
            Text(f"无法读取 {place.name}", f"{place.name} cannot be read"),
            mend=Text("检查文件", "check the file"),
            issues=(trouble_issue(fault, place.name),),
        ) from fault
    found: list[list[Printed]] = []
    for sheet in book.sheets:
        rows = list(_read_sheet(sheet, names, year=year, regions=regions))
        if any(row.sector for row in rows):
            found.append(rows)
    if len(found) != 1:
        raise InputError(
            "carbon-statistics",
            Text(
                f"{place.name} 中有 {len(found)} 张表列出了部门排放",
                f"{place.name} has {len(found)} sheets with emissions by sector",
            ),
            mend=Text(
                "一行一个部门，一列排放量，只留一张表",
                "one row a sector, one column of emissions, on one sheet",
            ),
        )
    return tuple(found[0])


def _read_sheet(
    sheet: Sheet, names: Mapping[str, str], *, year: int, regions: frozenset[str]
) -> Iterator[Printed]:
    """Give the amounts of one sheet; nothing where it has no two sectors in one column."""
    column, first = _sector_column(sheet, names)
    if column is None:
        return
    heads = [
        _Head(c, fold("".join(str(sheet.cell(r, c)) for r in range(first) if _is_head(sheet, r))))
        for c in range(sheet.width)
    ]
    years = [h for h in heads if (m := _YEAR.search(h.words)) and int(m[1]) == year and h.column != column]
    amounts = years or [h for h in heads if h.column != column and _EMISSIONS.search(h.words)]
    if not amounts:
        raise InputError(
            "carbon-statistics",
            Text(
                f"{sheet.name} 没有 {year} 年的列，也没有排放量列",
                f"{sheet.name} has no column of {year} or emissions",
            ),
            mend=Text("在表头写明年份或“排放量”", "name the year or emissions in the heading"),
        )
    at = amounts[0]
    times = _unit(sheet, at, first)
    when = next((h.column for h in heads if h.words.endswith(("年份", "年度", "year")) and h is not at), None)
    where = next(
        (h.column for h in heads if _REGION.search(h.words) and h.column not in (column, at.column)), None
    )
    for row in range(first, len(sheet.rows)):
        words = str(sheet.cell(row, column)).strip()
        if not words or (
            when is not None and str(sheet.cell(row, when)).split(".")[0].strip("年 ") != str(year)
        ):
            continue
        if where is not None and fold(str(sheet.cell(row, where))) not in regions:
            continue
        value = sheet.cell(row, at.column)
        if is_blank(value) or str(value).strip() in ("-", "—", "/"):
            continue
        amount = _number(value)
        if amount is None:
            raise InputError(
                "carbon-statistics",
                Text(
                    f"{sheet.where(row, at.column)} 不是数：{value}",
                    f"{sheet.where(row, at.column)} is no number: {value}",
                ),
                mend=Text("改成数字，或留空", "write a number, or leave it empty"),
            )
        folded = fold(words)
        total = any(folded.startswith(t) or folded.endswith(t) for t in _TOTAL)
        sector = None if total else names.get(folded)
        yield Printed(words, sector, total, float(Fraction(str(amount)) * times), sheet.where(row, at.column))


def _sector_column(sheet: Sheet, names: Mapping[str, str]) -> tuple[int | None, int]:
    """Return the column that names most sectors, and its first row; (None, 0) where none names two."""
    best: tuple[int, int | None, int] = (1, None, 0)
    for column in range(sheet.width):
        rows = [r for r in range(len(sheet.rows)) if fold(str(sheet.cell(r, column))) in names]
        if len(rows) > best[0]:
            best = (len(rows), column, rows[0])
    return best[1], best[2]


def _is_head(sheet: Sheet, row: int) -> bool:
    """Return whether a row over the table belongs to its heading: it fills more than one cell."""
    return sum(not is_blank(value) for value in sheet.rows[row]) > 1


def _unit(sheet: Sheet, head: _Head, first: int) -> Fraction:
    """Return how many tonnes one of the printed unit is: by the column's heading, else by the words above."""
    above = "".join(fold(str(v)) for row in sheet.rows[:first] for v in row if not is_blank(v))
    for words in (head.words, above):
        for pattern, times in _UNITS:
            if pattern.search(words.lower()):
                return times
    raise InputError(
        "carbon-statistics-unit",
        Text(f"{sheet.name} 没有写单位", f"{sheet.name} names no unit"),
        mend=Text("在表头或表上方写明单位，如 万吨CO2", "write the unit over the table, such as tCO2"),
    )


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    text = fold(str(value)).replace(",", "")
    return float(text) if re.fullmatch(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?", text) else None
