"""How binding a statement is by its words: 力争, 原则上, 鼓励, 推动, or simply so."""

from __future__ import annotations

import re

from dafeng.extract.quantities import Quantity
from dafeng.extract.sentence import Mention, Sentence, words
from dafeng.plan.model import Strength

_STRENGTH: dict[str, Strength] = {
    "鼓励": "encourage",
    "力争": "strive",
    "原则": "in_principle",
    "推动": "promote",
}
_NAMES: tuple[Strength, ...] = ("strive", "in_principle", "encourage")


def strength_of(
    s: Sentence, q: Quantity, clause: tuple[int, int], before: list[Mention], *, threshold: bool
) -> Strength:
    """Return the strength of the statement at ``q``; ``threshold`` says that a duty starts from it."""
    head = s.text[clause[0] : q.start]
    return (
        _own(head, q)
        or ("promote" if threshold and "推动" in head else None)
        or _carried(s, clause, before)
        or (_behind(s.text[q.end : s.end]) if threshold else None)
        or _promoted(s, q, head)
        or "mandatory"
    )


def _own(head: str, q: Quantity) -> Strength | None:
    """Read the words of the clause itself."""
    lists = words()["strength"]
    for name in _NAMES:
        if any(word in head for word in lists[name]):
            if name == "encourage" and "支持" in head and "鼓励" not in head and q.unit == "%":
                continue
            return name
    return None


def _carried(s: Sentence, clause: tuple[int, int], before: list[Mention]) -> Strength | None:
    """Read the clause in front, unless it has a statement of its own: 力争到2028年, 平均浓度提高到…."""
    index = s.clauses.index(clause)
    if not index:
        return None
    start, end = s.clauses[index - 1]
    if any(start <= m.start < end for m in before):
        return None
    previous = s.text[start:end]
    opening = re.match(r"鼓励|力争|原则上", previous.lstrip())
    if opening and "；" not in previous:
        return _STRENGTH[opening.group()[:2]]
    return "in_principle" if previous.rstrip("，").endswith("原则上") else None


def _behind(rest: str) -> Strength | None:
    """Read behind a threshold: 10万平方米以上的居住区，鼓励按照二星级."""
    later = re.split(r"[。；]", rest)[0]
    found = re.search(r"，(鼓励|推动|原则上)", later)
    if found is None or re.search(r"应当|应按|必须|须", later[: found.start()]):
        return None
    return _STRENGTH[found.group(1)[:2]]


def _promoted(s: Sentence, q: Quantity, head: str) -> Strength | None:
    """推动…2万平方米以上公共建筑…率先采用."""
    first = re.match(r"[^，。；]{0,30}率先", s.text[q.end : s.end])
    if first and re.search(r"推动[^，。；]{0,30}$", s.text[s.start : q.start]):
        return "promote"
    sized = q.unit in ("m2", "storey") and re.search(r"推动[^，。；]{0,40}$", head)
    return "promote" if sized else None
