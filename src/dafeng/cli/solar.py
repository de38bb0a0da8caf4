"""The command ``solar``: what modules and collectors yield on a roof or wall here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.base import Text
from dafeng.cli.session import JsonOption, LangOption, enter, told
from dafeng.cli.show import print_json, print_table
from dafeng.cli.weather import ModeChoice

if TYPE_CHECKING:
    from dafeng.weather import WeatherYear


def add_to(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("solar", help="这里的屋顶或墙面能发多少电 / what a roof or wall yields here")(solar)


@told
def solar(
    place: Annotated[
        str, typer.Option("--place", help="地点编号或 EPW 文件 / id of a place, or an EPW file")
    ] = "bayanhot",
    mode: Annotated[
        ModeChoice, typer.Option("--mode", help="EPW 读法 / how an EPW file is read")
    ] = ModeChoice.reconciled,
    kwp: Annotated[float, typer.Option("--kwp", min=0.0, help="光伏功率 kWp / power of the modules")] = 1.0,
    tilt: Annotated[
        float | None, typer.Option("--tilt", help="倾角，默认纬度 / tilt, default the latitude")
    ] = None,
    azimuth: Annotated[
        float, typer.Option("--azimuth", help="朝向，自北顺时针 / facing, clockwise from north")
    ] = 180.0,
    load: Annotated[
        float, typer.Option("--load", min=0.0, help="全年用电 kWh，看自用 / electricity a year, for own use")
    ] = 0.0,
    battery: Annotated[float, typer.Option("--battery", min=0.0, help="电池 kWh / battery")] = 0.0,
    overrides: Annotated[Path | None, typer.Option("--data", help="自己的参数 YAML / own parameters")] = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print the yield of a field of modules, its range, and how much of it a house uses itself."""
    session = enter(lang=lang)
    import numpy as np

    from dafeng.stock.plant import own_use, photovoltaic, plant_data, schedule
    from dafeng.weather import plane_radiation
    from dafeng.weather.year import month_of_hour

    data, weather = plant_data(overrides), _weather(place, mode)
    lean = abs(weather.site.latitude_deg) if tilt is None else tilt
    field: dict[str, Any] = {"power_kwp": kwp, "tilt_deg": lean, "azimuth_deg": azimuth, "data": data}
    yields = {level: photovoltaic(weather, level=level, **field) for level in ("low", "typical", "high")}
    typical = yields["typical"]
    plane = plane_radiation(weather, tilt_deg=lean, azimuth_deg=azimuth).total_wh_m2
    shape = schedule("housing", kind="equipment") + schedule("housing", kind="lighting")
    used = own_use(typical, load_kwh=load * shape / shape.sum(), battery_kwh=battery)
    found = {
        "place": weather.site.name,
        "mode": weather.mode,
        "tilt_deg": lean,
        "azimuth_deg": azimuth,
        "plane_kwh_m2": round(float(plane.sum()) / 1000.0, 1),
        "yield_kwh": {level: round(float(one.sum()), 1) for level, one in yields.items()},
        "monthly_kwh": np.bincount(month_of_hour(), weights=typical).round(1).tolist(),
        "full_load_h": round(float(typical.sum()) / kwp, 1) if kwp else None,
        "self_used_kwh": round(float(used.self_used_kwh.sum()), 1),
        "exported_kwh": round(float(used.exported_kwh.sum()), 1),
    }
    if json:
        print_json(found)
        return
    spoken = session.lang
    words = {
        "plane_kwh_m2": Text("斜面辐射 kWh/m²", "radiation on the plane, kWh/m²"),
        "full_load_h": Text("满发小时 h", "full-load hours, h"),
        "self_used_kwh": Text("自用 kWh", "used in the house, kWh"),
        "exported_kwh": Text("上网 kWh", "exported, kWh"),
    }
    rows = [[text.say(spoken), str(found[key])] for key, text in words.items()]
    spread = found["yield_kwh"]
    between = f"{spread['typical']:.0f} ({spread['low']:.0f}-{spread['high']:.0f})"
    rows.insert(1, [Text("年发电量 kWh", "yield a year, kWh").say(spoken), between])
    title = f"{weather.site.name}: {kwp:g} kWp, {lean:g}°, {azimuth:g}°"
    print_table(title, [Text("项目", "figure").say(spoken), Text("全年", "year").say(spoken)], rows)


def _weather(place: str, mode: ModeChoice) -> WeatherYear:
    """Return the year of a place of the package, or of an EPW file."""
    from dafeng.weather import default_year, read_epw

    path = Path(place)
    if path.suffix.lower() == ".epw" or path.is_file():
        return read_epw(path, mode=mode.value)
    return default_year(place)
