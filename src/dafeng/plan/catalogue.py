"""The catalogue of indicators: ids, names, units and dated definitions in words, read from ``indicators/``.

The formulas come with the records; this is what extraction links to and what plans name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from dafeng.base import InputError, Text

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator means from the year ``since`` on, until a later definition follows."""

    since: int
    zh: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the catalogue.

    ``unit`` is the unit that values are kept in; ``variants`` are the ways in which practice computes it
    (口径); ``articles`` are the articles of the Alxa plan (``G``: its goals) whose subject it is.
    """

    id: str
    name_zh: str
    name_en: str
    unit: str
    aliases_zh: tuple[str, ...]
    definitions: tuple[Definition, ...]
    variants: tuple[str, ...]
    articles: tuple[str, ...]
    core: bool

    @property
    def name(self) -> Text:
        """Return the name in both languages."""
        return Text(self.name_zh, self.name_en)

    @property
    def definition_zh(self) -> str:
        """Return the latest definition."""
        return self.definitions[-1].zh

    def definition_in(self, year: int) -> Definition | None:
        """Return the definition in force in ``year``; None where none had been given yet."""
        found = [d for d in self.definitions if d.since <= year]
        return found[-1] if found else None


@cache
def catalogue() -> Mapping[str, Indicator]:
    """Return the whole catalogue, by id.

    >>> catalogue()["clean_heating_rate"].unit
    '%'
    """
    found: dict[str, Indicator] = {}
    folder = files("dafeng.plan") / "indicators"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".yaml"):
            continue
        for raw in yaml.load(entry.read_text(encoding="utf-8"), Loader=_Loader):
            indicator = _indicator(raw)
            if indicator.id in found:
                raise InputError(
                    "catalogue-duplicate-id",
                    Text(f"指标编号重复：{indicator.id}", f"indicator id twice: {indicator.id}"),
                    mend=Text(f"在 {entry.name} 中改用另一个编号", f"give it another id in {entry.name}"),
                )
            found[indicator.id] = indicator
    return MappingProxyType(found)


def _indicator(raw: Mapping[str, Any]) -> Indicator:
    """Return one entry from its YAML mapping."""
    return Indicator(
        id=raw["id"],
        name_zh=raw["name"]["zh"],
        name_en=raw["name"]["en"],
        unit=raw["unit"],
        aliases_zh=tuple(raw["aliases"]),
        definitions=tuple(sorted((Definition(**d) for d in raw["definitions"]), key=lambda d: d.since)),
        variants=tuple(raw["variants"]),
        articles=tuple(raw["articles"]),
        core=raw["core"],
    )
