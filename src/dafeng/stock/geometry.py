"""Plane polygons: area, outward direction, tilt, azimuth, centroid; volumes of a zone's air."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Facet:
    """A polygon's figures; azimuth clockwise from north, tilt 0 facing up, 90 vertical, 180 facing down."""

    area_m2: float
    normal: NDArray[np.float64]
    tilt_deg: float
    azimuth_deg: float
    centroid_m: NDArray[np.float64]
    height_m: float
    vertices_m: NDArray[np.float64]


def turned(vertices_m: NDArray[np.float64], *, north_axis_deg: float) -> NDArray[np.float64]:
    """Return vertices [n, 3] of a building turned clockwise by ``north_axis_deg``: x east, y north, z up."""
    angle = np.radians(north_axis_deg)
    cos, sin = np.cos(angle), np.sin(angle)
    x, y, z = vertices_m.T
    return np.stack([x * cos + y * sin, -x * sin + y * cos, z], axis=1)


def facet(vertices_m: NDArray[np.float64], *, north_axis_deg: float = 0.0) -> Facet:
    """Return the figures of a plane polygon, counterclockwise as seen from outside, turned clockwise."""
    from dafeng.stock.enclosure import polygon_figures  # compiled

    angle = math.radians(north_axis_deg)
    points = np.empty_like(vertices_m)
    found = polygon_figures(vertices_m, math.cos(angle), math.sin(angle), points)
    x, y, z = float(found[1]), float(found[2]), float(found[3])
    flat = math.hypot(x, y) < 1e-9
    return Facet(
        area_m2=float(found[0]),
        normal=found[1:4],
        tilt_deg=math.degrees(math.acos(min(1.0, max(-1.0, z)))),
        azimuth_deg=0.0 if flat else math.degrees(math.atan2(x, y)) % 360.0,
        centroid_m=found[4:7],
        height_m=float(found[8] if flat else found[7]),
        vertices_m=points,
    )
