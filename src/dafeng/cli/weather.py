"""The command ``weather``: what a weather file holds, and what was changed in reading it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.base import InputError, Lang, Text
from dafeng.cli.session import JsonOption, LangOption, enter, told
from dafeng.cli.show import print_json, print_table

if TYPE_CHECKING:
    from dafeng.weather import WeatherYear

FIGURES = {
    "temperature_c": Text("年平均气温 °C", "mean temperature, °C"),
    "lowest_c": Text("最低 °C", "lowest, °C"),
    "highest_c": Text("最高 °C", "highest, °C"),
    "hdd18_kd": Text("采暖度日 HDD18", "heating degree days HDD18"),
    "cdd26_kd": Text("空调度日 CDD26", "cooling degree days CDD26"),
    "days_below_5": Text("日均 ≤5 °C 天数", "days of 5 °C or below"),
    "ghi_kwh_m2": Text("总辐射 kWh/m²", "global horizontal, kWh/m²"),
    "dni_kwh_m2": Text("法向直射 kWh/m²", "direct normal, kWh/m²"),
    "dhi_kwh_m2": Text("散射 kWh/m²", "diffuse horizontal, kWh/m²"),
    "south_wall_kwh_m2": Text("南墙辐射 kWh/m²", "on a south wall, kWh/m²"),
    "wind_speed_m_s": Text("平均风速 m/s", "mean wind, m/s"),
    "relative_humidity_share": Text("平均相对湿度", "mean relative humidity"),
    "infrared_sky_w_m2": Text("天空长波辐射 W/m²", "infrared sky, W/m²"),
    "lag_h": Text("辐射滞后 h", "lag of radiation, h"),
    "closure_gap_kwh_m2": Text("总辐射闭合差 kWh/m²", "gap of global radiation, kWh/m²"),
}


class ModeChoice(StrEnum):
    """The ways of reading an EPW file."""

    as_file = "as_file"
    reconciled = "reconciled"


def add_to(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("weather", help="气象文件里有什么，读取时改了什么 / what a weather file holds")(weather)


@told
def weather(
    file: Annotated[
        str,
        typer.Argument(help="EPW、12 行月值 CSV 或地点编号 / EPW, CSV of normals, or a place id"),
    ],
    mode: Annotated[
        ModeChoice, typer.Option("--mode", help="按文件，或协调辐射 / as the file says, or radiation mended")
    ] = ModeChoice.as_file,
    place: Annotated[
        str | None, typer.Option("--place", help="CSV 中的地点 / which place of a CSV of several")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="生成年的种子 / seed of a generated year")] = 1,
    recent: Annotated[
        str | None,
        typer.Option("--recent", help="移到 2011-2025 年气候，按该站 / move to 2011-2025, by that station"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写成 EPW 文件 / write as an EPW file")
    ] = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print the figures of a weather year, and everything that was changed on the way."""
    session = enter(lang=lang)
    from dafeng.weather import recent_year, summary, write_epw

    year = _year(file, mode=mode, place=place, seed=seed)
    if recent is not None:
        year = recent_year(year, station=recent)
    if output is not None:
        write_epw(year, output)
    figures = summary(year)
    if json:
        print_json(figures)
        return
    _print(year, figures, session.lang)
    if output is not None:
        print(Text(f"已写入 {output}", f"written to {output}").say(session.lang))


def _year(file: str, *, mode: ModeChoice, place: str | None, seed: int) -> WeatherYear:
    """Return the year that ``file`` names: an EPW file, a CSV of normals, or a place of the package."""
    from dafeng.weather import generate_year, read_epw, read_normals, seat_normals, seats

    path = Path(file)
    if path.suffix.lower() == ".csv":
        return generate_year(read_normals(path, place=place), seed=seed)
    if path.is_file() or path.suffix.lower() == ".epw":
        return read_epw(path, mode=mode.value)
    if file in seats():
        return generate_year(seat_normals(file), seed=seed)
    raise InputError(
        "weather-file-unknown",
        Text(
            f"{file} 既不是文件，也不是地点（{'、'.join(seats())}）",
            f"{file} is neither a file nor a place ({', '.join(seats())})",
        ),
        mend=Text("给出 .epw、.csv 或地点编号", "give an .epw, a .csv or the id of a place"),
    )


def _print(year: WeatherYear, figures: dict[str, Any], lang: Lang) -> None:
    """Print the figures and the changes for a person."""
    site = year.site
    at = f"{site.latitude_deg}°, {site.longitude_deg}°, {site.elevation_m:g} m"
    head = Text(
        f"{site.name} {at}，{year.mode}",
        f"{site.name} {at}, {year.mode}",
    )
    annual = figures["annual"]
    print_table(
        head.say(lang),
        [Text("项目", "figure").say(lang), Text("全年", "year").say(lang)],
        ((words.say(lang), str(annual[key])) for key, words in FIGURES.items()),
    )
    if site.design_zone:
        print(Text(f"设计气候区 {site.design_zone}", f"design climate zone {site.design_zone}").say(lang))
    if not year.changes:
        print(Text("没有改动", "nothing was changed").say(lang))
    for change in year.changes:
        print(f"- {change.text.say(lang)}")
