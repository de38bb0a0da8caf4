"""Heat plant, solar heat, photovoltaics, tariffs: useful energy to what is bought and what it costs."""

from dafeng.stock.plant.collector import SolarHeat, f_chart, solar_air, solar_store, winter_plane
from dafeng.stock.plant.compare import heating_options
from dafeng.stock.plant.demand import Demand, Supply
from dafeng.stock.plant.district import ALLOCATIONS, DistrictHeat, chp_fuel_per_heat, district_heat
from dafeng.stock.plant.drawing import Draws, Spread, annuity, spread
from dafeng.stock.plant.heat_pump import (
    HeatPumpHours,
    air_heat_pump,
    design_load,
    design_temperature,
    full_load_cop,
    ground_heat_pump,
    supply_temperature,
)
from dafeng.stock.plant.house import THINGS, HeatingOption, House
from dafeng.stock.plant.needs import (
    cooking,
    cooling_electricity,
    heat_profile,
    hot_water,
    in_heating_season,
    lift_electricity,
)
from dafeng.stock.plant.photovoltaic import OwnUse, own_use, photovoltaic
from dafeng.stock.plant.schedules import daily_share, density, electricity_of_use, schedule, schedules
from dafeng.stock.plant.seasonal import SeasonalFactor, seasonal_factors
from dafeng.stock.plant.storage import charge_ahead
from dafeng.stock.plant.supply import supply
from dafeng.stock.plant.tariff import (
    ElectricityCost,
    Tariff,
    electricity_cost,
    price_of_hour,
    tariff,
    tariffs,
    valley_hours,
)
from dafeng.stock.plant.values import PlantData, Value, plant_data

__all__ = [
    "ALLOCATIONS",
    "THINGS",
    "Demand",
    "DistrictHeat",
    "Draws",
    "ElectricityCost",
    "HeatPumpHours",
    "HeatingOption",
    "House",
    "OwnUse",
    "PlantData",
    "SeasonalFactor",
    "SolarHeat",
    "Spread",
    "Supply",
    "Tariff",
    "Value",
    "air_heat_pump",
    "annuity",
    "charge_ahead",
    "chp_fuel_per_heat",
    "cooking",
    "cooling_electricity",
    "daily_share",
    "density",
    "design_load",
    "design_temperature",
    "district_heat",
    "electricity_cost",
    "electricity_of_use",
    "f_chart",
    "full_load_cop",
    "ground_heat_pump",
    "heat_profile",
    "heating_options",
    "hot_water",
    "in_heating_season",
    "lift_electricity",
    "own_use",
    "photovoltaic",
    "plant_data",
    "price_of_hour",
    "schedule",
    "schedules",
    "seasonal_factors",
    "solar_air",
    "solar_store",
    "spread",
    "supply",
    "supply_temperature",
    "tariff",
    "tariffs",
    "valley_hours",
    "winter_plane",
]
