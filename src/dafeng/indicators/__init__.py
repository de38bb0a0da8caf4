"""Indicators computed from records, assessed against the plan's targets, and forecast."""

from dafeng.indicators.assess import assess
from dafeng.indicators.compute import compute
from dafeng.indicators.formulas import Formula, formulas, tables_needed
from dafeng.indicators.status import STATES, Status, Statuses
from dafeng.indicators.values import Area, Value, Values

__all__ = [
    "STATES",
    "Area",
    "Formula",
    "Status",
    "Statuses",
    "Value",
    "Values",
    "assess",
    "compute",
    "formulas",
    "tables_needed",
]
