"""The columns that every table has: region, year, maturity; the cover speaks where they are empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from dafeng.base import Issue, Text
from dafeng.records.cells import read_year
from dafeng.records.cover import Cover
from dafeng.records.findings import Findings, shortened, shown
from dafeng.records.grid import is_blank
from dafeng.records.places import Places
from dafeng.records.schema import COMMON, MATURITIES, fold
from dafeng.records.wording import wording

if TYPE_CHECKING:
    from dafeng.records.sheet_rows import TableRows

__all__ = ["read_common"]

_TITLES = {column.name: column.title for column in COMMON}
Fault = tuple[str, Text, str | None, Text]  # code, message, wanted, mend
Answer = tuple[Any, Fault | None]


def read_common(made: TableRows, cover: Cover, places: Places | None, found: Findings) -> None:
    """Fill in region, year and maturity of every row, telling what came from the cover and what is wrong."""
    regions = _Regions(made, cover, places)
    default_region = regions.default()
    _read(made, "region", regions.read, (default_region, _say_region(default_region, places)), found)
    year_text = None if cover.year is None else str(cover.year)
    _read(made, "year", _read_year, (cover.year, year_text), found)
    words = None if cover.maturity is None else MATURITIES[cover.maturity].zh
    _read(made, "maturity", _read_maturity, (cover.maturity, words), found)
    regions.tell(found)
    _tell_years(made, cover, found)


def _say_region(region: str | None, places: Places | None) -> str | None:
    return region if region is None or places is None else places.say(region)


def _read(
    made: TableRows,
    name: str,
    read: Callable[[Any], Answer],
    default: tuple[Any, str | None],
    found: Findings,
) -> None:
    """Fill in one common field."""
    at = made.columns.get(name)
    rows = made.sheet.rows
    cells: Sequence[Any] = (
        [""] * len(made.rows) if at is None else [rows[r][at] if at < len(rows[r]) else "" for r in made.rows]
    )
    values: list[Any] = []
    known: dict[Any, Answer] = {}
    blank: list[int] = []
    faults: dict[tuple[str, str], tuple[Fault, list[int]]] = {}
    for index, cell in enumerate(cells):
        if cell == "" or is_blank(cell):
            values.append(default[0])
            blank.append(index)
            continue
        answer = known.get(cell)
        if answer is None:
            answer = known[cell] = read(cell)
        values.append(answer[0])
        if answer[1] is not None:
            faults.setdefault((answer[1][0], shown(cell)), (answer[1], []))[1].append(index)
    made.values[name] = values
    for (code, got), (fault, indexes) in faults.items():
        where = [(made.place(i, name), got) for i in indexes]
        found.each(code, "error", fault[1], file=made.file, cells=where, wanted=fault[2], mend=fault[3])
        for index in indexes:
            made.blame(index, name)
    faulty = made.faulty.get(name, set())
    _tell_blank(made, name, [i for i in blank if i not in faulty], default, found)


def _tell_blank(
    made: TableRows, name: str, blank: list[int], default: tuple[Any, str | None], found: Findings
) -> None:
    """Say once that empty cells took the cover's value; without one they are errors."""
    if not blank:
        return
    title = _TITLES[name]
    if default[0] is not None:
        found.add(
            Issue(
                "records-from-cover",
                "info",
                Text(
                    f"{title.zh}：{len(blank)} 行空白，按封面取“{default[1]}”",
                    f"{title.en}: empty in {len(blank)} rows; “{default[1]}” was taken from the cover",
                ),
                file=made.file,
                where=made.place(blank[0], name),
            )
        )
        return
    found.each(
        "records-common-missing",
        "error",
        Text(f"{title.zh}空白，封面也没有可用的值", f"{title.en} is empty, and the cover gives none"),
        file=made.file,
        cells=[(made.place(i, name), None) for i in blank],
        wanted=title.zh,
        mend=Text(f"在本行或封面填写{title.zh}", f"give the {title.en} in the row or on the cover"),
    )
    for index in blank:
        made.blame(index, name)


def _read_year(cell: Any) -> Answer:
    """Return the year of a cell, within 1990 to 2100."""
    year, _ = read_year(cell)
    if year is not None and 1990 <= year <= 2100:
        return year, None
    fault = (
        "records-year-range",
        Text("统计年份无法使用", "the year cannot be used"),
        "1990—2100",
        Text("填四位数的统计年份", "give the year of the figures"),
    )
    return None, fault


def _read_maturity(cell: Any) -> Answer:
    """Return the maturity that a cell means."""
    id = wording().maturity.get(fold(str(cell)))
    if id is not None:
        return id, None
    wanted = "、".join(word.zh for word in MATURITIES.values())
    fault = (
        "records-maturity",
        Text("数据性质无法识别", "the maturity is not known"),
        wanted,
        Text("从下拉列表中选择", "choose from the list"),
    )
    return None, fault


class _Regions:
    """Reading the region column of one sheet."""

    def __init__(self, made: TableRows, cover: Cover, places: Places | None) -> None:
        self.made = made
        self.cover = cover
        self.places = places
        self.moved: dict[str, str] = {}

    def default(self) -> str | None:
        """Return the workbook's region, where the rows can belong to no other."""
        region = self.cover.region
        if region is None or self.places is None:
            return region
        if self.made.table.regions == "reporting":
            return self.places.reporter_of(region)
        leaves = self.places.leaves(region)
        return leaves[0] if len(leaves) == 1 else None

    def read(self, cell: Any) -> Answer:
        """Return the region of a cell: a leaf of the plan, or one that reports where the table wants that."""
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        if self.places is None:
            return text, None
        region = self.places.find(text)
        mine = self.cover.region or ""
        if region is None:
            top = mine if mine in self.places.regions else ""
            known = [self.places.say(id) for id in (self.places.leaves(top) if top else self._all())]
            near = self.places.alike(text)
            mend = Text("从下拉列表中选择地区", "choose a region from the list")
            if near is not None:
                mend = Text(f"是不是“{near}”？{mend.zh}", f"is it {near}? {mend.en}")
            message = Text("规划中没有这个地区", "the plan has no such region")
            return None, ("records-region-unknown", message, "、".join(known), mend)
        if mine in self.places.regions and not self.places.under(region.id, mine):
            return None, (
                "records-region-other",
                Text(
                    f"这一行属于别的地区，本表由{self.places.say(mine)}填报",
                    f"the row belongs to another region than the workbook's ({mine})",
                ),
                "、".join(self.places.say(id) for id in self.places.leaves(mine)),
                Text("改正地区，或由该地区填报", "mend the region, or let that region report it"),
            )
        return self._leaf(text, region.id) if self.made.table.regions == "leaf" else self._reporter(region.id)

    def _all(self) -> tuple[str, ...]:
        assert self.places is not None
        if self.made.table.regions == "reporting":
            return self.places.reporters
        return tuple(id for id in self.places.regions if not self.places.children.get(id))

    def _leaf(self, text: str, id: str) -> Answer:
        assert self.places is not None
        leaves = self.places.leaves(id)
        if len(leaves) == 1:
            if leaves[0] != id:
                self.moved[text] = leaves[0]
            return leaves[0], None
        names = "、".join(self.places.say(leaf) for leaf in leaves)
        return None, (
            "records-region-parent",
            Text(
                f"{self.places.say(id)}下分几个填报地区，这一行要写到其中一个",
                f"{id} has several parts; a row belongs to one of them",
            ),
            names,
            Text(f"改为：{names}", f"one of: {', '.join(leaves)}"),
        )

    def _reporter(self, id: str) -> Answer:
        assert self.places is not None
        reporter = self.places.reporter_of(id)
        if reporter is not None:
            return reporter, None
        names = "、".join(self.places.say(each) for each in self.places.reporters)
        return None, (
            "records-region-reporter",
            Text("这不是负责填报的地区", "this is no region that reports"),
            names,
            Text(f"改为：{names}", f"one of: {', '.join(self.places.reporters)}"),
        )

    def tell(self, found: Findings) -> None:
        """Say which names were taken for the only leaf under them."""
        for text, leaf in self.moved.items():
            found.add(
                Issue(
                    "records-region-leaf",
                    "info",
                    Text(
                        f"“{text}”记入{self.places.say(leaf) if self.places else leaf}",
                        f"{text} counts as {leaf}",
                    ),
                    file=self.made.file,
                    where=self.made.place(0, "region"),
                    got=shortened(text),
                )
            )


def _tell_years(made: TableRows, cover: Cover, found: Findings) -> None:
    """Say where a year is not the cover's: finals of earlier years are in order, all else is an error."""
    if cover.year is None:
        return
    earlier: list[int] = []
    wrong: dict[int, list[int]] = {}
    for index, (year, maturity) in enumerate(zip(made.values["year"], made.values["maturity"], strict=True)):
        if year is None or year == cover.year:
            continue
        if year < cover.year and maturity == "final":
            earlier.append(index)
        else:
            wrong.setdefault(year, []).append(index)
    found.once(
        "records-year-earlier",
        "info",
        Text(
            f"含有早于封面年份（{cover.year}）的年报数", f"finals of years before the cover's ({cover.year})"
        ),
        file=made.file,
        cells=[made.place(i, "year") for i in earlier],
    )
    for year, indexes in wrong.items():
        found.each(
            "records-year-wrong",
            "error",
            Text(
                f"统计年份与封面（{cover.year}）不一致", f"the year is not that of the cover ({cover.year})"
            ),
            file=made.file,
            cells=[(made.place(i, "year"), str(year)) for i in indexes],
            wanted=str(cover.year),
            mend=Text(
                "改正年份；以前年份的数据只能作为年报数填报",
                "mend the year; figures of earlier years are reported as finals only",
            ),
        )
        for index in indexes:
            made.blame(index, "year")
