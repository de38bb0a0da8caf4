"""Compiled small matrices of preparation: polygons' figures, views and grey exchange, modes of a wall.

NumPy's calls cost more than the numbers here, which are few; a stock is prepared a building at a time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

compiled: Any = njit(cache=True, error_model="numpy")
WALL, FLOOR, ROOF, MASS = 0, 1, 2, 3
ROUNDS = 400


@compiled
def polygon_figures(points: Any, cos: float, sin: float, turned: Any) -> Any:
    """Return area, normal (3), centroid (3), height and shortest side of a polygon, turned by an angle.

    ``turned`` [n, 3] receives the turned points. Newell's formula; the centroid by triangles from the
    first point.
    """
    count = points.shape[0]
    for i in range(count):
        turned[i, 0] = points[i, 0] * cos + points[i, 1] * sin
        turned[i, 1] = -points[i, 0] * sin + points[i, 1] * cos
        turned[i, 2] = points[i, 2]
    found = np.zeros(9)
    low, high, shortest = 1e30, -1e30, 1e30
    for i in range(count):
        j = (i + 1) % count
        x, y, z = turned[i]
        u, v, w = turned[j]
        found[1] += 0.5 * (y * w - z * v)
        found[2] += 0.5 * (z * u - x * w)
        found[3] += 0.5 * (x * v - y * u)
        low, high = min(low, z), max(high, z)
        shortest = min(shortest, np.sqrt((u - x) ** 2 + (v - y) ** 2 + (w - z) ** 2))
    area = np.sqrt(found[1] ** 2 + found[2] ** 2 + found[3] ** 2)
    found[0] = area
    for a in range(1, 4):
        found[a] /= area
    total = 0.0
    for i in range(1, count - 1):
        a0, a1, a2 = turned[i, 0] - turned[0, 0], turned[i, 1] - turned[0, 1], turned[i, 2] - turned[0, 2]
        b0 = turned[i + 1, 0] - turned[0, 0]
        b1 = turned[i + 1, 1] - turned[0, 1]
        b2 = turned[i + 1, 2] - turned[0, 2]
        weight = (
            (a1 * b2 - a2 * b1) * found[1] + (a2 * b0 - a0 * b2) * found[2] + (a0 * b1 - a1 * b0) * found[3]
        )
        total += weight
        found[4] += weight * (turned[0, 0] + (a0 + b0) / 3.0)
        found[5] += weight * (turned[0, 1] + (a1 + b1) / 3.0)
        found[6] += weight * (turned[0, 2] + (a2 + b2) / 3.0)
    for a in range(4, 7):
        found[a] /= total
    found[7] = high - low
    found[8] = shortest
    return found


@compiled
def approximate_views(area: Any, azimuth: Any, tilt: Any, kind: Any, limit: float) -> Any:
    """Return view factors [i, j] by areas, closed and reciprocal: see ``radiation.view_factors``."""
    count = area.size
    exchange = np.zeros((count, count))
    total = area.sum()
    largest = 0
    for i in range(count):
        if area[i] > area[largest]:
            largest = i
        sight = 0.0
        for j in range(count):
            if i == j:
                continue
            apart = abs(azimuth[i] - azimuth[j]) > limit or abs(tilt[i] - tilt[j]) > limit
            seen = apart or kind[j] == MASS or kind[j] == FLOOR or (kind[j] == ROOF and kind[i] == FLOOR)
            if seen:
                sight += area[j]
            if seen or kind[j] == ROOF:
                exchange[i, j] = area[j]
        if sight > 0.0:
            for j in range(count):
                exchange[i, j] *= area[i] / sight
    if area[largest] > 0.99 * (total - area[largest]) and count > 3:
        exchange[largest, largest] = min(0.9, 1.2 * area[largest] / total) * area[largest]
    _average(exchange)
    before = 10.0
    for _ in range(ROUNDS if count > 3 else 0):
        for i in range(count):
            row = exchange[i].sum()
            if row > 1e-10:
                exchange[i] *= area[i] / row
        _average(exchange)
        now = 0.0
        for i in range(count):
            now += exchange[i].sum() / area[i]
        now = abs(now - count)
        if abs(before - now) < 1e-5 or now <= 1e-5:
            break
        before = now
    for i in range(count):
        exchange[i] /= area[i]
    return exchange


@compiled
def _average(matrix: Any) -> None:
    for i in range(matrix.shape[0]):
        for j in range(i):
            mean = 0.5 * (matrix[i, j] + matrix[j, i])
            matrix[i, j] = mean
            matrix[j, i] = mean


@compiled
def script_f(factors: Any, area: Any, emissivity: Any) -> Any:
    """Return the grey exchange [m2]: see ``radiation.grey_exchange``. Gauss-Jordan with pivots on the
    diagonal.
    """
    count = area.size
    system = np.empty((count, 2 * count))
    for i in range(count):
        for j in range(count):
            # transposed: X (1 - (1 - eps) F) = A eps F, one right side a row
            system[i, j] = (1.0 if i == j else 0.0) - (1.0 - emissivity[j]) * factors[j, i]
            system[i, count + j] = area[j] * emissivity[j] * factors[j, i]
    for k in range(count):
        pivot = 1.0 / system[k, k]
        for c in range(k, 2 * count):
            system[k, c] *= pivot
        for i in range(count):
            if i != k and system[i, k] != 0.0:
                factor = system[i, k]
                for c in range(k, 2 * count):
                    system[i, c] -= factor * system[k, c]
    found = np.empty((count, count))
    for i in range(count):
        for j in range(count):
            found[i, j] = system[j, count + i] * emissivity[j]
    _average(found)
    for i in range(count):
        found[i, i] = 0.0
    return found


@compiled
def star_arms(exchange: Any) -> Any:
    """Return the arms of the star: see ``radiation.star``."""
    count = exchange.shape[0]
    totals = exchange.sum(axis=1)
    if count < 3:
        return 2.0 * totals
    arms = totals.copy()
    for _ in range(60):
        whole = max(arms.sum(), 1e-12)
        for i in range(count):
            arms[i] = 0.5 * arms[i] + 0.5 * totals[i] / (1.0 - min(arms[i] / whole, 0.95))
    return arms


@compiled
def end_rows(diagonal: Any, off: Any) -> Any:
    """Return eigenvalues, ascending, and the first and last parts of the eigenvectors of a tridiagonal
    matrix.

    Implicit QL with shifts; only the two rows that are wanted are turned along. Source: Golub and Welsch
    1969;
    EISPACK imtql2.
    """
    n = diagonal.size
    d = diagonal.copy()
    e = np.zeros(n)
    e[: n - 1] = off
    first, last = np.zeros(n), np.zeros(n)
    first[0] = 1.0
    last[n - 1] = 1.0
    for start in range(n):
        for _ in range(80):
            m = start
            while m < n - 1 and abs(e[m]) > 2.3e-16 * (abs(d[m]) + abs(d[m + 1])):
                m += 1
            if m == start:
                break
            g = (d[start + 1] - d[start]) / (2.0 * e[start])
            r = np.sqrt(g * g + 1.0)
            g = d[m] - d[start] + e[start] / (g + (r if g >= 0.0 else -r))
            s, c, p = 1.0, 1.0, 0.0
            i = m - 1
            while i >= start:
                f = s * e[i]
                b = c * e[i]
                r = np.sqrt(f * f + g * g)
                e[i + 1] = r
                if r == 0.0:
                    d[i + 1] -= p
                    e[m] = 0.0
                    break
                s = f / r
                c = g / r
                g = d[i + 1] - p
                r = (d[i] - g) * s + 2.0 * c * b
                p = s * r
                d[i + 1] = g + p
                g = c * r - b
                for row in (first, last):
                    f = row[i + 1]
                    row[i + 1] = s * row[i] + c * f
                    row[i] = c * row[i] - s * f
                i -= 1
            if i >= start and r == 0.0:
                continue
            d[start] -= p
            e[start] = g
            e[m] = 0.0
    order = np.argsort(d)
    return d[order], first[order], last[order]


@compiled
def wall_modes(resistances: Any, capacities: Any, nodes: int, least: int, step_s: float, most: int) -> Any:
    """Return U and the modes of layers from outside to inside: see ``conduction``.

    ``nodes`` slices of equal time constant are shared out, ``least`` to a layer. Returns U, decay,
    outer and inner weights, instant terms and the whole answer within a step (oo, oi, ii).
    """
    scale = 0.0
    for n in range(resistances.size):
        scale += np.sqrt(resistances[n] * capacities[n])
    size = 0
    for n in range(resistances.size):
        if capacities[n] > 0.0:
            size += max(least, int(np.rint(nodes * np.sqrt(resistances[n] * capacities[n]) / scale)))
    between, mass = np.zeros(size + 1), np.zeros(size)
    k = 0
    for n in range(resistances.size):
        if capacities[n] == 0.0:
            between[k] += resistances[n]
            continue
        count = max(least, int(np.rint(nodes * np.sqrt(resistances[n] * capacities[n]) / scale)))
        part = resistances[n] / count
        for _ in range(count):
            between[k] += 0.5 * part
            mass[k] = capacities[n] / count
            k += 1
            between[k] += 0.5 * part
    u = 1.0 / between.sum()
    instant, answer = np.zeros(3), np.zeros(3)
    if size == 0:
        return u, np.zeros(0), np.zeros(0), np.zeros(0), instant, answer
    flow, root = 1.0 / between, 1.0 / np.sqrt(mass)
    rates, outer, inner = end_rows((flow[:-1] + flow[1:]) * root * root, -flow[1:-1] * root[:-1] * root[1:])
    outer *= flow[0] * root[0]
    inner *= flow[size] * root[size - 1]
    decay = np.exp(-rates * step_s)
    weight = (outer * outer + inner * inner) * decay * (1.0 - decay) / (rates * rates)
    chosen = np.zeros(size, np.bool_)
    kept = 0
    for n in range(size):  # slowest first
        if kept < most and weight[n] > 1e-6 * weight.max():
            chosen[n] = True
            kept += 1
    row, slow, out_, in_ = 0, np.zeros(kept), np.zeros(kept), np.zeros(kept)
    for n in range(size):
        gain = 1.0 / (rates[n] * np.sqrt(step_s))
        if chosen[n]:
            gain *= np.sqrt(1.0 - decay[n])
            slow[row], out_[row], in_[row] = decay[n], outer[n] * gain, inner[n] * gain
            row += 1
        a, b = outer[n] * gain, inner[n] * gain
        answer += np.array([a * a, a * b, b * b])
        if not chosen[n]:  # all that a mode takes up in the end, taken up at once
            instant += np.array([a * a, a * b, b * b])
    return u, slow, out_, in_, instant, answer


@compiled
def by_lane(out: Any) -> Any:
    """Return results [kind, hour, zone, lane] as [lane, kind, zone, hour]."""
    kinds, hours, zones, lanes = out.shape
    found = np.empty((lanes, kinds, zones, hours), out.dtype)
    for kind in range(kinds):
        for z in range(zones):
            for first in range(0, hours, 64):
                for lane in range(lanes):
                    for h in range(first, min(first + 64, hours)):
                        found[lane, kind, z, h] = out[kind, h, z, lane]
    return found


@compiled
def any_before(faces: Any, normals: Any, solids: Any, counts: Any, margin: float) -> bool:
    """Return whether any polygon of ``solids`` [n, corner, 3] reaches before any face (a point [3] and a
    normal).
    """
    for f in range(faces.shape[0]):
        for s in range(solids.shape[0]):
            for c in range(counts[s]):
                height = 0.0
                for a in range(3):
                    height += (solids[s, c, a] - faces[f, a]) * normals[f, a]
                if height > margin:
                    return True
    return False
