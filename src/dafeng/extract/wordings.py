"""Statements without a figure of their own: a peak year, and the hundred or zero per cent that words imply."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dafeng.extract.quantities import Quantity
from dafeng.extract.sentence import Mention, Sentence, applicable, is_past, scope_of
from dafeng.extract.strength import strength_of
from dafeng.plan.model import Baseline, Op, Strength, Years

_IMPLIED = re.compile(
    r"(?P<strong>全覆盖|应[改收接治建治拆纳装保退补换]尽[改收接治建治拆纳装保退补换]|全部清零|清零|一律|全部|全数|百分百)"
    r"|(?P<weak>全面(?=(?:执行|推行|实行|实施|按|达到|完成|消除|淘汰|推广绿色建材|禁止|取消|建成|落实|覆盖|更换|退出|开工|采用|使用|实现)))"
)
_IMPLIED_OBJECT = re.compile(
    r"标准|收费|绿色建材|建设|更换|安装|具备|纳入|关停|改造|配备|配建|淘汰|达标|完成|接入|覆盖|分类|清洁|执行|建成|更新|治理|退出|开工|采用|使用|实现|消除|达到|清零"
)
_PEAK = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?(?:底|末)?(?:以?前|之前)?[^。；\n]{0,40}?(?:达到峰值|达峰|实现碳达峰)"
)


def find_peaks(s: Sentence) -> list[Mention]:
    """Return the year by which emissions shall peak, where the sentence names one."""
    out = []
    for match in _PEAK.finditer(s.text, s.start, s.end):
        last = None
        for m in s.moments:
            if (
                m.years is not None
                and m.years.type == "deadline"
                and m.end <= match.end()
                and m.start >= match.start() - 2
            ):
                last = m
        if last is None or last.years is None or last.years.year is None:
            continue
        between = s.text[last.end : match.end()]
        if (
            not re.search(r"排放|碳", between)
            or ("，" in between and re.search(r"\d", between))
            or "方案" in between
            or "月" in last.written
            or re.match(r"基础|打下|奠定|条件|实施方案|行动|方案|工作", s.text[match.end() : match.end() + 4])
        ):
            continue
        clause = s.clause_of(match.end() - 1)
        head = s.text[max(s.start, last.start - 8) : match.end()]
        strength: Strength = "strive" if re.search("力争|争取", head) else "mandatory"
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


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that implies a hundred per cent, in its clause, with the time that applies to it."""

    sentence: Sentence
    word: str
    weak: bool
    start: int
    end: int
    clause: tuple[int, int]
    years: Years | None

    @property
    def head(self) -> str:
        """Return the words of the clause in front."""
        return self.sentence.text[self.clause[0] : self.start]

    @property
    def tail(self) -> str:
        """Return the words of the clause behind."""
        return self.sentence.text[self.end : self.clause[1]]

    @property
    def by_month(self) -> bool:
        """Say whether the sentence gives a day or month of the year (12月20日前)."""
        before = self.sentence.text[self.sentence.start : self.start]
        return re.search(r"\d{1,2}月(?:\d{1,2}日|底)以?前", before) is not None


def find_implied(s: Sentence, found: list[Mention]) -> list[Mention]:
    """Return the hundred per cents that words such as 全部 and 应改尽改 imply."""
    out: list[Mention] = []
    if s.context.past and not re.search(r"须|必须|应当", s.text[s.start : s.end]):
        return out
    for match in _IMPLIED.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        at = applicable(s, match.start(), clause)
        years = at.years if at is not None else None
        w = _Word(s, match.group(), match["weak"] is not None, *match.span(), clause, years)
        q = Quantity(w.start, w.end, 100.0, "%", w.word)
        beside = out and out[-1].end > w.start - 4
        told = re.search(r"率[^，]{0,6}\d", w.tail) or is_past(s, q, at, clause)
        if beside or told or not _means_all(w):
            continue
        op: Op = "about" if "基本" in w.head[-4:] else ">="
        strength = strength_of(s, q, clause, found, threshold=False)
        out.append(
            Mention(
                w.start, w.end, 100.0, "%", "qualitative_implied_100", op, _when(w), None, strength,
                clause, clause, clause, scope=scope_of(s, clause, q),
            )
        )  # fmt: skip
    return out


def _means_all(w: _Word) -> bool:
    """Say whether the word promises something that can be counted, by a time or for a kind of things."""
    context = w.sentence.context
    dated = w.years is not None
    if w.weak:
        return dated and re.search(r"标准|收费|绿色建材|达标|覆盖|分类|计量", w.tail) is not None
    if w.word.startswith("应"):
        return dated or context.opener is not None or context.calendar.end is not None
    if w.word not in ("全部", "全数", "一律"):
        return True
    if not _IMPLIED_OBJECT.search(w.tail) or len(w.head) < 2:
        return False
    if w.word != "全部":
        return True
    planned = context.calendar.end is not None and re.match(r"建成|退出|开工|完成|达标|更换|淘汰", w.tail)
    bound = dated or context.opener is not None or planned or w.by_month or re.search(r"以上|以下", w.head)
    return bool(bound) and "星级" not in w.tail


def _when(w: _Word) -> Years:
    """Return when it holds: 一律 always, else the sentence's, the list header's or the plan's time."""
    context = w.sentence.context
    if w.word == "一律":
        return w.years if w.years is not None and w.years.type == "from" else Years(type="always")
    if w.years is not None:
        return w.years
    if context.opener is not None:
        return context.opener.model_copy(update={"inferred": True})
    year = context.calendar.issue if w.by_month else None
    year = year or context.calendar.end
    return Years(type="deadline", year=year, inferred=True) if year else Years(type="always")


_ZERO = re.compile(
    r"(?:(?:实现|达到|保持)[^，。；\d]{0,8}?|[一-鿿]{2}(?=零(?:填埋|直排|溢流)))(?P<zero>零)(?=填埋|排放|直排|增长|溢流|新增|事故)"
)


def find_zero(s: Sentence) -> list[Mention]:
    """Return the zero of 零填埋, 零直排 and the like."""
    out = []
    for match in _ZERO.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        at = applicable(s, match.start(), clause)
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


_TIMES = re.compile(r"翻(?P<times>[一两二])番|(?:增长|提高|增加)(?P<fold>[一1])倍")


def find_doublings(s: Sentence) -> list[Mention]:
    """Return the growth that 翻一番 (100 %), 翻两番 (300 %) and 增长一倍 say."""
    out = []
    for match in _TIMES.finditer(s.text, s.start, s.end):
        clause = s.clause_of(match.start())
        at = applicable(s, match.start(), clause)
        years = at.years if at is not None and at.years is not None else s.context.opener
        if years is None or s.context.past:
            continue
        base = [m for m in s.moments if m.is_baseline and clause[0] <= m.start < match.start()]
        baseline = Baseline(year=base[-1].baseline_year if base else None, relation="percent")
        value = 300.0 if match["times"] in ("两", "二") else 100.0
        q = Quantity(match.start(), match.end(), value, "%", match.group())
        out.append(
            Mention(
                match.start(), match.end(), value, "%", "baseline_relative_change", ">=", years, baseline,
                strength_of(s, q, clause, [], threshold=False), (clause[0], match.start()), (clause[0], clause[1]), clause,
            )
        )  # fmt: skip
    return out
