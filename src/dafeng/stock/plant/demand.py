"""What a building needs, and what a technology buys for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import InputError, Text
from dafeng.weather.year import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Demand:
    """Useful energy of a building: space heat and hot water [kWh, 8760], and the floor it is for [m2].

    Raises ``InputError`` ``plant-demand`` for other shapes, negative energies or no floor.
    """

    heat_kwh: NDArray[np.float64]
    hot_water_kwh: NDArray[np.float64]
    floor_area_m2: float

    def __post_init__(self) -> None:
        """Check shapes and signs."""
        parts = (self.heat_kwh, self.hot_water_kwh)
        fits = all(part.shape == (HOURS,) and bool((part >= 0.0).all()) for part in parts)
        if not fits or not self.floor_area_m2 > 0.0:
            raise InputError(
                "plant-demand",
                Text(
                    f"热量与热水应为 {HOURS} 个不小于 0 的值，面积应大于 0",
                    f"heat and hot water must be {HOURS} values of 0 or more, the floor area above 0",
                ),
                mend=Text("给出逐时有效热量 kWh", "give hourly useful energy in kWh"),
            )


@dataclass(frozen=True)
class Supply:
    """What a technology buys for a demand.

    ``final_kwh`` by carrier, arrays [8760] (fuels by lower calorific value; district heat as taken from the
    network); ``capacity_kw`` heat at the design point; ``backup_kwh`` heat from a resistance heater beside
    the machine; ``solar_kwh`` heat from the sun; ``design_cop`` of heat pumps; ``storage_kwh`` of a store.
    """

    technology: str
    final_kwh: dict[str, NDArray[np.float64]]
    capacity_kw: float
    backup_kwh: float = 0.0
    solar_kwh: float = 0.0
    design_cop: float | None = None
    storage_kwh: float = 0.0
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def total_kwh(self) -> float:
        """All that is bought in a year [kWh], whatever the carrier."""
        return float(sum(part.sum() for part in self.final_kwh.values()))
