"""Times in a text: deadlines, starts, periods, plan names, relative years; and baselines (比2020年)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dafeng.plan.model import Years

_HANYEAR = r"[二一][〇零九][〇零一二三四五六七八九]{2}"
_Y = rf"(?:(?:19|20)\d\d|{_HANYEAR})"
_DIG = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0"}
FIVE_YEAR_PLANS = {
    "十一": 2006,
    "十二": 2011,
    "十三": 2016,
    "十四": 2021,
    "十五": 2026,
    "十六": 2031,
    "十七": 2036,
}
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


def _moment(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    """Read one match by the first of its groups that is filled."""
    for group, read in _READERS:
        if found[group]:
            return read(found, calendar, text)
    return None


def _at(found: re.Match[str], years: Years | None, *, past: bool = False, yearly: bool = False) -> Moment:
    return Moment(*found.span(), years, is_past=past, is_yearly=yearly, written=found.group())


def _by(year: int, *, inferred: bool = False) -> Years:
    return Years(type="deadline", year=year, inferred=inferred)


def _over(start: int, end: int, *, inferred: bool = False) -> Years:
    return Years(type="period", start=start, end=end, inferred=inferred)


def _count(word: str) -> int:
    return int(word) if word.isascii() else 2 if word == "两" else _N.index(word) + 1


def _span(found: re.Match[str], calendar: Calendar, text: str) -> Moment:
    """2024－2026年; 2026－2027年采暖季起 holds from its first year on."""
    first = year_of(found["p1"])
    years = Years(type="from", year=first) if found["p3"] else _over(first, year_of(found["p2"]))
    return _at(found, years)


def _whole(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    """规划期内: the plan's own years."""
    if calendar.start is None or calendar.end is None:
        return None
    return _at(found, _over(calendar.start, calendar.end, inferred=True))


def _baseline(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    """比2020年, 较“十三五”末, 比上年, 较改造前."""
    year, reference = None, None
    if found["by"]:
        year = year_of(found["by"])
    elif found["bplan"] in FIVE_YEAR_PLANS:
        year = FIVE_YEAR_PLANS[found["bplan"]] + 4
    elif found["brel"] in ("上年", "去年", "上一年", "前一年"):
        year, reference = (calendar.issue - 1 if calendar.issue else None), "previous_year"
    elif found["brel"] == "改造前":
        reference = "before_retrofit"
    elif not found["brel"]:
        return None
    return Moment(*found.span(), None, year, reference, is_baseline=True, written=found.group())


def _on_base(found: re.Match[str], calendar: Calendar, text: str) -> Moment:
    """以2025年为基数; of 在2024年71.4%的基础上 only the year, since the old value follows it."""
    year, end = found["oy"] or found["ony"], found.end()
    if found["ony"]:
        end = found.start() + found.group().index("年") + 1
    return Moment(found.start(), end, None, year_of(year), is_baseline=True, written=found.group())


def _from(found: re.Match[str], calendar: Calendar, text: str) -> Moment:
    return _at(found, Years(type="from", year=year_of(found["fy"])))


def _from_now(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    if calendar.issue is None:
        return None
    return _at(found, Years(type="from", year=calendar.issue + (found["frel"] == "明年"), inferred=True))


def _as_of(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    year = year_of(found["ay"]) if found["ay"] else calendar.issue
    if year is None:
        return None
    return _at(found, Years(type="as_of", year=year, inferred=not found["ay"]), past=True)


def _year(found: re.Match[str], calendar: Calendar, text: str) -> Moment:
    return _at(found, _by(year_of(found["y"])))


def _five_years(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    """“十四五”末 is a deadline, “十四五”期间 a period, “十四五”后两年 its end; a mere name is no time."""
    if found["plan"] not in FIVE_YEAR_PLANS:
        return None
    first, tail = FIVE_YEAR_PLANS[found["plan"]], found["ptail"] or ""
    if tail.startswith("后"):
        return _at(found, _over(first + (3 if "两" in tail else 2), first + 4))
    if tail.endswith("末"):
        return _at(found, _by(first + 4))
    if not tail and text[found.end() : found.end() + 1] != "，":
        return None
    past = calendar.issue is not None and first + 4 < calendar.issue
    return _at(found, _over(first, first + 4), past=past)


def _gone(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    """五年间, 近三年来: the years before the plan."""
    n = _count(found["gn"])
    if calendar.start is None or n < 2:
        return None
    return _at(found, _over(calendar.start - n, calendar.start - 1), past=True)


def _each(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    rise = text[found.end() : found.end() + 1] in ("涨", "增", "降")
    if found["each"] == "逐年" or (found["each"] == "年度" and not rise):
        return None
    return _at(found, None, yearly=True)


def _middle(found: re.Match[str], calendar: Calendar, text: str) -> Moment:
    """本世纪中叶, which official texts use for 2050."""
    return _at(found, _by(2050, inferred=True))


def _relative(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    """今年, 明年, 年底前, 去年: counted from the year of issue."""
    if calendar.issue is None:
        return None
    word = found["rel"]
    if word in ("去年", "上年"):
        return _at(found, Years(type="as_of", year=calendar.issue - 1, inferred=True), past=True)
    return _at(found, _by(calendar.issue + {"明年": 1, "后年": 2}.get(word, 0), inferred=True))


def _within(found: re.Match[str], calendar: Calendar, text: str) -> Moment | None:
    """三年后, 两年内, 三年改造…: counted from the issue, or the plan's own length."""
    word, n = found.group(), _count(found["wn"])
    start, end, issue = calendar.start, calendar.end, calendar.issue
    if found["after"]:
        year = end or (issue + n if issue else None)
        return _at(found, _by(year, inferred=True)) if year else None
    before = text[max(0, found.start() - 1) : found.start()]
    if before and before not in "，。；：\n" and not word.startswith(("力争", "用", "利用", "在", "未来")):
        return None
    length = end - start + 1 if end and start else None
    if word.endswith("内") and (length is None or n <= length):
        year = issue + n if issue else end
        return _at(found, _by(year, inferred=True)) if year else None
    if length != n or start is None or end is None or not word.endswith(("年", "内")):
        return None
    return _at(found, _by(end, inferred=True) if n >= 5 else _over(start, end, inferred=True))


_READERS: tuple[tuple[str, Callable[[re.Match[str], Calendar, str], Moment | None]], ...] = (
    ("p1", _span),
    ("whole", _whole),
    ("onbase", _on_base),
    ("base", _baseline),
    ("from", _from),
    ("fromrel", _from_now),
    ("asof", _as_of),
    ("on", _on_base),
    ("one", _year),
    ("plan", _five_years),
    ("gone", _gone),
    ("each", _each),
    ("mid", _middle),
    ("rel", _relative),
    ("within", _within),
)
