"""Figures that state nothing: money, project sizes, criteria, facts. One rule each, tried in order."""

from __future__ import annotations

import re
from collections.abc import Callable

from dafeng.extract.figure import Figure
from dafeng.extract.sentence import words
from dafeng.extract.threshold import is_threshold

_SIZES = ("m2", "km2", "m3", "m3/d", "t/d", "MW", "kW", "ha", "mm", "t")
_COUNTED = ("item", "project", "person", "day", "household", "times")
_AGE = re.compile(r"(?:年限(?:已)?(?:满|超过|达到?)?|重现期|使用年限|房龄|楼龄|管龄)[^，。；\d]{0,4}$")
_FUNDED = re.compile(r"(?:政府|国有资金|财政|社会|国有)(?:性)?(?:参与|全额|主要|部分)?投资")


def states_nothing(f: Figure) -> bool:
    """Say whether a figure with a unit states neither target nor limit nor result."""
    if f.unit.startswith("yuan"):
        return not _kept_cost(f)
    if f.unit == "day" and f.quantity.written.endswith("日") and "工作日" not in f.quantity.written:
        return not f.tail.startswith(("内", "以内", "之内"))
    if f.unit == "year":
        return not _age_or_return_period(f)
    return any(rule(f) for rule in _RULES)


def _kept_cost(f: Figure) -> bool:
    """A cost that has to stay below a bound (单位改造费用控制在260元以内)."""
    bound = re.search(r"控制在|不超过|不高于|以内", f.head + f.tail)
    return bound is not None and any(word in f.head for word in words()["money_kept"])


def _age_or_return_period(f: Figure) -> bool:
    """An age that sorts things, or a flood that has to be withstood; contracts have terms, too."""
    withstood = f.tail.startswith("一遇") and re.search(r"不低于|达到|不小于|应对|抵御", f.head)
    return "合同" not in f.head and bool(_AGE.search(f.head) or withstood)


def _subsidy(f: Figure) -> bool:
    """A share or star level by which money is given."""
    rest = re.split(r"[。；]", f.sentence.text[f.end : min(f.sentence.end, f.end + 40)])[0]
    paid = re.search(r"补助|补贴|奖励|奖补", rest) and "享受" not in f.head
    return f.unit in ("%", "star") and bool(paid)


def _example(f: Figure) -> bool:
    """An example in a review: 等三个项目取得二星级标识, 单体建筑面积1.9万平方米."""
    told = f.unit == "star" or "单体" in f.head or f.head.endswith("等")
    return f.sentence.context.past and told


def _article_one(f: Figure) -> bool:
    """The word one: 一处, 一次, 一支."""
    return f.quantity.han and f.value == 1 and f.unit in (*_COUNTED, "times/year")


def _project(f: Figure) -> bool:
    """The size of one project: 占地96亩, 设计规模5万立方米/日."""
    whole = _FUNDED.sub("", f.clause_text)
    if f.unit not in _SIZES or not any(word in whole for word in words()["project_words"]):
        return False
    asked = re.search(r"新增|累计|达到|不低于|不超过|以上的", whole)
    return not is_threshold(f) and (asked is None or "投资" in whole or "设计规模" in whole)


def _no_noun(f: Figure) -> bool:
    """A count in words with nothing in front that it counts."""
    return f.unit in _COUNTED and f.quantity.han and not re.search(r"[^，。；]{2,}$", f.head)


def _idle_count(f: Figure) -> bool:
    """A count of aspects or problems."""
    nouns = r"(?:方面|问题|短板|部门|层次|环节|领域|阶段|体系|组团|五年|年头|屏障|基地)"
    return f.unit == "item" and re.match(nouns, f.tail) is not None


def _criterion(f: Figure) -> bool:
    """A criterion inside an indicator: 6层及以下住宅占比."""
    inside = re.match(r"(?:及|或)?(?:以下|以上)[^，。；]{0,8}(?:占比|比例|比重)", f.tail)
    return f.unit == "storey" and inside is not None


def _condition(f: Figure) -> bool:
    """An outdoor temperature, a design rainfall, a remark in parentheses, hours of service."""
    if f.unit == "degC":
        return re.search(r"(?:环境温度|气温|最低温度|零下)[^，。；\d]{0,4}$", f.head) is not None
    if f.unit == "h":
        return re.match(r"(?:服务|值班|值守|在线|供应|不间断)", f.tail) is not None
    return f.unit == "mm" or re.search(r"[(（](?:对应|其中|含)[^()（）]{0,14}$", f.head) is not None


def _fact(f: Figure) -> bool:
    """A population or a number of complaints."""
    told = re.search(r"常住人口|总人口|受理", f.head)
    sorts = re.match(r"(?:及|或)?以[上下]", f.tail)
    return f.unit in ("person", "item") and told is not None and sorts is None


def _last_task(f: Figure) -> bool:
    """The task that a result is held against: 年度任务9万户的92.9%."""
    return f.unit != "%" and re.search(r"(?:任务|计划)[（(]?$", f.head) is not None


_RULES: tuple[Callable[[Figure], bool], ...] = (
    _subsidy,
    _example,
    _article_one,
    _project,
    _no_noun,
    _idle_count,
    _criterion,
    _condition,
    _fact,
    _last_task,
)
