"""Lines of the energy of buildings: fuels, electricity and heat, and the gases of burning at home."""

from __future__ import annotations

from collections.abc import Mapping

from dafeng.base import InputError, Text
from dafeng.carbon.library import Factor
from dafeng.carbon.lines import line_of
from dafeng.carbon.making import Gas, Making
from dafeng.carbon.sources import Sum

__all__ = ["CARRIERS", "add_energy", "carrier_factor", "heat_factors"]

# Each carrier with its unit in the records, the key of its factor, and where it is released (scope).
CARRIERS: Mapping[str, tuple[str, str, int]] = {
    "electricity": ("kWh", "electricity.grid", 2),
    "heat": ("GJ", "heat.default", 2),
    "coal": ("t", "fuel.coal", 1),
    "gas": ("m3", "fuel.gas", 1),
    "lpg": ("t", "fuel.lpg", 1),
    "oil": ("t", "fuel.oil", 1),
    "biomass": ("t", "fuel.biomass", 1),
}
_SYSTEMS = {
    ("urban_housing", "heating"): "housing_heating",
    ("urban_housing", "other"): "housing_other",
    ("public", "heating"): "public_heating",
    ("public", "other"): "public_other",
    ("rural_housing", "heating"): "rural_heating",
    ("rural_housing", "other"): "rural_other",
}
# How the sources of district heat in the table of heated areas are valued by exergy.
_SOURCES = {
    "chp": "heat.chp.exergy",
    "coal_boiler_ultra_low": "heat.coal_boiler",
    "coal_boiler": "heat.coal_boiler",
    "waste_heat": "heat.waste_heat",
}


def carrier_factor(made: Making, carrier: str, region: str, year: int) -> Factor:
    """Return the factor of a carrier [tCO2 per unit of the records], of the year and place."""
    unit, key, _ = CARRIERS[carrier]
    if carrier == "electricity":
        return made.grid(region, year)
    return made.factor(key, region, year, f"tCO2/{unit}")


def heat_factors(made: Making) -> dict[tuple[str, int], tuple[float, tuple[Factor, ...]]]:
    """Return district heat by exergy [tCO2/GJ] for every region and year whose heated areas are reported.

    The factor is the mean of the sources of district heat, weighted by the town floor area that each heats:
    cogeneration by exergy, boilers by their fuel. Source: Tsinghua BERC, China building energy model.
    """
    areas: dict[tuple[str, int], dict[str, float]] = {}
    listed = ", ".join(f"'{s}'" for s in _SOURCES)
    found = made.reader.sums(
        "heating",
        {"area": "sum(heated_area_m2)"},
        by=("source",),
        where=f"settlement = 'town' AND source IN ({listed})",
    )
    for s in found:
        areas.setdefault((s.region, s.year), {})[s.keys[0]] = s.values["area"]
    mixed = {}
    for (region, year), shares in areas.items():
        total = sum(shares.values())
        if total <= 0 or region not in made.places:
            continue
        factors = {source: made.factor(_SOURCES[source], region, year, "tCO2/GJ") for source in shares}
        value = sum(factors[s].value * area for s, area in shares.items()) / total
        mixed[region, year] = (value, tuple({f.key: f for f in factors.values()}.values()))
    return mixed


def add_energy(made: Making) -> None:
    """Add the lines of buildings' energy, their gases, the memos of biomass and electricity, and chargers.

    Emissions = quantity x factor. Electricity that a roof makes for the house is not in what it buys, so
    nothing is taken off for it; coal that heat suppliers burn is in the factor of heat, so it is not added.
    Raises ``InputError`` (``carbon-charging``) where chargers take more than the building's electricity.
    """
    sums = made.reader.sums(
        "energy_use",
        {"quantity": "sum(quantity)"},
        by=("sector", "end_use", "carrier"),
        where="sector <> 'municipal'",
    )
    mixed = heat_factors(made) if made.heat == "exergy" else {}
    electricity: dict[tuple[str, int], list[Sum]] = {}
    left = _charging(made, sums)
    for s in sums:
        sector, end_use, carrier = s.keys
        if s.region not in made.places:
            continue
        unit, _, scope = CARRIERS[carrier]
        quantity = s.values["quantity"]
        note = None
        if carrier == "electricity":
            taken = min(left.get((s.region, s.year, sector), 0.0), quantity)
            if taken:
                left[s.region, s.year, sector] -= taken
                quantity -= taken
                note = Text(f"已扣除充电 {taken:,.0f} 千瓦时", f"without {taken:,.0f} kWh of chargers")
            electricity.setdefault((s.region, s.year), []).append(s)
        chosen = carrier_factor(made, carrier, s.region, s.year)
        by: tuple[float, tuple[Factor, ...]] = (chosen.value, (chosen,))
        tables: tuple[str, ...] = ("energy_use",)
        if carrier == "heat" and made.heat == "exergy":
            if (s.region, s.year) in mixed:
                by = mixed[s.region, s.year]
                tables = ("energy_use", "heating")
            else:
                note = Text(
                    "热源面积未报，用缺省热力因子", "sources of heat are not reported; the default is used"
                )
        weight = made.factor(f"tce.coal_equivalent.{carrier}", s.region, s.year, f"tce/{unit}")
        made.add(
            _SYSTEMS[sector, end_use],
            s,
            (quantity, unit),
            by,
            formula="quantity x factor of the carrier",
            scope=scope,
            detail=carrier,
            tables=tables,
            tce=quantity * weight.value,
            note=note,
        )
        if carrier in ("coal", "biomass") and sector != "public":
            _stove_gases(made, s)
    _all_electricity(made, electricity)
    _memo_charging(made)


def _charging(made: Making, sums: list[Sum]) -> dict[tuple[str, int, str], float]:
    """Return the electricity of chargers to take out, checked against what the buildings use."""
    used: dict[tuple[str, int, str], float] = {}
    for s in sums:
        if s.keys[2] == "electricity":
            key = (s.region, s.year, s.keys[0])
            used[key] = used.get(key, 0.0) + s.values["quantity"]
    for key, kwh in made.boundary.charging_kwh.items():
        if kwh < 0 or kwh > used.get(key, 0.0):
            raise InputError(
                "carbon-charging",
                Text(
                    f"{key[0]} {key[1]} 年 {key[2]} 充电 {kwh:g} 千瓦时，"
                    f"不在 0 与用电量 {used.get(key, 0.0):g} 之间",
                    f"chargers of {key[2]} in {key[0]} {key[1]}: {kwh:g} kWh is not between 0 and the "
                    f"{used.get(key, 0.0):g} kWh that is used",
                ),
                mend=Text("核对充电电量、地区、年份和部门", "check amount, region, year and sector"),
            )
    return dict(made.boundary.charging_kwh)


def _stove_gases(made: Making, s: Sum) -> None:
    """Add CH4 and N2O of coal and biomass burnt at home, and the biogenic CO2 as a memo.

    Emissions = mass x heat value x factor per heat x warming potential. Source: IPCC 2006 V2 Ch2 table 2.5.
    """
    carrier = s.keys[2]
    weight = made.factor(f"tce.calorific.{carrier}", s.region, s.year, "tce/t")
    heat = made.factor("energy.gj_per_tce", s.region, s.year, "GJ/tce")
    tj_per_t = weight.value * heat.value / 1000
    gases: tuple[tuple[Gas, str], ...] = (("ch4", "CH4"), ("n2o", "N2O"))
    for gas, substance in gases:
        rate = made.factor(f"combustion.{gas}.{carrier}", s.region, s.year, f"kg{substance}/TJ")
        warming = made.gwp("ch4_fossil" if (gas, carrier) == ("ch4", "coal") else gas, s.region, s.year)
        made.add(
            "stove_gases",
            s,
            (s.values["quantity"], "t"),
            (tj_per_t * rate.value * warming.value / 1000, (weight, heat, rate, warming)),
            formula="mass x heat value x gas per heat x warming potential",
            scope=1,
            detail=f"{s.keys[1]} {carrier}",
            gas=substance,
            sector=s.keys[0],
        )
    if carrier == "biomass":
        rate = made.factor("fuel.biomass.biogenic", s.region, s.year, "tCO2/TJ")
        made.add(
            "biogenic",
            s,
            (s.values["quantity"], "t"),
            (tj_per_t * rate.value, (weight, heat, rate)),
            formula="mass x heat value x biogenic CO2 per heat",
            scope=1,
            detail=f"{s.keys[0]} {s.keys[1]}",
        )


def _all_electricity(made: Making, found: Mapping[tuple[str, int], list[Sum]]) -> None:
    """Add the memo of all electricity of buildings."""
    for (region, year), sums in found.items():
        chosen = made.grid(region, year)
        made.lines.append(
            line_of(
                "all_electricity",
                region=region,
                year=year,
                scope=2,
                activity=sum(s.values["quantity"] for s in sums),
                unit="kWh",
                factor_t=chosen.value,
                factors=(chosen,),
                formula="quantity x factor of the grid",
                maturity=made.reader.least(("energy_use",), region, year),
                rows=tuple(cell for s in sums for cell in s.rows)[:20],
                row_count=sum(s.row_count for s in sums),
            )
        )


def _memo_charging(made: Making) -> None:
    """Add the memo of chargers, which belong to transport."""
    for (region, year, sector), kwh in sorted(made.boundary.charging_kwh.items()):
        chosen = made.grid(region, year)
        made.lines.append(
            line_of(
                "charging",
                region=region,
                year=year,
                detail=sector,
                scope=2,
                activity=kwh,
                unit="kWh",
                factor_t=chosen.value,
                factors=(chosen,),
                formula="electricity of chargers x factor of the grid; belongs to transport",
                maturity="final",
            )
        )
