"""Whether a figure is the size from which an obligation holds: 2万平方米以上的公共建筑, 二星级标准."""

from __future__ import annotations

import re
from functools import cache

from dafeng.extract.figure import Figure
from dafeng.extract.sentence import words

_SIZED = re.compile(
    r"(?:面积|规模|能耗|功率|用水量?|用水|人口|层数|距离|距|容量|单体|对|总量|用电量?)[^，。；\d]{0,6}$"
)
_DONE = re.compile(
    r"(?:建成(?!区)|完成|新增|改造|新建|达到|不少于|建设|覆盖|打造|更新|培育|创建|每年|拆除|启动|接入|加装|实现)[^，。；\d的]{0,14}$"
)
_COMPARED = re.compile(r"(?:超过|大于|低于|小于|不足|高于|达到)$")
_AND_MORE = re.compile(r"(?:\(含\))?(?:及|或)?以(?:上|下|内)(?:的|或者?|及|和|、)")


@cache
def _nouns() -> str:
    return "|".join(words()["threshold_nouns"])


@cache
def _sorted_by() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    nouns = _nouns()
    return (
        re.compile(rf"(?:\(含\))?(?:及|或)?以(?:上|下|内)的?[^，。；、\d]{{0,14}}?(?:{nouns}|的(?:，|。|$))"),
        re.compile(rf"的[^，。；、\d]{{0,10}}(?:{nouns})"),
        re.compile(rf"的[^，。；、\d]{{0,4}}?(?:{nouns})"),
    )


def is_threshold(f: Figure) -> bool:
    """Say whether a figure is the size, age, star level or excess from which an obligation holds."""
    match f.unit:
        case "star":
            asked = re.search(r"标准|绿色建筑|星级", f.tail) or re.search(r"低于|达到|按", f.head)
            return asked is not None and not re.search(r"(?:占|比例|奖|补)[^，。；]{0,8}$", f.head)
        case "year":
            aged = re.search(r"(?:年限|房龄|楼龄|管龄)[^，。；\d]{0,6}$", f.head)
            return aged is not None and "重现期" not in f.head
        case "%" | "percentage_point":
            return _sorts_by_share(f)
        case _:
            return not isinstance(f.value, tuple) and _sorts_by_size(f)


def _sorts_by_share(f: Figure) -> bool:
    """漏损率超过12%的供水企业, 超过定额百分之十五的."""
    excess = re.search(r"超[过出]?(?:定额|限额|计划|标准)(?:用量|用能|用水)?$", f.head)
    compared = re.search(r"(?:超过|大于|低于|不足|高于)$", f.head)
    return excess is not None or (compared is not None and _sorted_by()[2].match(f.tail) is not None)


def _sorts_by_size(f: Figure) -> bool:
    """A size behind which the thing stands that it sorts, unless so much of it is to be achieved."""
    above, plain, _ = _sorted_by()
    if _COMPARED.search(f.head) and plain.match(f.tail):
        return True
    ahead = f.sentence.text[f.end : f.end + 30]
    if re.match(r"或[^，。；]{0,14}\d[^，。；]{0,10}以上的", ahead):
        return True
    if not (above.match(f.tail + "   ") or _AND_MORE.match(f.tail)):
        return False
    return not _DONE.search(f.head) or _SIZED.search(f.head) is not None
