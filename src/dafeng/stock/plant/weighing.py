"""Energy, cost and carbon of one technology for a house, with their ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import Text
from dafeng.stock.plant.demand import Supply
from dafeng.stock.plant.district import Allocation, district_heat
from dafeng.stock.plant.drawing import Draws, annuity, spread
from dafeng.stock.plant.house import HeatingOption, House
from dafeng.stock.plant.needs import in_heating_season
from dafeng.stock.plant.photovoltaic import own_use, photovoltaic
from dafeng.stock.plant.supply import supply
from dafeng.stock.plant.tariff import Tariff, electricity_cost, tariff
from dafeng.stock.plant.values import LEVELS, Level, PlantData, Value

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Weighing:
    """The figures of one technology after the other for a house; what all of them share."""

    house: House
    data: PlantData
    chosen: Tariff
    allocation: Allocation
    draws: Draws

    def _draw(self, name: str, value: Value) -> NDArray[np.float64]:
        return self.draws.triangular(name, low=value.low, typical=value.typical, high=value.high)

    def _between(self, name: str, values: list[float]) -> NDArray[np.float64]:
        """Return draws between the results of the three levels of performance."""
        return self.draws.triangular(name, low=min(values), typical=values[1], high=max(values))

    def option(self, technology: str, *, photovoltaic_kwp: float = 0.0) -> HeatingOption:
        """Return one technology with its ranges."""
        entry = self.data.table("technologies")[technology]
        made = {
            level: supply(
                technology,
                demand=self.house.demand,
                weather=self.house.weather,
                data=self.data,
                emitter=self.house.emitter,
                level=level,
                chosen_tariff=self.chosen,
                design_c=self.house.design_c,
            )
            for level in LEVELS
        }
        typical = made["typical"]
        floor = self.house.demand.floor_area_m2
        size = self._draw("demand", self.data.value("economics", "demand_spread"))
        bought = self._bought(made, photovoltaic_kwp)
        energy, tonnes, kwh = np.zeros((3, self.draws.count))
        energy_typical = tonnes_typical = 0.0
        for carrier, (sums, yuan) in bought.items():
            performance = f"{technology} performance"
            amount, money = self._between(performance, sums), self._between(performance, yuan)
            price = self.chosen.spread if carrier == "electricity" else self._price(carrier)
            factor = self._factor(carrier)
            kwh += size * amount
            energy += size * money * self._draw(f"{carrier} price", price) / price.typical
            tonnes += size * amount * self._draw(f"{carrier} emissions", factor) / 1000.0
            energy_typical += yuan[1]
            tonnes_typical += sums[1] * factor.typical / 1000.0
        earned = self._earned(typical, photovoltaic_kwp)
        money_draws, parts = self._fixed(technology, floor, photovoltaic_kwp)
        parts = {**parts, "energy": energy_typical - earned}
        reasons = self._against(entry, typical)
        name = Text(entry["zh"], entry["en"])
        if photovoltaic_kwp > 0.0:
            name = Text(
                f"{name.zh}＋光伏 {photovoltaic_kwp:g} kWp", f"{name.en} + {photovoltaic_kwp:g} kWp of PV"
            )
        return HeatingOption(
            technology=technology + ("+pv" if photovoltaic_kwp > 0.0 else ""),
            name=name,
            clean=bool(entry["clean"]),
            fits=not reasons,
            reasons=reasons,
            final_kwh={carrier: sums[1] for carrier, (sums, _) in bought.items()},
            final_kwh_m2=spread(kwh / floor, typical=sum(s[1] for s, _ in bought.values()) / floor),
            yuan=spread(money_draws + energy - earned, typical=sum(parts.values())),
            parts_yuan=parts,
            tco2=spread(tonnes, typical=tonnes_typical),
            supply=typical,
            unverified=self._unverified(technology, bought),
        )

    def _bought(
        self, made: dict[Level, Supply], photovoltaic_kwp: float
    ) -> dict[str, tuple[list[float], list[float]]]:
        """Return for each carrier the year's energy [kWh] and its cost [yuan] at the three levels."""
        out: dict[str, tuple[list[float], list[float]]] = {}
        for carrier in sorted({carrier for one in made.values() for carrier in one.final_kwh}):
            sums, yuan = [], []
            for level in LEVELS:
                hours = made[level].final_kwh.get(carrier, np.zeros(8760))
                if carrier == "electricity":
                    if photovoltaic_kwp > 0.0:
                        hours = own_use(self._field(photovoltaic_kwp), load_kwh=hours).bought_kwh
                    besides = self.house.besides_kwh_month
                    yuan.append(
                        electricity_cost(hours, chosen=self.chosen, besides_kwh_month=besides).total_yuan
                    )
                else:
                    yuan.append(float(hours.sum()) * self._price(carrier).typical)
                sums.append(float(hours.sum()))
            out[carrier] = (sums, yuan)
        return out

    def _field(self, photovoltaic_kwp: float) -> NDArray[np.float64]:
        """Return the yield of a roof field that faces the equator at the latitude."""
        latitude = self.house.weather.site.latitude_deg
        return photovoltaic(
            self.house.weather,
            power_kwp=photovoltaic_kwp,
            tilt_deg=abs(latitude),
            azimuth_deg=180.0 if latitude >= 0.0 else 0.0,
            data=self.data,
        )

    def _earned(self, typical: Supply, photovoltaic_kwp: float) -> float:
        """Return what exported power earns in a year [yuan]."""
        if photovoltaic_kwp <= 0.0:
            return 0.0
        load = typical.final_kwh.get("electricity", np.zeros(8760))
        exported = own_use(self._field(photovoltaic_kwp), load_kwh=load).exported_kwh
        return float(exported.sum()) * tariff("feed_in").base_yuan_kwh

    def _fixed(
        self, technology: str, floor: float, photovoltaic_kwp: float
    ) -> tuple[NDArray[np.float64], dict[str, float]]:
        """Return draws of annuity and upkeep [yuan a year], and both at typical inputs."""
        rate = self.data.value("economics", "discount_rate")
        rates = self._draw("discount rate", rate)
        total = np.zeros(self.draws.count)
        parts = {"investment": 0.0, "upkeep": 0.0}
        things = [(("technologies", technology), floor)]
        if photovoltaic_kwp > 0.0:
            things.append((("solar", "photovoltaic"), photovoltaic_kwp))
        for where, amount in things:
            cost, life, upkeep = (
                self.data.value(*where, name) for name in ("investment", "life", "upkeep_share")
            )
            label = where[-1]
            spent = amount * self._draw(f"{label} investment", cost)
            yearly = annuity(rates, years=self._draw(f"{label} life", life))
            total += spent * (yearly + self._draw(f"{label} upkeep", upkeep))
            share = annuity(np.array([rate.typical]), years=np.array([life.typical]))
            parts["investment"] += amount * cost.typical * float(share[0])
            parts["upkeep"] += amount * cost.typical * upkeep.typical
        return total, parts

    def _price(self, carrier: str) -> Value:
        return self.data.value("carriers", carrier, "price")

    def _factor(self, carrier: str) -> Value:
        """Return the emissions of a carrier [kgCO2/kWh]; of district heat through its network and source."""
        if self.data.has("carriers", carrier, "emissions"):
            return self.data.value("carriers", carrier, "emissions")
        season = in_heating_season(self.data)
        outdoor = float(self.house.weather.dry_bulb_c[season].mean())
        low, middle, high = (
            district_heat(
                carrier, data=self.data, outdoor_c=outdoor, level=level, allocation=self.allocation
            ).emissions_kgco2
            for level in LEVELS
        )
        return Value(
            low, middle, high, "kgCO2/kWh", f"network and source, CHP by {self.allocation}", "computed"
        )

    def _against(self, entry: dict[str, Any], typical: Supply) -> tuple[Text, ...]:
        """Return what speaks against a technology in this house."""
        reasons = []
        lacking = [need for need in entry["needs"] if need not in self.house.available]
        if lacking:
            reasons.append(Text(f"此处没有 {'、'.join(lacking)}", f"needs {', '.join(lacking)}"))
        if not entry["clean"]:
            reasons.append(Text("不属于清洁取暖", "does not count as clean heating"))
        zone = self.house.zone or self.house.weather.site.design_zone
        if entry["kind"] in ("air_heat_pump", "solar_water") and typical.design_cop is not None and zone:
            kind = "severe_cold" if zone.startswith("1") else "cold"
            wanted = self.data.number("heat_pump", f"required_cop_{kind}")
            if zone[:1] in "12" and typical.design_cop < wanted:
                cop = f"{typical.design_cop:.2f}"
                reasons.append(
                    Text(
                        f"设计工况 COP {cop} 低于 {wanted}（GB 55015 5.4.3，{zone} 区）",
                        f"COP {cop} at the design temperature is below {wanted} (GB 55015 5.4.3, {zone})",
                    )
                )
        return tuple(reasons)

    def _unverified(self, technology: str, bought: dict[str, Any]) -> tuple[str, ...]:
        """Return the names of the inputs that are recalled and not verified."""
        names = [
            f"{technology}.{key}"
            for key, entry in self.data.table("technologies")[technology].items()
            if isinstance(entry, dict) and entry.get("basis") == "recalled"
        ]
        for carrier in bought:
            if carrier != "electricity" and self._price(carrier).basis == "recalled":
                names.append(f"{carrier}.price")
            if self._factor(carrier).basis == "recalled":
                names.append(f"{carrier}.emissions")
        if self.chosen.basis == "recalled" and "electricity" in bought:
            names.append(f"tariff.{self.chosen.id}")
        return tuple(names)
