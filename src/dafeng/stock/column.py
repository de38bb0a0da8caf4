"""One building as one column of the kernel's table: every figure in the order of ``arrays.Lanes``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.arrays import Lanes
from dafeng.stock.building import Building, Part
from dafeng.stock.constants import constant, constants
from dafeng.stock.glazing import Glass

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLAT = 0.98
TIGHT_W_M2K = 1.0e4


@dataclass(frozen=True, slots=True)
class Column:
    """The figures, where each kind of them starts, and how many modes each opaque slot has."""

    figures: NDArray[np.float64]
    starts: Lanes
    modes: NDArray[np.int64]


@cache
def _physics() -> dict[str, list[float]]:
    """Return the rows of constants that every column needs, looked up once."""
    names = ("air_lapse", "wind_profile", "tarp_unstable", "tarp_stable", "iso15099_inside")
    found = {name: constants(name) for name in names}
    found["exponents"] = [constants("mowitt_windward")[1], constants("mowitt_leeward")[1]]
    found["plain"] = [constant("tarp_vertical"), constant("stefan_boltzmann")]
    return found


def column(building: Building, *, modes: int) -> Column:
    """Return the column of a building whose walls have room for ``modes`` modes."""
    parts = building.parts
    opaque = [p for p in parts if p.role != "window"]
    glazed = [p for p in parts if p.role == "window"]
    facing = [*(p for p in opaque if p.role == "outdoors"), *glazed]
    sigma = _physics()["plain"][1]
    blocks: dict[str, NDArray[np.float64]] = {
        "area": np.array([p.area_m2 for p in parts]),
        "exchange": sigma * building.exchange,
        "star": sigma * building.star,
        "beam_share": building.beam,
        "diffuse_share": building.diffuse,
        "warm_share": building.warm,
        "volume": np.array([z.volume_m3 for z in building.case.zones]),
        "zone_lift": lift(np.array([_zone_height(building, z) for z in range(len(building.case.zones))])),
    }
    below = np.nan_to_num(building.case.ground_temperature_c)
    blocks["ground_c"] = np.repeat(below, sum(p.role == "ground" for p in parts))
    counts = _walls(opaque, modes, blocks)
    _outside(facing, blocks)
    hot, cold = natural(-np.cos(np.radians(np.array([p.tilt_deg for p in opaque]))))
    blocks["in_hot"], blocks["in_cold"] = hot, cold
    _windows(glazed, building.panes, blocks)
    ordered = [blocks[name].ravel() for name in Lanes._fields]
    ends = np.cumsum([0, *(block.size for block in ordered)]).tolist()
    return Column(np.concatenate(ordered), Lanes(*ends[:-1]), counts)


def _walls(opaque: list[Part], most: int, blocks: dict[str, NDArray[np.float64]]) -> NDArray[np.int64]:
    """Add conduction terms; the second side of a wall between zones holds none. Return the numbers of
    modes.
    """
    size = len(opaque)
    terms = np.zeros((4, size))
    memory = np.zeros((3, size, most))
    counts = np.zeros(size, dtype=np.int64)
    second = False
    for s, part in enumerate(opaque):
        w = part.wall
        if part.role == "between":
            second = not second
            if not second:
                continue
        if w is None:
            continue
        n = w.decay.size
        counts[s] = n
        u = w.u_value_w_m2k
        terms[0, s] = u
        terms[1, s] = u + w.answer[0]
        terms[2, s] = w.answer[1] - u
        terms[3, s] = u + w.answer[2]
        memory[0, s, :n] = w.decay
        memory[1, s, :n] = w.outer
        memory[2, s, :n] = w.inner
    blocks.update(zip(("u", "oo", "oi", "ii"), terms, strict=True))
    blocks.update(zip(("decay", "outer", "inner"), memory, strict=True))
    return counts


def _outside(facing: list[Part], blocks: dict[str, NDArray[np.float64]]) -> None:
    """Add what faces outdoors: directions, views, long waves, wind, natural convection."""
    shapes = [p.facet for p in facing if p.facet is not None]
    sun = np.array([float(p.sun) for p in facing])
    cosine = np.cos(np.radians(np.array([p.tilt_deg for p in facing])))
    height = np.array([f.centroid_m[2] for f in shapes])
    normal = np.array([f.normal for f in shapes]).reshape(-1, 3).T * sun
    ground = np.array([p.ground_view for p in facing])
    sky = 0.5 * (1.0 + cosine)
    # of what a face sees of the sky, this share counts as sky and the rest as air
    split = np.sqrt(sky)
    long = _physics()["plain"][1] * np.array([p.emissivity_out for p in facing])
    blocks["nx"], blocks["ny"], blocks["nz"] = normal
    blocks["sky_view"], blocks["ground_view"] = sky * sun, ground * sun
    blocks["sin_tilt"] = np.sqrt(np.maximum(0.0, 1.0 - cosine * cosine)) * sun
    blocks["sky_long"] = long * sky * split
    blocks["air_long"] = long * (sky * (1.0 - split) + ground)
    blocks["rough"] = np.array([p.roughness for p in facing])
    speed = wind_factor(height) * sun
    windward, leeward = _physics()["exponents"]
    blocks["windward"], blocks["leeward"] = speed**windward, speed**leeward
    blocks["azimuth"] = np.array([p.azimuth_deg for p in facing])
    blocks["flat"] = (np.abs(cosine) >= FLAT).astype(np.float64)
    blocks["lift"] = lift(height)
    blocks["up_hot"], blocks["up_cold"] = natural(cosine)
    blocks["absorb"] = np.array([p.absorb_out for p in facing])
    blocks["sky_ratio"] = np.ones(len(facing))
    blocks["horizon_ratio"] = np.ones(len(facing))


def _windows(glazed: list[Part], panes: int, blocks: dict[str, NDArray[np.float64]]) -> None:
    """Add the windows; where one has fewer panes than others, perfect conductors stand in for the rest."""
    pairs = [(p, p.glass) for p in glazed if p.glass is not None]
    glasses = [g for _, g in pairs]
    missing = [panes - g.pane_w_m2k.size for g in glasses]
    gaps = max(0, panes - 1)

    def filled(values: list[NDArray[np.float64]], *shape: int, fill: float = 0.0) -> NDArray[np.float64]:
        table = np.full((len(values), *shape), fill)
        for n, row in enumerate(values):
            table[n, : len(row)] = row
        return table

    tall = np.array([p.facet.height_m for p, _ in pairs if p.facet is not None])
    tilt = np.array([p.tilt_deg for p, _ in pairs])
    blocks["through"] = np.array([g.transmission for g in glasses])
    blocks["taken"] = filled([g.absorption for g in glasses], panes, 6)
    blocks["through_diffuse"] = np.array([g.transmission_diffuse for g in glasses])
    blocks["taken_diffuse"] = filled([g.absorption_diffuse for g in glasses], panes)
    blocks["back"] = filled([g.absorption_back / p.absorb_in for p, g in pairs], panes)
    blocks["conduct"] = filled([g.pane_w_m2k for g in glasses], panes, fill=TIGHT_W_M2K)
    sigma = _physics()["plain"][1]
    blocks["gap_long"] = filled([sigma * _gap_long(g) for g in glasses], gaps)
    gap_m = filled([g.gap_m for g in glasses], gaps, fill=1.0)
    blocks["gap_m"] = gap_m
    blocks["gap_aspect"] = np.log2(tall[:, None] / gap_m) if gap_m.size else gap_m
    gas = filled([g.gas for g in glasses], gaps, 7)
    for n, lacking in enumerate(missing):
        if lacking and gaps:
            gas[n, gaps - lacking :] = (TIGHT_W_M2K, 0.0, 1.0, 0.0, 1.0, 0.0, 1e-6)
    blocks["gas"] = gas
    blocks["height"] = tall
    blocks["steady_hot"], blocks["steady_cold"] = laminar(180.0 - tilt), laminar(tilt)
    blocks["sine"] = np.maximum(1e-3, np.sin(np.radians(tilt)))


def _gap_long(glass: Glass) -> NDArray[np.float64]:
    one, two = glass.emissivity[:-1, 1], glass.emissivity[1:, 0]
    factor: NDArray[np.float64] = one * two / (one + two - one * two)
    return factor


def lift(height_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how much air at heights is warmer than at the sensor [K], negative above it.

    Source: U.S. Standard Atmosphere 1976, as in EnergyPlus.
    """
    rate, sensor, radius = _physics()["air_lapse"]
    return rate * (radius * sensor / (radius + sensor) - radius * height_m / (radius + height_m))


def wind_factor(height_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the wind at heights over the wind at the station. Source: ASHRAE Fundamentals 2005 ch. 16."""
    exponent, layer, sensor, station_exponent, station_layer = _physics()["wind_profile"]
    above = np.maximum(height_m, 0.0) / layer
    factor: NDArray[np.float64] = (station_layer / sensor) ** station_exponent * above**exponent
    return factor


def natural(cosine: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the factors of ``|dT|^(1/3)`` of faces warmer, and colder, than air (TARP, Walton 1983).

    ``cosine`` is that of the angle between a face's normal, away from the wall, and the vertical.
    """
    a, b = _physics()["tarp_unstable"]
    c, d = _physics()["tarp_stable"]
    upright = np.abs(cosine) < 1e-6
    rising, lying = a / (b - np.abs(cosine)), c / (d + np.abs(cosine))
    vertical = _physics()["plain"][0]
    hot = np.where(upright, vertical, np.where(cosine > 0.0, rising, lying))
    cold = np.where(upright, vertical, np.where(cosine > 0.0, lying, rising))
    return hot, cold


def laminar(tilt_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Rayleigh number up to which the film inside a window is laminar (ISO 15099:2003 8.3.2.2)."""
    limit, rate = _physics()["iso15099_inside"][3:]
    safe = np.clip(tilt_deg, 1.0, 179.0)
    between = limit * (np.exp(rate * safe) / np.sin(np.radians(safe))) ** 0.2
    return np.where(tilt_deg < 15.0, 1.0, np.where(tilt_deg > 90.0 + 1e-6, 1e25, between))


def _zone_height(building: Building, zone: int) -> float:
    """Return the height of a zone's middle: the mean of its surfaces' centroids by area."""
    total = weighted = 0.0
    for p in building.parts:
        if p.zone == zone and p.facet is not None and p.kind not in {"Window", "Door"}:
            total += p.facet.area_m2
            weighted += p.facet.area_m2 * float(p.facet.centroid_m[2])
    return weighted / total
