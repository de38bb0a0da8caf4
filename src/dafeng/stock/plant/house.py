"""The house that is to be heated, and one way to heat it with its figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dafeng.base import InputError, Text
from dafeng.stock.plant.demand import Demand, Supply
from dafeng.stock.plant.drawing import Spread
from dafeng.weather import WeatherYear

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
