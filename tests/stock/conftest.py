"""Small buildings and synthetic weather for the tests of the engine."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dafeng.weather import Site, WeatherYear

HOURS = np.arange(8760)


def weather_of(latitude_deg: float = 40.0) -> WeatherYear:
    """Return a plain year: a cold winter, a warm summer, clear days, wind that turns."""
    season = -np.cos(2.0 * np.pi * (HOURS / 24.0 - 15.0) / 365.0)
    day = np.sin(2.0 * np.pi * (HOURS % 24 - 8.5) / 24.0)
    high = np.maximum(day, 0.0)
    dry = 9.0 + 16.0 * season + 5.0 * day
    nothing = np.full(8760, np.nan)
    return WeatherYear(
        site=Site("test", latitude_deg, 120.0, 500.0, 8.0),
        dry_bulb_c=dry,
        dew_point_c=dry - 8.0,
        relative_humidity_share=np.full(8760, 0.55),
        pressure_pa=np.full(8760, 95000.0),
        ghi_wh_m2=600.0 * high,
        dni_wh_m2=(450.0 + 150.0 * season) * high,
        dhi_wh_m2=(110.0 + 40.0 * season) * high,
        infrared_sky_w_m2=0.80 * 5.67e-8 * (dry + 273.15) ** 4,
        wind_speed_m_s=2.5 + 1.5 * day,
        wind_direction_deg=(HOURS * 7.0) % 360.0,
        total_sky_cover_tenths=np.full(8760, 3.0),
        opaque_sky_cover_tenths=np.full(8760, 3.0),
        present_weather_observation=np.full(8760, 9.0),
        present_weather_codes=np.full(8760, 999999999.0),
        snow_depth_cm=nothing,
        days_since_snow=nothing,
        albedo_share=nothing,
        liquid_precipitation_mm=np.zeros(8760),
        mode="as_file",
    )


@pytest.fixture(scope="session")
def plain_weather() -> WeatherYear:
    return weather_of()


def _wall(name: str, points: list[list[float]], **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": "Wall",
        "construction": "WALL",
        "bc": "outdoors",
        "vertices": points,
        **more,
    }


def box(
    length: float = 8.0,
    width: float = 6.0,
    height: float = 3.0,
    *,
    insulation_m: float = 0.05,
    names: str = "",
    x0: float = 0.0,
    west: str | None = None,
    east: str | None = None,
) -> dict[str, Any]:
    """Return one zone of a box with windows south and north; ``west`` or ``east`` may be adiabatic."""
    x1, n = x0 + length, names
    south = [[x0, 0, height], [x0, 0, 0], [x1, 0, 0], [x1, 0, height]]
    east_points = [[x1, 0, height], [x1, 0, 0], [x1, width, 0], [x1, width, height]]
    north = [[x1, width, height], [x1, width, 0], [x0, width, 0], [x0, width, height]]
    west_points = [[x0, width, height], [x0, width, 0], [x0, 0, 0], [x0, 0, height]]
    floor = [[x0, width, 0], [x1, width, 0], [x1, 0, 0], [x0, 0, 0]]
    roof = [[x0, 0, height], [x1, 0, height], [x1, width, height], [x0, width, height]]
    a, b = x0 + 0.25 * length, x0 + 0.75 * length
    return {
        "name": "Z" + n,
        "volume": length * width * height,
        "floor_area": length * width,
        "surfaces": [
            _wall("S" + n, south),
            _wall("E" + n, east_points) | ({"bc": east} if east else {}),
            _wall("N" + n, north),
            _wall("W" + n, west_points) | ({"bc": west} if west else {}),
            {"name": "F" + n, "type": "Floor", "construction": "FLOOR", "bc": "ground", "vertices": floor},
            {"name": "R" + n, "type": "Roof", "construction": "WALL", "bc": "outdoors", "vertices": roof},
        ],
        "windows": [
            {"name": "WS" + n, "surface": "S" + n, "construction": "G",
             "vertices": [[a, 0, 2.2], [a, 0, 0.9], [b, 0, 0.9], [b, 0, 2.2]]},
            {"name": "WN" + n, "surface": "N" + n, "construction": "G",
             "vertices": [[b, width, 2.0], [b, width, 1.0], [a, width, 1.0], [a, width, 2.0]]},
        ],
        "internal_mass": [{"construction": "MASS", "area": 40.0}],
        "gains": [{"watts": 200.0, "profile": 1.0, "frad": 0.5}],
        "air": [{"ach": 0.5, "profile": 1.0}],
        "heat_set": 18.0,
        "cool_set": 26.0,
    }  # fmt: skip


def house(zones: list[dict[str, Any]] | None = None, *, insulation_m: float = 0.05) -> dict[str, Any]:
    """Return a whole case around zones."""
    return {
        "materials": {
            "brick": {"d": 0.24, "k": 0.81, "rho": 1800, "c": 1050, "abs": 0.6},
            "wool": {"d": insulation_m, "k": 0.04, "rho": 100, "c": 850, "abs": 0.6},
            "slab": {"d": 0.12, "k": 1.74, "rho": 2500, "c": 920, "abs": 0.6},
            "below": {"R": 1.5},
            "board": {"d": 0.06, "k": 0.81, "rho": 1800, "c": 1050, "abs": 0.5},
        },
        "constructions": {"WALL": ["wool", "brick"], "FLOOR": ["below", "slab"], "MASS": ["board"]},
        "glazings": {
            "G": {
                "layers": [
                    {"d": 0.003, "tau": 0.834, "rf": 0.075, "k": 1.0},
                    {"gas": "Air", "d": 0.012},
                    {"d": 0.003, "tau": 0.834, "rf": 0.075, "k": 1.0},
                ]
            }
        },
        "zones": zones if zones is not None else [box()],
        "ground_temp": [2, 1, 2, 5, 9, 13, 16, 17, 16, 13, 9, 5],
        "solar_distribution": "FullExterior",
        "terrain": "Country",
    }


@pytest.fixture
def make_house() -> Callable[..., dict[str, Any]]:
    return lambda *args, **kwargs: copy.deepcopy(house(*args, **kwargs))


@pytest.fixture
def make_box() -> Callable[..., dict[str, Any]]:
    return lambda *args, **kwargs: copy.deepcopy(box(*args, **kwargs))
