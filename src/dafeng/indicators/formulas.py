"""How indicators are computed: SQL aggregates over the reported tables, read from ``formulas/*.yaml``.

Only expressions are allowed: names of columns, the placeholders in braces, and the functions and words of
``_ALLOWED``; aggregates are sums and counts, so that values roll up from rows. See
docs/reference/formulas.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from dafeng.base import InputError, Text
from dafeng.indicators.values import Factor
from dafeng.plan.catalogue import catalogue
from dafeng.plan.model import Plan
from dafeng.records.schema import tables

__all__ = [
    "Due",
    "Formula",
    "RowsFormula",
    "Side",
    "Threshold",
    "VariantFormula",
    "formulas",
    "tables_needed",
]

# Columns that energy tables gain from the carbon library, per unit of the row's physical quantity.
DERIVED: Mapping[str, tuple[str, ...]] = {
    "energy_use": ("tce_calorific", "tce_coal_equivalent", "tco2", "tco2_fixed")
}
_FUNCTIONS = frozenset(
    ["sum", "count", "coalesce", "year", "month", "day", "least", "greatest", "abs", "round"]
)
# fmt: off
_KEYWORDS = frozenset([
    "filter", "where", "and", "or", "not", "is", "null", "in", "between",
    "case", "when", "then", "else", "end", "true", "false",
])
# fmt: on
_TOKEN = re.compile(r"\s+|'[^']*'|\{[a-z][a-z0-9_]*\}|\d+(?:\.\d+)?|[A-Za-z_]\w*|<>|<=|>=|[-+*/()<>=,]")
_OPTIONAL = re.compile(r"\bcoalesce\s*\(\s*(\w+)|\b(\w+)\s+IS\s+(?:NOT\s+)?NULL", re.IGNORECASE)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Side:
    """One sum over the rows of a table: the numerator or the denominator of a value.

    ``year`` is the SQL of the year that a row counts for (a stage of a project); None: the row's own year.
    ``every_year``: rows are looked at as of each year, ``{y}``.
    """

    table: str
    sql: str
    year: str | None = None
    where: str | None = None
    every_year: bool = False

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the columns without which a row cannot be counted; an empty date means *not yet*."""
        optional = {name for pair in _OPTIONAL.findall(self.sql) for name in pair if name}
        columns = {c.name: c for c in tables()[self.table].columns}
        named = re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*'|\{\w+\}", " ", self.sql))
        kept = [n for n in named if n in columns and columns[n].type not in {"date", "year"}]
        return tuple(dict.fromkeys(n for n in kept if n not in optional))


@dataclass(frozen=True, slots=True)
class VariantFormula:
    """One way of computing an indicator (口径).

    The value is ``scale`` x numerator / denominator, or the numerator alone. ``dominant`` names the column
    whose value carries most ``weight`` instead. ``tags`` are the options of decisions that choose this
    variant.
    """

    id: str
    name: Text
    numerator: Side
    denominator: Side | None
    unit: str
    scale: float = 1.0
    tags: tuple[str, ...] = ()
    dominant: str | None = None
    constants: tuple[Factor, ...] = ()

    @property
    def sides(self) -> tuple[Side, ...]:
        """Return the sums that the value rests on."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the tables that the value rests on."""
        return tuple(dict.fromkeys(side.table for side in self.sides))

    @property
    def by_stage(self) -> bool:
        """Return whether the value is of what happened in the year, not of a level that stands."""
        return self.numerator.year is not None

    def words(self) -> str:
        """Return the formula as one line."""
        parts = [
            self.numerator.sql if self.dominant is None else f"{self.dominant} 中 {self.numerator.sql} 最大者"
        ]
        if self.denominator is not None:
            parts.append(f"/ {self.denominator.sql}")
        if self.scale != 1:
            parts.append(f"× {self.scale:g}")
        where = [s.where for s in self.sides if s.where]
        stage = [s.year for s in self.sides if s.year]
        tail = [f"[{' → '.join(dict.fromkeys(self.tables))}]"]
        tail += [f"{w}" for w in dict.fromkeys(where)]
        tail += [f"{y}" for y in dict.fromkeys(stage)]
        return " ".join(parts) + " " + "; ".join(tail)


@dataclass(frozen=True, slots=True)
class RowsFormula:
    """A value that every row of a table carries, to be judged row by row."""

    table: str
    value: str
    year: str | None = None
    where: str | None = None
    every_year: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """A size beyond which a rule binds rows: ``applies`` with ``{op}`` and ``{value}`` of the statement."""

    table: str
    applies: str
    keeps: str | None = None
    year: str | None = None
    every_year: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A report that regions owe by a day of the year."""

    table: str
    date: str


@dataclass(frozen=True, slots=True)
class Formula:
    """How one indicator is computed.

    ``flow``: amounts of a year, which a target with a deadline sums up. ``level``: the value is a level whose
    change against a baseline year is what the indicator means. ``series`` ``peak``: the peak year of the
    yearly sums.
    """

    indicator: str
    variants: tuple[VariantFormula, ...] = ()
    rows: RowsFormula | None = None
    threshold: Threshold | None = None
    due: Due | None = None
    flow: bool = False
    level: bool = False
    series: str | None = None
    by_id: Mapping[str, VariantFormula] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def tables(self) -> tuple[str, ...]:
        """Return every table that the indicator rests on."""
        found = [t for v in self.variants for t in v.tables]
        found += [part.table for part in (self.rows, self.threshold, self.due) if part is not None]
        return tuple(dict.fromkeys(found))


@cache
def formulas() -> Mapping[str, Formula]:
    """Return the formula of every indicator that has one, by its id.

    >>> formulas()["road_density"].variants[0].numerator.sql
    'sum(road_length_km)'
    """
    found: dict[str, Formula] = {}
    folder = files("dafeng.indicators") / "formulas"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            for raw in yaml.load(entry.read_text(encoding="utf-8"), Loader=_LOADER):
                formula = read_formula(raw, entry.name)
                if formula.indicator in found:
                    raise _wrong(formula.indicator, entry.name, "它有两个公式", "it has two formulas")
                found[formula.indicator] = formula
    return MappingProxyType(found)


def tables_needed(plan: Plan) -> tuple[str, ...]:
    """Return the tables that the statements of ``plan`` need, in the order of the articles they serve.

    The register of duties is among them where the plan has statements without a figure.
    """
    needed: set[str] = set()
    for statement in plan.statements:
        if statement.rule is not None:
            needed.add(statement.rule.table)
        formula = formulas().get(statement.indicator or "")
        if formula is not None:
            needed.update(formula.tables)
        if not statement.quantified:
            needed.add("duties")
    return tuple(name for name in tables() if name in needed)


def read_formula(raw: Mapping[str, Any], place: str) -> Formula:
    """Return one formula from its YAML mapping; raises ``InputError`` where it cannot be computed."""
    indicator = raw["indicator"]
    if indicator not in catalogue():
        raise _wrong(indicator, place, "指标目录中没有它", "the catalogue has no such indicator")
    variants = tuple(_variant(item, indicator) for item in raw.get("variants", ()))
    rows = raw.get("rows")
    threshold = raw.get("threshold")
    due = raw.get("due")
    formula = Formula(
        indicator=indicator,
        variants=variants,
        rows=RowsFormula(
            rows["from"], rows["value"], rows.get("year"), rows.get("where"), rows.get("every_year", False)
        )
        if rows
        else None,
        threshold=Threshold(
            threshold["from"],
            threshold["applies"],
            threshold.get("keeps"),
            threshold.get("year"),
            threshold.get("every_year", False),
        )
        if threshold
        else None,
        due=Due(due["from"], due["date"]) if due else None,
        flow=raw.get("flow", False),
        level=raw.get("level", False),
        series=raw.get("series"),
        by_id=MappingProxyType({v.id: v for v in variants}),
    )
    if len(formula.by_id) != len(variants):
        raise _wrong(indicator, place, "两种口径编号相同", "two variants have one id")
    for table, sql, names in _expressions(formula):
        _check(sql, table=table, names=names, indicator=indicator, place=place)
    return formula


def _expressions(formula: Formula) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Give every expression of a formula with its table and the placeholders that it may use."""
    for variant in formula.variants:
        constants = frozenset(c.name for c in variant.constants)
        for side in variant.sides:
            for sql in (side.sql, side.year, side.where):
                if sql:
                    yield side.table, sql, constants | {"y"}
        if variant.dominant is not None:
            yield variant.numerator.table, variant.dominant, frozenset()
    if formula.rows is not None:
        for sql in (formula.rows.value, formula.rows.year, formula.rows.where):
            if sql:
                yield formula.rows.table, sql, frozenset({"y"})
    if formula.threshold is not None:
        for sql in (formula.threshold.applies, formula.threshold.keeps, formula.threshold.year):
            if sql:
                yield formula.threshold.table, sql, frozenset({"y", "op", "value"})
    if formula.due is not None:
        yield formula.due.table, formula.due.date, frozenset()


def check_expression(sql: str, *, table: str, names: frozenset[str], place: str) -> None:
    """Raise ``InputError`` where ``sql`` is more than an expression over the columns of ``table``."""
    _check(sql, table=table, names=names, indicator=table, place=place)


def _check(sql: str, *, table: str, names: frozenset[str], indicator: str, place: str) -> None:
    """Raise ``InputError`` for a word that an expression may not use."""
    if table not in tables():
        raise _wrong(indicator, place, f"没有表 {table}", f"there is no table {table}")
    columns = {c.name for c in tables()[table].columns} | {"region", "year", "maturity"}
    columns.update(DERIVED.get(table, ()))
    at = 0
    while at < len(sql):
        match = _TOKEN.match(sql, at)
        if match is None:
            raise _wrong(indicator, place, f"公式中不能有 {sql[at]!r}", f"a formula cannot hold {sql[at]!r}")
        token = match.group()
        at = match.end()
        if token.startswith("{") and token[1:-1] not in names:
            raise _wrong(indicator, place, f"没有常数 {token}", f"there is no constant {token}")
        word = token.casefold()
        if re.fullmatch(r"[a-z_]\w*", word) and not (
            word in columns or word in _KEYWORDS or word in _FUNCTIONS
        ):
            raise _wrong(
                indicator, place, f"表 {table} 没有栏目 {token}", f"the table {table} has no column {token}"
            )


def _variant(raw: Mapping[str, Any], indicator: str) -> VariantFormula:
    """Return one variant; what stands beside ``id`` holds for both sides."""
    shared = {key: raw[key] for key in ("from", "year", "where", "every_year") if key in raw}
    constants = tuple(
        Factor(name, float(item["value"]), item["unit"], item["source"], item["basis"])
        for name, item in raw.get("constants", {}).items()
    )
    dominant = raw.get("dominant")
    top = f"sum({raw['weight']})" if dominant else raw["numerator"]
    entry = catalogue().get(indicator)
    return VariantFormula(
        id=raw["id"],
        name=Text(raw["name"]["zh"], raw["name"]["en"]),
        numerator=_side(top, shared),
        denominator=_side(raw["denominator"], shared) if "denominator" in raw else None,
        unit=raw.get("unit") or (entry.unit if entry else ""),
        scale=float(raw.get("scale", 1)),
        tags=tuple(raw.get("tags", ())),
        dominant=dominant,
        constants=constants,
    )


def _side(raw: str | Mapping[str, Any], shared: Mapping[str, Any]) -> Side:
    """Return one sum, written alone or with its own table."""
    own: Mapping[str, Any] = {**shared, "sql": raw} if isinstance(raw, str) else {**shared, **raw}
    return Side(own["from"], own["sql"], own.get("year"), own.get("where"), own.get("every_year", False))


def _wrong(indicator: str, place: str, zh: str, en: str) -> InputError:
    """Return the error for a formula that cannot be used."""
    return InputError(
        "formula-wrong",
        Text(f"{place} 中指标 {indicator} 的公式不能用：{zh}", f"{place}: the formula of {indicator}: {en}"),
        mend=Text("改正公式", "mend the formula"),
    )
