"""What shades what, and where the sun through windows lands, for the buildings that have either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.building import Building, Part
from dafeng.stock.geometry import turned
from dafeng.stock.polygons import CORNERS, lit_and_landed

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALTITUDES, AZIMUTHS = 6, 24
IN_FRONT_M = 1e-3


@dataclass(frozen=True, slots=True)
class Shade:
    """Sun on one face: ``lit`` [sun], shares of the sky ``isotropic`` and ``horizon``, ``landed`` [sun,
    part].
    """

    lit: NDArray[np.float64]
    isotropic: float
    horizon: float
    landed: NDArray[np.float64] | None


def shades(building: Building, suns: NDArray[np.float64], *, landing: bool) -> dict[int, Shade]:
    """Return the shade of every part that is shaded, or, with ``landing``, that is a window.

    ``suns`` [n, 3] are directions to the sun; ``landed`` sums to the share of a window's beam that meets a
    surface
    of its zone. A wall's lit share is that of the wall without its windows.

    Limits: zones and casters are convex, each surface is a convex polygon; shading surfaces are opaque and
    send nothing back.
    """
    parts = building.parts
    own = [
        (n, p)
        for n, p in enumerate(parts)
        if p.facet is not None and p.role in {"outdoors", "window"} and p.sun
    ]
    loose = [turned(v, north_axis_deg=building.case.north_axis_deg) for v in building.case.shading_m]
    solid = [p.facet.vertices_m for _, p in own if p.facet and p.kind not in {"Window", "Door"}]
    if not landing and not _any(own, [*loose, *solid]):
        return {}
    found: dict[int, Shade] = {}
    gross: dict[int, tuple[float, Shade]] = {}
    for n, part in own:
        casters = [v for v in [*loose, *solid] if _before(part, v)]
        wanted = landing and part.role == "window"
        if not casters and not wanted:
            continue
        targets = [m for m, q in enumerate(parts) if wanted and q.zone == part.zone and q.facet and m != n]
        shade = _shade(part, parts, casters, targets, suns)
        gross[n] = (part.facet.area_m2 if part.facet else 0.0, shade)
    for n, (area, shade) in gross.items():
        inner = [m for m in gross if parts[m].name in building.on_wall.get(parts[n].name, ())]
        if not inner:
            found[n] = shade
            continue
        sub = sum(gross[m][0] for m in inner)
        rest = area - sub

        def without(
            whole: float,
            shares: Sequence[float],
            area: float = area,
            rest: float = rest,
            inner: list[int] = inner,
        ) -> float:
            taken = sum(s * gross[m][0] for s, m in zip(shares, inner, strict=True))
            return float(np.clip((whole * area - taken) / rest, 0.0, 1.0))

        lit = np.clip((shade.lit * area - sum(gross[m][1].lit * gross[m][0] for m in inner)) / rest, 0.0, 1.0)
        found[n] = Shade(
            lit,
            without(shade.isotropic, [gross[m][1].isotropic for m in inner]),
            without(shade.horizon, [gross[m][1].horizon for m in inner]),
            None,
        )
    return found


def _any(own: list[tuple[int, Part]], solids: list[NDArray[np.float64]]) -> bool:
    """Return whether anything reaches before any face at all."""
    from dafeng.stock.enclosure import any_before  # compiled

    shapes = [p.facet for _, p in own if p.facet is not None]
    if not shapes or not solids:
        return False
    bodies, counts = _padded(solids)
    points, normals = np.array([f.centroid_m for f in shapes]), np.array([f.normal for f in shapes])
    return bool(any_before(points, normals, bodies, counts, IN_FRONT_M))


def _before(part: Part, vertices: NDArray[np.float64]) -> bool:
    """Return whether a polygon reaches before the plane of a part."""
    assert part.facet is not None
    heights = (vertices - part.facet.centroid_m) @ part.facet.normal
    return bool(heights.max() > IN_FRONT_M)


def _shade(
    part: Part,
    parts: list[Part],
    casters: list[NDArray[np.float64]],
    targets: list[int],
    suns: NDArray[np.float64],
) -> Shade:
    assert part.facet is not None
    face, frame = _own_plane(part.facet.vertices_m, part.facet.normal)
    lit = np.ones(len(suns))
    landed = np.zeros((len(suns), len(targets)))
    solid = [parts[m].facet for m in targets]
    bodies, sizes = _padded([shape.vertices_m for shape in solid if shape is not None])
    shadows, counts = _padded(casters)
    parent = np.full(max(1, len(targets)), -1, dtype=np.int64)
    for t, m in enumerate(targets):
        if parts[m].kind in {"Window", "Door"}:
            parent[t] = next((k for k, w in enumerate(targets) if parts[w].name == parts[m].other), -1)
    lit_and_landed(suns, face, frame, shadows, counts, bodies, sizes, parent, lit, landed)
    dome, iso, low = _dome(part.facet.normal)
    over = np.ones(len(dome))
    if casters:
        none = np.zeros((0, CORNERS, 3)), np.zeros(0, dtype=np.int64)
        lit_and_landed(dome, face, frame, shadows, counts, *none, parent, over, np.zeros((len(dome), 0)))
    full = None
    if targets:
        full = np.zeros((len(suns), len(parts)))
        full[:, targets] = np.maximum(landed, 0.0)
    return Shade(lit, float(over @ iso / iso.sum()), float(over @ low / max(low.sum(), 1e-12)), full)


def _dome(
    normal: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return directions [144, 3] over the sky with their weights on a face: whole sky, and its lowest band.

    Source: EnergyPlus SolarShading (SkyDifSolarShading), 6 by 24 patches.
    """
    altitude = np.radians((np.arange(ALTITUDES) + 0.5) * 90.0 / ALTITUDES)
    azimuth = np.radians(np.arange(AZIMUTHS) * 360.0 / AZIMUTHS)
    high, around = (grid.ravel() for grid in np.meshgrid(altitude, azimuth, indexing="ij"))
    sky = np.stack([np.cos(high) * np.sin(around), np.cos(high) * np.cos(around), np.sin(high)], axis=1)
    facing = np.maximum(sky @ normal, 0.0)
    return sky, facing * np.cos(high), facing * (high < np.radians(90.0 / ALTITUDES))


def _own_plane(
    vertices: NDArray[np.float64], normal: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a polygon in its own plane [n, 2] and the plane's origin, two axes and normal [4, 3]."""
    across = vertices[1] - vertices[0]
    across = across / np.linalg.norm(across)
    along = np.cross(normal, across)
    local = vertices - vertices[0]
    return np.stack([local @ across, local @ along], axis=1), np.stack([vertices[0], across, along, normal])


def _padded(polygons: list[NDArray[np.float64]]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    bodies = np.zeros((len(polygons), CORNERS, 3))
    for n, polygon in enumerate(polygons):
        bodies[n, : len(polygon)] = polygon
    return bodies, np.array([len(p) for p in polygons], dtype=np.int64)
