"""From quantities in their sentences to statements: kind, operator, years, baseline, strength, scope."""

from __future__ import annotations

import re

from dafeng.extract.quantities import Quantity
from dafeng.extract.reports import find_reports
from dafeng.extract.sentence import (
    Mention,
    Sentence,
    applicable,
    is_past,
    is_threshold,
    scope_of,
    strength_of,
    words,
)
from dafeng.extract.timing import Moment
from dafeng.extract.wordings import find_doublings, find_implied, find_peaks, find_zero
from dafeng.plan.model import Baseline, Kind, Op, Relation, Strength, Years

_NOT = "(?:不得|不应|不可|不能|不宜|不|未|应不|须不)"
_GE = re.compile(
    rf"(?:{_NOT}?(?:不得|不应|不)?(?:低于|少于|小于)|至少|达到|应达|不低|可达|升至|升到|提高到|提高至|提升到|提升至|增加到|增长到|增至|扩大到|扩大至|保持在?|稳定在|维持在)$"
)
_BEFORE: tuple[tuple[Op, re.Pattern[str]], ...] = (
    (
        ">=",
        re.compile(
            rf"{_NOT}(?:得|应|可|能|宜)?(?:低于|少于|小于|短于)[^，。；\d]{{0,12}}$|(?:至少|最低|下限为?)[^，。；\d]{{0,6}}$"
        ),
    ),
    (
        "<=",
        re.compile(
            rf"(?:{_NOT}(?:得|应|可|能|宜)?(?:高于|超过|大于|多于|超出|突破|长于|超)|至多|最高不?|最大不?|上限为?|放宽至|放宽到)[^，。；\d]{{0,14}}$"
        ),
    ),
    (
        "<=",
        re.compile(
            r"(?:控制在|控制到|降至|降到|下降到|下降至|降低到|降低至|压到|压减到|压减至|压降至|压降到|减少到|减少至|缩短到|缩短至|≤|＜=|控制为|限制在|降为|减至|减到)[^，。；\d]{0,4}$"
        ),
    ),
    (">", re.compile(r"(?:超过|突破|大于|高于|多于|超出|逾|超|＞|>)[^，。；\d]{0,4}$")),
    ("<", re.compile(r"(?:低于|不足|小于|少于|不到|＜|<)[^，。；\d]{0,4}$")),
    ("about", re.compile(r"(?:约|大约|近|约为|约占|基本(?:达到|实现)?|大致)$")),
    (">=", re.compile(r"≥$")),
)
_AFTER: tuple[tuple[Op, re.Pattern[str]], ...] = (
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
_CHANGE_TO = re.compile(
    r"(?:提高|提升|增加|增长|降|降低|下降|压减|压降|扩大|升|提|减少|上升|增|减|缩短)(?:到|至|为)$|(?:达到|达)$"
)
_FROM = re.compile(
    r"由(?:(?P<year>(?:19|20)\d\d)年(?:底|末)?的?|现有的?|目前的?|原来的?|当前的?)?(?P<old>[^，。；由]{1,14}?)"
    r"(?P<verb>提高|提升|增加|增长|下降|降低|降|扩大|升|压减|减少|上升|增|减|压降|缩短|减排)(?:到|至|为)"
)
_BASE = re.compile(r"在(?:(?:19|20)\d\d年)?(?:底|末)?的?(?P<old>[^，。；]{1,12}?)的?基础上")
_TO = re.compile(r"(?:(?:19|20)\d\d年(?:底|末)?的?)?(?:约|近|不低于|不超过|每日|日均|每年)?")
_SEPARATE = re.compile(r"分别|依次")


def read_sentence(s: Sentence) -> list[Mention]:
    """Return the statements of one sentence, in order."""
    found: list[Mention] = []
    used: set[int] = set()
    olds = _old_values(s)
    found += find_reports(s, used)
    spread = _spread(s)
    for n, q in enumerate(s.quantities):
        if n in used or q.start in olds:
            continue
        mention = _mention(s, q, found, spread.get(n), olds)
        if mention is not None:
            found.append(mention)
    found += find_peaks(s)
    found += find_implied(s, found)
    found += find_zero(s)
    found += find_doublings(s)
    return sorted(found, key=lambda m: m.start)


def _old_values(s: Sentence) -> dict[int, re.Match[str]]:
    """Return the quantities that are the old value of 由X提高到Y, by their start."""
    olds: dict[int, re.Match[str]] = {}
    for match in _FROM.finditer(s.text, s.start, s.end):
        for q in s.quantities:
            if match.start("old") <= q.start < match.end("old"):
                olds[q.start] = match
    for match in _BASE.finditer(s.text, s.start, s.end):
        for q in s.quantities:
            if match.start("old") <= q.start < match.end("old"):
                olds[q.start] = match
    return olds


def _spread(s: Sentence) -> dict[int, Moment | Quantity]:
    """Match the years of 2023年、2024年、2025年分别 … with the quantities behind it."""
    out: dict[int, Moment | Quantity] = {}
    for word in _SEPARATE.finditer(s.text, s.start, s.end):
        left = max((s.text.rfind(c, s.start, word.start()) for c in "；。："), default=-1)
        times = [
            m for m in s.moments if left < m.start < word.start() and m.years and m.years.type == "deadline"
        ]
        chain: list[Moment] = []
        for m in reversed(times):
            if not chain or re.fullmatch(r"[、和及与，]{1,2}", s.text[m.end : chain[0].start]):
                chain.insert(0, m)
            else:
                break
        stop = min(
            (k for k in (s.text.find(c, word.end(), s.end) for c in "；。，") if k >= 0), default=s.end
        )
        behind = [n for n, q in enumerate(s.quantities) if word.end() <= q.start < stop]
        if len(chain) >= 2 and len(behind) == len(chain):
            out.update(dict(zip(behind, chain, strict=True)))
    return out


def _list_unit(s: Sentence, n: int) -> tuple[str | None, float]:
    """Return the unit that a bare number of a list (70、90、100万平方米) takes from the list's end."""
    for k in range(n + 1, min(n + 13, len(s.quantities))):
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
    s: Sentence,
    q: Quantity,
    before: list[Mention],
    moment: Moment | Quantity | None,
    olds: dict[int, re.Match[str]],
) -> Mention | None:
    unit, value = q.unit, q.value
    clause = s.clause_of(q.start)
    head = s.text[clause[0] : _list_start(s, q, clause)]
    tail = s.text[q.end : q.end + 14]
    if unit is None:
        index = s.place(q)
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
    if re.search(r"人均[^，。；]{0,16}$", head) and unit in ("m2", "m3"):
        unit += "/person"
    if unit == "L" and re.search(r"人均?(?:每)?日|人均[^，。；]{0,6}日", head):
        unit = "L/(person*d)"
    if re.search(r"每日$|日均[^，。；]{0,4}$", head) and unit in ("t", "m3"):
        unit += "/d"
    near = before[-1] if before else None
    if near is not None and near.unit.startswith(f"{unit}/10^4") and len(head) <= 14:
        unit = near.unit
    if unit == "kWh" and re.search(r"吨[^，。；\d标]{0,4}(?:电量|电耗|发电)[^，。；\d]{0,10}$", head):
        unit = "kWh/t"
    if unit == "t" and "标准煤" in head[-8:]:
        unit = "tce"
    if unit in ("m3", "t") and re.search(r"日(?:均)?(?:用水量?|处理(?:能力|规模|量))[^，。；\d]{0,6}$", head):
        unit += "/d"
    if unit == "times" and re.search(r"全年|每年|年", head):
        unit = "times/year"
    if _is_no_statement(s, q, unit, head, tail, clause):
        return None
    at = applicable(s, q.start, clause) if not isinstance(moment, Moment) else moment
    change = _CHANGE.search(head) if unit in ("%", "percentage_point") else None
    grown = re.search(r"(?:能效|效能|效率)(?:提升|提高)(?:率|比例)?[^，。；\d]{0,8}$", head)
    strength: Strength | None = strength_of(s, q, clause, before)
    op = _operator(head + ("半数" if "半数" in q.written else ""), tail, unit)
    match = next(
        (
            m
            for m in olds.values()
            if m.re is _FROM
            and m.end() <= q.start <= m.end() + 12
            and _TO.fullmatch(s.text[m.end() : q.start])
        ),
        None,
    )
    threshold = is_threshold(s, q, unit, head, tail)
    past = is_past(s, q, at, clause)
    kind: Kind
    years: Years
    baseline: Baseline | None = None
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
        kind, years = _promise(s, q, at, unit, head, moved=match is not None)
        if change or grown:
            kind = "baseline_relative_change"
            baseline = _change_baseline(s, q, unit, years)
            if (
                baseline.reference == "before_retrofit"
                and (at is None or at.years is None)
                and s.context.opener is None
            ):
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
        subject, (clause[0], _evidence_end(s, q)), clause, inherits, scope_of(s, clause, q),
    )  # fmt: skip


def _list_start(s: Sentence, q: Quantity, clause: tuple[int, int]) -> int:
    """Return where the list starts that ``q`` belongs to (1%、1.4%和1.2%: the verb stands before its first)."""
    n = s.place(q)
    first = max(0, n - 12)
    while n > first and re.fullmatch(r"[、和及与]", s.text[s.quantities[n - 1].end : s.quantities[n].start]):
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
        return not (
            any(k in head for k in w["money_kept"]) and re.search(r"控制在|不超过|不高于|以内", head + tail)
        )
    if unit == "day" and q.written.endswith("日") and "工作日" not in q.written:
        return not tail.startswith(("内", "以内", "之内"))
    if unit == "year":
        return (
            not re.search(
                r"(?:年限(?:已)?(?:满|超过|达到?)?|重现期|使用年限|房龄|楼龄|管龄)[^，。；\d]{0,4}$", head
            )
            and not (tail.startswith("一遇") and re.search(r"不低于|达到|不小于|应对|抵御", head))
        ) or "合同" in head
    rest = s.text[q.end : min(s.end, q.end + 40)]
    if (
        unit in ("%", "star")
        and re.search(r"补助|补贴|奖励|奖补", re.split(r"[。；]", rest)[0])
        and not re.search(r"享受", head)
    ):
        return True
    if s.context.past and (unit == "star" or re.search(r"单体", head) or re.search(r"等$", head)):
        return True
    if q.han and q.value == 1 and unit in ("item", "times", "person", "project", "household", "times/year"):
        return True
    whole = re.sub(r"(?:政府|国有资金|财政|社会|国有)(?:性)?(?:参与|全额|主要|部分)?投资", "", whole)
    project = any(k in whole for k in w["project_words"]) and not is_threshold(s, q, unit, head, tail)
    if project and unit in (
        "m2",
        "km2",
        "m3",
        "m3/d",
        "t/d",
        "MW",
        "kW",
        "ha",
        "m2",
        "mm",
        "t",
    ):
        return (
            not re.search(r"新增|累计|达到|不低于|不超过|以上的", whole)
            or "投资" in whole
            or "设计规模" in whole
        )
    counted = unit in ("item", "project", "person", "day", "household", "times")
    if counted and q.han and not re.search(r"[^，。；]{2,}$", head):
        return True
    if unit in ("item",) and re.match(
        r"(?:方面|问题|短板|部门|层次|环节|领域|阶段|体系|组团|五年|年头|屏障|基地)", tail
    ):
        return True
    if re.match(r"(?:及|或)?(?:以下|以上)[^，。；]{0,8}(?:占比|比例|比重)", tail) and unit == "storey":
        return True
    if unit == "degC" and re.search(r"(?:环境温度|气温|最低温度|零下)[^，。；\d]{0,4}$", head):
        return True
    if unit == "mm" or re.search(r"[(（](?:对应|其中|含)[^()（）]{0,14}$", head):
        return True
    if unit == "h" and re.match(r"(?:服务|值班|值守|在线|供应|不间断)", tail):
        return True
    if (
        unit in ("person", "item")
        and re.search(r"常住人口|总人口|受理", head)
        and not re.match(r"(?:及|或)?以[上下]", tail)
    ):
        return True
    return bool(re.search(r"(?:年度|全年)?(?:任务|计划)[（(]?$", head) and unit != "%")


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


def _operator(head: str, tail: str, unit: str) -> Op:
    for op, pattern in _AFTER:
        if pattern.match(tail):
            if op == ">=" and "半数" in head[-2:]:
                return ">"
            if op == "about" or not re.search(r"(?:不低于|不少于|不超过|超过|突破)$", head):
                before = next((o for o, p in _BEFORE if p.search(head)), None)
                if (op == "<=" and before == ">=") or (
                    op == ">=" and before in ("<=",) and not _CHANGE.search(head)
                ):
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


def _promise(
    s: Sentence, q: Quantity, at: Moment | None, unit: str, head: str, *, moved: bool
) -> tuple[Kind, Years]:
    """Return kind and years of a number that is neither past nor a threshold."""
    technical = unit in words()["technical_units"] or unit.startswith("yuan")
    if at is None and moved and s.context.calendar.end is not None:
        return "target", Years(type="deadline", year=s.context.calendar.end, inferred=True)
    if at is not None and at.years is not None:
        if at.is_yearly and at.years.start and unit == "%" and s.clause_of(at.start) != s.clause_of(q.start):
            return "target", Years(type="period", start=at.years.start, end=at.years.end)
        broken = "；" in s.text[at.end : q.start]
        limit = re.search(r"半径|净宽|高度|宽度|传热系数|室温|室内温度|周边|步行|性能系数|能效比", head)
        apart = at.start < s.clause_of(q.start)[0]
        if apart and unit == "%" and re.search(r"改造后[^，。；]{0,20}$", head) and s.context.opener is None:
            return "target", Years(type="always")
        if apart and unit == "%" and at.years.inferred and re.search(r"不得|不应|须", head):
            return "planning_limit", Years(type="always")
        if not (
            technical
            and (broken or (apart and s.context.opener is None and at.start > s.start + 3))
            and limit
        ) and not (limit and technical and s.text.find("范围", q.end, q.end + 6) > 0):
            return "target", at.years
    same = at is not None and s.clause_of(at.start) == s.clause_of(q.start)
    carried = at is not None and at.written.endswith("每年") and unit not in ("%", "percentage_point")
    if at is not None and at.is_yearly and (same or at.years is not None or carried):
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
        r"不得|不应|应|宜|须|不超过|不低于|不高于|不大于|不小于|不少于|最高|约束值|引导值|基准值|小于|大于|放宽",
        head,
    )
    done = re.search(
        r"新增|完成|建成|累计|提高到|提升至|更新|新建改造|覆盖[^率]|实现|建设[^用]|达到|接入|改造[^类后项]|培训|普及",
        head,
    )
    if unit == "degC" and re.search(r"提高|提升|上升", head):
        end = s.context.calendar.end
        return "target", Years(type="deadline", year=end, inferred=True) if end else Years(type="always")
    if technical and not (done and unit in ("ha", "km2", "m2/person") and not limit):
        return "planning_limit", Years(type="always")
    if limit and not re.search(r"新增|完成|建成|累计|接入|鼓励", head):
        ruled = unit in (
            "%",
            "m2",
            "kW",
            "person",
            "item",
            "household",
            "times/year",
            "kgce",
            "tce",
        )
        if ruled or (unit == "t/10^4 m2" and re.search(r"不得|不应|应", head)):
            return "planning_limit", Years(type="always")
    end = s.context.calendar.end
    if end is not None:
        return "target", Years(type="deadline", year=end, inferred=True)
    return "target" if done or unit == "%" else "planning_limit", Years(type="always")


def _change_baseline(s: Sentence, q: Quantity, unit: str, years: Years) -> Baseline:
    relation: Relation = "percentage_point" if unit == "percentage_point" else "percent"
    left = max(s.text.rfind("；", s.start, q.start), s.start)
    bases = [m for m in s.moments if m.is_baseline and left <= m.start < q.start]
    clause = s.clause_of(q.start)
    head = s.text[clause[0] : q.start]
    near = [m for m in bases if m.start >= clause[0]] or (
        bases
        if re.search("分别|，", s.text[left : q.start]) and "同比" not in head and "改造后" not in head
        else []
    )
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
