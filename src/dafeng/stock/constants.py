"""The constants of the room, each read from its row in ``data/*.yaml`` with unit, source and basis."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

ROUGHNESS = ("VeryRough", "Rough", "MediumRough", "MediumSmooth", "Smooth", "VerySmooth")


@cache
def rows(file: str) -> dict[str, dict[str, Any]]:
    """Return the rows of ``data/FILE.yaml``: name to value, unit, source and basis."""
    text = resources.files("dafeng.stock").joinpath("data", f"{file}.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


def constant(name: str) -> float:
    """Return a constant of physics in the unit of its row."""
    return float(rows("constants")[name]["value"])


def constants(name: str) -> list[float]:
    """Return a row of constants in the units of its row."""
    return [float(value) for value in rows("constants")[name]["value"]]


def default(name: str) -> float:
    """Return what a case may leave out, in the unit of its row."""
    return float(rows("defaults")[name]["value"])


def roughness_names() -> tuple[str, ...]:
    """Return the six names of roughness, from very rough to very smooth."""
    return ROUGHNESS


def roughness_factor(name: str) -> float:
    """Return how much faster than smooth glass a surface of this roughness exchanges heat with wind."""
    return constants("roughness")[ROUGHNESS.index(name)]
