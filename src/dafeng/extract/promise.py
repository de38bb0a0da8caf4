"""Target or standing rule, and when: what a figure that is neither past nor a threshold says."""

from __future__ import annotations

import re

from dafeng.extract.figure import Figure
from dafeng.extract.sentence import words
from dafeng.extract.timing import Moment
from dafeng.plan.model import Kind, Years

_BUILT = re.compile(r"半径|净宽|高度|宽度|传热系数|室温|室内温度|周边|步行|性能系数|能效比")
_BOUND = re.compile(
    r"不得|不应|应|宜|须|不超过|不低于|不高于|不大于|不小于|不少于|最高|约束值|引导值|基准值|小于|大于|放宽"
)
_DONE = re.compile(
    r"新增|完成|建成|累计|提高到|提升至|更新|新建改造|覆盖[^率]|实现|建设[^用]|达到|接入|改造[^类后项]|培训|普及"
)
_RULED = ("%", "m2", "kW", "person", "item", "household", "times/year", "kgce", "tce")
_ALWAYS = Years(type="always")


def promise(f: Figure, at: Moment | None, *, moved: bool) -> tuple[Kind, Years]:
    """Return kind and years; ``at`` is the time that applies, ``moved`` says 由X提高到."""
    end = f.sentence.context.calendar.end
    if at is None and moved and end is not None:
        return "target", _by(end)
    if at is not None and at.years is not None:
        timed = _timed(f, at, at.years)
        if timed is not None:
            return timed
    if at is not None and at.is_yearly:
        yearly = _yearly(f, at)
        if yearly is not None:
            return yearly
    opener = f.sentence.context.opener
    if opener is not None:
        return "target", opener.model_copy(update={"inferred": True})
    return _untimed(f, end)


def _by(year: int) -> Years:
    return Years(type="deadline", year=year, inferred=True)


def _timed(f: Figure, at: Moment, years: Years) -> tuple[Kind, Years] | None:
    """A figure with a year in its sentence; None for a standing size that the year does not belong to."""
    s = f.sentence
    clause = s.clause_of(f.start)
    technical = _technical(f)
    built = _BUILT.search(f.head) is not None
    apart = at.start < clause[0]
    if f.unit == "%":
        if at.is_yearly and years.start and s.clause_of(at.start) != clause:
            return "target", Years(type="period", start=years.start, end=years.end)
        if apart and re.search(r"改造后[^，。；]{0,20}$", f.head) and s.context.opener is None:
            return "target", _ALWAYS
        if apart and years.inferred and re.search(r"不得|不应|须", f.head):
            return "planning_limit", _ALWAYS
    later = apart and s.context.opener is None and at.start > s.start + 3
    loose = "；" in s.text[at.end : f.start] or later
    around = s.text.find("范围", f.end, f.end + 6) > 0
    standing = technical and built and (loose or around)
    return None if standing else ("target", years)


def _yearly(f: Figure, at: Moment) -> tuple[Kind, Years] | None:
    """A figure of every year; 每年 reaches over commas, 年均 does not."""
    s = f.sentence
    same = s.clause_of(at.start) == s.clause_of(f.start)
    carried = at.written.endswith("每年") and f.unit not in ("%", "percentage_point")
    if not (same or at.years is not None or carried):
        return None
    if at.years is not None:
        return "target", at.years
    opener, calendar = s.context.opener, s.context.calendar
    if opener is not None and opener.type == "period":
        return "target", Years(type="yearly", start=opener.start, end=opener.end)
    if f.unit == "%" and re.search(r"涨幅|不超过", f.head):
        return "planning_limit", Years(type="yearly")
    known = calendar.start is not None and calendar.end is not None
    start, end = (calendar.start, calendar.end) if known else (None, None)
    return "target", Years(type="yearly", start=start, end=end)


def _technical(f: Figure) -> bool:
    return f.unit in words()["technical_units"] or f.unit.startswith("yuan")


def _untimed(f: Figure, end: int | None) -> tuple[Kind, Years]:
    """A figure without any year: a rule that always holds, or a promise by the plan's target year."""
    bound, done = _BOUND.search(f.head), _DONE.search(f.head)
    if f.unit == "degC" and re.search(r"提高|提升|上升", f.head):
        return "target", _by(end) if end else _ALWAYS
    achieved = done and f.unit in ("ha", "km2", "m2/person") and not bound
    if _technical(f) and not achieved:
        return "planning_limit", _ALWAYS
    if bound and not re.search(r"新增|完成|建成|累计|接入|鼓励", f.head):
        strict = f.unit == "t/10^4 m2" and re.search(r"不得|不应|应", f.head)
        if f.unit in _RULED or strict:
            return "planning_limit", _ALWAYS
    if end is not None:
        return "target", _by(end)
    return "target" if done or f.unit == "%" else "planning_limit", _ALWAYS
