"""A plan beside its parents, target by target: stricter, looser, equal, missing, or not comparable."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from dafeng.base import Text
from dafeng.plan.load import load
from dafeng.plan.measure import RANKS, base_unit, bound, direction, due_year
from dafeng.plan.model import Baseline, Number, Plan, Statement

Verdict = Literal[
    "stricter",
    "looser",
    "equal",
    "missing",
    "missing_in_parent",
    "other_scope",
    "other_year",
    "not_comparable",
]

_RURAL = {"rural", "pastoral"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One target of a plan beside the same target of a parent plan.

    ``missing``: the parent has it and the plan does not; ``missing_in_parent``: the other way round.
    ``gap`` is how much more the plan asks for, in ``unit``: negative where it asks for less.
    ``strength`` says how the plan's strength stands to the parent's.
    """

    parent: str
    indicator: str | None
    verdict: Verdict
    statement: str | None
    parent_statement: str | None
    subject: Text
    value: Number | tuple[Number, Number] | None
    parent_value: Number | tuple[Number, Number] | None
    unit: str | None
    year: int | None
    parent_year: int | None
    gap: float | None
    strength: Literal["weaker", "same", "stronger"] | None
    why: Text


def compare(plan: Plan, parent: Plan) -> list[Comparison]:
    """Return every target of ``plan`` and ``parent``, paired by indicator, with a verdict each."""
    theirs: dict[str, list[Statement]] = defaultdict(list)
    for p in _targets(parent):
        if p.indicator:
            theirs[p.indicator].append(p)
    rows: list[Comparison] = []
    used: set[str] = set()
    for s in _targets(plan):
        candidates = theirs.get(s.indicator or "", [])
        if not candidates:
            rows.append(_single(s, parent, ours=True))
            continue
        judged = [(p, _judge(plan, s, parent, p)) for p in candidates]
        best = min(judged, key=lambda item: _distance(plan, s, parent, item))
        used.add(best[0].id)
        rows.append(best[1])
    ours: dict[str, list[Statement]] = defaultdict(list)
    for s in _targets(plan):
        ours[s.indicator or ""].append(s)
    for p in _targets(parent):
        if p.id in used:
            continue
        candidates = ours.get(p.indicator or "", []) if p.indicator else []
        rows.append(
            min(
                (_judge(plan, s, parent, p) for s in candidates),
                key=lambda row: _ORDER[row.verdict],
                default=_single(p, parent, ours=False),
            )
        )
    return rows


def chain(plan: Plan) -> list[Plan]:
    """Return the plans above ``plan``, its own parents first, each once."""
    found: dict[str, Plan] = {}
    names = list(plan.parents)
    while names:
        name = names.pop(0)
        if name not in found and name != plan.id:
            found[name] = load(name)
            names.extend(found[name].parents)
    return list(found.values())


def compare_chain(plan: Plan) -> list[Comparison]:
    """Return the comparison with every plan of the chain above that has figures.

    A statement that no plan of the chain knows is listed once, beside the first of them.
    """
    parents = [parent for parent in chain(plan) if _targets(parent)]
    rows = [row for parent in parents for row in compare(plan, parent)]
    known = {row.statement for row in rows if row.verdict not in ("missing", "missing_in_parent")}
    first = parents[0].id if parents else None
    return [
        row
        for row in rows
        if row.verdict != "missing_in_parent" or (row.parent == first and row.statement not in known)
    ]


_ORDER: dict[str, int] = {
    "equal": 0,
    "stricter": 0,
    "looser": 0,
    "other_year": 1,
    "other_scope": 2,
    "not_comparable": 3,
    "missing": 4,
    "missing_in_parent": 4,
}


def _targets(plan: Plan) -> list[Statement]:
    """Return what can be compared: statements with a value that are no status reports or reporting days."""
    skip = ("status", "reporting_deadline")
    return [s for s in plan.statements if s.quantified and s.kind not in skip and s.status != "rejected"]


def _distance(
    plan: Plan, s: Statement, parent: Plan, pair: tuple[Statement, Comparison]
) -> tuple[float, ...]:
    """Return how far a statement of the parent is from ``s``: verdict, year, scope, kind, then number."""
    p, row = pair
    other_scope = plan.scope(s.scope).name.zh != parent.scope(p.scope).name.zh
    years = abs((due_year(s) or 0) - (due_year(p) or 0))
    apart = abs((bound(s) or 0) - (bound(p) or 0))
    return _ORDER[row.verdict], years, other_scope, s.strength != p.strength, s.kind != p.kind, apart


def _single(s: Statement, parent: Plan, *, ours: bool) -> Comparison:
    """Return the row of a target that stands in one of the two plans only."""
    verdict: Verdict = "missing_in_parent" if ours else "missing"
    why = (
        Text("上级规划没有此项", "the parent plan has no such target")
        if ours
        else Text("本规划没有此项", "the plan has no such target")
    )
    if s.indicator is None:
        verdict = "not_comparable"
        why = Text("没有对应的目录指标，无法配对", "no indicator, so nothing to pair it with")
    return Comparison(
        parent=parent.id,
        indicator=s.indicator,
        verdict=verdict,
        statement=s.id if ours else None,
        parent_statement=None if ours else s.id,
        subject=Text(s.subject.zh, s.subject.en),
        value=s.value if ours else None,
        parent_value=None if ours else s.value,
        unit=s.unit,
        year=due_year(s) if ours else None,
        parent_year=None if ours else due_year(s),
        gap=None,
        strength=None,
        why=why,
    )


def _judge(plan: Plan, s: Statement, parent: Plan, p: Statement) -> Comparison:
    verdict, gap, why = _verdict(plan, s, parent, p)
    strength = _strength(s, p)
    if strength == "weaker":
        why = Text(f"{why.zh}；力度较弱（{s.strength}）", f"{why.en}; weaker strength ({s.strength})")
    elif strength == "stronger":
        why = Text(f"{why.zh}；力度较强（{s.strength}）", f"{why.en}; stronger strength ({s.strength})")
    return Comparison(
        parent=parent.id,
        indicator=s.indicator,
        verdict=verdict,
        statement=s.id,
        parent_statement=p.id,
        subject=Text(s.subject.zh, s.subject.en),
        value=s.value,
        parent_value=p.value,
        unit=base_unit(s),
        year=due_year(s),
        parent_year=due_year(p),
        gap=gap,
        strength=strength,
        why=why,
    )


def _strength(s: Statement, p: Statement) -> Literal["weaker", "same", "stronger"] | None:
    if s.strength is None or p.strength is None:
        return None
    step = RANKS[s.strength] - RANKS[p.strength]
    return "same" if step == 0 else "stronger" if step > 0 else "weaker"


def _verdict(plan: Plan, s: Statement, parent: Plan, p: Statement) -> tuple[Verdict, float | None, Text]:
    """Return the verdict on a pair, the gap where there is one, and why."""
    obstacle = _obstacle(s, p) or _territory(plan, s, parent, p)
    if obstacle is not None:
        return "not_comparable", None, obstacle
    mine, yours = bound(s), bound(p)
    way = direction(s) or direction(p)
    assert mine is not None and yours is not None
    if not way and mine != yours:
        why = Text("两处都没有写明方向", "neither says which way is stricter")
        return "not_comparable", None, why
    gap = (mine - yours) * (way or 1)
    scope = _scope_difference(plan, s, parent, p)
    if scope is not None:
        return "other_scope", gap, scope
    harder = _sign(gap) or _strictness(s, p)
    sooner = _sooner(s, p)
    years = f"{due_year(s) or '—'} / {due_year(p) or '—'}"
    numbers = f"{mine:g} / {yours:g} {base_unit(s)}, {years}"
    if harder * sooner < 0:
        return (
            "other_year",
            gap,
            Text(f"年份与数值松紧相反：{numbers}", f"one is earlier, the other harder: {numbers}"),
        )
    if sooner and not harder:
        verdict: Verdict = "stricter" if sooner > 0 else "looser"
        early = Text("早", "earlier") if sooner > 0 else Text("晚", "later")
        return (
            verdict,
            gap,
            Text(f"数值相同而年份较{early.zh}：{numbers}", f"same number, {early.en}: {numbers}"),
        )
    if harder:
        verdict = "stricter" if harder > 0 else "looser"
        word = Text("高于", "more than") if harder > 0 else Text("低于", "less than")
        return verdict, gap, Text(f"要求{word.zh}上级：{numbers}", f"asks {word.en} the parent: {numbers}")
    return "equal", gap, Text(f"与上级一致：{numbers}", f"the same as the parent: {numbers}")


def _obstacle(s: Statement, p: Statement) -> Text | None:
    """Return why two statements on one indicator cannot be compared; None where they can."""
    if bound(s) is None or bound(p) is None:
        return Text("一方是区间", "one of them is a range")
    if base_unit(s) != base_unit(p):
        return Text(f"单位不同：{s.unit} / {p.unit}", f"units differ: {s.unit} / {p.unit}")
    if (s.kind == "obligation_threshold") != (p.kind == "obligation_threshold"):
        return Text("一方是适用门槛，另一方是目标", "one is a threshold, the other a target")
    mine, yours = s.baseline, p.baseline
    if (mine is None) != (yours is None):
        return Text("一方是水平，另一方是变化", "one is a level, the other a change")
    if mine is not None and yours is not None and _origin(mine) != _origin(yours):
        here, there = mine.year or mine.reference, yours.year or yours.reference
        return Text(f"基准不同：{here} / {there}", f"baselines differ: {here} / {there}")
    if direction(s) * direction(p) < 0:
        return Text("方向相反", "they point in opposite directions")
    return None


_AMOUNTS = {"m2", "kW", "kWh", "MW", "tce", "t", "household", "person", "project", "item"}


def _territory(plan: Plan, s: Statement, parent: Plan, p: Statement) -> Text | None:
    """Return why two amounts cannot be compared: they grow with the territory; None for all other figures."""
    amounts = all(one.kind == "target" and one.unit in _AMOUNTS for one in (s, p))
    if amounts and plan.document.level != parent.document.level:
        return Text("总量随地域大小而变", "amounts grow with the territory")
    return None


def _origin(baseline: Baseline) -> tuple[str, int | None, str | None]:
    return baseline.relation, baseline.year, baseline.reference


def _scope_difference(plan: Plan, s: Statement, parent: Plan, p: Statement) -> Text | None:
    """Return how the scopes differ: a part of the territory, or town against country; None if they agree."""
    mine, yours = plan.scope(s.scope), parent.scope(p.scope)
    names = f"{mine.name.zh} / {yours.name.zh}"
    english = f"{mine.name.en} / {yours.name.en}"
    leaves = {region.id for region in plan.regions if region.leaf}
    theirs = {region.id for region in parent.regions if region.leaf}
    part = bool(mine.regions) and not leaves <= set(mine.regions)
    part_there = bool(yours.regions) and not theirs <= set(yours.regions)
    if part != part_there:
        return Text(f"只涉及部分地区：{names}", f"only a part of the territory: {english}")
    country, country_there = _RURAL & set(mine.settlement), _RURAL & set(yours.settlement)
    if bool(country) != bool(country_there):
        return Text(f"城乡范围不同：{names}", f"town against country: {english}")
    return None


def _sign(value: float) -> int:
    return 0 if abs(value) < 1e-9 else 1 if value > 0 else -1


def _strictness(s: Statement, p: Statement) -> int:
    """Return +1 where only the plan excludes the number itself, -1 where only the parent does."""
    return int(s.op in (">", "<")) - int(p.op in (">", "<"))


def _sooner(s: Statement, p: Statement) -> int:
    """Return +1 where the plan is due earlier, -1 where later, 0 where the same or not both have a year."""
    mine, yours = due_year(s), due_year(p)
    if mine is None or yours is None or mine == yours:
        return 0
    return 1 if mine < yours else -1
