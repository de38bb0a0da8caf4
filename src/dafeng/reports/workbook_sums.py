"""The sheet that shows how values follow from sums, as live formulas."""

from __future__ import annotations

from dafeng.base import Lang
from dafeng.indicators.status import STATES, Status
from dafeng.indicators.values import Values
from dafeng.plan.model import Statement
from dafeng.reports.facts import Facts
from dafeng.reports.figures import subject, unit_words
from dafeng.reports.formula_words import formula_words
from dafeng.reports.sheets import Column, Live, Sheet, Value
from dafeng.reports.sums import Sums, sums_of
from dafeng.reports.wording import say

__all__ = ["sums_sheet"]

_FORMS = {"c": "General", "w": "General", "t": "General"}
_DECIMALS = 9
# Columns of the sheet by letter.
_NUMERATOR, _DENOMINATOR, _SCALE, _BASE_NUM, _BASE_DEN = "G", "H", "I", "J", "K"
_COMPUTED, _VALUE, _OP, _TARGET, _UPPER, _TOLERANCE = "L", "M", "O", "P", "Q", "R"


def sums_sheet(facts: Facts, values: Values, note: str, lang: Lang) -> Sheet:
    """Return one row a statement and region that has a value: sums, value, gap and check as formulas."""
    number = "#,##0.####"
    wide = [
        ("条目", "No.", 7.0, "c"),
        ("要求", "Statement", 30.0, "w"),
        ("地区", "Region", 22.0, "t"),
        ("年份", "Year", 7.0, "0"),
        ("算法", "Formula", 46.0, "w"),
        ("类型", "Kind", 13.0, "c"),
        ("分子", "Numerator", 15.0, number),
        ("分母", "Denominator", 15.0, number),
        ("乘数", "Scale", 8.0, number),
        ("基期分子", "Base numerator", 15.0, number),
        ("基期分母", "Base denominator", 15.0, number),
        ("由合计算得", "From the sums", 13.0, number),
        ("评估采用值", "Value used", 13.0, number),
        ("核对", "Check", 9.0, "c"),
        ("比较", "Comparison", 7.0, "c"),
        ("目标值", "Target", 11.0, number),
        ("目标上限", "Upper target", 10.0, number),
        ("容差", "Tolerance", 8.0, number),
        ("单位", "Unit", 11.0, "c"),
        ("差距", "Gap", 12.0, number),
        ("对照目标", "Against the target", 11.0, "c"),
        ("评估状态", "State", 10.0, "c"),
    ]
    columns = [
        Column(
            say(lang, zh, en),
            width,
            "General" if form in "cwt" else form,
            wrap=form == "w",
            centre=form == "c",
        )
        for zh, en, width, form in wide
    ]
    sheet = Sheet(
        say(lang, "计算依据", "Sums"),
        say(lang, "数值的计算依据（公式可核对）", "How values follow from sums (live formulas)"),
        note,
        columns,
    )
    for entry in facts.entries:
        for status in (entry.status, *entry.regions):
            if status.value is not None:
                sheet.rows.append(_row(facts, entry.statement, status, values, lang))
    return sheet


def _row(facts: Facts, statement: Statement, status: Status, values: Values, lang: Lang) -> list[Value]:
    """Return the row of one statement and region."""
    sums = sums_of(statement, status, values)
    target = status.target_value
    low, high = target if isinstance(target, tuple) else (target, None)
    tolerance = None if status.op != "about" else _tolerance(statement, status)
    same = say(lang, "一致", "agrees")
    computed = _computed(sums, status.value)
    return [
        statement.id,
        subject(statement, lang),
        facts.name(status.region).say(lang),
        status.year,
        formula_words(status.trace, lang),
        _kind(sums, lang),
        sums.numerator,
        sums.denominator,
        sums.scale if sums.numerator is not None else None,
        sums.base_numerator,
        sums.base_denominator,
        computed,
        status.value,
        Live(
            f'=IF(ABS({_COMPUTED}{{row}}-{_VALUE}{{row}})<=0.000001*MAX(1,ABS({_VALUE}{{row}})),"{same}",'
            f'"{say(lang, "不一致", "differs")}")',
            same,
        )
        if isinstance(computed, Live)
        else say(lang, "见说明", "see reason"),
        status.op,
        low,
        high,
        tolerance,
        unit_words(status.unit, lang),
        _gap(status, tolerance),
        _check(status, tolerance, lang),
        STATES[status.status].say(lang),
    ]


def _kind(sums: Sums, lang: Lang) -> str:
    """Return how the value follows from the sums, in words."""
    words = {
        "ratio": ("合计之比", "ratio of sums"),
        "sum": ("合计", "sum"),
        "points": ("与基期之差", "difference to base"),
        "percent": ("较基期变化率", "change on base"),
        "rows": ("符合项占比", "share of cases"),
        "total": ("历年累计", "total of years"),
        "worst": ("最不利的一项", "the worst case"),
        "none": ("见算法", "see formula"),
    }[sums.kind]
    return say(lang, *words)


def _computed(sums: Sums, value: float | None) -> Live | None:
    """Return the formula of a value over the cells of its sums; None where it does not follow from them."""
    now = f"{_SCALE}{{row}}*{_NUMERATOR}{{row}}/{_DENOMINATOR}{{row}}"
    base = f"{_SCALE}{{row}}*{_BASE_NUM}{{row}}/{_BASE_DEN}{{row}}"
    if sums.denominator is None:
        now = f"{_SCALE}{{row}}*{_NUMERATOR}{{row}}"
    if sums.base_denominator is None:
        base = f"{_SCALE}{{row}}*{_BASE_NUM}{{row}}"
    formulas = {
        "ratio": f"={now}",
        "sum": f"={now}",
        "rows": f"={now}",
        "points": f"={now}-{base}",
        "percent": f"=(({now})/({base})-1)*100",
    }
    if sums.kind == "total":
        return Live("=" + "+".join(repr(one) for one in sums.addends), value)
    return Live(formulas[sums.kind], value) if sums.kind in formulas else None


def _tolerance(statement: Statement, status: Status) -> float:
    """Return the half-width of *about*: that by which the verdict was made.

    It is read back from the gap where a decision set another than the statement's own.
    """
    target, value, gap = status.target_value, status.value, status.gap
    if isinstance(target, int | float) and value is not None and gap is not None:
        return round(abs(value - target) - gap, 6)
    return float(statement.tolerance or 0)


def _gap(status: Status, tolerance: float | None) -> Live | None:
    """Return the formula of the shortfall, positive when unmet."""
    value, low = f"{_VALUE}{{row}}", f"{_TARGET}{{row}}"
    formulas = {
        ">=": f"={low}-{value}",
        ">": f"={low}-{value}",
        "<=": f"={value}-{low}",
        "<": f"={value}-{low}",
        "=": f"=ABS({value}-{low})",
        "about": f"=ABS({value}-{low})-{_TOLERANCE}{{row}}",
        "range": f"=MAX({low}-{value},{value}-{_UPPER}{{row}})",
    }
    if status.op not in formulas or status.target_value is None:
        return None
    return Live(formulas[status.op], _gap_value(status, tolerance or 0.0))


def _gap_value(status: Status, tolerance: float) -> float | None:
    """Return what the formula of the gap gives now."""
    value, target = status.value, status.target_value
    if value is None or target is None:
        return None
    if isinstance(target, tuple):
        return max(target[0] - value, value - target[1])
    if status.op in (">=", ">"):
        return target - value
    if status.op in ("<=", "<"):
        return value - target
    return abs(value - target) - (tolerance if status.op == "about" else 0.0)


def _check(status: Status, tolerance: float | None, lang: Lang) -> Live | None:
    """Return the formula that holds the value against the target."""
    gap = _gap(status, tolerance)
    if gap is None or not isinstance(gap.value, float):
        return None
    strict = status.op in (">", "<")
    inside = f"ROUND({gap.formula.removeprefix('=')},{_DECIMALS}){'<' if strict else '<='}0"
    yes, no = say(lang, "达到", "reached"), say(lang, "未达到", "not reached")
    rounded = round(gap.value, _DECIMALS)
    holds = rounded < 0 if strict else rounded <= 0
    return Live(f'=IF({inside},"{yes}","{no}")', yes if holds else no)
