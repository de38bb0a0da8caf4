"""The faults of a plan itself: what it leaves out, what contradicts itself, what cannot be met as written.

A plan with such faults still loads and computes; the findings say what its authors should settle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from typing import Any

import yaml

from dafeng.base import Issue, Severity, Text
from dafeng.plan.catalogue import catalogue
from dafeng.plan.load import available
from dafeng.plan.measure import FAMILIES, bound, direction
from dafeng.plan.model import Plan, Statement

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def lint(plan: Plan) -> list[Issue]:
    """Return every finding about ``plan``, in the order of its articles."""
    found = [*_articles(plan), *_parents(plan)]
    for statement in plan.statements:
        if statement.kind != "status" and statement.status != "rejected":
            found.extend(_statement(plan, statement))
    found.extend(_contradictions(plan))
    found.extend(_conflicts(plan))
    found.extend(_unused_decisions(plan))
    return found


def _issue(
    code: str,
    severity: Severity,
    message: Text,
    where: str,
    mend: Text,
    *,
    got: str | None = None,
    span: tuple[int, int] | None = None,
) -> Issue:
    return Issue(code, severity, message, where=where, got=got, mend=mend, span=span)


def _articles(plan: Plan) -> Iterator[Issue]:
    """Yield gaps and reversals in the numbering, and articles without a body."""
    numbers = [int(a.number) for a in plan.articles if a.number.isascii() and a.number.isdigit()]
    for before, after in pairwise(numbers):
        for absent in range(before + 1, after):
            yield _issue(
                "lint-article-missing",
                "warning",
                Text(f"缺少第{absent}条", f"article {absent} is missing"),
                f"articles {before}–{after}",
                Text("核对原文是漏印还是编号跳号", "check whether it was dropped or the number skipped"),
                got=f"{before} → {after}",
            )
        if after <= before:
            yield _issue(
                "lint-article-order",
                "warning",
                Text("条号没有递增", "article numbers do not rise"),
                f"article {after}",
                Text("核对条号", "check the numbers"),
                got=f"{before} → {after}",
            )
    for article in plan.articles:
        if not article.bodies and not article.implementers:
            yield _issue(
                "lint-no-body",
                "warning",
                Text("没有责任单位", "no body is responsible"),
                f"article {article.number}",
                Text("指定责任单位", "name a responsible body"),
                span=article.span,
            )


def _parents(plan: Plan) -> Iterator[Issue]:
    known = available() if plan.parents else []
    for parent in plan.parents:
        if parent not in known:
            yield _issue(
                "lint-parent-unknown",
                "warning",
                Text(f"上级规划 {parent} 未安装", f"the parent plan {parent} is not installed"),
                "parents",
                Text("补充该规划或删除该编号", "add that plan or remove the id"),
                got=parent,
            )


def _statement(plan: Plan, s: Statement) -> Iterator[Issue]:
    span = s.evidence.span if s.evidence else None
    issue_year = plan.document.issue_year
    if s.baseline is not None and s.baseline.value is None and s.baseline.reference is None:
        yield _issue(
            "lint-baseline-missing",
            "warning",
            Text(
                f"没有给出基准值（{s.baseline.year or '年份不详'}）",
                f"the baseline value is not given ({s.baseline.year or 'year unknown'})",
            ),
            s.id,
            Text("补充基准年的数值", "supply the value of the base year"),
            got=str(s.baseline.year),
            span=span,
        )
    if s.op == "about":
        settled = any(s.id in decision.statements for decision in plan.decisions)
        if s.tolerance is None:
            yield _issue(
                "lint-about-open",
                "warning",
                Text("“左右”没有容差", "“about” without a tolerance"),
                s.id,
                Text("给出容差并记为裁定", "give a tolerance and note it as a decision"),
                span=span,
            )
        elif not settled:
            yield _issue(
                "lint-about-unsettled",
                "info",
                Text("容差没有对应的裁定", "no decision stands behind the tolerance"),
                s.id,
                Text("增加一条裁定", "add a decision"),
                span=span,
            )
    yield from _timing(s, issue_year, span)
    yield from _units(s, span)
    if s.status == "extracted":
        yield _issue(
            "lint-unreviewed",
            "info",
            Text("尚未复核", "not reviewed yet"),
            s.id,
            Text("对照原文接受、改正或驳回", "accept, correct or reject it beside the text"),
            span=span,
        )


def _timing(s: Statement, issue_year: int | None, span: tuple[int, int] | None) -> Iterator[Issue]:
    y = s.years
    if y is None:
        if s.quantified:
            yield _issue(
                "lint-no-years",
                "warning",
                Text("没有时间要求", "no time is given"),
                s.id,
                Text("写明期限或“长期”", "give a deadline, or say that it always holds"),
                span=span,
            )
        return
    if issue_year is None:
        return
    end = y.year if y.type == "deadline" else y.end if y.type == "period" else None
    if end is not None and end < issue_year:
        yield _issue(
            "lint-deadline-past",
            "warning",
            Text(
                f"期限 {end} 早于印发年 {issue_year}",
                f"due in {end}, before the issue in {issue_year}",
            ),
            s.id,
            Text("改为今后的年份", "set a year to come"),
            got=str(end),
            span=span,
        )
    if y.type == "from" and y.year is not None and y.year < issue_year:
        yield _issue(
            "lint-retroactive",
            "warning",
            Text(
                f"自 {y.year} 年起，早于印发年 {issue_year}",
                f"from {y.year}, issued in {issue_year}",
            ),
            s.id,
            Text("说明印发前的年份是否考核", "say whether years before the issue are judged"),
            got=str(y.year),
            span=span,
        )


def _units(s: Statement, span: tuple[int, int] | None) -> Iterator[Issue]:
    known = {indicator.unit for indicator in catalogue().values()} | set(FAMILIES) | {"percentage_point"}
    if s.unit is not None and s.unit not in known:
        yield _issue(
            "lint-unit-unknown",
            "warning",
            Text("目录中没有这个单位", "the catalogue does not know this unit"),
            s.id,
            Text("改用目录中的单位", "use a unit of the catalogue"),
            got=s.unit,
            span=span,
        )
    values = s.value if isinstance(s.value, tuple) else () if s.value is None else (s.value,)
    if s.unit == "%" and s.baseline is None and any(not 0 <= value <= 100 for value in values):
        yield _issue(
            "lint-percent-range",
            "error",
            Text("百分比不在 0–100 之间", "a percentage outside 0 to 100"),
            s.id,
            Text("核对数值与单位", "check the value and the unit"),
            got=str(s.value),
            span=span,
        )


def _contradictions(plan: Plan) -> Iterator[Issue]:
    """Yield pairs on one indicator and scope that disagree, or that fall back over the years."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for s in plan.statements:
        if s.indicator and s.quantified and s.kind in ("target", "planning_limit", "qualitative_implied_100"):
            groups[s.indicator, s.scope].append(s)
    for group in groups.values():
        for one, two in combinations(group, 2):
            yield from _pair(one, two)


def _pair(one: Statement, two: Statement) -> Iterator[Issue]:
    way = direction(one) or direction(two)
    low, high = bound(one), bound(two)
    year = one.years.year if one.years else None
    later = two.years.year if two.years else None
    if low is None or high is None or one.baseline != two.baseline:
        return
    got = f"{one.id}: {low:g} ({year}), {two.id}: {high:g} ({later})"
    if year == later and low != high:
        yield _issue(
            "lint-contradiction",
            "warning",
            Text("同一指标、同一范围、同一年份有两个数值", "two numbers for one indicator, scope and year"),
            f"{one.id}, {two.id}",
            Text("只保留一个，或写明适用范围", "keep one, or say where each applies"),
            got=got,
        )
    elif year is not None and later is not None and year != later and way:
        early, late = (low, high) if year < later else (high, low)
        if (late - early) * way < 0:
            yield _issue(
                "lint-not-monotone",
                "warning",
                Text("后一期限的要求反而更松", "the later deadline asks for less"),
                f"{one.id}, {two.id}",
                Text("核对两个数值和年份", "check both numbers and years"),
                got=got,
            )


@cache
def _rules() -> tuple[dict[str, Any], ...]:
    text = (files("dafeng.plan") / "conflicts.yaml").read_text(encoding="utf-8")
    return tuple(yaml.load(text, Loader=_Loader))


def _conflicts(plan: Plan) -> Iterator[Issue]:
    """Yield pairs of statements that hinder each other, by the rules of ``conflicts.yaml``."""
    for rule in _rules():
        for one in _matching(plan, rule["a"]):
            for two in _matching(plan, rule["b"]):
                if rule.get("when") == "a_at_most_b" and not _at_most(one, two):
                    continue
                settled = any({one.id, two.id} <= set(d.statements) for d in plan.decisions)
                yield _issue(
                    "lint-conflict",
                    "info" if settled else "warning",
                    Text(rule["why"]["zh"], rule["why"]["en"]),
                    f"{one.id}, {two.id}",
                    Text(rule["mend"]["zh"], rule["mend"]["en"]),
                    got=rule["id"],
                )


def _at_most(one: Statement, two: Statement) -> bool:
    low, high = bound(one), bound(two)
    return low is not None and high is not None and low <= high


def _matching(plan: Plan, side: dict[str, Any]) -> Iterator[Statement]:
    articles = {article.number: article for article in plan.articles}
    for s in plan.statements:
        if s.indicator not in side["indicators"] or s.kind == "status":
            continue
        article = articles.get(s.article)
        words = s.subject.zh + (article.title.zh + article.summary.zh if article else "")
        words += (s.evidence.text or "") if s.evidence else ""
        if not side.get("words") or any(word in words for word in side["words"]):
            yield s


def _unused_decisions(plan: Plan) -> Iterator[Issue]:
    used = {scope.decision for scope in plan.scopes}
    for d in plan.decisions:
        if not (d.statements or d.articles or d.scopes or d.id in used):
            yield _issue(
                "lint-decision-unused",
                "info",
                Text("裁定不涉及任何条目", "the decision bears on nothing"),
                d.id,
                Text("写明涉及的条目、条文或范围", "name the statements, articles or scopes"),
            )
