"""Cases in, hourly years out: buildings of like shape run together, a lane each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from dafeng.base import InputError, Text
from dafeng.stock.arrays import LANES
from dafeng.stock.batch import MODES, MONTH_DAYS, Mode, pack, physics, sampled_days, weather_arrays
from dafeng.stock.building import Building, building
from dafeng.stock.case import Case
from dafeng.stock.schedule import DAYS
from dafeng.stock.sun import sun_directions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.weather import WeatherYear

ModeName = Literal["reference", "stock"]
KWH = 1.0 / 1000.0


@dataclass(frozen=True, slots=True)
class Result:
    """The year of one building.

    ``heat_w``, ``cool_w`` [zone, hour] mean power of ideal heating and cooling, both positive;
    ``air_c``, ``operative_c`` [zone, hour] means of the hour, float64 in reference
    mode and float32 in stock mode; ``floor_area_m2`` of the conditioned zones.
    """

    case_id: str
    mode: str
    zones: tuple[str, ...]
    floor_area_m2: float
    heat_w: NDArray[np.floating[Any]]
    cool_w: NDArray[np.floating[Any]]
    air_c: NDArray[np.floating[Any]]
    operative_c: NDArray[np.floating[Any]]

    @property
    def annual_heating_kwh_m2(self) -> float:
        """Return the year's heat per floor area."""
        return float(self.heat_w.sum(dtype=np.float64)) * KWH / self.floor_area_m2

    @property
    def annual_cooling_kwh_m2(self) -> float:
        """Return the year's cold per floor area."""
        return float(self.cool_w.sum(dtype=np.float64)) * KWH / self.floor_area_m2

    @property
    def peak_heating_w_m2(self) -> float:
        """Return the highest hourly heat of the building per floor area."""
        return float(self.heat_w.sum(axis=0).max()) / self.floor_area_m2

    @property
    def peak_cooling_w_m2(self) -> float:
        """Return the highest hourly cold of the building per floor area."""
        return float(self.cool_w.sum(axis=0).max()) / self.floor_area_m2

    @property
    def monthly_heating_kwh_m2(self) -> NDArray[np.float64]:
        """Return the heat of every month per floor area [12]."""
        return self._monthly(self.heat_w)

    @property
    def monthly_cooling_kwh_m2(self) -> NDArray[np.float64]:
        """Return the cold of every month per floor area [12]."""
        return self._monthly(self.cool_w)

    def _monthly(self, power_w: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        ends = np.cumsum([0, *MONTH_DAYS]) * 24
        sums: NDArray[np.float64] = np.add.reduceat(power_w.sum(axis=0, dtype=np.float64), ends[:-1])
        return sums * KWH / self.floor_area_m2


@dataclass(frozen=True, slots=True)
class Batch:
    """What the kernel gives for one batch: ``out`` [heat, cool, air, operative; hour, zone, lane],
    ``audit``.
    """

    out: NDArray[Any]
    audit: NDArray[Any]


def simulate(case: Case, weather: WeatherYear, *, mode: ModeName = "reference") -> Result:
    """Return the year of one building. See ``simulate_many``."""
    return simulate_many([case], weather, mode=mode)[0]


def simulate_many(cases: Sequence[Case], weather: WeatherYear, *, mode: ModeName = "stock") -> list[Result]:
    """Return the years of many buildings at one place, in the order of ``cases``.

    ``reference`` computes every ten minutes in double precision, in the order of EnergyPlus; ``stock`` every
    hour in single precision with all temperatures solved together and fewer modes a wall.

    Raises ``InputError``: ``stock-mode`` for another mode, ``stock-case-geometry``, ``stock-case-field``.
    """
    if mode not in MODES:
        raise InputError(
            "stock-mode",
            Text(f"没有计算方式 {mode!r}", f"there is no mode {mode!r}"),
            mend=Text(f"用 {' 或 '.join(MODES)}", f"use {' or '.join(MODES)}"),
        )
    results: dict[int, Result] = {}
    for numbers, batch in run_batches(cases, weather, how=MODES[mode]):
        for lane, number in enumerate(numbers):
            results[number] = _result(cases[number], mode, batch, lane)
    return [results[number] for number in range(len(cases))]


def run_batches(
    cases: Sequence[Case], weather: WeatherYear, *, how: Mode
) -> Iterator[tuple[list[int], Batch]]:
    """Compute cases in batches of like shape; yield the numbers of a batch's cases and its results.

    Raises ``InputError``: ``stock-case-geometry``, ``stock-case-field``.
    """
    from dafeng.stock.enclosure import by_lane
    from dafeng.stock.kernel import simulate_year  # here, so that only those who simulate load the compiler

    step_s = 3600.0 / how.steps_per_hour
    groups: dict[tuple[Any, ...], list[tuple[int, Building]]] = {}
    for number, case in enumerate(cases):
        made = building(case, step_s=step_s, modes=how.modes)
        key = (*made.signature, case.ground_reflectance_share)
        groups.setdefault(key, []).append((number, made))
    width = LANES[how.real]
    for key, members in groups.items():
        sky, suns = _sky(weather, how, key[-1])
        for first in range(0, len(members), width):
            chosen = members[first : first + width]
            plan, lanes, table, picked, start = pack([b for _, b in chosen], mode=how, lanes=width, suns=suns)
            out = np.zeros((4, 8760, plan.zones, width), dtype=how.real)
            audit = np.zeros((2, plan.zones, width), dtype=how.real)
            simulate_year(plan, physics(), sky, lanes, table, picked, start, *out, audit)
            yield [number for number, _ in chosen], Batch(by_lane(out), audit)


def _sky(weather: WeatherYear, how: Mode, reflectance: float) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return weather and sky at the steps of a mode, and the sun's sampled directions [n, 3].

    The last few are kept: the same year serves many buildings, one call after another. A year is known by
    being the
    same object; its arrays cannot be written to.
    """
    key = (id(weather), how.steps_per_hour, how.real, reflectance)
    for known, year, sky, suns in _SKIES:
        if known == key and year is weather:
            return sky, suns
    directions = sun_directions(weather, steps_per_hour=how.steps_per_hour).reshape(DAYS, -1, 3)
    suns = directions[sampled_days()[0]].reshape(-1, 3)
    sky = weather_arrays(weather, mode=how, reflectance=reflectance)
    _SKIES.append((key, weather, sky, suns))
    return sky, suns


_SKIES: deque[tuple[tuple[Any, ...], WeatherYear, NDArray[Any], NDArray[np.float64]]] = deque(maxlen=6)


def _result(case: Case, mode: str, batch: Batch, lane: int) -> Result:
    heat, cool, air, felt = batch.out[lane]
    return Result(
        case_id=case.id,
        mode=mode,
        zones=tuple(z.name for z in case.zones),
        floor_area_m2=case.conditioned_floor_area_m2,
        heat_w=heat,
        cool_w=cool,
        air_c=air,
        operative_c=felt,
    )
