"""A sentence with its times and quantities, and what its words say of time, past, strength and scope."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.extract.quantities import Quantity
from dafeng.extract.timing import Calendar, Moment
from dafeng.plan.model import Baseline, Kind, Op, Strength, Years

_STRENGTH: dict[str, Strength] = {
    "鼓励": "encourage",
    "力争": "strive",
    "原则": "in_principle",
    "推动": "promote",
    "引导": "encourage",
}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCOPE = re.compile(
    r"全[盟市县省区旗州镇国]|城镇|城市|城区|农村牧区|农村|牧区|县城|乡镇|建成区|中心城区|公共机构|公共建筑|居住建筑|新建建筑|其他旗区|[一-鿿]{2,6}(?:镇|县|区|旗|市)(?=[^长府政])"
)


@cache
def words() -> dict[str, Any]:
    """Return the word lists of ``rules/words.yaml``."""
    data: dict[str, Any] = yaml.load(
        files("dafeng.extract").joinpath("rules/words.yaml").read_text(encoding="utf-8"), Loader=_Loader
    )
    return data


@dataclass(frozen=True, slots=True)
class Context:
    """What holds around a sentence: past or future section, the list header's years, the calendar."""

    past: bool
    opener: Years | None
    calendar: Calendar
    rules: bool = False
    past_year: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement in normalised offsets."""

    start: int
    end: int
    value: float | tuple[float, float]
    unit: str
    kind: Kind
    op: Op
    years: Years
    baseline: Baseline | None
    strength: Strength | None
    subject: tuple[int, int]
    evidence: tuple[int, int]
    clause: tuple[int, int]
    inherits: bool = False
    scope: str | None = None


@dataclass
class Sentence:
    """One sentence with what was found in it."""

    text: str
    start: int
    end: int
    moments: list[Moment]
    quantities: list[Quantity]
    context: Context
    clauses: list[tuple[int, int]] = field(default_factory=list)

    def place(self, q: Quantity) -> int:
        """Return the place of ``q`` among the sentence's quantities."""
        return bisect_left(self.quantities, q.start, key=lambda other: other.start)

    def clause_of(self, position: int) -> tuple[int, int]:
        """Return the clause (between commas) that holds ``position``."""
        for clause in self.clauses:
            if clause[0] <= position < clause[1]:
                return clause
        return self.clauses[-1]


def applicable(s: Sentence, position: int, clause: tuple[int, int]) -> Moment | None:
    """Return the nearest time in front of ``position`` in the sentence, or one behind it in its clause."""
    best: Moment | None = None
    for m in s.moments:
        if m.is_baseline or _inside_from(s, m) or _adjectival(s, m):
            continue
        if m.end <= position:
            if (
                m.is_yearly
                and best is not None
                and best.years is not None
                and best.years.type in ("period", "from")
            ):
                y = best.years
                best = replace(m, years=Years(type="yearly", start=y.start or y.year, end=y.end))
                continue
            best = m
        elif m.start < clause[1] and best is None and m.years is not None:
            best = m
    return best


def _inside_from(s: Sentence, m: Moment) -> bool:
    return (s.text[m.end : m.end + 1] == "的" and s.text[max(0, m.start - 1) : m.start] == "由") or (
        s.text[m.end : m.end + 2] in ("建成", "以前") and s.text[m.start : m.end].endswith("年")
    )


def _adjectival(s: Sentence, m: Moment) -> bool:
    """Say whether a time only describes things (二〇〇五年底前建成的住宅)."""
    issue = s.context.calendar.issue
    year = m.years.year if m.years is not None else None
    ahead = s.text[m.end : m.end + 3]
    return (
        year is not None
        and issue is not None
        and year < issue
        and ahead[:2] in ("建成", "竣工", "投用", "以前")
    )


def is_past(s: Sentence, q: Quantity, at: Moment | None, clause: tuple[int, int]) -> bool:
    """Say whether a quantity reports what is, and not what shall be."""
    text = s.text[s.start : q.start]
    near = s.text[clause[0] : clause[1]]
    if at is not None and at.is_past:
        return True
    if (
        at is not None
        and at.years is not None
        and not at.years.inferred
        and at.years.type in ("deadline", "period")
    ):
        end = at.years.year or at.years.end or 0
        issue = s.context.calendar.issue
        if issue is not None and end < issue and s.text[at.start : at.start + 1] not in "到至":
            return True
        if issue is not None and end >= issue and not s.context.past:
            return False
    if any(k in text for k in words()["past_words"]) or re.search(
        r"已(?:达|有|完成|建|经|累计|实现)|仅为|现有|仍消耗|约占", near
    ):
        return True
    return s.context.past and not re.search(r"须|必须|不得|应当|力争|确保", near)


def is_threshold(s: Sentence, q: Quantity, unit: str, head: str, tail: str) -> bool:
    """Say whether a quantity is the size from which an obligation holds."""
    if unit == "star":
        return bool(
            re.search(r"标准|绿色建筑|星级", tail) or re.search(r"低于|达到|按", head)
        ) and not re.search(r"(?:占|比例|奖|补)[^，。；]{0,8}$", head)
    if unit == "year":
        return bool(re.search(r"(?:年限|房龄|楼龄|管龄)[^，。；\d]{0,6}$", head)) and "重现期" not in head
    if unit in ("%", "percentage_point"):
        kinds = "|".join(words()["threshold_nouns"])
        sorts = re.search(r"(?:超过|大于|低于|不足|高于)$", head) and re.match(
            rf"的[^，。；、\d]{{0,4}}?(?:{kinds})", tail
        )
        return bool(sorts) or bool(re.search(r"超[过出]?(?:定额|限额|计划|标准)(?:用量|用能|用水)?$", head))
    if isinstance(q.value, tuple):
        return False
    nouns = "|".join(words()["threshold_nouns"])
    comparing = re.search(r"(?:超过|大于|低于|小于|不足|高于|跨度超过|达到)$", head)
    after = re.match(
        rf"(?:\(含\))?(?:及|或)?以(?:上|下|内)的?[^，。；、\d]{{0,14}}?(?:{nouns}|的(?:，|。|$))",
        tail + "   ",
    )
    far = re.match(r"(?:\(含\))?(?:及|或)?以(?:上|下|内)(?:的|或者?|及|和|、)", tail)
    bare = re.match(rf"的[^，。；、\d]{{0,10}}(?:{nouns})", tail)
    if comparing and bare:
        return True
    if re.match(r"或[^，。；]{0,14}\d[^，。；]{0,10}以上的", s.text[q.end : q.end + 30]):
        return True
    verbs = re.search(
        r"(?:建成(?!区)|完成|新增|改造|新建|达到|不少于|建设|覆盖|打造|更新|培育|创建|每年|拆除|启动|接入|加装|实现)[^，。；\d的]{0,14}$",
        head,
    )
    if after or far:
        sized = re.search(
            r"(?:面积|规模|能耗|功率|用水量?|用水|人口|层数|距离|距|容量|单体|对|总量|用电量?)[^，。；\d]{0,6}$",
            head,
        )
        return not (verbs and not sized)
    return False


def strength_of(s: Sentence, q: Quantity, clause: tuple[int, int], before: list[Mention]) -> Strength:
    """Return how binding a statement is by its words."""
    lists = words()["strength"]
    names: tuple[Strength, ...] = ("strive", "in_principle", "encourage")
    head = s.text[clause[0] : q.start]
    for name in names:
        if any(k in head for k in lists[name]):
            if name == "encourage" and "支持" in head and "鼓励" not in head and q.unit == "%":
                continue
            return name
    if "推动" in head and is_threshold(s, q, q.unit or "", head, s.text[q.end : q.end + 14]):
        return "promote"
    index = s.clauses.index(clause)
    if index:
        previous = s.text[s.clauses[index - 1][0] : s.clauses[index - 1][1]]
        taken = any(s.clauses[index - 1][0] <= m.start < s.clauses[index - 1][1] for m in before)
        if not taken and "；" not in previous and re.match(r"(?:鼓励|力争|原则上)", previous.lstrip()):
            first = previous.lstrip()[:2]
            return _STRENGTH[first]
        if not taken and previous.rstrip("，").endswith("原则上"):
            return "in_principle"
    rest = s.text[q.end : s.end]
    if is_threshold(s, q, q.unit or "", head, rest[:14]):
        stop = re.search(r"[。；]", rest)
        later = rest[: stop.start() if stop else len(rest)]
        found = re.search(r"，(鼓励|推动|原则上)", later)
        if found and not re.search(r"应当|应按|必须|须", later[: found.start()]):
            return _STRENGTH[found.group(1)[:2]]
    if re.search(r"推动[^，。；]{0,30}$", s.text[s.start : q.start]) and re.match(
        r"[^，。；]{0,30}率先", rest
    ):
        return "promote"
    if re.search(r"推动[^，。；]{0,40}$", head) and q.unit in ("m2", "storey"):
        return "promote"
    return "mandatory"


def scope_of(s: Sentence, clause: tuple[int, int], q: Quantity) -> str | None:
    """Return the first scope word of the clause in front of a quantity."""
    found = _SCOPE.search(s.text, clause[0], q.start)
    return found.group() if found else None
