"""Text in, draft out: the one walk through normaliser, structure, grammar, classifier and linking."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
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
from dafeng.extract.heading import calendar_of, issuers_of, number_of, reported_year, title_of
from dafeng.extract.lint_text import lint_text
from dafeng.extract.mentions import read_sentence
from dafeng.extract.naming import indicator_of, subject_of, with_name
from dafeng.extract.negatives import find_negatives
from dafeng.extract.normalise import Norm, normalise
from dafeng.extract.reading import read_document
from dafeng.extract.sentence import Mention
from dafeng.extract.structure import Found, Line, find_articles, find_tree, read_lines
from dafeng.extract.tables import read_tables
from dafeng.extract.timing import find_moments
from dafeng.extract.walk import free_quantities, sentences
from dafeng.plan.catalogue import catalogue
from dafeng.plan.evidence import sentence_hash, text_hash
from dafeng.plan.model import Baseline


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
    title = title_of(norm, lines)
    calendar = calendar_of(text, title, lines)
    articles = find_articles(norm, lines)
    blocked = find_negatives(text)
    moments = find_moments(text, calendar)
    quantities = free_quantities(text, blocked, moments)
    mentions: list[tuple[Mention, Line | None]] = []
    table_mentions, table_negatives = read_tables(text, norm.tables, calendar, reported=reported_year(title))
    mentions += [(m, _line_of(lines, m.start)) for m in table_mentions]
    for sentence, line in sentences(
        text, lines, moments, quantities, calendar, tables=norm.tables, title=title
    ):
        mentions += [(m, line) for m in read_sentence(sentence)]
    mentions.sort(key=lambda pair: pair[0].start)
    statements = _statements(norm, mentions, lines, articles, name)
    spans = [s.value_span for s in statements]
    negatives = account(norm, lines, blocked + table_negatives, moments, quantities, spans)
    return Draft(
        id=_slug(name),
        document=DraftDocument(
            title=title or name,
            number=number_of(text),
            issuers=issuers_of(norm, lines),
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


__all__ = ["extract_file", "extract_text", "lint_file"]
