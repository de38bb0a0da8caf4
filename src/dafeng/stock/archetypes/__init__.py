"""Archetypes: typical buildings by use, era of the standards, envelope level and design zone."""

from dafeng.stock.archetypes.box import case_of, raw_case
from dafeng.stock.archetypes.design import Design, archetype, basis_of, fault_of, quantities, with_figures
from dafeng.stock.archetypes.figures import dimensions, era_of_year, known, sector

__all__ = [
    "Design",
    "archetype",
    "basis_of",
    "case_of",
    "dimensions",
    "era_of_year",
    "fault_of",
    "known",
    "quantities",
    "raw_case",
    "sector",
    "with_figures",
]
