"""The operator of a figure, and the change that a verb in front of it speaks of."""

from __future__ import annotations

import re

from dafeng.extract.figure import Figure
from dafeng.plan.model import Op

_NOT = "(?:不得|不应|不可|不能|不宜|不|未|应不|须不)"
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
CHANGE = re.compile(
    rf"(?P<word>(?P<down>{_DOWN})|(?P<up>{_UP}))(?!到|至|为)(?:幅度)?(?:了|约|近|超过|不少于|不低于|不得低于|不小于|至少|达到?|不超过|力争|原则上|应|须|再|比例|率|分别|均|也|将|\s){{0,4}}$"
)


def operator_of(f: Figure) -> Op:
    """Return how a figure compares: the words behind it go first, then those in front; ``=`` without any."""
    behind = next((op for op, pattern in _AFTER if pattern.match(f.tail)), None)
    front = next((op for op, pattern in _BEFORE if pattern.search(f.head)), None)
    if behind == ">=" and "半数" in f.quantity.written:
        return ">"
    opposed = (behind == "<=" and front == ">=") or (
        behind == ">=" and front == "<=" and not CHANGE.search(f.head)
    )
    stated = re.search(r"(?:不低于|不少于|不超过|超过|突破)$", f.head)
    if behind is not None and (behind == "about" or not stated):
        return front if opposed and front is not None else behind
    if front is not None:
        return front
    if f.unit == "min" or re.search(
        r"(?:半径|周边|步行)[^，。；]{0,4}$|(?:约束值|引导值|基准值)为?$", f.head
    ):
        return "<="
    return "="
