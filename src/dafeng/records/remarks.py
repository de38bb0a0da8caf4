"""What is said about cells that were not already what was wanted: code, severity, words and how to mend."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.base import Severity, Text
from dafeng.base.units import unit_names
from dafeng.records.cells import Remark
from dafeng.records.schema import Column, categories

__all__ = ["REMARKS", "Saying", "saying", "wanted_of"]

_DROPDOWN = Text("从下拉列表中选择", "choose from the list")
_CHECK = Text("请核对读出的数值", "check the value that was read")


@dataclass(frozen=True, slots=True)
class Saying:
    """How one kind of remark is told; ``message`` may name the remark's ``{detail}``."""

    severity: Severity
    message: Text
    mend: Text | None = None


REMARKS: dict[str, Saying] = {
    "blank-word": Saying(
        "info",
        Text("“{detail}”按空白处理（没有数值，不是 0）", "“{detail}” is taken as empty (no value, not zero)"),
        Text("数值确为零时填 0", "write 0 where the value is zero"),
    ),
    "text-number": Saying(
        "info", Text("以文本存储的数字，已按数字读取", "numbers stored as text were read as numbers")
    ),
    "unit-converted": Saying(
        "info",
        Text("单元格中写有单位“{detail}”，已换算", "the cell gives the unit “{detail}”; converted"),
        _CHECK,
    ),
    "unit-mismatch": Saying(
        "error",
        Text("单位“{detail}”与本栏不符，无法换算", "the unit “{detail}” does not fit the column"),
        Text("按本栏的单位填数字", "give the number in the column's unit"),
    ),
    "number-note": Saying(
        "warning",
        Text(
            "数值后带有说明“{detail}”，只取了数值",
            "a note “{detail}” follows the number; only the number was taken",
        ),
        Text("把说明移到备注，单元格只留数值", "move the note elsewhere"),
    ),
    "number-about": Saying(
        "warning",
        Text("数值写成约数（约、左右、多），按所写数字读取", "a rough number (about); read as it is written"),
        Text("填写确数", "give the exact number"),
    ),
    "not-number": Saying("error", Text("不是数字", "not a number"), Text("填一个数字", "give one number")),
    "not-integer": Saying(
        "error", Text("应为整数", "not a whole number"), Text("填整数", "give a whole number")
    ),
    "not-boolean": Saying("error", Text("应填是或否", "neither yes nor no"), _DROPDOWN),
    "not-category": Saying("error", Text("不在可选项之中", "not one of the words to choose from"), _DROPDOWN),
    "category-note": Saying(
        "warning",
        Text("“{detail}”按括号前的词读取", "of “{detail}” the word before the brackets was taken"),
        _DROPDOWN,
    ),
    "not-date": Saying(
        "error",
        Text("不能确定是哪一天", "not a date that can be known for sure"),
        Text("写成年-月-日，如 2025-03-05", "write year-month-day, e.g. 2025-03-05"),
    ),
    "not-year": Saying(
        "error",
        Text("不是四位数的年份", "not a year of four digits"),
        Text("填四位年份，如 1998", "e.g. 1998"),
    ),
    "date-text": Saying(
        "info", Text("以文本或数字写的日期，已按日期读取", "dates written as text were read as dates")
    ),
    "date-serial": Saying(
        "info",
        Text(
            "日期存为 Excel 序列号，已换算成日期", "dates stored as Excel's serial numbers were read as dates"
        ),
        Text("把单元格格式设为日期", "format the cells as dates"),
    ),
    "date-month": Saying(
        "warning",
        Text("只写到月份，按当月 1 日读取", "only the month is given; read as its first day"),
        Text("补上日期", "add the day"),
    ),
    "date-time": Saying(
        "info", Text("日期带有时刻，只取日期", "the date has a time of day; only the date was taken")
    ),
    "year-text": Saying(
        "info", Text("以文本写的年份，已读成年份", "years written as text were read as years")
    ),
    "year-from-date": Saying(
        "warning",
        Text(
            "本栏要年份，填的是日期，只取了年份",
            "the column wants a year; of the date only the year was taken",
        ),
        Text("只填年份", "give the year alone"),
    ),
    "id-number": Saying(
        "info",
        Text(
            "编号存为数字，已读成文字（前面的 0 可能已被 Excel 去掉）",
            "ids stored as numbers were read as text (Excel may have dropped leading zeros)",
        ),
        Text("把本列设为文本格式后填写", "format the column as text"),
    ),
    "id-cut": Saying(
        "warning",
        Text(
            "编号超过 15 位且存为数字，末尾几位可能已被 Excel 改成 0",
            "Excel may have lost the last digits of this id",
        ),
        Text("把本列设为文本格式后重新填写编号", "format the column as text and give the id again"),
    ),
    "id-width": Saying(
        "info",
        Text(
            "编号中的全角字符或空格已转为半角", "full-width characters or spaces in ids were made half-width"
        ),
    ),
    "invisible": Saying("info", Text("去掉了看不见的控制字符", "invisible characters were removed")),
}


def saying(remark: Remark) -> tuple[str, Saying]:
    """Return the code of a remark, and how it is told."""
    told = REMARKS[remark.kind]
    message = Text(
        told.message.zh.replace("{detail}", remark.detail), told.message.en.replace("{detail}", remark.detail)
    )
    return f"records-{remark.kind}", Saying(told.severity, message, told.mend)


def wanted_of(column: Column) -> str | None:
    """Return what a column wants in signs that need no language: its words, unit, limits or a form.

    >>> from dafeng.records.schema import tables
    >>> wanted_of(tables()["heating"].column("heated_area_m2"))
    '平方米 m2，≥ 0，≤ 500000000'
    """
    if column.categories is not None:
        return "、".join(word.zh for word in categories()[column.categories].values())
    forms = {"year": "YYYY", "boolean": "是/否", "date": "YYYY-MM-DD"}
    parts = [forms[column.type]] if column.type in forms else []
    if column.unit and column.unit != "1" and column.unit_by is None:
        parts.append(" ".join(dict.fromkeys(unit_names(column.unit))))
    if column.exclusive_minimum is not None:
        parts.append(f"> {column.exclusive_minimum:.10g}")
    if column.minimum is not None:
        parts.append(f"≥ {column.minimum:.10g}")
    if column.maximum is not None:
        parts.append(f"≤ {column.maximum:.10g}")
    return "，".join(parts) or None
