"""Needs besides space heat: hot water, cooking, cooling, lifts; and heat where only its year is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.base import InputError, Text
from dafeng.stock.plant.values import PlantData
from dafeng.weather import WeatherYear, plane_radiation
from dafeng.weather.year import HOURS, MONTH_DAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray


def in_heating_season(data: PlantData) -> NDArray[np.bool_]:
    """Return which hours of a year lie in the heating season of the data, [8760]; it runs over New Year."""
    start, end = (data.table("economics")[f"heating_season_{edge}"] for edge in ("start", "end"))
    first, last = (sum(MONTH_DAYS[: int(edge["month"]) - 1]) + int(edge["day"]) - 1 for edge in (start, end))
    day = np.repeat(np.arange(365), 24)
    return (day >= first) | (day < last) if first > last else (day >= first) & (day < last)


def heat_profile(
    annual_kwh: float, *, weather: WeatherYear, data: PlantData, balance_c: float | None = None
) -> NDArray[np.float64]:
    """Return hourly heat [kWh, 8760] of a building of which only the year's sum is known.

    Proportional to the degrees that the day's running mean of outdoor temperature lies below the balance
    temperature (12 degC unless given), less what more or less sun than usual gives on a south wall (2 K per
    kWh/m2 a day), within the heating season.
    A stand-in: where the building is known, simulate it. Raises ``InputError`` ``plant-needs`` for a negative
    sum and where no hour of the season is cold.
    """
    if annual_kwh == 0.0:
        return np.zeros(HOURS)
    kernel = np.ones(24) / 24.0
    outdoor = np.convolve(np.concatenate([weather.dry_bulb_c[-23:], weather.dry_bulb_c]), kernel, "valid")
    south = plane_radiation(weather, tilt_deg=90.0, azimuth_deg=180.0).total_wh_m2 / 1000.0
    sun = np.convolve(np.concatenate([south[-23:], south]), np.ones(24), "valid")
    balance = data.number("needs", "heat_profile", "balance_c") if balance_c is None else balance_c
    gain = data.number("needs", "heat_profile", "south_gain")
    below = np.maximum(balance - outdoor - gain * (sun - sun.mean()), 0.0) * in_heating_season(data)
    if annual_kwh < 0.0 or below.sum() <= 0.0:
        raise InputError(
            "plant-needs",
            Text(
                f"全年热量 {annual_kwh} kWh 无法分配到小时",
                f"{annual_kwh} kWh a year cannot be spread over hours",
            ),
            mend=Text("给出不小于 0 的热量和有冬季的气象年", "give 0 kWh or more, and a year with a winter"),
        )
    return np.asarray(annual_kwh * below / below.sum())


def hot_water(persons: float, *, data: PlantData, hourly_share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the useful heat for hot water of so many persons [kWh, 8760].

    Litres a day times 1.163 kWh/(m3 K) times the rise from the mains; ``hourly_share`` [8760] is the
    schedule, each day's values summing to 1. Source: GB 50015-2019.
    """
    rise = data.number("needs", "hot_water", "hot_c") - data.number("needs", "hot_water", "cold_c")
    daily = persons * data.number("needs", "hot_water", "litre_person_day") / 1000.0
    return np.asarray(daily * data.number("solar", "water", "heat_kwh_m3k") * rise * hourly_share)


def cooking(
    households: float, *, carrier: str, data: PlantData, hourly_share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the final energy for cooking [kWh, 8760] by ``gas`` or ``electricity``."""
    useful = households * data.number("needs", "cooking", "useful_kwh_household_day")
    name = {"gas": "gas_efficiency", "electricity": "electric_efficiency"}.get(carrier)
    if name is None:
        raise InputError(
            "plant-carrier",
            Text(f"炊事没有能源 {carrier}", f"there is no cooking by {carrier}"),
            mend=Text("用 gas 或 electricity", "use gas or electricity"),
        )
    return np.asarray(useful / data.number("needs", "cooking", name) * hourly_share)


def cooling_electricity(
    cool_kwh: NDArray[np.float64], *, weather: WeatherYear, data: PlantData
) -> NDArray[np.float64]:
    """Return the electricity of split units for hourly cold [kWh, 8760].

    The EER at 35 degC outdoors rises by 2.5 % a kelvin below it, to 1.5 times at most, and falls above.
    """
    slope = data.number("needs", "cooling", "eer_slope_1_k")
    factor = np.clip(
        1.0 + slope * (35.0 - weather.dry_bulb_c), 0.3, data.number("needs", "cooling", "eer_best")
    )
    return np.asarray(cool_kwh / (data.number("needs", "cooling", "eer_35") * factor))


def lift_electricity(*, speed_m_s: float, rated_load_kg: float, data: PlantData, lifts: int = 1) -> float:
    """Return the electricity of lifts a year [kWh].

    ``(3.6 P ta V W + E_standby ts) / 1000``: P specific energy [mWh/(kg m)], ta running and ts standby
    hours a year, V speed, W rated load. Source: GB/T 51366-2019, 4.4; VDI 4707-1 classes.
    """
    running = data.number("needs", "lifts", "running_h_day") * 365.0
    drive = (
        3.6 * data.number("needs", "lifts", "specific_mwh_kgm") * running * speed_m_s * rated_load_kg / 1000.0
    )
    standby = data.number("needs", "lifts", "standby_w") * (HOURS - running) / 1000.0
    return lifts * (drive + standby)
