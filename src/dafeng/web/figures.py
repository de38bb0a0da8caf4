"""Figures of a statement in plain words: "2030年前，不低于 60 %"."""

from __future__ import annotations

from typing import Any

from dafeng.base import Lang
from dafeng.base.unit_words import unit_words
from dafeng.extract.draft import DraftStatement
from dafeng.plan.model import Baseline, Statement, Years

DASH = "—"
_OPS: dict[str, tuple[str, str]] = {
    ">=": ("不低于 {}", "at least {}"),
    ">": ("超过 {}", "more than {}"),
    "<=": ("不超过 {}", "at most {}"),
    "<": ("低于 {}", "less than {}"),
    "=": ("{}", "{}"),
    "about": ("约 {}", "about {}"),
    "range": ("{}", "{}"),
}
_RISE = ("提高", "rise by")
_FALL = ("下降", "fall by")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
CALENDAR_UNITS = ("month_end", "month_day", "day_of_month")


def number(value: int | float, lang: Lang) -> str:
    """Return a number as it is read: ``100000`` is ``10 万`` in Chinese, ``100,000`` in English.

    >>> number(100000, "zh"), number(100000, "en"), number(36.5, "zh")
    ('10 万', '100,000', '36.5')
    """
    if lang == "zh":
        for size, word in ((10**8, "亿"), (10**4, "万")):
            if abs(value) >= size and (value * 100) % size == 0:
                return f"{value / size:g} {word}"
    text = f"{value:,}" if abs(value) >= 10**4 else f"{value:.15g}"
    return text.replace("-", "−")


def measured(value: float, unit: str | None, lang: Lang) -> str:
    """Return a computed number as it is read, with its unit: rounded, large ones in 万 or with separators.

    >>> measured(62.3461, "%", "zh"), measured(1234567.8, "m2", "zh"), measured(0.01234, "km", "en")
    ('62.3 %', '123.5 万平方米', '0.0123 km')
    """
    if unit == "year" or unit in CALENDAR_UNITS:
        return quantity(round(value), unit, lang)
    text = rounded(value, unit, lang)
    words = unit_words(unit, lang, plural=text != "1")
    glue = "" if text.endswith(("万", "亿")) and not words.isascii() else " "
    return f"{text}{glue}{words}".strip()


def rounded(value: float, unit: str | None, lang: Lang) -> str:
    """Return a computed number as it is read, without its unit: percent to a tenth, others to three digits.

    >>> rounded(2030.0, "year", "zh"), rounded(-0.04, "%", "zh"), rounded(12345.6, "m2", "en")
    ('2030', '0', '12,346')
    """
    size = abs(value)
    if unit == "year":
        return f"{value:.0f}"
    for least, name in ((10**8, "亿"), (10**4, "万")) if lang == "zh" else ():
        if size >= least:
            return f"{value / least:.4g} {name}".replace("-", "−")
    if unit in ("%", "percentage_point"):
        text = f"{value:.1f}".removesuffix(".0")
    elif size >= 1000:
        text = f"{value:,.0f}"
    elif size >= 100:
        text = f"{value:.0f}"
    elif size >= 1:
        text = f"{value:.2f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:.3g}"
    return "0" if text in ("-0", "-0.0") else text.replace("-", "−")


def sum_words(value: float) -> str:
    """Return a sum or a factor with up to seven digits.

    >>> sum_words(1234567.0), sum_words(0.1229)
    ('1,234,567', '0.1229')
    """
    text = f"{value:,.0f}" if abs(value) >= 10**6 else f"{value:,.7g}"
    return text.replace("-", "−")


def quantity(value: int | float | tuple[Any, Any], unit: str | None, lang: Lang) -> str:
    """Return a value or range with its unit in words.

    >>> quantity(20000, "m2", "zh"), quantity((8, 12), "storey", "en"), quantity(60, "%", "zh")
    ('2 万平方米', '8–12 storeys', '60 %')
    """
    if unit in CALENDAR_UNITS and not isinstance(value, tuple):
        return _calendar(int(value), unit, lang)
    if isinstance(value, tuple):
        figure = "–".join(number(one, lang) for one in value)
    elif unit == "year" and value >= 1000:
        return f"{value}年" if lang == "zh" else f"{value}"
    else:
        figure = number(value, lang)
    words = unit_words(unit, lang, plural=value != 1)
    glue = "" if figure.endswith(("万", "亿")) and not words.isascii() else " "
    return f"{figure}{glue}{words}".strip()


def _calendar(value: int, unit: str, lang: Lang) -> str:
    """Return a month end, a day of the year or a day of the month in words."""
    if unit == "month_end":
        return f"{value}月底" if lang == "zh" else f"the end of {_MONTHS[value - 1]}"
    if unit == "month_day":
        return day_of_year(f"{value // 100:02d}-{value % 100:02d}", lang)
    return f"每月{value}日" if lang == "zh" else f"day {value} of the month"


def day_of_year(due: str, lang: Lang) -> str:
    """Return ``MM-DD``, or the day of every month or quarter, in words.

    >>> day_of_year("11-30", "zh"), day_of_year("11-30", "en"), day_of_year("monthly-8", "zh")
    ('11月30日', '30 Nov', '每月8日')
    """
    head, _, last = due.partition("-")
    if head == "monthly":
        return f"每月{last}日" if lang == "zh" else f"day {last} of every month"
    if head == "quarter":
        return f"每季度{last}日" if lang == "zh" else f"day {last} of a month of every quarter"
    month, day = (int(part) for part in due.split("-"))
    return f"{month}月{day}日" if lang == "zh" else f"{day} {_MONTHS[month - 1]}"


def when(years: Years | None, lang: Lang) -> str:
    """Return when a statement holds, in words; a dash where it names no time.

    >>> when(Years(type="deadline", year=2030), "zh"), when(Years(type="yearly", due="11-30"), "en")
    ('2030年前', 'every year by 30 Nov')
    """
    if years is None:
        return DASH
    span = _span(years)
    zh = lang == "zh"
    match years.type:
        case "deadline":
            return f"{span}年前" if zh else f"by {span}"
        case "from":
            return f"{span}年起" if zh else f"from {span}"
        case "always":
            return "长期" if zh else "always"
        case "yearly":
            head = ("每年" if zh else "every year") + (f" {span}" if span else "")
            tail = (("{}前" if zh else " by {}").format(day_of_year(years.due, lang))) if years.due else ""
            return head + tail
        case "period":
            return f"{span}年" if zh else span
        case "as_of":
            return f"截至{span}年" if zh else f"as of {span}"


def _span(years: Years) -> str:
    """Return the year, or the first and last year, as digits."""
    if years.start is not None or years.end is not None:
        return f"{years.start or ''}–{years.end or ''}"
    return "" if years.year is None else str(years.year)


def figure(statement: Statement | DraftStatement, lang: Lang) -> str:
    """Return the value with its comparison in words; a dash where the statement has none."""
    if statement.value is None:
        return DASH
    if statement.baseline is not None:
        return _change(statement, statement.baseline, lang)
    if statement.unit in CALENDAR_UNITS:
        words = quantity(statement.value, statement.unit, lang)
        return f"{words}前" if lang == "zh" else f"by {words}"
    if statement.unit == "year" and isinstance(statement.value, int) and statement.value >= 1000:
        return _point_in_time(statement.op, statement.value, lang)
    if statement.op == ">=" and (statement.value, statement.unit) == (100, "%"):
        return "100 %"
    return compared(statement.op, quantity(statement.value, statement.unit, lang), lang)


def compared(op: str | None, words: str, lang: Lang) -> str:
    """Return ``words`` behind the comparison ``op``."""
    return _OPS[op or "="][lang == "en"].format(words)


def _point_in_time(op: str | None, year: int, lang: Lang) -> str:
    """Return a year that is itself the value, such as the year of the peak."""
    zh = {"<=": "不晚于 {}年", "<": "早于 {}年", ">=": "不早于 {}年", ">": "晚于 {}年", "about": "约 {}年"}
    en = {"<=": "no later than {}", "<": "before {}", ">=": "no earlier than {}", ">": "after {}"}
    words = zh.get(op or "", "{}年") if lang == "zh" else en.get(op or "", "{}")
    return words.format(year)


def _change(statement: Statement | DraftStatement, base: Baseline, lang: Lang) -> str:
    """Return a change against a baseline: from what, rise or fall, by how much."""
    zh = lang == "zh"
    if base.relation == "from_value":
        level = compared(statement.op, quantity(statement.value or 0, statement.unit, lang), lang)
        if base.value is None:
            return level
        old = quantity(base.value, statement.unit, lang)
        return f"由 {old} 到{level}" if zh else f"from {old} to {level}"
    falls, size = _direction(statement)
    verb = (_FALL if falls else _RISE)[not zh]
    flip = {"<=": ">=", "<": ">"} if falls else {}
    amount = compared(flip.get(statement.op or "", statement.op), quantity(size, statement.unit, lang), lang)
    amount = amount.replace("不低于", "不少于")
    against = base_words(base, lang)
    if zh:
        return f"比{against}{verb}{amount}" if against else f"{verb}{amount}"
    return f"{verb} {amount}" + (f" against {against}" if against else "")


def _direction(statement: Statement | DraftStatement) -> tuple[bool, int | float | tuple[Any, Any]]:
    """Return whether the change is a fall, and its size without sign."""
    value = statement.value
    if isinstance(value, tuple):
        return value[0] < 0, (abs(value[0]), abs(value[1]))
    return (value or 0) < 0, abs(value or 0)


_REFERENCES = {
    "before_retrofit": ("改造前", "before the retrofit"),
    "current": ("现状", "the present level"),
    "current_level": ("现有水平", "the present level"),
    "previous_year": ("上年", "the year before"),
}


def base_words(base: Baseline, lang: Lang) -> str:
    """Return what a change is measured against; empty where the text does not say."""
    if base.year is not None:
        return f"{base.year}年" if lang == "zh" else str(base.year)
    if base.reference is None:
        return ""
    pair = _REFERENCES.get(base.reference)
    return pair[lang == "en"] if pair else base.reference.replace("_", " ")


def plain(statement: Statement, lang: Lang) -> str:
    """Return time and figure as one phrase: "2030年前，不低于 60 %"."""
    time, value = when(statement.years, lang), figure(statement, lang)
    repeats_year = statement.unit == "year" and statement.years and statement.value == statement.years.year
    if statement.unit in CALENDAR_UNITS and statement.years and statement.years.due:
        return time
    if time == DASH or (repeats_year and value != DASH):
        return value
    if value == DASH:
        return time
    return f"{time}，{value}" if lang == "zh" else f"{time}, {value}"
