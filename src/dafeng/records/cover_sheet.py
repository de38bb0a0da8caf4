"""The cover sheet 说明 of a template: what it is, who reports what when, and ticks for nil reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from dafeng.base import Lang, Text
from dafeng.plan import Plan
from dafeng.records.cover import NIL_TITLE
from dafeng.records.looks import looks, put
from dafeng.records.places import Places
from dafeng.records.schema import MATURITIES, Maturity, Table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["CoverFacts", "write_cover"]

_SHEET = {"zh": "说明", "en": "cover"}
_TICK = "√"
_HOW = (
    Text(
        "每张表一个工作表；一行一条记录，从示例行的下一行开始填。",
        "One sheet a table; one record a row, below the example.",
    ),
    Text(
        "所属地区、统计年份、数据性质空白时，按本页所填；有几个所属地区的，每行都要选。",
        "Empty region, year and maturity are taken from this page; choose one of several regions.",
    ),
    Text(
        "红色列名为必填。按列名下一行的单位填数字；确实为零填 0，不掌握的留空，不要填 0。",
        "Red titles are required. Numbers are in the unit below; 0 means zero, leave out what is unknown.",
    ),
    Text(
        "本期没有某项事情的，在下面的“本期无此事项”一栏打 √（零报告）；只是部分地区没有的，写地区名称。",
        "Tick “nothing to report” below where there was nothing; name the regions where it is only some.",
    ),
    Text(
        "以前年份的数字改为年报数时，另起一行，数据性质选“年报”。",
        "Final figures of earlier years are rows of their own, with the maturity “final”.",
    ),
)


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What a cover says: plan, region (id), year and maturity; ``nil`` names regions by table."""

    plan: Plan
    places: Places
    region: str
    year: int
    maturity: Maturity
    lang: Lang
    nil: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def due(self) -> str | None:
        """Return the day by which the plan wants the report, as MM-DD; the first where there are several."""
        return next((duty.due for duty in self.plan.duties if duty.due), None)


def write_cover(book: Workbook, facts: CoverFacts, chosen: Sequence[Table]) -> None:
    """Write the cover as the first sheet of ``book``."""
    lang = facts.lang
    style = looks()
    sheet = book.create_sheet(_SHEET[lang])
    title = Text(
        "城乡建设碳达峰年度填报表", "Yearly tables on peaking carbon in urban and rural construction"
    )
    put(sheet["A1"], title.say(lang))
    sheet["A1"].font = style.title
    put(sheet["A2"], facts.plan.document.title.say(lang))
    sheet["A2"].font = style.note
    row = _entries(sheet, facts, 4) + 1
    for text in _HOW:
        put(sheet.cell(row, 1), text.say(lang))
        sheet.cell(row, 1).alignment = style.left
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
        sheet.row_dimensions[row].height = 30
        row += 1
    _contents(sheet, facts, chosen, row + 1)
    for letters, width in zip("ABCDE", (10, 30, 20, 16, 46), strict=True):
        sheet.column_dimensions[letters].width = width
    sheet.protection.sheet = True
    sheet.protection.formatCells = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _entries(sheet: Worksheet, facts: CoverFacts, row: int) -> int:
    """Write what the workbook reports; return the next free row."""
    from openpyxl.worksheet.datavalidation import DataValidation

    lang, style = facts.lang, looks()
    due = facts.due
    entries: list[tuple[Text, object, bool]] = [
        (Text("填报地区", "reporting region"), facts.places.name(facts.region, lang), True),
        (Text("统计年份", "year"), facts.year, True),
        (Text("数据性质", "maturity"), MATURITIES[facts.maturity].say(lang), True),
        (Text("报送截止", "due"), f"{facts.year}-{due}" if due else "", False),
        (Text("填表人、电话", "filled in by, telephone"), "", True),
    ]
    for label, value, fillable in entries:
        put(sheet.cell(row, 1), label.say(lang))
        sheet.cell(row, 1).font = style.label
        cell = sheet.cell(row, 3)
        put(cell, value)
        cell.font = style.body
        cell.alignment = style.left
        if fillable:
            cell.protection = style.open
            cell.fill = style.input_fill
            cell.border = style.border
        if label.en == "maturity":
            words = ",".join(word.say(lang) for word in MATURITIES.values())
            choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=False)
            sheet.add_data_validation(choice)
            choice.add(cell)
        row += 1
    return row


def _contents(sheet: Worksheet, facts: CoverFacts, chosen: Sequence[Table], row: int) -> None:
    """Write the list of tables with the column of nil reports."""
    from openpyxl.worksheet.datavalidation import DataValidation

    lang, style = facts.lang, looks()
    heads = (
        Text("序号", "no."),
        Text("表名", "table"),
        NIL_TITLE,
        Text("对应条款", "articles"),
        Text("说明", "notes"),
    )
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(row, column)
        put(cell, head.say(lang))
        cell.font, cell.fill, cell.border, cell.alignment = (
            style.head,
            style.head_fill,
            style.border,
            style.centre,
        )
    tick = DataValidation(type="list", formula1=f'"{_TICK}"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(tick)
    for number, table in enumerate(chosen, 1):
        at = row + number
        nil = facts.nil.get(table.name)
        values = (
            number,
            table.title.say(lang),
            _nil(facts, table, nil),
            "、".join(table.articles),
            table.description,
        )
        for column, value in enumerate(values, 1):
            cell = sheet.cell(at, column)
            put(cell, value)
            cell.font, cell.border = style.body, style.border
            cell.alignment = style.centre if column in (1, 3, 4) else style.left
        name = sheet.cell(at, 2)
        name.hyperlink = f"#'{table.title.say(lang)[:31]}'!A1"
        ticked = sheet.cell(at, 3)
        ticked.protection, ticked.fill = style.open, style.input_fill
        tick.add(ticked)


def _nil(facts: CoverFacts, table: Table, nil: Sequence[str] | None) -> str:
    """Return the mark of a nil report: a tick for all regions, else their names."""
    if not nil:
        return ""
    leaves = (facts.region,) if table.regions == "reporting" else facts.places.leaves(facts.region)
    if set(nil) == set(leaves):
        return _TICK
    return "、".join(facts.places.name(id, facts.lang) for id in nil)
