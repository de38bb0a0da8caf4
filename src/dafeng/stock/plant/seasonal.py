"""One number a technology for models of many years: what a season buys for one kWh of useful heat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.plant.demand import Demand
from dafeng.stock.plant.supply import supply
from dafeng.stock.plant.values import LEVELS, PlantData
from dafeng.weather import WeatherYear

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class SeasonalFactor:
    """What a technology buys of one carrier for one kWh of useful space heat [kWh/kWh].

    ``low`` is at the better end of every performance range, ``high`` at the poorer.
    """

    technology: str
    carrier: str
    low: float
    typical: float
    high: float


def seasonal_factors(
    demand: Demand,
    *,
    weather: WeatherYear,
    data: PlantData,
    emitter: str = "radiator",
    technologies: Collection[str] | None = None,
) -> tuple[SeasonalFactor, ...]:
    """Return the seasonal factors of every technology for the space heat of ``demand``, hour by hour.

    Hot water is left out. Divide useful heat of a stock by technology and multiply with these to get final
    energy by carrier. A demand without heat has no factors, and no rows. Raises what ``supply`` raises.
    """
    total = float(demand.heat_kwh.sum())
    if total <= 0.0:
        return ()
    heat_only = replace(demand, hot_water_kwh=np.zeros_like(demand.heat_kwh))
    rows = []
    for technology in technologies or data.table("technologies"):
        sums = [
            {
                carrier: float(kwh.sum()) / total
                for carrier, kwh in supply(
                    technology, demand=heat_only, weather=weather, data=data, emitter=emitter, level=level
                ).final_kwh.items()
            }
            for level in LEVELS
        ]
        for carrier in sorted({carrier for one in sums for carrier in one}):
            poor, typical, good = (one.get(carrier, 0.0) for one in sums)
            rows.append(SeasonalFactor(technology, carrier, min(poor, good), typical, max(poor, good)))
    return tuple(rows)
