"""The state of a plan's statements: the words and fields that pages, reports and other programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dafeng.base import Lang, Text
from dafeng.indicators.values import Factor, Failing

__all__ = ["STATES", "Missing", "Outlook", "Point", "Rows", "State", "Status", "Statuses", "Trace", "Variant"]

State = Literal[
    "met", "missed", "on_track", "at_risk", "off_track", "not_due", "not_reported", "not_applicable"
]

STATES: Mapping[State, Text] = {
    "met": Text("已达到", "met"),
    "on_track": Text("进展正常", "on track"),
    "at_risk": Text("存在风险", "at risk"),
    "off_track": Text("进度滞后", "off track"),
    "missed": Text("未达到", "missed"),
    "not_due": Text("未到期", "not due"),
    "not_reported": Text("未报", "not reported"),
    "not_applicable": Text("不适用", "not applicable"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A table that regions did not report for a year.

    ``blocked``: those whose report holds errors; ``columns``: the regions reported the table, but left
    one of these empty.
    """

    table: str
    year: int
    regions: tuple[str, ...]
    blocked: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the history says of the deadline: median and 80 % interval in the statement's unit."""

    year: int
    median: float
    low: float
    high: float
    probability: float
    method: str = "trend"


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a statement's series, in the statement's unit."""

    year: int
    value: float
    maturity: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """What another way of counting (口径) says of the same statement."""

    id: str
    name: Text
    value: float | None
    status: State
    judges: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows fall under a rule and keep it, and those that do not."""

    count: int
    kept: int
    failing: tuple[Failing, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a value comes from: formula, sums, tables with their revisions, factors, the article."""

    article: str
    indicator: str | None
    variant: str | None
    formula: str
    numerator: float | None
    denominator: float | None
    tables: tuple[str, ...]
    revisions: tuple[str, ...]
    factors: tuple[Factor, ...]
    decisions: tuple[str, ...]
    records_hash: str

    def as_dict(self) -> dict[str, Any]:
        """Return the trace as plain JSON data."""
        return {
            "article": self.article,
            "indicator": self.indicator,
            "variant": self.variant,
            "formula": self.formula,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "tables": list(self.tables),
            "revisions": list(self.revisions),
            "factors": [
                {"name": f.name, "value": f.value, "unit": f.unit, "source": f.source, "basis": f.basis}
                for f in self.factors
            ],
            "decisions": list(self.decisions),
            "records_sha256": self.records_hash,
        }


@dataclass(frozen=True, slots=True)
class Status:
    """The state of one statement in one region and year.

    ``value``, ``target_value``, ``gap`` and ``required_pace`` are in ``unit``, the statement's; percent are 0
    to 100. ``gap`` is the shortfall, positive when unmet. ``required_pace`` is the change a year that still
    meets the target by its deadline. ``after`` says of the years past the deadline whether the level was
    kept.
    """

    target: str
    region: str
    year: int | None
    value: float | None
    unit: str | None
    op: str | None
    target_value: float | tuple[float, float] | None
    status: State
    gap: float | None
    reason: Text
    trace: Trace
    required_pace: float | None = None
    forecast: Outlook | None = None
    missing: tuple[Missing, ...] = ()
    provisional: bool = False
    maturity: str | None = None
    history: tuple[Point, ...] = ()
    after: tuple[tuple[int, bool], ...] = ()
    variants: tuple[Variant, ...] = ()
    rows: Rows | None = None
    successor: str | None = None

    def why(self, lang: Lang = "zh") -> str:
        """Return the reason, the sums, the tables and the factors in words."""
        from dafeng.indicators.explain import explain

        return explain(self, lang)

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Return the status as plain JSON data, in the form of the contract."""
        forecast = self.forecast
        target = list(self.target_value) if isinstance(self.target_value, tuple) else self.target_value
        return {
            "target": self.target,
            "region": self.region,
            "year": self.year,
            "value": self.value,
            "unit": self.unit,
            "op": self.op,
            "target_value": target,
            "status": self.status,
            "gap": self.gap,
            "required_pace": self.required_pace,
            "forecast": None
            if forecast is None
            else {
                "year": forecast.year,
                "median": forecast.median,
                "low": forecast.low,
                "high": forecast.high,
                "probability": forecast.probability,
                "method": forecast.method,
            },
            "missing": [
                {
                    "table": m.table,
                    "year": m.year,
                    "regions": list(m.regions),
                    "blocked": list(m.blocked),
                    "columns": list(m.columns),
                }
                for m in self.missing
            ],
            "provisional": self.provisional,
            "maturity": self.maturity,
            "reason": self.reason.say(lang),
            "rows": None
            if self.rows is None
            else {
                "count": self.rows.count,
                "kept": self.rows.kept,
                "failing": [f.key for f in self.rows.failing],
            },
            "variants": [
                {"id": v.id, "value": v.value, "status": v.status, "judges": v.judges} for v in self.variants
            ],
            "after": [{"year": year, "kept": kept} for year, kept in self.after],
            "trace": self.trace.as_dict(),
        }


class Statuses:
    """All statuses of a plan as of a day.

    ``statuses["12.1"]`` is the plan's scope at the latest judged year; ``statuses["12.1", "ejin_banner"]`` a
    region; ``statuses["12.1", "ejin_banner", 2025]`` a year, as it could be judged at the end of that year.
    """

    def __init__(
        self,
        plan_id: str,
        as_of: date,
        found: Mapping[tuple[str, str], Status],
        scopes: Mapping[str, str],
        at: Callable[[str, str, int], Status],
    ) -> None:
        self.plan_id = plan_id
        self.as_of = as_of
        self._found = dict(found)
        self._scopes = dict(scopes)
        self._at = at

    def __getitem__(self, key: str | tuple[str, str] | tuple[str, str, int]) -> Status:
        """Return a status; raises ``KeyError`` for a statement, region or year that is not judged."""
        if isinstance(key, str):
            return self._found[key, self._scopes[key]]
        if len(key) == 2:
            return self._found[key[0], key[1]]
        found = self._found[key[0], key[1]]
        return found if found.year == key[2] else self._at(key[0], key[1], key[2])

    def __contains__(self, target: object) -> bool:
        """Return whether the statement is judged."""
        return target in self._scopes

    def __iter__(self) -> Iterator[Status]:
        """Give the status of every statement over the plan's scope."""
        return (self._found[target, area] for target, area in self._scopes.items())

    def __len__(self) -> int:
        """Return how many statements are judged."""
        return len(self._scopes)

    def all(self) -> Iterator[Status]:
        """Give every status: of every statement its scope first, then its regions."""
        for target, area in self._scopes.items():
            yield self._found[target, area]
            yield from self.regions(target)

    def regions(self, target: str) -> tuple[Status, ...]:
        """Return the statuses of one statement in the regions of its scope."""
        scope = self._scopes[target]
        return tuple(s for (t, area), s in self._found.items() if t == target and area != scope)

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Return all statuses as plain JSON data, in the form of the contract."""
        return {
            "as_of": self.as_of.isoformat(),
            "plan": self.plan_id,
            "statuses": [status.as_dict(lang) for status in self.all()],
        }
