"""The annexes: the table of all targets, and a card for every statement."""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.base import Lang
from dafeng.indicators.status import STATES, Status
from dafeng.indicators.values import Values
from dafeng.reports import tables
from dafeng.reports.docx import Story
from dafeng.reports.facts import Entry, Facts
from dafeng.reports.figures import amount, plain, subject
from dafeng.reports.formula_words import formula_words
from dafeng.reports.ooxml import Cell
from dafeng.reports.wording import (
    bodies_of,
    demand_words,
    implementers_of,
    joined,
    maturity,
    say,
    table_title,
    value_words,
    verdict,
)

__all__ = ["annex_titles", "write_annexes"]

_MOST_ROWS = 12


def annex_titles(lang: Lang) -> list[str]:
    """Return the titles of the annexes."""
    return [
        say(lang, "量化要求完成情况表", "Targets and their values"),
        say(lang, "分条落实情况", "Every statement, article by article"),
    ]


def write_annexes(story: Story, facts: Facts, values: Values, *, lang: Lang) -> None:
    """Write both annexes, each on a new page."""
    for at, name in enumerate(annex_titles(lang), 1):
        story.new_page()
        story.write(say(lang, f"附件{at}", f"Annex {at}"), "AnnexMark")
        story.write(name, "AnnexTitle")
        if at == 1:
            tables.every_target(story, facts, lang)
            story.write(_legend(lang), "Note")
        else:
            _cards(story, facts, values, lang)


def _legend(lang: Lang) -> str:
    """Say what the columns mean."""
    return say(
        lang,
        "注：目标值和完成值的单位见单位栏；逐项判定的规划限值，完成值为最不利的一项，以百分数计的为符合要求项目的比例。差距为正数，"
        "表示尚未达到。达到概率按历年趋势推算。带*的为暂定结论。",
        "Notes: target and value are in the unit beside them; where cases are judged one by one, the"
        " value is that of the"
        " worst, or the percentage that keeps the rule. A gap is what is missing. The chance follows"
        " the trend. *: provisional.",
    )


def _cards(story: Story, facts: Facts, values: Values, lang: Lang) -> None:
    """Write a card for every statement below the head of its article."""
    for section in facts.sections:
        for number_, article, entries in section.articles:
            head = say(lang, "总体目标", "General goals")
            if article is not None:
                head = say(
                    lang, f"第{number_}条 {article.title.zh}", f"Article {number_}. {article.title.en}"
                )
            story.write(head, "AnnexHead")
            _bodies(story, facts, entries, lang)
            for entry in entries:
                _card(story, facts, values, entry, lang)


def _bodies(story: Story, facts: Facts, entries: Sequence[Entry], lang: Lang) -> None:
    """Write in whose charge an article is, and who carries it out."""
    owners = dict.fromkeys(
        b for e in entries if e.statement.bodies is None for b in bodies_of(facts, e, lang)
    )
    doers = dict.fromkeys(b for e in entries for b in implementers_of(facts, e, lang))
    parts = []
    if owners:
        parts.append(say(lang, "责任单位：", "Bodies: ") + joined(list(owners), lang))
    if doers:
        parts.append(say(lang, "落实单位：", "Carried out by: ") + joined(list(doers), lang))
    if parts:
        story.write(say(lang, "；".join(parts) + "。", "; ".join(parts) + "."), "Note", keep_next=True)


def _card(story: Story, facts: Facts, values: Values, entry: Entry, lang: Lang) -> None:
    """Write one statement as a table of two columns."""
    status, statement = entry.status, entry.statement
    state = tables.state_cell(entry.state, lang, provisional=status.provisional)
    title = f"{statement.id}  {subject(statement, lang)}"
    rows = [
        [
            Cell(title, "TableHead", tables.HEAD_SHADE, span=2),
            Cell(state.words, "TableCentre", tables.HEAD_SHADE, colour=state.colour),
        ]
    ]

    def add(zh: str, en: str, words: str | list[str]) -> None:
        if words:
            rows.append([Cell(say(lang, zh, en), "TableCentre"), Cell(words, "TableText", span=2)])

    add("要求", "Asked", demand_words(entry, lang) or say(lang, "定性任务", "a task"))
    add("完成", "Value", value_words(entry, lang))
    words = verdict(entry, lang)
    add("判定", "Verdict", words if words != STATES[entry.state].say(lang) else "")
    add("年度", "Years", _history(entry, lang))
    add("算法", "Formula", formula_words(status.trace, lang) if statement.quantified else "")
    add("合计", "Sums", _sums(status, lang))
    add("口径", "Variants", _variants(entry, lang))
    add("分地区", "Regions", _regions(facts, entry, lang))
    add("不符合", "Broken by", _failing(facts, entry, lang))
    add("报表", "Tables", joined([table_title(t, lang) for t in status.trace.tables], lang))
    add("缺报", "Missing", _missing(facts, entry, lang))
    if statement.bodies is not None:
        add("责任", "Bodies", joined(bodies_of(facts, entry, lang), lang))
    add("取法", "Decisions", _decisions(facts, entry, lang))
    story.table(rows, [15.0, 120.0, 20.0], whole=True, small=True)


def _history(entry: Entry, lang: Lang) -> str:
    """Return the value of every year."""
    status = entry.status
    if status.rows is not None or status.unit == "year":
        return ""
    parts = []
    for p in status.history:
        words = maturity(p.maturity, lang) if p.maturity != "final" else ""
        shown = f"（{words}）" if words and lang == "zh" else f" ({words})" if words else ""
        parts.append(f"{p.year}: {plain(p.value, status.unit, against=status.target_value)}{shown}")
    return joined(parts, lang) if len(parts) > 1 else ""


def _sums(status: Status, lang: Lang) -> str:
    """Return numerator and denominator."""
    trace = status.trace
    if trace.numerator is None:
        return ""
    top = f"{trace.numerator:,.10g}" if abs(trace.numerator) < 1e10 else f"{trace.numerator:,.0f}"
    if trace.denominator is None:
        return top
    below = f"{trace.denominator:,.10g}" if abs(trace.denominator) < 1e10 else f"{trace.denominator:,.0f}"
    return say(lang, f"分子{top}，分母{below}", f"{top} over {below}")


def _variants(entry: Entry, lang: Lang) -> list[str]:
    """Return what each way of counting says."""
    lines = []
    for v in entry.status.variants:
        value = (
            "—"
            if v.value is None
            else amount(v.value, entry.status.unit, lang, against=entry.status.target_value)
        )
        judges = say(lang, "（判定口径）", " (judges)") if v.judges else ""
        lines.append(
            f"{v.name.say(lang)}{judges}：{value}，{STATES[v.status].zh}"
            if lang == "zh"
            else f"{v.name.en}{judges}: {value}, {STATES[v.status].en}"
        )
    return lines


def _regions(facts: Facts, entry: Entry, lang: Lang) -> str:
    """Return the value and state in every region that reports."""
    wanted = {r.id for r in facts.plan.regions if r.reports} or {r.id for r in facts.plan.regions if r.leaf}
    parts = []
    for status in entry.regions:
        if status.region not in wanted:
            continue
        value = tables.value_text(Entry(entry.statement, status), lang)
        state = STATES[status.status].say(lang)
        name = facts.name(status.region).say(lang)
        shown = state if value == "—" else f"{value}，{state}" if lang == "zh" else f"{value}, {state}"
        parts.append(f"{name}{shown}" if lang == "zh" else f"{name}: {shown}")
    return ("；" if lang == "zh" else "; ").join(parts)


def _failing(facts: Facts, entry: Entry, lang: Lang) -> str:
    """Return the rows that break the rule: the first of them, and how many more the workbook lists."""
    rows = entry.status.rows
    if rows is None or not rows.failing:
        return ""
    if not entry.statement.quantified:
        return joined(list(dict.fromkeys(facts.name(f.region).say(lang) for f in rows.failing)), lang)
    lines = []
    for f in rows.failing[:_MOST_ROWS]:
        value = "" if f.value is None else amount(f.value, entry.statement.unit, lang)
        place = facts.name(f.region).say(lang)
        lines.append(" ".join(w for w in (place, f.name or f.key, value) if w))
    more = len(rows.failing) - _MOST_ROWS
    if more > 0:
        lines.append(say(lang, f"另有{more}项见评估工作簿", f"and {more} more, listed in the workbook"))
    return ("；" if lang == "zh" else "; ").join(lines)


def _missing(facts: Facts, entry: Entry, lang: Lang) -> list[str]:
    """Return which tables are missing from whom."""
    return [
        say(
            lang,
            f"{table_title(m.table, 'zh')}{m.year}年：{joined([facts.name(r).zh for r in m.regions], 'zh')}",
            f"{table_title(m.table, 'en')} {m.year}: {joined([facts.name(r).en for r in m.regions], 'en')}",
        )
        for m in entry.status.missing
    ]


def _decisions(facts: Facts, entry: Entry, lang: Lang) -> list[str]:
    """Return what was taken where the text leaves something open, and by whom."""
    lines = []
    for decision in facts.plan.decisions:
        if decision.id not in entry.status.trace.decisions:
            continue
        chosen = next(
            (o.label.say(lang) for o in decision.options if o.id == decision.chosen), decision.chosen
        )
        by = decision.decided_by or say(lang, "暂定取法", "assumed")
        lines.append(
            f"{decision.open.zh}：{chosen}（{by}）"
            if lang == "zh"
            else f"{decision.open.en}: {chosen} ({by})"
        )
    return lines
