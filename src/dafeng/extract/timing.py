"""Times in a text: deadlines, starts, periods, plan names, relative years; and baselines (比2020年)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dafeng.plan.model import Years

_HANYEAR = r"[二一][〇零九][〇零一二三四五六七八九]{2}"
_Y = rf"(?:(?:19|20)\d\d|{_HANYEAR})"
_DIG = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_FIVE = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031, "十七": 2036}
_N = "一二三四五六七八九十"
_PLAN = r"[“\"『「]?(?P<plan>十[一二三四五六七])五[”\"』」]?"
TIME = re.compile(
    rf"(?P<p1>{_Y})年?(?:[－~]{{1,2}}|至|到)(?P<p2>{_Y})年(?:底|末)?(?:期间)?(?P<p3>(?:采暖季|供暖季|采暖期|供暖期)?起)?"
    rf"|(?P<base>(?:比|较|相比于?|相较于?|与)(?:(?P<by>{_Y})年(?:底|末)?|[“\"]?(?P<bplan>十[一二三四五六七])五[”\"]?(?P<bend>末|期末|期)?|(?P<brel>上年|去年|上一年|前一年|现状|改造前|目前|现有|基准年))(?:同期|水平|相比)?)"
    rf"|(?P<onbase>以(?P<oy>{_Y})年(?:的?[^，。；]{{0,6}})?为(?:基数|基准|基期))"
    rf"|(?P<from>(?:自|从)?(?P<fy>{_Y})年(?:\d{{1,2}}月(?:\d{{1,2}}日)?|[^，。；\d]{{0,6}})?起)"
    rf"|(?P<fromrel>(?:自|从)?(?P<frel>今年|明年)(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?起)"
    rf"|(?P<asof>截至|截止到?)(?:目前|(?P<anow>今年)|(?P<ay>{_Y})年(?:底|末|\d{{1,2}}月(?:底|末|\d{{1,2}}日)?)?|(?P<am>\d{{1,2}}月(?:底|末|份|\d{{1,2}}日)?))"
    rf"|(?P<on>在?(?P<ony>{_Y})年[^，。；年]{{0,12}}基础上)"
    rf"|(?P<one>(?:到|至|于|在)?(?P<y>{_Y})年(?P<tail>(?:\d{{1,2}}月)?(?:年底|底|末)?(?:采暖期|供暖期|采暖季|供暖季)?(?:以?前|之前)?))"
    rf"|{_PLAN}(?:规划)?(?P<ptail>期?末|期间|时期|以来|期内|后[两三]年)?"
    rf"|(?P<gone>(?:近|过去|这)?(?P<gn>[{_N}两])年(?:间|来))"
    rf"|(?P<each>每年度?|年度(?=涨幅|增幅|降幅)|全年(?=不少于|不低于|开展)|逐年|年均|每年均|平均每年|每个?年度|年度)"
    rf"|(?P<rel>今年|(?<![照透])明年|后年|去年|上年|本年度?|年底前|年内|全年|上半年|下半年|年底)"
    rf"|(?P<within>(?:力争|用|利用|在|未来)?(?P<wn>[{_N}两]|\d{{1,2}})年(?:内|之内|时间|左右时间|来)?(?P<after>后)?)"
    rf"|(?P<then>届时|到那时)"
    rf"|(?P<whole>规划期内|规划期间|方案期内|行动期内|计划期内|实施期内)"
    rf"|(?P<mid>(?:到|至)?本世纪中叶)"
)


def year_of(text: str) -> int:
    """Return the year written in digits or in Chinese numerals."""
    return int(text) if text.isascii() else int("".join(_DIG[c] for c in text))


@dataclass(frozen=True, slots=True)
class Moment:
    """A time found at ``start``..``end``: its years, or the baseline that a change is measured against."""

    start: int
    end: int
    years: Years | None
    baseline_year: int | None = None
    baseline_reference: str | None = None
    is_baseline: bool = False
    is_yearly: bool = False
    is_past: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What relative times are counted from: the year of issue, the plan's first and last year."""

    issue: int | None
    start: int | None
    end: int | None


def find_moments(text: str, calendar: Calendar) -> list[Moment]:
    """Return the times of ``text`` in order."""
    moments: list[Moment] = []
    last: Years | None = None
    for found in TIME.finditer(text):
        moment = _moment(found, calendar, text)
        if found["then"] and last is not None:
            years = last.model_copy(update={"inferred": True})
            moment = Moment(found.start(), found.end(), years, written=found.group())
        if moment is not None and moment.years is not None and moment.years.type == "deadline":
            last = moment.years
        if moment is not None:
            moments.append(moment)
    return moments


def _years(**fields: object) -> Years:
    return Years.model_validate(fields)


def _moment(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    g = found.groupdict()
    start, end = found.span()
    word = found.group()
    if g["p1"] and g["p3"]:
        return Moment(start, end, _years(type="from", year=year_of(g["p1"])), written=word)
    if g["whole"]:
        if calendar.start is None or calendar.end is None:
            return None
        years = _years(type="period", start=calendar.start, end=calendar.end, inferred=True)
        return Moment(start, end, years, written=word)
    if g["onbase"]:
        return Moment(start, end, None, year_of(g["oy"]), is_baseline=True, written=word)
    if g["p1"]:
        return Moment(
            start, end, _years(type="period", start=year_of(g["p1"]), end=year_of(g["p2"])), written=word
        )
    if g["base"]:
        year = year_of(g["by"]) if g["by"] else None
        reference = None
        if g["bplan"] and g["bplan"] in _FIVE:
            year = _FIVE[g["bplan"]] + 4
        if g["brel"]:
            if g["brel"] in ("上年", "去年", "上一年", "前一年"):
                year = calendar.issue - 1 if calendar.issue else None
                reference = "previous_year"
            elif g["brel"] == "改造前":
                reference = "before_retrofit"
        if not g["by"] and not g["bplan"] and not g["brel"]:
            return None
        return Moment(start, end, None, year, reference, is_baseline=True, written=word)
    if g["from"]:
        return Moment(start, end, _years(type="from", year=year_of(g["fy"])), written=word)
    if g["fromrel"]:
        if calendar.issue is None:
            return None
        year = calendar.issue + (g["frel"] == "明年")
        return Moment(start, end, _years(type="from", year=year, inferred=True), written=word)
    if g["asof"]:
        year = year_of(g["ay"]) if g["ay"] else calendar.issue
        if year is None:
            return None
        return Moment(
            start, end, _years(type="as_of", year=year, inferred=not g["ay"]), is_past=True, written=word
        )
    if g["one"]:
        return Moment(start, end, _years(type="deadline", year=year_of(g["y"])), written=word)
    if g["plan"]:
        if g["plan"] not in _FIVE:
            return None
        first = _FIVE[g["plan"]]
        tail = g["ptail"] or ""
        if tail.startswith("后"):
            more = 2 if "两" in tail else 3
            return Moment(
                start, end, _years(type="period", start=first + 5 - more, end=first + 4), written=word
            )
        if tail.endswith("末"):
            return Moment(start, end, _years(type="deadline", year=first + 4), written=word)
        if tail or text[end : end + 1] in "，":
            past = calendar.issue is not None and first + 4 < calendar.issue
            return Moment(
                start, end, _years(type="period", start=first, end=first + 4), is_past=past, written=word
            )
        return None
    if g["on"]:
        return Moment(
            start,
            start + len(word.split("年")[0]) + 1,
            None,
            year_of(g["ony"]),
            is_baseline=True,
            written=word,
        )
    if g["gone"]:
        n = 2 if g["gn"] == "两" else _N.index(g["gn"]) + 1
        if calendar.start is None or n < 2:
            return None
        years = _years(type="period", start=calendar.start - n, end=calendar.start - 1)
        return Moment(start, end, years, is_past=True, written=word)
    if g["each"]:
        if g["each"] == "逐年" or (g["each"] == "年度" and text[end : end + 1] not in "涨增降"):
            return None
        return Moment(start, end, None, is_yearly=True, written=word)
    if g["mid"]:
        return Moment(start, end, _years(type="deadline", year=2050, inferred=True), written=word)
    if g["rel"]:
        return _relative(start, end, g["rel"], calendar)
    if g["within"]:
        return _within(start, end, g, calendar, word, text)
    return None


def _relative(start: int, end: int, word: str, calendar: Calendar) -> Moment | None:
    if calendar.issue is None:
        return None
    if word in ("去年", "上年"):
        return Moment(
            start,
            end,
            _years(type="as_of", year=calendar.issue - 1, inferred=True),
            is_past=True,
            written=word,
        )
    year = calendar.issue + {"明年": 1, "后年": 2}.get(word, 0)
    return Moment(start, end, _years(type="deadline", year=year, inferred=True), written=word)


def _within(
    start: int, end: int, g: dict[str, str | None], calendar: Calendar, word: str, text: str
) -> Moment | None:
    count = g["wn"] or ""
    n = int(count) if count.isascii() else 2 if count == "两" else _N.index(count) + 1
    if g["after"]:
        year = calendar.end or (calendar.issue + n if calendar.issue else None)
        return (
            Moment(start, end, _years(type="deadline", year=year, inferred=True), written=word)
            if year
            else None
        )
    length = calendar.end - calendar.start + 1 if calendar.end and calendar.start else None
    before = text[max(0, start - 1) : start]
    if before and before not in "，。；：\n" and not word.startswith(("力争", "用", "利用", "在", "未来")):
        return None
    if word.endswith("内") and (calendar.end or calendar.issue) and (length is None or n <= length):
        year = calendar.issue + n if calendar.issue else calendar.end
        return Moment(start, end, _years(type="deadline", year=year, inferred=True), written=word)
    if length == n and not word.endswith(("年", "内")):
        return None
    if length == n:
        if n >= 5:
            return Moment(start, end, _years(type="deadline", year=calendar.end, inferred=True), written=word)
        return Moment(
            start,
            end,
            _years(type="period", start=calendar.start, end=calendar.end, inferred=True),
            written=word,
        )
    return None
