"""A weather year: one place, 8760 hours, and what was changed on the way."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from dafeng.base import InputError, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOURS = 8760
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
Mode = Literal["as_file", "reconciled", "generated"]


@dataclass(frozen=True, slots=True)
class Site:
    """A place on the earth.

    ``latitude_deg`` north positive, ``longitude_deg`` east positive, ``elevation_m`` above the sea,
    ``utc_offset_h`` of the clock that the hours are counted by (8 in all of China).
    ``design_zone`` is the climate zone that the standard states for the place (GB 55015: 1A to 2B, or other
    zones by their printed name); it is an attribute that somebody states, never inferred from the weather.
    """

    name: str
    latitude_deg: float
    longitude_deg: float
    elevation_m: float
    utc_offset_h: float
    design_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in which a weather year differs from its file.

    ``what`` is a stable word (``missing``, ``clipped``, ``lag``, ``closure`` ...), ``field`` the array it
    changed, ``hours`` the number of hours touched, ``amount`` how much in ``unit`` (None where a count says
    it all), ``text`` the same in words.
    """

    what: str
    field: str
    hours: int
    amount: float | None
    unit: str
    text: Text

    def as_dict(self) -> dict[str, Any]:
        """Return the change as plain JSON data."""
        return dataclasses.asdict(self)


@dataclass(frozen=True, slots=True)
class WeatherYear:
    """8760 hours of weather at ``site``; arrays are float64 of shape [8760] and read-only.

    Row k is the hour from k to k + 1 of a year of 365 days, by the clock ``site.utc_offset_h``. As in EPW
    files, temperatures, humidity, pressure, wind and ``infrared_sky_w_m2`` are the state at the end of the
    hour, and radiation is the sum over it. ``ghi_wh_m2``, ``dni_wh_m2``, ``dhi_wh_m2``: global horizontal,
    direct normal and diffuse horizontal radiation. ``wind_direction_deg`` is clockwise from north.
    ``relative_humidity_share`` lies in 0-1.

    What EPW files carry besides is kept as it is, with missing values as nan: sky cover in tenths, the flag
    ``present_weather_observation`` (0: the codes were observed) with its nine-digit
    ``present_weather_codes``, ``snow_depth_cm``, ``days_since_snow``, ``albedo_share``,
    ``liquid_precipitation_mm``.

    ``mode`` says how the year came about, ``changes`` what was changed, ``source`` where it is from, and
    ``start_weekday`` is the day of the week of 1 January (0 Monday ... 6 Sunday).
    """

    site: Site
    dry_bulb_c: NDArray[np.float64]
    dew_point_c: NDArray[np.float64]
    relative_humidity_share: NDArray[np.float64]
    pressure_pa: NDArray[np.float64]
    ghi_wh_m2: NDArray[np.float64]
    dni_wh_m2: NDArray[np.float64]
    dhi_wh_m2: NDArray[np.float64]
    infrared_sky_w_m2: NDArray[np.float64]
    wind_speed_m_s: NDArray[np.float64]
    wind_direction_deg: NDArray[np.float64]
    total_sky_cover_tenths: NDArray[np.float64]
    opaque_sky_cover_tenths: NDArray[np.float64]
    present_weather_observation: NDArray[np.float64]
    present_weather_codes: NDArray[np.float64]
    snow_depth_cm: NDArray[np.float64]
    days_since_snow: NDArray[np.float64]
    albedo_share: NDArray[np.float64]
    liquid_precipitation_mm: NDArray[np.float64]
    mode: Mode
    changes: tuple[Change, ...] = ()
    source: str = ""
    start_weekday: int = 0

    def __post_init__(self) -> None:
        """Check shapes and freeze the arrays; raises ``InputError`` on another number of hours."""
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                if value.shape != (HOURS,) or value.dtype != np.float64:
                    raise InputError(
                        "weather-year-shape",
                        Text(
                            f"{field.name} 应为 {HOURS} 个 float64，实为 {value.shape} {value.dtype}",
                            f"{field.name} must be {HOURS} float64 values, got {value.shape} {value.dtype}",
                        ),
                        mend=Text("给出 365 天的逐时值", "give hourly values of 365 days"),
                    )
                value.setflags(write=False)

    def replace(self, **changed: Any) -> WeatherYear:
        """Return a copy with the named fields changed."""
        return dataclasses.replace(self, **changed)


def hour_of_year() -> NDArray[np.float64]:
    """Return the middle of every hour of the year: 0.5, 1.5 ... 8759.5 [h], shape [8760]."""
    return np.arange(HOURS, dtype=np.float64) + 0.5


def month_of_hour() -> NDArray[np.int64]:
    """Return the month 0-11 of every hour of a year of 365 days, shape [8760]."""
    return np.repeat(np.arange(12), np.array(MONTH_DAYS) * 24)


def day_of_hour() -> NDArray[np.int64]:
    """Return the day 0-364 of every hour, shape [8760]."""
    return np.repeat(np.arange(365), 24)


def month_of_day() -> NDArray[np.int64]:
    """Return the month 0-11 of every day of a year of 365 days, shape [365]."""
    return np.repeat(np.arange(12), np.array(MONTH_DAYS))
