"""Which heating fits this house here: energy, cost and carbon of every technology, with its uncertainty."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import InputError, Text
from dafeng.stock.plant.district import Allocation, district_heat
from dafeng.stock.plant.drawing import Draws, Spread, annuity, spread
from dafeng.stock.plant.needs import in_heating_season
from dafeng.stock.plant.photovoltaic import own_use, photovoltaic
from dafeng.stock.plant.supply import Demand, Supply, supply
from dafeng.stock.plant.tariff import Tariff, electricity_cost, tariff
from dafeng.stock.plant.values import LEVELS, Level, PlantData, Value
from dafeng.weather import WeatherYear

if TYPE_CHECKING:
    from numpy.typing import NDArray

THINGS = (
    "grid",
    "network",
    "waste_heat",
    "gas",
    "biomass",
    "ground",
    "water_source",
    "roof",
    "south_wall",
)


@dataclass(frozen=True)
class HeatingOption:
    """One way to heat the house.

    ``final_kwh`` by carrier at typical performance; ``final_kwh_m2``, ``yuan``, ``tco2`` a year with their
    ranges; ``parts_yuan`` (investment, upkeep, energy) at typical inputs; ``fits`` with the ``reasons``
    against where it does not; ``unverified`` names the inputs whose basis is ``recalled``.
    """

    technology: str
    name: Text
    clean: bool
    fits: bool
    reasons: tuple[Text, ...]
    final_kwh: dict[str, float]
    final_kwh_m2: Spread
    yuan: Spread
    parts_yuan: dict[str, float]
    tco2: Spread
    supply: Supply
    unverified: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the option as plain JSON data."""
        made = self.supply
        return {
            "technology": self.technology,
            "name": {"zh": self.name.zh, "en": self.name.en},
            "clean": self.clean,
            "fits": self.fits,
            "reasons": [{"zh": reason.zh, "en": reason.en} for reason in self.reasons],
            "final_kwh": {carrier: round(kwh, 1) for carrier, kwh in self.final_kwh.items()},
            "final_kwh_m2": self.final_kwh_m2.as_dict(),
            "yuan": self.yuan.as_dict(),
            "parts_yuan": {part: round(yuan, 1) for part, yuan in self.parts_yuan.items()},
            "tco2": self.tco2.as_dict(),
            "capacity_kw": round(made.capacity_kw, 2),
            "design_cop": None if made.design_cop is None else round(made.design_cop, 3),
            "backup_kwh": round(made.backup_kwh, 1),
            "solar_kwh": round(made.solar_kwh, 1),
            "storage_kwh": round(made.storage_kwh, 1),
            "unverified": list(self.unverified),
        }


@dataclass(frozen=True)
class House:
    """The house that is to be heated, and what stands there.

    ``available`` names what the place offers (``THINGS``); ``besides_kwh_month`` is the other electricity of
    the meter, which fills the lower tiers; ``zone`` the stated design zone (the site's unless given);
    ``design_c`` the outdoor design temperature of the standard (the year's own unless given).
    """

    demand: Demand
    weather: WeatherYear
    available: Collection[str]
    emitter: str = "radiator"
    besides_kwh_month: float = 0.0
    zone: str | None = None
    design_c: float | None = None

    def __post_init__(self) -> None:
        """Raise ``InputError`` ``plant-available`` for things that are not known."""
        unknown = sorted(set(self.available) - set(THINGS))
        if unknown:
            raise InputError(
                "plant-available",
                Text(f"不认识的条件：{'、'.join(unknown)}", f"unknown: {', '.join(unknown)}"),
                mend=Text(f"可用：{'、'.join(THINGS)}", f"use {', '.join(THINGS)}"),
            )


def heating_options(
    house: House,
    *,
    data: PlantData,
    chosen_tariff: Tariff | None = None,
    technologies: Collection[str] | None = None,
    allocation: Allocation = "heat",
    photovoltaic_kwp: float = 0.0,
    draws: int = 1000,
    seed: int = 1,
) -> tuple[HeatingOption, ...]:
    """Return every technology for the house, those that fit first, then by cost.

    Energy hour by hour from the demand; cost a year = annuity of the investment + upkeep + energy; carbon =
    energy times factor, district heat with its network, pumps and source (CHP by ``allocation``). The ranges
    come from ``draws`` of all ranges of the data (triangular, shared inputs shared), the demand within 10 %.
    ``chosen_tariff`` defaults to the residential tiers of western Inner Mongolia. With ``photovoltaic_kwp``
    one more option joins an air-source heat pump with a roof field; exported power earns the feed-in price
    and no carbon.

    An option fits when what it needs is there, it counts as clean heating, and a heat pump keeps the COP that
    GB 55015 asks for at the design temperature of the zone (not judged where no zone is stated).

    Raises what ``supply`` and ``electricity_cost`` raise.
    """
    chosen = chosen_tariff if chosen_tariff is not None else tariff("nm_west_residential")
    table = data.table("technologies")
    work = _Comparison(house, data, chosen, allocation, Draws(draws, seed))
    options = [work.option(name) for name in (technologies or table)]
    if photovoltaic_kwp > 0.0:
        options.append(work.option("air_source_heat_pump", photovoltaic_kwp=photovoltaic_kwp))
    return tuple(sorted(options, key=lambda one: (not one.fits, one.yuan.typical)))


@dataclass(frozen=True)
class _Comparison:
    """What all options share."""

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
