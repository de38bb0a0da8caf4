"""The text of an EPW file as a checked header and a table of numbers; nothing is mended here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import yaml

from dafeng.base import InputError, Text
from dafeng.weather.year import HOURS, MONTH_DAYS, Site

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEADER_LINES = 8
_LAST_NEEDED_COLUMN = 21
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the format: where it stands, what counts as missing, what can be."""

    name: str
    column: int
    missing_from: float
    low: float
    high: float
    unit: str
    treatment: str
    outside: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class EpwTable:
    """What stands in the file: ``values`` has one row an hour and one column a field, missing codes kept."""

    path: Path
    site: Site
    source: str
    start_weekday: int
    values: dict[str, NDArray[np.float64]]


@cache
def fields() -> tuple[Field, ...]:
    """Return the columns that are read, from ``data/epw_fields.yaml``."""
    text = files("dafeng.weather").joinpath("data/epw_fields.yaml").read_text(encoding="utf-8")
    return tuple(Field(name=name, **entry) for name, entry in yaml.safe_load(text).items())


def read_table(path: Path) -> EpwTable:
    """Read the header and the 8760 rows of ``path``.

    Raises ``InputError``: ``weather-epw-missing`` (no such file), ``weather-epw-format`` (not an EPW file),
    ``weather-epw-location``, ``weather-epw-interval`` (not hourly), ``weather-epw-leap`` (366 days),
    ``weather-epw-length`` (not 8760 rows), ``weather-epw-order`` (hours out of order),
    ``weather-epw-damaged`` (fields that are no numbers or cannot be).
    """
    lines = _lines(path)
    site, source = _location(lines[0], path)
    weekday = _data_periods(lines[:HEADER_LINES], path)
    rows = [row for row in csv.reader(lines[HEADER_LINES:]) if any(cell.strip() for cell in row)]
    _check_length(rows, path)
    _check_order(rows, path)
    columns = list(zip(*rows, strict=False))  # as many as the shortest row has
    return EpwTable(path, site, source, weekday, {f.name: _column(columns, f, path) for f in fields()})


def _lines(path: Path) -> list[str]:
    """Return the file's lines after seeing that it is an EPW file at all."""
    if not path.is_file():
        raise InputError(
            "weather-epw-missing",
            Text(f"没有文件 {path}", f"there is no file {path}"),
            mend=Text("检查路径", "check the path"),
        )
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # older files write names in one-byte encodings; the numbers are ASCII
        text = raw.decode("latin-1")
    lines = text.splitlines()
    starts = ("LOCATION", "DESIGN CONDITIONS", "TYPICAL/EXTREME PERIODS", "GROUND TEMPERATURES")
    if b"\x00" in raw or len(lines) < HEADER_LINES or not lines[0].upper().startswith("LOCATION,"):
        raise _not_epw(path, Text("第一行应以 LOCATION 开头", "its first line must start with LOCATION"))
    for number, start in enumerate(starts):
        if not lines[number].upper().startswith(start):
            raise _not_epw(
                path,
                Text(f"第 {number + 1} 行应以 {start} 开头", f"line {number + 1} must start with {start}"),
            )
    return lines


def _not_epw(path: Path, why: Text) -> InputError:
    """Return the error for a file of another kind."""
    return InputError(
        "weather-epw-format",
        Text(f"{path} 不是 EPW 文件：{why.zh}", f"{path} is no EPW file: {why.en}"),
        mend=Text(
            "给出 EnergyPlus 气象文件（八行文件头，之后每小时一行）",
            "give an EnergyPlus weather file (a header of eight lines, then one line an hour)",
        ),
    )


def _location(line: str, path: Path) -> tuple[Site, str]:
    """Read the line LOCATION: name, province, country, source, number, latitude, longitude, zone, height."""
    cells = [cell.strip() for cell in line.split(",")]
    wanted = ((6, "latitude", -90, 90), (7, "longitude", -180, 180), (8, "time zone", -12, 14))
    numbers: list[float] = []
    for column, name, low, high in (*wanted, (9, "elevation", -450, 9000)):
        text = cells[column] if column < len(cells) else ""
        value = _number(text)
        if not low <= value <= high:  # also nan
            raise InputError(
                "weather-epw-location",
                Text(
                    f"{path} 第 1 行 {name} 为 {text!r}，应在 {low} 至 {high} 之间",
                    f"{path} line 1: {name} is {text!r}, wanted {low} to {high}",
                ),
                mend=Text("改正 LOCATION 行", "mend the line LOCATION"),
            )
        numbers.append(value)
    latitude, longitude, zone, elevation = numbers
    return Site(cells[1], latitude, longitude, elevation, zone), cells[4]


def _data_periods(header: list[str], path: Path) -> int:
    """Return the weekday of 1 January; raises where the records are not hourly."""
    line = next((one for one in header if one.upper().startswith("DATA PERIODS")), None)
    if line is None:
        raise _not_epw(path, Text("文件头没有 DATA PERIODS 行", "its header has no line DATA PERIODS"))
    cells = [cell.strip() for cell in line.split(",")]
    per_hour = cells[2] if len(cells) > 2 else ""
    if _number(per_hour) != 1:
        raise InputError(
            "weather-epw-interval",
            Text(
                f"{path} 每小时有 {per_hour!r} 条记录，只读每小时一条",
                f"{path} has {per_hour!r} records an hour; only one an hour is read",
            ),
            mend=Text("把数据汇总为逐时值", "sum the data up to hours"),
        )
    name = cells[4].lower() if len(cells) > 4 else ""
    return _WEEKDAYS.index(name) if name in _WEEKDAYS else 0


def _check_length(rows: list[list[str]], path: Path) -> None:
    """Raise for a leap year, and for any other number of rows than 8760."""
    if len(rows) == HOURS:
        return
    if len(rows) == HOURS + 24 or any(row[1:3] == ["2", "29"] for row in rows):
        raise InputError(
            "weather-epw-leap",
            Text(
                f"{path} 有 {len(rows)} 行，含 2 月 29 日：闰年",
                f"{path} has {len(rows)} rows with 29 February: a leap year",
            ),
            mend=Text(
                "删去 2 月 29 日的 24 行，共留 8760 行", "remove the 24 rows of 29 February; 8760 remain"
            ),
        )
    off = len(rows) - HOURS
    raise InputError(
        "weather-epw-length",
        Text(
            f"{path} 有 {len(rows)} 行数据，应为 {HOURS} 行（{'缺' if off < 0 else '多'} {abs(off)} 行）",
            f"{path} has {len(rows)} rows of data, wanted {HOURS} "
            f"({abs(off)} too {'few' if off < 0 else 'many'})",
        ),
        mend=Text(
            "给出一整年：1 月 1 日 1 时至 12 月 31 日 24 时",
            "give a whole year: 1 January hour 1 to 31 December hour 24",
        ),
    )


def _check_order(rows: list[list[str]], path: Path) -> None:
    """Raise at the first row that is not the hour that must stand there."""
    wanted = (
        (month + 1, day + 1, hour + 1)
        for month, days in enumerate(MONTH_DAYS)
        for day in range(days)
        for hour in range(24)
    )
    for number, (row, (month, day, hour)) in enumerate(zip(rows, wanted, strict=True)):
        line = number + HEADER_LINES + 1
        if len(row) <= _LAST_NEEDED_COLUMN:
            raise _damaged(
                path,
                line,
                Text(
                    f"只有 {len(row)} 列，至少应有 {_LAST_NEEDED_COLUMN + 1} 列",
                    f"only {len(row)} columns, at least {_LAST_NEEDED_COLUMN + 1} wanted",
                ),
            )
        found = [_number(cell) for cell in row[1:4]]
        if found != [month, day, hour]:
            got, due = "/".join(row[1:4]), f"{month}/{day}/{hour}"
            raise InputError(
                "weather-epw-order",
                Text(
                    f"{path} 第 {line} 行是 {got}（月/日/时），应为 {due}：时间错位",
                    f"{path} line {line} is {got} (month/day/hour), wanted {due}: the hours are shifted or "
                    "out of order",
                ),
                mend=Text(
                    "按 1 月 1 日 1 时至 12 月 31 日 24 时排列，每小时一行，不缺不重",
                    "order the rows from 1 January hour 1 to 31 December hour 24, each hour once",
                ),
            )


def _column(columns: list[tuple[str, ...]], field: Field, path: Path) -> NDArray[np.float64]:
    """Return one column; a column that the file does not have at all is missing everywhere (nan)."""
    if field.column >= len(columns):
        return np.full(HOURS, np.nan)
    cells = columns[field.column]
    try:
        values = np.array(list(map(float, cells)))
    except ValueError:
        values = np.array([_number(cell) for cell in cells])
    bad = ~np.isfinite(values)
    if field.treatment == "nan":
        return values
    if field.outside == "error":
        bad |= ((values < field.low) | (values > field.high)) & (values < field.missing_from)
    if bad.any():
        first = int(np.argmax(bad))
        raise _damaged(
            path,
            first + HEADER_LINES + 1,
            Text(
                f"{field.zh}为 {cells[first]!r}，应为 {field.low:g} 至 {field.high:g} {field.unit}",
                f"{field.en} is {cells[first]!r}, wanted {field.low:g} to {field.high:g} {field.unit}",
            ),
        )
    return values


def _number(text: str) -> float:
    """Return the number that ``text`` writes, nan where it writes none."""
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _damaged(path: Path, line: int, why: Text) -> InputError:
    """Return the error for a row that cannot be."""
    return InputError(
        "weather-epw-damaged",
        Text(f"{path} 第 {line} 行损坏：{why.zh}", f"{path} line {line} is damaged: {why.en}"),
        mend=Text("从原处重新取得文件，或改正这一行", "get the file anew, or mend that line"),
    )
