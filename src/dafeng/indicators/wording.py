"""A status in words: the reason for its state, in one or two sentences."""

from __future__ import annotations

from dafeng.base import Lang, Text
from dafeng.base.texts import LANGS
from dafeng.base.unit_words import unit_words
from dafeng.indicators.judging import Demand
from dafeng.indicators.measure import Measured
from dafeng.indicators.status import STATES, Status
from dafeng.indicators.values import Values
from dafeng.records.schema import MATURITIES, tables

__all__ = ["figure", "reason_for", "unit_words"]

_OPS = {
    ">=": Text("不低于", "at least"),
    ">": Text("超过", "more than"),
    "<=": Text("不高于", "at most"),
    "<": Text("低于", "less than"),
    "=": Text("等于", "exactly"),
    "about": Text("约", "about"),
    "range": Text("介于", "between"),
}


def figure(value: float | tuple[float, float] | None, unit: str | None, lang: Lang) -> str:
    """Return a value with its unit, rounded as people read it.

    >>> figure(93.456, "%", "zh"), figure(125000.0, "m2", "en")
    ('93.5%', '125,000 m²')
    """
    if value is None:
        return "—"
    if isinstance(value, tuple):
        return f"{figure(value[0], None, lang)}–{figure(value[1], unit, lang)}"
    if unit == "year":
        return f"{value:.0f} 年" if lang == "zh" else f"{value:.0f}"
    size = abs(value)
    digits = 0 if size >= 1000 or value == round(value) else 1 if size >= 10 else 2
    text = f"{value:,.{digits}f}"
    if unit is None or unit == "1":
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit_words(unit, lang, plural=text != '1')}"


def reason_for(status: Status, wanted: Demand, measured: Measured, values: Values, why: Text | None) -> Text:
    """Return why a status is what it is."""
    zh, en = (_words(status, wanted, measured, values, why, lang=lang) for lang in LANGS)
    return Text(zh, en)


def _words(
    status: Status, wanted: Demand, measured: Measured, values: Values, why: Text | None, *, lang: Lang
) -> str:
    """Return the reason in one language."""
    parts: list[str] = []
    if status.status == "not_reported":
        parts.append(
            why.say(lang) if why else Text("没有可用的数据", "there is nothing to judge by").say(lang)
        )
        parts += _missing(status, values, lang)
        return _join(parts, lang)
    parts += _value(status, wanted, measured, lang)
    if status.rows is not None:
        parts.append(
            Text(
                f"{status.rows.count} 项适用，{status.rows.kept} 项符合",
                f"{status.rows.kept} of {status.rows.count} rows keep it",
            ).say(lang)
        )
    if status.forecast is not None:
        parts.append(_ahead(status, measured, lang))
    if why is not None:
        parts.append(why.say(lang))
    parts += _kept(status, lang)
    parts += _missing(status, values, lang)
    if status.provisional and status.maturity not in {None, "final"}:
        word = MATURITIES[status.maturity].say(lang)
        parts.append(Text(f"所用为{word}，结论暂定", f"rests on {word} figures: provisional").say(lang))
    elif status.provisional and not status.missing:
        parts.append(Text("项目少于 5 个，结论暂定", "fewer than five projects: provisional").say(lang))
    return _join(parts, lang)


def _ahead(status: Status, measured: Measured, lang: Lang) -> str:
    """Say what is forecast for the deadline."""
    f = status.forecast
    assert f is not None
    if measured.kind == "peak":
        return Text(
            f"预计峰值年在 {f.low:.0f}—{f.high:.0f} 年之间，{f.year} 年前达峰的概率 {f.probability:.0%}",
            f"a peak between {f.low:.0f} and {f.high:.0f}, by {f.year} with {f.probability:.0%}",
        ).say(lang)
    unit = "%" if measured.kind == "rows" else status.unit
    low, high = figure(f.low, unit, lang), figure(f.high, unit, lang)
    return Text(
        f"预计 {f.year} 年为 {low}—{high}，达到的概率 {f.probability:.0%}",
        f"{f.year} is forecast at {low} to {high}, {f.probability:.0%} likely to meet it",
    ).say(lang)


def _value(status: Status, wanted: Demand, measured: Measured, lang: Lang) -> list[str]:
    """Say the value beside what is asked."""
    if status.value is None or status.year is None:
        return []
    target = figure(status.target_value, status.unit, lang)
    op = _OPS[status.op].say(lang) if status.op else ""
    value = figure(status.value, status.unit, lang)
    head = Text(f"{status.year} 年为 {value}", f"{value} in {status.year}").say(lang)
    if measured.kind == "sum" and measured.since is not None:
        head = Text(
            f"{measured.since}—{status.year} 年累计 {value}",
            f"{value} from {measured.since} to {status.year}",
        ).say(lang)
    if measured.base is not None:
        base = measured.base.year
        head = Text(f"{status.year} 年较 {base} 年变化 {value}", f"{value} from {base} to {status.year}").say(
            lang
        )
    if status.rows is not None and status.unit == "%" and status.target_value == 100.0:
        return []
    if status.rows is not None:
        head = Text(
            f"{status.year} 年最不利的一项为 {value}", f"the worst row of {status.year} is {value}"
        ).say(lang)
    if not op:
        return [head]
    if wanted.op == "about" and wanted.tolerance and status.rows is None:
        spare = figure(wanted.tolerance, status.unit, lang)
        return [
            Text(f"{head}，要求{op} {target}（±{spare}）", f"{head}; asked: {op} {target} (±{spare})").say(
                lang
            )
        ]
    return [Text(f"{head}，要求{op} {target}", f"{head}; asked: {op} {target}").say(lang)]


def _kept(status: Status, lang: Lang) -> list[str]:
    """Say what became of the level after the deadline."""
    if not status.after:
        return []
    lost = [year for year, kept in status.after if not kept]
    if status.status == "met" and lost:
        years = "、".join(map(str, lost))
        return [Text(f"{years} 年未能保持", f"not kept in {', '.join(map(str, lost))}").say(lang)]
    reached = [year for year, kept in status.after if kept]
    if status.status == "missed" and reached:
        return [Text(f"{reached[0]} 年才达到", f"reached only in {reached[0]}").say(lang)]
    return []


def _missing(status: Status, values: Values, lang: Lang) -> list[str]:
    """Say which tables are missing from which regions."""
    found = []
    for m in status.missing:
        title = tables()[m.table].title.say(lang)
        if m.columns:
            named = ("、" if lang == "zh" else ", ").join(
                tables()[m.table].column(c).title.say(lang) for c in m.columns
            )
            who = ("、" if lang == "zh" else ", ").join(_names(m.regions, values, lang))
            found.append(
                Text(
                    f"《{title}》{m.year} 年有栏目空缺（{named}）：{who}",
                    f"{title} of {m.year} lacks {named}: {who}",
                ).say(lang)
            )
            continue
        known = _names(m.regions, values, lang)
        who = ("、" if lang == "zh" else ", ").join(known)
        if set(m.regions) == set(values.areas[status.region].leaves):
            who = Text("各地均", "nowhere").say(lang)
            found.append(
                Text(f"《{title}》{m.year} 年各地均未报", f"{title} of {m.year} was reported nowhere").say(
                    lang
                )
            )
        else:
            found.append(
                Text(f"《{title}》{m.year} 年未报：{who}", f"{title} of {m.year} is missing from {who}").say(
                    lang
                )
            )
        if m.blocked:
            bad = ("、" if lang == "zh" else ", ").join(_names(m.blocked, values, lang))
            found.append(
                Text(
                    f"其中 {bad} 的报表有错误未采用", f"the reports of {bad} hold errors and are not used"
                ).say(lang)
            )
    return found


def _names(regions: tuple[str, ...], values: Values, lang: Lang) -> list[str]:
    """Return the names of regions."""
    return [values.areas[r].name.say(lang) if r in values.areas else r for r in regions]


def _join(parts: list[str], lang: Lang) -> str:
    """Return the parts as one text."""
    return "；".join(parts) + "。" if lang == "zh" else "; ".join(parts) + "."


def state_words(status: Status, lang: Lang) -> str:
    """Return the state as it is read."""
    return STATES[status.status].say(lang)
