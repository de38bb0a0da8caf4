"""What a text says of itself: title, number, issuers, the year of issue and the years of its plan."""

from __future__ import annotations

import re

from dafeng.extract.normalise import Norm
from dafeng.extract.structure import Line
from dafeng.extract.timing import FIVE_YEAR_PLANS, Calendar, year_of


def title_of(norm: Norm, lines: list[Line]) -> str | None:
    """Return the title: the longest name in 《》 of the first lines, or the first line that names a plan."""
    head = lines[:14]
    for line in head:
        text = norm.text[line.start : line.end]
        if (
            len(text) <= 60
            and re.search(
                r"(?:方案|规划|计划|办法|意见|纲要|总结[^。]{0,20}|简报|通报|报告|通知)(?:\(.{1,20}\))?(?:的通知)?$",
                text,
            )
            and "：" not in text
        ):
            inner = re.search(r"《([^》]{4,60})》", text)
            return inner.group(1) if inner else text
    for line in head:
        inner = re.search(
            r"《([^》]{4,60}(?:方案|规划|计划|办法|意见)[^》]{0,20})》", norm.text[line.start : line.end]
        )
        if inner:
            return inner.group(1)
    return norm.text[head[0].start : head[0].end][:60] if head else None


def calendar_of(text: str, title: str | None, lines: list[Line]) -> Calendar:
    """Find the year of issue and the years of the plan; what the text leaves open stays None."""
    issue = _issued(text)
    start, end = _plan_years(text, title or "")
    if end is None:
        end = start = _working_year(text, title or "")
        issue = issue or end
    issue = issue or _issue_by_content(text, start)
    if end is None:
        return Calendar(issue, None, _main_year(text, lines))
    return Calendar(issue, start, end)


def _issued(text: str) -> int | None:
    """Return the year of the document number, else of the date that signs it."""
    number = re.search(r"[〔\[(](20\d\d)[〕\])](?:第)?\d{1,5}号", text[:3000])
    if number:
        return int(number.group(1))
    signed = re.search(
        r"(?:^|\n|[(（印发])(20\d\d|二[〇零][一二三四五六七八九〇零]{2})年(?:\d{1,2}|[一二三四五六七八九十]{1,3})月",
        text,
    )
    return year_of(signed.group(1)) if signed else None


def _plan_years(text: str, title: str) -> tuple[int | None, int | None]:
    """Return the first and last year of the plan: of its title, else of a planning period in the text."""
    for source in (title, text[:4000]):
        for period in re.finditer(r"(20\d\d)年?(?:－{1,2}|~|至|到)(20\d\d)年", source):
            around = source[max(0, period.start() - 30) : period.end() + 8]
            planned = source is title or re.search(r"规划期|实施期|方案|计划|行动|规划", around)
            if planned and int(period.group(2)) > int(period.group(1)):
                return int(period.group(1)), int(period.group(2))
            break
        plan = re.search(r"[“\"](十[一二三四五六七])五[”\"]", source)
        if plan and source is title:
            first = FIVE_YEAR_PLANS[plan.group(1)]
            return first, first + 4
    return None, None


def _working_year(text: str, title: str) -> int | None:
    """Return the year that a yearly arrangement, or the outlook of a report, is for."""
    years = [int(y) for y in re.findall(r"(20\d\d)年", title)]
    if not years or not re.search(r"工作|安排|要点|计划|总结|报告", title):
        return None
    ahead = re.search(r"(20\d\d)年(?:工作)?(?:安排|计划|打算)", text)
    return max([*years, int(ahead.group(1))] if ahead and is_report(title) else years)


def _issue_by_content(text: str, start: int | None) -> int | None:
    """Guess the year of issue of a text without number and date by what it reports and plans."""
    dated = re.search(r"(20\d\d)年\d{1,2}月\d{1,2}日", text[:600])
    if dated:
        return int(dated.group(1))
    reported = [int(y) for y in re.findall(r"截至(20\d\d)年", text)]
    if reported:
        return max(reported) + 1
    if start is None:
        return None
    return start - 1 if "三年后" in text else start


def _main_year(text: str, lines: list[Line]) -> int | None:
    """Return the target year of a plan with one clear target year."""
    years = [int(y) for y in re.findall(r"(?:到|至)(20\d\d)年", text)]
    if not years:
        return None
    goals = [
        int(y)
        for line in lines
        if "目标" in (line.section or "") + (line.part or "")
        for y in re.findall(r"(?:到|至)(20\d\d)年", text[line.start : line.end])
    ]
    clear = set(goals) or set(years)
    return clear.pop() if len(clear) == 1 else None


def is_report(title: str | None) -> bool:
    """Say whether a document reports (简报, 总结, 情况的报告) and does not plan."""
    name = title or ""
    return bool(re.search(r"简报|通报|总结|进展|公报|情况的?报告|工作报告", name)) and not re.search(
        r"方案|计划|规划", name.replace("工作计划", "")
    )


def reported_year(title: str | None) -> int | None:
    """Return the year that a report is about, where its title names one."""
    year = re.search(r"(20\d\d)年", title or "")
    return int(year.group(1)) if year and is_report(title) else None


def number_of(text: str) -> str | None:
    """Return the document number, as in 青住建发〔2024〕18号."""
    found = re.search(r"[一-鿿]{2,12}[〔\[(]20\d\d[〕\])](?:第)?\d{1,5}号", text[:3000])
    return found.group() if found else None


def issuers_of(norm: Norm, lines: list[Line]) -> tuple[str, ...]:
    """Return the bodies that sign: short lines of names that end like government bodies."""
    out: list[str] = []
    for line in lines[:16]:
        text = norm.text[line.start : line.end].strip()
        for name in re.split(r"[ 、]", text):
            if (
                4 <= len(name) <= 24
                and re.search(r"(?:局|委员会|人民政府|办公室|厅|部|管委会)$", name)
                and not re.search(r"[，。：]", text)
            ):
                out.append(name)
    return tuple(dict.fromkeys(out))
