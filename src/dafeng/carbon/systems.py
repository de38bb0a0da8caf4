"""What is counted, under which switch and in which sector; and the views and switches, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from dafeng.base import Text

__all__ = ["Gap", "System", "View", "gaps", "presets", "sectors", "switches", "systems", "views"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class System:
    """One system of the plan that is counted: its articles, sector, switch and the tables that it needs.

    A ``memo`` is shown with its tonnes and never enters a total. ``activity`` is the class of uncertainty.
    """

    id: str
    name: Text
    articles: tuple[str, ...]
    sector: str
    switch: str | None
    role: Literal["counted", "memo"]
    tables: tuple[str, ...]
    gpc: str | None
    activity: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that ought to be counted and that no table reports."""

    id: str
    articles: tuple[str, ...]
    words: Text


@dataclass(frozen=True, slots=True)
class View:
    """A way of telling the account: what it counts, how it values heat, into which classes it sorts."""

    id: str
    name: Text
    note: Text
    source: str
    heat: Literal["default", "exergy"]
    systems: frozenset[str]
    classes: tuple[tuple[frozenset[str], str, Text], ...]

    def label(self, system: str, sector: str) -> tuple[str, Text]:
        """Return the class of a line: that of the view's first rule that fits, else the sector."""
        for members, id, name in self.classes:
            if system in members:
                return id, name
        return sector, sectors()[sector]


@cache
def _file(name: str) -> Mapping[str, Any]:
    text = files("dafeng.carbon").joinpath(name).read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)
    return found


@cache
def systems() -> Mapping[str, System]:
    """Return every system by id."""
    return {
        raw["id"]: System(
            raw["id"],
            Text(raw["zh"], raw["en"]),
            tuple(raw["articles"]),
            raw["sector"],
            raw["switch"],
            raw["role"],
            tuple(raw["tables"]),
            raw["gpc"],
            raw["activity"],
        )
        for raw in _file("systems.yaml")["systems"]
    }


@cache
def sectors() -> Mapping[str, Text]:
    """Return the sectors with their words."""
    return {id: Text(raw["zh"], raw["en"]) for id, raw in _file("systems.yaml")["sectors"].items()}


@cache
def sector_aliases() -> Mapping[str, str]:
    """Return what statistics call the sectors, each with its id."""
    return {
        name: id
        for id, raw in _file("systems.yaml")["sectors"].items()
        if id != "memo"
        for name in (id, raw["zh"], raw["en"], *raw["aliases"])
    }


@cache
def gaps() -> tuple[Gap, ...]:
    """Return what no table reports."""
    return tuple(
        Gap(raw["id"], tuple(raw["articles"]), Text(raw["zh"], raw["en"]))
        for raw in _file("systems.yaml")["gaps"]
    )


@cache
def switches() -> Mapping[str, Text]:
    """Return the switches of the boundary with their words."""
    return {id: Text(raw["zh"], raw["en"]) for id, raw in _file("views.yaml")["switches"].items()}


@cache
def presets() -> Mapping[str, frozenset[str]]:
    """Return the named groups of switches."""
    return {id: frozenset(found) for id, found in _file("views.yaml")["presets"].items()}


@cache
def views() -> Mapping[str, View]:
    """Return the views by id: own, mohurd, berc, gpc."""
    counted = [s for s in systems().values() if s.role == "counted"]
    made = {}
    for id, raw in _file("views.yaml")["views"].items():
        inside = frozenset(raw.get("only") or (s.id for s in counted if s.id not in raw["without"]))
        classes = []
        for rule in raw["classes"]:
            members = rule.get("systems") or [s.id for s in counted if s.gpc == rule["gpc"]]
            classes.append((frozenset(members), rule["id"], Text(rule["zh"], rule["en"])))
        note = raw.get("note", {"zh": "", "en": ""})
        made[id] = View(
            id,
            Text(raw["name"]["zh"], raw["name"]["en"]),
            Text(note["zh"], note["en"]),
            raw.get("source", ""),
            raw["heat"],
            inside,
            tuple(classes),
        )
    return made
