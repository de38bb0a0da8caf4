"""Schedules: a table of days and the day of the table that each day of the year takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import InputError, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAYS = 365
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SLOTS = 144  # ten minutes each


@dataclass(frozen=True, slots=True)
class Schedule:
    """Values through the year in steps of ten minutes.

    ``rows`` [row, 144] holds the different days; ``weekday_row`` and ``weekend_row`` [365] say which row a
    day of the year takes when it is a working day (Monday to Friday) or not.
    """

    rows: NDArray[np.float64]
    weekday_row: NDArray[np.int64]
    weekend_row: NDArray[np.int64]

    def row_of_day(self, start_weekday: int) -> NDArray[np.int64]:
        """Return the row of every day [365] in a year that starts on ``start_weekday`` (0 Monday)."""
        weekend = (np.arange(DAYS) + start_weekday) % 7 >= 5
        return np.where(weekend, self.weekend_row, self.weekday_row)


def _fault(where: str, got: object) -> InputError:
    return InputError(
        "stock-case-schedule",
        Text(f"{where}：时间表 {got!r} 无法理解", f"{where}: the schedule {got!r} is not understood"),
        mend=Text(
            "写成一个数、24 个逐时值、[[截止时刻, 值], ...]、{weekday, weekend} 或 {periods: ...}",
            "write a number, 24 hourly values, [[until, value], ...], {weekday, weekend} or {periods: ...}",
        ),
    )


def read_schedule(raw: Any, *, where: str, unit: str) -> Schedule:
    """Return the schedule that a number, a list or an object describes.

    A number holds always; 24 numbers are the hours of a day; ``[["07:00", 10.0], ...]`` are times until
    which a value holds; ``{"weekday": ..., "weekend": ...}`` are two such days; ``{"periods": [["04/15",
    ...], ...]}`` are parts of the year until and with a date MM/DD, each with any of these.
    ``unit`` is ``c`` or ``share``; a share below 0 is refused.

    Raises ``InputError`` (stock-case-schedule).
    """
    rows: list[NDArray[np.float64]] = []
    weekday = np.zeros(DAYS, dtype=np.int64)
    weekend = np.zeros(DAYS, dtype=np.int64)
    first = 0
    for until, value in _periods(raw, where):
        pair = _days(value, where)
        weekday[first:until] = len(rows)
        weekend[first:until] = len(rows) + len(pair) - 1
        rows.extend(pair)
        first = until
    if first != DAYS:
        raise _fault(where, raw)
    table = np.array(rows)
    if not np.isfinite(table).all() or (unit == "share" and (table < 0.0).any()):
        raise _fault(where, raw)
    return Schedule(table, weekday, weekend)


def _periods(raw: Any, where: str) -> list[tuple[int, Any]]:
    """Return pairs of a day of the year, up to which it holds, and the day's description."""
    if not (isinstance(raw, Mapping) and "periods" in raw):
        return [(DAYS, raw)]
    found: list[tuple[int, Any]] = []
    for entry in raw["periods"]:
        try:
            month, day = (int(part) for part in entry[0].split("/"))
            until = sum(MONTH_DAYS[: month - 1]) + day
        except (ValueError, IndexError, TypeError, AttributeError) as error:
            raise _fault(where, entry) from error
        if found and until <= found[-1][0]:
            raise _fault(where, raw)
        found.append((until, entry[1]))
    return found


def _days(value: Any, where: str) -> list[NDArray[np.float64]]:
    """Return one day, or the two days (weekday, weekend), of 144 values."""
    if isinstance(value, Mapping):
        if set(value) != {"weekday", "weekend"}:
            raise _fault(where, value)
        return [_day(value["weekday"], where), _day(value["weekend"], where)]
    return [_day(value, where)]


def _day(value: Any, where: str) -> NDArray[np.float64]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return np.full(SLOTS, float(value))
    if isinstance(value, list) and len(value) == 24 and all(isinstance(v, int | float) for v in value):
        return np.repeat(np.array(value, dtype=np.float64), SLOTS // 24)
    if not isinstance(value, list) or not value:
        raise _fault(where, value)
    day = np.full(SLOTS, np.nan)
    first = 0
    for entry in value:
        try:
            hour, minute = (int(part) for part in entry[0].split(":"))
            until = round((hour * 60 + minute) / (24 * 60 / SLOTS))
            day[first:until] = float(entry[1])
        except (ValueError, IndexError, TypeError, AttributeError) as error:
            raise _fault(where, entry) from error
        first = until
    if first != SLOTS:
        raise _fault(where, value)
    return day
