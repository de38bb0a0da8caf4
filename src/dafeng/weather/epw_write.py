"""A weather year as an EPW file, for other programs."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dafeng.weather.sun import sun_hours
from dafeng.weather.year import MONTH_DAYS, WeatherYear

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FLAGS = "?9" * 20
_YEAR = 2018  # a label only: 365 days, 1 January a Monday


def write_epw(year: WeatherYear, path: Path | str) -> None:
    """Write ``year`` as an EPW file; ``read_epw`` gives it back to the digits written.

    Temperatures to 0.01 K, humidity to 1 %, radiation to 0.1 Wh/m2. The comment lines carry ``source``,
    ``mode`` and every change. Design conditions, typical periods and ground temperatures are left empty.

    Raises ``OSError`` where the file cannot be written.
    """
    site = year.site
    said = " | ".join(change.text.en for change in year.changes).replace("\n", " ")
    name, source = site.name.replace(",", " "), year.source.replace(",", " ")
    lines = [
        f"LOCATION,{name},-,-,{source},000000,{site.latitude_deg},{site.longitude_deg},"
        f"{site.utc_offset_h},{site.elevation_m}",
        "DESIGN CONDITIONS,0",
        "TYPICAL/EXTREME PERIODS,0",
        "GROUND TEMPERATURES,0",
        "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
        f"COMMENTS 1,dafeng {year.mode}",
        f"COMMENTS 2,{said}",
        f"DATA PERIODS,1,1,Data,{_WEEKDAYS[year.start_weekday]}, 1/ 1,12/31",
    ]
    sun = sun_hours(site)
    columns = (
        _texts(year.dry_bulb_c, 2),
        _texts(year.dew_point_c, 2),
        _texts(year.relative_humidity_share * 100.0, 0),
        _texts(year.pressure_pa, 0),
        _texts(sun.extraterrestrial_wh_m2, 0),
        _texts(sun.normal_w_m2 * sun.up_share, 0),
        _texts(year.infrared_sky_w_m2, 1),
        _texts(year.ghi_wh_m2, 1),
        _texts(year.dni_wh_m2, 1),
        _texts(year.dhi_wh_m2, 1),
        *(["999900"] * 8760,) * 3,
        ["99990"] * 8760,
        _texts(year.wind_direction_deg, 0),
        _texts(year.wind_speed_m_s, 2),
        _texts(year.total_sky_cover_tenths, 1, "99"),
        _texts(year.opaque_sky_cover_tenths, 1, "99"),
        ["9999"] * 8760,
        ["99999"] * 8760,
        _texts(year.present_weather_observation, 0, "9"),
        _texts(year.present_weather_codes, 0, "999999999"),
        ["999"] * 8760,
        ["0.999"] * 8760,
        _texts(year.snow_depth_cm, 1, "999"),
        _texts(year.days_since_snow, 0, "99"),
        _texts(year.albedo_share, 3, "999"),
        _texts(year.liquid_precipitation_mm, 1, "999"),
        ["99"] * 8760,
    )
    stamps = [
        f"{_YEAR},{month + 1},{day + 1},{hour + 1},0,{_FLAGS}"
        for month, days in enumerate(MONTH_DAYS)
        for day in range(days)
        for hour in range(24)
    ]
    rows = (",".join(cells) for cells in zip(stamps, *columns, strict=True))
    Path(path).write_text("\n".join([*lines, *rows]) + "\n", encoding="utf-8")


def _texts(values: NDArray[np.float64], digits: int, missing: str = "") -> list[str]:
    """Return numbers with so many digits after the point, and the code for what is missing."""
    return [f"{value:.{digits}f}" if not math.isnan(value) else missing for value in values.tolist()]
