"""The figures that archetypes are made of: tables of uses and envelopes, kinds, rules, dimensions."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.base import InputError, Text

ZONES = ("1A", "1B", "1C", "2A", "2B")
ELEMENTS = ("wall_u", "roof_u", "window_u", "window_g", "floor_r", "air_change", "fresh_air", "heat_recovery")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, source and basis (``recalled``: not checked against the printed source)."""

    value: float
    unit: str
    source: str
    basis: str


@cache
def dimensions() -> dict[str, Any]:
    """Return uses, eras, envelopes, zones, end uses and carriers with their names, shared by rooms."""
    return _yaml("dafeng.stock", "dimensions.yaml")


@cache
def kinds() -> dict[str, dict[str, Any]]:
    """Return by use which construction, schedule and envelope table it takes."""
    return _yaml("dafeng.stock.archetypes", "data/kinds.yaml")


@cache
def rules() -> dict[str, Any]:
    """Return the rules and general figures of the archetypes."""
    return _yaml("dafeng.stock.archetypes", "data/rules.yaml")


@cache
def construction_data() -> dict[str, Any]:
    """Return materials and layers of walls, roofs, floors and inner parts."""
    return _yaml("dafeng.stock.archetypes", "data/constructions.yaml")


@cache
def use_figures() -> dict[str, dict[str, Figure]]:
    """Return the figures of every use, by use and quantity."""
    out: dict[str, dict[str, Figure]] = {}
    for row in _rows("uses.csv"):
        out.setdefault(row["use"], {})[row["quantity"]] = Figure(
            float(row["value"]), row["unit"], row["source"], row["basis"]
        )
    return out


@cache
def envelope_figures() -> dict[tuple[str, str, str, str], Figure]:
    """Return the figures of envelopes, by set, state (an era or ``ultra_low``), element and zone."""
    out = {}
    for row in _rows("envelopes.csv"):
        for zone in ZONES:
            key = (row["set"], row["era"], row["element"], zone)
            out[key] = Figure(float(row[f"zone_{zone}"]), row["unit"], row["source"], row["basis"])
    return out


def rule(name: str) -> Any:
    """Return the value of a general figure."""
    return rules()[name]["value"]


def known(kind: str, value: object) -> str:
    """Return ``value`` where it is an id of the dimension ``kind`` (uses, eras, envelopes, zones).

    Raises ``InputError`` ``stock-dimension``.
    """
    ids = tuple(dimensions()[kind])
    if not isinstance(value, str) or value not in ids:
        raise InputError(
            "stock-dimension",
            Text(f"{kind} 中没有 {value!r}", f"{value!r} is not among the {kind}"),
            mend=Text(f"可用：{'、'.join(ids)}", f"use one of {', '.join(ids)}"),
        )
    return value


def sector(use: str) -> str:
    """Return the sector of a use: urban_housing, rural_housing, public, industry."""
    return str(dimensions()["uses"][known("uses", use)]["sector"])


def era_of_year(built_year: int, *, use: str) -> str:
    """Return the era of the standards that a building completed in ``built_year`` belongs to.

    >>> era_of_year(1980, use="urban_middle"), era_of_year(2012, use="urban_middle")
    ('pre_standard', 'step_3')
    >>> era_of_year(2012, use="office")
    'step_2'
    """
    found = "pre_standard"
    for era, first in dimensions()["era_years"][sector(use)].items():
        if built_year >= first:
            found = era
    return found


def _yaml(package: str, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files(package).joinpath(name).read_text(encoding="utf-8"))
    return loaded


def _rows(name: str) -> list[dict[str, str]]:
    text = files("dafeng.stock.archetypes").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))
