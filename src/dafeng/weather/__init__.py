"""Weather years: EPW files, hourly years from monthly normals, sun and sky."""

from dafeng.weather.epw import read_epw
from dafeng.weather.sun import Sun, SunHours, air_mass, sun_hours, sun_position
from dafeng.weather.year import Change, Site, WeatherYear

__all__ = [
    "Change",
    "Site",
    "Sun",
    "SunHours",
    "WeatherYear",
    "air_mass",
    "read_epw",
    "sun_hours",
    "sun_position",
]
