"""Weather years: EPW files, hourly years from monthly normals, sun and sky."""

from dafeng.weather.epw import read_epw
from dafeng.weather.reconcile import closure_gap, radiation_lag, reconcile
from dafeng.weather.sky import PlaneRadiation, perez_sky, plane_radiation
from dafeng.weather.split import diffuse_share, split_global
from dafeng.weather.sun import Sun, SunHours, air_mass, sun_hours, sun_position
from dafeng.weather.year import Change, Site, WeatherYear

__all__ = [
    "Change",
    "PlaneRadiation",
    "Site",
    "Sun",
    "SunHours",
    "WeatherYear",
    "air_mass",
    "closure_gap",
    "diffuse_share",
    "perez_sky",
    "plane_radiation",
    "radiation_lag",
    "read_epw",
    "reconcile",
    "split_global",
    "sun_hours",
    "sun_position",
]
