"""From quantities in their sentences to statements: kind, operator, years, baseline, strength, scope."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dafeng.extract.baseline import change_baseline, from_value, move_to, old_values
from dafeng.extract.comparing import CHANGE, operator_of
from dafeng.extract.dismissal import states_nothing
from dafeng.extract.figure import Figure, figure_of
from dafeng.extract.promise import promise
from dafeng.extract.reports import find_reports
from dafeng.extract.sentence import Mention, Sentence, applicable, is_past, scope_of
from dafeng.extract.strength import strength_of
from dafeng.extract.threshold import is_threshold
from dafeng.extract.timing import Moment
from dafeng.extract.wordings import find_doublings, find_implied, find_peaks, find_zero
from dafeng.plan.model import Baseline, Kind, Op, Years

_SEPARATE = re.compile(r"分别|依次")
_BETTER = re.compile(r"(?:能效|效能|效率)(?:提升|提高)(?:率|比例)?[^，。；\d]{0,8}$")


def read_sentence(s: Sentence) -> list[Mention]:
    """Return the statements of one sentence, in order."""
    found, used = find_reports(s)
    olds = old_values(s)
    spread = _spread(s)
    for n, q in enumerate(s.quantities):
        if q.start in used or q.start in olds:
            continue
        figure = figure_of(s, q, found)
        if figure is not None and not states_nothing(figure):
            at = spread.get(n) or applicable(s, q.start, figure.clause)
            found.append(_mention(figure, at, found, olds))
    found += find_peaks(s)
    found += find_implied(s, found)
    found += find_zero(s)
    found += find_doublings(s)
    return sorted(found, key=lambda m: m.start)


def _spread(s: Sentence) -> dict[int, Moment]:
    """Match the years of 2023年、2024年、2025年分别 … with the quantities behind it, by their place."""
    out: dict[int, Moment] = {}
    for word in _SEPARATE.finditer(s.text, s.start, s.end):
        left = max((s.text.rfind(c, s.start, word.start()) for c in "；。："), default=-1)
        times = [
            m for m in s.moments if left < m.start < word.start() and m.years and m.years.type == "deadline"
        ]
        chain: list[Moment] = []
        for m in reversed(times):
            if chain and not re.fullmatch(r"[、和及与，]{1,2}", s.text[m.end : chain[0].start]):
                break
            chain.insert(0, m)
        ends = [k for k in (s.text.find(c, word.end(), s.end) for c in "；。，") if k >= 0]
        stop = min(ends, default=s.end)
        behind = [n for n, q in enumerate(s.quantities) if word.end() <= q.start < stop]
        if len(chain) >= 2 and len(behind) == len(chain):
            out.update(dict(zip(behind, chain, strict=True)))
    return out


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a figure says: its kind, years, operator, value and baseline."""

    kind: Kind
    years: Years
    op: Op
    value: float | tuple[float, float]
    baseline: Baseline | None


def _mention(f: Figure, at: Moment | None, before: list[Mention], olds: dict[int, re.Match[str]]) -> Mention:
    """Read one figure as a threshold, a result, or a promise."""
    s, q = f.sentence, f.quantity
    threshold, past = is_threshold(f), is_past(s, q, at, f.clause)
    move = move_to(f, olds)
    if past:
        read = _result(f, at)
    elif threshold:
        read = _threshold(f, at)
    else:
        read = _promised(f, at, moved=move is not None)
    baseline = read.baseline or (from_value(s, move) if move is not None else None)
    op = "range" if isinstance(read.value, tuple) else read.op
    if op == "=" and read.kind != "status":
        op = ">="
    strength = None if past else strength_of(s, q, f.clause, before, threshold=threshold)
    stop = min((k for k in (s.text.find(c, f.end, s.end) for c in "，；。") if k >= 0), default=s.end)
    return Mention(
        f.start, f.end, read.value, f.unit, read.kind, op, read.years, baseline, strength,
        (f.clause[0], f.start), (f.clause[0], max(stop, f.end)), f.clause, scope_of(s, f.clause, q),
    )  # fmt: skip


def _threshold(f: Figure, at: Moment | None) -> _Reading:
    aged = f.unit == "year" and at is not None
    years = at.years if aged and at is not None and at.years is not None else Years(type="always")
    return _Reading("obligation_threshold", years, operator_of(f), f.value, None)


def _result(f: Figure, at: Moment | None) -> _Reading:
    """A result: 降至8.7% says what is, so it compares with nothing."""
    years = _past_years(f, at)
    op = operator_of(f)
    if op == "<=" and re.search(r"(?:降|控制|压|减)[^，。；\d]{0,4}$", f.head):
        op = "="
    change = _change(f)
    if change is None:
        return _Reading("status", years, op, f.value, None)
    return _Reading("status", years, op, _signed(f.value, change), change_baseline(f, years))


def _promised(f: Figure, at: Moment | None, *, moved: bool) -> _Reading:
    """A target or a limit; with a verb of change in front, a change against a baseline."""
    kind, years = promise(f, at, moved=moved)
    op = operator_of(f)
    change = _change(f)
    if change is None and not _BETTER.search(f.head):
        return _Reading(kind, years, op, f.value, None)
    baseline = change_baseline(f, years)
    untimed = (at is None or at.years is None) and f.sentence.context.opener is None
    if baseline.reference == "before_retrofit" and untimed:
        years = Years(type="always")
    falls = change is not None and change["down"] is not None
    if op in ("=", ">=", "<="):
        op = "<=" if falls else ">="
    elif falls and op == ">":
        op = "<"
    return _Reading("baseline_relative_change", years, op, _signed(f.value, change), baseline)


def _change(f: Figure) -> re.Match[str] | None:
    return CHANGE.search(f.head) if f.unit in ("%", "percentage_point") else None


def _signed(value: float | tuple[float, float], change: re.Match[str] | None) -> float | tuple[float, float]:
    """Return a fall as a negative change."""
    if change is None or not change["down"]:
        return value
    return (-value[1], -value[0]) if isinstance(value, tuple) else -value


def _past_years(f: Figure, at: Moment | None) -> Years:
    """Return the year or period that a result is of: its own, the sentence's, else the review's."""
    context = f.sentence.context
    if at is None or at.years is None:
        at = next((m for m in f.sentence.moments if m.is_past and m.years is not None), at)
    if at is not None and at.years is not None and not (at.years.inferred and context.past_year):
        if at.years.type == "period":
            return at.years
        year = at.years.year or at.years.end
        if year is not None:
            return Years(type="as_of", year=year, inferred=at.years.inferred)
    return Years(type="as_of", year=context.past_year or context.calendar.issue, inferred=True)
