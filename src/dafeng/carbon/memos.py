"""Lines that are shown and never counted: parts of other lines, and what was avoided."""

from __future__ import annotations

from dafeng.carbon.energy import CARRIERS, carrier_factor
from dafeng.carbon.library import Factor
from dafeng.carbon.lines import GRAMS, Line
from dafeng.carbon.making import Making
from dafeng.carbon.materials import material_factor, retrofit_bill

__all__ = ["add_memos"]

Cells = dict[tuple[str, int], list[Line]]
_GJ_PER_KWH = 0.0036  # by definition
_OF_NEW_BUILD = (
    ("low_rise_housing", "use = 'housing' AND storeys <= 6 AND settlement = 'town'", "start_date"),
    ("green_buildings", "green_standard", "start_date"),
    ("prefabricated", "prefabricated", "start_date"),
    ("fitted_housing", "commercial_housing AND fully_fitted", "completion_date"),
)


def add_memos(made: Making) -> None:
    """Add the memos; they rest on the lines that were made before."""
    cells: Cells = {}
    for line in made.lines:
        cells.setdefault((line.region, line.year), []).append(line)
    _shares_of_new_build(made, cells)
    _communities(made, cells)
    _retrofits(made)
    _heat_demand(made)
    _institutions(made)
    _avoided(made)
    _materials(made)


def _of(cells: Cells, members: tuple[str, ...], at: tuple[str, int]) -> tuple[float, tuple[Factor, ...]]:
    """Return the tonnes and factors of the lines of some systems in a region and year."""
    lines = [ln for ln in cells.get(at, ()) if ln.system in members]
    factors = {(f.key, f.place, f.year): f for ln in lines for f in ln.factors}
    return sum(ln.grams for ln in lines) / GRAMS, tuple(factors.values())


def _shares_of_new_build(made: Making, cells: Cells) -> None:
    """Add kinds of new buildings by their share of the floor area of the same stage and year."""
    for system, where, stage in _OF_NEW_BUILD:
        values = {"all": "sum(floor_area_m2)", "of": f"sum(floor_area_m2) FILTER (WHERE {where})"}
        for s in made.usable(made.reader.sums("projects", values, year=f"year({stage})"), system):
            whole, factors = _of(cells, ("new_materials", "material_transport"), (s.region, s.year))
            per_m2 = whole / s.values["all"] if s.values["all"] else 0.0
            made.add(
                system,
                s,
                (s.values["of"], "m2"),
                (per_m2, factors),
                formula="floor area x materials of new build per floor area of the region and year",
                scope=3,
            )


def _communities(made: Making, cells: Cells) -> None:
    """Add the residents of registered communities by the energy of town housing per town resident."""
    people = {
        (s.region, s.year): s.values["n"]
        for s in made.reader.sums("population", {"n": "sum(urban_population_persons)"})
    }
    where = "completion_date IS NULL OR year(completion_date) <= {y}"
    sums = made.reader.standing("communities", {"n": "sum(population_persons)"}, where=where)
    for s in made.usable(sums, "communities"):
        whole, factors = _of(cells, ("housing_heating", "housing_other"), (s.region, s.year))
        persons = max(
            people.get((s.region, s.year), 0.0), s.values["n"]
        )  # a part is never more than the whole
        if persons:
            made.add(
                "communities",
                s,
                (s.values["n"], "person"),
                (whole / persons, factors),
                formula="residents x emissions of town housing per town resident",
                scope=3,
            )


def _retrofits(made: Making) -> None:
    """Add what retrofits avoid in a year, and the materials of renewed old communities."""
    for s in made.usable(
        made.reader.sums("old_communities", {"m2": "sum(floor_area_m2)"}, year="year(completion_date)"),
        "old_communities",
    ):
        bill, factors = retrofit_bill(made, s.region, s.year)
        made.add(
            "old_communities",
            s,
            (s.values["m2"], "m2"),
            (bill, factors),
            formula="floor area x bill of materials",
            scope=3,
        )
    for s in made.usable(
        made.reader.sums(
            "retrofits",
            {"kwh": "sum(floor_area_m2 * (energy_before_kwh_m2 - energy_after_kwh_m2))"},
            year="year(completion_date)",
            needs=("energy_before_kwh_m2", "energy_after_kwh_m2"),
        ),
        "retrofit_saving",
    ):
        heat = made.factor("heat.default", s.region, s.year, "tCO2/GJ")
        made.add(
            "retrofit_saving",
            s,
            (s.values["kwh"], "kWh"),
            (-_GJ_PER_KWH * heat.value, (heat,)),
            formula="- energy saved in a year x factor of heat",
            scope=3,
        )
    for s in made.usable(
        made.reader.sums(
            "rural_retrofits",
            {"kwh": "sum(energy_before_kwh - energy_after_kwh)"},
            year="year(completion_date)",
            needs=("energy_before_kwh", "energy_after_kwh"),
        ),
        "rural_retrofits",
    ):
        at = (s.region, s.year)
        weight = made.factor("energy.gj_per_tce", *at, "GJ/tce")
        coal = made.factor("ef_per_tce.煤", *at, "tCO2/tce")
        made.add(
            "rural_retrofits",
            s,
            (s.values["kwh"], "kWh"),
            (-_GJ_PER_KWH / weight.value * coal.value, (weight, coal)),
            formula="- energy saved in a year as coal",
            scope=3,
        )


def _heat_demand(made: Making) -> None:
    """Add the heat that buildings reviewed in the year are designed to need."""
    for s in made.usable(
        made.reader.sums(
            "envelopes",
            {"kwh": "sum(floor_area_m2 * heating_demand_kwh_m2)"},
            where="work = 'new'",
            year="year(review_date)",
            needs=("floor_area_m2", "heating_demand_kwh_m2"),
        ),
        "new_heat_demand",
    ):
        heat = made.factor("heat.default", s.region, s.year, "tCO2/GJ")
        made.add(
            "new_heat_demand",
            s,
            (s.values["kwh"], "kWh"),
            (_GJ_PER_KWH * heat.value, (heat,)),
            formula="designed heat demand x factor of heat",
            scope=3,
        )


def _institutions(made: Making) -> None:
    """Add the energy of public institutions by carrier; their cars belong to transport."""
    for carrier, column in (
        ("electricity", "electricity_kwh"),
        ("heat", "heat_gj"),
        ("coal", "coal_t"),
        ("gas", "gas_m3"),
    ):
        sums = made.reader.sums("public_institutions", {"q": f"sum({column})"}, needs=(column,))
        for s in made.usable(sums, "public_institutions"):
            chosen = carrier_factor(made, carrier, s.region, s.year)
            made.add(
                "public_institutions",
                s,
                (s.values["q"], CARRIERS[carrier][0]),
                (chosen.value, (chosen,)),
                formula="quantity x factor of the carrier",
                detail=carrier,
                scope=3,
            )


def _avoided(made: Making) -> None:
    """Add what renewable energy and the replacement of coal stoves avoid; it is in what is bought already."""
    sums = made.reader.sums(
        "renewables", {"tce": "sum(substituted_tce)"}, by=("technology",), needs=("substituted_tce",)
    )
    for s in made.usable(sums, "renewables"):
        coal = made.factor("ef_per_tce.煤", s.region, s.year, "tCO2/tce")
        made.add(
            "renewables",
            s,
            (s.values["tce"], "tce"),
            (-coal.value, (coal,)),
            formula="- conventional energy replaced x factor of coal",
            detail=s.keys[0],
            scope=3,
        )
    sums = made.reader.sums(
        "heating_conversion", {"t": "sum(coal_replaced_t)"}, by=("source",), needs=("coal_replaced_t",)
    )
    for s in made.usable(sums, "coal_replaced"):
        coal = carrier_factor(made, "coal", s.region, s.year)
        made.add(
            "coal_replaced",
            s,
            (s.values["t"], "t"),
            (-coal.value, (coal,)),
            formula="- coal replaced x factor of coal",
            detail=s.keys[0],
            scope=3,
        )


def _materials(made: Making) -> None:
    """Add the materials that sites lose, and aggregates of works with recycled ones at half."""
    sums = made.reader.sums("site_materials", {"t": "sum(lost_t)"}, by=("material",), needs=("lost_t",))
    for s in made.usable(sums, "material_losses"):
        found = material_factor(made, s.keys[0], s.region, s.year)
        if found is not None:
            made.add(
                "material_losses",
                s,
                (s.values["t"], "t"),
                (found[0], found[1]),
                formula="mass lost x factor of the material",
                detail=s.keys[0],
                scope=3,
            )
    values = {"new": "sum(used_t - recycled_t)", "old": "sum(recycled_t)"}
    for s in made.usable(
        made.reader.sums("aggregates", values, needs=("used_t", "recycled_t")), "aggregates"
    ):
        stone = made.factor("material.碎石(d=10~30mm)", s.region, s.year, "tCO2e/t")
        half = made.factor("material.recycled_share", s.region, s.year, "1")
        made.add(
            "aggregates",
            s,
            (s.values["new"], "t"),
            (stone.value, (stone,)),
            formula="mass x factor of crushed stone",
            detail="virgin",
            scope=3,
        )
        made.add(
            "aggregates",
            s,
            (s.values["old"], "t"),
            (stone.value * half.value, (stone, half)),
            formula="mass x factor of crushed stone x 50 %",
            detail="recycled",
            scope=3,
        )
