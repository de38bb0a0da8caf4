"""District heat: network, pumps, the source behind it, and a plant's fuel shared between heat and power."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from dafeng.base import InputError, Text
from dafeng.stock.plant.heat_pump import KELVIN
from dafeng.stock.plant.values import OTHER_END, Level, PlantData

Allocation = Literal["heat", "equivalent_electricity", "alternative", "power_bonus"]
ALLOCATIONS: tuple[Allocation, ...] = get_args(Allocation)


@dataclass(frozen=True, slots=True)
class DistrictHeat:
    """One kWh of heat at the building: what it costs behind the wall.

    ``source_heat_kwh`` sent out by the source, ``fuel_kwh`` burnt for it (coal or gas by ``fuel``),
    ``electricity_kwh`` for pumps, ``emissions_kgco2`` of both.
    """

    source_heat_kwh: float
    fuel: str
    fuel_kwh: float
    electricity_kwh: float
    emissions_kgco2: float


def chp_fuel_per_heat(
    method: Allocation,
    *,
    power_efficiency: float,
    heat_efficiency: float,
    reference_power_efficiency: float,
    reference_heat_efficiency: float,
    supply_c: float,
    return_c: float,
    outdoor_c: float,
) -> float:
    """Return the fuel that an allocation gives to one kWh of heat from combined heat and power [kWh/kWh].

    With W and Q the power and heat from one unit of fuel:
    ``heat`` (热量法): 1 / (Q + W), all the gain goes to power. Source: DL/T 904.
    ``equivalent_electricity`` (等效电法): lambda / (lambda Q + W), lambda the work that heat between supply
    and return could do, ``1 - T0 / (Ts - Tr) ln(Ts / Tr)``. Source: GB/T 51161, appendix.
    ``alternative``: shares as fuel of separate production. Source: directive 2004/8/EC, annex III.
    ``power_bonus``: (1 - W / eta_ref) / Q, power is worth the fuel of the reference plant; never below 0.

    Raises ``InputError`` ``plant-chp`` for efficiencies or temperatures that cannot be.

    >>> known = dict(power_efficiency=0.3, heat_efficiency=0.45, reference_power_efficiency=0.39,
    ...              reference_heat_efficiency=0.8, supply_c=100.0, return_c=50.0, outdoor_c=-5.0)
    >>> [round(chp_fuel_per_heat(method, **known), 3) for method in ALLOCATIONS]
    [1.333, 0.567, 0.939, 0.513]
    """
    power, heat = power_efficiency, heat_efficiency
    usable = (
        0.0 < power < 1.0 and 0.0 < heat < 1.0 and power + heat <= 1.0 and supply_c > return_c > outdoor_c
    )
    if not usable or method not in ALLOCATIONS:
        raise InputError(
            "plant-chp",
            Text(
                f"热电联产参数不可用：电 {power}、热 {heat}、供 {supply_c}、回 {return_c}、方法 {method}",
                f"parameters cannot be: power {power}, heat {heat}, {supply_c}/{return_c} degC, {method}",
            ),
            mend=Text(
                f"效率之和不超过 1，供水高于回水；方法：{'、'.join(ALLOCATIONS)}",
                f"efficiencies sum to at most 1, supply above return; methods: {', '.join(ALLOCATIONS)}",
            ),
        )
    if method == "heat":
        return 1.0 / (heat + power)
    if method == "equivalent_electricity":
        hot, back, ground = supply_c + KELVIN, return_c + KELVIN, outdoor_c + KELVIN
        work = 1.0 - ground / (hot - back) * math.log(hot / back)
        return work / (work * heat + power)
    if method == "alternative":
        apart_heat, apart_power = heat / reference_heat_efficiency, power / reference_power_efficiency
        return apart_heat / (apart_heat + apart_power) / heat
    return max(1.0 - power / reference_power_efficiency, 0.0) / heat


def district_heat(
    carrier: str,
    *,
    data: PlantData,
    outdoor_c: float,
    level: Level = "typical",
    allocation: Allocation = "heat",
    electricity_kgco2_kwh: float | None = None,
) -> DistrictHeat:
    """Return what one kWh of district heat at the building takes at the source.

    ``carrier``: ``heat_chp``, ``heat_coal``, ``heat_gas``, ``heat_waste``. ``outdoor_c`` is the mean of the
    heating season. ``level`` low takes every parameter at the end with the least emissions, high the other.
    """
    better = OTHER_END[level]
    sent = 1.0 / (1.0 - data.value("network", "network", "loss_share").at(level))
    pumps = data.value("network", "network", "pump_share").at(level)
    fuel, per_heat = "coal", 0.0
    if carrier == "heat_chp":
        per_heat = chp_fuel_per_heat(
            allocation,
            power_efficiency=data.value("network", "chp", "power_efficiency").at(better),
            heat_efficiency=data.value("network", "chp", "heat_efficiency").at(better),
            reference_power_efficiency=data.number("network", "chp", "reference_power_efficiency"),
            reference_heat_efficiency=data.number("network", "chp", "reference_heat_efficiency"),
            supply_c=data.value("network", "network", "supply_c").at(level),
            return_c=data.value("network", "network", "return_c").at(level),
            outdoor_c=outdoor_c,
        )
    elif carrier == "heat_coal":
        per_heat = 1.0 / data.value("network", "boiler", "coal_efficiency").at(better)
    elif carrier == "heat_gas":
        fuel, per_heat = "gas", 1.0 / data.value("network", "boiler", "gas_efficiency").at(better)
    elif carrier == "heat_waste":
        fuel = "none"
        pumps += data.value("network", "waste_heat", "pump_share").at(level) * sent
    else:
        raise InputError(
            "plant-carrier",
            Text(f"{carrier} 不是集中供热的能源", f"{carrier} is no carrier of district heat"),
            mend=Text(
                "用 heat_chp、heat_coal、heat_gas、heat_waste",
                "use heat_chp, heat_coal, heat_gas, heat_waste",
            ),
        )
    burnt = per_heat * sent
    grid = (
        data.value("carriers", "electricity", "emissions").at(level)
        if electricity_kgco2_kwh is None
        else electricity_kgco2_kwh
    )
    of_fuel = 0.0 if fuel == "none" else data.value("carriers", fuel, "emissions").at(level)
    return DistrictHeat(sent, fuel, burnt, pumps, burnt * of_fuel + pumps * grid)
