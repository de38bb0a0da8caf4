"""Useful heat and hot water to what is bought, hour by hour, for every technology."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import InputError, Text
from dafeng.stock.plant.collector import solar_air, solar_store
from dafeng.stock.plant.demand import Demand, Supply
from dafeng.stock.plant.heat_pump import (
    HeatPumpHours,
    air_heat_pump,
    design_load,
    design_temperature,
    full_load_cop,
    ground_heat_pump,
    supply_temperature,
)
from dafeng.stock.plant.storage import charge_ahead
from dafeng.stock.plant.tariff import Tariff, valley_hours
from dafeng.stock.plant.values import OTHER_END, Level, PlantData
from dafeng.weather import WeatherYear
from dafeng.weather.year import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray


def supply(
    technology: str,
    *,
    demand: Demand,
    weather: WeatherYear,
    data: PlantData,
    emitter: str = "radiator",
    level: Level = "typical",
    chosen_tariff: Tariff | None = None,
    design_c: float | None = None,
) -> Supply:
    """Return what ``technology`` buys for ``demand`` in the year of ``weather``.

    ``emitter`` (floor, radiator, old_radiator) sets the supply temperature of heat pumps and solar heat.
    ``level`` low takes the poorer end of every performance range, high the better. Technologies that do not
    heat water leave that to an electric heater. Storage heating charges in the valley hours of the tariff.
    ``design_c`` is the outdoor design temperature of the place; without it that of the year stands, which is
    milder than the standard's in a typical year.

    Raises ``InputError`` ``plant-technology`` for an unknown technology or emitter.
    """
    table = data.table("technologies")
    if technology not in table or emitter not in data.table("heat_pump")["emitters"]:
        raise InputError(
            "plant-technology",
            Text(
                f"没有技术 {technology!r} 或末端 {emitter!r}",
                f"no technology {technology!r} or emitter {emitter!r}",
            ),
            mend=Text(f"技术：{'、'.join(table)}", f"technologies: {', '.join(table)}"),
        )
    if design_c is None:
        design_c = design_temperature(weather)
    plant = _Plant(technology, demand, weather, data, emitter, level, chosen_tariff, design_c)
    return {
        "district": plant.district,
        "burner": plant.burner,
        "air_heat_pump": plant.air_heat_pump,
        "ground_heat_pump": plant.ground_heat_pump,
        "direct": plant.direct,
        "storage": plant.storage,
        "solar_water": plant.solar_water,
        "solar_air": plant.solar_air,
    }[table[technology]["kind"]]()


@dataclass(frozen=True)
class _Plant:
    """One technology at work for one demand."""

    technology: str
    demand: Demand
    weather: WeatherYear
    data: PlantData
    emitter: str
    level: Level
    chosen_tariff: Tariff | None
    design_c: float

    def _at(self, name: str, *, worse: bool = False) -> float:
        """Return a parameter of the technology; ``worse`` for those that are better when small."""
        level = OTHER_END[self.level] if worse else self.level
        return self.data.value("technologies", self.technology, name).at(level)

    @property
    def _entry(self) -> dict[str, Any]:
        entry: dict[str, Any] = self.data.table("technologies")[self.technology]
        return entry

    @property
    def _design_kw(self) -> float:
        return design_load(self.demand.heat_kwh)

    def _water(self) -> NDArray[np.float64]:
        """Return the electricity for hot water of an electric heater beside the plant."""
        efficiency = self.data.value("needs", "hot_water", "electric_heater_efficiency").at(self.level)
        return np.asarray(self.demand.hot_water_kwh / efficiency)

    def _pump(self) -> NDArray[np.float64]:
        """Return the electricity of pumps and fans."""
        return np.asarray(self.demand.heat_kwh * self._at("auxiliary_share", worse=True))

    def _bought(self, **parts: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """Return the carriers that are bought at all."""
        return {carrier: part for carrier, part in parts.items() if part.any()}

    def district(self) -> Supply:
        final = self._bought(**{self._entry["carrier"]: self.demand.heat_kwh, "electricity": self._water()})
        return Supply(self.technology, final, self._design_kw)

    def burner(self) -> Supply:
        wanted = self.demand.heat_kwh + (self.demand.hot_water_kwh if self._entry["heats_water"] else 0.0)
        electricity = self._pump() if self._entry["heats_water"] else self._pump() + self._water()
        fuel = wanted / self._at("efficiency")
        final = self._bought(**{self._entry["carrier"]: fuel, "electricity": electricity})
        return Supply(self.technology, final, self._design_kw)

    def direct(self) -> Supply:
        wanted = self.demand.heat_kwh + self.demand.hot_water_kwh
        final = self._bought(electricity=wanted / self._at("efficiency") + self._pump())
        return Supply(self.technology, final, self._design_kw)

    def air_heat_pump(self) -> Supply:
        return self._with_pump(self.demand.heat_kwh, self.demand.hot_water_kwh)

    def _with_pump(
        self, heat: NDArray[np.float64], water: NDArray[np.float64], solar_kwh: float = 0.0
    ) -> Supply:
        """Run an air-source heat pump for heat, and for hot water where it makes any."""
        fixed = self._at("supply_c", worse=True) if "supply_c" in self._entry else None
        factor = self._at("performance_factor")
        hours = air_heat_pump(
            heat,
            weather=self.weather,
            data=self.data,
            factor=factor,
            emitter=self.emitter,
            fixed_supply_c=fixed,
            design_c=self.design_c,
        )
        if self._entry["heats_water"]:
            cop = factor * full_load_cop(
                self.weather.dry_bulb_c,
                supply_c=np.full(HOURS, self.data.number("heat_pump", "hot_water_c")),
                relative_humidity_share=self.weather.relative_humidity_share,
                data=self.data,
            )
            for_water = water / np.maximum(cop, 1.0)
        else:
            for_water = self._water()
        return self._pumped(hours, for_water, solar_kwh)

    def _pumped(self, hours: HeatPumpHours, for_water: NDArray[np.float64], solar_kwh: float = 0.0) -> Supply:
        """Put the electricity of a heat pump together."""
        electricity = hours.electricity_kwh + hours.backup_kwh + for_water + self._pump()
        made = float(hours.electricity_kwh @ hours.cop)
        used = float(hours.electricity_kwh.sum())
        return Supply(
            self.technology,
            self._bought(electricity=electricity),
            hours.capacity_kw,
            backup_kwh=float(hours.backup_kwh.sum()),
            solar_kwh=solar_kwh,
            design_cop=hours.design_cop,
            details={"design_c": hours.design_c, "machine_spf": made / used if used else None},
        )

    def ground_heat_pump(self) -> Supply:
        hours = ground_heat_pump(
            self.demand.heat_kwh,
            weather=self.weather,
            data=self.data,
            technology=self.technology,
            emitter=self.emitter,
            level=self.level,
            design_c=self.design_c,
        )
        hot = ground_heat_pump(
            self.demand.hot_water_kwh,
            weather=self.weather,
            data=self.data,
            technology=self.technology,
            emitter="old_radiator",
            level=self.level,
            design_c=self.design_c,
        )
        return self._pumped(hours, hot.electricity_kwh)

    def storage(self) -> Supply:
        """Charge in valley hours for the day ahead; what the store lacks is heated directly."""
        cheap = valley_hours(self.chosen_tariff)
        wanted = self.demand.heat_kwh + self.demand.hot_water_kwh
        charged, direct, size = charge_ahead(
            wanted, cheap=cheap, loss_share_day=self._at("store_loss_share", worse=True)
        )
        electricity = (charged + direct) / self._at("efficiency") + self._pump()
        return Supply(
            self.technology,
            self._bought(electricity=electricity),
            float(charged.max()) if charged.size else 0.0,
            backup_kwh=float(direct.sum()),
            storage_kwh=size,
        )

    def solar_water(self) -> Supply:
        area = self._at("collector_share") * self.demand.floor_area_m2
        temperature = supply_temperature(
            self.weather.dry_bulb_c, emitter=self.emitter, design_c=self.design_c, data=self.data
        )
        wanted = self.demand.heat_kwh + self.demand.hot_water_kwh
        sun = solar_store(
            wanted,
            supply_c=temperature,
            collector_m2=area,
            weather=self.weather,
            data=self.data,
            level=self.level,
        )
        left = 1.0 - sun.delivered_kwh / np.where(wanted > 0.0, wanted, 1.0)
        rest = self._with_pump(
            self.demand.heat_kwh * left, self.demand.hot_water_kwh * left, float(sun.delivered_kwh.sum())
        )
        rest.details.update(collector_m2=area, solar_fraction=sun.fraction(wanted))
        return rest

    def solar_air(self) -> Supply:
        area = self._at("collector_share") * self.demand.floor_area_m2
        sun = solar_air(
            self.demand.heat_kwh, collector_m2=area, weather=self.weather, data=self.data, level=self.level
        )
        rest = self.demand.heat_kwh - sun.delivered_kwh
        electricity = rest / self._at("efficiency") + self._pump() + self._water()
        return Supply(
            self.technology,
            self._bought(electricity=electricity),
            self._design_kw,
            solar_kwh=float(sun.delivered_kwh.sum()),
            details={"collector_m2": area, "solar_fraction": sun.fraction(self.demand.heat_kwh)},
        )
