"""The tables of the report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dafeng.base import Lang
from dafeng.indicators.status import STATES, State
from dafeng.reports.charts import COLOURS
from dafeng.reports.docx import Story
from dafeng.reports.facts import Entry, Facts, Section
from dafeng.reports.figures import amount, plain, subject, unit_words
from dafeng.reports.ooxml import Cell
from dafeng.reports.wording import (
    bodies_of,
    chance_cell,
    demand_words,
    joined,
    maturity,
    say,
    step_words,
    target_cell,
)

__all__ = ["by_region", "by_section", "every_target", "problems", "section_name", "state_cell", "value_text"]

HEAD_SHADE = "EEF1F3"
_ORDINAL = re.compile(r"^\s*[（(]?[一二三四五六七八九十]+[）)、.．]\s*")
# Heads of columns that hold a figure or two.
_HALVED = frozenset(w.zh for w in STATES.values() if len(w.zh) == 4) | {"达到概率", "数据性质"}
_PROBLEM_WIDTHS = [12.0, 39.0, 34.0, 22.0, 18.0, 18.0, 12.0]
_TARGET_WIDTHS = [10.0, 38.0, 18.0, 15.0, 10.0, 15.0, 11.0, 17.0, 12.0, 10.0]


def section_name(title: str, lang: Lang, *, goals: bool = False, articles: Sequence[str] = ()) -> str:
    """Return the heading of a section without its number.

    Plans hold headings in Chinese only: in English a section is named by its ``articles``.

    >>> section_name("(一)统筹城乡规划建设管理", "zh"), section_name("", "zh", goals=True)
    ('统筹城乡规划建设管理', '总体目标')
    """
    if goals:
        return say(lang, "总体目标", "General goals")
    name = _ORDINAL.sub("", title)
    if lang == "en" and not name.isascii():
        return f"Articles {articles[0]} to {articles[-1]}" if len(articles) > 1 else f"Article {articles[0]}"
    return name


def name_of(section: Section, lang: Lang) -> str:
    """Return the name of a section of the report."""
    numbers = [number for number, _, _ in section.articles]
    return section_name(section.title, lang, goals=section.articles[0][1] is None, articles=numbers)


def heads(words: Sequence[tuple[str, str]], lang: Lang) -> list[Cell]:
    """Return a row of column heads."""
    return [Cell(say(lang, _halved(zh), en), "TableHead", HEAD_SHADE) for zh, en in words]


def _halved(words: str) -> str:
    """Return four characters of a narrow column in two lines, so that three are not torn from one."""
    return f"{words[:2]}\n{words[2:]}" if words in _HALVED else words


def state_cell(state: State, lang: Lang, *, provisional: bool = False) -> Cell:
    """Return a state; only what was missed is red."""
    words = STATES[state].say(lang)
    if provisional:
        words += "*"
    return Cell(
        words, "TableCentre", colour=COLOURS["missed"].lstrip("#").upper() if state == "missed" else None
    )


def by_section(story: Story, facts: Facts, lang: Lang) -> None:
    """Write table 1: how many statements of each section are in each state."""
    states = list(facts.counts())
    story.write(
        say(lang, "表1 各部分要求的评估结果（项）", "Table 1. Statements by section and state"), "Caption"
    )
    rows = [
        heads([("部分", "Section"), *((STATES[s].zh, STATES[s].en) for s in states), ("合计", "All")], lang)
    ]
    for section in facts.sections:
        found = facts.counts(section.entries)
        name = name_of(section, lang)
        name = name or say(lang, "全部条文", "All articles")
        rows.append(
            [
                Cell(name),
                *(Cell(str(found.get(s, "")), "TableCentre") for s in states),
                Cell(str(len(section.entries)), "TableCentre"),
            ]
        )
    total = facts.counts()
    rows.append(
        [
            Cell(say(lang, "合计", "All"), "TableHead"),
            *(Cell(str(total[s]), "TableCentre") for s in states),
            Cell(str(len(facts.entries)), "TableCentre"),
        ]
    )
    width = min(18.0, 112.0 / (len(states) + 1))
    story.table(rows, [155.0 - width * (len(states) + 1), *[width] * (len(states) + 1)], whole=True)


def problems(story: Story, entries: Sequence[Entry], lang: Lang) -> None:
    """Write table 2: what was missed, is off track or at risk."""
    story.write(
        say(lang, "表2 未达到、进度滞后和存在风险的要求", "Table 2. Missed, off track or at risk"), "Caption"
    )
    rows = [
        heads(
            [
                ("条目", "No."),
                ("要求", "Statement"),
                ("目标", "Target"),
                ("现值", "Value"),
                ("差距", "Gap"),
                ("状态", "State"),
                ("达到概率", "Chance"),
            ],
            lang,
        )
    ]
    for entry in entries:
        status = entry.status
        chance = "" if status.forecast is None else chance_cell(status.forecast.probability)
        rows.append(
            [
                Cell(entry.statement.id, "TableCentre"),
                Cell(subject(entry.statement, lang)),
                Cell(demand_words(entry, lang) or say(lang, "完成", "done")),
                Cell(value_text(entry, lang), "TableNumber"),
                Cell(gap_text(entry, lang), "TableNumber"),
                state_cell(entry.state, lang),
                Cell(chance, "TableCentre"),
            ]
        )
    story.table(
        rows,
        _PROBLEM_WIDTHS,
        small=lang == "en",
    )


def next_steps(story: Story, facts: Facts, entries: Sequence[Entry], lang: Lang) -> None:
    """Write table 4: what has to be done next, and by whom."""
    story.write(say(lang, "表4 下一步工作和责任单位", "Table 4. Next steps and bodies"), "Caption")
    rows = [
        heads(
            [("条目", "No."), ("要求", "Statement"), ("下一步工作", "Next step"), ("责任单位", "Bodies")],
            lang,
        )
    ]
    for entry in entries:
        rows.append(
            [
                Cell(entry.statement.id, "TableCentre"),
                Cell(subject(entry.statement, lang)),
                Cell(step_words(entry, lang)),
                Cell(joined(bodies_of(facts, entry, lang), lang)),
            ]
        )
    story.table(rows, [12.0, 43.0, 40.0, 60.0])


def value_text(entry: Entry, lang: Lang) -> str:
    """Return the value of a statement with its unit; where rows are judged, how many keep the rule."""
    status = entry.status
    if status.rows is not None and status.unit == "%" and status.target_value == 100.0:
        return say(
            lang, f"{status.rows.kept}/{status.rows.count}项", f"{status.rows.kept} of {status.rows.count}"
        )
    if status.value is None:
        return "—"
    return amount(status.value, status.unit, lang, against=status.target_value)


def gap_text(entry: Entry, lang: Lang) -> str:
    """Return the shortfall; a dash where there is none."""
    status = entry.status
    if status.gap is None or status.gap <= 0 or status.unit == "year":
        return "—"
    if status.rows is not None and status.unit == "%" and status.target_value == 100.0:
        return say(lang, f"{len(status.rows.failing)}项", str(len(status.rows.failing)))
    unit = "percentage_point" if status.unit == "%" else status.unit
    return amount(status.gap, unit, lang)


def by_region(story: Story, facts: Facts, lang: Lang) -> None:
    """Write the table of regions: how many statements are in each state in each."""
    regions = [r for r in facts.plan.regions if r.reports] or [r for r in facts.plan.regions if r.leaf]
    found: dict[str, dict[State, int]] = {r.id: {} for r in regions}
    for entry in facts.entries:
        for status in (*entry.regions, entry.status):
            if status.region in found:
                counts = found[status.region]
                counts[status.status] = counts.get(status.status, 0) + 1
    states = [s for s in STATES if any(c.get(s) for c in found.values())]
    if not states:
        return
    story.write(
        say(
            lang,
            "各地区按同一目标值对照的结果见表3。《方案》目标为全域目标的，分地区结果仅供比较，不作为该地区是否完成任务的结论。",
            "Table 3 holds each region against the same targets. Where a target is for the whole"
            " area, this compares the"
            " regions and is no verdict on them.",
        )
    )
    story.write(say(lang, "表3 各地区对照结果（项）", "Table 3. Regions against the targets"), "Caption")
    rows = [
        heads([("地区", "Region"), *((STATES[s].zh, STATES[s].en) for s in states), ("合计", "All")], lang)
    ]
    for region in regions:
        counts = found[region.id]
        rows.append(
            [
                Cell(region.name.say(lang)),
                *(Cell(str(counts.get(s, "")), "TableCentre") for s in states),
                Cell(str(sum(counts.values())), "TableCentre"),
            ]
        )
    width = min(17.0, 121.0 / (len(states) + 1))
    story.table(rows, [155.0 - width * (len(states) + 1), *[width] * (len(states) + 1)], whole=True)


def every_target(story: Story, facts: Facts, lang: Lang) -> None:
    """Write the table of all statements with a figure."""
    columns = [
        ("条目", "No."),
        ("指标", "Indicator"),
        ("单位", "Unit"),
        ("目标值", "Target"),
        ("年份", "Year"),
        ("完成值", "Value"),
        ("数据性质", "Data"),
        ("状态", "State"),
        ("差距", "Gap"),
        ("达到概率", "Chance"),
    ]
    rows = [heads(columns, lang)]
    for entry in facts.entries:
        if not entry.statement.quantified:
            continue
        status = entry.status
        on_count = status.rows is not None and status.unit == "%" and status.target_value == 100.0
        value = "—" if status.value is None else plain(status.value, status.unit, against=status.target_value)
        gap = "—" if status.gap is None or status.gap <= 0 else plain(status.gap, status.unit)
        rows.append(
            [
                Cell(entry.statement.id, "TableCentre"),
                Cell(subject(entry.statement, lang)),
                Cell(unit_words("%" if on_count else entry.statement.unit, lang), "TableCentre"),
                Cell(target_cell(entry, lang), "TableNumber"),
                Cell("—" if status.year is None else str(status.year), "TableCentre"),
                Cell(value, "TableNumber"),
                Cell(maturity(status.maturity, lang) or "—", "TableCentre"),
                state_cell(entry.state, lang, provisional=status.provisional),
                Cell(gap, "TableNumber"),
                Cell(
                    "—" if status.forecast is None else chance_cell(status.forecast.probability),
                    "TableCentre",
                ),
            ]
        )
    story.table(rows, _TARGET_WIDTHS, after=False, small=True)
