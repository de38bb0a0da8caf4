"""Buildings of one signature packed into lanes, and the weather beside them, ready for the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.stock.arrays import Lanes, Physics, Picked, Plan
from dafeng.stock.building import Building
from dafeng.stock.column import column
from dafeng.stock.constants import constant, constants
from dafeng.stock.schedule import DAYS, SLOTS, Schedule
from dafeng.stock.shading import shades
from dafeng.stock.sun import between_hours, sky_year

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.weather import WeatherYear

MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NEVER_HEAT_C, NEVER_COOL_C = -200.0, 400.0


@dataclass(frozen=True, slots=True)
class Mode:
    """How a year is computed: steps an hour, modes a wall, precision, air solved with the surfaces or
    after.
    """

    steps_per_hour: int
    modes: int
    real: str
    warmup_days: int
    together: bool
    exact: bool
    audit: bool = False


MODES = {
    "reference": Mode(6, 8, "float64", 8, together=False, exact=True),
    "stock": Mode(1, 3, "float32", 8, together=True, exact=False),
}


def physics() -> Physics:
    """Return the kernel's constants."""
    vapour_r, vapour, cp_air, cp_vapour = constants("moist_air")
    return Physics(
        kelvin=constant("kelvin"),
        least=constant("convection_floor"),
        wet_film=constant("wet_film"),
        windward_a=constants("mowitt_windward")[0],
        leeward_a=constants("mowitt_leeward")[0],
        windward_deg=constant("windward_limit_deg"),
        gas_r=vapour_r,
        vapour=vapour,
        cp_air=cp_air,
        cp_vapour=cp_vapour,
        film=constants("iso15099_inside")[2],
        inside_c=constants("iso15099_inside")[0],
        inside_d=constants("iso15099_inside")[1],
        gravity=constant("gravity"),
        molar=constant("gas_constant"),
        gap_pascal=constant("gap_pressure_pa"),
        **{f"air_{n}": value for n, value in enumerate(constants("air_properties")[:6])},
        **{f"gap_{n}": value for n, value in enumerate(constants("iso15099_gap"))},
    )


def saturation_pressure(temperature_c: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the pressure of saturated vapour over ice or water [Pa]. Source: ASHRAE Fundamentals 2005 ch.
    6.
    """
    kelvin = temperature_c + constant("kelvin")
    powers = (1.0 / kelvin, np.ones_like(kelvin), kelvin, kelvin**2, kelvin**3, kelvin**4, np.log(kelvin))
    over = [
        sum(a * p for a, p in zip(constants(name), powers, strict=True))
        for name in ("saturation_ice", "saturation_water")
    ]
    pressure: NDArray[np.float64] = np.exp(np.where(temperature_c < 0.0, over[0], over[1]))
    return pressure


def humidity_ratio(weather: WeatherYear) -> NDArray[np.float64]:
    """Return kg of vapour a kg of dry air [hour] from relative humidity. Source: ASHRAE Fundamentals 2005
    ch. 6.
    """
    pressure = saturation_pressure(weather.dry_bulb_c)
    vapour = weather.relative_humidity_share * pressure
    ratio: NDArray[np.float64] = constant("vapour_ratio") * vapour / (weather.pressure_pa - vapour)
    return np.maximum(ratio, 1e-5)


def rain(weather: WeatherYear) -> NDArray[np.float64]:
    """Return rain [hour] in mm: what the file holds, else 2 mm where the codes of observed weather say rain.

    Source: EnergyPlus WeatherManager (ReadEPlusWeatherForDay).
    """
    codes = weather.present_weather_codes
    first = np.nan_to_num(codes, nan=999999999.0).astype(np.int64)
    digits = np.stack([first // 10**8 % 10, first // 10**7 % 10, first // 10**6 % 10])
    seen = (weather.present_weather_observation == 0.0) & (digits < 9).any(axis=0)
    guessed = np.where(seen, constant("rain_guess_mm"), 0.0)
    return np.where(np.isnan(weather.liquid_precipitation_mm), guessed, weather.liquid_precipitation_mm)


def wet_bulb(weather: WeatherYear) -> NDArray[np.float64]:
    """Return the wet-bulb temperature [hour] by bisection of the psychrometric balance.

    Source: ASHRAE Fundamentals 2005 ch. 6 eq. 35 (water) and 37 (ice).
    """
    dry = weather.dry_bulb_c
    humidity = humidity_ratio(weather)
    low, high = dry - 60.0, dry.copy()
    for _ in range(40):
        middle = 0.5 * (low + high)
        vapour = saturation_pressure(middle)
        full = constant("vapour_ratio") * vapour / (weather.pressure_pa - vapour)
        warm = ((2501.0 - 2.326 * middle) * full - 1.006 * (dry - middle)) / (
            2501.0 + 1.86 * dry - 4.186 * middle
        )
        cold = ((2830.0 - 0.24 * middle) * full - 1.006 * (dry - middle)) / (
            2830.0 + 1.86 * dry - 2.1 * middle
        )
        above = np.where(middle >= 0.0, warm, cold) > humidity
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    return high


def weather_arrays(weather: WeatherYear, *, mode: Mode, reflectance: float) -> NDArray[Any]:
    """Return weather and sky at the steps of a mode [step, column] (columns as in ``arrays``)."""
    n = mode.steps_per_hour
    real = np.dtype(mode.real)
    sky = sky_year(weather, steps_per_hour=n, reflectance=reflectance)
    wind = between_hours(weather.wind_speed_m_s, steps_per_hour=n)
    infrared = between_hours(weather.infrared_sky_w_m2, steps_per_hour=n)
    made = (
        between_hours(weather.dry_bulb_c, steps_per_hour=n),
        (infrared / constant("stefan_boltzmann")) ** 0.25,
        wind ** constants("mowitt_windward")[1],
        wind ** constants("mowitt_leeward")[1],
        wind_direction(weather.wind_direction_deg, steps_per_hour=n),
        between_hours(weather.pressure_pa, steps_per_hour=n),
        between_hours(humidity_ratio(weather), steps_per_hour=n),
        sky.east,
        sky.north,
        sky.up,
        sky.beam,
        sky.diffuse,
        sky.ground,
        sky.isotropic,
        sky.circumsolar,
        sky.horizon,
        between_hours(wet_bulb(weather), steps_per_hour=n),
        (between_hours(rain(weather), steps_per_hour=n) >= constant("rain_threshold_mm")).astype(np.float64),
    )
    return np.ascontiguousarray(np.stack(made, axis=1), dtype=real)


def wind_direction(direction_deg: NDArray[np.float64], *, steps_per_hour: int) -> NDArray[np.float64]:
    """Return directions between hours, turning the shorter way."""
    return (
        np.degrees(between_hours(np.unwrap(np.radians(direction_deg)), steps_per_hour=steps_per_hour)) % 360.0
    )


SAMPLE_DAYS = 5
SKY_ROWS = ("sky_ratio", "horizon_ratio", "sky_long", "air_long")


@dataclass(frozen=True, slots=True)
class Shadows:
    """Shading and landing of a batch as the kernel reads them."""

    lit: NDArray[Any]
    lit_of: NDArray[np.int64]
    landing: NDArray[Any]
    landing_of: NDArray[np.int64]
    sky: NDArray[np.float64]
    horizon: NDArray[np.float64]
    any_lit: bool
    any_landed: bool


@cache
def sampled_days() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the days whose sun positions stand for all, and the row of them that each day takes."""
    days = np.arange(SAMPLE_DAYS // 2, DAYS, SAMPLE_DAYS)
    return days, np.abs(np.arange(DAYS)[:, None] - days[None, :]).argmin(axis=1)


def shadows(
    filled: Sequence[Building], facing: Sequence[int], *, suns: NDArray[np.float64], real: np.dtype[Any]
) -> Shadows:
    """Return what shades the faces ``facing`` of each lane and where the sun through windows lands.

    ``suns`` [sample day and step, 3].
    """
    width, surfaces = len(filled), len(filled[0].parts)
    windows = [n for n, p in enumerate(filled[0].parts) if p.role == "window"]
    lit, landing = [np.ones(len(suns))], [np.zeros((len(suns), surfaces))]
    lit_of = np.full((max(1, len(facing)), width), -1, dtype=np.int64)
    landing_of = np.zeros((max(1, len(windows)), width), dtype=np.int64)
    sky, horizon = np.ones((max(1, len(facing)), width)), np.ones((max(1, len(facing)), width))
    landed = filled[0].case.solar_distribution == "FullInteriorAndExterior" and bool(windows)
    for lane, b in enumerate(filled):
        if lane and b is filled[lane - 1]:
            for array in (lit_of, landing_of, sky, horizon):
                array[:, lane] = array[:, lane - 1]
            continue
        alpha = np.array([p.absorb_in for p in b.parts])
        for n, shade in shades(b, suns, landing=landed).items():
            row = list(facing).index(n)
            sky[row, lane], horizon[row, lane] = shade.isotropic, shade.horizon
            if shade.lit.min() < 1.0:
                lit_of[row, lane] = len(lit)
                lit.append(shade.lit)
            if shade.landed is not None:
                first = shade.landed * alpha
                zone = np.array([p.zone == b.parts[n].zone for p in b.parts])
                landing_of[windows.index(n), lane] = len(landing)
                landing.append(first + (1.0 - first.sum(axis=1, keepdims=True)) * b.uniform * zone)
    shaded = bool((lit_of >= 0).any() or (sky < 1.0).any())
    return Shadows(
        np.array(lit).astype(real),
        lit_of,
        np.array(landing).astype(real),
        landing_of,
        sky,
        horizon,
        shaded,
        landed,
    )


def pack(
    buildings: Sequence[Building], *, mode: Mode, lanes: int, suns: NDArray[np.float64]
) -> tuple[Plan, Lanes, NDArray[Any], Picked, NDArray[Any]]:
    """Return the plan, the lanes and the starting temperatures of buildings of one signature.

    Lanes that are left over repeat the last building.
    """
    filled = list(buildings) + [buildings[-1]] * (lanes - len(buildings))
    lead = filled[0]
    real = np.dtype(mode.real)
    roles = [p.role for p in lead.parts]
    count = {role: roles.count(role) for role in ("outdoors", "ground", "mass", "between", "window")}
    surfaces, zones = len(roles), len(lead.case.zones)
    opaque = surfaces - count["window"]
    facing = [*range(count["outdoors"]), *range(opaque, surfaces)]
    columns = [column(b, modes=mode.modes) for b in buildings]
    columns += [columns[-1]] * (lanes - len(buildings))
    shade = shadows(filled, facing, suns=suns, real=real)
    low_row = _schedules(filled, zones, mode)
    plan = Plan(
        outdoors=count["outdoors"],
        ground=count["ground"],
        mass=count["mass"],
        between=count["between"] // 2,
        windows=count["window"],
        panes=lead.panes,
        zones=zones,
        steps_per_hour=mode.steps_per_hour,
        warmup_days=mode.warmup_days,
        together=int(mode.together),
        exact=int(mode.exact),
        audit=int(mode.audit),
        shaded=int(shade.any_lit),
        landed=int(shade.any_landed),
        most=mode.modes,
        zone=np.array([p.zone for p in lead.parts], dtype=np.int64),
        modes=np.max([c.modes for c in columns], axis=0),
        pairs=np.array(lead.pairs, dtype=np.int64).reshape(-1, 2),
        month=np.repeat(np.arange(12), MONTH_DAYS).astype(np.int64),
        sample=sampled_days()[1],
    )
    table = np.stack([c.figures for c in columns], axis=1)
    starts = columns[0].starts
    if shade.any_lit:
        _darken(table, starts, shade)
    picked = Picked(
        low_row[0].astype(real), low_row[1], shade.lit, shade.lit_of, shade.landing, shade.landing_of
    )
    return (
        plan,
        starts,
        np.ascontiguousarray(table, dtype=real),
        picked,
        _start(surfaces, zones, len(filled), real),
    )


def _darken(table: NDArray[np.float64], starts: Lanes, shade: Shadows) -> None:
    """Take from the sky, in the table, what shading hides: of its light, and of its long waves (air
    instead).
    """
    faces = len(shade.sky)
    rows = {name: slice(getattr(starts, name), getattr(starts, name) + faces) for name in SKY_ROWS}
    table[rows["sky_ratio"]] = shade.sky
    table[rows["horizon_ratio"]] = shade.horizon
    hidden = table[rows["sky_long"]] * (1.0 - shade.sky)
    table[rows["sky_long"]] -= hidden
    table[rows["air_long"]] += hidden


def _schedules(
    filled: list[Building], zones: int, mode: Mode
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return distinct days [row, step] and the row [kind, zone, lane, day] of gains, air and setpoints."""
    rows: list[NDArray[np.float64]] = []
    known: dict[bytes, int] = {}
    row_of = np.zeros((5, zones, len(filled), DAYS), dtype=np.int64)
    per_step = SLOTS // (24 * mode.steps_per_hour)
    for lane, b in enumerate(filled):
        if lane and b is filled[lane - 1]:
            row_of[:, :, lane] = row_of[:, :, lane - 1]
            continue
        start = b.case.start_weekday
        for z, zone in enumerate(b.case.zones):
            kinds = (
                [(g.profile, g.watts * (1.0 - g.radiant_share)) for g in zone.gains],
                [(g.profile, g.watts * g.radiant_share) for g in zone.gains],
                [(a.profile, a.air_changes_per_h * zone.volume_m3 / 3600.0) for a in zone.air],
                [(zone.heat_set_c, 1.0)] if zone.heat_set_c else [],
                [(zone.cool_set_c, 1.0)] if zone.cool_set_c else [],
            )
            for kind, terms in enumerate(kinds):
                nothing = (0.0, 0.0, 0.0, NEVER_HEAT_C, NEVER_COOL_C)[kind]
                days, which = _summed(terms, nothing, start)
                table = days.reshape(len(days), -1, per_step).mean(axis=2)
                numbers = []
                for row in table:
                    key = row.tobytes()
                    if key not in known:
                        known[key] = len(rows)
                        rows.append(row)
                    numbers.append(known[key])
                row_of[kind, z, lane] = np.array(numbers)[which]
    return np.array(rows), row_of


def _summed(
    terms: list[tuple[Schedule, float]], nothing: float, start: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the distinct days of a sum of schedules and which of them each day takes."""
    if not terms:
        return np.full((1, SLOTS), nothing), np.zeros(DAYS, dtype=np.int64)
    if len(terms) == 1:
        return terms[0][0].rows * terms[0][1], terms[0][0].row_of_day(start)
    choice = np.stack([s.row_of_day(start) for s, _ in terms], axis=1)
    kinds, which = np.unique(choice, axis=0, return_inverse=True)
    days = np.array([sum(s.rows[row] * w for (s, w), row in zip(terms, kind, strict=True)) for kind in kinds])
    return days, which.ravel()


def _start(surfaces: int, zones: int, width: int, real: np.dtype[Any]) -> NDArray[Any]:
    """Return the temperatures [2, node, lane] that the warm-up starts from: one for all, as in EnergyPlus."""
    return np.full((2, surfaces + zones, width), constant("warm_up_c"), dtype=real)
