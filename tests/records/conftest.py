"""Workbooks made in the tests, and a small plan of two banners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dafeng.plan import Plan
from dafeng.plan.model import Document, Region, Words
from dafeng.records import tables

Sheets = dict[str, Iterable[Sequence[Any]]]


@pytest.fixture(scope="session")
def plan() -> Plan:
    def region(id: str, zh: str, **more: Any) -> Region:
        return Region(id=id, level="x", name=Words(zh=zh, en=id), **more)

    return Plan(
        id="small",
        document=Document(title=Words(zh="小规划", en="small plan")),
        regions=(
            region("top", "试盟", code="990000"),
            region("east", "东旗", parent="top", reports=True, aliases=("东",)),
            region("east_town", "东镇", parent="east", leaf=True, code="990001"),
            region("east_rest", "东旗其他苏木", parent="east", leaf=True),
            region("west", "西旗", parent="top", reports=True, leaf=True),
        ),
    )


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes sheets of rows as a workbook."""

    def write(sheets: Sheets, name: str = "book.xlsx") -> Path:
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, rows in sheets.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        place = tmp_path / name
        made.save(place)
        return place

    return write


def cover(region: str = "西旗", year: Any = 2025, maturity: str = "预计全年") -> list[list[Any]]:
    """Return the rows of a cover sheet."""
    return [["填报说明"], ["填报地区", region], ["统计年份", year], ["数据性质", maturity]]


def head(table: str, *names: str) -> list[str]:
    """Return the header of a table: its common columns and the named ones, or all."""
    columns = tables()[table].columns
    chosen = [c for c in columns if not names or c.name in names]
    return ["所属地区", "统计年份", "数据性质", *(c.title.zh for c in chosen)]
