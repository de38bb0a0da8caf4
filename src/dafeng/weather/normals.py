"""Twelve rows of monthly normals: of a place in a file, of the Alxa seats, of a weather year."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from dafeng.base import InputError, Text
from dafeng.weather.coefficients import coefficient
from dafeng.weather.sun import sun_hours
from dafeng.weather.year import MONTH_DAYS, Site, WeatherYear, month_of_day, month_of_hour

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUANTITIES: dict[str, tuple[float, float]] = {
    "temperature_c": (-60.0, 50.0),
    "daily_range_k": (0.5, 40.0),
    "daily_mean_sd_k": (0.01, 20.0),
    "relative_humidity_share": (0.01, 1.0),
    "wind_speed_m_s": (0.0, 40.0),
    "ghi_kwh_m2_day": (0.0, 12.0),
}
OPTIONAL_QUANTITIES: dict[str, tuple[float, float]] = {"pressure_pa": (45e3, 110e3)}


@dataclass(frozen=True, slots=True)
class MonthlyNormals:
    """What is normal at ``site`` in each month; arrays [12], January first.

    ``temperature_c``: mean; ``daily_range_k``: mean of highest minus lowest hour of a day;
    ``daily_mean_sd_k``: standard deviation of the daily means within the month;
    ``relative_humidity_share`` (0-1), ``wind_speed_m_s`` at 10 m, ``ghi_kwh_m2_day``: global horizontal
    radiation a day. ``pressure_pa`` may be left out (None): then the standard atmosphere at the site's height
    stands. ``source`` and ``basis`` say where they are from; ``notes`` what was assumed.
    """

    site: Site
    temperature_c: NDArray[np.float64]
    daily_range_k: NDArray[np.float64]
    daily_mean_sd_k: NDArray[np.float64]
    relative_humidity_share: NDArray[np.float64]
    wind_speed_m_s: NDArray[np.float64]
    ghi_kwh_m2_day: NDArray[np.float64]
    source: str
    basis: str
    notes: tuple[Text, ...] = ()
    pressure_pa: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        """Raise ``InputError`` ``weather-normals`` for values that cannot be; freeze the arrays."""
        faults = []
        for name, (low, high) in {**QUANTITIES, **OPTIONAL_QUANTITIES}.items():
            values = getattr(self, name)
            if values is None:
                continue
            if values.shape != (12,):
                faults.append(Text(f"{name} 应有 12 个值", f"{name} must have 12 values"))
                continue
            for month in np.flatnonzero(~((values >= low) & (values <= high))):
                faults.append(
                    Text(
                        f"{month + 1} 月 {name} 为 {values[month]:g}，应为 {low:g} 至 {high:g}",
                        f"month {month + 1}: {name} is {values[month]:g}, wanted {low:g} to {high:g}",
                    )
                )
            values.setflags(write=False)
        if not faults:
            limit = coefficient("clearness", "highest_month")
            for month in np.flatnonzero(self.clearness_share > limit):
                got = f"{self.ghi_kwh_m2_day[month]:g}"
                faults.append(
                    Text(
                        f"{month + 1} 月 ghi_kwh_m2_day 为 {got}，超过天文辐射的 {limit:.0%}",
                        f"month {month + 1}: ghi_kwh_m2_day is {got}, more than {limit:.0%} of what arrives "
                        "above the air",
                    )
                )
        if faults:
            raise InputError(
                "weather-normals",
                Text(
                    f"{self.site.name} 的月值不可用：" + "；".join(fault.zh for fault in faults),
                    f"normals of {self.site.name} cannot be used: " + "; ".join(fault.en for fault in faults),
                ),
                mend=Text("改正这些值及其单位", "mend these values and their units"),
            )

    @property
    def clearness_share(self) -> NDArray[np.float64]:
        """Global over extraterrestrial radiation of each month [12]; 0 where the sun does not rise."""
        sky = extraterrestrial_kwh_m2_day(self.site)
        return np.asarray(np.where(sky > 0.0, self.ghi_kwh_m2_day / np.where(sky > 0.0, sky, 1.0), 0.0))


@cache
def extraterrestrial_kwh_m2_day(site: Site) -> NDArray[np.float64]:
    """Return the radiation above the air on a horizontal plane, mean of a day of each month [kWh/m2, 12]."""
    daily = sun_hours(site).extraterrestrial_wh_m2.reshape(365, 24).sum(axis=1) / 1000.0
    return np.array([daily[month_of_day() == month].mean() for month in range(12)])


def normals_of(year: WeatherYear) -> MonthlyNormals:
    """Return the monthly normals of a weather year, as ``generate_year`` takes them."""
    month_h, month_d = month_of_hour(), month_of_day()
    daily = year.dry_bulb_c.reshape(365, 24)
    means, ranges = daily.mean(axis=1), np.ptp(daily, axis=1)

    def by_day(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([values[month_d == month].mean() for month in range(12)])

    def by_hour(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([values[month_h == month].mean() for month in range(12)])

    return MonthlyNormals(
        site=year.site,
        temperature_c=by_day(means),
        daily_range_k=by_day(ranges),
        daily_mean_sd_k=np.array([means[month_d == month].std() for month in range(12)]),
        relative_humidity_share=by_hour(year.relative_humidity_share),
        wind_speed_m_s=by_hour(year.wind_speed_m_s),
        ghi_kwh_m2_day=by_hour(year.ghi_wh_m2) * 24.0 / 1000.0,
        pressure_pa=by_hour(year.pressure_pa),
        source=f"{year.site.name} {year.source} ({year.mode})",
        basis="computed",
    )


def seats() -> tuple[str, ...]:
    """Return the ids of the places whose normals come with the package.

    >>> seats()[0]
    'bayanhot'
    """
    return tuple(row["place"] for row in _table("places_alxa.csv"))


@cache
def seat_normals(place: str) -> MonthlyNormals:
    """Return the normals of a seat of Alxa; raises ``InputError`` ``weather-place`` for another id.

    They are DERIVED from neighbouring stations (inverse distance, seasonal lapse), not observed: ``basis``
    is ``computed`` and ``notes`` says so.
    """
    found = [row for row in _table("places_alxa.csv") if row["place"] == place]
    if not found:
        raise InputError(
            "weather-place",
            Text(f"没有 {place!r} 的月值", f"there are no normals of {place!r}"),
            mend=Text(
                f"可用：{'、'.join(seats())}；或给出 12 行月值的 CSV",
                f"known: {', '.join(seats())}; or give a CSV of 12 rows",
            ),
        )
    row = found[0]
    months = [line for line in _table("normals_alxa.csv") if line["place"] == place]
    months.sort(key=lambda line: int(line["month"]))
    stations = months[0]["derived_from_wmo"].replace(" ", ", ")
    return MonthlyNormals(
        site=Site(
            name=row["name_zh"],
            latitude_deg=float(row["latitude_deg"]),
            longitude_deg=float(row["longitude_deg"]),
            elevation_m=float(row["elevation_m"]),
            utc_offset_h=float(row["utc_offset_h"]),
            design_zone=row["design_zone"] or None,
        ),
        source=f"China Standard Weather Data 2005, stations {stations}",
        basis="computed",
        notes=(
            Text(
                f"月值由邻近站（{stations}）按距离反比和季节递减率推得，非实测",
                f"normals are derived from neighbouring stations ({stations}) by inverse distance and a "
                "seasonal lapse, not observed",
            ),
        ),
        **{name: np.array([float(line[name]) for line in months]) for name in QUANTITIES},
    )


def month_lengths() -> NDArray[np.float64]:
    """Return the days of the months [12]."""
    return np.array(MONTH_DAYS, dtype=np.float64)


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    """Read a CSV of the package's data."""
    text = files("dafeng.weather").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
