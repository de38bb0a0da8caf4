"""Buildings by physics: cases in, hourly heating, cooling and temperatures out.

``read_case`` reads a building, ``simulate`` and ``simulate_many`` compute its year, ``validate`` holds the
results
against EnergyPlus and ASHRAE 140. Theory, sources and limits: ``docs/explain/buildings.md``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dafeng.stock.case import Case, case_from, read_case
    from dafeng.stock.describe import read_building
    from dafeng.stock.validation import validate
    from dafeng.stock.years import Result, simulate, simulate_many

__all__ = [
    "Case",
    "Result",
    "case_from",
    "read_building",
    "read_case",
    "simulate",
    "simulate_many",
    "validate",
]
_HOMES = {
    "Case": "case",
    "case_from": "case",
    "read_case": "case",
    "read_building": "describe",
    "Result": "years",
    "simulate": "years",
    "simulate_many": "years",
    "validate": "validation",
}


def __getattr__(name: str) -> Any:
    """Import the home of ``name`` when it is first asked for, so that importing the room loads no library."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"dafeng.stock.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'dafeng.stock' has no attribute {name!r}")
