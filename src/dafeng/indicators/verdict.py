"""The verdict on one statement in one area: state, gap, pace, outlook and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dafeng.base import Text
from dafeng.indicators.judging import Demand, holds
from dafeng.indicators.measure import Measured, missing_in
from dafeng.indicators.outlook import External, look_ahead
from dafeng.indicators.rules import DAY, carries_value
from dafeng.indicators.status import Missing, Outlook, Point, Rows, State, Status, Trace
from dafeng.indicators.values import Values
from dafeng.indicators.wording import reason_for

__all__ = ["judge"]

LIKELY, POSSIBLE = 0.8, 0.4  # probabilities of the contract
FEW_ROWS = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What the verdict is, before it is put in words."""

    state: State
    year: int | None
    point: Point | None
    forecast: Outlook | None = None
    after: tuple[tuple[int, bool], ...] = ()
    why: Text | None = None


def judge(
    wanted: Demand,
    measured: Measured,
    values: Values,
    area: str,
    *,
    as_of: date,
    external: External | None,
) -> Status:
    """Return the status of what was measured, as of a day."""
    found = _verdict(wanted, measured, values, area=area, as_of=as_of, external=external)
    on_rows = measured.kind == "rows"
    rows = measured.rows.get(found.year) if found.year is not None else None
    value = found.point.value if found.point else None
    unit, op, target = wanted.statement.unit, wanted.op, wanted.value
    if on_rows:
        if rows is not None and rows.worst is not None:
            value = rows.worst
        elif not wanted.statement.quantified:
            unit = "%"
        elif not carries_value(wanted):
            unit, op, target = "%", ">=", 100.0
    if measured.kind == "peak":
        value = float(found.point.year) if found.point else None
    provisional = _provisional(wanted, measured, found, as_of)
    gap = (
        None
        if value is None or target is None or op is None
        else _gap(value, op=op, target=target, tolerance=wanted.tolerance)
    )
    missing: tuple[Missing, ...] = ()
    if found.state == "not_reported" and found.year is None:
        missing = measured.missing
    elif found.state == "not_reported" or (found.point is not None and found.point.missing):
        missing = missing_in(measured, values, area, found.year)
    status = Status(
        target=wanted.statement.id,
        region=area,
        year=found.year,
        value=value,
        unit=unit,
        op=op,
        target_value=target,
        status=found.state,
        gap=gap,
        required_pace=_pace(wanted, measured, found, value),
        forecast=found.forecast,
        missing=missing,
        provisional=provisional,
        maturity=found.point.maturity if found.point else None,
        history=measured.points,
        after=found.after,
        rows=Rows(rows.count, rows.kept, rows.failing) if rows is not None else None,
        reason=Text("", ""),
        trace=_trace(wanted, measured, values, found.year),
    )
    words = reason_for(status, wanted, measured, values, found.why)
    return _with_reason(status, words)


def _verdict(
    wanted: Demand,
    measured: Measured,
    values: Values,
    *,
    area: str,
    as_of: date,
    external: External | None,
) -> Found:
    """Return the state after the truth table."""
    statement = wanted.statement
    years = statement.years
    kind = years.type if years is not None else "always"
    if statement.kind == "status" or kind == "as_of":
        return Found(
            "not_applicable",
            None,
            None,
            why=Text("描述现状，不作要求", "it describes the present and asks nothing"),
        )
    if not wanted.judged:
        last = _last(measured, as_of.year)
        return Found(
            "not_applicable",
            last.year if last else None,
            last,
            why=Text("按决定只展示不判定", "shown without a verdict, by decision"),
        )
    if measured.kind == "none":
        return Found("not_reported", None, None, why=measured.why_not)
    if wanted.op is None or wanted.value is None:
        return _unquantified(wanted, measured, as_of)
    first = max(years.year or 0 if years is not None and kind == "from" else 0, wanted.judged_from or 0)
    if kind in {"deadline", "period"} and years is not None:
        deadline = years.year or years.end
        if deadline is not None:
            return _by_deadline(
                wanted, measured, values, area=area, deadline=deadline, as_of=as_of, external=external
            )
    if as_of.year < first:
        return Found("not_due", None, None, why=Text(f"自 {first} 年起", f"from {first} on"))
    return _yearly(wanted, measured, first, kind, as_of)


def _by_deadline(
    wanted: Demand,
    measured: Measured,
    values: Values,
    *,
    area: str,
    deadline: int,
    as_of: date,
    external: External | None,
) -> Found:
    """Judge a statement with a deadline: met or missed at it, by the chance of meeting it before."""
    if measured.kind == "peak":
        return _peak(wanted, measured, values, area=area, deadline=deadline, as_of=as_of, external=external)
    at = measured.point(deadline)
    if at is None and measured.kind == "rows" and deadline in measured.rows:
        return Found("not_applicable", deadline, None, why=_NO_ROWS)
    value = measured.values.get(deadline)
    if at is None and value is not None and value.nil and as_of.year >= deadline:
        return Found("not_applicable", deadline, None, why=_NO_ROWS)
    if at is not None and as_of.year >= deadline:
        after = tuple(
            (p.year, _met(p, wanted, measured)) for p in measured.points if deadline < p.year <= as_of.year
        )
        return Found("met" if _met(at, wanted, measured) else "missed", deadline, at, after=after)
    if as_of.year > deadline:
        return Found(
            "not_reported",
            deadline,
            None,
            why=Text(f"没有 {deadline} 年的数据", f"nothing was reported for {deadline}"),
        )
    last = _last(measured, as_of.year)
    if last is None:
        return Found("not_reported", None, None)
    if measured.kind in {"level", "sum", "rows"} and _met(last, wanted, measured):
        return Found(
            "met",
            last.year,
            last,
            look_ahead(wanted, measured, values, area=area, deadline=deadline, external=external),
        )
    goal = wanted
    if measured.kind == "rows":
        goal = _all_rows(wanted)
    outlook = look_ahead(goal, measured, values, area=area, deadline=deadline, external=external)
    if outlook is None:
        # Without a forecast the state says no more than what stands today.
        state: State = "on_track" if _met(last, wanted, measured) else "at_risk"
        return Found(
            state, last.year, last, why=Text("历史不足三年，不作预测", "fewer than three years: no forecast")
        )
    return Found(_by_chance(outlook.probability), last.year, last, outlook)


def _peak(
    wanted: Demand,
    measured: Measured,
    values: Values,
    *,
    area: str,
    deadline: int,
    as_of: date,
    external: External | None,
) -> Found:
    """Judge a peak year: reached once five later years lie below; until then by its chance."""
    points = measured.points
    if not points:
        return Found("not_reported", None, None)
    top = max(points, key=lambda p: p.value)
    below = sum(1 for p in points if p.year > top.year)
    inside = points[0].year < top.year
    if inside and below >= 5:
        met = (
            wanted.op is not None
            and wanted.value is not None
            and holds(float(top.year), op=wanted.op, target=wanted.value)
        )
        return Found("met" if met else "missed", top.year, top)
    undetermined = Text("峰值年尚不能确定", "the peak year is not determined yet")
    if as_of.year > deadline and top.year > deadline:
        return Found(
            "missed",
            points[-1].year,
            top,
            why=Text("期限后排放仍创新高", "emissions rose to a new high after the deadline"),
        )
    outlook = look_ahead(wanted, measured, values, area=area, deadline=deadline, external=external)
    if outlook is None:
        return Found(
            "at_risk",
            points[-1].year,
            None,
            why=Text("历史不足三年，不作预测", "fewer than three years: no forecast"),
        )
    return Found(_by_chance(outlook.probability), points[-1].year, None, outlook, why=undetermined)


def _yearly(wanted: Demand, measured: Measured, first: int, kind: str, as_of: date) -> Found:
    """Judge what holds every year: by the latest year that can be judged."""
    if measured.kind == "rows":
        usable = [y for y in measured.rows if first <= y <= as_of.year]
        due = wanted.statement.years.due if wanted.statement.years is not None else None
        if due is not None and kind == "yearly" and DAY.fullmatch(due):
            return _due(wanted, measured, usable, due, as_of)
        if not usable:
            return Found("not_reported", None, None)
        judged = max(usable)
        point = measured.point(judged)
        if point is None:
            return Found("not_applicable", judged, None, why=_NO_ROWS)
        return Found("met" if _met(point, wanted, measured) else "missed", judged, point)
    last = _last(measured, as_of.year, first)
    if last is None:
        return Found("not_reported", None, None)
    return Found("met" if _met(last, wanted, measured) else "missed", last.year, last)


def _due(wanted: Demand, measured: Measured, usable: list[int], due: str, as_of: date) -> Found:
    """Judge a report that is owed every year by a day."""
    month, day = (int(part) for part in due.split("-"))
    this = as_of.year
    passed = as_of > date(this, month, day)
    point = measured.point(this) if this in usable else None
    if point is not None and (passed or _met(point, wanted, measured)) and not point.missing:
        return Found("met" if _met(point, wanted, measured) else "missed", this, point)
    if not passed:
        return Found(
            "not_due",
            this,
            point,
            why=Text(f"应于 {month} 月 {day} 日前报送", f"due by {month:02d}-{day:02d}"),
        )
    if point is None:
        return Found("not_reported", this, None, why=Text("期限已过", "the day has passed"))
    return Found("missed", this, point)


def _unquantified(wanted: Demand, measured: Measured, as_of: date) -> Found:
    """Judge a duty without a figure by what was filed on its progress; show an indicator that it names."""
    last = _last(measured, as_of.year)
    if measured.kind != "rows":
        state: State = "not_applicable" if last is not None else "not_reported"
        return Found(
            state,
            last.year if last else None,
            last,
            why=Text("没有数值要求，只展示走势", "no figure is asked for: shown as it goes"),
        )
    if last is None:
        return Found("not_reported", None, None)
    years = wanted.statement.years
    deadline = years.year if years is not None and years.type == "deadline" else None
    if _met(last, wanted, measured):
        return Found("met", last.year, last)
    if deadline is not None and as_of.year > deadline:
        return Found("missed", last.year, last)
    return Found("not_due", last.year, last, why=Text("正在推进", "under way"))


_NO_ROWS = Text("当年没有适用的项目", "the rule applied to no row of that year")


def _met(point: Point, wanted: Demand, measured: Measured) -> bool:
    """Return whether a point meets the target; on rows, whether every row keeps the rule."""
    if measured.kind == "rows":
        rows = measured.rows[point.year]
        return rows.kept == rows.count
    if wanted.op is None or wanted.value is None:
        return False
    return holds(point.value, op=wanted.op, target=wanted.value, tolerance=wanted.tolerance)


def _all_rows(wanted: Demand) -> Demand:
    """Return the demand that every row keeps the rule, for the forecast of their share."""
    from dataclasses import replace

    return replace(wanted, op=">=", value=100.0)


def _by_chance(probability: float) -> State:
    """Return the state that the chance of meeting a target gives."""
    if probability >= LIKELY:
        return "on_track"
    return "at_risk" if probability >= POSSIBLE else "off_track"


def _last(measured: Measured, until: int, first: int = 0) -> Point | None:
    """Return the latest point of the years that count."""
    found = [p for p in measured.points if first <= p.year <= until]
    return found[-1] if found else None


def _gap(value: float, *, op: str, target: float | tuple[float, float], tolerance: float) -> float:
    """Return the shortfall, positive when unmet, negative for what there is to spare."""
    if isinstance(target, tuple):
        return max(target[0] - value, value - target[1])
    if op in {">=", ">"}:
        return target - value
    if op in {"<=", "<"}:
        return value - target
    return abs(value - target) - tolerance


def _pace(wanted: Demand, measured: Measured, found: Found, value: float | None) -> float | None:
    """Return the change a year that still meets the target at its deadline; None where none is needed."""
    years = wanted.statement.years
    deadline = (years.year or years.end) if years is not None else None
    if found.state not in {"on_track", "at_risk", "off_track"} or deadline is None or found.year is None:
        return None
    if measured.kind == "peak" or value is None or deadline <= found.year:
        return None
    target: float | tuple[float, float] | None = wanted.value
    if measured.kind == "rows":
        if found.point is None:
            return None
        value, target = found.point.value, 100.0
    if target is None:
        return None
    if isinstance(target, tuple):
        target = target[0] if value < target[0] else target[1]
    return (target - value) / (deadline - found.year)


def _provisional(wanted: Demand, measured: Measured, found: Found, as_of: date) -> bool:
    """Return whether a verdict stands on little: not final, regions missing, few projects."""
    point = found.point
    if found.state in {"not_reported", "not_due", "not_applicable"} or point is None:
        return False
    if point.maturity != "final" or point.missing:
        return True
    rows = measured.rows.get(point.year)
    value = measured.values.get(point.year)
    if rows is not None:
        return False
    staged = measured.variant is not None and measured.variant.by_stage
    return staged and value is not None and value.rows < FEW_ROWS


def _trace(wanted: Demand, measured: Measured, values: Values, year: int | None) -> Trace:
    """Return where the judged value comes from."""
    value = measured.values.get(year) if year is not None else None
    rows = measured.rows.get(year) if year is not None else None
    tables = value.tables if value else rows.tables if rows else tuple(m.table for m in measured.missing)
    return Trace(
        article=wanted.statement.article,
        indicator=wanted.statement.indicator,
        variant=measured.variant.id if measured.variant else None,
        formula=value.formula if value else rows.formula if rows else "",
        numerator=value.numerator if value else None,
        denominator=value.denominator if value else None,
        tables=tables,
        revisions=tuple(values.revisions[t] for t in tables if t in values.revisions),
        factors=value.factors if value else (),
        decisions=wanted.decisions,
        records_hash=values.records_hash,
    )


def _with_reason(status: Status, reason: Text) -> Status:
    """Return the status with its reason in words."""
    from dataclasses import replace

    return replace(status, reason=reason)
