"""EPW files as weather years: missing values filled as EnergyPlus fills them, each change said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from dafeng.base import InputError, Text
from dafeng.weather.coefficients import coefficient
from dafeng.weather.epw_table import EpwTable, Field, fields, read_table
from dafeng.weather.longwave import infrared_sky, standard_pressure
from dafeng.weather.reconcile import check_sun, reconcile
from dafeng.weather.sun import sun_hours
from dafeng.weather.year import Change, WeatherYear

if TYPE_CHECKING:
    from numpy.typing import NDArray

ReadMode = Literal["as_file", "reconciled"]
MODES: tuple[ReadMode, ...] = ("as_file", "reconciled")


def read_epw(path: Path | str, *, mode: ReadMode = "as_file") -> WeatherYear:
    """Read an EPW file of 8760 hours.

    ``mode="as_file"`` takes the numbers as they stand, with missing values handled as EnergyPlus does, so
    that a simulation agrees with one by EnergyPlus. ``mode="reconciled"`` then mends the radiation: the lag
    against the sun is removed, the daily sums of global radiation are kept, and direct and diffuse are split
    anew so that GHI = DNI cos(zenith) + DHI in every hour (see ``dafeng.weather.reconcile``).

    Missing dry bulb, dew point, humidity, pressure and wind take the last good value; missing direct and
    diffuse radiation count as 0; missing global radiation is direct plus diffuse; missing infrared
    radiation follows from dew point and cloud cover. ``changes`` of the result says all of it.

    Raises ``InputError`` with a code ``weather-epw-...`` for a file that cannot be used: see
    ``dafeng.weather.epw_table.read_table``; ``weather-epw-mode`` for an unknown mode; ``weather-epw-sun``
    where radiation stands hours off the sun.

    Source: EnergyPlus Auxiliary Programs, EPW Data Dictionary; EnergyPlus WeatherManager.
    """
    if mode not in MODES:
        raise InputError(
            "weather-epw-mode",
            Text(f"没有读取方式 {mode!r}", f"there is no mode {mode!r}"),
            mend=Text(f"用 {' 或 '.join(MODES)}", f"use {' or '.join(MODES)}"),
        )
    year = _as_file(read_table(Path(path)))
    check_sun(year)
    return reconcile(year) if mode == "reconciled" else year


def _as_file(table: EpwTable) -> WeatherYear:
    """Return the table as a year, missing values filled."""
    changes: list[Change] = []
    values: dict[str, NDArray[np.float64]] = {}
    for field in fields():
        values[field.name] = _marked(table.values[field.name], field, changes)
    for field in fields():
        gaps = np.isnan(values[field.name])
        if gaps.any() and field.treatment != "nan":
            values[field.name] = _filled(field, gaps, values, table)
            changes.append(_missing_change(field, int(gaps.sum())))
    humidity = values.pop("relative_humidity_percent") / 100.0
    return WeatherYear(
        site=table.site,
        relative_humidity_share=humidity,
        mode="as_file",
        changes=tuple(changes),
        source=table.source,
        start_weekday=table.start_weekday,
        **values,
    )


def _marked(raw: NDArray[np.float64], field: Field, changes: list[Change]) -> NDArray[np.float64]:
    """Return a column with nan for what is missing, and values that cannot be clipped or taken as missing."""
    values = np.where(raw >= field.missing_from, np.nan, raw)
    if field.name == "infrared_sky_w_m2":
        values = np.where(values <= 0.0, np.nan, values)
    outside = (values < field.low) | (values > field.high)
    if not outside.any():
        return values
    count = int(outside.sum())
    if field.outside == "clip":
        clipped = np.clip(values, field.low, field.high)
        by = float(np.nanmax(np.abs(clipped - values)))
        changes.append(
            Change(
                "clipped",
                field.name,
                count,
                by,
                field.unit,
                Text(
                    f"{field.zh} {count} 小时超出 {field.low:g} 至 {field.high:g} {field.unit}，取界限值",
                    f"{field.en} was outside {field.low:g} to {field.high:g} {field.unit} in {count} hours "
                    "and is taken at the limit",
                ),
            )
        )
        return clipped
    return np.where(outside, np.nan, values)


def _filled(
    field: Field, gaps: NDArray[np.bool_], values: dict[str, NDArray[np.float64]], table: EpwTable
) -> NDArray[np.float64]:
    """Return the column with its gaps filled."""
    column = values[field.name]
    if field.treatment == "zero":
        return np.where(gaps, 0.0, column)
    if field.name == "infrared_sky_w_m2":
        cover = _last_good(
            values["opaque_sky_cover_tenths"], coefficient("missing_start", "sky_cover_tenths")
        )
        computed = infrared_sky(
            values["dry_bulb_c"], dew_point_c=values["dew_point_c"], opaque_sky_cover_tenths=cover
        )
        return np.where(gaps, computed, column)
    if field.name == "ghi_wh_m2":
        direct, diffuse = (np.nan_to_num(values[name]) for name in ("dni_wh_m2", "dhi_wh_m2"))
        return np.where(gaps, direct * sun_hours(table.site).cos_zenith + diffuse, column)
    if field.name == "pressure_pa":
        return _last_good(column, standard_pressure(table.site.elevation_m))
    return _last_good(column, coefficient("missing_start", field.name))


def _last_good(values: NDArray[np.float64], start: float) -> NDArray[np.float64]:
    """Return ``values`` with every nan replaced by the last good value before it, or ``start``."""
    good = ~np.isnan(values)
    last = np.maximum.accumulate(np.where(good, np.arange(values.size), -1))
    return np.where(last < 0, start, values[np.maximum(last, 0)])


def _missing_change(field: Field, count: int) -> Change:
    """Say that values were missing, and what stands in their place."""
    instead = {
        "last": Text("取前一个有效值", "the last good value stands"),
        "zero": Text("按 0 计", "taken as 0"),
        "computed": Text("由其他各列推算", "computed from the other columns"),
    }[field.treatment]
    return Change(
        "missing",
        field.name,
        count,
        None,
        field.unit,
        Text(
            f"{field.zh} {count} 小时缺测，{instead.zh}",
            f"{field.en} was missing in {count} hours: {instead.en}",
        ),
    )
