"""Which heating fits this house here: energy, cost and carbon of every technology, with its uncertainty."""

from __future__ import annotations

from collections.abc import Collection

from dafeng.stock.plant.district import Allocation
from dafeng.stock.plant.drawing import Draws
from dafeng.stock.plant.house import HeatingOption, House
from dafeng.stock.plant.tariff import Tariff, tariff
from dafeng.stock.plant.values import PlantData
from dafeng.stock.plant.weighing import Weighing


def heating_options(
    house: House,
    *,
    data: PlantData,
    chosen_tariff: Tariff | None = None,
    technologies: Collection[str] | None = None,
    allocation: Allocation = "heat",
    photovoltaic_kwp: float = 0.0,
    draws: int = 1000,
    seed: int = 1,
) -> tuple[HeatingOption, ...]:
    """Return every technology for the house, those that fit first, then by cost.

    Energy hour by hour from the demand; cost a year = annuity of the investment + upkeep + energy; carbon =
    energy times factor, district heat with its network, pumps and source (CHP by ``allocation``). The ranges
    come from ``draws`` of all ranges of the data (triangular, shared inputs shared), the demand within 10 %.
    ``chosen_tariff`` defaults to the residential tiers of western Inner Mongolia. With ``photovoltaic_kwp``
    one more option joins an air-source heat pump with a roof field; exported power earns the feed-in price
    and no carbon.

    An option fits when what it needs is there, it counts as clean heating, and a heat pump keeps the COP that
    GB 55015 asks for at the design temperature of the zone (not judged where no zone is stated).

    Raises what ``supply`` and ``electricity_cost`` raise.
    """
    chosen = chosen_tariff if chosen_tariff is not None else tariff("nm_west_residential")
    table = data.table("technologies")
    work = Weighing(house, data, chosen, allocation, Draws(draws, seed))
    options = [work.option(name) for name in (technologies or table)]
    if photovoltaic_kwp > 0.0:
        options.append(work.option("air_source_heat_pump", photovoltaic_kwp=photovoltaic_kwp))
    return tuple(sorted(options, key=lambda one: (not one.fits, one.yuan.typical)))
