"""The tables that are reported: one Frictionless Table Schema file each, under ``tables/``.

Beyond the standard's keys a file says: ``title_en``, ``articles``, ``kind`` (yearly or register), ``regions``
(leaf or reporting), ``settlements`` (what the plan's scope words mean in this table, as SQL), ``checks`` (SQL
conditions that every row should meet), and of a field its ``unit``, ``categories`` (a closed list of
``categories.yaml``) and ``needed_at`` (the date that, once given, makes the field required).

Every table has three columns more, which no file repeats: region, year, maturity.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import yaml

from dafeng.base import Text

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "COMMON",
    "MATURITIES",
    "PROVENANCE",
    "Check",
    "Column",
    "Maturity",
    "Table",
    "arrow_schema",
    "categories",
    "category_of",
    "tables",
]

Kind = Literal["yearly", "register"]
Type = Literal["string", "number", "integer", "year", "boolean", "date"]
Maturity = Literal["flash", "estimate", "final"]

# From the least to the most certain; a later one is used before an earlier one.
MATURITIES: Mapping[str, Text] = {
    "flash": Text("快报", "flash"),
    "estimate": Text("预计全年", "estimate"),
    "final": Text("年报", "final"),
}
PROVENANCE = ("_file", "_sheet", "_row")

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a table.

    ``unit`` is the unit that values are kept in; where it differs by row, ``unit_by`` names the field that
    decides and ``units`` gives the unit of each of its categories. ``needed_at`` names the date field that,
    once filled, makes this one required.
    """

    name: str
    title: Text
    type: Type
    unit: str | None = None
    categories: str | None = None
    needed_at: str | None = None
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    example: str | float | int | None = None
    unit_by: str | None = None
    units: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Check:
    """A condition on the rows of a table, as SQL; a row for which it is false is an issue."""

    code: str
    severity: Literal["error", "warning"]
    sql: str
    message: Text


@dataclass(frozen=True, slots=True)
class Table:
    """One reported table.

    ``kind``: in a *yearly* table a row belongs to its year; in a *register* a row lives on, and its latest
    report is its state. ``key`` are the fields that tell apart the rows of a region (in yearly tables, of a
    region and year).
    """

    name: str
    title: Text
    description: str
    articles: tuple[str, ...]
    kind: Kind
    regions: Literal["leaf", "reporting"]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    checks: tuple[Check, ...] = ()
    settlements: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def column(self, name: str) -> Column:
        """Return the field ``name``; raises ``KeyError`` where there is none."""
        for column in (*COMMON, *self.columns):
            if column.name == name:
                return column
        raise KeyError(name)


COMMON = (
    Column("region", Text("所属地区", "region"), "string", required=True),
    Column("year", Text("统计年份", "year"), "year", required=True, minimum=1990, maximum=2100),
    Column("maturity", Text("数据性质", "maturity"), "string", required=True),
)


@cache
def tables() -> Mapping[str, Table]:
    """Return every table by name, in the order of the articles that they serve.

    >>> tables()["heating"].column("heated_area_m2").unit
    'm2'
    """
    folder = files("dafeng.records") / "tables"
    found = [
        _table(yaml.load(entry.read_text(encoding="utf-8"), Loader=_LOADER))
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    ]
    found.sort(key=lambda table: (_first_article(table), table.name))
    return MappingProxyType({table.name: table for table in found})


@cache
def categories() -> Mapping[str, Mapping[str, Text]]:
    """Return the closed lists: of each, its ids with their words."""
    return MappingProxyType(
        {
            name: MappingProxyType({id: Text(w[0], w[1]) for id, w in ids.items()})
            for name, ids in _words().items()
        }
    )


@cache
def category_of(name: str) -> Mapping[str, str]:
    """Return what people write for the ids of the list ``name``, folded by ``fold``, each with its id.

    >>> category_of("settlement")["城镇"]
    'town'
    """
    found: dict[str, str] = {}
    for id, words in _words()[name].items():
        for word in (id, *words):
            found.setdefault(fold(word), id)
    return MappingProxyType(found)


def fold(word: str) -> str:
    """Return a word as it is compared: NFKC, without white space and case."""
    return "".join(unicodedata.normalize("NFKC", word).split()).casefold()


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of ``table``: the common columns, its own, and where each row came from."""
    import pyarrow as pa

    types: dict[str, Any] = {
        "string": pa.string(),
        "number": pa.float64(),
        "integer": pa.int64(),
        "year": pa.int64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    fields = [pa.field(c.name, types[c.type]) for c in (*COMMON, *table.columns)]
    where = [pa.field("_file", pa.string()), pa.field("_sheet", pa.string()), pa.field("_row", pa.int64())]
    return pa.schema(fields + where)


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    """Read ``categories.yaml`` once."""
    text = files("dafeng.records").joinpath("categories.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, list[str]]] = yaml.load(text, Loader=_LOADER)
    return found


def _table(raw: Mapping[str, Any]) -> Table:
    """Return one table from its file."""
    return Table(
        name=raw["name"],
        title=Text(raw["title"], raw["title_en"]),
        description=raw.get("description", ""),
        articles=tuple(raw["articles"]),
        kind=raw["kind"],
        regions=raw.get("regions", "leaf"),
        key=tuple(raw.get("primaryKey", ())),
        columns=tuple(_column(item) for item in raw["fields"]),
        checks=tuple(
            Check(item["code"], item["severity"], item["sql"], Text(item["zh"], item["en"]))
            for item in raw.get("checks", ())
        ),
        settlements=MappingProxyType(raw.get("settlements", {})),
    )


def _column(raw: Mapping[str, Any]) -> Column:
    """Return one field from its entry."""
    limits = raw.get("constraints", {})
    return Column(
        name=raw["name"],
        title=Text(raw["title"], raw["title_en"]),
        type=raw["type"],
        unit=raw.get("unit"),
        categories=raw.get("categories"),
        needed_at=raw.get("needed_at"),
        required=limits.get("required", False),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        exclusive_minimum=limits.get("exclusiveMinimum"),
        example=raw.get("example"),
        unit_by=raw.get("unit_by"),
        units=MappingProxyType(raw.get("units", {})),
    )


def _first_article(table: Table) -> int:
    """Return the number of the first article that a table serves; tables of the goals come first."""
    return (
        min((int(a) for a in table.articles if a.isdecimal()), default=0) if table.articles[0] != "G" else 0
    )
