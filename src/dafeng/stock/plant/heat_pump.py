"""Heat pumps hour by hour: efficiency and capacity over temperatures, frost, part load, back-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.plant.values import OTHER_END, Level, PlantData
from dafeng.weather import WeatherYear, daily_mean_c

if TYPE_CHECKING:
    from numpy.typing import NDArray

KELVIN = 273.15  # 0 degC by definition


@dataclass(frozen=True, slots=True)
class HeatPumpHours:
    """A heat pump over 8760 hours; energies in kWh, powers in kW, arrays [8760].

    ``electricity_kwh`` is the compressor's, ``backup_kwh`` what a resistance heater adds where the load
    exceeds the capacity; ``cop`` holds while the machine runs. ``design_cop`` is the full-load COP at the
    design temperature, ``capacity_kw`` the capacity there.
    """

    electricity_kwh: NDArray[np.float64]
    backup_kwh: NDArray[np.float64]
    cop: NDArray[np.float64]
    supply_c: NDArray[np.float64]
    capacity_kw: float
    design_c: float
    design_cop: float


def design_temperature(weather: WeatherYear) -> float:
    """Return the outdoor design temperature of a year [degC]: five days have a lower daily mean.

    One year stands for the many that the standard asks for. Source: GB 50736-2012, 4.1.2.
    """
    return float(np.sort(daily_mean_c(weather))[5])


def design_load(heat_kwh: NDArray[np.float64]) -> float:
    """Return the load to size a plant for [kW]: five days have a higher daily mean of heat."""
    return float(np.sort(heat_kwh.reshape(365, 24).mean(axis=1))[-6])


def supply_temperature(
    outdoor_c: NDArray[np.float64], *, emitter: str, design_c: float, data: PlantData
) -> NDArray[np.float64]:
    """Return the temperature that the emitters need [degC]: linear between the mild and the design end."""
    entry = data.table("heat_pump")["emitters"][emitter]
    mild = data.number("heat_pump", "mild_outdoor_c")
    share = np.clip((mild - outdoor_c) / max(mild - design_c, 1.0), 0.0, 1.0)
    return np.asarray(entry["mild_c"] + share * (entry["design_c"] - entry["mild_c"]))


def full_load_cop(
    outdoor_c: NDArray[np.float64],
    *,
    supply_c: NDArray[np.float64],
    relative_humidity_share: NDArray[np.float64],
    data: PlantData,
) -> NDArray[np.float64]:
    """Return the COP of a low-ambient air-source heat pump at full load, frost included; any shape.

    Rating points at 41 degC water, interpolated over the outdoor temperature, times the ratio of the Carnot
    efficiencies at ``supply_c`` and at 41 degC (5 K of approach on each side), less the defrost share where
    it is between -7 and 5 degC and damp. Outside -30 to 12 degC the end points hold.
    """
    points = data.table("heat_pump")
    at_41 = np.interp(outdoor_c, points["outdoor_c"]["values"], points["cop_41"]["values"])
    rating = data.number("heat_pump", "rating_water_c")
    ratio = _carnot(supply_c, outdoor_c, data) / _carnot(np.asarray(rating), outdoor_c, data)
    damp = (relative_humidity_share - data.number("heat_pump", "defrost_dry_share")) / (
        data.number("heat_pump", "defrost_wet_share") - data.number("heat_pump", "defrost_dry_share")
    )
    cold = (outdoor_c >= data.number("heat_pump", "defrost_from_c")) & (
        outdoor_c <= data.number("heat_pump", "defrost_to_c")
    )
    frost = data.number("heat_pump", "defrost_share") * np.clip(damp, 0.0, 1.0) * cold
    return np.asarray(at_41 * ratio * (1.0 - frost))


def _carnot(
    supply_c: NDArray[np.float64], outdoor_c: NDArray[np.float64], data: PlantData
) -> NDArray[np.float64]:
    """Return the Carnot efficiency of heating between the two, with the approach on each side."""
    approach = data.number("heat_pump", "approach_k")
    return np.asarray((supply_c + approach + KELVIN) / np.maximum(supply_c - outdoor_c + 2.0 * approach, 5.0))


def capacity_ratio(
    outdoor_c: NDArray[np.float64],
    *,
    supply_c: NDArray[np.float64],
    design_c: float,
    design_supply_c: float,
    data: PlantData,
) -> NDArray[np.float64]:
    """Return the capacity over that at the design point [1], by a quadratic in both temperatures."""

    def raw(outdoor: NDArray[np.float64], water: NDArray[np.float64]) -> NDArray[np.float64]:
        part = [
            data.number("heat_pump", f"capacity_{name}")
            for name in ("quadratic", "linear", "water_quadratic", "water_linear", "constant")
        ]
        return np.asarray(
            part[0] * outdoor**2 + part[1] * outdoor + part[2] * water**2 + part[3] * water + part[4]
        )

    at_design = float(raw(np.asarray(design_c), np.asarray(design_supply_c)))
    return np.asarray(np.maximum(raw(outdoor_c, supply_c) / at_design, 0.0))


def part_load_factor(load_share: NDArray[np.float64], *, data: PlantData) -> NDArray[np.float64]:
    """Return the COP over that of continuous running [1]: below the lowest stage the machine cycles.

    ``CR / (Cc CR + 1 - Cc)`` with CR the load over the lowest stage. Source: EN 14825.
    """
    cycle = np.clip(load_share / data.number("heat_pump", "lowest_part_load_share"), 1e-6, 1.0)
    keep = data.number("heat_pump", "degradation")
    return np.asarray(cycle / (keep * cycle + 1.0 - keep))


def air_heat_pump(
    heat_kwh: NDArray[np.float64],
    *,
    weather: WeatherYear,
    data: PlantData,
    factor: float,
    emitter: str,
    fixed_supply_c: float | None = None,
    sizing_share: float = 1.0,
    design_c: float | None = None,
) -> HeatPumpHours:
    """Run a low-ambient air-source heat pump for the hourly heat of a year.

    Sized for ``sizing_share`` of the design load at the design temperature of the year; what is above its
    capacity, and all below -35 degC, comes from a resistance heater. ``factor`` scales the COP of the rating
    points to a product. ``fixed_supply_c`` stands for air units, whose supply does not follow a curve.
    ``design_c`` replaces the year's own design temperature by that of the standard for the place.
    """
    outdoor = weather.dry_bulb_c
    design_c = design_temperature(weather) if design_c is None else design_c
    if fixed_supply_c is None:
        supply = supply_temperature(outdoor, emitter=emitter, design_c=design_c, data=data)
        design_supply = float(
            supply_temperature(np.asarray(design_c), emitter=emitter, design_c=design_c, data=data)
        )
    else:
        supply, design_supply = np.full(outdoor.shape, fixed_supply_c), fixed_supply_c
    size = sizing_share * design_load(heat_kwh)
    ratio = capacity_ratio(
        outdoor, supply_c=supply, design_c=design_c, design_supply_c=design_supply, data=data
    )
    capacity = np.where(outdoor < data.number("heat_pump", "limit_c"), 0.0, size * ratio)
    given = np.minimum(heat_kwh, capacity)
    full = factor * full_load_cop(
        outdoor, supply_c=supply, relative_humidity_share=weather.relative_humidity_share, data=data
    )
    load_share = given / np.where(capacity > 0.0, capacity, 1.0)
    cop = np.maximum(full * part_load_factor(load_share, data=data), 1.0)
    dry = np.zeros(1)
    design_cop = factor * full_load_cop(
        np.array([design_c]), supply_c=np.array([design_supply]), relative_humidity_share=dry, data=data
    )
    return HeatPumpHours(
        electricity_kwh=given / cop,
        backup_kwh=heat_kwh - given,
        cop=cop,
        supply_c=supply,
        capacity_kw=size,
        design_c=design_c,
        design_cop=float(design_cop[0]),
    )


def ground_heat_pump(
    heat_kwh: NDArray[np.float64],
    *,
    weather: WeatherYear,
    data: PlantData,
    technology: str,
    emitter: str,
    level: Level = "typical",
    design_c: float | None = None,
) -> HeatPumpHours:
    """Run a heat pump on the ground or on water, whose source keeps its temperature through the winter.

    ``COP = eta T_supply / (T_supply - T_source)``, the source being the mean air temperature of the year
    plus an excess, less the drop to the evaporator. Sized for the whole design load.
    """
    worse = OTHER_END[level]
    at = ("technologies", technology)
    source = (
        float(weather.dry_bulb_c.mean())
        + data.value(*at, "source_above_mean_k").at(level)
        - data.value(*at, "source_drop_k").at(worse)
    )
    eta = data.value(*at, "carnot_efficiency").at(level)
    design_c = design_temperature(weather) if design_c is None else design_c
    supply = supply_temperature(weather.dry_bulb_c, emitter=emitter, design_c=design_c, data=data)
    cop = eta * (supply + KELVIN) / np.maximum(supply - source, 5.0)
    top = float(supply_temperature(np.asarray(design_c), emitter=emitter, design_c=design_c, data=data))
    return HeatPumpHours(
        electricity_kwh=heat_kwh / cop,
        backup_kwh=np.zeros_like(heat_kwh),
        cop=cop,
        supply_c=supply,
        capacity_kw=design_load(heat_kwh),
        design_c=design_c,
        design_cop=eta * (top + KELVIN) / max(top - source, 5.0),
    )
