"""Automatic numbering of Word paragraphs, rendered as Word prints it: 一、 （二） 3. 第四条 ⑤."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

__all__ = ["Numbering", "W", "chinese_number"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_HOLE = re.compile(r"%([1-9])")
_CHINESE = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographTraditional",
    ]
)


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    suffix: str = "tab"
    plain: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _Count:
    values: dict[int, int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


class Numbering:
    """The running counters of one document; ``label`` is asked once a paragraph, in document order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counts: dict[str, _Count] = {}
        self._style_level: dict[tuple[str, str], int] = {}
        self._styles = dict(_styles(styles))
        self.unknown: set[str] = set()
        for abstract in numbering.iter(f"{W}abstractNum") if numbering is not None else ():
            key = abstract.get(f"{W}abstractNumId", "")
            self._lists[key] = {}
            for level in abstract.iter(f"{W}lvl"):
                index = _int(level.get(f"{W}ilvl"), 0)
                self._lists[key][index] = _level(level)
                if style := _value(level, "pStyle"):
                    self._style_level[key, style] = index
        for num in numbering.iter(f"{W}num") if numbering is not None else ():
            key = num.get(f"{W}numId", "")
            self._abstract[key] = _value(num, "abstractNumId") or ""
            starts: dict[int, int] = {}
            for change in num.iter(f"{W}lvlOverride"):
                index = _int(change.get(f"{W}ilvl"), 0)
                if (start := _value(change, "startOverride")) is not None:
                    starts[index] = _int(start, 1)
            self._overrides[key] = starts

    def label(self, paragraph: Element) -> str:
        """Return what Word prints before the paragraph, with a blank after it, or an empty text."""
        found = self._place(paragraph.find(f"{W}pPr"))
        if found is None:
            return ""
        num, index = found
        abstract = self._abstract.get(num, "")
        levels = self._lists.get(abstract, {})
        level = levels.get(index)
        if level is None:
            return ""
        values = self._count(abstract, num, index, levels)
        text = _HOLE.sub(
            lambda hole: self._spell(int(hole.group(1)) - 1, levels, values, level), level.pattern
        )
        if level.form == "bullet":
            text = "•" if text else ""
        return text + ("" if level.suffix == "nothing" or not text else " ")

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        """Return (numId, level) of a paragraph, from itself or its style; None where it has no number."""
        if properties is None:
            return None
        num, index = _num_pr(properties)
        style = _value(properties, "pStyle")
        seen: set[str] = set()
        while num is None and style and style not in seen:
            seen.add(style)
            based, styled_num, styled_index = self._styles.get(style, (None, None, None))
            if styled_num is not None:
                num = styled_num
                linked = self._style_level.get((self._abstract.get(num, ""), style))
                index = index if index is not None else (linked if linked is not None else styled_index)
            style = based
        if num is None or num == "0":
            return None
        return num, index or 0

    def _count(self, abstract: str, num: str, index: int, levels: dict[int, _Level]) -> dict[int, int]:
        """Advance the counter of the level and start the deeper ones afresh."""
        count = self._counts.setdefault(abstract, _Count())
        if num not in count.begun:
            count.begun.add(num)
            for changed, start in self._overrides.get(num, {}).items():
                count.values[changed] = start - 1
        for upper in range(index):
            count.values.setdefault(upper, levels.get(upper, _Level()).start)
        start = levels[index].start
        count.values[index] = count.values.get(index, start - 1) + 1
        for deeper in [key for key in count.values if key > index]:
            if levels.get(deeper, _Level()).restart != 0:
                del count.values[deeper]
        return count.values

    def _spell(self, index: int, levels: dict[int, _Level], values: dict[int, int], outer: _Level) -> str:
        level = levels.get(index, _Level())
        value = values.get(index, level.start)
        form = "decimal" if outer.plain else level.form
        spelt = _spelt(value, form)
        if spelt is None:
            self.unknown.add(form)
            return str(value)
        return spelt


def chinese_number(value: int) -> str:
    """Return a counting number below 10,000 in Chinese numerals.

    >>> [chinese_number(n) for n in (0, 10, 12, 20, 105, 110, 2023)]
    ['〇', '十', '十二', '二十', '一百零五', '一百一十', '二千零二十三']
    """
    if not 0 < value < 10000:
        return _DIGITS[0] if value == 0 else str(value)
    spelt, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            spelt += ("零" if gap and spelt else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return spelt[1:] if spelt.startswith("一十") else spelt


def _spelt(value: int, form: str) -> str | None:
    """Return the value in Word's number format ``form``; None for a format that is not known here."""
    spelt: str | None = None
    if form in ("decimal", "decimalHalfWidth"):
        spelt = str(value)
    elif form in _CHINESE:
        spelt = chinese_number(value)
    elif form == "decimalZero":
        spelt = f"{value:02d}"
    elif form in ("ideographDigital", "chineseDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        spelt = "".join(_DIGITS[int(digit)] for digit in str(value))
    elif form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        table = str.maketrans(_DIGITS + "十百千", _LEGAL + "拾佰仟")
        spelt = chinese_number(value).translate(table)
    elif form == "decimalFullWidth":
        spelt = "".join(chr(0xFF10 + int(digit)) for digit in str(value))
    elif form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        spelt = chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)
    elif form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 % 100 + 1)
        spelt = letter if form == "upperLetter" else letter.lower()
    elif form in ("upperRoman", "lowerRoman"):
        spelt = _roman(value) if form == "upperRoman" else _roman(value).lower()
    elif form in ("none", "bullet"):
        spelt = ""
    return spelt


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    spelt = ""
    steps = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    )
    for step, sign in steps:
        spelt += sign * (value // step)
        value %= step
    return spelt


def _styles(styles: Element | None) -> Iterator[tuple[str, tuple[str | None, str | None, int | None]]]:
    """Yield style id, and (style it is based on, numId, level)."""
    for style in styles.iter(f"{W}style") if styles is not None else ():
        properties = style.find(f"{W}pPr")
        num, index = _num_pr(properties) if properties is not None else (None, None)
        yield style.get(f"{W}styleId", ""), (_value(style, "basedOn"), num, index)


def _num_pr(properties: Element) -> tuple[str | None, int | None]:
    found = properties.find(f"{W}numPr")
    if found is None:
        return None, None
    index = _value(found, "ilvl")
    return _value(found, "numId"), None if index is None else _int(index, 0)


def _level(level: Element) -> _Level:
    legal = level.find(f"{W}isLgl")
    restart = _value(level, "lvlRestart")
    return _Level(
        start=_int(_value(level, "start"), 1),
        form=_value(level, "numFmt") or "decimal",
        pattern=_value(level, "lvlText") or "",
        suffix=_value(level, "suff") or "tab",
        plain=legal is not None and legal.get(f"{W}val") not in ("0", "false"),
        restart=None if restart is None else _int(restart, 0),
    )


def _value(parent: Element, name: str) -> str | None:
    found = parent.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise
