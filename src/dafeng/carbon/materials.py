"""Lines of building: materials, their transport, recycling, sites and demolition."""

from __future__ import annotations

from collections.abc import Mapping

from dafeng.carbon.library import Factor
from dafeng.carbon.making import Making

__all__ = ["add_materials", "material_factor", "retrofit_bill"]

# Materials of the records: the factor of GB/T 51366 D.0.1, and the density where it is by volume.
_MATERIALS: Mapping[str, tuple[str, str, str | None]] = {
    "steel": ("material.热轧碳钢钢筋", "tCO2e/t", None),
    "concrete": ("material.C30混凝土", "tCO2e/m3", "material.density.concrete"),
    "masonry": ("material.蒸压粉煤灰砖(240x115x53)", "tCO2e/m3", "material.density.masonry"),
    "mortar": ("material.mortar", "tCO2e/t", None),
}
_TRUCK = "transport.重型柴油货车(18t)"
_STONE = "material.碎石(d=10~30mm)"


def material_factor(
    made: Making, material: str, region: str, year: int
) -> tuple[float, tuple[Factor, ...]] | None:
    """Return what a tonne of a material weighs [tCO2e/t], with its factors; None where there is no factor."""
    if material not in _MATERIALS:
        return None
    key, unit, density = _MATERIALS[material]
    chosen = made.factor(key, region, year, unit)
    if density is None:
        return chosen.value, (chosen,)
    heavy = made.factor(density, region, year, "t/m3")
    return chosen.value / heavy.value, (chosen, heavy)


def retrofit_bill(made: Making, region: str, year: int) -> tuple[float, tuple[Factor, ...]]:
    """Return what the materials of an energy retrofit weigh per floor area [tCO2e/m2], with its factors."""
    board = made.factor("material.聚苯乙烯泡沫板", region, year, "tCO2e/t")
    window = made.factor("material.塑钢窗", region, year, "tCO2e/m2")
    mortar = made.factor("material.mortar", region, year, "tCO2e/t")
    parts = [
        (board, made.factor("retrofit.eps_t_per_m2", region, year, "t/m2")),
        (window, made.factor("retrofit.window_m2_per_m2", region, year, "m2/m2")),
        (mortar, made.factor("retrofit.mortar_t_per_m2", region, year, "t/m2")),
    ]
    return sum(a.value * b.value for a, b in parts), tuple(f for pair in parts for f in pair)


def add_materials(made: Making) -> None:
    """Add embodied emissions and those of sites: C_sc = sum(M F), C_ys = sum(M D T), sites by floor area.

    Source: GB/T 51366-2019 clauses 5.2, 5.3, 6.1 to 6.3. Timber and "other" have no factor in annex D.
    """
    for s in made.usable(
        made.reader.sums("site_materials", {"t": "sum(used_t)"}, by=("material",), needs=("used_t",)),
        "new_materials",
    ):
        found = material_factor(made, s.keys[0], s.region, s.year)
        if found is None:
            continue
        made.add(
            "new_materials",
            s,
            (s.values["t"], "t"),
            (found[0], found[1]),
            formula="mass x factor of the material",
            detail=s.keys[0],
            scope=3,
        )
        ways = "混凝土" if s.keys[0] == "concrete" else "其他建材"
        way = made.factor(f"transport.default_distance.{ways}", s.region, s.year, "km")
        truck = made.factor(_TRUCK, s.region, s.year, "kgCO2e/(t·km)")
        made.add(
            "material_transport",
            s,
            (s.values["t"], "t"),
            (way.value * truck.value / 1000, (way, truck)),
            formula="mass x distance x factor of the truck",
            detail=s.keys[0],
            scope=3,
        )
    for s in made.usable(
        made.reader.sums(
            "retrofits", {"m2": "sum(floor_area_m2)"}, by=("use",), year="year(completion_date)"
        ),
        "retrofit_materials",
    ):
        bill, factors = retrofit_bill(made, s.region, s.year)
        made.add(
            "retrofit_materials",
            s,
            (s.values["m2"], "m2"),
            (bill, factors),
            formula="floor area x bill of materials",
            detail=s.keys[0],
            scope=3,
        )
    for s in made.usable(
        made.reader.sums(
            "construction_waste",
            {"t": "sum(recycled_t - backfilled_t)"},
            needs=("recycled_t", "backfilled_t"),
        ),
        "recycling_credit",
    ):
        stone = made.factor(_STONE, s.region, s.year, "tCO2e/t")
        half = made.factor("material.recycled_share", s.region, s.year, "1")
        made.add(
            "recycling_credit",
            s,
            (s.values["t"], "t"),
            (-stone.value * half.value, (stone, half)),
            formula="- recycled mass x factor of what it replaces x 50 %",
            detail="aggregate",
            scope=3,
        )
    _sites(made)


def _sites(made: Making) -> None:
    """Add the energy of building sites by floor area completed, of demolition by that demolished."""
    for system, key, sums in (
        (
            "site_energy",
            "construction.floor_area",
            made.reader.sums(
                "projects", {"m2": "sum(floor_area_m2)"}, by=("settlement",), year="year(completion_date)"
            ),
        ),
        (
            "demolition",
            "demolition.floor_area",
            made.reader.sums(
                "buildings", {"m2": "sum(floor_area_m2)"}, by=("settlement",), year="demolished_year"
            ),
        ),
    ):
        for s in made.usable(sums, system):
            rate = made.factor(key, s.region, s.year, "tCO2/m2")
            made.add(
                system,
                s,
                (s.values["m2"], "m2"),
                (rate.value, (rate,)),
                formula="floor area x energy per area",
                scope=1,
                detail=s.keys[0],
            )
