"""Monthly normals that a user gives: a CSV of twelve rows a place."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from dafeng.base import InputError, Text
from dafeng.weather.coefficients import coefficient
from dafeng.weather.normals import OPTIONAL_QUANTITIES, QUANTITIES, MonthlyNormals
from dafeng.weather.year import Site

OPTIONAL = ("daily_mean_sd_k",)
Column = tuple[str, float]
_SITE = ("latitude_deg", "longitude_deg", "elevation_m", "utc_offset_h")


def read_normals(path: Path | str, *, place: str | None = None, site: Site | None = None) -> MonthlyNormals:
    """Read twelve rows of monthly normals from a CSV (UTF-8).

    Columns (other accepted names stand in ``data/normals_columns.yaml``): ``month`` 1-12,
    ``temperature_c``, ``daily_range_k``, ``relative_humidity_share`` (or ``RH`` in percent),
    ``wind_speed_m_s``, ``ghi_kwh_m2_day``, and ``pressure_pa`` where known. ``daily_mean_sd_k`` may be left
    out, then the mean of the Alxa seats stands and ``notes`` says so. ``latitude_deg``, ``longitude_deg`` and
    ``elevation_m`` come from columns or from ``site``; without ``utc_offset_h`` the clock is that of China
    (8), and ``notes`` says so. A file of several places needs ``place``, the value of the column ``place``.

    Raises ``InputError`` ``weather-normals-file`` (cannot be read, columns or months missing, no numbers)
    and ``weather-normals`` (values that cannot be).
    """
    source = Path(path)
    rows, columns = _rows(source)
    return _normals(_of_place(rows, columns, place, source), columns, source, site)


def read_all_normals(path: Path | str) -> dict[str, MonthlyNormals]:
    """Read the normals of every place of a CSV, by the value of its column ``place``; see ``read_normals``.

    Raises what ``read_normals`` raises, and ``weather-normals-file`` for a file without that column.
    """
    source = Path(path)
    rows, columns = _rows(source)
    if "place" not in columns:
        raise _fault(source, Text("没有列 place", "has no column place"))
    by_place: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_place.setdefault(row[columns["place"][0]], []).append(row)
    return {place: _normals(own, columns, source, None) for place, own in by_place.items()}


def _normals(
    rows: list[dict[str, str]], columns: dict[str, Column], source: Path, site: Site | None
) -> MonthlyNormals:
    """Return the normals of one place from its rows."""
    months = [_number(row, columns["month"], source) for row in rows]
    if sorted(months) != list(range(1, 13)):
        raise _fault(
            source,
            Text(
                f"月份为 {[f'{m:g}' for m in months]}，应为 1 至 12 各一行",
                f"the months are {[f'{m:g}' for m in months]}, wanted 1 to 12, one row each",
            ),
        )
    rows = [row for _, row in sorted(zip(months, rows, strict=True), key=lambda pair: pair[0])]
    notes: list[Text] = []
    values: dict[str, Any] = {}
    for name in QUANTITIES:
        if name in columns:
            values[name] = np.array([_number(row, columns[name], source) for row in rows])
        else:
            assumed = coefficient("temperature", name)
            values[name] = np.full(12, assumed)
            notes.append(
                Text(
                    f"文件没有日均气温标准差，取 {assumed:g} K（阿拉善各驻地的平均）",
                    f"the file has no {name}: {assumed:g} K stands, the mean of the Alxa seats",
                )
            )
    for name in OPTIONAL_QUANTITIES:
        if name in columns:
            values[name] = np.array([_number(row, columns[name], source) for row in rows])
    return MonthlyNormals(
        site=site or _site(rows[0], columns, source, notes),
        source=source.name,
        basis="user",
        notes=tuple(notes),
        **values,
    )


@cache
def _known() -> dict[str, list[dict[str, Any]]]:
    """Return the accepted names of every column."""
    text = files("dafeng.weather").joinpath("data/normals_columns.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return loaded


def _rows(path: Path) -> tuple[list[dict[str, str]], dict[str, Column]]:
    """Read the rows, and find which column of the file is which of ours, with its factor."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(path, Text(f"无法读取：{error}", f"cannot be read: {error}")) from error
    reader = csv.DictReader(text.splitlines())
    header = [name.strip() for name in reader.fieldnames or ()]
    columns: dict[str, Column] = {}
    for ours, accepted in _known().items():
        for one in accepted:
            if one["name"] in header and ours not in columns:
                columns[ours] = (one["name"], float(one.get("factor", 1.0)))
    missing = [n for n in ("month", *QUANTITIES) if n not in columns and n not in OPTIONAL]
    if missing:
        raise _fault(
            path,
            Text(f"缺少列 {'、'.join(missing)}", f"lacks the columns {', '.join(missing)}"),
        )
    return [{(key or "").strip(): value or "" for key, value in row.items()} for row in reader], columns


def _of_place(
    rows: list[dict[str, str]], columns: dict[str, Column], place: str | None, path: Path
) -> list[dict[str, str]]:
    """Return the rows of ``place``; without one the file must hold one place only."""
    if "place" not in columns:
        return rows
    name = columns["place"][0]
    places = sorted({row[name] for row in rows})
    if (place is None and len(places) > 1) or (place is not None and place not in places):
        raise _fault(
            path,
            Text(
                f"有多个地点（{'、'.join(places)}），没有选中 {place!r}",
                f"holds the places {', '.join(places)}; {place!r} selects none of them",
            ),
        )
    return [row for row in rows if place is None or row[name] == place]


def _site(row: dict[str, str], columns: dict[str, Column], path: Path, notes: list[Text]) -> Site:
    """Return the place that the first row describes."""
    lacking = [name for name in _SITE[:3] if name not in columns]
    if lacking:
        raise _fault(
            path,
            Text(
                f"缺少列 {'、'.join(lacking)}，也没有给出 site",
                f"lacks the columns {', '.join(lacking)}, and no site was given",
            ),
        )
    latitude, longitude, elevation = (_number(row, columns[name], path) for name in _SITE[:3])
    if "utc_offset_h" in columns:
        offset = _number(row, columns["utc_offset_h"], path)
    else:
        offset = coefficient("clock", "china_h")
        notes.append(
            Text("文件没有时区，按北京时间（UTC+8）", "the file states no clock: China's (UTC+8) stands")
        )
    if abs(latitude) > 90.0 or abs(longitude) > 180.0 or abs(offset) > 14.0:
        raise _fault(
            path,
            Text(
                f"经纬度或时区不可用：{latitude:g}、{longitude:g}、{offset:g}",
                f"latitude, longitude or clock cannot be: {latitude:g}, {longitude:g}, {offset:g}",
            ),
        )
    title = columns.get("name") or columns.get("place")
    return Site(row[title[0]] if title else path.stem, latitude, longitude, elevation, offset)


def _number(row: dict[str, str], column: Column, path: Path) -> float:
    """Return the number in a cell, in our unit."""
    name, factor = column
    try:
        value = float(row[name]) * factor
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise _fault(
            path,
            Text(
                f"列 {name} 有 {row[name]!r}，应为数值", f"column {name} has {row[name]!r}, wanted a number"
            ),
        )
    return value


def _fault(path: Path, why: Text) -> InputError:
    """Return the error for a file of normals that cannot be used."""
    return InputError(
        "weather-normals-file",
        Text(f"{path}：{why.zh}", f"{path} {why.en}"),
        mend=Text(
            "给出 12 行：month、temperature_c、daily_range_k、relative_humidity_share、wind_speed_m_s、"
            "ghi_kwh_m2_day",
            "give 12 rows: month, temperature_c, daily_range_k, relative_humidity_share, wind_speed_m_s, "
            "ghi_kwh_m2_day",
        ),
    )
