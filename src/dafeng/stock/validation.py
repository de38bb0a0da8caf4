"""Results held against those of other programs: EnergyPlus hour by hour, and the ranges of ASHRAE 140."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import InputError, Text
from dafeng.stock.case import Case, read_case
from dafeng.stock.constants import rows
from dafeng.stock.years import ModeName, Result, simulate_many

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.weather import WeatherYear

RANGES = "energyplus_25_2_vs_ranges.csv"
METRICS = {
    "annual_heating_MWh": lambda r: float(r.heat_w.sum()) / 1e6,
    "annual_cooling_MWh": lambda r: float(r.cool_w.sum()) / 1e6,
    "peak_heating_kW": lambda r: float(r.heat_w.sum(axis=0).max()) / 1e3,
    "peak_cooling_kW": lambda r: float(r.cool_w.sum(axis=0).max()) / 1e3,
}
TEMPERATURES = {
    "average_temperature": lambda t: float(t.mean()),
    "maximum_temperature": lambda t: float(t.max()),
    "minimum_temperature": lambda t: float(t.min()),
}


def bar(name: str) -> float:
    """Return a bar of the validation (a share, or kWh/m2) from ``data/validation.yaml``."""
    return float(rows("validation")[name]["value"])


def find_cases(folder: Path | str) -> list[Path]:
    """Return the case files in a folder and below it. Raises ``InputError`` (stock-validate-empty) without
    any.
    """
    root = Path(folder)
    found = sorted(p for p in root.rglob("*.json") if p.is_file())
    if not found:
        raise InputError(
            "stock-validate-empty",
            Text(f"{root} 中没有算例", f"there are no cases in {root}"),
            mend=Text("给出含有 *.json 算例的文件夹", "give a folder that holds cases *.json"),
        )
    return found


def read_weather(folder: Path | str, name: str | None) -> WeatherYear:
    """Return the weather ``name`` of a folder, as the file says it.

    Raises ``InputError`` (stock-weather-missing), and what ``dafeng.weather.read_epw`` raises.
    """
    from dafeng.weather import read_epw

    path = Path(folder)
    if path.is_dir():
        path = path / (name or "")
    if not path.is_file():
        raise InputError(
            "stock-weather-missing",
            Text(f"没有气象文件 {path}", f"there is no weather file {path}"),
            mend=Text(
                "用 --weather 给出 EPW 文件或其文件夹", "name the EPW file or its folder with --weather"
            ),
        )
    return read_epw(path)


def validate(
    folder: Path | str, weather_folder: Path | str, *, mode: ModeName = "reference"
) -> dict[str, Any]:
    """Return how the cases of a folder compare with the results they carry and with the ranges beside them.

    ``cases``: one entry a case with results of EnergyPlus (annual, monthly and peak figures per floor
    area, biases
    as shares, hourly root mean square error as a share of the reference's peak where ID.parquet lies
    beside it,
    and the coefficient of variation of daily heat). ``values``: one entry a counted value of a table of
    ranges
    (``energyplus_25_2_vs_ranges.csv``), inside or not. ``summary``: counts and means.

    Raises ``InputError``: stock-validate-empty, stock-weather-missing, and what reading cases raises.
    """
    files = find_cases(folder)
    cases = [read_case(path) for path in files]
    ranges = _ranges(files)
    wanted = {row["case"] for row in ranges}
    plain = str(rows("validation")["ashrae_140_weather"]["value"])
    compared: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    by_weather: dict[str, list[int]] = {}
    for number, case in enumerate(cases):
        if case.results or case.id in wanted:
            by_weather.setdefault(case.weather or plain, []).append(number)
    for name, numbers in sorted(by_weather.items()):
        weather = read_weather(weather_folder, name)
        years = simulate_many([cases[n] for n in numbers], weather, mode=mode)
        for number, year in zip(numbers, years, strict=True):
            case = cases[number]
            if case.results:
                compared.append(_compare(case, year, files[number]))
            values += [_placed(row, case, year) for row in ranges if row["case"] == case.id]
    compared.sort(key=lambda entry: str(entry["id"]))
    values.sort(key=lambda entry: (str(entry["case"]), str(entry["metric"])))
    return {"mode": mode, "cases": compared, "values": values, "summary": _summary(compared, values)}


def _ranges(files: Sequence[Path]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for folder in sorted({path.parent for path in files}):
        table = folder / RANGES
        if table.is_file():
            with table.open(encoding="utf-8", newline="") as handle:
                found += list(csv.DictReader(handle))
    return found


def _placed(row: dict[str, str], case: Case, year: Result) -> dict[str, Any]:
    """Return one counted value with its range."""
    metric = row["metric"]
    if metric in METRICS:
        value = METRICS[metric](year)
    else:
        free = [n for n, z in enumerate(case.zones) if z.heat_set_c is None and z.cool_set_c is None]
        value = TEMPERATURES[metric](year.air_c[free[0] if free else 0])
    low, high = float(row["min"]), float(row["max"])
    slack = bar("ashrae_140_slack_share")
    inside = low - abs(low) * slack <= value <= high + abs(high) * slack
    return {"case": case.id, "metric": metric, "value": value, "min": low, "max": high, "inside": inside}


def _bias(value: float, reference: float) -> float | None:
    """Return value over reference less one, None where the reference is nothing."""
    return None if abs(reference) < 1e-9 else value / reference - 1.0


def _compare(case: Case, year: Result, path: Path) -> dict[str, Any]:
    wanted = case.results["reference"]
    monthly = np.array(wanted["monthly_heating_kWh_m2"])
    ours = year.monthly_heating_kwh_m2
    counted = monthly > bar("least_monthly_heating_kwh_m2")
    worst = float(np.abs(ours[counted] / monthly[counted] - 1.0).max()) if counted.any() else None
    entry: dict[str, Any] = {
        "id": case.id,
        "weather": case.weather,
        "annual_heating_kwh_m2": year.annual_heating_kwh_m2,
        "reference_annual_heating_kwh_m2": wanted["annual_heating_kWh_m2"],
        "annual_heating_bias": _bias(year.annual_heating_kwh_m2, wanted["annual_heating_kWh_m2"]),
        "peak_heating_w_m2": year.peak_heating_w_m2,
        "reference_peak_heating_w_m2": wanted["peak_heating_W_m2"],
        "peak_heating_bias": _bias(year.peak_heating_w_m2, wanted["peak_heating_W_m2"]),
        "annual_cooling_kwh_m2": year.annual_cooling_kwh_m2,
        "reference_annual_cooling_kwh_m2": wanted["annual_cooling_kWh_m2"],
        "annual_cooling_bias": _bias(year.annual_cooling_kwh_m2, wanted["annual_cooling_kWh_m2"]),
        "peak_cooling_w_m2": year.peak_cooling_w_m2,
        "reference_peak_cooling_w_m2": wanted["peak_cooling_W_m2"],
        "peak_cooling_bias": _bias(year.peak_cooling_w_m2, wanted["peak_cooling_W_m2"]),
        "monthly_heating_kwh_m2": ours.tolist(),
        "reference_monthly_heating_kwh_m2": monthly.tolist(),
        "monthly_heating_worst_bias": worst,
        "hourly_rmse_share": None,
        "daily_cv": None,
    }
    hourly = path.with_suffix(".parquet")
    if hourly.is_file():
        entry |= _hourly(year, hourly)
    entry["inside"] = _holds(entry)
    return entry


def _hourly(year: Result, path: Path) -> dict[str, float]:
    import pyarrow.parquet as pq

    theirs: NDArray[np.float64] = pq.read_table(path, columns=["heat_kWh"]).column(0).to_numpy() * 1000.0
    ours = year.heat_w.sum(axis=0)
    error = float(np.sqrt(np.mean((ours - theirs) ** 2)))
    days = (ours.reshape(365, 24).sum(axis=1), theirs.reshape(365, 24).sum(axis=1))
    heated = days[1] > 0.0
    spread = float(np.sqrt(np.mean((days[0] - days[1])[heated] ** 2)) / days[1][heated].mean())
    return {"hourly_rmse_share": error / float(theirs.max()), "daily_cv": spread}


def _holds(entry: dict[str, Any]) -> bool:
    """Return whether a case holds all bars that count for it."""
    checks = [
        (entry["annual_heating_bias"], bar("bar_annual_heating_share")),
        (entry["peak_heating_bias"], bar("bar_peak_heating_share")),
        (entry["monthly_heating_worst_bias"], bar("bar_monthly_heating_share")),
        (entry["hourly_rmse_share"], bar("bar_hourly_rmse_share")),
    ]
    if entry["reference_annual_cooling_kwh_m2"] > bar("least_annual_cooling_kwh_m2"):
        checks.append((entry["annual_cooling_bias"], bar("bar_annual_cooling_share")))
    return all(value is None or abs(value) <= limit for value, limit in checks)


def _summary(compared: list[dict[str, Any]], values: list[dict[str, Any]]) -> dict[str, Any]:
    biases = [abs(e["annual_heating_bias"]) for e in compared if e["annual_heating_bias"] is not None]
    return {
        "cases": len(compared),
        "cases_inside": sum(e["inside"] for e in compared),
        "mean_absolute_annual_heating_bias": float(np.mean(biases)) if biases else None,
        "worst_annual_heating_bias": max(biases, default=None),
        "values": len(values),
        "values_inside": sum(e["inside"] for e in values),
    }
