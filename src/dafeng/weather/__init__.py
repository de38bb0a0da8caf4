"""Weather years: EPW files, hourly years from monthly normals, sun and sky."""

from dafeng.weather.degree_days import (
    cooling_degree_days,
    daily_mean_c,
    heating_degree_days,
    monthly_heating_degree_days,
)
from dafeng.weather.epw import read_epw
from dafeng.weather.epw_write import write_epw
from dafeng.weather.future import (
    DegreeDayShift,
    recent_shifts,
    recent_year,
    warmed,
    with_heating_degree_days,
)
from dafeng.weather.generate import default_year, generate_year
from dafeng.weather.normals import MonthlyNormals, normals_of, seat_normals, seats
from dafeng.weather.normals_file import read_all_normals, read_normals
from dafeng.weather.reconcile import closure_gap, radiation_lag, reconcile
from dafeng.weather.sky import PlaneRadiation, perez_sky, plane_radiation
from dafeng.weather.split import diffuse_share, split_global
from dafeng.weather.summary import summary
from dafeng.weather.sun import Sun, SunHours, air_mass, sun_hours, sun_position
from dafeng.weather.year import Change, Site, WeatherYear

__all__ = [
    "Change",
    "DegreeDayShift",
    "MonthlyNormals",
    "PlaneRadiation",
    "Site",
    "Sun",
    "SunHours",
    "WeatherYear",
    "air_mass",
    "closure_gap",
    "cooling_degree_days",
    "daily_mean_c",
    "default_year",
    "diffuse_share",
    "generate_year",
    "heating_degree_days",
    "monthly_heating_degree_days",
    "normals_of",
    "perez_sky",
    "plane_radiation",
    "radiation_lag",
    "read_all_normals",
    "read_epw",
    "read_normals",
    "recent_shifts",
    "recent_year",
    "reconcile",
    "seat_normals",
    "seats",
    "split_global",
    "summary",
    "sun_hours",
    "sun_position",
    "warmed",
    "with_heating_degree_days",
    "write_epw",
]
