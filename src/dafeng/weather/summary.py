"""The climate of a weather year in figures."""

from __future__ import annotations

from typing import Any

import numpy as np

from dafeng.weather.degree_days import (
    cooling_degree_days,
    daily_mean_c,
    heating_degree_days,
    monthly_heating_degree_days,
)
from dafeng.weather.normals import normals_of
from dafeng.weather.reconcile import closure_gap, radiation_lag
from dafeng.weather.sky import plane_radiation
from dafeng.weather.year import WeatherYear, month_of_hour


def summary(year: WeatherYear) -> dict[str, Any]:
    """Return what a person asks of a weather year, as plain JSON data.

    Keys: site, mode, source, changes, ``annual`` (temperature_c, lowest_c, highest_c, hdd18_kd, cdd26_kd,
    days_below_5, ghi, dni, dhi, south_wall, each in kWh/m2 under its name with unit, wind_speed_m_s,
    relative_humidity_share, infrared_sky_w_m2, lag_h, closure_gap_kwh_m2) and ``monthly`` (twelve values).
    """
    normals = normals_of(year)
    month = month_of_hour()
    south = plane_radiation(year, tilt_deg=90.0, azimuth_deg=180.0).total_wh_m2
    site = year.site

    def sums(values: Any) -> list[float]:
        return [round(float(values[month == one].sum()) / 1000.0, 1) for one in range(12)]

    return {
        "site": {
            "name": site.name,
            "latitude_deg": site.latitude_deg,
            "longitude_deg": site.longitude_deg,
            "elevation_m": site.elevation_m,
            "utc_offset_h": site.utc_offset_h,
            "design_zone": site.design_zone,
        },
        "mode": year.mode,
        "source": year.source,
        "changes": [change.as_dict() for change in year.changes],
        "annual": {
            "temperature_c": round(float(year.dry_bulb_c.mean()), 2),
            "lowest_c": round(float(year.dry_bulb_c.min()), 1),
            "highest_c": round(float(year.dry_bulb_c.max()), 1),
            "hdd18_kd": round(heating_degree_days(year), 1),
            "cdd26_kd": round(cooling_degree_days(year), 1),
            "days_below_5": int((daily_mean_c(year) <= 5.0).sum()),
            "ghi_kwh_m2": round(float(year.ghi_wh_m2.sum()) / 1000.0, 1),
            "dni_kwh_m2": round(float(year.dni_wh_m2.sum()) / 1000.0, 1),
            "dhi_kwh_m2": round(float(year.dhi_wh_m2.sum()) / 1000.0, 1),
            "south_wall_kwh_m2": round(float(south.sum()) / 1000.0, 1),
            "wind_speed_m_s": round(float(year.wind_speed_m_s.mean()), 2),
            "relative_humidity_share": round(float(year.relative_humidity_share.mean()), 3),
            "infrared_sky_w_m2": round(float(year.infrared_sky_w_m2.mean()), 1),
            "lag_h": _rounded(radiation_lag(year)),
            "closure_gap_kwh_m2": round(closure_gap(year)[0], 1),
        },
        "monthly": {
            "temperature_c": np.round(normals.temperature_c, 2).tolist(),
            "hdd18_kd": np.round(monthly_heating_degree_days(year), 1).tolist(),
            "ghi_kwh_m2": sums(year.ghi_wh_m2),
            "south_wall_kwh_m2": sums(south),
        },
    }


def _rounded(value: float | None) -> float | None:
    """Return ``value`` to two digits, None as it is."""
    return None if value is None else round(value, 2)
