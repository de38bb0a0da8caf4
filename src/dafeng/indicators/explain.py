"""Why a status is what it is: state, reason, sums, tables, factors, decisions, as lines of text."""

from __future__ import annotations

from dafeng.base import Lang, Text
from dafeng.indicators.status import STATES, Status
from dafeng.indicators.wording import figure
from dafeng.records.schema import tables

__all__ = ["explain"]


def explain(status: Status, lang: Lang) -> str:
    """Return everything that stands behind a status, one thing a line."""
    trace = status.trace
    lines = [f"{status.target} {status.region} {status.year or ''} {STATES[status.status].say(lang)}"]
    lines.append(status.reason.say(lang))

    def add(zh: str, en: str, text: str) -> None:
        if text:
            lines.append(f"{Text(zh, en).say(lang)}: {text}")

    add("公式", "formula", trace.formula)
    if trace.numerator is not None:
        sums = figure(trace.numerator, None, lang)
        if trace.denominator is not None:
            sums += f" / {figure(trace.denominator, None, lang)}"
        add("合计", "sums", sums)
    add("报表", "tables", "、".join(tables()[t].title.say(lang) for t in trace.tables if t in tables()))
    for factor in trace.factors:
        mark = Text("（未核对）", " (unverified)").say(lang) if factor.basis == "recalled" else ""
        add("系数", "factor", f"{factor.name} = {factor.value:g} {factor.unit}，{factor.source}{mark}")
    for row in status.rows.failing if status.rows else ():
        place = f" {row.file} {row.sheet} {row.row}" if row.file else ""
        add("不符合", "does not keep it", f"{row.name} {figure(row.value, status.unit, lang)}{place}")
    for variant in status.variants:
        if not variant.judges:
            value = figure(variant.value, status.unit, lang)
            add(
                "另一口径",
                "other variant",
                f"{variant.name.say(lang)} {value} {STATES[variant.status].say(lang)}",
            )
    add("决定", "decisions", "、".join(trace.decisions))
    add("数据指纹", "records", trace.records_hash)
    return "\n".join(lines)
