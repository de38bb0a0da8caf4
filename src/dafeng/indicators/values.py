"""What was computed from the records: values of indicators, and how rows keep a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dafeng.base import Text
from dafeng.records import MATURITIES

__all__ = [
    "RANK",
    "Area",
    "Coverage",
    "Factor",
    "Failing",
    "KnownProject",
    "RowsValue",
    "Settlement",
    "Value",
    "Values",
]

Settlement = tuple[str, ...]

# How certain a report is; the most certain one of a year counts.
RANK: Mapping[str, int] = {name: rank for rank, name in enumerate(MATURITIES)}


@dataclass(frozen=True, slots=True)
class Area:
    """A set of leaf regions that values are computed for: a region of the tree, or a scope of the plan.

    ``reports``: it files what only reporting regions file.
    """

    id: str
    name: Text
    leaves: frozenset[str]
    reports: bool = False


@dataclass(frozen=True, slots=True)
class Factor:
    """A constant that a value rests on, with where it comes from."""

    name: str
    value: float
    unit: str
    source: str
    basis: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which regions reported a table for which years, and how certainly.

    A yearly table covers the years it was filed for. A register covers every year from its first event or
    filing to its last filing, since later filings repeat or complete what went before.
    """

    kind: str
    years: Mapping[str, Mapping[int, str]]
    blocked: Mapping[str, frozenset[int]]
    first: Mapping[str, int]
    reporting_only: bool = False

    def maturity(self, region: str, year: int) -> str | None:
        """Return how certain the report of a year is; None where there is none."""
        filed = self.years.get(region)
        if not filed:
            return None
        if self.kind == "yearly" or year in filed:
            return filed.get(year)
        later = [m for y, m in filed.items() if y > year]
        if not later or year < self.first[region]:
            return None
        return max(later, key=RANK.__getitem__)


@dataclass(frozen=True, slots=True)
class Value:
    """One indicator in one variant, area and year.

    ``value`` is in ``unit``; percent are 0 to 100. It is None where nothing was reported, or where the
    denominator is nil, which ``nil`` then says. ``numerator`` and ``denominator`` are the sums that it is the
    ratio of (``scale`` times). ``maturity`` is the least certain of what it rests on; ``missing`` names the
    leaf regions that did not report all of ``tables``.
    """

    indicator: str
    variant: str
    area: str
    settlement: Settlement
    year: int
    value: float | None
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    scale: float = 1.0
    rows: int = 0
    nil: bool = False
    maturity: str | None = None
    missing: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    formula: str = ""
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownProject:
    """One row of a register of projects, as one variant counts it.

    ``numerator`` is None where a column that it needs is still empty; ``reached`` is the year of the counted
    stage, None while it is ahead; ``before`` is the year of the latest stage before it that is done.
    """

    region: str
    numerator: float | None
    denominator: float | None
    reached: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Failing:
    """A row that does not keep a rule: what it is, its value, and the cell range that it was read from."""

    region: str
    key: str
    name: str
    value: float | None
    file: str | None
    sheet: str | None
    row: int | None


@dataclass(frozen=True, slots=True)
class RowsValue:
    """How the rows of one statement keep its rule in an area and a year.

    ``count`` rows fall under the rule, ``kept`` of them keep it. ``worst`` is the value farthest from the
    limit on the wrong side, or closest to it where all keep it; None where rows carry no value of their own.
    """

    statement: str
    area: str
    year: int
    count: int
    kept: int
    worst: float | None
    failing: tuple[Failing, ...]
    unit: str
    maturity: str | None
    missing: tuple[str, ...]
    tables: tuple[str, ...]
    formula: str
    factors: tuple[Factor, ...] = ()

    @property
    def share_pct(self) -> float | None:
        """Return the share of rows that keep the rule [%]; None where the rule applied to none."""
        return 100.0 * self.kept / self.count if self.count else None


@dataclass(frozen=True)
class Values:
    """Every value of a plan, by (indicator, variant, settlement, area) and year, and every rule on rows."""

    plan_id: str
    areas: Mapping[str, Area]
    by_key: Mapping[tuple[str, str, Settlement, str], Mapping[int, Value]]
    rows_by_key: Mapping[tuple[str, str], Mapping[int, RowsValue]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    records_hash: str = ""
    coverage: Mapping[str, Coverage] = field(default_factory=lambda: MappingProxyType({}))
    revisions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    projects: Mapping[tuple[str, str, Settlement], tuple[KnownProject, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def series(
        self, indicator: str, variant: str, area: str, settlement: Settlement = ()
    ) -> tuple[Value, ...]:
        """Return the values of all years in order; empty where the indicator is not computed."""
        found = self.by_key.get((indicator, variant, settlement, area), {})
        return tuple(found[year] for year in sorted(found))

    def rows_series(self, statement: str, area: str) -> tuple[RowsValue, ...]:
        """Return how the rows kept the rule of ``statement`` in each year, in order."""
        found = self.rows_by_key.get((statement, area), {})
        return tuple(found[year] for year in sorted(found))

    def __iter__(self) -> Iterator[Value]:
        """Give every value of an indicator."""
        for years in self.by_key.values():
            yield from years.values()
