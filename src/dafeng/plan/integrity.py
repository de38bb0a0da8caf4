"""What must hold between the parts of a plan before anything may be computed from it.

Schema faults are pydantic's; these are the faults between fields and between objects: unknown ids,
reversed spans, deadlines without a year. The checks work on whatever parts could be read, so that one
broken statement does not hide the faults of the others.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dafeng.base import Text
from dafeng.plan.catalogue import catalogue
from dafeng.plan.model import (
    Article,
    Baseline,
    Decision,
    Document,
    Duty,
    Evidence,
    Region,
    Scope,
    Span,
    Statement,
    Years,
)

GOALS = "G"
"""The article of statements that stand among the goals of the preamble."""

FORMAT = "dafeng-plan/1"
YEARS = (1900, 2200)

Path = tuple[str | int, ...]
_DAY = re.compile(r"(\d\d)-(\d\d)\Z")


class Fault(NamedTuple):
    """A broken rule at a path inside the plan."""

    path: Path
    code: str
    message: Text
    got: str
    wanted: Text
    mend: Text


@dataclass
class Parts:
    """The parts of a plan that could be read, each with its index, and every id that the files name."""

    items: Mapping[str, Sequence[tuple[int, Any]]]
    ids: Mapping[str, Sequence[tuple[int, str]]]
    document: Document | None = None
    known: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.known = {key: {name for _, name in pairs} for key, pairs in self.ids.items()}

    @property
    def chars(self) -> int | None:
        """Return the length of the canonical text, where known."""
        return self.document.text_chars if self.document else None


def faults(parts: Parts) -> list[Fault]:
    """Return every broken rule."""
    found: list[Fault] = []
    for key, pairs in parts.ids.items():
        found.extend(_duplicates(key, pairs))
    for i, article in parts.items["articles"]:
        found.extend(_article(("articles", i), article, parts))
    for i, statement in parts.items["statements"]:
        found.extend(_statement(("statements", i), statement, parts))
    for i, region in parts.items["regions"]:
        found.extend(_region(("regions", i), region, parts))
    found.extend(_cycles(parts.items["regions"]))
    for i, scope in parts.items["scopes"]:
        found.extend(_scope(("scopes", i), scope, parts))
    for i, duty in parts.items["duties"]:
        found.extend(_duty(("duties", i), duty, parts))
    for i, decision in parts.items["decisions"]:
        found.extend(_decision(("decisions", i), decision, parts))
    return found


def _duplicates(key: str, pairs: Sequence[tuple[int, str]]) -> Iterator[Fault]:
    name = "number" if key == "articles" else "id"
    seen: set[str] = set()
    for i, value in pairs:
        if value in seen:
            yield Fault(
                (key, i, name),
                "plan-duplicate-id",
                Text("编号重复", "the id is given twice"),
                value,
                Text("每个编号只出现一次", "every id once"),
                Text("改用另一个编号或合并两条", "choose another id, or merge the two entries"),
            )
        seen.add(value)


_WHAT = {
    "articles": Text("条", "article"),
    "statements": Text("指标条目", "statement"),
    "bodies": Text("单位", "body"),
    "regions": Text("地区", "region"),
    "scopes": Text("范围", "scope"),
    "decisions": Text("裁定", "decision"),
    "indicators": Text("指标", "indicator"),
}


def _unknown(path: Path, key: str, value: str, known: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault where ``value`` names nothing."""
    if value in known:
        return
    what = _WHAT[key]
    near = _nearest(value, known)
    hint = Text(f"是否指 {near}？", f"did you mean {near}?") if near else Text("", "")
    home = "indicators.csv" if key == "indicators" else f"{key}.yaml"
    yield Fault(
        path,
        f"plan-unknown-{what.en}",
        Text(f"没有这个{what.zh}", f"there is no such {what.en}"),
        value,
        Text(f"{what.zh}编号", f"id ({what.en})"),
        Text(
            f"改正编号或在 {home} 中添加。{hint.zh}".rstrip(),
            f"correct the id, or add the {what.en} ({home}). {hint.en}".rstrip(),
        ),
    )


def _nearest(value: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches  # only where something is wrong

    found = get_close_matches(value, list(known), n=1, cutoff=0.7)
    return found[0] if found else None


def _all_known(path: Path, key: str, values: Iterable[str], parts: Parts) -> Iterator[Fault]:
    for j, value in enumerate(values):
        yield from _unknown((*path, j), key, value, parts.known[key])


def _span(path: Path, span: Span, chars: int | None) -> Iterator[Fault]:
    start, end = span
    if 0 <= start < end and (chars is None or end <= chars):
        return
    limit = "" if chars is None else f" <= {chars}"
    yield Fault(
        path,
        "plan-bad-span",
        Text("区间无效", "the span is not valid"),
        f"[{start}, {end}]",
        Text(f"[起, 止]，0 <= 起 < 止{limit}", f"[start, end] with 0 <= start < end{limit}"),
        Text("按规范文本的字符位置改正", "correct the offsets into the canonical text"),
    )


def _evidence(path: Path, evidence: Evidence, chars: int | None) -> Iterator[Fault]:
    yield from _span((*path, "span"), evidence.span, chars)
    value = evidence.value_span
    if value is None:
        return
    broken = list(_span((*path, "value_span"), value, chars))
    yield from broken
    low, high = evidence.span
    if not broken and not low <= value[0] < value[1] <= high:
        yield Fault(
            (*path, "value_span"),
            "plan-value-outside",
            Text("数值区间不在依据区间之内", "the value's span lies outside the span of the evidence"),
            str(list(value)),
            Text(f"在 {[low, high]} 之内", f"within {[low, high]}"),
            Text("改正其中一个区间", "correct one of the two spans"),
        )


def _article(path: Path, article: Article, parts: Parts) -> Iterator[Fault]:
    if article.span is not None:
        yield from _span((*path, "span"), article.span, parts.chars)
    yield from _all_known((*path, "bodies"), "bodies", article.bodies, parts)
    yield from _all_known((*path, "implementers"), "bodies", article.implementers, parts)
    if article.implementers_from is not None:
        yield from _unknown(
            (*path, "implementers_from"), "articles", article.implementers_from, parts.known["articles"]
        )


def _statement(path: Path, s: Statement, parts: Parts) -> Iterator[Fault]:
    head, _, tail = s.id.rpartition(".")
    if head != s.article or not (tail.isascii() and tail.isdigit()):
        yield Fault(
            (*path, "id"),
            "plan-bad-id",
            Text("编号不是“条号.序号”", "the id is not ARTICLE.N"),
            s.id,
            Text(f"{s.article}.1、{s.article}.2 …", f"{s.article}.1, {s.article}.2 …"),
            Text("编号以所在条的条号开头", "begin the id with the number of its article"),
        )
    yield from _unknown((*path, "article"), "articles", s.article, parts.known["articles"] | {GOALS})
    yield from _unknown((*path, "scope"), "scopes", s.scope, parts.known["scopes"])
    if s.indicator is not None:
        yield from _unknown((*path, "indicator"), "indicators", s.indicator, catalogue())
    yield from _all_known((*path, "bodies"), "bodies", s.bodies or (), parts)
    if s.evidence is not None:
        yield from _evidence((*path, "evidence"), s.evidence, parts.chars)
    for j, repeat in enumerate(s.repeats):
        yield from _evidence((*path, "repeats", j), repeat, parts.chars)
    yield from _value(path, s)
    if s.years is not None:
        yield from _years((*path, "years"), s.years)
    if s.baseline is not None:
        yield from _baseline((*path, "baseline"), s.baseline)


def _value(path: Path, s: Statement) -> Iterator[Fault]:
    """Yield faults of value, operator, unit, kind and tolerance."""
    if s.value is None:
        if s.op is not None:
            yield _rule(
                (*path, "op"), "plan-op-without-value", s.op, "有比较符而无数值", "an operator but no value"
            )
        if s.kind not in ("qualitative", "status"):
            yield _rule(
                (*path, "kind"), "plan-value-missing", s.kind, "此类条目须有数值", "this kind needs a value"
            )
    else:
        if s.op is None:
            yield _rule(
                (*path, "op"), "plan-op-missing", "null", "有数值而无比较符", "a value but no operator"
            )
        if s.unit is None:
            yield _rule((*path, "unit"), "plan-unit-missing", "null", "有数值而无单位", "a value but no unit")
        if s.kind == "qualitative":
            yield _rule(
                (*path, "kind"), "plan-kind", s.kind, "定性条目不带数值", "qualitative ones carry no value"
            )
    pair = isinstance(s.value, tuple)
    if pair != (s.op == "range"):
        yield _rule(
            (*path, "value"),
            "plan-range",
            f"{s.op} {s.value}",
            "range 用 [低, 高]，其余比较符用一个数",
            "range takes [low, high], the other operators one number",
        )
    if isinstance(s.value, tuple) and s.value[0] > s.value[1]:
        yield _rule(
            (*path, "value"), "plan-range", str(list(s.value)), "[低, 高] 颠倒", "[low, high] reversed"
        )
    if s.tolerance is not None and (s.op != "about" or s.tolerance < 0):
        yield _rule(
            (*path, "tolerance"),
            "plan-tolerance",
            f"{s.op} ± {s.tolerance}",
            "容差只用于 about，且不小于 0",
            "a tolerance belongs to `about` and is not below 0",
        )


def _rule(path: Path, code: str, got: str, zh: str, en: str) -> Fault:
    """Return a fault whose message already says what is wanted."""
    return Fault(
        path,
        code,
        Text(zh, en),
        got,
        Text("前后一致", "fields that agree"),
        Text(f"改正 {path[-1]} 或与之相关的字段", f"correct {path[-1]} or the field that it belongs to"),
    )


def _years(path: Path, y: Years) -> Iterator[Fault]:
    needs_year = y.type in ("deadline", "from", "as_of")
    if needs_year and y.year is None:
        yield _rule(
            (*path, "year"), "plan-year-missing", y.type, f"{y.type} 须有年份", f"{y.type} needs a year"
        )
    if y.type == "always" and (y.year, y.start, y.end) != (None, None, None):
        yield _rule(path, "plan-year-surplus", "always", "always 不带年份", "always takes no year")
    if y.type == "period" and (y.start is None or y.end is None):
        yield _rule(path, "plan-year-missing", "period", "period 须有起止年", "period needs start and end")
    if y.start is not None and y.end is not None and y.start > y.end:
        yield _rule(
            (*path, "start"), "plan-years-reversed", f"{y.start} > {y.end}", "起止年颠倒", "start after end"
        )
    for name in ("year", "start", "end"):
        yield from _year_range((*path, name), getattr(y, name))
    if y.due is not None:
        yield from _day((*path, "due"), y.due)


def _baseline(path: Path, b: Baseline) -> Iterator[Fault]:
    yield from _year_range((*path, "year"), b.year)
    if b.relation == "from_value" and b.value is None:
        yield _rule(
            (*path, "value"), "plan-baseline-value", "null", "from_value 须有原值", "from_value needs a value"
        )


def _year_range(path: Path, year: int | None) -> Iterator[Fault]:
    if year is not None and not YEARS[0] <= year <= YEARS[1]:
        yield Fault(
            path,
            "plan-bad-year",
            Text("年份不合理", "not a plausible year"),
            str(year),
            Text(f"{YEARS[0]}–{YEARS[1]} 的四位年份", f"four digits, {YEARS[0]} to {YEARS[1]}"),
            Text("写四位年份，如 2030", "write four digits, such as 2030"),
        )


def _day(path: Path, due: str) -> Iterator[Fault]:
    match = _DAY.match(due)
    month, day = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(2024, month)[1]):
        yield Fault(
            path,
            "plan-bad-day",
            Text("日期无效", "not a day of the year"),
            due,
            Text("MM-DD，如 11-30", "MM-DD, such as 11-30"),
            Text("写两位月、两位日，加引号", "write month and day with two digits each"),
        )


def _region(path: Path, region: Region, parts: Parts) -> Iterator[Fault]:
    if region.parent is not None:
        yield from _unknown((*path, "parent"), "regions", region.parent, parts.known["regions"])


def _cycles(regions: Sequence[tuple[int, Region]]) -> Iterator[Fault]:
    parent = {region.id: region.parent for _, region in regions}
    for i, region in regions:
        seen, here = [region.id], parent[region.id]
        while here is not None and here not in seen:
            seen.append(here)
            here = parent.get(here)
        if here == region.id:
            yield Fault(
                ("regions", i, "parent"),
                "plan-region-cycle",
                Text("地区的上级绕回自身", "a region lies inside itself"),
                " → ".join([*seen, here]),
                Text("一棵树", "a tree"),
                Text("改正其中一个 parent", "correct one `parent`"),
            )


def _scope(path: Path, scope: Scope, parts: Parts) -> Iterator[Fault]:
    yield from _all_known((*path, "regions"), "regions", scope.regions, parts)
    if scope.decision is not None:
        yield from _unknown((*path, "decision"), "decisions", scope.decision, parts.known["decisions"])


def _duty(path: Path, duty: Duty, parts: Parts) -> Iterator[Fault]:
    yield from _unknown((*path, "article"), "articles", duty.article, parts.known["articles"] | {GOALS})
    yield from _all_known((*path, "who"), "bodies", duty.who, parts)
    yield from _all_known((*path, "to"), "bodies", duty.to, parts)
    if duty.statement is not None:
        yield from _unknown((*path, "statement"), "statements", duty.statement, parts.known["statements"])
    if duty.due is not None:
        yield from _day((*path, "due"), duty.due)


def _decision(path: Path, decision: Decision, parts: Parts) -> Iterator[Fault]:
    options = [option.id for option in decision.options]
    if len(set(options)) < 2 or len(set(options)) != len(options):
        yield Fault(
            (*path, "options"),
            "plan-decision-options",
            Text("选项少于两个或编号重复", "fewer than two options, or an option id twice"),
            str(options),
            Text("至少两个不同的选项", "at least two different options"),
            Text("补充其余可能的理解", "add the other possible readings"),
        )
    if decision.chosen not in options:
        yield Fault(
            (*path, "chosen"),
            "plan-decision-chosen",
            Text("所选不在选项之中", "what is chosen is not among the options"),
            decision.chosen,
            Text("、".join(options), ", ".join(options)),
            Text("选择已有选项或补充选项", "choose one of the options, or add an option"),
        )
    yield from _all_known((*path, "statements"), "statements", decision.statements, parts)
    for j, number in enumerate(decision.articles):
        yield from _unknown((*path, "articles", j), "articles", number, parts.known["articles"] | {GOALS})
    yield from _all_known((*path, "scopes"), "scopes", decision.scopes, parts)
