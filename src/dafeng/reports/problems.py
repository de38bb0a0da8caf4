"""What is wrong: missed, late, against a rule, not done, not reported, and how the regions compare."""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.base import Lang
from dafeng.reports import tables
from dafeng.reports.docx import Story
from dafeng.reports.facts import Entry, Facts
from dafeng.reports.figures import subject
from dafeng.reports.headings import Headings
from dafeng.reports.plates import plates_of_trends
from dafeng.reports.wording import joined, say, short_sentence, table_title

__all__ = ["write_problems"]


def write_problems(story: Story, heads: Headings, facts: Facts, lang: Lang) -> None:
    """Say what was missed, what is late, what breaks a rule, what was not reported and by whom."""
    wrote = False
    missed = [e for e in facts.in_state("missed") if e.status.rows is None]
    if missed:
        heads.two("部分要求未达到", "Missed")
        names = "；".join(short_sentence(e, "zh") for e in missed)
        names_en = "; ".join(short_sentence(e, "en") for e in missed)
        story.write(
            say(lang, f"共{len(missed)}项未达到：{names}。", f"{len(missed)} were missed: {names_en}.")
        )
        wrote = True
    late = facts.in_state("off_track", "at_risk")
    if late:
        heads.two("部分目标进度滞后或存在风险", "Off track or at risk")
        n = {s: len(facts.in_state(s)) for s in ("off_track", "at_risk")}
        zh = f"按现有趋势推算，{n['off_track']}项进度滞后、{n['at_risk']}项存在风险："
        en = f"On the present trend {n['off_track']} are off track and {n['at_risk']} at risk: "
        story.write(
            say(
                lang,
                zh + "；".join(short_sentence(e, "zh") for e in late) + "。",
                en + "; ".join(short_sentence(e, "en") for e in late) + ".",
            )
        )
        wrote = True
    if missed or late:
        story.write(
            say(
                lang,
                "未达到、进度滞后和存在风险的要求见表2，有预测的见图2。",
                "Table 2 lists them; figure 2 shows those with a forecast.",
            )
        )
        tables.problems(story, [*missed, *late], lang)
        plates_of_trends(story, late, lang)
    breaking = [e for e in facts.breaking() if e.statement.quantified]
    if breaking:
        heads.two("部分项目不符合规划限值和建设要求", "Cases that break a rule")
        lines = [_breaking(e, lang) for e in breaking]
        story.write(say(lang, "；".join(lines) + "。", "; ".join(lines) + "."))
        wrote = True
    undone = [e for e in facts.breaking() if not e.statement.quantified]
    if undone:
        heads.two("部分任务尚未完成", "Tasks not done")
        story.write(_undone(facts, undone, lang))
        wrote = True
    if any(e.status.missing for e in facts.entries) or facts.in_state("not_reported"):
        heads.two("部分数据未报送", "Not reported")
        _gaps(story, facts, lang)
        wrote = True
    if facts.region is None and any(e.regions for e in facts.entries):
        heads.two("各地区情况", "By region")
        tables.by_region(story, facts, lang)
        wrote = True
    if not wrote:
        story.write(
            say(
                lang,
                "按已报送的数据，未发现未达到、滞后或未报的要求。",
                "The data show nothing that is missed, late or not reported.",
            )
        )


def _breaking(entry: Entry, lang: Lang) -> str:
    """Return how many rows do not keep the rule of a statement, and which come first."""
    rows = entry.status.rows
    if rows is None:
        return ""
    names = [f.name or f.key for f in rows.failing]
    shown = joined(names[:3], lang)
    more = "等" if len(names) > 3 else ""
    name = subject(entry.statement, lang)
    if lang == "zh":
        return f"{name}（{entry.statement.id}）{rows.count}项中{len(names)}项不符合，为{shown}{more}"
    return (
        f"{name} ({entry.statement.id}): {len(names)} of {rows.count}"
        f" ({shown}{' and others' if more else ''})"
    )


def _undone(facts: Facts, entries: Sequence[Entry], lang: Lang) -> str:
    """Return which tasks are not done in which region."""
    owed: dict[str, list[str]] = {}
    for entry in entries:
        for failing in entry.status.rows.failing if entry.status.rows else ():
            ids = owed.setdefault(failing.region, [])
            if entry.statement.id not in ids:
                ids.append(entry.statement.id)
    order = {r.id: at for at, r in enumerate(facts.plan.regions)}
    lines = []
    for region in sorted(owed, key=lambda r: order.get(r, len(order))):
        ids, name = owed[region], facts.name(region).say(lang)
        what = joined(ids, lang)
        lines.append(f"{name}{len(ids)}项（{what}）" if lang == "zh" else f"{name} {len(ids)} ({what})")
    names = joined([f"{subject(e.statement, lang)} ({e.statement.id})" for e in entries], lang)
    if lang == "zh":
        names = names.replace(" (", "（").replace(")", "）")
        return f"有{len(entries)}项任务未在所有地区完成：{names}。各地区未完成的为：{'、'.join(lines)}。"
    return f"{len(entries)} tasks are not done everywhere: {names}. By region: {'; '.join(lines)}."


def _gaps(story: Story, facts: Facts, lang: Lang) -> None:
    """Say which tables were not reported by whom; what the same regions owe for one year stands together."""
    groups: dict[tuple[int, tuple[str, ...], tuple[str, ...]], tuple[list[str], list[str]]] = {}
    for missing, ids in facts.gaps():
        titles, on = groups.setdefault((missing.year, missing.regions, missing.blocked), ([], []))
        titles.append(table_title(missing.table, lang))
        on += [id for id in ids if id not in on]
    lines = []
    for (year, regions, blocked), (titles, on) in groups.items():
        who, bad = _names(facts, regions, lang), _names(facts, blocked, lang)
        if lang == "zh":
            errors = f"（其中{bad}的报表有错误未采用）" if bad else ""
            lines.append(f"{who}{year}年未报{''.join(titles)}{errors}，涉及{joined(on, lang)}")
        else:
            errors = f" (those of {bad} hold errors and are not used)" if bad else ""
            lines.append(
                f"{who} for {year}: {joined(titles, lang)}{errors}, on which {joined(on, lang)} rest"
            )
    for entry in facts.in_state("not_reported"):
        if not entry.status.missing:
            reason = entry.status.reason.say(lang).rstrip("。.")
            name, id = subject(entry.statement, lang), entry.statement.id
            lines.append(f"{name}（{id}）{reason}" if lang == "zh" else f"{name} ({id}): {reason}")
    story.write(say(lang, "；".join(lines) + "。", "; ".join(lines) + "."))


def _names(facts: Facts, regions: Sequence[str], lang: Lang) -> str:
    """Return the names of regions as a list."""
    return joined([facts.name(r).say(lang) for r in regions], lang)
