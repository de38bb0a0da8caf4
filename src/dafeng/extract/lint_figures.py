"""Faults of the figures: baselines without a value, repeats that contradict, years past, aims that hinder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import yaml

from dafeng.base import Issue, Text
from dafeng.extract.draft import Draft, DraftStatement

__all__ = ["figure_faults", "issue_year"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER = re.compile(r"〔\s?([0-9０-９]{4})\s?〕|\[(\d{4})\]\s?\d{1,4}号")
_HAN_YEAR = "[二一][〇零○O０一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
_DATE = re.compile(rf"[0-9０-９]{{4}} ?年 ?[0-9０-９]{{1,2}} ?月|{_HAN_YEAR}")
_SHORTEST = 20  # characters of a sentence that counts as repeated
_LARGEST_GROUP = 60  # statements of one indicator and year that are compared pair by pair


def figure_faults(draft: Draft, text: str) -> Iterator[Issue]:
    """Yield what the figures of a draft leave open or contradict."""
    kept = [s for s in draft.statements if s.status != "rejected"]
    aims = [s for s in kept if s.kind != "status"]
    yield from _baselines(aims, kept)
    yield from _years(aims, issue_year(draft, text))
    yield from _date(text)
    paragraphs = list(_repeated_paragraphs(text))
    yield from paragraphs
    covered = [issue.span for issue in paragraphs if issue.span]
    yield from _pairs(aims, covered, text)
    yield from _conflicts(aims, draft, text)


def issue_year(draft: Draft, text: str) -> int | None:
    """Return the year of issue: the draft's, or that of the document number."""
    if draft.document.issue_year is not None:
        return draft.document.issue_year
    found = _NUMBER.search(text)
    return int(found.group(1) or found.group(2)) if found else None


def _baselines(aims: list[DraftStatement], kept: list[DraftStatement]) -> Iterator[Issue]:
    for s in aims:
        base = s.baseline
        if base is None or base.year is None or base.value is not None or base.relation == "from_value":
            continue
        if any(
            _same_thing(s, other) and _year(other) == base.year for other in kept if other.kind == "status"
        ):
            continue
        yield Issue(
            "text.baseline-missing",
            "warning",
            Text(
                f"与{base.year}年比较，但文中没有{base.year}年的数值",
                f"compares with {base.year}, whose value is not given",
            ),
            where=s.id,
            got=s.value_text,
            mend=Text(
                f"补充{base.year}年的基数及统计口径", f"give the value of {base.year} and how it is counted"
            ),
            span=s.value_span,
        )


def _years(aims: list[DraftStatement], issued: int | None) -> Iterator[Issue]:
    if issued is None:
        return
    for s in aims:
        year = s.years.year if s.years.year is not None else s.years.end
        if s.years.type in ("deadline", "period") and year is not None and year < issued:
            code, zh, en = (
                "text.deadline-past",
                "期限在印发时已过",
                "the deadline had passed when the text was issued",
            )
        elif s.years.type == "from" and year is not None and year < issued:
            code, zh, en = (
                "text.retroactive",
                "起始年份早于印发年份",
                "holds from a year before the text was issued",
            )
        else:
            continue
        yield Issue(
            code,
            "info" if code == "text.retroactive" else "warning",
            Text(f"{zh}（{issued}年印发）", f"{en} ({issued})"),
            where=s.id,
            got=str(year),
            mend=Text(
                "核对年份，或写明对已建项目如何适用",
                "check the year, or say how it applies to what was built",
            ),
            span=s.evidence.span,
        )


def _date(text: str) -> Iterator[Issue]:
    """Yield a finding where the document has a number and a year but no date of issue."""
    number = _NUMBER.search(text)
    if number is None:
        return
    for line in re.finditer(r"[^\n]+", text):
        found = _DATE.search(line.group())
        if found and len(line.group().strip()) <= 40:
            return
    yield Issue(
        "text.date-missing",
        "info",
        Text("有文号，没有印发日期", "there is a document number but no date of issue"),
        got=number.group(),
        mend=Text(
            "补充成文日期，期限和生效都由它起算", "give the date; deadlines and validity count from it"
        ),
        span=number.span(),
    )


def _repeated_paragraphs(text: str) -> Iterator[Issue]:
    """Yield paragraphs that another paragraph further down repeats in whole sentences (a news digest)."""
    seen: dict[str, int] = {}
    found: list[tuple[int, int, int]] = []
    for words in _sentences(text):
        seen[words] = seen.get(words, 0) + 1
    counted: dict[str, int] = {}
    for line in re.finditer(r"[^\n]+", text):
        twice = 0
        for words in _sentences(line.group()):
            counted[words] = counted.get(words, 0) + 1
            twice += seen[words] > counted[words]
        if twice:
            found.append((line.start(), line.end(), twice))
    for start, end, twice in found:
        yield Issue(
            "text.repeat",
            "info",
            Text(
                f"本段有 {twice} 句在后文重复出现",
                f"{twice} sentences of this paragraph stand again further down",
            ),
            got=text[start:end].strip()[:24],
            mend=Text("以正文为准，删去重复的摘要", "let the articles stand and drop the digest"),
            span=(start, end),
        )


def _sentences(text: str) -> Iterator[str]:
    """Yield the whole sentences of some length, without white space."""
    pieces = re.split("([。；\n])", text)
    for words, mark in zip(pieces[::2], pieces[1::2], strict=False):
        bare = "".join(words.split())
        if mark != "\n" and len(bare) >= _SHORTEST:
            yield bare


def _pairs(aims: list[DraftStatement], covered: list[tuple[int, int]], text: str) -> Iterator[Issue]:
    """Yield pairs about one indicator, scope and year: the same number twice, or two numbers."""
    groups: dict[tuple[str, str, int], list[DraftStatement]] = {}
    for s in aims:
        if (
            s.indicator
            and s.kind == "target"
            and s.years.type == "deadline"
            and s.years.year
            and s.baseline is None
        ):
            groups.setdefault((s.indicator, s.unit, s.years.year), []).append(s)
    many = Counter(indicator for indicator, _, _ in groups)
    for (indicator, unit, _), group in groups.items():
        said: set[str] = set()
        shared_out = unit != "%" and "/" not in unit and many[indicator] > 1  # a sum and its yearly parts
        for one, two in combinations(group[:_LARGEST_GROUP], 2):
            if (
                not _same_scope(one, two)
                or one.op != two.op
                or one.strength != two.strength
                or two.id in said
            ):
                continue
            inside = any(start <= s.value_span[0] < end for start, end in covered for s in (one, two))
            if one.value != two.value and not shared_out and not _one_sentence(text, one, two):
                said.add(two.id)
                yield _contradiction(one, two)
            elif one.value == two.value and not inside:
                said.add(two.id)
                yield _restated(one, two)


def _contradiction(one: DraftStatement, two: DraftStatement) -> Issue:
    return Issue(
        "text.contradiction",
        "warning",
        Text("同一指标同一年份前后两个数值", "two values for one indicator and year"),
        where=f"{one.id}, {two.id}",
        got=f"{one.value_text} / {two.value_text}",
        mend=Text("统一数值，或写明各自的口径和范围", "keep one, or say what each of them covers"),
        span=two.value_span,
    )


def _restated(one: DraftStatement, two: DraftStatement) -> Issue:
    return Issue(
        "text.repeat",
        "info",
        Text("同一目标重复出现", "the same target is stated twice"),
        where=f"{one.id}, {two.id}",
        got=one.value_text,
        mend=Text("保留一处，其余引用", "state it once and refer to it"),
        span=two.value_span,
    )


def _conflicts(aims: list[DraftStatement], draft: Draft, text: str) -> Iterator[Issue]:
    for rule in _rules():
        for one in aims:
            if one.indicator not in rule["a"]["indicators"] or not _worded(one, rule["a"], draft, text):
                continue
            for two in aims:
                if two.indicator not in rule["b"]["indicators"] or not _worded(two, rule["b"], draft, text):
                    continue
                if rule.get("when") == "a_at_most_b" and not _at_most(one, two):
                    continue
                yield Issue(
                    "text.conflict",
                    "info",
                    Text(rule["why"]["zh"], rule["why"]["en"]),
                    where=f"{one.id}, {two.id}",
                    got=rule["id"],
                    mend=Text(rule["mend"]["zh"], rule["mend"]["en"]),
                    span=one.value_span,
                )
                break
            else:
                continue
            break


@cache
def _rules() -> list[dict[str, Any]]:
    content = files("dafeng.plan").joinpath("conflicts.yaml").read_text(encoding="utf-8")
    rules: list[dict[str, Any]] = yaml.load(content, Loader=_Loader)
    return rules


def _worded(s: DraftStatement, side: dict[str, Any], draft: Draft, text: str) -> bool:
    words = side.get("words")
    if not words:
        return True
    at = s.value_span[0]
    spans = [a.span for a in draft.articles if a.span[0] <= at < a.span[1]] or [s.evidence.span]
    return any(word in text[start:end] for start, end in spans for word in words)


def _at_most(one: DraftStatement, two: DraftStatement) -> bool:
    if isinstance(one.value, tuple) or isinstance(two.value, tuple):
        return False
    return one.unit == two.unit and one.value <= two.value


def _same_thing(one: DraftStatement, two: DraftStatement) -> bool:
    return one.indicator == two.indicator if one.indicator and two.indicator else one.subject == two.subject


def _same_scope(one: DraftStatement, two: DraftStatement) -> bool:
    return one.scope == two.scope or one.scope is None or two.scope is None or one.subject == two.subject


def _one_sentence(text: str, one: DraftStatement, two: DraftStatement) -> bool:
    """Say whether no full stop parts two values: a sentence that gives two numbers means two things."""
    start, end = sorted((one.value_span[0], two.value_span[0]))
    return end - start < 300 and "。" not in text[start:end]


def _year(s: DraftStatement) -> int | None:
    return s.years.year if s.years.year is not None else s.years.end
