"""Figures as official documents write them: 不低于93%, 10万平方米, 8.5公里/平方公里."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.base import Lang
from dafeng.plan.model import Baseline, Statement, Years

__all__ = ["amount", "day", "number", "plain", "subject", "target", "unit_words", "when"]

Figure = float | tuple[float, float]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPS: Mapping[str, tuple[str, str]] = {
    ">=": ("不低于{}", "at least {}"),
    ">": ("高于{}", "more than {}"),
    "<=": ("不超过{}", "at most {}"),
    "<": ("低于{}", "less than {}"),
    "=": ("等于{}", "{}"),
    "about": ("{}左右", "about {}"),
    "range": ("{}", "{}"),
}
_FALLING: Mapping[str, str] = {"<=": ">=", "<": ">"}
_REFERENCES: Mapping[str, tuple[str, str]] = {
    "before_retrofit": ("改造前", "before the retrofit"),
    "current": ("现状", "the present level"),
    "current_level": ("现有水平", "the present level"),
    "previous_year": ("上年", "the year before"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LARGEST_DECIMALS = 6


@cache
def _units() -> Mapping[str, Mapping[str, str]]:
    """Return the words of units by the unit as plans write it."""
    text = files("dafeng.reports").joinpath("units.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, str]] = yaml.load(text, Loader=_LOADER)
    return found


def unit_words(unit: str | None, lang: Lang) -> str:
    """Return a unit in words; one that is not listed is put together from its parts, or stays as it is.

    >>> unit_words("km/km2", "zh"), unit_words("t/d", "zh"), unit_words("%", "en")
    ('公里/平方公里', '吨/日', '%')
    """
    if unit is None or unit == "1":
        return ""
    listed = _units().get(unit)
    if listed is not None:
        return listed[lang]
    top, slash, bottom = unit.partition("/")
    if not slash:
        return unit
    return f"{unit_words(top, lang)}/{unit_words(bottom, lang)}"


def number(value: float, *, decimals: int = 2, against: Figure | None = None) -> str:
    """Return a number with at most ``decimals`` decimals, without trailing zeros.

    Where rounding would make it equal to the number it is judged ``against``, it keeps the decimals that
    tell the two apart (up to 6).

    >>> number(94.123), number(92.996, against=93.0), number(12.0), number(-0.001)
    ('94.12', '92.996', '12', '0')
    """
    limits = () if against is None else against if isinstance(against, tuple) else (against,)
    while decimals < _LARGEST_DECIMALS and any(
        round(value, decimals) == round(limit, decimals) and abs(value - limit) > 10.0**-_LARGEST_DECIMALS
        for limit in limits
    ):
        decimals += 1
    text = f"{round(value, decimals):.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def amount(value: Figure, unit: str | None, lang: Lang, *, against: Figure | None = None) -> str:
    """Return a value or a range with its unit.

    >>> amount(100000, "m2", "zh"), amount(93.04, "%", "zh", against=93.0), amount((8, 12), "storey", "zh")
    ('10万平方米', '93.04%', '8～12层')
    >>> amount(2029, "year", "zh"), amount(1130, "month_day", "zh"), amount(1234567.0, "m2", "en")
    ('2029年', '11月30日', '1,234,567 m²')
    """
    if isinstance(value, tuple):
        low, high = (_digits(one, lang, against, _decimals(unit))[0] for one in value)
        return f"{low}{'～' if lang == 'zh' else ' to '}{high}{_glued(unit, lang, '')}"
    if unit == "year" and value >= 1000:
        return f"{value:.0f}年" if lang == "zh" else f"{value:.0f}"
    if unit == "month_end":
        return f"{value:.0f}月底" if lang == "zh" else f"the end of {_MONTHS[int(value) - 1]}"
    if unit == "month_day":
        return day(f"{int(value) // 100:02d}-{int(value) % 100:02d}", lang)
    digits, multiple = _digits(value, lang, against, _decimals(unit))
    return f"{digits}{_glued(unit, lang, multiple)}"


def _decimals(unit: str | None) -> int:
    """Return the decimals that a value in ``unit`` is rounded to."""
    return 1 if unit in ("%", "percentage_point") else 2


def _digits(value: float, lang: Lang, against: Figure | None, decimals: int) -> tuple[str, str]:
    """Return the digits of a number, and 万 or 亿 where it is counted in them."""
    if lang == "zh":
        for size, word in ((10**8, "亿"), (10**4, "万")):
            if abs(value) >= size:
                limit = against / size if isinstance(against, int | float) else None
                return number(value / size, against=limit), word
        return number(value, decimals=decimals, against=against), ""
    text = number(value, decimals=0 if abs(value) >= 10**4 else decimals, against=against)
    head, dot, tail = text.partition(".")
    return f"{int(head):,}{dot}{tail}" if abs(value) >= 10**4 else text, ""


def _glued(unit: str | None, lang: Lang, multiple: str) -> str:
    """Return the unit as it follows the digits."""
    words = unit_words(unit, lang)
    gap = " " if lang == "en" and words and words != "%" else ""
    return f"{multiple}{gap}{words}"


def plain(value: float, unit: str | None, *, against: Figure | None = None) -> str:
    """Return the digits of a value in ``unit``, for a column that names the unit."""
    return number(value, decimals=_decimals(unit), against=against)


def day(due: str, lang: Lang) -> str:
    """Return ``MM-DD``, or the day of every month or quarter, in words.

    >>> day("11-30", "zh"), day("monthly-8", "zh"), day("11-30", "en")
    ('11月30日', '每月8日', '30 Nov')
    """
    head, _, last = due.partition("-")
    if head == "monthly":
        return f"每月{int(last)}日" if lang == "zh" else f"day {int(last)} of every month"
    if head == "quarter":
        return f"每季度{int(last)}日" if lang == "zh" else f"day {int(last)} of a month of every quarter"
    month, date = int(head), int(last)
    return f"{month}月{date}日" if lang == "zh" else f"{date} {_MONTHS[month - 1]}"


def when(years: Years | None, lang: Lang) -> str:
    """Return when a statement holds; empty where it names no time.

    >>> when(Years(type="deadline", year=2030), "zh"), when(Years(type="always"), "zh")
    ('到2030年', '长期')
    """
    if years is None:
        return ""
    zh = lang == "zh"
    span = "—".join(str(y) for y in (years.start, years.end) if y is not None) or str(years.year or "")
    due = day(years.due, lang) if years.due else ""
    words = {
        "deadline": (f"到{span}年", f"by {span}"),
        "from": (f"{span}年起", f"from {span}"),
        "always": ("长期", "always"),
        "yearly": (f"每年{due}前" if due else "每年", f"every year by {due}" if due else "every year"),
        "period": (f"{span}年", span),
        "as_of": (f"截至{span}年", f"as of {span}"),
    }[years.type]
    return words[0] if zh else words[1]


def target(statement: Statement, lang: Lang, *, op: str | None = None, value: Figure | None = None) -> str:
    """Return what a statement demands; ``op`` and ``value`` replace its own where a decision changed them.

    Empty where it carries no figure.
    """
    op = op or statement.op
    value = statement.value if value is None else value
    if value is None:
        return ""
    if statement.unit in ("month_end", "month_day"):
        words = amount(value, statement.unit, lang)
        return f"{words}前" if lang == "zh" else f"by {words}"
    if statement.unit == "year" and not isinstance(value, tuple) and value >= 1000:
        return _year(op, value, lang)
    if statement.baseline is not None:
        return _change(statement, statement.baseline, op, value, lang)
    if op == ">=" and (value, statement.unit) == (100, "%"):
        return "100%"
    return compared(op, amount(value, statement.unit, lang), lang)


def compared(op: str | None, words: str, lang: Lang) -> str:
    """Return ``words`` behind the comparison ``op``."""
    return _OPS[op or "="][lang == "en"].format(words)


def _year(op: str | None, year: float, lang: Lang) -> str:
    """Return a year that is itself the value, such as the year of the peak."""
    words = amount(year, "year", lang)
    forms = {
        "<=": ("不晚于{}", "no later than {}"),
        "<": ("早于{}", "before {}"),
        ">=": ("不早于{}", "no earlier than {}"),
        ">": ("晚于{}", "after {}"),
    }
    return forms.get(op or "", ("{}", "{}"))[lang == "en"].format(words)


def _change(statement: Statement, base: Baseline, op: str | None, value: Figure, lang: Lang) -> str:
    """Return a change against a baseline: against what, rise or fall, by how much."""
    zh = lang == "zh"
    if base.relation == "from_value":
        level = compared(op, amount(value, statement.unit, lang), lang)
        if base.value is None:
            return level
        old = amount(base.value, statement.unit, lang)
        return f"由{old}到{level}" if zh else f"from {old} to {level}"
    falls = (value[0] if isinstance(value, tuple) else value) < 0
    size: Figure = (abs(value[0]), abs(value[1])) if isinstance(value, tuple) else abs(value)
    against = base_words(base, lang)
    facing = _FALLING.get(op or "", op) if falls else op
    how = compared(facing, amount(size, statement.unit, lang), lang)
    if zh:
        verb = "下降" if falls else "提高"
        return f"{f'较{against}' if against else ''}{verb}{how.replace('不低于', '不少于')}"
    verb = "a fall of" if falls else "a rise of"
    return f"{verb} {how}" + (f" against {against}" if against else "")


def base_words(base: Baseline, lang: Lang) -> str:
    """Return what a change is measured against; empty where the text does not say."""
    if base.year is not None:
        return f"{base.year}年" if lang == "zh" else str(base.year)
    if base.reference is None:
        return ""
    pair = _REFERENCES.get(base.reference)
    return pair[lang == "en"] if pair else base.reference.replace("_", " ")


def subject(statement: Statement, lang: Lang) -> str:
    """Return what a statement speaks of, with full-width brackets in Chinese and without a year behind it."""
    words = statement.subject.say(lang).strip()
    year = statement.years.year if statement.years is not None else None
    if year is not None:
        words = words.removesuffix(f"({year})").removesuffix(f"（{year}）").strip()
    return words.replace("(", "（").replace(")", "）") if lang == "zh" else words
