"""Hours of use after GB 55015: people, lighting, equipment, hot water, cooking."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from dafeng.base import InputError, Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = ("people", "lighting", "equipment")


@cache
def schedules() -> dict[str, dict[str, Any]]:
    """Return the schedules by use, as plain data with source and basis."""
    text = files("dafeng.stock.plant").joinpath("data/schedules_gb55015.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return loaded


def schedule(use: str, *, kind: str, start_weekday: int = 0) -> NDArray[np.float64]:
    """Return a share of use for every hour of a year [1, 8760].

    ``use``: office, school, hotel, shop, hospital_outpatient, hospital_ward, housing (all rooms of a dwelling
    by their floor area) and its rooms housing_living, _bedroom, _kitchen, _bathroom, _other; ``kind``:
    people, lighting, equipment, and for housing hot_water and cooking. ``start_weekday`` is that of 1 January
    (0 Monday).

    Raises ``InputError`` ``plant-schedule`` for a use or kind that the data has not.
    """
    rooms = schedules().get(use, {}).get("rooms", {})
    if kind in KINDS and rooms:
        return np.asarray(
            sum(
                share * schedule(room, kind=kind, start_weekday=start_weekday)
                for room, share in rooms.items()
            )
        )
    entry = _entry(use, kind)
    week = [entry.get("weekday", entry.get("all"))] * 5 + [entry.get("weekend", entry.get("all"))] * 2
    days = np.array(week, dtype=np.float64) / 100.0
    return np.asarray(days[(np.arange(365) + start_weekday) % 7].ravel())


def daily_share(use: str, *, kind: str, start_weekday: int = 0) -> NDArray[np.float64]:
    """Return a schedule as shares of the day [1, 8760]: each day with any use sums to 1."""
    hours = schedule(use, kind=kind, start_weekday=start_weekday).reshape(365, 24)
    total = hours.sum(axis=1, keepdims=True)
    return np.asarray((hours / np.where(total > 0.0, total, 1.0)).ravel())


def density(use: str, *, kind: str) -> float:
    """Return the density of a use: people per m2, or W/m2 of lighting or equipment.

    >>> density("office", kind="lighting"), round(density("housing", kind="equipment"), 3)
    (8.0, 3.8)
    """
    rooms = schedules().get(use, {}).get("rooms", {})
    if rooms:
        return float(sum(share * density(room, kind=kind) for room, share in rooms.items()))
    return float(_entry(use, kind)["per_m2" if kind == "people" else "w_m2"])


def electricity_of_use(
    use: str, *, floor_area_m2: float, start_weekday: int = 0
) -> dict[str, NDArray[np.float64]]:
    """Return electricity for lighting and equipment [kWh, 8760 each]: density times floor times schedule."""
    return {
        kind: density(use, kind=kind)
        * floor_area_m2
        * schedule(use, kind=kind, start_weekday=start_weekday)
        / 1000.0
        for kind in ("lighting", "equipment")
    }


def _entry(use: str, kind: str) -> dict[str, Any]:
    """Return one schedule of the data."""
    found = schedules().get(use, {}).get(kind)
    if not isinstance(found, dict):
        raise InputError(
            "plant-schedule",
            Text(f"没有 {use} 的 {kind} 时间表", f"there is no schedule of {kind} for {use}"),
            mend=Text(f"用途：{'、'.join(schedules())}", f"uses: {', '.join(schedules())}"),
        )
    return found
