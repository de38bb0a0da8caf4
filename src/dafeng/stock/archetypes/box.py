"""A design as a case of the kernel: a box of one zone, or of a heated and an unheated one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from dafeng.stock.archetypes.design import Design
from dafeng.stock.archetypes.figures import rule, rules
from dafeng.stock.archetypes.ground import monthly_outdoor, slab
from dafeng.stock.archetypes.layers import fixed_layers, layers_for, named, resistance
from dafeng.stock.case import Case, case_from
from dafeng.stock.plant.schedules import schedule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dafeng.weather import WeatherYear

Raw = dict[str, Any]


def case_of(design: Design, weather: WeatherYear, *, case_id: str = "design") -> Case:
    """Return a design as a case at a place, ready for ``simulate``.

    Raises ``InputError`` ``stock-u-value`` where its construction cannot have the U-value asked.
    """
    return case_from(raw_case(design, monthly_outdoor(weather)), case_id=case_id)


def raw_case(design: Design, outdoor_c: NDArray[np.float64]) -> Raw:
    """Return a design as the JSON object of a case; ``outdoor_c`` [12] sets the ground's temperature."""
    materials: dict[str, dict[str, float]] = {}
    length, depth = design.footprint_m
    floor = fixed_layers("floor")
    ground = slab(
        area_m2=length * depth,
        perimeter_m=2.0 * (length + depth),
        resistance_m2k_w=design.floor_r_m2k_w,
        above_m2k_w=resistance(floor),
        outdoor_c=outdoor_c,
    )
    materials["virtual"] = {"R": ground.virtual_m2k_w + design.floor_r_m2k_w}
    earth_m = rule("soil")[2]
    constructions = {
        "wall": named(layers_for("walls", kind=design.wall, u_value_w_m2k=design.wall_u_w_m2k), materials),
        "roof": named(layers_for("roofs", kind=design.roof, u_value_w_m2k=design.roof_u_w_m2k), materials),
        "floor": ["virtual", *named((("earth", earth_m), *floor), materials)],
        "inner floor": named(fixed_layers("inner_floor"), materials),
        "inner wall": named(fixed_layers("inner_walls", design.inner), materials),
    }
    if design.heated_share < 1.0:
        between = named(fixed_layers("between"), materials)
        constructions |= {"between": between, "between back": between[::-1]}
    sun_share = design.window_g_share * design.window_sun_share
    return {
        "materials": materials,
        "constructions": constructions,
        "glazings": {"glass": {"U": design.window_u_w_m2k, "g": sun_share}},
        "zones": _zones(design),
        "north_axis": design.orientation_deg,
        "ground_temp": [float(value) for value in ground.temperature_c],
    }


def _zones(design: Design) -> list[Raw]:
    length, _ = design.footprint_m
    cut = design.heated_share * length
    if design.heated_share >= 1.0:
        return [_zone(design, "heated", (0.0, length), ends=("outdoors", "outdoors"), heated=True)]
    return [
        _zone(design, "heated", (0.0, cut), ends=("outdoors", "unheated W"), heated=True),
        _zone(design, "unheated", (cut, length), ends=("heated E", "outdoors"), heated=False),
    ]


def _zone(
    design: Design, name: str, span: tuple[float, float], *, ends: tuple[str, str], heated: bool
) -> Raw:
    """Return the zone between two distances along the south front; ``ends`` bound it in west and east."""
    x0, x1 = span
    _, y1 = design.footprint_m
    height = design.storeys * design.storey_height_m
    area = (x1 - x0) * y1 * design.storeys
    volume = area * design.storey_height_m * rule("air_volume_share")
    faces = {
        "S": ([x0, 0.0], [x1, 0.0], "outdoors", design.window_share_south),
        "E": ([x1, 0.0], [x1, y1], ends[1], design.window_share_east),
        "N": ([x1, y1], [x0, y1], "outdoors", design.window_share_north),
        "W": ([x0, y1], [x0, 0.0], ends[0], design.window_share_west),
    }
    surfaces, windows = [], []
    for side, (start, stop, bound, share) in faces.items():
        surface = f"{name} {side}"
        built = "wall" if bound == "outdoors" else "between" if heated else "between back"
        corners = _upright(start, stop, 0.0, height)
        surfaces.append(
            {"name": surface, "type": "Wall", "construction": built, "bc": bound, "vertices": corners}
        )
        if bound == "outdoors" and share > 0.0:
            windows.append(
                {
                    "name": f"{surface} window",
                    "surface": surface,
                    "construction": "glass",
                    "vertices": _centred(start, stop, height, share**0.5),
                }
            )
    low = [[x0, y1, 0.0], [x1, y1, 0.0], [x1, 0.0, 0.0], [x0, 0.0, 0.0]]
    high = [[x, y, height] for x, y, _ in low[::-1]]
    surfaces.append(
        {"name": f"{name} floor", "type": "Floor", "construction": "floor", "bc": "ground", "vertices": low}
    )
    surfaces.append(
        {"name": f"{name} roof", "type": "Roof", "construction": "roof", "bc": "outdoors", "vertices": high}
    )
    mass = [{"construction": "inner wall", "area": 2.0 * design.partition_ratio * area}]
    if design.storeys > 1.0:
        mass.append({"construction": "inner floor", "area": 2.0 * area * (1.0 - 1.0 / design.storeys)})
    return {
        "name": name,
        "volume": volume,
        "floor_area": area,
        "surfaces": surfaces,
        "windows": windows,
        "internal_mass": mass,
        "gains": _gains(design) if heated else [],
        "air": _air(design, volume=volume, area=area, heated=heated),
        "heat_set": heating_set(design) if heated else None,
        "cool_set": _cooling_set(design) if heated else None,
    }


def _gains(design: Design) -> list[Raw]:
    radiant = rule("radiant_share")
    power = {
        "people": design.people_w_m2,
        "lighting": design.lighting_w_m2,
        "equipment": design.equipment_w_m2,
    }
    return [
        {
            "watts": w_m2 * design.floor_area_m2,
            "profile": share_profile(design.schedule, kind),
            "frad": radiant,
        }
        for kind, w_m2 in power.items()
        if w_m2 > 0.0
    ]


def _air(design: Design, *, volume: float, area: float, heated: bool) -> list[Raw]:
    out: list[Raw] = [{"ach": design.air_change_per_h, "profile": 1.0}]
    fresh = design.fresh_air_m3_h_m2 * (1.0 - design.heat_recovery_share) * area / volume
    if heated and fresh > 0.0:
        out.append({"ach": fresh, "profile": share_profile(design.schedule, "people")})
    return out


@cache
def share_profile(use: str, kind: str) -> list[float] | dict[str, list[float]]:
    """Return a schedule of use (people, lighting, equipment) as a profile of a case."""
    week = schedule(use, kind=kind, start_weekday=0)[: 7 * 24].reshape(7, 24)
    if (week == week[0]).all():
        return [float(value) for value in week[0]]
    return {"weekday": [float(v) for v in week[0]], "weekend": [float(v) for v in week[5]]}


def heating_set(design: Design) -> Raw:
    """Return the heating set-points of a year: season, hours of a day, weekends.

    A part of an hour lifts that hour's set-point by that part, so that heat is continuous in the hours.
    """
    order = rules()["hours"][design.hours]
    day = [design.setback_c] * 24
    low = min(design.setback_c, design.heat_set_c)
    for rank, hour in enumerate(order):
        part = min(1.0, max(0.0, design.heated_hours_h - rank))
        day[hour] = low + part * (design.heat_set_c - low)
    chosen: Any = {"weekday": day, "weekend": [low] * 24} if design.free_days else day
    start, end = rule("heating_season")
    return {"periods": [[end, chosen], [_day_before(start), rule("off_heat_c")], ["12/31", chosen]]}


def _cooling_set(design: Design) -> Raw:
    start, end = rule("cooling_season")
    off = rule("off_cool_c")
    return {"periods": [[_day_before(start), off], [end, design.cool_set_c], ["12/31", off]]}


def _day_before(date: str) -> str:
    """Return the day before a date MM/DD that is not the first of a month."""
    month, day = (int(part) for part in date.split("/"))
    return f"{month:02d}/{day - 1:02d}"


def _upright(start: list[float], stop: list[float], low: float, high: float) -> list[list[float]]:
    return [[*start, high], [*start, low], [*stop, low], [*stop, high]]


def _centred(start: list[float], stop: list[float], height: float, scale: float) -> list[list[float]]:
    """Return the rectangle in the middle of a wall, ``scale`` times as long and as high."""
    margin = 0.5 * (1.0 - scale)
    one = [a + margin * (b - a) for a, b in zip(start, stop, strict=True)]
    two = [b + margin * (a - b) for a, b in zip(start, stop, strict=True)]
    return _upright(one, two, margin * height, (1.0 - margin) * height)
