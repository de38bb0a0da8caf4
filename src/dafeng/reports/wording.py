"""The sentences of the report, composed from the facts: no more is said than the data say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dafeng.base import Lang, Text
from dafeng.indicators.status import STATES, State, Status
from dafeng.plan.model import Statement
from dafeng.records.schema import MATURITIES, tables
from dafeng.reports.facts import Entry, Facts, Moved
from dafeng.reports.figures import amount, number, subject, target, unit_words, when
from dafeng.reports.parties import body_name, duty_to_report

__all__ = [
    "bodies_of",
    "counted",
    "joined",
    "maturity",
    "moved_sentence",
    "sentence",
    "step_words",
    "table_title",
]

# Changes of these kinds of statements are said as rise or fall.
_CHANGES = ("percent", "percentage_point")


def joined(words: Sequence[str], lang: Lang) -> str:
    """Return words as a list."""
    return ("、" if lang == "zh" else ", ").join(words)


def maturity(word: str | None, lang: Lang) -> str:
    """Return flash, estimate or final in words; empty where nothing is known."""
    return MATURITIES[word].say(lang) if word is not None and word in MATURITIES else ""


def table_title(name: str, lang: Lang) -> str:
    """Return the title of a reported table."""
    known = tables().get(name)
    words = name if known is None else known.title.say(lang)
    return f"《{words}》" if lang == "zh" else f"“{words}”"


def counted(counts: Mapping[State, int], lang: Lang) -> str:
    """Return how many statements are in each state.

    >>> counted({"met": 20, "missed": 3}, "zh")
    '已达到20项、未达到3项'
    """
    if lang == "zh":
        return "、".join(f"{STATES[s].zh}{n}项" for s, n in counts.items())
    return ", ".join(f"{n} {STATES[s].en}" for s, n in counts.items())


def value_words(entry: Entry, lang: Lang) -> str:
    """Return the value of a statement with its year and maturity; empty where there is none."""
    status, statement = entry.status, entry.statement
    zh = lang == "zh"
    sure = maturity(status.maturity, lang)
    behind = (f"（{sure}）" if zh else f" ({sure})") if sure else ""
    at = "" if status.year is None else f"{status.year}年" if zh else f"in {status.year}"
    if status.rows is not None and not statement.quantified:
        n, kept = status.rows.count, status.rows.kept
        if n == 1:
            done = ("任务已完成", "the task is done") if kept else ("任务尚未完成", "the task is not done")
            return f"{at}{behind}{done[0]}" if zh else f"{done[1]} {at}{behind}"
        if zh:
            return f"{at}{behind}应完成的{n}项任务已完成{kept}项"
        return f"{kept} of {n} tasks done {at}{behind}"
    if status.rows is not None:
        return _rows_words(status, at, behind, lang)
    if status.value is None:
        return ""
    if status.unit == "year":
        year = amount(status.value, "year", lang)
        return f"目前排放最高年份为{year}" if zh else f"so far emissions were highest in {year}"
    base = statement.baseline
    if base is not None and base.relation in _CHANGES and base.year is not None:
        size = amount(abs(status.value), status.unit, lang, against=_size(status.target_value))
        if zh:
            return f"{at}较{base.year}年{'下降' if status.value < 0 else '提高'}{size}{behind}"
        return (
            f"{'a fall' if status.value < 0 else 'a rise'} of {size} from {base.year} to"
            f" {status.year}{behind}"
        )
    size = amount(status.value, status.unit, lang, against=status.target_value)
    return f"{at}为{size}{behind}" if zh else f"{size} {at}{behind}"


def _rows_words(status: Status, at: str, behind: str, lang: Lang) -> str:
    """Return how many rows keep the rule, and the value of the worst."""
    rows = status.rows
    if rows is None:
        return ""
    if rows.count == 0:
        return f"{at}没有适用的项目" if lang == "zh" else f"no case {at}"
    worst = ""
    if status.value is not None and not (status.unit == "%" and status.target_value == 100.0):
        size = amount(status.value, status.unit, lang, against=status.target_value)
        worst = f"，最不利值为{size}" if lang == "zh" else f"; the worst is {size}"
    if lang == "zh":
        return f"{at}{behind}适用{rows.count}项，符合{rows.kept}项{worst}"
    return f"{rows.kept} of {rows.count} cases keep it {at}{behind}{worst}"


def _size(value: float | tuple[float, float] | None) -> float | None:
    return abs(value) if isinstance(value, int | float) else None


def demand_words(entry: Entry, lang: Lang) -> str:
    """Return what is asked and by when; empty where the statement carries no figure."""
    statement, status = entry.statement, entry.status
    if statement.value is None:
        return ""
    words = demand_figure(statement, status, lang)
    if is_threshold(statement):
        return _applies_to(words, status, statement, lang)
    time = when(statement.years, lang) if statement.years and statement.years.type not in ("always",) else ""
    repeats = statement.unit == "year" and statement.years and statement.value == statement.years.year
    if repeats or (statement.unit in ("month_end", "month_day") and statement.years and statement.years.due):
        time = "" if repeats else time
        return words if repeats else time
    return f"{time}{words}" if lang == "zh" else " ".join(w for w in (words, time) if w)


def _applies_to(words: str, status: Status, statement: Statement, lang: Lang) -> str:
    """Return from which size on a duty binds; 及以上 takes the size itself in."""
    value = statement.value
    if lang == "en" or isinstance(value, tuple) or value is None:
        return f"适用条件为{words}" if lang == "zh" else f"binds what is {words}"
    size = amount(value, statement.unit, lang)
    tails = {">=": "及以上", ">": "以上（不含）", "<=": "及以下", "<": "以下（不含）"}
    tail = tails.get(statement.op or "")
    return f"适用条件为{words}" if tail is None else f"适用于{size}{tail}"


def is_threshold(statement: Statement) -> bool:
    """Return whether the figure is a size from which a duty binds, not one to be reached."""
    return statement.kind == "obligation_threshold" and statement.unit != "star"


def demand_figure(statement: Statement, status: Status, lang: Lang) -> str:
    """Return the figure of a statement, as the decisions that were taken change it."""
    own_unit = status.unit == statement.unit
    op = status.op if own_unit else None
    value = status.target_value if own_unit else None
    return target(statement, lang, op=op, value=value)


def sentence(entry: Entry, lang: Lang) -> str:
    """Return one sentence on a statement: what it is, its value, what is asked, and the verdict."""
    zh = lang == "zh"
    status = entry.status
    name = subject(entry.statement, lang)
    value, asked = value_words(entry, lang), demand_words(entry, lang)
    if is_threshold(entry.statement):
        parts = [asked, value]
    else:
        parts = [value, f"{'要求' if zh else 'asked: '}{asked}" if asked else ""]
    parts.append(verdict(entry, lang))
    tail = _standing(status, lang)
    glue = "，" if zh else "; "
    body = glue.join(p for p in parts if p)
    return f"{name}：{body}{tail}。" if zh else f"{_capital(name)}: {body}{tail}."


def verdict(entry: Entry, lang: Lang) -> str:
    """Return the state in words, with the shortfall or the outlook."""
    zh = lang == "zh"
    status, state = entry.status, entry.state
    words = STATES[state].say(lang)
    if state == "missed":
        short = _shortfall(entry, lang)
        return f"{words}{short}"
    if state in ("on_track", "at_risk", "off_track"):
        return f"{_outlook(entry, lang)}{words}"
    if state == "not_applicable" and status.rows is not None and status.rows.count == 0:
        return "不作判定" if zh else "no verdict"
    if state in ("not_reported", "not_applicable"):
        reason = status.reason.say(lang).rstrip("。.")
        own = {"not_reported": ("未报", "not reported"), "not_applicable": ("不作判定", "no verdict")}[state]
        return f"{own[not zh]}（{reason}）" if zh else f"{own[1]} ({reason})"
    return words


def _shortfall(entry: Entry, lang: Lang) -> str:
    """Return by how much the demand was missed; empty where rows or duties are counted."""
    status = entry.status
    if status.gap is None or status.gap <= 0 or status.rows is not None or status.unit == "year":
        return ""
    unit = "percentage_point" if status.unit == "%" else status.unit
    size = amount(status.gap, unit, lang)
    return f"，差{size}" if lang == "zh" else f" by {size}"


def _outlook(entry: Entry, lang: Lang) -> str:
    """Return the forecast at the deadline; empty where there is none."""
    forecast, status = entry.status.forecast, entry.status
    if forecast is None:
        return ""
    chance = chance_words(forecast.probability, lang)
    zh = lang == "zh"
    if status.unit == "year":
        return (
            f"按现有趋势推算，达到要求的概率{chance}，" if zh else f"{chance} likely on the present trend, "
        )
    base = entry.statement.baseline
    low, high = forecast.low, forecast.high
    verb = "为"
    if base is not None and base.relation in _CHANGES and base.year is not None and high <= 0:
        low, high, verb = -high, -low, f"较{base.year}年下降"
    span = amount((low, high), status.unit, lang)
    if zh:
        return f"按现有趋势推算{forecast.year}年{verb}{span}（80%区间），达到要求的概率{chance}，"
    return f"forecast for {forecast.year}: {span} (80% interval), {chance} likely to meet it, "


def chance_words(share: float, lang: Lang) -> str:
    """Return a probability in words, never as certainty.

    >>> chance_words(0.853, "zh"), chance_words(0.999, "zh"), chance_words(0.001, "en")
    ('约85%', '超过99%', 'under 1%')
    """
    if share > 0.99:
        return "超过99%" if lang == "zh" else "over 99%"
    if share < 0.01:
        return "不足1%" if lang == "zh" else "under 1%"
    return f"约{share:.0%}" if lang == "zh" else f"{share:.0%}"


def chance_cell(share: float) -> str:
    """Return a probability for a column of figures.

    >>> chance_cell(0.853), chance_cell(0.999), chance_cell(0.001)
    ('85%', '>99%', '<1%')
    """
    return ">99%" if share > 0.99 else "<1%" if share < 0.01 else f"{share:.0%}"


def _standing(status: Status, lang: Lang) -> str:
    """Return what became of the level after the deadline, and whether the verdict is provisional."""
    zh = lang == "zh"
    words = ""
    lost = [str(year) for year, kept in status.after if not kept]
    reached = [str(year) for year, kept in status.after if kept]
    if status.status == "met" and lost:
        words += f"，{joined(lost, lang)}年未能保持" if zh else f", not kept in {joined(lost, lang)}"
    if status.status == "missed" and reached:
        words += f"，{reached[0]}年达到" if zh else f", reached in {reached[0]}"
    if status.provisional and status.maturity not in ("flash", "estimate"):
        words += "（暂定）" if zh else " (provisional)"
    return words


def short_sentence(entry: Entry, lang: Lang) -> str:
    """Return a statement with its number and, in brackets, by how much it falls short or how likely it is."""
    name = subject(entry.statement, lang)
    status = entry.status
    zh = lang == "zh"
    detail = ""
    if status.forecast is not None and entry.state in ("off_track", "at_risk"):
        chance = chance_words(status.forecast.probability, lang)
        detail = f"达到概率{chance}" if zh else f"{chance} likely"
    elif status.gap is not None and status.gap > 0 and status.unit != "year":
        unit = "percentage_point" if status.unit == "%" else status.unit
        detail = f"差{amount(status.gap, unit, lang)}" if zh else f"short by {amount(status.gap, unit, lang)}"
    if status.provisional and status.maturity not in ("flash", "estimate"):
        detail = (
            "，".join(w for w in (detail, "暂定") if w)
            if zh
            else ", ".join(w for w in (detail, "provisional") if w)
        )
    id = entry.statement.id
    inside = id if not detail else f"{id}，{detail}" if zh else f"{id}, {detail}"
    return f"{name}（{inside}）" if zh else f"{name} ({inside})"


def target_cell(entry: Entry, lang: Lang) -> str:
    """Return the figure of a demand with its sign, without unit, for a column of figures.

    The unit stands beside it.
    """
    status = entry.status
    value, op = status.target_value, status.op
    if value is None or op is None:
        value, op = entry.statement.value, entry.statement.op
    if value is None:
        return ""
    signs = {">=": "≥", "<=": "≤", "=": "", "range": "", "about": "约" if lang == "zh" else "about "}
    sign = signs.get(op or "", op or "")
    if isinstance(value, tuple):
        return (
            f"{number(value[0])}～{number(value[1])}"
            if lang == "zh"
            else f"{number(value[0])} to {number(value[1])}"
        )
    return f"{sign}{number(value)}"


def moved_sentence(moved: Moved, lang: Lang) -> str:
    """Return how the state of a statement changed since the report before."""
    name = subject(moved.entry.statement, lang)
    before, now = STATES[moved.before].say(lang), STATES[moved.entry.state].say(lang)
    id = moved.entry.statement.id
    if lang == "zh":
        return f"{name}（{id}）由“{before}”变为“{now}”"
    return f"{name} ({id}): from “{before}” to “{now}”"


def step_words(entry: Entry, lang: Lang) -> str:
    """Return what has to be done next for a statement: the pace that is needed, or what is to be mended."""
    zh = lang == "zh"
    status = entry.status
    pace, forecast = status.required_pace, status.forecast
    if pace is not None and forecast is not None and entry.state in ("off_track", "at_risk"):
        unit = "percentage_point" if status.unit == "%" else status.unit
        size = f"{number(abs(pace))}{unit_words(unit, lang)}" if zh else amount(abs(pace), unit, lang)
        verb = ("下降", "fall") if pace < 0 else ("提高", "rise")
        return (
            f"{forecast.year}年前年均需{verb[0]}{size}"
            if zh
            else f"{verb[1]} {size} a year until {forecast.year}"
        )
    if status.rows is not None and status.rows.failing:
        n = len(status.rows.failing)
        if not entry.statement.quantified:
            return f"督促完成其余{n}项任务" if zh else f"see the other {n} tasks done"
        return f"对不符合的{n}项逐项整改" if zh else f"put right the {n} cases that break it"
    if entry.state == "missed":
        return "分析原因，提出补救措施" if zh else "find out why, and mend it"
    return "加大推进力度" if zh else "speed it up"


def bodies_of(facts: Facts, entry: Entry, lang: Lang) -> list[str]:
    """Return the bodies in whose charge a statement is."""
    ids = entry.statement.bodies
    if ids is None:
        article = next((a for a in facts.plan.articles if a.number == entry.statement.article), None)
        ids = article.bodies if article else ()
    return [body_name(facts.plan, id, lang) for id in ids]


def implementers_of(facts: Facts, entry: Entry, lang: Lang) -> list[str]:
    """Return the bodies that carry a statement out."""
    article = next((a for a in facts.plan.articles if a.number == entry.statement.article), None)
    return [body_name(facts.plan, id, lang) for id in (article.implementers if article else ())]


def due_words(facts: Facts, lang: Lang) -> str:
    """Return the day by which regions report; empty where the plan names none."""
    from dafeng.reports.figures import day

    duty = duty_to_report(facts.plan)
    return day(duty.due, lang) if duty is not None and duty.due else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def say(lang: Lang, zh: str, en: str) -> str:
    """Return one of two wordings."""
    return Text(zh, en).say(lang)
