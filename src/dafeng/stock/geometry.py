"""Plane polygons: area, outward direction, tilt, azimuth, centroid; volumes of a zone's air."""

from __future__ import annotations

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


def facet(vertices_m: NDArray[np.float64]) -> Facet:
    """Return the figures of a plane polygon, counterclockwise as seen from outside, by Newell's formula."""
    following = np.roll(vertices_m, -1, axis=0)
    sums = 0.5 * np.cross(vertices_m, following).sum(axis=0)
    area = float(np.linalg.norm(sums))
    normal = sums / area
    tilt = float(np.degrees(np.arccos(np.clip(normal[2], -1.0, 1.0))))
    flat = np.hypot(normal[0], normal[1]) < 1e-9
    azimuth = 0.0 if flat else float(np.degrees(np.arctan2(normal[0], normal[1])) % 360.0)
    return Facet(
        area_m2=area,
        normal=normal,
        tilt_deg=tilt,
        azimuth_deg=azimuth,
        centroid_m=_centroid(vertices_m, normal),
        height_m=float(np.ptp(vertices_m[:, 2])) if not flat else _short_side(vertices_m),
        vertices_m=vertices_m,
    )


def _short_side(vertices_m: NDArray[np.float64]) -> float:
    sides = np.linalg.norm(np.roll(vertices_m, -1, axis=0) - vertices_m, axis=1)
    return float(sides.min())


def _centroid(vertices_m: NDArray[np.float64], normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the centre of area: the triangles' centres weighted by their signed areas."""
    first = vertices_m[0]
    one, two = vertices_m[1:-1] - first, vertices_m[2:] - first
    weights = np.cross(one, two) @ normal
    centres = first + (one + two) / 3.0
    centre: NDArray[np.float64] = weights @ centres / weights.sum()
    return centre
