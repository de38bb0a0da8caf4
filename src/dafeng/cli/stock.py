"""Commands on buildings: ``simulate`` computes years, ``stock validate`` holds them against other
programs.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.base import Text
from dafeng.cli.session import FINDINGS, JsonOption, LangOption, enter, told
from dafeng.cli.show import print_json, print_table, working

if TYPE_CHECKING:
    from dafeng.stock import Result


class ModeChoice(StrEnum):
    """The ways of computing a year."""

    reference = "reference"
    stock = "stock"


WeatherOption = Annotated[
    Path, typer.Option("--weather", help="EPW 文件或其文件夹 / an EPW file, or the folder of the files")
]
ModeOption = Annotated[
    ModeChoice,
    typer.Option("--mode", help="十分钟步长的 reference 或逐时的 stock / ten-minute or hourly steps"),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("simulate", help="逐时模拟建筑 / simulate buildings hour by hour")(simulate)
    group = typer.Typer(help="建筑存量与物理模型 / building stock and physics", no_args_is_help=True)
    group.command(
        "validate", help="与 EnergyPlus 和 ASHRAE 140 比对 / compare with EnergyPlus and ASHRAE 140"
    )(validate)
    app.add_typer(group, name="stock")


@told
def simulate(
    cases: Annotated[
        list[Path], typer.Argument(help="算例 .json 或建筑描述 .yaml / cases .json or buildings .yaml")
    ],
    weather: WeatherOption,
    mode: ModeOption = ModeChoice.reference,
    hourly: Annotated[
        Path | None,
        typer.Option("--hourly", help="逐时结果写入此文件夹 / write hourly results to this folder"),
    ] = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compute the year of each building and print its heating, cooling and peaks."""
    session = enter(lang=lang)
    from dafeng.stock import Case, read_building, read_case, simulate_many
    from dafeng.stock.validation import read_weather

    with working(Text("正在模拟", "simulating"), session.lang):
        read = [read_building(p) if p.suffix in {".yaml", ".yml"} else read_case(p) for p in cases]
        groups: dict[str | None, list[int]] = {}
        for number, building in enumerate(read):
            groups.setdefault(building.weather, []).append(number)
        years: dict[int, Result] = {}
        for name, numbers in groups.items():
            sky = read_weather(weather, name)
            chosen = [b if isinstance(b, Case) else b.case(sky) for b in (read[n] for n in numbers)]
            years.update(zip(numbers, simulate_many(chosen, sky, mode=mode.value), strict=True))
    results = [years[n] for n in range(len(read))]
    if hourly is not None:
        _write_hourly(results, hourly)
    entries = [_entry(result) for result in results]
    if json:
        print_json({"mode": mode.value, "buildings": entries})
        return
    print_table(
        Text("全年模拟结果", "the year").say(session.lang),
        [
            Text(*pair).say(session.lang)
            for pair in (
                ("建筑", "building"),
                ("供暖 kWh/m2", "heating kWh/m2"),
                ("供冷 kWh/m2", "cooling kWh/m2"),
                ("供暖峰值 W/m2", "peak heating W/m2"),
                ("供冷峰值 W/m2", "peak cooling W/m2"),
            )
        ],
        [[e["id"], *(f"{e[key]:.2f}" for key in FIGURES)] for e in entries],
    )


FIGURES = ("annual_heating_kwh_m2", "annual_cooling_kwh_m2", "peak_heating_w_m2", "peak_cooling_w_m2")


def _entry(result: Result) -> dict[str, Any]:
    """Return the figures of a year as plain data."""
    return {
        "id": result.case_id,
        "floor_area_m2": result.floor_area_m2,
        **{key: float(getattr(result, key)) for key in FIGURES},
        "monthly_heating_kwh_m2": result.monthly_heating_kwh_m2.tolist(),
        "monthly_cooling_kwh_m2": result.monthly_cooling_kwh_m2.tolist(),
    }


def _write_hourly(results: list[Result], folder: Path) -> None:
    """Write one Parquet file a building: heat, cold, air and operative temperature of each zone."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    for result in results:
        columns: dict[str, Any] = {}
        for z, name in enumerate(result.zones):
            columns |= {
                f"heat_w_{name}": result.heat_w[z],
                f"cool_w_{name}": result.cool_w[z],
                f"air_c_{name}": result.air_c[z],
                f"operative_c_{name}": result.operative_c[z],
            }
        pq.write_table(pa.table(columns), folder / f"{result.case_id}.parquet")


@told
def validate(
    folder: Annotated[Path, typer.Argument(help="算例文件夹 / folder of cases")],
    weather: WeatherOption,
    mode: ModeOption = ModeChoice.reference,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare every case of a folder with the results it carries and with the ranges of ASHRAE 140."""
    session = enter(lang=lang)
    from dafeng.stock import validate as compare

    with working(Text("正在比对", "comparing"), session.lang):
        found = compare(folder, weather, mode=mode.value)
    if json:
        print_json(found)
    else:
        _show(found, session.lang == "en")
    summary = found["summary"]
    if summary["cases_inside"] < summary["cases"] or summary["values_inside"] < summary["values"]:
        raise typer.Exit(FINDINGS)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100.0 * value:+.2f} %"


def _show(found: dict[str, Any], english: bool) -> None:
    """Print the comparison for a person: every case, and every value that is outside its range."""

    def said(zh: str, en: str) -> str:
        return en if english else zh

    if found["cases"]:
        print_table(
            said("与 EnergyPlus 比对", "against EnergyPlus"),
            [
                said("算例", "case"),
                said("供暖 kWh/m2", "heating kWh/m2"),
                said("偏差", "bias"),
                said("峰值", "peak"),
                said("供冷", "cooling"),
                said("最差月", "worst month"),
                said("逐时误差/峰值", "hourly rmse / peak"),
                said("合格", "holds"),
            ],
            [
                [
                    e["id"],
                    f"{e['annual_heating_kwh_m2']:.2f}",
                    _percent(e["annual_heating_bias"]),
                    _percent(e["peak_heating_bias"]),
                    _percent(e["annual_cooling_bias"]),
                    _percent(e["monthly_heating_worst_bias"]),
                    _percent(e["hourly_rmse_share"]),
                    said("是", "yes") if e["inside"] else said("否", "NO"),
                ]
                for e in found["cases"]
            ],
        )
    outside = [v for v in found["values"] if not v["inside"]]
    if outside:
        print_table(
            said("超出 ASHRAE 140 范围", "outside the ranges of ASHRAE 140"),
            [said("算例", "case"), said("指标", "metric"), said("数值", "value"), said("范围", "range")],
            [
                [v["case"], v["metric"], f"{v['value']:.4f}", f"{v['min']:.4f} - {v['max']:.4f}"]
                for v in outside
            ],
        )
    s = found["summary"]
    print(
        said(
            f"{s['cases']} 个算例，{s['cases_inside']} 个合格；"
            f"{s['values']} 个数值，{s['values_inside']} 个在范围内",
            f"{s['cases']} cases, {s['cases_inside']} hold; "
            f"{s['values']} values, {s['values_inside']} inside",
        )
    )
