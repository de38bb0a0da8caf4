"""Examples beside a plan: what was reported, and what the statement's state then is, worked out by hand.

They lie in the folder ``examples`` of a plan. A file has ``defaults`` (``region``, ``year``, ``maturity``,
``as_of``, and under ``tables`` the cells that every row of a table has unless it says otherwise) and
``examples``. An example says the ``statement``, the ``case`` (a short word), a ``title``, the ``records``
(of each table its rows), and what to ``expect``. Every region that owes a table named in ``records`` has
filed it for every year that its rows are of, at least as a nil report, but for those under ``lacking``.
``decisions`` are options chosen otherwise than in the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from dafeng.base import InputError, Text
from dafeng.indicators.assess import assess
from dafeng.indicators.compute import compute
from dafeng.indicators.status import Status
from dafeng.plan import Plan
from dafeng.plan.revise import Choice, with_choices
from dafeng.records import Filing, Records, make
from dafeng.records.schema import arrow_schema, tables

__all__ = ["Example", "differences", "example_plan", "example_records", "example_status", "examples"]

_KEYS = frozenset(
    ["statement", "case", "title", "as_of", "year", "region", "records", "lacking", "decisions", "expect"]
)
_EXPECTED = frozenset(
    ["status", "value", "gap", "tolerance", "provisional", "missing", "maturity", "kept", "count", "year"]
)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Example:
    """One example: the rows that were reported, and the state of a statement that follows from them.

    ``region`` is None for the statement's whole scope. ``expect`` holds ``status`` and any of ``value``,
    ``gap`` (both within ``tolerance``), ``provisional``, ``missing`` (tables), ``maturity``, ``year``,
    ``kept`` and ``count`` of rows.
    """

    statement: str
    case: str
    title: str
    as_of: date
    region: str | None
    records: Mapping[str, tuple[Mapping[str, Any], ...]]
    lacking: Mapping[str, tuple[str, ...]]
    decisions: Mapping[str, str]
    expect: Mapping[str, Any]
    year: int
    file: str

    @property
    def id(self) -> str:
        """Return the name of the example: its statement and case."""
        return f"{self.statement} {self.case}"


def examples(plan_id: str) -> tuple[Example, ...]:
    """Return the examples of an installed plan, in the order of their files; none where it has none.

    Raises ``InputError`` (``example-wrong``) for an example that cannot be read.
    """
    folder = files("dafeng.plans") / plan_id / "examples"
    if not folder.is_dir():
        return ()
    found: list[Example] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            raw = yaml.load(entry.read_text(encoding="utf-8"), Loader=_LOADER)
            found += (_example(item, raw.get("defaults", {}), entry.name) for item in raw["examples"])
    return tuple(found)


def example_plan(plan: Plan, example: Example) -> Plan:
    """Return ``plan`` with the options that ``example`` chooses otherwise."""
    return with_choices(plan, [Choice(id=id, chosen=chosen) for id, chosen in example.decisions.items()])


def example_records(plan: Plan, example: Example) -> Records:
    """Return what was reported in ``example``, with the nil reports of the regions that it does not name."""
    import pyarrow as pa

    made = {
        name: pa.Table.from_pylist(list(rows), schema=arrow_schema(tables()[name]))
        for name, rows in example.records.items()
    }
    return make(made, tuple(_filings(plan, example)))


def example_status(plan: Plan, example: Example) -> Status:
    """Return the status that the example's statement has, from its records and under its decisions."""
    article = plan.statement(example.statement).article
    part = tuple(s for s in plan.statements if s.article == article)
    asked = example_plan(plan, example).model_copy(update={"statements": part})
    values = compute(
        asked,
        example_records(plan, example),
        indicators={s.indicator for s in part if s.indicator is not None},
    )
    statuses = assess(asked, values, as_of=example.as_of)
    return statuses[example.statement, example.region] if example.region else statuses[example.statement]


def differences(example: Example, status: Status) -> list[str]:
    """Return how ``status`` differs from what ``example`` expects, in words; empty where it does not."""
    expect = example.expect
    close = expect.get("tolerance", 1e-6)
    found = []
    for name in ("value", "gap"):
        if name in expect:
            wanted, got = expect[name], getattr(status, name)
            if (wanted is None) != (got is None) or (wanted is not None and abs(wanted - got) > close):
                found.append(f"{name}: wanted {wanted}, got {got}")
    plain = {
        "status": status.status,
        "provisional": status.provisional,
        "maturity": status.maturity,
        "year": status.year,
        "missing": sorted({m.table for m in status.missing}),
        "kept": status.rows.kept if status.rows else None,
        "count": status.rows.count if status.rows else None,
    }
    found += [
        f"{name}: wanted {expect[name]}, got {got}"
        for name, got in plain.items()
        if expect.get(name, got) != got
    ]
    return found


def _example(raw: Mapping[str, Any], defaults: Mapping[str, Any], file: str) -> Example:
    """Return one example with the defaults of its file."""
    unknown = sorted((set(raw) - _KEYS) | (set(raw.get("expect", {})) - _EXPECTED))
    lacking = sorted({"statement", "case", "title", "records", "expect"} - set(raw))
    if unknown or lacking:
        raise _wrong(file, raw.get("statement"), unknown, lacking)
    shared = {key: defaults[key] for key in ("region", "year", "maturity") if key in defaults}
    shared |= {"year": raw["year"]} if "year" in raw else {}
    by_table = defaults.get("tables", {})
    rows = {
        name: tuple({**shared, **by_table.get(name, {}), **row} for row in given)
        for name, given in raw["records"].items()
    }
    return Example(
        statement=str(raw["statement"]),
        case=raw["case"],
        title=raw["title"],
        as_of=raw.get("as_of", defaults.get("as_of")),
        region=raw.get("region"),
        records=MappingProxyType(rows),
        lacking=MappingProxyType({name: tuple(regions) for name, regions in raw.get("lacking", {}).items()}),
        decisions=MappingProxyType({id: str(chosen) for id, chosen in raw.get("decisions", {}).items()}),
        expect=MappingProxyType(raw["expect"]),
        year=raw.get("year", defaults["year"]),
        file=file,
    )


def _filings(plan: Plan, example: Example) -> Iterator[Filing]:
    """Give a filing of every region that owes a table, for every year that the example's rows are of."""
    leaves = [r.id for r in plan.regions if r.leaf]
    reporters = [r.id for r in plan.regions if r.reports]
    for name, rows in example.records.items():
        owing = reporters if tables()[name].regions == "reporting" else leaves
        years = {(row["year"], row["maturity"]) for row in rows} or {(example.year, "final")}
        for region in owing:
            if region in example.lacking.get(name, ()):
                continue
            for year, maturity in sorted(years):
                count = sum(
                    row["region"] == region and (row["year"], row["maturity"]) == (year, maturity)
                    for row in rows
                )
                yield Filing(name, region, year, maturity, count)


def _wrong(file: str, statement: object, unknown: list[str], lacking: list[str]) -> InputError:
    """Return the error for an example that cannot be read."""
    return InputError(
        "example-wrong",
        Text(
            f"{file} 中 {statement} 的示例不能用：多出 {unknown}，缺少 {lacking}",
            f"{file}: the example of {statement} has unknown keys {unknown} and lacks {lacking}",
        ),
        mend=Text("只用规定的键", "use the keys that an example has"),
    )
