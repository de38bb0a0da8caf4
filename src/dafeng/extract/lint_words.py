"""Faults of the words: vague quantifiers, terms and scopes that drift, 原则上 without its 上."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import yaml

from dafeng.base import Issue, Text
from dafeng.extract.draft import Draft, DraftStatement

__all__ = ["word_faults"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SWAP_CONTEXT = 6


@cache
def _rules() -> dict[str, Any]:
    content = files("dafeng.extract").joinpath("rules/lint.yaml").read_text(encoding="utf-8")
    rules: dict[str, Any] = yaml.load(content, Loader=_Loader)
    return rules


def word_faults(draft: Draft, text: str) -> Iterator[Issue]:
    """Yield findings about words that leave the meaning open."""
    kept = [s for s in draft.statements if s.status != "rejected" and s.kind != "status"]
    yield from _vague(kept, text)
    yield from _in_principle(text)
    yield from _swapped(text)
    yield from _measures(kept, text)
    yield from _scopes(text)


def _vague(kept: list[DraftStatement], text: str) -> Iterator[Issue]:
    seen: set[int] = set()
    for rule in _rules()["vague"]:
        for found in re.finditer(rule["pattern"], text):
            seen.update(range(*found.span()))
            yield _open("text.vague", rule, found.group(), found.span())
    for s in kept:
        if s.value_span[0] in seen:
            continue
        if s.kind == "qualitative_implied_100":
            yield _open("text.vague", _rules()["whole"], s.value_text, s.value_span, s.id)
        elif s.op == "about" and "左右" in text[s.value_span[1] : s.value_span[1] + 4]:
            yield _open("text.vague", _rules()["about"], f"{s.value_text}左右", s.value_span, s.id)


def _open(
    code: str, rule: dict[str, Any], got: str, span: tuple[int, int], where: str | None = None
) -> Issue:
    why, mend = rule["why"], rule["mend"]
    message = Text(why["zh"], why["en"])
    return Issue(code, "info", message, where=where, got=got, mend=Text(mend["zh"], mend["en"]), span=span)


def _in_principle(text: str) -> Iterator[Issue]:
    follow = "|".join(_rules()["in_principle_follow"])
    for found in re.finditer(rf"(?<![的项本一该此])原则(?=(?:{follow}))", text):
        yield Issue(
            "text.in-principle",
            "info",
            Text("“原则”后似缺“上”字，约束强弱不明", "原则 seems to lack its 上: binding, or in principle?"),
            got=text[found.start() : found.end() + 6],
            wanted="原则上",
            mend=Text("补为“原则上”，或删去“原则”", "write 原则上, or drop 原则"),
            span=found.span(),
        )


def _swapped(text: str) -> Iterator[Issue]:
    """Yield terms that occur with two characters in either order within the same neighbours (能效, 效能).

    Every run of six Chinese characters is keyed by its outer four with the middle two sorted.
    """
    first: dict[tuple[str, str, str], dict[str, int]] = {}
    for run in re.finditer("[\u4e00-\u9fff]{6,}", text):
        words = run.group()
        for at in range(len(words) - _SWAP_CONTEXT + 1):
            piece = words[at : at + _SWAP_CONTEXT]
            middle = piece[2:4]
            if middle[0] != middle[1]:
                key = (piece[:2], "".join(sorted(middle)), piece[4:])
                first.setdefault(key, {}).setdefault(middle, run.start() + at)
    for (left, _, right), forms in first.items():
        if len(forms) == 2:
            (one, _at), (two, at) = sorted(forms.items(), key=lambda form: form[1])
            yield _drift(left + one + right, left + two + right, (at, at + _SWAP_CONTEXT))


def _measures(kept: list[DraftStatement], text: str) -> Iterator[Issue]:
    """Yield statements of one indicator of which one names the measure (面积比例) and another does not."""
    rules = _rules()
    share = "|".join(rules["share_words"])
    measure = "|".join(rules["measures"])
    phrase = re.compile(rf"({measure})?的?(?:{share})")
    groups: dict[str, list[tuple[DraftStatement, str, tuple[int, int]]]] = {}
    for s in kept:
        if s.indicator is None or s.unit != "%":
            continue
        start = max(s.evidence.span[0], s.value_span[0] - 30)
        phrases = list(phrase.finditer(text, start, s.value_span[0]))
        if phrases:
            last = phrases[-1]
            groups.setdefault(s.indicator, []).append((s, last.group(1) or "", last.span()))
    for group in groups.values():
        for one, two in combinations(group[:60], 2):
            if one[1] != two[1] and one[0].scope == two[0].scope:
                yield _drift(text[slice(*one[2])], text[slice(*two[2])], two[2])
                break


def _drift(one: str, two: str, span: tuple[int, int]) -> Issue:
    return Issue(
        "text.term-drift",
        "warning",
        Text("同一事物前后用词不一", "one thing is called by two terms"),
        got=f"{one} / {two}",
        mend=Text("统一用词，或写明两者的区别", "use one term, or say how they differ"),
        span=span,
    )


def _scopes(text: str) -> Iterator[Issue]:
    """Yield a finding where many words for the built-up world are used and none is defined."""
    rules = _rules()
    if any(word in text for word in rules["scope_defined"]):
        return
    words = sorted(rules["scope_words"], key=len, reverse=True)
    found: dict[str, tuple[int, int]] = {}
    for match in re.finditer("|".join(words), text):
        found.setdefault(match.group(), match.span())
    if len(found) < rules["scope_min"]:
        return
    yield Issue(
        "text.scope-undefined",
        "info",
        Text(
            f"范围用词有 {len(found)} 种，都没有界定",
            f"{len(found)} words for the scope, none of them defined",
        ),
        got="、".join(found),
        mend=Text("写明各用词的统计范围", "say what each of them covers"),
        span=min(found.values()),
    )
