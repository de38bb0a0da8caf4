"""Text in, draft out: the one walk through normaliser, structure, grammar, classifier and linking."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dafeng.base import Issue
from dafeng.extract.accounting import account
from dafeng.extract.draft import (
    Draft,
    DraftArticle,
    DraftDocument,
    DraftEvidence,
    DraftNode,
    DraftStatement,
    Negative,
)
from dafeng.extract.lint_text import lint_text
from dafeng.extract.mentions import read_sentence
from dafeng.extract.naming import indicator_of, subject_of, with_name
from dafeng.extract.negatives import find_negatives
from dafeng.extract.normalise import Norm, normalise
from dafeng.extract.quantities import Quantity, find_quantities
from dafeng.extract.reading import read_document
from dafeng.extract.sentence import Context, Mention, Sentence, words
from dafeng.extract.structure import Found, Line, find_articles, find_tree, read_lines
from dafeng.extract.tables import read_tables
from dafeng.extract.timing import Calendar, Moment, find_moments, year_of
from dafeng.plan.catalogue import catalogue
from dafeng.plan.evidence import sentence_hash, text_hash
from dafeng.plan.model import Baseline, Years


def extract_file(path: Path) -> Draft:
    """Read a .txt, .docx, .pdf or .html file and extract it; raises ``InputError`` on what cannot be read."""
    canonical = read_document(path)
    return extract_text(canonical.text, name=path.stem)


def lint_file(path: Path) -> list[Issue]:
    """Read and extract a text, and return what is wrong with the text itself."""
    canonical = read_document(path)
    return lint_text(extract_text(canonical.text, name=path.stem), canonical.text)


def extract_text(source: str, *, name: str = "draft") -> Draft:
    """Extract a canonical text. Offsets of the draft are indices into ``source``."""
    norm = normalise(source)
    text = norm.text
    lines = read_lines(norm)
    title = _document_title(norm, lines)
    calendar = _calendar(text, title, lines)
    articles = find_articles(norm, lines)
    blocked = find_negatives(text)
    moments = find_moments(text, calendar)
    quantities = _free_quantities(text, blocked, moments)
    mentions: list[tuple[Mention, Line | None]] = []
    table_mentions, table_negatives = read_tables(
        text, norm.tables, calendar, reported=_reported(text, title)
    )
    mentions += [(m, _line_of(lines, m.start)) for m in table_mentions]
    tabled = norm.tables
    for sentence, line in _sentences(text, lines, moments, quantities, calendar, tabled, title):
        mentions += [(m, line) for m in read_sentence(sentence)]
    mentions.sort(key=lambda pair: pair[0].start)
    statements = _statements(norm, mentions, lines, articles, name)
    spans = [s.value_span for s in statements]
    negatives = account(norm, lines, blocked + table_negatives, moments, quantities, spans)
    return Draft(
        id=_slug(name),
        document=DraftDocument(
            title=title or name,
            number=_number(text),
            issuers=_issuers(norm, lines),
            issue_year=calendar.issue,
            plan_start=calendar.start,
            plan_end=calendar.end,
            text_sha256=text_hash(source),
            text_chars=len(source),
        ),
        structure=tuple(
            DraftNode(level=n.level, number=n.number, title=n.title, parent=n.parent, span=n.span)
            for n in find_tree(norm, lines)
        ),
        articles=tuple(
            DraftArticle(
                number_as_printed=a.number,
                part=a.part,
                section=a.section,
                title=a.title,
                span=a.span,
                bodies=a.bodies,
                bodies_as_written=a.written,
                implementers=a.implementers,
            )
            for a in articles
        ),
        statements=tuple(statements),
        negatives=tuple(Negative(span=n.span, text=n.text, why=n.why) for n in negatives),
    )


def _slug(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return slug or "draft-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _document_title(norm: Norm, lines: list[Line]) -> str | None:
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


def _calendar(text: str, title: str | None, lines: list[Line]) -> Calendar:
    """Find the year of issue and the years of the plan."""
    issue = None
    number = re.search(r"[〔\[(](20\d\d)[〕\])](?:第)?\d{1,5}号", text[:3000])
    if number:
        issue = int(number.group(1))
    signed = re.search(
        r"(?:^|\n|[(（印发])((?:20\d\d)|二〇[一二三四五六七八九〇零]{2})年(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?",
        text,
    )
    if issue is None and signed:
        issue = year_of(
            signed.group(1).replace("零", "〇") if not signed.group(1).isascii() else signed.group(1)
        )
    start = end = None
    spans = [(title or "", True), (text[:4000], False)]
    for source, _ in spans:
        period = re.search(r"((?:20)\d\d)年?(?:－|~|至|到|－－)((?:20)\d\d)年", source)
        if period and int(period.group(2)) > int(period.group(1)):
            planned = source is spans[0][0] or re.search(
                r"规划期|实施期|方案|计划|行动|规划", source[max(0, period.start() - 30) : period.end() + 8]
            )
            if planned:
                start, end = int(period.group(1)), int(period.group(2))
                break
        plan = re.search(r"[“\"](十[一二三四五六七])五[”\"]", source)
        if plan and source is spans[0][0]:
            start = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}.get(
                plan.group(1)
            )
            end = start + 4 if start else None
            break
    if end is None:
        yearly = re.search(r"(20\d\d)年", title or "")
        if yearly and re.search(r"工作|安排|要点|计划|总结|报告", title or ""):
            ahead = re.search(r"(20\d\d)年(?:工作)?(?:安排|计划|打算)", text)
            years = [int(y) for y in re.findall(r"(20\d\d)年", title or "")]
            years += [int(ahead.group(1))] if ahead and _is_report(title) else []
            end = max(years)
            start = end
            issue = issue or end
    if issue is None:
        past = [int(y) for y in re.findall(r"截至(20\d\d)年", text)]
        report = re.search(r"(20\d\d)年\d{1,2}月\d{1,2}日", text[:600])
        if report:
            issue = int(report.group(1))
        elif past:
            issue = max(past) + 1
        elif start is not None:
            issue = start - 1 if re.search(r"三年后", text) else start
    if end is None:
        end = _main_year(text, lines)
        start = None
    return Calendar(issue, start, end)


def _is_report(title: str | None) -> bool:
    """Say whether a document reports (简报, 总结, 情况的报告) and does not plan."""
    words_ = title or ""
    return bool(re.search(r"简报|通报|总结|进展|公报|情况的?报告|工作报告", words_)) and not re.search(
        r"方案|计划|规划", words_.replace("工作计划", "")
    )


def _reported(text: str, title: str | None) -> int | None:
    """Return the year that a report is about, where its title names one."""
    year = re.search(r"(20\d\d)年", title or "")
    return int(year.group(1)) if year and _is_report(title) else None


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


def _free_quantities(text: str, blocked: list[tuple[int, int, str]], moments: list[Moment]) -> list[Quantity]:
    """Return the quantities that are no part of a time, a name or an idiom."""
    taken = bytearray(len(text) + 1)
    for start, end, _ in blocked:
        taken[start:end] = b"\x01" * (end - start)
    masked = _mask(text, taken)
    for m in moments:
        taken[m.start : m.end] = b"\x01" * (m.end - m.start)
    return [q for q in find_quantities(masked) if not taken[q.start] or _is_age(text, q)]


def _is_age(text: str, q: Quantity) -> bool:
    return (
        q.unit == "year"
        and bool(re.search(r"(?:年限满|满|使用|运行|重现期为?|超过)$", text[max(0, q.start - 6) : q.start]))
    ) or (q.unit == "year" and text[q.end : q.end + 2] == "一遇")


def _mask(text: str, taken: bytearray) -> str:
    return "".join("\u0001" if taken[k] else c for k, c in enumerate(text))


def _sentences(
    text: str,
    lines: list[Line],
    moments: list[Moment],
    quantities: list[Quantity],
    calendar: Calendar,
    tables: tuple[tuple[int, int], ...],
    title: str | None,
) -> Iterator[tuple[Sentence, Line]]:
    """Yield every sentence with what was found in it and what holds around it."""
    opener: Years | None = None
    opener_level: str | None = None
    report = _is_report(title)
    reported = _reported(text, title)
    past = report
    past_year: int | None = None
    mi = qi = 0
    table_starts = {start for start, _ in tables}
    for line in lines:
        if line.start in table_starts:
            while qi < len(quantities) and quantities[qi].start < line.end:
                qi += 1
            continue
        if line.level in ("chapter", "part", "subchapter", "bracket", "annex") or (
            line.level is None and line.title and line.end - line.start < 20
        ):
            heading = line.title or text[line.start : min(line.end, line.start + 20)]
            if line.level in ("chapter", "part", "subchapter", "bracket", "annex"):
                opener, opener_level = None, None
            ahead = any(k in heading for k in words()["future_headings"])
            behind = any(k in heading for k in words()["past_headings"])
            if ahead or behind or line.level in ("chapter", "part", "bracket"):
                past = (behind or report) and not re.search(
                    r"目标|打算|安排|下步|下一步|任务|计划|要求|下阶段|举措|措施|部署", heading
                )
                found = re.search(r"(20\d\d)年", heading)
                past_year = int(found.group(1)) if found and past else None
        elif (
            opener is not None
            and opener_level is not None
            and line.level is None
            and not text[line.start : line.end].startswith(("其中", "—"))
        ):
            opener, opener_level = None, None
        for start, end in _split(text, line):
            while mi < len(moments) and moments[mi].end <= start:
                mi += 1
            here_m, k = [], mi
            while k < len(moments) and moments[k].start < end:
                here_m.append(moments[k])
                k += 1
            while qi < len(quantities) and quantities[qi].start < start:
                qi += 1
            here_q, k = [], qi
            while k < len(quantities) and quantities[k].start < end:
                here_q.append(quantities[k])
                k += 1
            stated = [
                m.years.year
                for m in here_m
                if m.is_past and m.years and m.years.year and not m.years.inferred
            ]
            if past and stated:
                past_year = past_year or stated[-1]
            known = (
                past_year
                or (reported if past else None)
                or (calendar.start - 1 if past and calendar.start and not report else None)
            )
            context = Context(past, opener, calendar, past_year=known)
            sentence = Sentence(text, start, end, here_m, here_q, context)
            sentence.clauses = _clauses(text, start, end)
            yield sentence, line
            if end >= line.end and text[end - 1 : end] == "：":
                times = [m for m in here_m if m.years is not None and not m.is_past]
                if times:
                    opener, opener_level = times[-1].years, line.level or "text"


_LONGEST = 1200  # characters of a sentence that are read together; a longer one is read in pieces


def _split(text: str, line: Line) -> list[tuple[int, int]]:
    """Return the sentences of a line; what runs on without an end is cut into pieces."""
    return _cut(text, line.start, line.end, "。！？!?", _LONGEST)


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return _cut(text, start, end, "，；：", 240) or [(start, end)]


def _cut(text: str, start: int, end: int, marks: str, longest: int) -> list[tuple[int, int]]:
    out, begin = [], start
    for found in re.finditer(f"[{marks}]", text[start:end]):
        stop = start + found.end()
        out += _pieces(begin, stop, longest)
        begin = stop
    return out + _pieces(begin, end, longest)


def _pieces(start: int, end: int, longest: int) -> list[tuple[int, int]]:
    return [(k, min(k + longest, end)) for k in range(start, end, longest)]


def _line_of(lines: list[Line], position: int) -> Line | None:
    k = bisect_right(lines, position, key=lambda line: line.start) - 1
    return lines[k] if k >= 0 and position < lines[k].end else None


def _statements(
    norm: Norm,
    mentions: list[tuple[Mention, Line | None]],
    lines: list[Line],
    articles: list[Found],
    name: str,
) -> list[DraftStatement]:
    text = norm.text
    count: dict[str, int] = {}
    out: list[DraftStatement] = []
    seen: list[tuple[Mention, str | None]] = []
    taken: list[tuple[int, int]] = []
    ids = _article_ids(articles)
    for m, line in mentions:
        if any(a < m.end and m.start < b for a, b in taken[-6:]):
            continue
        taken.append((m.start, m.end))
        span = norm.span(m.start, m.end)
        article, number = _article_of(articles, ids, span[0])
        subject = subject_of(text, m, seen)
        indicator, score = indicator_of(text, m, line, article, seen)
        seen.append((m, indicator))
        if indicator is not None:
            subject = with_name(subject, catalogue()[indicator].name_zh)
        key = number if article is not None else ("G" if articles else "S")
        count[key] = count.get(key, 0) + 1
        evidence = norm.span(*_trim(text, *m.evidence))
        words_ = norm.source[slice(*evidence)]
        out.append(
            DraftStatement(
                id=f"{key}.{count[key]}",
                article=article.number if article is not None else None,
                kind=m.kind, subject=subject, indicator=indicator, indicator_score=score, op=m.op,
                value=_plain(m.value), unit=m.unit, years=m.years, baseline=_plain_baseline(m), strength=m.strength,
                scope=m.scope, value_span=span, value_text=norm.source[slice(*span)],
                evidence=DraftEvidence(span=evidence, sentence_sha256=sentence_hash(words_), text=words_),
            )
        )  # fmt: skip
    return _mark_repeats(out)


def _plain(value: float | tuple[float, float]) -> float | int | tuple[float | int, float | int]:
    if isinstance(value, tuple):
        return _number_of(value[0]), _number_of(value[1])
    return _number_of(value)


def _number_of(value: float) -> float | int:
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _plain_baseline(m: Mention) -> Baseline | None:
    if m.baseline is None or m.baseline.value is None:
        return m.baseline
    return m.baseline.model_copy(update={"value": _plain(m.baseline.value)})


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in "，；。：、 ":
        start += 1
    while end > start and text[end - 1] in "，；。：、 ":
        end -= 1
    return start, max(end, start)


def _article_ids(articles: list[Found]) -> list[str]:
    """Return the id prefix of every article: its printed number where it is one and unique, else its place."""
    count = Counter(a.number for a in articles)
    return [
        a.number if a.number and count[a.number] == 1 and re.fullmatch(r"\w+", a.number) else f"A{n}"
        for n, a in enumerate(articles, 1)
    ]


def _article_of(articles: list[Found], ids: list[str], offset: int) -> tuple[Found | None, str]:
    k = bisect_right(articles, offset, key=lambda a: a.span[0]) - 1
    return (articles[k], ids[k]) if k >= 0 and offset < articles[k].span[1] else (None, "")


def _mark_repeats(statements: list[DraftStatement]) -> list[DraftStatement]:
    """Mark statements that say the same as another in an article (a news digest in front, a repeat)."""
    first: dict[tuple[object, ...], str] = {}
    ordered = sorted(statements, key=lambda s: (s.article is None, s.value_span[0]))
    repeats: dict[str, str] = {}
    for s in ordered:
        key = (
            s.indicator,
            s.value,
            s.unit,
            s.op,
            s.years.type,
            s.years.year,
            s.kind,
            s.evidence.sentence_sha256,
        )
        if key in first:
            repeats[s.id] = first[key]
        else:
            first[key] = s.id
    return [s.model_copy(update={"repeats": repeats[s.id]}) if s.id in repeats else s for s in statements]


def _number(text: str) -> str | None:
    found = re.search(r"[一-鿿]{2,12}[〔\[(]20\d\d[〕\])](?:第)?\d{1,5}号", text[:3000])
    return found.group() if found else None


def _issuers(norm: Norm, lines: list[Line]) -> tuple[str, ...]:
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


__all__ = ["extract_file", "extract_text", "lint_file"]
