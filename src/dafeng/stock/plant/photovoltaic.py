"""Photovoltaics on roofs and facades: hourly yield, own use and export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dafeng.base import InputError, Text
from dafeng.stock.plant.values import OTHER_END, Level, PlantData
from dafeng.weather import WeatherYear, plane_radiation

if TYPE_CHECKING:
    from numpy.typing import NDArray


def photovoltaic(
    weather: WeatherYear,
    *,
    power_kwp: float,
    tilt_deg: float,
    azimuth_deg: float,
    data: PlantData,
    ground_reflectance_share: float = 0.2,
    level: Level = "typical",
) -> NDArray[np.float64]:
    """Return the alternating current of a field of modules [kWh, 8760].

    Plane radiation after Perez; reflection of the glass for the beam (De Soto); cell temperature
    ``Ta + G / (u0 + u1 v)`` (Faiman) with the wind of the file; power linear in radiation and temperature,
    losses and inverter as PVWatts. ``level`` low takes the higher losses, high the lower.

    Raises ``InputError`` ``plant-pv`` for a negative power, ``weather-plane`` for angles that cannot be.

    Source: Dobos 2014, PVWatts version 5 manual, NREL/TP-6A20-62641.
    """
    if not power_kwp >= 0.0:
        raise InputError(
            "plant-pv",
            Text(f"光伏功率 {power_kwp} kWp 不可用", f"a power of {power_kwp} kWp cannot be"),
            mend=Text("给出不小于 0 的功率", "give a power of 0 or more"),
        )
    worse = OTHER_END[level]

    def part(name: str) -> float:
        return data.number("solar", "photovoltaic", name)

    plane = plane_radiation(
        weather,
        tilt_deg=tilt_deg,
        azimuth_deg=azimuth_deg,
        ground_reflectance_share=ground_reflectance_share,
    )
    beam = plane.beam_wh_m2 * glass_modifier(plane.beam_cos_incidence, data=data)
    effective = beam + plane.sky_wh_m2 + plane.ground_wh_m2
    cell = weather.dry_bulb_c + plane.total_wh_m2 / (
        part("u0_w_m2k") + part("u1_w_s_m3k") * weather.wind_speed_m_s
    )
    coefficient = data.value("solar", "photovoltaic", "temperature_per_k").at(level)
    loss = data.value("solar", "photovoltaic", "loss_share").at(worse)
    direct = power_kwp * effective / 1000.0 * (1.0 + coefficient * (cell - 25.0)) * (1.0 - loss)
    direct = np.maximum(direct, 0.0)
    nominal = data.value("solar", "photovoltaic", "inverter_nominal").at(level)
    rated_ac = power_kwp / part("dc_ac_ratio")
    rated_dc = rated_ac / nominal if rated_ac else 1.0
    load = np.where(direct > 0.0, direct / rated_dc, 1.0)
    efficiency = (
        nominal
        / part("inverter_reference")
        * (part("inverter_c1") * load + part("inverter_c2") / load + part("inverter_c3"))
    )
    return np.asarray(np.clip(np.where(direct > 0.0, direct * efficiency, 0.0), 0.0, rated_ac))


def glass_modifier(cos_incidence: NDArray[np.float64], *, data: PlantData) -> NDArray[np.float64]:
    """Return the transmission of the cover glass over that at normal incidence [1].

    Fresnel reflection at one surface and absorption in 2 mm of glass.
    Source: De Soto, Klein and Beckman 2006, Solar Energy 80, 78-88.
    """

    def part(name: str) -> float:
        return data.number("solar", "photovoltaic", name)

    index = part("glass_index")
    depth = part("glass_extinction_1_m") * part("glass_thickness_m")
    cosine = np.clip(cos_incidence, 1e-3, 1.0)
    angle = np.arccos(np.minimum(cosine, np.cos(1e-4)))
    inside = np.arcsin(np.sin(angle) / index)
    reflected = 0.5 * (
        np.sin(inside - angle) ** 2 / np.sin(inside + angle) ** 2
        + np.tan(inside - angle) ** 2 / np.tan(inside + angle) ** 2
    )
    through = np.exp(-depth / np.cos(inside)) * (1.0 - reflected)
    straight = np.exp(-depth) * (1.0 - ((1.0 - index) / (1.0 + index)) ** 2)
    return np.where(cos_incidence > 0.0, through / straight, 0.0)


@dataclass(frozen=True, slots=True)
class OwnUse:
    """Where photovoltaic power goes, hour by hour [kWh, 8760]; the three and the losses sum to the yield."""

    self_used_kwh: NDArray[np.float64]
    exported_kwh: NDArray[np.float64]
    bought_kwh: NDArray[np.float64]

    @property
    def self_use_share(self) -> float:
        """Share of the yield that the building uses itself; 0 without yield."""
        total = float(self.self_used_kwh.sum() + self.exported_kwh.sum())
        return float(self.self_used_kwh.sum()) / total if total > 0.0 else 0.0


def own_use(
    yield_kwh: NDArray[np.float64],
    *,
    load_kwh: NDArray[np.float64],
    battery_kwh: float = 0.0,
    battery_efficiency_share: float = 0.9,
) -> OwnUse:
    """Share a yield between the building's load, a battery and the grid.

    Surplus charges the battery first, shortfall empties it first; the loss of a round trip falls on charging.
    Without a battery every hour stands alone, so that own use is somewhat high against minutes.
    """
    direct = np.minimum(yield_kwh, load_kwh)
    surplus, short = yield_kwh - direct, load_kwh - direct
    if battery_kwh <= 0.0:
        return OwnUse(direct, surplus, short)
    stored = 0.0
    from_battery, exported = [], []
    for over, under in zip(surplus.tolist(), short.tolist(), strict=True):
        taken = min(over, (battery_kwh - stored) / battery_efficiency_share)
        stored += taken * battery_efficiency_share
        given = min(under, stored)
        stored -= given
        from_battery.append(given)
        exported.append(over - taken)
    given_all = np.array(from_battery)
    return OwnUse(direct + given_all, np.array(exported), short - given_all)
