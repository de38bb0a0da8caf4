"""Which table a sheet holds: by its name and by its headers; two that fit equally well are an error."""

from __future__ import annotations

from dafeng.base import Issue, Text
from dafeng.records.findings import Findings
from dafeng.records.grid import Sheet, is_blank
from dafeng.records.layout import Layout, Written, lay_out, named_tables, written_headers
from dafeng.records.schema import COMMON, fold, tables
from dafeng.records.wording import header_index, wording

__all__ = ["match_sheet"]

_ENOUGH = 0.5
_MARGIN = 0.1
_CLEARLY_OTHER = 0.3
_FEWEST_FIELDS = 2
_SURE = 0.7
_MOST_CANDIDATES = 8


def match_sheet(sheet: Sheet, *, file: str, found: Findings) -> Layout | None:
    """Return the table of ``sheet`` and how it lies there; None, and the reason told, where it has none."""
    if fold(sheet.name) in wording().cover | wording().lists or not any(
        not is_blank(c) for row in sheet.rows for c in row
    ):
        return None
    written = written_headers(sheet)
    named, exact = named_tables(sheet.name)
    if exact and len(named) == 1:
        layout = lay_out(tables()[named[0]], sheet, written)
        if layout is not None and layout.likeness >= _SURE:
            return layout
    layouts = [lay_out(tables()[name], sheet, written) for name in _possible(written, named)]
    ranked = sorted(
        ((layout.likeness, layout.table.name, layout) for layout in layouts if layout is not None),
        key=lambda item: -item[0],
    )
    if named:
        return _by_name(sheet, named, exact, ranked, file=file, found=found)
    return _by_headers(sheet, ranked, file=file, found=found)


def _possible(written: list[Written], named: tuple[str, ...]) -> list[str]:
    """Return the tables worth a closer look: those named, and those of whose headers most stand there."""
    keys = {
        key for place in written for cell in place.cells for header in cell.headers for key in header.keys
    }
    common = {column.name for column in COMMON}
    hits = {
        name: len({index[key] for key in keys & index.keys()} - common)
        for name in tables()
        for index in (header_index(name),)
    }
    best = sorted(
        (name for name in hits if hits[name]), key=lambda name: -hits[name] / len(tables()[name].columns)
    )
    most = sorted(best, key=lambda name: -hits[name])[:_MOST_CANDIDATES]
    return list(dict.fromkeys([*named, *best[:_MOST_CANDIDATES], *most]))


Ranked = list[tuple[float, str, Layout]]


def _by_name(
    sheet: Sheet, named: tuple[str, ...], exact: bool, ranked: Ranked, *, file: str, found: Findings
) -> Layout | None:
    """Return the layout of the table that the sheet is named for, where its headers agree."""
    mine = [item for item in ranked if item[1] in named and item[2].own > 0]
    best = ranked[0] if ranked else None
    title = tables()[named[0]].title
    if not mine:
        if best is not None and best[0] >= _ENOUGH:
            found.add(_other_table(sheet, title, best, file))
            return None
        found.add(
            Issue(
                "records-header-missing",
                "error",
                Text(f"没有找到“{title.zh}”的表头", f"the header of “{title.en}” was not found"),
                file=file,
                where=sheet.name,
                wanted="、".join(c.title.zh for c in tables()[named[0]].columns[:6]),
                mend=Text("按模板恢复表头一行", "put the template's header row back"),
            )
        )
        return None
    likeness, name, layout = mine[0]
    if best is not None and best[1] != name and best[0] >= _ENOUGH and best[0] > likeness + _CLEARLY_OTHER:
        found.add(_other_table(sheet, title, best, file))
        return None
    if len(mine) > 1 and mine[1][0] > likeness - _MARGIN:
        found.add(_ambiguous(sheet, [item[1] for item in mine[:3]], file))
        return None
    if not exact:
        _tell_taken(sheet, layout, Text("名称和列名", "its name and headers"), file, found)
    return layout


def _by_headers(sheet: Sheet, ranked: Ranked, *, file: str, found: Findings) -> Layout | None:
    """Return the layout of the table that the headers of a sheet of another name clearly are of."""
    good = [item for item in ranked if item[0] >= _ENOUGH and item[2].own >= _FEWEST_FIELDS]
    if not good:
        found.add(
            Issue(
                "records-sheet-unknown",
                "info",
                Text("不是规划所需的表，未读取", "not a table that the plan needs; not read"),
                file=file,
                where=sheet.name,
                mend=Text(
                    "若是所需的表，请用模板中的表名和列名", "use the template's names where it is meant"
                ),
            )
        )
        return None
    if len(good) > 1 and good[1][0] > good[0][0] - _MARGIN:
        found.add(_ambiguous(sheet, [item[1] for item in good[:3]], file))
        return None
    _tell_taken(sheet, good[0][2], Text("列名", "its headers"), file, found)
    return good[0][2]


def _tell_taken(sheet: Sheet, layout: Layout, how: Text, file: str, found: Findings) -> None:
    """Say which table a sheet of another name was taken for, and why."""
    title, count = layout.table.title, len(layout.table.columns)
    found.add(
        Issue(
            "records-sheet-taken",
            "info",
            Text(
                f"按{how.zh}认作“{title.zh}”（{count} 列中对上 {layout.own} 列）",
                f"taken for “{title.en}” by {how.en} ({layout.own} of {count} columns)",
            ),
            file=file,
            where=sheet.name,
            mend=Text(
                f"若不是，请改工作表名；若是，可改名为“{title.zh}”", "rename the sheet if this is wrong"
            ),
        )
    )


def _ambiguous(sheet: Sheet, names: list[str], file: str) -> Issue:
    titles = [tables()[name].title for name in names]
    return Issue(
        "records-sheet-ambiguous",
        "error",
        Text("分不清是哪一张表", "it is not clear which table this is"),
        file=file,
        where=sheet.name,
        got=sheet.name,
        wanted="、".join(title.zh for title in titles),
        mend=Text(
            f"把工作表改名为其中之一：{'、'.join(title.zh for title in titles)}",
            f"name the sheet after one of them: {', '.join(title.en for title in titles)}",
        ),
    )


def _other_table(sheet: Sheet, title: Text, best: tuple[float, str, Layout], file: str) -> Issue:
    other = tables()[best[1]].title
    return Issue(
        "records-sheet-other",
        "error",
        Text(
            f"工作表名是“{title.zh}”，列却是“{other.zh}”的",
            f"named “{title.en}”, but its columns are of “{other.en}”",
        ),
        file=file,
        where=sheet.name,
        got=other.zh,
        wanted=title.zh,
        mend=Text("换上正确的表，或改正工作表名", "put the right table there, or mend the sheet's name"),
    )
