"""Compiled work on convex polygons in a plane: clipping, subtracting, projecting along the sun.

A polygon is an array [corner, 2] with a count of corners. Source: Sutherland and Hodgman 1974.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

CORNERS = 24
PIECES = 96


@njit(cache=True)
def _area(points: Any, count: int) -> float:
    """Return the signed area, positive counterclockwise."""
    total = 0.0
    for i in range(count):
        j = i + 1 if i + 1 < count else 0
        total += points[i, 0] * points[j, 1] - points[j, 0] * points[i, 1]
    return 0.5 * total


@njit(cache=True)
def _half(points: Any, count: int, ax: float, ay: float, bx: float, by: float, keep: float, out: Any) -> int:
    """Keep the part of a convex polygon to the left (keep 1) or right (keep -1) of the line from a to b."""
    size = 0
    for i in range(count):
        j = i + 1 if i + 1 < count else 0
        one = keep * ((bx - ax) * (points[i, 1] - ay) - (by - ay) * (points[i, 0] - ax))
        two = keep * ((bx - ax) * (points[j, 1] - ay) - (by - ay) * (points[j, 0] - ax))
        if one >= 0.0 and size < CORNERS:
            out[size] = points[i]
            size += 1
        if ((one > 0.0 and two < 0.0) or (one < 0.0 and two > 0.0)) and size < CORNERS:
            share = one / (one - two)
            out[size, 0] = points[i, 0] + share * (points[j, 0] - points[i, 0])
            out[size, 1] = points[i, 1] + share * (points[j, 1] - points[i, 1])
            size += 1
    return size


@njit(cache=True)
def overlap(points: Any, count: int, other: Any, other_count: int) -> float:
    """Return the area that a convex polygon shares with another, both counterclockwise."""
    work = np.empty((CORNERS, 2))
    spare = np.empty((CORNERS, 2))
    work[:count] = points[:count]
    size = count
    for i in range(other_count):
        j = i + 1 if i + 1 < other_count else 0
        size = _half(work, size, other[i, 0], other[i, 1], other[j, 0], other[j, 1], 1.0, spare)
        if size < 3:
            return 0.0
        work[:size] = spare[:size]
    return max(0.0, _area(work, size))


@njit(cache=True)
def subtract(pieces: Any, counts: Any, number: int, shadow: Any, shadow_count: int) -> int:
    """Take a convex shadow away from convex pieces; return how many pieces are left, in place."""
    left = np.empty_like(pieces)
    left_counts = np.empty_like(counts)
    total = 0
    rest = np.empty((CORNERS, 2))
    cut = np.empty((CORNERS, 2))
    for n in range(number):
        size = counts[n]
        rest[:size] = pieces[n, :size]
        for i in range(shadow_count):
            j = i + 1 if i + 1 < shadow_count else 0
            outside = _half(rest, size, shadow[i, 0], shadow[i, 1], shadow[j, 0], shadow[j, 1], -1.0, cut)
            if outside >= 3 and _area(cut, outside) > 1e-9 and total < PIECES:
                left[total, :outside] = cut[:outside]
                left_counts[total] = outside
                total += 1
            inside = _half(rest, size, shadow[i, 0], shadow[i, 1], shadow[j, 0], shadow[j, 1], 1.0, cut)
            size = inside
            if size < 3:
                break
            rest[:size] = cut[:size]
    pieces[:total] = left[:total]
    counts[:total] = left_counts[:total]
    return total


@njit(cache=True)
def flattened(
    corners: Any,
    count: int,
    origin: Any,
    across: Any,
    along: Any,
    normal: Any,
    sun: Any,
    side: float,
    out: Any,
) -> int:
    """Project the part of a polygon before (side 1) or behind (-1) a plane along the sun; counterclockwise.

    ``corners`` [n, 3]; the plane has ``origin``, axes ``across`` and ``along``, and ``normal``.
    """
    size = 0
    slope = normal[0] * sun[0] + normal[1] * sun[1] + normal[2] * sun[2]
    for i in range(count):
        j = i + 1 if i + 1 < count else 0
        one = 0.0
        two = 0.0
        for a in range(3):
            one += normal[a] * (corners[i, a] - origin[a])
            two += normal[a] * (corners[j, a] - origin[a])
        one *= side
        two *= side
        steps = 2 if (one > 1e-6) != (two > 1e-6) else 1
        for s in range(steps):
            if s == 0 and one <= 1e-6:
                continue
            share = 0.0 if s == 0 else (one - 1e-6) / (one - two)
            u = 0.0
            v = 0.0
            height = side * (one + share * (two - one)) / slope
            for a in range(3):
                p = corners[i, a] + share * (corners[j, a] - corners[i, a]) - height * sun[a] - origin[a]
                u += across[a] * p
                v += along[a] * p
            if size < CORNERS:
                out[size, 0] = u
                out[size, 1] = v
                size += 1
    if size >= 3 and _area(out, size) < 0.0:
        for i in range(size // 2):
            for a in range(2):
                keep = out[i, a]
                out[i, a] = out[size - 1 - i, a]
                out[size - 1 - i, a] = keep
    return size


@njit(cache=True)
def lit_and_landed(
    suns: Any,
    face: Any,
    face_3d: Any,
    casters: Any,
    caster_counts: Any,
    targets: Any,
    target_counts: Any,
    target_parent: Any,
    lit: Any,
    landed: Any,
) -> None:
    """For every sun direction: the lit share of a face, and where the light through it lands inside.

    ``face`` [corner, 2] in its own plane with ``face_3d`` [4, 3] origin, axes and normal; ``casters`` [n,
    corner, 3]
    may shade it; ``targets`` [m, corner, 3] are the inside surfaces, a window's ``target_parent`` the wall
    around
    it or -1. Fills ``lit`` [sun] and ``landed`` [sun, m] (shares of the lit area).
    """
    origin, across, along, normal = face_3d[0], face_3d[1], face_3d[2], face_3d[3]
    whole = _area(face, face.shape[0])
    pieces = np.empty((PIECES, CORNERS, 2))
    counts = np.empty(PIECES, np.int64)
    shadow = np.empty((CORNERS, 2))
    for n in range(suns.shape[0]):
        sun = suns[n]
        slope = normal[0] * sun[0] + normal[1] * sun[1] + normal[2] * sun[2]
        if slope <= 1e-4 or sun[2] <= 0.0:
            lit[n] = 1.0
            continue
        pieces[0, : face.shape[0]] = face
        counts[0] = face.shape[0]
        number = 1
        for c in range(casters.shape[0]):
            size = flattened(casters[c], caster_counts[c], origin, across, along, normal, sun, 1.0, shadow)
            if size >= 3 and _area(shadow, size) > 1e-9:
                number = subtract(pieces, counts, number, shadow, size)
        bright = 0.0
        for p in range(number):
            bright += _area(pieces[p], counts[p])
        lit[n] = min(1.0, bright / whole)
        if bright <= 1e-9:
            continue
        for t in range(targets.shape[0]):
            size = flattened(targets[t], target_counts[t], origin, across, along, normal, sun, -1.0, shadow)
            if size < 3:
                continue
            shared = 0.0
            for p in range(number):
                shared += overlap(pieces[p], counts[p], shadow, size)
            landed[n, t] += shared / bright
            if target_parent[t] >= 0:
                landed[n, target_parent[t]] -= shared / bright
