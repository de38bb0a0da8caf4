"""The grammar of quantities: numbers, multipliers, units, composite units, ranges and lists.

It reads the normalised text from left to right, once; every pattern is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWER = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_HAN = "零〇一二三四五六七八九十百千两"
_H = "(?:[零〇一二三四五六七八九十百两]|千(?![瓦克米]))"
NUMBER = r"\d{1,15}(?:\.\d{1,10})?"
HAN = rf"{_H}{{1,12}}(?:点[{_HAN}]{{1,6}})?"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: ``value`` in ``unit`` (a pair for a range), at ``start``..``end``.

    ``bare`` says that no unit was written; ``grouped`` counts quantities of one 分别 list.
    """

    start: int
    end: int
    value: float | tuple[float, float]
    unit: str | None
    written: str
    han: bool = False


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    end: int
    value: float
    scale: float
    han: bool
    kind: str  # number | share | word


@cache
def _rules() -> dict[str, dict[str, tuple[str, float]]]:
    text = files("dafeng.extract").joinpath("rules/units.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=_Loader)
    return {part: {w: (u, float(f)) for w, (u, f) in data[part].items()} for part in data}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = _rules()
    simple = "|".join(re.escape(w) for w in sorted(rules["simple"], key=len, reverse=True))
    below = "|".join(re.escape(w) for w in sorted(rules["denominators"], key=len, reverse=True))
    number = re.compile(
        rf"(?P<share>(?P<share_of>百|千|万|[{_HAN}]{{1,3}})分之(?P<share_n>{NUMBER}|{HAN}))"
        rf"|(?P<tenth>(?:[一二三四五六七八九两]|\d)成(?P<half>半|[一二三四五六七八九])?(?![为立本果员功效品交分]))"
        rf"|(?P<half_word>(?<!大)过?半数|一半(?!以?下))"
        rf"|(?P<num>{NUMBER})(?P<scale>[万亿]?亿?)"
        rf"|(?P<han>{HAN})(?P<han_scale>[万亿]?(?:{_H}{{1,9}})?(?:万(?:{_H}{{1,9}})?)?)"
    )
    unit = re.compile(rf"(?P<unit>{simple})(?:[/每](?P<paren>\()?(?P<below>{below})\)?)?")
    per = re.compile(rf"每(?P<count>[万百千]?)(?P<below>{below})")
    return number, unit, per


_UK = re.compile(r"W/?(?:\(|\[)?(?:m2|㎡)[*.·]?K(?:\)|\])?")


def han_number(text: str) -> float:
    """Return the value of a Chinese numeral.

    >>> han_number("十一亿三千万"), han_number("二百六十六"), han_number("十四点五")
    (1130000000.0, 266.0, 14.5)
    """
    whole, _, part = text.partition("点")
    for name, size in (("亿", 10**8), ("万", 10**4)):
        if name in whole:
            head, _, tail = whole.partition(name)
            return (han_number(head) if head else 1) * size + (han_number(tail) if tail else 0)
    if whole and not any(c in _POWER for c in whole):
        value = float("".join(str(_DIGIT[c]) for c in whole) or 0)
    else:
        total, digit = 0, 0
        for c in whole:
            if c in _POWER:
                total += (digit or 1) * _POWER[c]
                digit = 0
            else:
                digit = _DIGIT[c]
        value = float(total + digit)
    return value + float("0." + "".join(str(_DIGIT.get(c, 0)) for c in part)) if part else value


def find_quantities(text: str) -> list[Quantity]:
    """Return every number of ``text`` with its unit where one follows; ranges are one quantity."""
    number, unit, _ = _patterns()
    quantities: list[Quantity] = []
    found = _next(number, text, 0)
    while found is not None:
        raw = _read(found)
        name, factor, end = _unit_at(text, raw.end, unit)
        if raw.kind != "number":
            name, factor, end = "%", 1.0, raw.end
        follower = _next(number, text, max(end, raw.start + 1))
        joined = None
        if follower is not None and follower.start() - end <= 2:
            joined = _range(text, raw, (name, factor, end), _read(follower), unit)
        if joined is not None:
            quantities.append(joined)
            found = _next(number, text, joined.end)
            continue
        value = _exact(raw.value * raw.scale * factor)
        quantities.append(Quantity(raw.start, end, value, name, text[raw.start : end], raw.han))
        found = follower
    return quantities


def _next(number: re.Pattern[str], text: str, at: int) -> re.Match[str] | None:
    """Return the next number from ``at`` on; a lone 百, 千 or 万 is no number."""
    while found := number.search(text, at):
        word = found.group()
        if not (found["han"] and word[0] in "百千"):
            return found
        at = found.end()
    return None


def _exact(value: float) -> float:
    """Round away what binary multiplication added (0.3 * 10000 = 3000.0000000000005)."""
    return float(f"{value:.12g}") if abs(value) < 1e300 else value


def _read(found: re.Match[str]) -> _Raw:
    group = found.groupdict()
    start, end = found.span()
    if group["share"]:
        of = {"百": 100.0, "千": 1000.0, "万": 10000.0}.get(group["share_of"]) or han_number(
            group["share_of"]
        )
        text = group["share_n"]
        n = float(text) if text[0].isdigit() else han_number(text)
        return _Raw(start, end, n / of * 100 if of else n, 1.0, True, "share")
    if group["tenth"]:
        digits = found.group("tenth")
        n = float(digits[0]) if digits[0].isdigit() else _DIGIT[digits[0]]
        half = group["half"]
        more = 5.0 if half == "半" else float(_DIGIT[half]) if half else 0.0
        return _Raw(start, end, n * 10 + more, 1.0, True, "share")
    if group["half_word"]:
        return _Raw(start, end, 50.0, 1.0, True, "half")
    if group["num"]:
        scale = 1.0
        for c in group["scale"]:
            scale *= _BIG[c]
        return _Raw(start, end, float(group["num"]), scale, False, "number")
    whole = group["han"] + (group["han_scale"] or "")
    return _Raw(start, end, han_number(whole), 1.0, True, "number")


def _unit_at(text: str, at: int, unit: re.Pattern[str]) -> tuple[str | None, float, int]:
    """Return the unit written at ``at``: its name, the factor to it and where it ends."""
    skip = at
    while skip < len(text) and skip - at < 2 and text[skip] in " ":
        skip += 1
    heat = _UK.match(text, skip)
    if heat:
        return "W/(m2*K)", 1.0, heat.end()
    scale = 1.0
    found = unit.match(text, skip)
    if not found:
        return None, 1.0, at
    rules = _rules()
    name, factor = rules["simple"][found["unit"]]
    if found["below"]:
        below, size = rules["denominators"][found["below"]]
        name, factor = compose(name, below), factor / size
    return name, scale * factor, found.end()


def compose(above: str, below: str) -> str:
    """Return the name of ``above`` per ``below``.

    >>> compose("km", "km2"), compose("MW", "d"), compose("t/h", "h")
    ('km/km2', 'MW/d', 't/h')
    """
    return above if above == "t/h" else f"{above}/{below}"


def _range(
    text: str, first: _Raw, unit_at: tuple[str | None, float, int], second: _Raw, unit: re.Pattern[str]
) -> Quantity | None:
    """Join 38~42千瓦时, 0.8万至1万人, 40%~45%, 六层至十一层 into one quantity."""
    name1, factor1, end1 = unit_at
    gap = text[end1 : second.start]
    if gap not in ("－", "~", "至", "到", "－－", "~~", "-"):
        return None
    name2, factor2, end2 = _unit_at(text, second.end, unit)
    if second.kind != "number":
        name2, factor2, end2 = "%", 1.0, second.end
    decimals = name1 is None and name2 is None and "." in text[first.start : first.end]
    if (name2 is None and not decimals) or (name2 == "year" and (first.value > 1900 or second.value > 1900)):
        return None
    if name1 is not None and name1 != name2:
        return None
    scale1 = first.scale if first.scale != 1 or name1 is not None else 1.0
    if (
        name1 is None
        and first.scale == 1
        and not first.han
        and second.scale != 1
        and first.value < 10 * second.value
    ):
        scale1 = second.scale
    low = _exact(first.value * scale1 * (factor1 if name1 else factor2))
    high = _exact(second.value * second.scale * factor2)
    if low >= high:
        return None
    return Quantity(first.start, end2, (low, high), name2, text[first.start : end2], first.han)
