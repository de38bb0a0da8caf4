"""What a statement demands once the plan's decisions are taken: operator, value, scope, years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dafeng.base import Text
from dafeng.indicators.values import Area, Settlement
from dafeng.plan.model import Effect, Number, Plan, Scope, Statement

__all__ = ["Demand", "areas_of", "compare_sql", "demand", "holds", "leaves_of"]


@dataclass(frozen=True, slots=True)
class Demand:
    """One statement with every decision applied.

    ``area`` is the id of the plan's scope as an area; ``regions`` the areas inside it that are judged too.
    ``tags`` are the options that were chosen in the decisions that bear on the statement.
    """

    statement: Statement
    op: str | None
    value: float | tuple[float, float] | None
    tolerance: float
    judged: bool
    judged_from: int | None
    since: int | None
    earliest_baseline: bool
    area: str
    regions: tuple[str, ...]
    settlement: Settlement
    tags: frozenset[str]
    decisions: tuple[str, ...]


def leaves_of(plan: Plan, region: str) -> frozenset[str]:
    """Return the leaf regions at and below ``region``."""
    children: dict[str | None, list[str]] = {}
    for r in plan.regions:
        children.setdefault(r.parent, []).append(r.id)
    found: set[str] = set()
    queue = [region]
    while queue:
        here = queue.pop()
        below = children.get(here, [])
        if below:
            queue += below
        else:
            found.add(here)
    return frozenset(found)


def areas_of(plan: Plan, reported: Iterable[str] = ()) -> dict[str, Area]:
    """Return every area of a plan: the regions of its tree, and its scopes where no region is the same.

    A plan without regions has one area, ``all``, of the regions that ``reported``.
    """
    areas = {
        r.id: Area(r.id, Text(r.name.zh, r.name.en), leaves_of(plan, r.id), r.reports) for r in plan.regions
    }
    if not areas:
        areas["all"] = Area("all", Text("全域", "the whole area"), frozenset(reported))
    known = {area.leaves for area in areas.values()}
    scopes = {scope.id: scope for scope in plan.scopes}
    for statement in plan.statements:
        scope = scopes.get(statement.scope)
        leaves = _leaves(plan, scope, _effects(plan, statement.id))
        if scope is None or not leaves or leaves in known:
            continue
        known.add(leaves)
        id = scope.id if scope.id not in areas else f"{scope.id}@{statement.id}"
        areas[id] = Area(id, Text(scope.name.zh, scope.name.en), leaves)
    return areas


def demand(plan: Plan, statement: Statement, areas: dict[str, Area]) -> Demand:
    """Return what ``statement`` demands under the decisions of ``plan``."""
    decisions = plan.decisions_on(statement.id)
    effects = _effects(plan, statement.id)
    scope = next((s for s in plan.scopes if s.id == statement.scope), None)
    leaves = _leaves(plan, scope, effects)
    if not leaves:
        leaves = max((a.leaves for a in areas.values()), key=len)
    area = next(a.id for a in areas.values() if a.leaves == leaves)
    inside = tuple(a.id for a in areas.values() if a.leaves < leaves and _is_region(plan, a.id))
    settlement = scope.settlement if scope is not None else ()
    for e in effects:
        settlement = e.settlement if e.settlement is not None else settlement
    value: Number | tuple[Number, Number] | None = statement.value
    op, tolerance = statement.op, statement.tolerance
    judged, judged_from, since, earliest = True, None, None, False
    for e in effects:
        op = e.op or op
        value = e.value if e.value is not None and (statement.implied or e.statements) else value
        tolerance = e.tolerance if e.tolerance is not None else tolerance
        judged = judged if e.judged is None else e.judged
        judged_from = e.judged_from or judged_from
        since = e.since or since
        earliest = earliest or e.baseline == "earliest"
    return Demand(
        statement=statement,
        op=op,
        value=tuple(float(v) for v in value)  # type: ignore[arg-type]
        if isinstance(value, tuple)
        else None
        if value is None
        else float(value),
        tolerance=float(tolerance or 0),
        judged=judged,
        judged_from=judged_from,
        since=since,
        earliest_baseline=earliest,
        area=area,
        regions=inside,
        settlement=tuple(settlement),
        tags=frozenset(d.chosen for d in decisions),
        decisions=tuple(d.id for d in decisions),
    )


def holds(value: float, *, op: str, target: float | tuple[float, float], tolerance: float = 0.0) -> bool:
    """Return whether ``value`` meets ``target`` under the explicit operator ``op``.

    ``tolerance`` is the half-width of ``about``; under another operator it is the shortfall that is let pass.

    >>> holds(8.0, op="<=", target=10.0), holds(30.0, op=">", target=30.0)
    (True, False)
    >>> holds(29.0, op="about", target=30.0, tolerance=1.0)
    True
    """
    if isinstance(target, tuple):
        return target[0] - _SLACK <= value <= target[1] + _SLACK
    tests = {
        ">=": value >= target - tolerance - _SLACK,
        ">": value > target - tolerance + _SLACK,
        "<=": value <= target + tolerance + _SLACK,
        "<": value < target + tolerance - _SLACK,
        "=": abs(value - target) <= _SLACK,
        "about": abs(value - target) <= tolerance + _SLACK,
    }
    return tests[op]


def compare_sql(value: str, *, op: str, target: float | tuple[float, float], tolerance: float = 0.0) -> str:
    """Return the SQL condition that the expression ``value`` meets ``target``, as ``holds`` does."""
    if isinstance(target, tuple):
        return f"(({value}) BETWEEN {target[0] - _SLACK!r} AND {target[1] + _SLACK!r})"
    tests = {
        ">=": f"(({value}) >= {target - tolerance - _SLACK!r})",
        ">": f"(({value}) > {target - tolerance + _SLACK!r})",
        "<=": f"(({value}) <= {target + tolerance + _SLACK!r})",
        "<": f"(({value}) < {target + tolerance - _SLACK!r})",
        "=": f"(abs(({value}) - {target!r}) <= {_SLACK!r})",
        "about": f"(abs(({value}) - {target!r}) <= {tolerance + _SLACK!r})",
    }
    return tests[op]


# Sums of floats differ in their last bits; a value that close to its target equals it.
_SLACK = 1e-9


def _effects(plan: Plan, statement: str) -> list[Effect]:
    """Return what the chosen options change for ``statement``."""
    found = []
    for decision in plan.decisions_on(statement):
        for option in decision.options:
            effect = option.effect
            if option.id != decision.chosen or effect is None:
                continue
            if effect.statements is None or statement in effect.statements:
                found.append(effect)
    return found


def _leaves(plan: Plan, scope: Scope | None, effects: list[Effect]) -> frozenset[str]:
    """Return the leaf regions of a scope; those of a decision where one names others."""
    named: tuple[str, ...] = scope.regions if scope is not None else ()
    for effect in effects:
        named = effect.regions if effect.regions is not None else named
    return frozenset(leaf for region in named for leaf in leaves_of(plan, region))


def _is_region(plan: Plan, area: str) -> bool:
    """Return whether an area is a region of the tree."""
    return any(r.id == area for r in plan.regions)
