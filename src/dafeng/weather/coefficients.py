"""The coefficients of this room's formulas, read once from the YAML files of ``data/``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.base import InputError, Text

_FILES = ("coefficients.yaml", "generation.yaml")
__all__ = ["coefficient", "coefficients"]


@cache
def coefficients() -> dict[str, dict[str, Any]]:
    """Return every entry by group and name, each with value, unit, source and basis."""
    loaded: dict[str, dict[str, Any]] = {}
    for name in _FILES:
        text = files("dafeng.weather").joinpath("data", name).read_text(encoding="utf-8")
        loaded.update(yaml.safe_load(text))
    return loaded


@cache
def coefficient(group: str, name: str) -> float:
    """Return the value of one coefficient; raises ``InputError`` for a name that the file has not.

    >>> coefficient("physical", "zero_celsius_k")
    273.15
    """
    entries = coefficients().get(group, {})
    if name not in entries:
        raise InputError(
            "weather-coefficient",
            Text(f"没有系数 {group}.{name}", f"there is no coefficient {group}.{name}"),
            mend=Text("见 data/coefficients.yaml", "see data/coefficients.yaml"),
        )
    return float(entries[name]["value"])
