"""From quantities in their sentences to statements: kind, operator, years, baseline, strength, scope."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.extract.quantities import Quantity
from dafeng.extract.timing import Calendar, Moment
from dafeng.plan.model import Baseline, Years

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
    kind: str
    op: str
    years: Years
    baseline: Baseline | None
    strength: str | None
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

    def clause_of(self, position: int) -> tuple[int, int]:
        """Return the clause (between commas) that holds ``position``."""
        for clause in self.clauses:
            if clause[0] <= position < clause[1]:
                return clause
        return self.clauses[-1]


_NOT = "(?:不得|不应|不可|不能|不宜|不|未|应不|须不)"
_GE = re.compile(rf"(?:{_NOT}?(?:不得|不应|不)?(?:低于|少于|小于)|至少|达到|应达|不低|可达|升至|升到|提高到|提高至|提升到|提升至|增加到|增长到|增至|扩大到|扩大至|保持在?|稳定在|维持在)$")
_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = (
    (">=", re.compile(rf"{_NOT}(?:得|应|可|能|宜)?(?:低于|少于|小于|短于)[^，。；\d]{{0,12}}$|(?:至少|最低|下限为?)[^，。；\d]{{0,6}}$")),
    ("<=", re.compile(rf"(?:{_NOT}(?:得|应|可|能|宜)?(?:高于|超过|大于|多于|超出|突破|长于|超)|至多|最高不?|最大不?|上限为?|放宽至|放宽到)[^，。；\d]{{0,14}}$")),
    ("<=", re.compile(r"(?:控制在|控制到|降至|降到|下降到|下降至|降低到|降低至|压到|压减到|压减至|压降至|压降到|减少到|减少至|缩短到|缩短至|≤|＜=|控制为|限制在|降为|减至|减到)[^，。；\d]{0,4}$")),
    (">", re.compile(r"(?:超过|突破|大于|高于|多于|超出|逾|超|＞|>)[^，。；\d]{0,4}$")),
    ("<", re.compile(r"(?:低于|不足|小于|少于|不到|＜|<)[^，。；\d]{0,4}$")),
    ("about", re.compile(r"(?:约|大约|近|约为|约占|基本(?:达到|实现)?|大致)$")),
    (">=", re.compile(r"≥$")),
)
_AFTER: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("about", re.compile(r"(?:[^，。；、\d]{0,4})?(?:左右|上下)")),
    ("about", re.compile(r"为主")),
    (">=", re.compile(r"(?:\(含\))?(?:及|或|\(含\))?以上|及其以上|起")),
    ("<=", re.compile(r"(?:及|或)?(?:以内|以下|之内|范围内|之间)|内(?!部|涝|容|外)")),
)
_DOWN = r"(?:下降|降低|减少|下调|压减|削减|降|下浮|缩减|节约|减排|降碳)"
_UP = r"(?:提高|提升|增长|增加|上升|上涨|增|扩大|提速)"
_CHANGE = re.compile(
    rf"(?P<word>(?P<down>{_DOWN})|(?P<up>{_UP}))(?!到|至|为)(?:幅度)?(?:了|约|近|超过|不少于|不低于|不得低于|不小于|至少|达到?|不超过|力争|原则上|应|须|再|比例|率|分别|均|也|将|\s){{0,4}}$"
)
_CHANGE_TO = re.compile(r"(?:提高|提升|增加|增长|降|降低|下降|压减|压降|扩大|升|提|减少|上升|增|减|缩短)(?:到|至|为)$|(?:达到|达)$")
_FROM = re.compile(
    r"由(?:(?P<year>(?:19|20)\d\d)年(?:底|末)?的?|现有的?|目前的?|原来的?|当前的?)?(?P<old>[^，。；由]{1,14}?)"
    r"(?P<verb>提高|提升|增加|增长|下降|降低|降|扩大|升|压减|减少|上升|增|减|压降|缩短|减排)(?:到|至|为)"
)
_TO = re.compile(r"(?:(?:19|20)\d\d年(?:底|末)?的?)?(?:约|近|不低于|不超过)?")
_SEPARATE = re.compile(r"分别|依次")
_REPORT = re.compile(r"报送|上报|报告|报备|报[^，。；告名警]{0,6}(?:盟|市|县|省|区|州|旗|局|委|厅|办)|评估|报.{0,2}备案|报总结|报.{0,12}总结|填报")
_MONTH_DAY = re.compile(
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})日|(?P<end>底|末|份底))"
    r"|(?:每月|末月|首月|次月|每季度末?|下月|下季度首月|当月)(?P<dom>\d{1,2}|[一二三四五六七八九十]{1,3})日|第(?P<quarter>[一二三四1-4])季度"
)
_IMPLIED = re.compile(
    r"(?P<strong>全覆盖|应[改收接治建治拆纳装保退补换]尽[改收接治建治拆纳装保退补换]|全部清零|清零|一律|全部|全数|百分百)"
    r"|(?P<weak>全面(?=(?:执行|推行|实行|实施|按|达到|完成|消除|淘汰|推广绿色建材|禁止|取消|建成|落实|覆盖|更换|采用|使用|实现)))"
)
_IMPLIED_OBJECT = re.compile(
    r"标准|收费|绿色建材|建设|更换|安装|具备|纳入|关停|改造|配备|配建|淘汰|达标|完成|接入|覆盖|分类|清洁|执行|建成|更新|治理|采用|使用|实现|消除|达到|清零"
)
_SCOPE = re.compile(
    r"全[盟市县省区旗州镇国]|城镇|城市|城区|农村牧区|农村|牧区|县城|乡镇|建成区|中心城区|公共机构|公共建筑|居住建筑|新建建筑|其他旗区|[一-鿿]{2,6}(?:镇|县|区|旗|市)(?=[^长府政])"
)


def read_sentence(s: Sentence) -> list[Mention]:
    """Return the statements of one sentence, in order."""
    found: list[Mention] = []
    used: set[int] = set()
    olds = _old_values(s)
    found += _reports(s, used)
    spread = _spread(s)
    for n, q in enumerate(s.quantities):
        if n in used or q.start in olds:
            continue
        mention = _mention(s, q, found, spread.get(n), olds)
        if mention is not None:
            found.append(mention)
    found += _peaks(s)
    found += _implied(s, found)
    found += _zero(s)
    return sorted(found, key=lambda m: m.start)


def _old_values(s: Sentence) -> dict[int, re.Match[str]]:
    """Return the quantities that are the old value of 由X提高到Y, by their start."""
    olds: dict[int, re.Match[str]] = {}
    for match in _FROM.finditer(s.text, s.start, s.end):
        for q in s.quantities:
            if match.start("old") <= q.start < match.end("old"):
                olds[q.start] = match
    return olds


def _spread(s: Sentence) -> dict[int, Moment | Quantity]:
    """Match the years of 2023年、2024年、2025年分别 … with the quantities behind it."""
    out: dict[int, Moment | Quantity] = {}
    for word in _SEPARATE.finditer(s.text, s.start, s.end):
        left = max((s.text.rfind(c, s.start, word.start()) for c in "；。："), default=-1)
        times = [m for m in s.moments if left < m.start < word.start() and m.years and m.years.type == "deadline"]
        chain = []
        for m in reversed(times):
            if not chain or re.fullmatch(r"[、和及与，]{1,2}", s.text[m.end : chain[0].start]):
                chain.insert(0, m)
            else:
                break
        stop = min((k for k in (s.text.find(c, word.end(), s.end) for c in "；。，") if k >= 0), default=s.end)
        behind = [n for n, q in enumerate(s.quantities) if word.end() <= q.start < stop]
        if len(chain) >= 2 and len(behind) == len(chain):
            out.update(dict(zip(behind, chain, strict=True)))
    return out


def _list_unit(s: Sentence, n: int) -> tuple[str | None, float]:
    """Return the unit that a bare number of a list (70、90、100万平方米) takes from the list's end."""
    for k in range(n + 1, len(s.quantities)):
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


def _mention(
    s: Sentence, q: Quantity, before: list[Mention], moment: Moment | Quantity | None, olds: dict[int, re.Match[str]]
) -> Mention | None:
    unit, value = q.unit, q.value
    clause = s.clause_of(q.start)
    head = s.text[clause[0] : _list_start(s, q, clause)]
    tail = s.text[q.end : q.end + 14]
    if unit is None:
        index = s.quantities.index(q)
        unit, factor = _list_unit(s, index)
        if unit is not None and isinstance(value, float):
            value = float(f"{value * factor:.12g}")
        elif unit is None and re.search(
            r"(?:系数|指数|效率|COP|容积率|利用效率|比值|绿容率|能效比)[^，。；\d]{0,16}$", head
        ):
            unit = "1"
        else:
            return None
    per = re.search(r"每(万|百|千)?(平方米|平方公里|公顷|立方米|吨|人)[^，。；\d每]{0,18}$", head)
    if per and unit in ("t", "m3", "person", "m2", "kWh", "kg", "item", "km") and "/" not in unit:
        unit = _per(unit, per.group(1), per.group(2)) or unit
    if re.search(r"人均[^，。；]{0,16}$", head) and unit == "m2":
        unit = "m2/person"
    if unit == "kWh" and re.search(r"吨[^，。；\d标]{0,4}(?:电量|电耗|发电)[^，。；\d]{0,10}$", head):
        unit = "kWh/t"
    if unit == "t" and "标准煤" in head[-8:]:
        unit = "tce"
    if unit in ("m3", "t") and re.search(r"日(?:均)?(?:用水量|处理(?:能力|规模|量))[^，。；\d]{0,6}$", head):
        unit += "/d"
    if unit == "times" and re.search(r"全年|每年|年", head):
        unit = "times/year"
    if _is_no_statement(s, q, unit, head, tail, clause):
        return None
    at = _applicable(s, q.start, clause) if not isinstance(moment, Moment) else moment
    change = _CHANGE.search(head) if unit in ("%", "percentage_point") else None
    grown = re.search(r"(?:能效|效能|效率)(?:提升|提高)(?:率|比例)?[^，。；\d]{0,8}$", head)
    strength = _strength(s, q, clause, before)
    op = _operator(head + ("半数" if "半数" in q.written else ""), tail, unit)
    threshold = _is_threshold(s, q, unit, head, tail)
    past = _is_past(s, q, at, clause)
    years: Years
    baseline: Baseline | None = None
    match = next((m for m in olds.values() if m.end() <= q.start <= m.end() + 12 and _TO.fullmatch(s.text[m.end() : q.start])), None)
    if threshold and not past:
        kind, years = "obligation_threshold", Years(type="always")
        if op == "=":
            op = ">="
        if unit == "year" and at is not None and at.years is not None:
            years = at.years
    elif past:
        kind = "status"
        years = _past_years(s, at)
        strength = None
        if op == "<=" and re.search(r"(?:降|控制|压|减)[^，。；\d]{0,4}$", head):
            op = "="
        if change:
            baseline = _change_baseline(s, q, unit, years)
            value = _signed(value, change)
    else:
        kind, years = _promise(s, q, at, unit, head, tail)
        if change or grown:
            kind = "baseline_relative_change"
            baseline = _change_baseline(s, q, unit, years)
            if baseline.reference == "before_retrofit" and (at is None or at.years is None) and s.context.opener is None:
                years = Years(type="always")
            falls = change is not None and change["down"] is not None
            value = _signed(value, change) if change else value
            if op in ("=", ">=", "<=") and not isinstance(value, tuple):
                op = "<=" if falls else ">="
            if falls and op == ">":
                op = "<"
    if match is not None and baseline is None:
        baseline = _from_value(s, match, unit)
    if isinstance(value, tuple):
        op = "range"
    elif op == "=" and kind != "status":
        op = ">="
    inherits = kind == "planning_limit" and False
    subject = (clause[0], q.start)
    return Mention(
        q.start, q.end, value, unit, kind, op, years, baseline, strength if kind != "status" else None,
        subject, (clause[0], _evidence_end(s, q)), clause, inherits, _scope_of(s, clause, q),
    )  # fmt: skip


def _list_start(s: Sentence, q: Quantity, clause: tuple[int, int]) -> int:
    """Return where the list starts that ``q`` belongs to (1%、1.4%和1.2%: the verb stands before its first)."""
    n = s.quantities.index(q)
    while n and re.fullmatch(r"[、和及与]", s.text[s.quantities[n - 1].end : s.quantities[n].start]):
        if s.quantities[n - 1].start < clause[0]:
            break
        n -= 1
    return s.quantities[n].start


def _per(unit: str, count: str | None, below: str) -> str | None:
    name = {"平方米": "m2", "平方公里": "km2", "公顷": "ha", "立方米": "m3", "吨": "t", "人": "person"}[below]
    if count == "万" and name == "m2":
        return f"{unit}/10^4 m2"
    return f"{unit}/{name}" if count is None else None


def _signed(value: float | tuple[float, float], change: re.Match[str] | None) -> float | tuple[float, float]:
    if change is None or not change["down"]:
        return value
    return (-value[1], -value[0]) if isinstance(value, tuple) else -value


def _evidence_end(s: Sentence, q: Quantity) -> int:
    stop = min((k for k in (s.text.find(c, q.end, s.end) for c in "，；。") if k >= 0), default=s.end)
    return max(stop, q.end)


def _is_no_statement(
    s: Sentence, q: Quantity, unit: str, head: str, tail: str, clause: tuple[int, int]
) -> bool:
    """Say whether a number with a unit states nothing: money, project sizes, criteria, facts."""
    w = words()
    whole = s.text[clause[0] : clause[1]]
    if unit.startswith("yuan"):
        return not (any(k in head for k in w["money_kept"]) and re.search(r"控制在|不超过|不高于|以内", head + tail))
    if unit == "year":
        return not re.search(r"(?:年限(?:已)?(?:满|超过|达到?)?|重现期|使用年限|房龄|楼龄)[^，。；\d]{0,4}$", head) or "合同" in head
    rest = s.text[q.end : min(s.end, q.end + 40)]
    if unit in ("%", "star") and re.search(r"补助|补贴|奖励|奖补", re.split(r"[。；]", rest)[0]) and not re.search(r"享受", head):
        return True
    if s.context.past and (unit == "star" or re.search(r"单体", head) or re.search(r"等$", head)):
        return True
    if q.han and q.value == 1 and unit in ("item", "times", "person", "project", "household", "times/year"):
        return True
    whole = re.sub(r"(?:政府|国有资金|财政|社会)(?:性)?(?:参与)?投资", "", whole)
    if any(k in whole for k in w["project_words"]) and unit in ("m2", "km2", "m3", "m3/d", "t/d", "MW", "kW", "ha", "m2", "mm", "t"):
        return not re.search(r"新增|累计|达到|不低于|不超过|以上的", whole) or "投资" in whole or "设计规模" in whole
    if unit in ("item", "project", "person", "day", "household", "times") and q.han:
        if not re.search(r"[^，。；]{2,}$", head) and unit != "star":
            return True
    if unit in ("item",) and re.match(r"(?:方面|问题|短板|部门|层次|环节|领域|阶段|体系|组团|五年|年头|屏障|基地)", tail):
        return True
    if re.match(r"(?:及|或)?(?:以下|以上)[^，。；]{0,8}(?:占比|比例|比重)", tail) and unit == "storey":
        return True
    if unit == "degC" and re.search(r"(?:环境温度|气温|最低温度|零下)[^，。；\d]{0,4}$", head):
        return True
    if unit == "mm" or re.search(r"[(（](?:对应|其中|含)[^()（）]{0,14}$", head):
        return True
    if unit == "h" and re.match(r"(?:服务|值班|值守|在线|供应|不间断)", tail):
        return True
    if unit in ("person", "item") and re.search(r"常住人口|总人口|受理", head) and not re.match(r"(?:及|或)?以[上下]", tail):
        return True
    return bool(re.search(r"(?:年度|全年)?(?:任务|计划)[（(]?$", head) and unit != "%")


def _applicable(s: Sentence, position: int, clause: tuple[int, int]) -> Moment | None:
    """Return the nearest time in front of ``position`` in the sentence, or one behind it in its clause."""
    best: Moment | None = None
    for m in s.moments:
        if m.is_baseline or _inside_from(s, m) or _adjectival(s, m):
            continue
        if m.end <= position:
            if m.is_yearly and best is not None and best.years is not None and best.years.type in ("period", "from"):
                y = best.years
                best = replace(m, years=Years(type="yearly", start=y.start or y.year, end=y.end))
                continue
            best = m
        elif m.start < clause[1] and best is None and m.years is not None:
            best = m
    return best


def _inside_from(s: Sentence, m: Moment) -> bool:
    return s.text[m.end : m.end + 1] == "的" and s.text[max(0, m.start - 1) : m.start] == "由" or s.text[
        m.end : m.end + 2
    ] in ("建成", "以前") and s.text[m.start : m.end].endswith("年")


def _adjectival(s: Sentence, m: Moment) -> bool:
    """Say whether a time only describes things (二〇〇五年底前建成的住宅)."""
    issue = s.context.calendar.issue
    year = m.years.year if m.years is not None else None
    ahead = s.text[m.end : m.end + 3]
    return year is not None and issue is not None and year < issue and ahead[:2] in ("建成", "竣工", "投用", "以前")


def _is_past(s: Sentence, q: Quantity, at: Moment | None, clause: tuple[int, int]) -> bool:
    text = s.text[s.start : q.start]
    near = s.text[clause[0] : clause[1]]
    if at is not None and at.is_past:
        return True
    if at is not None and at.years is not None and not at.years.inferred and at.years.type in ("deadline", "period"):
        end = at.years.year or at.years.end or 0
        issue = s.context.calendar.issue
        if issue is not None and end < issue and not s.text[at.start : at.start + 1] in "到至":
            return True
        if issue is not None and end >= issue and not s.context.past:
            return False
    if any(k in text for k in words()["past_words"]) or re.search(r"已(?:达|有|完成|建|经|累计|实现)|仅为|现有|仍消耗|约占", near):
        return True
    return s.context.past and not re.search(r"须|必须|不得|应当|力争|确保", near)


def _past_years(s: Sentence, at: Moment | None) -> Years:
    if at is None or at.years is None:
        at = next((m for m in s.moments if m.is_past and m.years is not None), at)
    if at is not None and at.years is not None and not (at.years.inferred and s.context.past_year):
        y = at.years
        if y.type == "period":
            return y
        year = y.year or y.end
        if year is not None:
            return Years(type="as_of", year=year, inferred=y.inferred)
    year = s.context.past_year or s.context.calendar.issue
    if year is None:
        return Years(type="as_of", inferred=True)
    return Years(type="as_of", year=year, inferred=True)


def _operator(head: str, tail: str, unit: str) -> str:
    for op, pattern in _AFTER:
        if pattern.match(tail):
            if op == ">=" and "半数" in head[-2:]:
                return ">"
            if op == "about" or not re.search(r"(?:不低于|不少于|不超过|超过|突破)$", head):
                before = next((o for o, p in _BEFORE if p.search(head)), None)
                if op == "<=" and before == ">=" or op == ">=" and before in ("<=",) and not _CHANGE.search(head):
                    return before
                return op
    for op, pattern in _BEFORE:
        if pattern.search(head):
            return op
    if unit == "min" or re.search(r"(?:半径|周边|步行)[^，。；]{0,4}$", head):
        return "<="
    if re.search(r"约束值为?$|引导值为?$|基准值为?$", head):
        return "<="
    return "="


def _is_threshold(s: Sentence, q: Quantity, unit: str, head: str, tail: str) -> bool:
    if unit == "star":
        return bool(re.search(r"标准|绿色建筑|星级", tail) or re.search(r"低于|达到|按", head)) and not re.search(
            r"(?:占|比例|奖|补)[^，。；]{0,8}$", head
        )
    if unit == "year":
        return bool(re.search(r"(?:年限|房龄|楼龄)[^，。；\d]{0,6}$", head)) and "重现期" not in head
    if unit in ("%", "percentage_point"):
        return bool(re.search(r"超过?(?:定额|限额|计划|标准)(?:用量|用能|用水)?$", head))
    if isinstance(q.value, tuple):
        return False
    nouns = "|".join(words()["threshold_nouns"])
    comparing = re.search(r"(?:超过|大于|低于|小于|不足|高于|跨度超过|达到)$", head)
    after = re.match(rf"(?:\(含\))?(?:及|或)?以(?:上|下|内)的?[^，。；、\d]{{0,14}}?(?:{nouns}|的(?:，|。|$))", tail + "   ")
    far = re.match(r"(?:\(含\))?(?:及|或)?以(?:上|下|内)(?:的|或者?|及|和|、)", tail)
    bare = re.match(rf"的[^，。；、\d]{{0,10}}(?:{nouns})", tail)
    if comparing and bare:
        return True
    if re.match(r"或[^，。；]{0,14}\d[^，。；]{0,10}以上的", s.text[q.end : q.end + 30]):
        return True
    verbs = re.search(r"(?:建成|完成|新增|改造|新建|达到|不少于|建设|覆盖|打造|更新|培育|创建|每年|拆除|启动|接入|加装|实现)[^，。；\d的]{0,14}$", head)
    if after or far:
        sized = re.search(r"(?:面积|规模|能耗|功率|用水量?|用水|人口|层数|距离|距|容量|单体|对|总量|用电量?)[^，。；\d]{0,6}$", head)
        return not (verbs and not sized)
    return False


def _promise(
    s: Sentence, q: Quantity, at: Moment | None, unit: str, head: str, tail: str
) -> tuple[str, Years]:
    """Return kind and years of a number that is neither past nor a threshold."""
    technical = unit in words()["technical_units"] or unit.startswith("yuan")
    if at is not None and at.years is not None:
        if at.is_yearly and at.years.start and unit == "%" and s.clause_of(at.start) != s.clause_of(q.start):
            return "target", Years(type="period", start=at.years.start, end=at.years.end)
        broken = "；" in s.text[at.end : q.start]
        limit = re.search(r"半径|净宽|高度|宽度|传热系数|室温|室内温度|周边|步行", head)
        apart = at.start < s.clause_of(q.start)[0]
        if apart and unit == "%" and at.years.inferred and re.search(r"不得|不应|须", head):
            return "planning_limit", Years(type="always")
        if not (technical and (broken or apart and s.context.opener is None and at.start > s.start + 3) and limit) and not (limit and technical and s.text.find("范围", q.end, q.end + 6) > 0):
            return "target", at.years
    same = at is not None and s.clause_of(at.start) == s.clause_of(q.start)
    if at is not None and at.is_yearly and (same or at.years is not None or unit.startswith("yuan")):
        c = s.context.calendar
        if at.years is not None:
            return "target", at.years
        known = c.start is not None and c.end is not None
        if s.context.opener is not None and s.context.opener.type == "period":
            return "target", Years(type="yearly", start=s.context.opener.start, end=s.context.opener.end)
        if re.search(r"涨幅|不超过", head) and unit == "%":
            return "planning_limit", Years(type="yearly")
        return "target", Years(type="yearly", start=c.start if known else None, end=c.end if known else None)
    opener = s.context.opener
    if opener is not None:
        return "target", opener.model_copy(update={"inferred": True})
    limit = re.search(
        r"不得|不应|应|须|不超过|不低于|不高于|不大于|不小于|不少于|最高|约束值|引导值|基准值|小于|大于|放宽", head
    )
    done = re.search(r"新增|完成|建成|累计|提高到|提升至|更新|新建改造|覆盖[^率]|实现|建设[^用]|达到|接入|改造[^类后项]|培训|普及", head)
    if technical and not (done and unit in ("ha", "km2", "m2/person") and not limit):
        return "planning_limit", Years(type="always")
    if limit and not re.search(r"新增|完成|建成|累计|接入", head):
        if unit in ("%", "m2", "kW", "person", "item", "household", "times/year", "kgce", "t/10^4 m2", "tce"):
            return "planning_limit", Years(type="always")
    end = s.context.calendar.end
    if end is not None:
        return "target", Years(type="deadline", year=end, inferred=True)
    return "target" if done or unit == "%" else "planning_limit", Years(type="always")


def _strength(s: Sentence, q: Quantity, clause: tuple[int, int], before: list[Mention]) -> str:
    lists = words()["strength"]
    head = s.text[clause[0] : q.start]
    for name in ("strive", "in_principle", "encourage"):
        if any(k in head for k in lists[name]):
            if name == "encourage" and "支持" in head and "鼓励" not in head and q.unit == "%":
                continue
            return str(name)
    if "推动" in head and _is_threshold(s, q, q.unit or "", head, s.text[q.end : q.end + 14]):
        return "promote"
    index = s.clauses.index(clause)
    if index:
        previous = s.text[s.clauses[index - 1][0] : s.clauses[index - 1][1]]
        taken = any(s.clauses[index - 1][0] <= m.start < s.clauses[index - 1][1] for m in before)
        if not taken and "；" not in previous and re.match(r"(?:鼓励|力争|原则上)", previous.lstrip()):
            first = previous.lstrip()[:2]
            return {"鼓励": "encourage", "力争": "strive", "原则": "in_principle"}[first]
        if not taken and previous.rstrip("，").endswith("原则上"):
            return "in_principle"
    rest = s.text[q.end : s.end]
    if _is_threshold(s, q, q.unit or "", head, rest[:14]):
        stop = re.search(r"[。；]", rest)
        later = rest[: stop.start() if stop else len(rest)]
        found = re.search(r"，(鼓励|推动|原则上)", later)
        if found and not re.search(r"应当|应按|必须|须", later[: found.start()]):
            return {"鼓励": "encourage", "推动": "promote", "原则上": "in_principle"}[found.group(1)]
    if re.search(r"推动[^，。；]{0,30}$", s.text[s.start : q.start]) and re.match(r"[^，。；]{0,30}率先", rest):
        return "promote"
    if re.search(r"推动[^，。；]{0,40}$", head) and q.unit in ("m2", "storey"):
        return "promote"
    return "mandatory"


def _change_baseline(s: Sentence, q: Quantity, unit: str, years: Years) -> Baseline:
    relation = "percentage_point" if unit == "percentage_point" else "percent"
    left = max(s.text.rfind("；", s.start, q.start), s.start)
    bases = [m for m in s.moments if m.is_baseline and left <= m.start < q.start]
    clause = s.clause_of(q.start)
    head = s.text[clause[0] : q.start]
    near = [m for m in bases if m.start >= clause[0]] or (bases if re.search("分别|，", s.text[left : q.start]) and "同比" not in head and "改造后" not in head else [])
    if near:
        m = near[-1]
        if m.baseline_reference == "before_retrofit":
            return Baseline(relation=relation, reference="before_retrofit")
        year = m.baseline_year
        if m.baseline_reference == "previous_year" and years.year is not None:
            year = years.year - 1
        return Baseline(year=year, relation=relation)
    if "同比" in s.text[left : q.start]:
        year = years.year - 1 if years.year is not None else None
        return Baseline(year=year, relation=relation)
    if years.type == "yearly" or re.search(r"年均|逐年|每年", head):
        return Baseline(relation=relation, reference="previous_year")
    if re.search(r"改造|能效|效能|验收", s.text[s.start : q.start]):
        return Baseline(relation=relation, reference="before_retrofit")
    return Baseline(relation=relation)


def _from_value(s: Sentence, match: re.Match[str], unit: str) -> Baseline:
    old = next((q for q in s.quantities if match.start("old") <= q.start < match.end("old")), None)
    year = int(match["year"]) if match["year"] else None
    value = old.value if old is not None else None
    return Baseline(year=year, relation="from_value", value=value)


def _scope_of(s: Sentence, clause: tuple[int, int], q: Quantity) -> str | None:
    found = _SCOPE.search(s.text, clause[0], q.start)
    return found.group() if found else None


_HANDAY = {c: n for n, c in enumerate("零一二三四五六七八九")}


def _small(text: str) -> int:
    if text.isascii():
        return int(text)
    if "十" not in text:
        return _HANDAY[text]
    ten, _, one = text.partition("十")
    return (_HANDAY[ten] if ten else 1) * 10 + (_HANDAY[one] if one else 0)


def _reports(s: Sentence, used: set[int]) -> list[Mention]:
    """Return the reporting deadlines of a sentence (每年11月底前…报送, 每月8日前, 第三季度完成评估)."""
    out: list[Mention] = []
    for match in _MONTH_DAY.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        text = s.text[match.end() : clause[1]]
        if not _REPORT.search(text) or re.search(r"未完成", text):
            continue
        if match["quarter"] and "评估" not in text:
            continue
        out.append(_report(s, match, clause))
        for n, q in enumerate(s.quantities):
            if match.start() <= q.start < match.end():
                used.add(n)
    return out


def _report(s: Sentence, match: re.Match[str], clause: tuple[int, int]) -> Mention:
    at = _applicable(s, match.end() + 4, clause)
    start = match.start()
    yearly = re.search(r"每年", s.text[s.start : match.end()]) is not None or re.search(r"每月|每季|年度", s.text[clause[0] : match.end()]) is not None
    if match["dom"]:
        day = _small(match["dom"])
        unit, value = "day_of_month", float(day)
        due = f"{'quarter' if '季' in s.text[clause[0] : match.end()] else 'monthly'}-{day}"
        start = match.start("dom")
        years = Years(type="yearly", due=due)
    elif match["quarter"]:
        quarter = "一二三四".find(match["quarter"]) + 1 or int(match["quarter"])
        unit, value = "month_end", float(quarter * 3)
        years = at.years if at is not None and at.years is not None else Years(type="yearly")
    else:
        month = _small(match["month"])
        if match["day"]:
            day = _small(match["day"])
            unit, value, due = "month_day", float(month * 100 + day), f"{month:02d}-{day:02d}"
        else:
            last = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
            unit, value, due = "month_end", float(month), f"{month:02d}-{last:02d}"
        explicit = at is not None and at.years is not None and at.years.type == "deadline"
        if explicit and not yearly and at is not None and at.years is not None:
            years = at.years
        elif yearly or s.context.calendar.issue is None or s.context.calendar.end not in (None, s.context.calendar.issue):
            years = Years(type="yearly", due=due)
        else:
            years = Years(type="deadline", year=s.context.calendar.issue, due=due, inferred=True)
    return Mention(
        start, match.end(), value, unit, "reporting_deadline", "<=", years, None, "mandatory",
        (clause[0], clause[1]), (clause[0], clause[1]), clause,
    )  # fmt: skip


_PEAK = re.compile(r"(?P<year>(?:19|20)\d\d)年?(?:底|末)?(?:以?前|之前)?[^。；\n]{0,40}?(?:达到峰值|达峰|实现碳达峰)")


def _peaks(s: Sentence) -> list[Mention]:
    out = []
    for match in _PEAK.finditer(s.text, s.start, s.end):
        last = None
        for m in s.moments:
            if m.years is not None and m.years.type == "deadline" and m.end <= match.end() and m.start >= match.start() - 2:
                last = m
        if last is None or last.years is None or last.years.year is None:
            continue
        between = s.text[last.end : match.end()]
        if not re.search(r"排放|碳", between) or "，" in between and re.search(r"\d", between) or "方案" in between:
            continue
        clause = s.clause_of(match.end() - 1)
        head = s.text[max(s.start, last.start - 8) : match.end()]
        strength = "strive" if re.search("力争|争取", head) else "mandatory"
        digits = re.search(r"(?:19|20)\d\d", s.text[last.start : last.end])
        start = last.start + (digits.start() if digits else 0)
        out.append(
            Mention(
                start, start + 5, float(last.years.year), "year", "target", "<=", last.years, None, strength,
                (last.end, match.end()), (last.start, match.end()), clause,
            )
        )  # fmt: skip
        break
    return out


def _implied(s: Sentence, found: list[Mention]) -> list[Mention]:
    """Return the hundred per cents that words such as 全部 and 应改尽改 imply."""
    out: list[Mention] = []
    if s.context.past:
        future = re.search(r"须|必须|应当", s.text[s.start : s.end])
        if not future:
            return out
    for match in _IMPLIED.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        text = s.text[match.end() : clause[1]]
        head = s.text[clause[0] : match.start()]
        word = match.group()
        at = _applicable(s, match.start(), clause)
        dated = at is not None and at.years is not None
        if match["weak"] and not (dated and re.search(r"标准|收费|绿色建材|达标|覆盖", text)):
            continue
        if word in ("全部", "全数", "一律") and not (_IMPLIED_OBJECT.search(text) and len(head) >= 2):
            continue
        if word == "全部" and not dated and s.context.opener is None and not re.search(r"以上|以下", head):
            continue
        if word == "全部" and re.search(r"星级", text):
            continue
        if word.startswith("应") and not dated and s.context.opener is None and s.context.calendar.end is None:
            continue
        if re.search(r"率[^，]{0,6}\d", text) or _is_past(s, Quantity(match.start(), match.end(), 100.0, "%", word), at, clause):
            continue
        op = "about" if "基本" in head[-4:] else ">="
        if dated and at is not None and at.years is not None:
            years = at.years
        elif s.context.opener is not None:
            years = s.context.opener.model_copy(update={"inferred": True})
        elif word == "一律":
            years = Years(type="always")
        elif re.search(r"\d{1,2}月(?:\d{1,2}日|底)以?前", head) and s.context.calendar.issue is not None:
            years = Years(type="deadline", year=s.context.calendar.issue, inferred=True)
        elif s.context.calendar.end is not None:
            years = Years(type="deadline", year=s.context.calendar.end, inferred=True)
        else:
            years = Years(type="always")
        if word == "一律":
            years = Years(type="always")
        if out and out[-1].end > match.start() - 4:
            continue
        q = Quantity(match.start(), match.end(), 100.0, "%", word)
        out.append(
            Mention(
                match.start(), match.end(), 100.0, "%", "qualitative_implied_100", op, years, None,
                _strength(s, q, clause, found), (clause[0], clause[1]), (clause[0], clause[1]), clause,
                scope=_scope_of(s, clause, q),
            )
        )  # fmt: skip
    return out


_ZERO = re.compile(r"(?:实现|达到|保持)[^，。；\d]{0,8}?(?P<zero>零)(?=填埋|排放|直排|增长|溢流|新增|事故)")


def _zero(s: Sentence) -> list[Mention]:
    out = []
    for match in _ZERO.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        at = _applicable(s, match.start(), clause)
        years = at.years if at is not None else s.context.opener
        if years is None:
            continue
        about = "基本" in s.text[clause[0] : match.start()]
        out.append(
            Mention(
                match.start("zero"), match.end("zero"), 0.0, "%", "target", "about" if about else "<=", years, None,
                "mandatory", (clause[0], clause[1]), (clause[0], clause[1]), clause,
            )
        )  # fmt: skip
    return out
