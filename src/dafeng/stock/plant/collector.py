"""Solar heat: collectors with a store hour by hour, air collectors, and the f-chart as a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.plant.values import OTHER_END, Level, PlantData
from dafeng.weather import PlaneRadiation, WeatherYear, plane_radiation
from dafeng.weather.year import month_of_hour

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SolarHeat:
    """Solar heat over 8760 hours [kWh]: what the load took from it, what the collectors gave to the store."""

    delivered_kwh: NDArray[np.float64]
    collected_kwh: NDArray[np.float64]
    store_c: NDArray[np.float64]

    def fraction(self, load_kwh: NDArray[np.float64]) -> float:
        """Return the share of the year's load that the sun covers [1]; 0 for no load."""
        total = float(load_kwh.sum())
        return float(self.delivered_kwh.sum()) / total if total > 0.0 else 0.0


def winter_plane(weather: WeatherYear, *, tilt_deg: float | None = None) -> PlaneRadiation:
    """Return the radiation on a plane that faces the equator, by default at latitude plus 10 degrees."""
    latitude = weather.site.latitude_deg
    tilt = min(abs(latitude) + 10.0, 90.0) if tilt_deg is None else tilt_deg
    return plane_radiation(weather, tilt_deg=tilt, azimuth_deg=180.0 if latitude >= 0.0 else 0.0)


def absorbed(plane: PlaneRadiation, *, b0: float) -> NDArray[np.float64]:
    """Return radiation on a collector weighted by the incidence modifier [Wh/m2].

    Beam by ``1 - b0 (1/cos - 1)``, sky and ground as beam at 60 degrees. Source: ISO 9806.
    """
    cosine = np.maximum(plane.beam_cos_incidence, 0.05)
    beam = plane.beam_wh_m2 * np.clip(1.0 - b0 * (1.0 / cosine - 1.0), 0.0, 1.0)
    return np.asarray(beam + (plane.sky_wh_m2 + plane.ground_wh_m2) * max(1.0 - b0, 0.0))


def solar_store(
    load_kwh: NDArray[np.float64],
    *,
    supply_c: NDArray[np.float64],
    collector_m2: float,
    weather: WeatherYear,
    data: PlantData,
    plane: PlaneRadiation | None = None,
    level: Level = "typical",
) -> SolarHeat:
    """Run liquid collectors with a mixed store for a load of heat at ``supply_c``.

    Collector: ``eta0 K G - a1 (T - Ta) - a2 (T - Ta)^2`` with the store's temperature, in operation while
    positive. The store gives its heat while it is warmer than the supply, the last degrees partly; it loses
    to the plant room and stops collecting at 90 degC. Steps of an hour.

    Source: ISO 9806 (collector equation); Duffie and Beckman, ch. 8 (mixed store).
    """
    sun = absorbed(plane or winter_plane(weather), b0=data.number("solar", "water_collector", "b0")) / 1000.0
    worse = OTHER_END[level]
    eta0 = data.value("solar", "water_collector", "eta0").at(level)
    a1 = data.value("solar", "water_collector", "a1_w_m2k").at(worse) / 1000.0
    a2 = data.value("solar", "water_collector", "a2_w_m2k2").at(worse) / 1000.0
    volume = collector_m2 * data.number("solar", "store", "litre_per_m2") / 1000.0
    capacity = max(volume * data.number("solar", "water", "heat_kwh_m3k"), 1e-9)
    loss = volume * data.value("solar", "store", "loss_w_k_per_m3").at(worse) / 1000.0
    top, room = data.number("solar", "store", "highest_c"), data.number("solar", "store", "room_c")
    lift = data.number("solar", "store", "exchanger_k")

    delivered, collected, temperatures = [], [], []
    store = room
    hours = zip(
        load_kwh.tolist(), supply_c.tolist(), (sun * eta0).tolist(), weather.dry_bulb_c.tolist(), strict=True
    )
    for load, supply, gain, outdoor in hours:
        over = store - outdoor
        useful = collector_m2 * (gain - a1 * over - a2 * over * abs(over)) if gain > 0.0 else 0.0
        useful = min(max(useful, 0.0), max(top - store, 0.0) * capacity + load)
        store += (useful - loss * (store - room)) / capacity
        above = store - supply
        share = min(max(above / lift, 0.0), 1.0)
        given = min(load * share, max(above, 0.0) * capacity)
        store -= given / capacity
        delivered.append(given)
        collected.append(useful)
        temperatures.append(store)
    return SolarHeat(np.array(delivered), np.array(collected), np.array(temperatures))


def solar_air(
    load_kwh: NDArray[np.float64],
    *,
    collector_m2: float,
    weather: WeatherYear,
    data: PlantData,
    indoor_c: float = 18.0,
    level: Level = "typical",
) -> SolarHeat:
    """Run air collectors on a south wall that blow into the room; only what the hour's load takes counts.

    ``eta0 K G - a1 (T_room - Ta)`` on a vertical plane. No store: the walls keep what the hour does not take
    only as far as the load already knows it.
    """
    worse = OTHER_END[level]
    plane = winter_plane(weather, tilt_deg=90.0)
    sun = absorbed(plane, b0=data.number("solar", "air_collector", "b0"))
    gain = data.value("solar", "air_collector", "eta0").at(level) * sun
    loss = data.value("solar", "air_collector", "a1_w_m2k").at(worse) * (indoor_c - weather.dry_bulb_c)
    useful = collector_m2 * np.maximum(gain - np.maximum(loss, 0.0), 0.0) / 1000.0
    return SolarHeat(np.minimum(useful, load_kwh), useful, np.full(load_kwh.shape, indoor_c))


def f_chart(
    load_kwh: NDArray[np.float64],
    *,
    collector_m2: float,
    weather: WeatherYear,
    data: PlantData,
    plane: PlaneRadiation | None = None,
    water_only_c: tuple[float, float] | None = None,
) -> NDArray[np.float64]:
    """Return the solar fraction of each month [12] by the f-chart for liquid systems with a store.

    ``X = A FR UL (100 - Ta) hours / L``, ``Y = A FR (tau alpha) H / L``;
    ``f = 1.029 Y - 0.065 X - 0.245 Y^2 + 0.0018 X^2 + 0.0215 Y^3``, clipped to 0-1. UL is linear at 40 K
    above the air. The polynomial falls again for large fields; a field counts as the best of the smaller
    ones within the limits of the correlation (X to 18, Y to 3). ``water_only_c`` (mains and hot temperature)
    applies the correction for systems that only heat water. A month without load has 0.

    Source: Beckman, Klein and Duffie 1977; Duffie and Beckman, Solar Engineering of Thermal Processes,
    chapter 20.
    """
    group = "f_chart_water"
    sun = absorbed(plane or winter_plane(weather), b0=data.number("solar", "water_collector", "b0"))
    month = month_of_hour()
    hours = np.bincount(month).astype(np.float64)
    loss = data.number("solar", "water_collector", "a1_w_m2k") + data.number(
        "solar", "water_collector", "a2_w_m2k2"
    ) * data.number("solar", group, "above_air_k")
    load = np.bincount(month, weights=load_kwh)
    some = load > 0.0
    safe = np.where(some, load, 1.0)
    outdoor = np.bincount(month, weights=weather.dry_bulb_c) / hours
    reference = data.number("solar", group, "reference_c")
    x = collector_m2 * loss / 1000.0 * (reference - outdoor) * hours / safe
    store = data.number("solar", "store", "litre_per_m2") / data.number("solar", group, "store_litre_m2")
    x *= store ** data.number("solar", group, "store_exponent")
    if water_only_c is not None:
        mains, hot = water_only_c
        part = [data.number("solar", "f_chart_hot_water", f"w{n}") for n in range(4)]
        x *= (part[0] + part[1] * hot + part[2] * mains + part[3] * outdoor) / (reference - outdoor)
    heat = np.bincount(month, weights=sun) / 1000.0
    y = collector_m2 * data.number("solar", "water_collector", "eta0") * heat / safe
    within = np.minimum(data.number("solar", group, "x_high") / np.maximum(x, 1e-9), 1.0)
    within = np.minimum(within, data.number("solar", group, "y_high") / np.maximum(y, 1e-9))
    scale = np.linspace(0.02, 1.0, 50)[:, None] * within[None, :]
    x, y = x * scale, y * scale
    c = [data.number("solar", group, f"c{n}") for n in (1, 2, 3, 4, 5)]
    f = (c[0] * y + c[1] * x + c[2] * y**2 + c[3] * x**2 + c[4] * y**3).max(axis=0)
    return np.where(some, np.clip(f, 0.0, 1.0), 0.0)
