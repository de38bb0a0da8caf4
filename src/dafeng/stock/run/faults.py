"""What can be wrong with a row of a table of buildings, in words."""

from __future__ import annotations

from typing import Any

from dafeng.base import Issue, Text
from dafeng.stock.archetypes import quantities

SAID = {
    "no_id": ("stock-run-id", Text("没有编号", "there is no id")),
    "twice": ("stock-run-twice", Text("编号重复，只算第一次", "the id stands twice; the first counts")),
    "year": ("stock-run-value", Text("年份不可能", "no such year")),
    "no_era": ("stock-run-value", Text("缺少建成年代", "neither era nor year is given")),
    "no_area": ("stock-run-value", Text("缺少建筑面积", "there is no floor area")),
    "place": ("stock-run-place", Text("没有该地点的气象", "there is no weather of that place")),
    "zone": ("stock-run-zone", Text("该地点没有设计气候区", "the place states no design zone")),
}


def fault(kind: str, column: str, *, got: object = None, wanted: str | None = None) -> Issue:
    """Return the issue of a kind in a column."""
    code, words = SAID[kind]
    return Issue(code, "error", words, where=column, got=None if got is None else str(got), wanted=wanted)


def outside(name: str, got: float) -> Issue:
    """Return the issue of a figure outside its limits."""
    limits: dict[str, Any] = quantities()[name]
    return Issue(
        "stock-run-value",
        "error",
        Text(f"{limits['zh']}超出范围", f"{limits['en']} is outside its limits"),
        where=name,
        got=str(got),
        wanted=f"{limits['low']}-{limits['high']} {limits['unit']}",
    )


def placed(issue: Issue, *, building: object, row: int) -> Issue:
    """Return an issue with the building's id as its file and the row's number (from 1) as its line."""
    return Issue(
        issue.code,
        issue.severity,
        issue.message,
        file=None if building is None else str(building),
        line=row,
        where=issue.where,
        got=issue.got,
        wanted=issue.wanted,
        mend=issue.mend,
    )
