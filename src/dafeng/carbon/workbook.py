"""An account as a workbook: overview, lines, factors, what is missing, and the way to the other views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dafeng.base import Lang, Text
from dafeng.carbon.account import Account
from dafeng.carbon.bridge import Bridge
from dafeng.carbon.systems import sectors
from dafeng.carbon.telling import missing_words, system_rows

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["write_workbook"]

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_workbook(
    account: Account,
    path: Path | str,
    *,
    lang: Lang = "zh",
    bridges: Sequence[Bridge] = (),
    sample: bool = False,
) -> None:
    """Write ``account`` to ``path`` (.xlsx); emissions are live formulas of activity and factor.

    ``bridges`` are written one below the other; ``sample`` marks every sheet as sample data.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    mark = Text("示例数据", "sample data").say(lang) if sample else ""
    _sheet(book, Text("总览", "overview").say(lang), _overview(account, lang), mark)
    _sheet(book, Text("系统", "systems").say(lang), _systems(account, lang), mark)
    _sheet(book, Text("明细", "lines").say(lang), _lines(account, lang), mark)
    _sheet(book, Text("因子", "factors").say(lang), _factors(account, lang), mark)
    lacking = [[Text("没有计入的", "not counted").say(lang)], *([w] for w in missing_words(account, lang))]
    lacking += [[gap.words.say(lang)] for gap in account.gaps()]
    _sheet(book, Text("缺项", "missing").say(lang), lacking, mark)
    if bridges:
        rows: list[list[Any]] = [[Text("口径差异", "bridge").say(lang), "tCO2e"]]
        for each in bridges:
            rows += [[label, value] for label, value in each.rows(lang)] + [[]]
        _sheet(book, Text("口径差异", "bridges").say(lang), rows, mark)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(target.name + ".part")
    book.save(half)
    half.replace(target)


def _overview(account: Account, lang: Lang) -> Iterable[list[Any]]:
    spread = account.uncertainty()
    yield [account.name.say(lang), account.year, account.view.name.say(lang)]
    yield [Text("合计", "total").say(lang), account.total(), "tCO2e"]
    yield [Text("95% 半宽", "95 % half width").say(lang), spread.half_width_t, "tCO2e"]
    yield [Text("能耗（供电煤耗法）", "energy (coal of power supply)").say(lang), account.total_tce(), "tce"]
    yield [Text("数据", "records").say(lang), account.records_hash]
    yield []
    labels = {}
    for line in account.lines:
        id, words = account.view.label(line.system, line.sector)
        labels[id] = words.say(lang)
    for id, value in (account.by("class") if account.lines else {}).items():
        yield [labels[id], value, "tCO2e"]


def _systems(account: Account, lang: Lang) -> Iterable[list[Any]]:
    heads = [
        ("条文", "articles"),
        ("系统", "system"),
        ("部门", "sector"),
        ("计入", "counted"),
        ("活动量", "activity"),
        ("排放", "emissions [tCO2e]"),
        ("未报地区", "regions missing"),
    ]
    yield [Text(*head).say(lang) for head in heads]
    for row in system_rows(account):
        amounts = "; ".join(f"{value:,.6g} {unit}" for unit, value in row["activity"].items())
        sector = sectors()[row["sector"]].say(lang) if row["sector"] in sectors() else ""
        counted = Text("是", "yes") if row["counted"] else Text("备查", "memo")
        yield [
            ", ".join(row["articles"]),
            row["name"].say(lang),
            sector,
            counted.say(lang),
            amounts,
            row["tco2e"],
            ", ".join(row["missing"]),
        ]


def _lines(account: Account, lang: Lang) -> Iterable[list[Any]]:
    heads = [
        ("条文", "articles"),
        ("系统", "system"),
        ("项", "item"),
        ("地区", "region"),
        ("气体", "gas"),
        ("范围", "scope"),
        ("活动量", "activity"),
        ("单位", "unit"),
        ("因子 [tCO2e/单位]", "factor [tCO2e/unit]"),
        ("排放", "emissions [tCO2e]"),
        ("计入", "counted"),
        ("数据性质", "maturity"),
        ("公式", "formula"),
        ("说明", "note"),
    ]
    yield [Text(*head).say(lang) for head in heads]
    for number, line in enumerate((*account.lines, *account.memos), start=2):
        yield [
            ", ".join(line.about.articles),
            line.about.name.say(lang),
            line.detail,
            line.region,
            line.gas,
            line.scope,
            line.activity,
            line.unit,
            line.factor_t,
            f"=G{number}*I{number}",
            line.counted,
            line.maturity,
            line.formula,
            line.note.say(lang) if line.note else "",
        ]


def _factors(account: Account, lang: Lang) -> Iterable[list[Any]]:
    heads = [
        ("因子", "factor"),
        ("值", "value"),
        ("单位", "unit"),
        ("年份", "year"),
        ("地方", "place"),
        ("来源", "source"),
        ("条款", "clause"),
        ("依据", "basis"),
        ("说明", "said"),
        ("备注", "note"),
    ]
    yield [Text(*head).say(lang) for head in heads]
    seen = {(f.key, f.place, f.year): f for ln in (*account.lines, *account.memos) for f in ln.factors}
    for f in sorted(seen.values(), key=lambda f: (f.key, f.place, f.year or 0)):
        yield [f.key, f.value, f.unit, f.year, f.place, f.source, f.clause, f.basis, f.words(lang), f.note]


def _sheet(book: Workbook, title: str, rows: Iterable[list[Any]], mark: str) -> None:
    """Add one sheet; text that a spreadsheet would take for a formula stays text."""
    sheet = book.create_sheet(title)
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str) and value.startswith(_RISKY) and not value.startswith("=G"):
                cell.data_type = "s"
    if mark:
        sheet.oddHeader.center.text = mark
        sheet.sheet_properties.tabColor = "C0504D"
        sheet.cell(number + 2, 1).value = mark
