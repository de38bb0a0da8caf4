"""One house, one year, the package's data."""

from __future__ import annotations

import pytest

from dafeng.stock.plant import Demand, PlantData, daily_share, heat_profile, hot_water, plant_data
from dafeng.weather import WeatherYear, default_year


@pytest.fixture(scope="session")
def data() -> PlantData:
    return plant_data()


@pytest.fixture(scope="session")
def bayanhot() -> WeatherYear:
    return default_year("bayanhot")


@pytest.fixture(scope="session")
def house(data: PlantData, bayanhot: WeatherYear) -> Demand:
    heat = heat_profile(9000.0, weather=bayanhot, data=data)
    share = daily_share("housing", kind="hot_water")
    return Demand(heat, hot_water(2.5, data=data, hourly_share=share), 100.0)
