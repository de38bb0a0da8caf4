"""The command ``heating``: which heating fits this house here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base import InputError, Lang, Text
from dafeng.cli.session import JsonOption, LangOption, enter, told
from dafeng.cli.show import print_json, print_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dafeng.stock.plant import HeatingOption, PlantData
    from dafeng.weather import WeatherYear

USUAL = "grid,roof,south_wall,ground,biomass"


def add_to(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("heating", help="这座房子在这里适合哪种供暖 / which heating fits this house here")(heating)


@told
def heating(
    area: Annotated[
        float | None, typer.Option("--area", min=1.0, help="供暖面积 m² / heated floor, m2")
    ] = None,
    heat: Annotated[
        float | None,
        typer.Option("--heat", min=0.0, help="全年供暖需热 kWh/m² / heat demand a year, kWh/m2"),
    ] = None,
    case: Annotated[
        Path | None,
        typer.Option("--case", help="建筑算例，逐时模拟 / a case, simulated by the hour"),
    ] = None,
    place: Annotated[
        str, typer.Option("--place", help="地点编号或 EPW 文件 / id of a place, or an EPW file")
    ] = "bayanhot",
    persons: Annotated[
        float, typer.Option("--persons", min=0.0, help="用热水人数 / persons who use hot water")
    ] = 2.5,
    available: Annotated[str, typer.Option("--available", help="此处有什么 / what there is here")] = USUAL,
    emitter: Annotated[
        str, typer.Option("--emitter", help="末端 / emitters: floor, radiator, old_radiator")
    ] = "radiator",
    tariff: Annotated[str, typer.Option("--tariff", help="电价 / tariff")] = "nm_west_residential",
    photovoltaic: Annotated[
        float, typer.Option("--pv", min=0.0, help="另比较带光伏 kWp / compare with so many kWp of PV too")
    ] = 0.0,
    allocation: Annotated[
        str,
        typer.Option("--allocation", help="热电分摊方法 / how fuel is shared between heat and power"),
    ] = "heat",
    zone: Annotated[str | None, typer.Option("--zone", help="设计气候区 / design zone: 1A ... 2B")] = None,
    design: Annotated[
        float | None, typer.Option("--design-c", help="供暖室外设计温度 °C / outdoor design temperature")
    ] = None,
    overrides: Annotated[
        Path | None, typer.Option("--data", help="自己的价格与效率 YAML / own prices and efficiencies")
    ] = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare every way to heat a house: energy, yuan, carbon a year, each with its range."""
    session = enter(lang=lang)
    from dafeng.stock.plant import (
        ALLOCATIONS,
        Demand,
        House,
        daily_share,
        heating_options,
        hot_water,
        plant_data,
    )
    from dafeng.stock.plant import tariff as named_tariff

    if allocation not in ALLOCATIONS:
        raise InputError(
            "plant-allocation",
            Text(f"没有分摊方法 {allocation!r}", f"there is no allocation {allocation!r}"),
            mend=Text(f"用 {'、'.join(ALLOCATIONS)}", f"use {', '.join(ALLOCATIONS)}"),
        )
    data = plant_data(overrides)
    weather = _weather(place)
    water = hot_water(persons, data=data, hourly_share=daily_share("housing", kind="hot_water"))
    hours, floor = _heat(area, heat, case, weather=weather, data=data)
    demand = Demand(hours, water, floor)
    house = House(
        demand,
        weather,
        tuple(part.strip() for part in available.split(",") if part.strip()),
        emitter=emitter,
        besides_kwh_month=data.number("needs", "household", "electricity_kwh_month"),
        zone=zone,
        design_c=design,
    )
    options = heating_options(
        house,
        data=data,
        chosen_tariff=named_tariff(tariff),
        allocation=allocation,
        photovoltaic_kwp=photovoltaic,
    )
    if json:
        print_json({"place": weather.site.name, "options": [option.as_dict() for option in options]})
        return
    _print(options, weather, session.lang)


def _heat(
    area: float | None, heat: float | None, case: Path | None, *, weather: WeatherYear, data: PlantData
) -> tuple[NDArray[np.float64], float]:
    """Return hourly heat [kWh, 8760] and the floor [m2]: simulated from a case, or spread over the winter."""
    from dafeng.stock.plant import heat_profile

    if case is not None and area is None and heat is None:
        from dafeng.stock.case import read_case
        from dafeng.stock.years import simulate

        result = simulate(read_case(case), weather, mode="stock")
        return result.heat_w.sum(axis=0) / 1000.0, result.floor_area_m2
    if case is None and area is not None and heat is not None:
        return heat_profile(area * heat, weather=weather, data=data), area
    raise InputError(
        "plant-house",
        Text("需要 --area 与 --heat，或者 --case", "wanted: --area and --heat, or --case"),
        mend=Text("给出面积与全年需热，或一个算例文件", "give floor and yearly heat, or the file of a case"),
    )


def _weather(place: str) -> WeatherYear:
    """Return the year of a place of the package, or of an EPW file (radiation reconciled)."""
    from dafeng.weather import default_year, read_epw

    path = Path(place)
    if path.suffix.lower() == ".epw" or path.is_file():
        return read_epw(path, mode="reconciled")
    return default_year(place)


def _print(options: tuple[HeatingOption, ...], weather: WeatherYear, lang: Lang) -> None:
    """Print the table for a person, and what it rests on."""
    heads = (
        Text("供暖方式", "heating"),
        Text("终端能耗 kWh/m²", "final kWh/m2"),
        Text("年费用 元", "yuan a year"),
        Text("年排放 tCO2", "tCO2 a year"),
        Text("设计 COP", "design COP"),
        Text("适合", "fits"),
    )
    rows = []
    for one in options:
        cop = one.supply.design_cop
        verdict = (
            Text("是", "yes")
            if one.fits
            else Text(
                "；".join(reason.zh for reason in one.reasons), "; ".join(reason.en for reason in one.reasons)
            )
        )
        rows.append(
            [
                one.name.say(lang),
                f"{one.final_kwh_m2.typical:.0f} ({one.final_kwh_m2.low:.0f}-{one.final_kwh_m2.high:.0f})",
                f"{one.yuan.typical:.0f} ({one.yuan.low:.0f}-{one.yuan.high:.0f})",
                f"{one.tco2.typical:.1f} ({one.tco2.low:.1f}-{one.tco2.high:.1f})",
                "" if cop is None else f"{cop:.2f}",
                verdict.say(lang),
            ]
        )
    title = Text(f"{weather.site.name}：哪种供暖适合", f"{weather.site.name}: which heating fits")
    print_table(title.say(lang), [head.say(lang) for head in heads], rows)
    print(
        Text(
            "括号内为第 10 至第 90 百分位。价格、造价和多数效率凭记忆给出，未经核实；可用 --data 替换。",
            "In brackets the 10th to 90th percentile. Prices, investments and most efficiencies are recalled "
            "and unverified; --data replaces them.",
        ).say(lang)
    )
