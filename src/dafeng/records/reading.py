"""Workbooks in: files or a folder of them to records and issues. Nothing is half imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from dafeng.base import InputError, Issue, Text
from dafeng.plan import Plan
from dafeng.records.checking import check_rows, to_arrow
from dafeng.records.cover import Cover, read_cover
from dafeng.records.findings import Findings
from dafeng.records.grid import Book
from dafeng.records.history import compare_years
from dafeng.records.limits import MAX_FILES
from dafeng.records.matching import match_sheet
from dafeng.records.opening import SUFFIXES, open_book, trouble_issue
from dafeng.records.package import TroubleError
from dafeng.records.places import Places
from dafeng.records.records import Filing, Records, make
from dafeng.records.schema import tables
from dafeng.records.sheet_rows import TableRows, read_rows

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read", "workbook_files"]

Key = tuple[str, str, int, str]  # table, region, year, maturity


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    places: Places | None
    found: Findings = field(default_factory=Findings)
    sheets: dict[str, list[TableRows]] = field(default_factory=dict)
    nil: dict[Key, tuple[str, str, str]] = field(default_factory=dict)
    """Of each nil report the file, the cover's sheet and the cell."""
    covers: dict[str, Cover] = field(default_factory=dict)


def read(
    path: Path | str, plan: Plan | None = None, *, accept_valid: bool = False, history: Records | None = None
) -> tuple[Records, tuple[Issue, ...]]:
    """Return the records that a workbook or a folder of them reports, and every issue that was found.

    ``plan`` gives the regions; without it regions are kept as they are written. An error blocks the filing
    (table, region, year, maturity) that it stands in: its rows stay out, and ``Filing.blocked`` counts the
    errors. With ``accept_valid`` rows without errors are taken, and ``Filing.left_out`` counts the others.
    ``history`` are records of before, with whose values of the previous year the new ones are compared.
    Raises ``InputError`` where there is no such path.
    """
    place = Path(path)
    reading = _Reading(None if plan is None else Places.of(plan))
    if not place.exists():
        raise InputError(
            "records-path-missing",
            Text(f"没有这个文件或文件夹：{place}", f"there is no such file or folder: {place}"),
            mend=Text("检查路径", "check the path"),
        )
    for file, shown in _files(place, reading.found):
        try:
            book = open_book(file, shown)
        except TroubleError as trouble:
            reading.found.add(trouble_issue(trouble, shown))
            continue
        _read_book(book, reading)
    for name, sheets in reading.sheets.items():
        check_rows(tables()[name], sheets, reading.found)
        compare_years(tables()[name], sheets, history, reading.found)
    return _records(reading, accept_valid=accept_valid), reading.found.sorted()


def workbook_files(place: Path) -> list[Path]:
    """Return the workbooks at ``place``, a file or a folder with folders, in the order of their names."""
    if not place.is_dir():
        return [place]
    return [p for p in _everything(place) if p.suffix.lower() in SUFFIXES]


def _everything(place: Path) -> list[Path]:
    """Return the files in a folder, without hidden ones and the marks that open workbooks leave (~$)."""
    found = (p for p in place.rglob("*") if p.is_file())
    return sorted(
        p
        for p in found
        if not p.name.startswith("~$")
        and not any(part.startswith(".") for part in p.relative_to(place).parts)
    )


def _files(place: Path, found: Findings) -> Iterable[tuple[Path, str]]:
    """Give the workbooks at ``place`` with the names they are shown by."""
    if not place.is_dir():
        return [(place, place.name)]
    try:
        everything, books = _everything(place), workbook_files(place)
    except OSError as fault:
        found.add(trouble_issue(TroubleError("unreadable", fault.strerror or str(fault)), str(place)))
        return []
    for other in everything:
        if other not in books:
            found.add(
                Issue(
                    "records-file-skipped",
                    "info",
                    Text("不是工作簿，未读取", "not a workbook; not read"),
                    file=other.relative_to(place).as_posix(),
                    wanted=" ".join(SUFFIXES),
                )
            )
    if not books or len(books) > MAX_FILES:
        found.add(_wrong_number(place, len(books)))
        return []
    return [(p, p.relative_to(place).as_posix()) for p in books]


def _wrong_number(place: Path, count: int) -> Issue:
    if count:
        return Issue(
            "records-folder-too-large",
            "error",
            Text("文件夹里的工作簿太多", "too many workbooks in the folder"),
            file=place.name,
            got=str(count),
            wanted=f"<= {MAX_FILES}",
            mend=Text("分成几个文件夹", "split the folder"),
        )
    return Issue(
        "records-folder-empty",
        "error",
        Text("文件夹里没有工作簿", "there is no workbook in the folder"),
        file=place.name,
        wanted=" ".join(SUFFIXES),
        mend=Text("指定放有各地区工作簿的文件夹", "name the folder that holds the workbooks"),
    )


def _read_book(book: Book, reading: _Reading) -> None:
    """Read every sheet of one workbook."""
    found = reading.found
    for text in book.remarks:
        found.add(Issue(text[0], "warning", text[1], file=book.file, mend=text[2]))
    cover = reading.covers[book.file] = read_cover(book, reading.places, found)
    known = 0
    for sheet in book.sheets:
        layout = match_sheet(sheet, file=book.file, found=found)
        if layout is None:
            continue
        known += 1
        if sheet.hidden:
            found.add(
                Issue(
                    "records-hidden-sheet",
                    "info",
                    Text("隐藏的工作表也已读取", "a hidden sheet was read too"),
                    file=book.file,
                    where=sheet.name,
                )
            )
        made = read_rows(sheet, layout, cover, file=book.file, places=reading.places, found=found)
        if made.rows:
            reading.sheets.setdefault(layout.table.name, []).append(made)
    _take_nil(book.file, cover, reading)
    if (
        not known
        and not cover.nil
        and not any(i.file == book.file and i.severity == "error" for i in found.issues)
    ):
        found.add(
            Issue(
                "records-file-no-table",
                "error",
                Text("文件里没有规划所需的表", "the workbook holds none of the tables that the plan needs"),
                file=book.file,
                got="、".join(sheet.name for sheet in book.sheets[:6]),
                mend=Text(
                    "用 dafeng template 生成的模板填报", "fill in the templates that dafeng template makes"
                ),
            )
        )


def _take_nil(file: str, cover: Cover, reading: _Reading) -> None:
    """Take the nil reports of a cover."""
    for name, regions in cover.nil.items():
        where = cover.nil_cells[name]
        if cover.year is None or cover.maturity is None:
            reading.found.add(
                Issue(
                    "records-nil-undated",
                    "error",
                    Text(
                        "封面没有年份或数据性质，零报告无法归档",
                        "a nil report without year or maturity on the cover",
                    ),
                    file=file,
                    where=where,
                    mend=Text("填写封面的统计年份和数据性质", "give the year and the maturity on the cover"),
                )
            )
            continue
        concerned = regions
        if tables()[name].regions == "reporting" and cover.region is not None and reading.places is not None:
            reporter = reading.places.reporter_of(cover.region)
            concerned = (reporter,) if reporter is not None else ()
        for region in concerned:
            reading.nil[name, region, cover.year, cover.maturity] = (file, cover.sheet or "", where)


def _records(reading: _Reading, *, accept_valid: bool) -> Records:
    """Put together what may go in, and the filings."""
    import pyarrow as pa

    filings: dict[Key, Filing] = {}
    blocked: dict[Key, int] = {}
    for sheets in reading.sheets.values():
        for made in sheets:
            _file_rows(made, reading, filings, blocked)
    for key, (file, sheet, where) in reading.nil.items():
        if key in filings and filings[key].rows:
            blocked[key] = blocked.get(key, 0) + 1
            reading.found.add(_nil_with_rows(key, file, where, filings[key].rows))
        filings.setdefault(key, Filing(*key, 0, file, sheet))
    accepted: dict[str, pa.Table] = {}
    taken: dict[Key, int] = {}
    for name, sheets in reading.sheets.items():
        parts = []
        for made in sheets:
            keys = _keys(name, made)
            # what concerns the whole sheet cannot be healed by leaving rows out
            keep = [
                key is not None
                and (not blocked.get(key) or (accept_valid and not made.lost and not made.bad.get(index)))
                for index, key in enumerate(keys)
            ]
            for filed, kept in zip(keys, keep, strict=True):
                if filed is not None and kept:
                    taken[filed] = taken.get(filed, 0) + 1
            parts.append(to_arrow(made).filter(pa.array(keep, pa.bool_())))
        accepted[name] = pa.concat_tables(parts).combine_chunks()
    done = tuple(
        _settled(filing, blocked.get(key, 0), taken.get(key, 0), accept_valid)
        for key, filing in filings.items()
    )
    return make(accepted, tuple(sorted(done, key=lambda f: (f.table, f.region, f.year, f.maturity))))


def _settled(filing: Filing, blocked: int, taken: int, accept_valid: bool) -> Filing:
    """Return a filing with what became of its rows."""
    from dataclasses import replace

    if not blocked:
        return filing
    if accept_valid and taken:
        return replace(filing, rows=taken, left_out=filing.rows - taken)
    return replace(filing, blocked=blocked)


def _keys(name: str, made: TableRows) -> list[Key | None]:
    """Return the filing of each row; None for a row that says not which."""
    rows = zip(made.values["region"], made.values["year"], made.values["maturity"], strict=True)
    return [None if r is None or y is None or m is None else (name, r, y, m) for r, y, m in rows]


def _file_rows(
    made: TableRows, reading: _Reading, filings: dict[Key, Filing], blocked: dict[Key, int]
) -> None:
    """Count the rows and the errors of one sheet on their filings.

    An error on a row that says not which filing it is of counts on all of the sheet.
    """
    name, cover, places = made.table.name, reading.covers[made.file], reading.places
    keys = _keys(name, made)
    everywhere = made.lost + sum(count for index, count in made.bad.items() if keys[index] is None)
    counts: dict[Key, int] = {}
    for filed in keys:
        if filed is not None:
            counts[filed] = counts.get(filed, 0) + 1
    if not counts and cover.region is not None and cover.year is not None and cover.maturity is not None:
        regions = (cover.region,) if places is None else places.leaves(cover.region)
        counts = {(name, region, cover.year, cover.maturity): 0 for region in regions}
    columns: Mapping[str, str] = MappingProxyType(made.letters)
    for key, count in counts.items():
        before = filings.get(key)
        rows = count + (before.rows if before else 0)
        if before is None:
            filings[key] = Filing(*key, rows, made.file, made.sheet.name, columns=columns)
        else:
            filings[key] = Filing(*key, rows, before.file, before.sheet, columns=before.columns)
        if everywhere:
            blocked[key] = blocked.get(key, 0) + everywhere
    for index, count in made.bad.items():
        mine = keys[index]
        if mine is not None:
            blocked[mine] = blocked.get(mine, 0) + count


def _nil_with_rows(key: Key, file: str, where: str, rows: int) -> Issue:
    title = tables()[key[0]].title
    return Issue(
        "records-nil-with-rows",
        "error",
        Text(
            f"封面勾了“本期无此事项”，“{title.zh}”里却有 {rows} 行",
            f"ticked as a nil report, but “{title.en}” has {rows} rows",
        ),
        file=file,
        where=where,
        mend=Text("去掉勾选，或删去这些行", "take the tick away, or delete the rows"),
    )
