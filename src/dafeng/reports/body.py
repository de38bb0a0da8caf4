"""The text of the yearly report: how things stand, what was reached, what is wrong, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.base import Lang, Text
from dafeng.plan.model import Article
from dafeng.records.records import Records
from dafeng.reports import tables
from dafeng.reports.docx import Story
from dafeng.reports.facts import BAD, Entry, Facts
from dafeng.reports.form import KAI
from dafeng.reports.front import date_words
from dafeng.reports.headings import Headings
from dafeng.reports.ooxml import Run
from dafeng.reports.parties import duty_to_report
from dafeng.reports.plates import plate_by_article
from dafeng.reports.problems import write_problems
from dafeng.reports.wording import (
    counted,
    due_words,
    joined,
    maturity,
    moved_sentence,
    say,
    sentence,
)

__all__ = ["write_body"]


def write_body(story: Story, facts: Facts, records: Records, *, sample: bool, lang: Lang) -> None:
    """Write the text of the report with its tables and charts."""
    heads = Headings(story, lang)
    _opening(story, facts, lang)
    heads.one("总体情况", "Overall")
    _overall(story, facts, records, sample=sample, lang=lang)
    heads.one("主要指标和任务完成情况", "Targets and tasks")
    _sections(story, heads, facts, lang)
    heads.one("存在的问题", "What is wrong")
    write_problems(story, heads, facts, lang)
    if facts.moved:
        heads.one("与上年报告相比的变化", "What changed since the report before")
        story.write(_moved(facts, lang))
    heads.one("下一步工作", "What comes next")
    _next(story, facts, lang)
    heads.one("有关说明", "Notes")
    _notes(story, facts, lang)
    story.write(say(lang, "特此报告。", "This is submitted as the report for the year."))


def _opening(story: Story, facts: Facts, lang: Lang) -> None:
    """Say what is reported, and under which duty."""
    document = facts.plan.document
    duty = duty_to_report(facts.plan)
    number = f"{document.number}，" if document.number else ""
    asked = ""
    if duty is not None and facts.region is not None:
        asked = f"第{duty.article}条关于{due_words(facts, 'zh')}前报送当年贯彻落实情况的"
    zh = (
        f"根据《{document.title.zh}》（{number}以下简称《方案》）{asked}要求，"
        f"现将{_home(facts, 'zh')}{facts.year}年贯彻落实情况报告如下。"
    )
    number = f", {document.number}" if document.number else ""
    en = (
        f"Under the {document.title.en} (“the Plan”{number}), the implementation in {facts.year}"
        f"{_home(facts, 'en')} is reported as follows."
    )
    story.write(say(lang, zh, en))


def _home(facts: Facts, lang: Lang) -> str:
    """Return the region that reports, as it stands in a sentence."""
    if facts.region is None:
        return ""
    name = facts.name(facts.region).say(lang)
    return name if lang == "zh" else f" of {name}"


def _overall(story: Story, facts: Facts, records: Records, *, sample: bool, lang: Lang) -> None:
    """Say how many statements are in each state, on which data, and how sure that is."""
    if sample:
        story.write(
            say(
                lang,
                "本报告依据示例数据生成，所有报送数据均为虚构，仅供演示，不得作为工作依据。",
                "This report rests on sample data: every reported figure is invented, for"
                " demonstration only.",
            )
        )
    entries = facts.entries
    if not entries:
        story.write(
            say(lang, "《方案》没有可以评估的条目。", "The plan has no statement that can be assessed.")
        )
        return
    measured = [e for e in entries if e.statement.quantified]
    tasks = [e for e in entries if not e.statement.quantified]
    day = date_words(facts.as_of, lang)
    zh = f"截至{day}，对《方案》{len(entries)}项要求逐项评估，结果为{counted(facts.counts(), 'zh')}。"
    en = (
        f"As of {day}, the {len(entries)} statements of the Plan stand as follows:"
        f" {counted(facts.counts(), 'en')}."
    )
    if measured and tasks:
        zh += (
            f"其中，量化要求{len(measured)}项，{counted(facts.counts(measured), 'zh')}；"
            f"定性任务{len(tasks)}项，{counted(facts.counts(tasks), 'zh')}。"
        )
        en += (
            f" Of these, {len(measured)} carry a figure ({counted(facts.counts(measured), 'en')});"
            f" {len(tasks)} are tasks ({counted(facts.counts(tasks), 'en')})."
        )
    if facts.region is not None:
        zh += "《方案》对全域提出的目标，本报告按同一数值对照，不作为本地区完成任务的结论。"
        en += (
            " Targets set for the whole area are held against this region as a comparison, not as a verdict."
        )
    zh += "各部分情况见表1，各条情况见图1。"
    en += " Table 1 gives them by section, figure 1 by article."
    story.write(say(lang, zh, en))
    story.write(_data(facts, records, lang))
    tables.by_section(story, facts, lang)
    plate_by_article(story, facts, lang)


def _data(facts: Facts, records: Records, lang: Lang) -> str:
    """Say what was reported for the year, and how many verdicts are provisional."""
    leaves = None if facts.region is None else _below(facts, facts.region)
    own = [f for f in records.filings if f.year == facts.year and (leaves is None or f.region in leaves)]
    blocked = sum(1 for f in own if f.blocked)
    kinds = [m for m in ("final", "estimate", "flash") if any(f.maturity == m for f in own)]
    each = [f"{maturity(m, lang)}{sum(f.maturity == m for f in own)}份" for m in kinds]
    each_en = [f"{sum(f.maturity == m for f in own)} {maturity(m, 'en')}" for m in kinds]
    zh = (
        "评估使用已报送的数据，同一指标以年报为先，其次为预计全年数、快报数。"
        f"{facts.year}年收到报表{len(own)}份"
    )
    zh += f"（{'、'.join(each)}）" if each else ""
    zh += f"，其中{blocked}份因错误未采用。" if blocked else "。"
    en = "Finals come before estimates, and estimates before flash figures. "
    en += f"{len(own)} tables were filed for {facts.year}"
    en += f" ({', '.join(each_en)})" if each_en else ""
    en += f"; {blocked} of them hold errors and are not used." if blocked else "."
    provisional = sum(e.status.provisional for e in facts.entries)
    if provisional:
        zh += (
            f"有{provisional}项结论依据快报数、预计数、不完整的报送或少量项目得出，属暂定结论，"
            "以年报数据为准。"
        )
        en += (
            f" {provisional} verdicts rest on flash figures, estimates, incomplete reports or few projects:"
            " they are provisional."
        )
    return say(lang, zh, en)


def _below(facts: Facts, region: str) -> set[str]:
    """Return a region and all regions below it."""
    found = {region}
    while True:
        more = {r.id for r in facts.plan.regions if r.parent in found} - found
        if not more:
            return found
        found |= more


def _sections(story: Story, heads: Headings, facts: Facts, lang: Lang) -> None:
    """Write a sentence on every statement, article by article."""
    for section in facts.sections:
        name = tables.name_of(section, lang)
        if name:
            heads.two(name, name)
        for at, (number, article, entries) in enumerate(section.articles, 1):
            story.write(_article(at, number, article, entries, lang))


def _article(
    at: int, number: str, article: Article | None, entries: Sequence[Entry], lang: Lang
) -> list[Run]:
    """Return the paragraph of one article."""
    sentences = ("" if lang == "zh" else " ").join(sentence(e, lang) for e in entries)
    if article is None:
        return [Run(sentences)]
    title = article.title.say(lang)
    opening = f"{at}. {title}（第{number}条）。" if lang == "zh" else f"{at}. {title} (article {number}). "
    return [
        Run(opening, bold=True if lang == "en" else None, east=KAI if lang == "en" else None),
        Run(sentences),
    ]


def _moved(facts: Facts, lang: Lang) -> str:
    """Say which states changed."""
    lines = [moved_sentence(m, lang) for m in facts.moved]
    if lang == "zh":
        return f"与上年报告相比，{len(lines)}项要求的评估结果有变化：{'；'.join(lines)}。"
    return f"{len(lines)} statements changed: {'; '.join(lines)}."


def _next(story: Story, facts: Facts, lang: Lang) -> None:
    """Say what has to be done for everything that is not as it should be, and by whom."""
    todo = facts.in_state(*BAD)
    gaps = facts.gaps()
    points: list[Text] = []
    late = [e for e in todo if e.state != "missed"]
    if late:
        points.append(
            Text(
                f"加快{len(late)}项进度滞后和存在风险的目标，按所需年均进度分解年度任务。",
                f"Speed up the {len(late)} targets that are off track or at risk, at the pace that"
                " they need.",
            )
        )
    missed = [e for e in todo if e.state == "missed"]
    if missed:
        points.append(
            Text(
                f"对{len(missed)}项未达到的要求分析原因，提出补救措施；不符合规划限值和建设要求的项目逐项整改。",
                f"Find out why {len(missed)} statements were missed, and mend them; put right what"
                " breaks a rule.",
            )
        )
    if gaps:
        named = dict.fromkeys(r for m, _ in gaps for r in m.regions)
        points.append(
            Text(
                f"请{joined([facts.name(r).zh for r in named], 'zh')}补报所缺报表。",
                f"{joined([facts.name(r).en for r in named], 'en')} are asked to file the missing tables.",
            )
        )
    due = due_words(facts, "zh")
    points.append(
        Text(
            "继续按《方案》分工推进各项任务" + (f"，每年{due}前报送当年贯彻落实情况。" if due else "。"),
            "The work continues as the Plan divides it.",
        )
    )
    for at, point in enumerate(points, 1):
        story.write(f"{at}. {point.say(lang)}" if len(points) > 1 else point.say(lang))
    if todo:
        story.write(say(lang, "各项要求的下一步工作和责任单位见表4。", "Table 4 names them with the bodies."))
        tables.next_steps(story, facts, todo, lang)


def _notes(story: Story, facts: Facts, lang: Lang) -> None:
    """Say how things were counted: decisions, forecasts, unverified factors, the data's fingerprint."""
    used = {d for e in facts.entries for d in e.status.trace.decisions}
    decisions = [d for d in facts.plan.decisions if d.id in used]
    own = [d for d in decisions if d.decided_by]
    points: list[Text] = []
    if decisions:
        points.append(
            Text(
                f"《方案》原文未明确之处共{len(decisions)}项影响本次评估，其中{len(own)}项已由主管部门裁定，其余按暂定取法，"
                "逐项列于附件2。",
                f"{len(decisions)} questions that the text leaves open bear on the verdicts;"
                f" {len(own)} were decided by"
                " the office, the others follow the assumptions listed in annex 2.",
            )
        )
    if any(e.status.forecast for e in facts.entries):
        points.append(
            Text(
                "预测依据各指标历年数据的趋势推算，给出80%区间和达到目标的概率；概率不低于80%为进展正常，40%至80%为存在风险，"
                "低于40%为进度滞后。预测不代表承诺。",
                "Forecasts follow the trend of each history: an 80% interval, and the probability of"
                " meeting the target"
                " (from 80% on track, 40 to 80% at risk, below 40% off track). They promise nothing.",
            )
        )
    factors = {
        (f.name, f.source) for e in facts.entries for f in e.status.trace.factors if f.basis == "recalled"
    }
    if factors:
        points.append(
            Text(
                f"计算中有{len(factors)}个系数的出处尚未核对，相关结论应在核对后确认，系数列于评估工作簿。",
                f"{len(factors)} factors behind the values are not verified yet; the workbook lists them.",
            )
        )
    if facts.records_hash:
        mark = facts.records_hash[:16]
        points.append(
            Text(
                f"本报告与评估工作簿由同一数据快照生成，快照编号{mark}。",
                f"This report and the assessment workbook come from one snapshot of the data, {mark}.",
            )
        )
    for at, point in enumerate(points, 1):
        story.write(f"{at}. {point.say(lang)}" if len(points) > 1 else point.say(lang))
    if not points:
        story.write(say(lang, "无。", "None."))
