"""Warmer years: a weather year shifted and stretched by monthly changes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from dafeng.base import InputError, Text
from dafeng.weather.degree_days import heating_degree_days, monthly_heating_degree_days
from dafeng.weather.humidity import dew_point, saturation_pressure
from dafeng.weather.longwave import infrared_sky
from dafeng.weather.smooth import monthly_to_daily
from dafeng.weather.year import HOURS, Change, WeatherYear, day_of_hour, month_of_hour

if TYPE_CHECKING:
    from numpy.typing import NDArray


def warmed(
    year: WeatherYear,
    *,
    temperature_delta_k: NDArray[np.float64],
    range_factor: NDArray[np.float64] | None = None,
) -> WeatherYear:
    """Return ``year`` with the monthly means of temperature moved by ``temperature_delta_k`` [K, 12] exactly.

    ``range_factor`` [12] stretches the deviations from the monthly mean (1 keeps them): day against night
    and warm against cold days alike. Relative humidity stays, so the dew point follows; the infrared sky
    changes as Clark and Allen's clear sky does between the two states, with the same clouds. Radiation and
    wind stay. The change runs smoothly from month to month.

    Raises ``InputError`` ``weather-shift`` for changes that are not 12 numbers, move a month by more than
    20 K, or stretch by a factor outside 0.5 to 2.

    Source: Belcher, Hacker and Powell 2005, Building Services Engineering Research and Technology 26(1),
    49-61 (shift and stretch).
    """
    delta = np.asarray(temperature_delta_k, dtype=np.float64)
    factor = np.ones(12) if range_factor is None else np.asarray(range_factor, dtype=np.float64)
    usable = delta.shape == factor.shape == (12,)
    if not usable or not (np.abs(delta) <= 20.0).all() or not ((factor >= 0.5) & (factor <= 2.0)).all():
        raise InputError(
            "weather-shift",
            Text(
                "月变化应为 12 个数：温度 ±20 K 以内，伸缩 0.5 至 2",
                "the changes must be 12 numbers: temperature within 20 K, stretch 0.5 to 2",
            ),
            mend=Text("改正这些变化", "mend these changes"),
        )
    month = month_of_hour()
    means = np.array([year.dry_bulb_c[month == one].mean() for one in range(12)])
    smooth = monthly_to_daily(delta)[day_of_hour()]
    moved = means[month] + factor[month] * (year.dry_bulb_c - means[month]) + smooth
    moved += np.array([(means[one] + delta[one]) - moved[month == one].mean() for one in range(12)])[month]
    vapour = np.maximum(year.relative_humidity_share, 1e-3) * saturation_pressure(moved)
    dew = np.minimum(dew_point(vapour), moved)
    clear = np.zeros(HOURS)
    before = infrared_sky(year.dry_bulb_c, dew_point_c=year.dew_point_c, opaque_sky_cover_tenths=clear)
    after = infrared_sky(moved, dew_point_c=dew, opaque_sky_cover_tenths=clear)
    says = ", ".join(f"{value:+.1f}" for value in delta)
    change = Change(
        "warmed",
        "dry_bulb_c",
        HOURS,
        float(np.mean(moved - year.dry_bulb_c)),
        "K",
        Text(
            f"各月平均气温移动 {says} K；相对湿度、辐射和风不变",
            f"monthly mean temperatures moved by {says} K; relative humidity, radiation and wind stay",
        ),
    )
    return year.replace(
        dry_bulb_c=moved,
        dew_point_c=dew,
        infrared_sky_w_m2=year.infrared_sky_w_m2 * after / before,
        changes=(*year.changes, change),
    )


def with_heating_degree_days(year: WeatherYear, *, hdd18_kd: float) -> WeatherYear:
    """Return ``year`` moved so that its HDD18 is ``hdd18_kd`` [K d] to 0.1; for where only that is known.

    The missing or surplus degree days are spread over the months in proportion to their degree days, so
    that cold months move most; months without any stay. That spreading is an assumption, and ``changes``
    says so.

    Raises ``InputError`` ``weather-shift`` where the year has no degree days or the move would exceed 20 K.
    """
    deltas = np.zeros(12)
    moved = year
    start = monthly_heating_degree_days(year)
    if start.sum() <= 0.0 or hdd18_kd < 0.0:
        raise InputError(
            "weather-shift",
            Text("该年没有采暖度日，无法移动", "the year has no heating degree days to move"),
            mend=Text("用 warmed 给出各月变化", "give monthly changes to warmed"),
        )
    days = np.bincount(month_of_hour()) / 24.0
    for _ in range(60):
        off = heating_degree_days(moved) - hdd18_kd
        if abs(off) < 0.05:
            break
        deltas = deltas + off * start / start.sum() / days
        moved = warmed(year, temperature_delta_k=deltas)
    note = Change(
        "spread",
        "dry_bulb_c",
        HOURS,
        hdd18_kd - float(start.sum()),
        "K d",
        Text(
            f"采暖度日由 {start.sum():.0f} 移至 {hdd18_kd:.0f}；只知全年值，按各月度日比例分摊（假定）",
            f"HDD18 moved from {start.sum():.0f} to {hdd18_kd:.0f}; only the yearly figure is known, it is "
            "spread over the months in proportion to their degree days (an assumption)",
        ),
    )
    return moved.replace(changes=(*moved.changes, note))


@dataclass(frozen=True, slots=True)
class DegreeDayShift:
    """How the heating degree days of 2011-2025 stand to those of the standard weather data at a station.

    ``ratio`` is 2011-2025 over the standard data (None where the standard data has no such station),
    ``hdd18_2011_2025_kd`` [K d] the figure itself (None for a mean of stations).
    """

    station: str
    name_zh: str
    ratio: float | None
    hdd18_2011_2025_kd: float | None
    source: str
    basis: str


@cache
def recent_shifts() -> dict[str, DegreeDayShift]:
    """Return the known shifts by station; ``alxa`` is the mean of the three stations of the region.

    >>> recent_shifts()["alxa"].ratio
    0.9184
    """
    text = files("dafeng.weather").joinpath("data/shift_2011_2025.csv").read_text(encoding="utf-8")
    return {
        row["station"]: DegreeDayShift(
            row["station"],
            row["name_zh"],
            float(row["ratio"]) if row["ratio"] else None,
            float(row["hdd18_2011_2025_kd"]) if row["hdd18_2011_2025_kd"] else None,
            row["source"],
            row["basis"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def recent_year(year: WeatherYear, *, station: str = "alxa") -> WeatherYear:
    """Return a year of the standard weather data (or of normals from it) moved to the climate of 2011-2025.

    Its HDD18 is multiplied by the station's ratio, or set to the station's figure where there is no ratio
    (``bayanhot``); summer stays as it is, since nothing is known of it.

    Raises ``InputError`` ``weather-place`` for a station without a known shift.
    """
    known = recent_shifts()
    if station not in known:
        raise InputError(
            "weather-place",
            Text(f"没有 {station!r} 的度日变化", f"no shift is known of {station!r}"),
            mend=Text(f"可用：{'、'.join(known)}", f"known: {', '.join(known)}"),
        )
    shift = known[station]
    if shift.ratio is not None:
        return with_heating_degree_days(year, hdd18_kd=heating_degree_days(year) * shift.ratio)
    return with_heating_degree_days(year, hdd18_kd=float(shift.hdd18_2011_2025_kd or 0.0))
