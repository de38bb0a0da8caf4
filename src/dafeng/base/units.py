"""Numbers with units as Chinese offices write them (12.5万平方米, 3.2亿千瓦时, 65％), and their conversion.

The units stand in ``units.yaml``. A number stays a decimal until it is converted, so that 12.5万 is 125000
and not a hair beside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["Quantity", "Unit", "convert", "factor_between", "read_quantity", "unit_from_words", "unit_names"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<about>约|大约|近|~|≈)?(?P<sign>[-+−])?(?P<digits>{_GROUPED}|\d+(?:\.\d*)?|\.\d+)"
    r"(?:[eE](?P<exponent>[-+]?\d{1,3})|[×xX*]10\^?(?P<power>[-+]?\d{1,3}))?"
)
_NOTE = re.compile(r"(?:[(\[【{;；,，。、].*|(?:左右|余|多|上下))$", re.DOTALL)
_SPACE = re.compile(r"\s+")
_APART = re.compile(r"\d\s+\d(?!\d\d(?!\d))")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it was written: how many of the ``dimension``'s base unit one of it is.

    A bare multiple (万) has no dimension: it multiplies the unit that the number is wanted in.
    """

    name: str
    dimension: str | None
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it was written: the number alone, its unit where one stands, and what else stands there.

    ``note`` holds words after the number that are no unit; ``about`` says that the number is marked as rough.
    """

    number: Decimal
    units: tuple[Unit, ...] = ()
    written: str = ""
    note: str = ""
    about: bool = False


@cache
def _units() -> tuple[dict[str, Unit], dict[str, list[Unit]], dict[str, Fraction]]:
    """Return the units by id, by what people write, and the multiples."""
    text = files("dafeng.base").joinpath("units.yaml").read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=_LOADER)
    by_id: dict[str, Unit] = {}
    by_name: dict[str, list[Unit]] = {}
    for id, entry in raw["units"].items():
        unit = Unit(id, entry["dimension"], Fraction(entry["factor"]))
        by_id[id] = unit
        for name in dict.fromkeys(_fold(name) for name in (id, *entry["names"])):
            by_name.setdefault(name, []).append(unit)
    multiples = {name: Fraction(factor) for name, factor in raw["multiples"].items()}
    return by_id, by_name, multiples


def _fold(text: str) -> str:
    """Return a unit as it is compared: NFKC without white space; the case of letters is kept (MW, mW)."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).replace("・", "·").replace("每", "/")


@lru_cache(maxsize=4096)
def unit_from_words(words: str) -> tuple[Unit, ...]:
    """Return the units that ``words`` can mean (台 counts things only, 度 is electricity or a temperature).

    The answer is empty where the words are no unit.

    >>> [(u.name, int(u.factor)) for u in unit_from_words("万平方米")]
    [('m2', 10000)]
    >>> unit_from_words("住宅")
    ()
    """
    _, by_name, multiples = _units()
    folded = _fold(words).strip(":")
    if folded[:1] in ("(", "[", "【") and folded[-1:] in (")", "]", "】"):
        folded = folded[1:-1]
    if not folded or len(folded) > 40:
        return ()
    if folded in by_name:
        return tuple(by_name[folded])
    if folded in multiples:
        return (Unit(folded, None, multiples[folded]),)
    yearly = re.sub(r"/(?:年|a)$", "", folded)
    if yearly != folded:
        return unit_from_words(yearly)
    power = re.match(r"10\^?([1-9])(?!\d)", folded)
    if power and folded[power.end() :] in by_name:
        times = Fraction(10) ** int(power[1])
        return tuple(Unit(u.name, u.dimension, u.factor * times) for u in by_name[folded[power.end() :]])
    for name in sorted(multiples, key=len, reverse=True):
        rest = folded.removeprefix(name)
        if rest != folded and rest in by_name:
            return tuple(Unit(u.name, u.dimension, u.factor * multiples[name]) for u in by_name[rest])
    return ()


def factor_between(units: tuple[Unit, ...], wanted: str | None) -> Fraction | None:
    """Return by what a number in one of ``units`` is multiplied to be in ``wanted``; None where none fits.

    >>> factor_between(unit_from_words("公顷"), "km2")
    Fraction(1, 100)
    >>> factor_between(unit_from_words("吨"), "m3") is None
    True
    """
    by_id, _, _ = _units()
    target = by_id.get(wanted or "")
    for unit in units:
        if unit.dimension is None:
            return unit.factor
        if target is not None and unit.dimension == target.dimension:
            return unit.factor / target.factor
    return None


def convert(value: float, *, units: tuple[Unit, ...], wanted: str) -> float | None:
    """Return ``value``, written in one of ``units``, in the unit ``wanted``; None where none of them fits.

    >>> convert(12.5, units=unit_from_words("万平方米"), wanted="m2")
    125000.0
    """
    factor = factor_between(units, wanted)
    return None if factor is None else scaled(Decimal(repr(value)), factor)


def scaled(number: Decimal, factor: Fraction) -> float:
    """Return ``number`` times ``factor``, rounded once.

    >>> scaled(Decimal("3.2"), Fraction(10**8))
    320000000.0
    """
    return float(Fraction(number) * factor)


@lru_cache(maxsize=65536)
def read_quantity(text: str) -> Quantity | None:
    """Return the number that ``text`` holds, with its unit and note; None where it does not begin with one.

    A text with two numbers (10-12, 3/4) is none: which of them is meant cannot be known.

    >>> q = read_quantity("１２．５万平方米（含车库）")
    >>> q.number, q.units[0].name, q.note
    (Decimal('12.5'), 'm2', '(含车库)')
    >>> read_quantity("1,234,567").number, read_quantity("10-12"), read_quantity("约3.2亿").about
    (Decimal('1234567'), None, True)
    """
    if len(text) > _LONGEST:
        return None
    normal = unicodedata.normalize("NFKC", text)
    if _APART.search(normal):
        return None
    plain = _SPACE.sub("", normal).replace("，", ",")
    plain = plain.lstrip("'’‘`¥￥")
    if plain.startswith("百分之"):
        plain = plain[3:] + "%"
    found = _NUMBER.match(plain)
    if found is None:
        return None
    number = Decimal(found["digits"].replace(",", ""))
    exponent = found["exponent"] or found["power"]
    if exponent:
        number = number.scaleb(int(exponent))
    if found["sign"] in ("-", "−"):
        number = -number
    about = found["about"] is not None
    tail = plain[found.end() :]
    if not tail:
        return Quantity(number, about=about)
    units = unit_from_words(tail) if tail[0] not in "([【" else ()
    if units:
        return Quantity(number, units, tail, "", about)
    return _with_note(number, tail, about)


def _with_note(number: Decimal, tail: str, about: bool) -> Quantity | None:
    """Return the number whose ``tail`` is a unit and a note, or a note alone; None for anything else."""
    for end in range(min(len(tail), 20), -1, -1):
        units = unit_from_words(tail[:end]) if end else ()
        note = _NOTE.match(tail, end) if end < len(tail) else None
        if (units or end == 0) and note:
            if re.match(r"[,.、]\d", tail[end:]):
                return None
            meant = unit_from_words(note[0]) if note[0][0] in "([【" and not units else ()
            if meant:
                return Quantity(number, meant, note[0].strip("()[]【】"), "", about)
            rough = note[0] in ("左右", "余", "多", "上下")
            return Quantity(number, units, tail[:end], note[0], about or rough)
    return None


def unit_names(unit: str) -> tuple[str, str]:
    """Return the Chinese and the English name of the unit ``unit``; units without names stand for themselves.

    >>> unit_names("m2"), unit_names("10^4 yuan")
    (('平方米', 'm2'), ('万元', '10^4 yuan'))
    """
    by_id, by_name, _ = _units()
    if unit == "10^4 yuan":
        return "万元", unit
    if unit not in by_id:
        return unit, unit
    first = next((name for name, units in by_name.items() if units[0].name == unit and name != unit), unit)
    return first, unit
