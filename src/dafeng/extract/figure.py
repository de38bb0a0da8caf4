"""A quantity in its place: the clause around it, and the unit that the words in front of it complete."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dafeng.extract.quantities import Quantity
from dafeng.extract.sentence import Mention, Sentence

_BARE = re.compile(r"(?:系数|指数|效率|COP|容积率|利用效率|比值|绿容率|能效比)[^，。；\d]{0,16}$")
_PER = re.compile(r"每(万|百|千)?(平方米|平方公里|公顷|立方米|吨|人)[^，。；\d每]{0,18}$")
_PER_NAMES = {"平方米": "m2", "平方公里": "km2", "公顷": "ha", "立方米": "m3", "吨": "t", "人": "person"}
_LONGEST_LIST = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with its completed unit; ``head`` and ``tail`` are the words before and behind it.

    ``head`` starts with the clause and ends where the figure's list starts (1%、1.4%和1.2%).
    """

    sentence: Sentence
    quantity: Quantity
    value: float | tuple[float, float]
    unit: str
    clause: tuple[int, int]
    head: str
    tail: str

    @property
    def start(self) -> int:
        """Return where the figure starts in the normalised text."""
        return self.quantity.start

    @property
    def end(self) -> int:
        """Return where the figure ends in the normalised text."""
        return self.quantity.end

    @property
    def clause_text(self) -> str:
        """Return the words of the clause."""
        return self.sentence.text[self.clause[0] : self.clause[1]]


def figure_of(s: Sentence, q: Quantity, before: list[Mention]) -> Figure | None:
    """Return the figure that a quantity is; None for a number that no unit completes."""
    clause = s.clause_of(q.start)
    head = s.text[clause[0] : _list_start(s, q, clause)]
    unit, value = q.unit, q.value
    if unit is None:
        unit, factor = _list_unit(s, s.place(q))
        if unit is not None and isinstance(value, float):
            value = float(f"{value * factor:.12g}")
        elif _BARE.search(head):
            unit = "1"
        else:
            return None
    last = before[-1] if before else None
    unit = _completed(unit, head, last)
    return Figure(s, q, value, unit, clause, head, s.text[q.end : q.end + 14])


def _list_start(s: Sentence, q: Quantity, clause: tuple[int, int]) -> int:
    """Return where the list starts that ``q`` belongs to: the verb stands before its first figure."""
    n = s.place(q)
    first = max(0, n - _LONGEST_LIST)
    while n > first and re.fullmatch(r"[、和及与]", s.text[s.quantities[n - 1].end : s.quantities[n].start]):
        if s.quantities[n - 1].start < clause[0]:
            break
        n -= 1
    return s.quantities[n].start


def _list_unit(s: Sentence, n: int) -> tuple[str | None, float]:
    """Return the unit that a bare number of a list (70、90、100万平方米) takes from the list's end."""
    for k in range(n + 1, min(n + 1 + _LONGEST_LIST, len(s.quantities))):
        gap = s.text[s.quantities[k - 1].end : s.quantities[k].start]
        if gap not in ("、", "和", "及", "与", "，"):
            return None, 1.0
        q = s.quantities[k]
        if q.unit is not None:
            number = re.match(r"[\d.]+", q.written)
            base = float(number.group()) if number else 0.0
            value = q.value if isinstance(q.value, float) else q.value[0]
            return q.unit, value / base if base else 1.0
    return None, 1.0


def _completed(unit: str, head: str, last: Mention | None) -> str:
    """Complete a unit by the words in front: 每万平方米…300吨, 人均…平方米, 日处理能力…吨, 每年…4次."""
    per = _PER.search(head)
    if per and unit in ("t", "m3", "person", "m2", "kWh", "kg", "item", "km"):
        unit = _per(unit, per.group(1), per.group(2)) or unit
    if unit in ("m2", "m3") and re.search(r"人均[^，。；]{0,16}$", head):
        unit += "/person"
    if unit == "L" and re.search(r"人均?(?:每)?日|人均[^，。；]{0,6}日", head):
        return "L/(person*d)"
    if unit in ("t", "m3") and re.search(r"每日$|日均[^，。；]{0,4}$", head):
        unit += "/d"
    if last is not None and last.unit.startswith(f"{unit}/10^4") and len(head) <= 14:
        return last.unit
    if unit == "kWh" and re.search(r"吨[^，。；\d标]{0,4}(?:电量|电耗|发电)[^，。；\d]{0,10}$", head):
        return "kWh/t"
    if unit == "t" and "标准煤" in head[-8:]:
        return "tce"
    if unit in ("m3", "t") and re.search(r"日(?:均)?(?:用水量?|处理(?:能力|规模|量))[^，。；\d]{0,6}$", head):
        return f"{unit}/d"
    if unit == "times" and "年" in head:
        return "times/year"
    return unit


def _per(unit: str, count: str | None, below: str) -> str | None:
    name = _PER_NAMES[below]
    if count == "万" and name == "m2":
        return f"{unit}/10^4 m2"
    return f"{unit}/{name}" if count is None else None
