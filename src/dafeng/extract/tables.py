"""Tables of a text: rows of cells under a header, each number with its row's name, its column's year and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dafeng.extract.quantities import find_quantities
from dafeng.extract.sentence import Mention
from dafeng.extract.timing import Calendar
from dafeng.plan.model import Kind, Op, Years

_CELL = re.compile(r"[^ |\n]+")
_VALUE = re.compile(
    r"^(?P<op>[≤≥<>＜＞]=?|不低于|不少于|不超过|不高于|约)?(?P<n>\d{1,15}(?:\.\d{1,10})?)(?P<tail>[^\d]{0,8}?)(?P<about>左右|以上|以下|以内)?$"
)
_OPS: dict[str, Op] = {"≤": "<=", "≥": ">=", "<": "<", ">": ">", "＜": "<", "＞": ">", "<=": "<=", ">=": ">=", "不低于": ">=", "不少于": ">=",
        "不超过": "<=", "不高于": "<=", "约": "about", "左右": "about", "以上": ">=", "以下": "<=", "以内": "<="}  # fmt: skip
_LESS = re.compile(r"漏损率|热损失|损耗|排放量|能耗|耗热量|耗电|散煤|排放强度|消费量|用水量")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the cells as (start, end, text)."""

    cells: tuple[tuple[int, int, str], ...]


def read_tables(
    text: str, spans: tuple[tuple[int, int], ...], calendar: Calendar, *, reported: int | None = None
) -> tuple[list[Mention], list[tuple[int, int, str]]]:
    """Return the statements of all tables, and the numbers that are row numbers or units."""
    if reported is not None:
        calendar = replace(calendar, issue=reported, end=reported)
    mentions: list[Mention] = []
    negatives: list[tuple[int, int, str]] = []
    block: list[Row] = []
    last = -2
    for start, end in [*spans, (len(text) + 9, len(text) + 9)]:
        if start != last + 1 and block:
            _block(block, calendar, _caption(text, block[0]), mentions, negatives)
            block = []
        row = Row(
            tuple((start + m.start(), start + m.end(), m.group()) for m in _CELL.finditer(text[start:end]))
        )
        block.append(row)
        last = end
    return mentions, negatives


def _caption(text: str, row: Row) -> str:
    """Return the line above a table."""
    before = text[: row.cells[0][0]].rstrip("\n |") if row.cells else ""
    return before[before.rfind("\n") + 1 :][-60:]


@dataclass(frozen=True, slots=True)
class _Column:
    years: Years | None
    kind: Kind
    unit: str | None
    name: str


def _column(head: str, calendar: Calendar, caption: str, *, tasks: bool) -> _Column:
    year = re.search(r"((?:19|20)\d\d)", head)
    unit = None
    paren = re.search(r"[(（]([^()（）]{1,12})[)）]", head)
    if paren:
        unit = paren.group(1)
    when = int(year.group(1)) if year else None
    past = re.search(r"现状|已|^完成|完成率|实际|基期|基准|完成量|当前|进度", head) is not None
    past = past or (tasks and re.search(r"率(?:\(|$)", head) is not None)
    named = re.search(r"((?:19|20)\d\d)年", caption)
    whole = re.search(r"目标|任务|计划|分解|安排", caption) is not None and (
        unit is not None or named is not None
    )
    if when is None and not past and (re.search(r"目标|任务|计划", head) or (whole and unit is not None)):
        when = int(named.group(1)) if named else calendar.end or calendar.issue
    if when is not None and calendar.issue is not None and when < calendar.issue and "目标" not in head:
        past = past or "目标" not in caption
    if past:
        as_of = when or calendar.issue
        years = Years(type="as_of", year=as_of, inferred=True) if as_of else None
        return _Column(years, "status", unit, head)
    target = when is not None
    years = Years(type="deadline", year=when, inferred=True) if target else None
    return _Column(years, "target", unit, head)


def _block(
    rows: list[Row],
    calendar: Calendar,
    caption: str,
    mentions: list[Mention],
    negatives: list[tuple[int, int, str]],
) -> None:
    head = rows[0]
    if len(rows) < 2 or sum(bool(re.fullmatch(r"[≤≥<>]?\d+(?:\.\d+)?%?", c[2])) for c in head.cells) > 1:
        return
    tasks = any(re.search(r"任务|目标|计划", c[2]) for c in head.cells) and any(
        "已" in c[2] for c in head.cells
    )
    columns = [_column(c[2], calendar, caption, tasks=tasks) for c in head.cells]
    unit_at = next((n for n, c in enumerate(head.cells) if re.fullmatch(r"(?:计量)?单位", c[2])), None)
    number_at = next((n for n, c in enumerate(head.cells) if re.fullmatch(r"序号|编号|No\.?", c[2])), None)
    for row in rows[1:]:
        shift = len(row.cells) - len(columns)
        if shift < -1 or shift > 1:
            continue
        unit = row.cells[unit_at][2] if unit_at is not None and unit_at < len(row.cells) else None
        name_at = next(
            (n for n, c in enumerate(row.cells) if n != number_at and re.search(r"[一-鿿]{2}", c[2])), 0
        )
        name = row.cells[name_at]
        for n, (start, end, cell) in enumerate(row.cells):
            column = columns[n] if n < len(columns) else columns[-1]
            if n == number_at:
                negatives.append((start, end, "row number"))
                continue
            value = _VALUE.match(cell)
            if value is None or n in (unit_at, name_at) or column.years is None:
                continue
            mentions.append(_cell(value, start, row, name, unit, column))


def _cell(
    value: re.Match[str], start: int, row: Row, name: tuple[int, int, str], unit: str | None, column: _Column
) -> Mention:
    inside = re.search(r"[(（]([^()（），]{1,12})[^()（）]{0,10}[)）]", name[2])
    word = value["tail"] or unit or column.unit or (inside.group(1) if inside else "")
    probe = find_quantities(f"1{word}") if word else []
    factor, unit_name = 1.0, "1"
    if probe and probe[0].unit is not None and isinstance(probe[0].value, float):
        factor, unit_name = probe[0].value, probe[0].unit
    elif re.search(r"率|占比|比例|比重", name[2] + column.name):
        unit_name = "%"
    written = _OPS.get(value["op"] or value["about"] or "")
    usual: Op = "=" if column.kind == "status" else "<=" if _LESS.search(name[2]) else ">="
    op = written or usual
    first, last = start + value.start("n"), start + value.end("n")
    span = (row.cells[0][0], row.cells[-1][1])
    assert column.years is not None
    return Mention(
        first, last, float(f"{float(value['n']) * factor:.12g}"), unit_name, column.kind, op, column.years, None,
        None if column.kind == "status" else "mandatory", (name[0], name[1]), span, span,
        scope=column.name,
    )  # fmt: skip
