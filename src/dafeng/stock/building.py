"""A case worked out into figures: every surface's areas, films, modes, what it sees, what sun it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import InputError, Text
from dafeng.stock.case import Case, Zone
from dafeng.stock.conduction import Wall, wall, with_late_memory
from dafeng.stock.constants import roughness_factor
from dafeng.stock.geometry import Facet, facet
from dafeng.stock.glazing import Glass, glass
from dafeng.stock.radiation import (
    MASS_FACING_DEG,
    MASS_TILT_DEG,
    grey_exchange,
    star,
    uniform_shares,
    view_factors,
    window_shares,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

REFERENCE_STEP_S = 600.0


@dataclass(slots=True)
class Part:
    """One surface as the kernel sees it."""

    role: str
    zone: int
    kind: str
    name: str
    area_m2: float
    facet: Facet | None
    tilt_deg: float
    azimuth_deg: float
    wall: Wall | None = None
    glass: Glass | None = None
    absorb_out: float = 0.0
    absorb_in: float = 0.0
    emissivity_out: float = 0.0
    emissivity_in: float = 0.0
    roughness: float = 1.0
    sun: bool = True
    ground_view: float = 0.0
    other: str = ""


@dataclass(slots=True)
class Building:
    """All parts of a case in the kernel's order, with the signature that says which cases run together.

    ``exchange`` [pair] grey exchange and ``star`` [part] its star. Shares [part]: ``uniform`` of evenly
    scattered sun, ``beam`` of beam that falls on the floor first, ``warm`` of radiant gains; ``diffuse``
    [window, part] of diffuse sun.
    """

    case: Case
    parts: list[Part]
    pairs: list[tuple[int, int]]
    exchange: NDArray[np.float64]
    star: NDArray[np.float64]
    uniform: NDArray[np.float64]
    warm: NDArray[np.float64]
    beam: NDArray[np.float64]
    diffuse: NDArray[np.float64]

    @property
    def on_wall(self) -> dict[str, tuple[str, ...]]:
        """Return the windows and doors on each wall, by name."""
        found: dict[str, tuple[str, ...]] = {}
        for zone in self.case.zones:
            for window in zone.windows:
                found[window.surface] = (*found.get(window.surface, ()), window.name)
        return found

    @property
    def signature(self) -> tuple[Any, ...]:
        """Return what must agree for two buildings to run in one batch."""
        return (
            tuple((p.role, p.zone) for p in self.parts),
            self.panes,
            len(self.case.zones),
            self.case.solar_distribution == "FullInteriorAndExterior" and self.has_glass,
        )

    @property
    def panes(self) -> int:
        """Return the number of panes of its windows, 0 without any."""
        return max((len(p.glass.pane_w_m2k) for p in self.parts if p.glass), default=0)

    @property
    def has_glass(self) -> bool:
        """Return whether it has windows."""
        return any(p.glass for p in self.parts)


def building(case: Case, *, step_s: float, modes: int) -> Building:
    """Return the building of a case for steps of ``step_s`` seconds and walls of at most ``modes`` modes.

    Raises ``InputError``: ``stock-case-geometry`` where windows do not fit their wall or two sides of a wall
    differ in area, ``stock-case-field``.
    """
    parts: list[Part] = []
    for number, zone in enumerate(case.zones):
        parts += _zone_parts(case, zone, number, step_s, modes)
    ordered = [p for role in ("outdoors", "ground", "mass") for p in parts if p.role == role]
    ordered += _paired([p for p in parts if p.role == "between"])
    ordered += [p for p in parts if p.role == "window"]
    return _seen(case, ordered)


def _paired(parts: list[Part]) -> list[Part]:
    """Return the sides of walls between zones so that both sides of a wall follow each other."""
    by_name = {p.name: p for p in parts}
    ordered: list[Part] = []
    done: set[str] = set()
    for part in parts:
        if part.name in done:
            continue
        other = by_name[part.other]
        if abs(other.area_m2 - part.area_m2) > 1e-3 * part.area_m2:
            raise InputError(
                "stock-case-geometry",
                Text(f"{part.name} 与 {other.name} 面积不同", f"{part.name} and {other.name} differ in area"),
                mend=Text("同一堵墙的两面应相等", "give both sides of a wall the same area"),
            )
        ordered += [part, other]
        done |= {part.name, other.name}
    return ordered


def _zone_parts(case: Case, zone: Zone, number: int, step_s: float, modes: int) -> list[Part]:
    made = []
    facets = {s.name: facet(s.vertices_m, north_axis_deg=case.north_axis_deg) for s in zone.surfaces}
    panes = [(w, facet(w.vertices_m, north_axis_deg=case.north_axis_deg)) for w in zone.windows]
    views = {s.name: s for s in zone.surfaces}
    for surface in zone.surfaces:
        shape = facets[surface.name]
        area = shape.area_m2 - sum(f.area_m2 for w, f in panes if w.surface == surface.name)
        if area <= 1e-6 * shape.area_m2:
            raise InputError(
                "stock-case-geometry",
                Text(f"{surface.name} 上的窗比墙大", f"the windows of {surface.name} are larger than it"),
                mend=Text("缩小窗", "make the windows smaller"),
            )
        role = {"outdoors": "outdoors", "ground": "ground", "adiabatic": "mass"}.get(
            surface.boundary, "between"
        )
        part = Part(role, number, surface.kind, surface.name, area, shape, shape.tilt_deg, shape.azimuth_deg)
        _clad(case, part, surface.construction, step_s, modes)
        part.sun = surface.sun
        part.ground_view = _view(surface.view_to_ground_share, shape)
        part.other = surface.boundary
        made.append(part)
    for window, shape in panes:
        under = views[window.surface]
        role = "outdoors" if window.opaque else "window"
        kind = "Door" if window.opaque else "Window"
        part = Part(role, number, kind, window.name, shape.area_m2, shape, shape.tilt_deg, shape.azimuth_deg)
        part.sun = under.sun
        part.other = window.surface
        part.ground_view = _view(under.view_to_ground_share, shape)
        if window.opaque:
            _clad(case, part, window.construction, step_s, modes)
        else:
            part.glass = glass(case.glazings[window.construction])
            part.emissivity_out = float(part.glass.emissivity[0, 0])
            part.emissivity_in = float(part.glass.emissivity[-1, 1])
            part.absorb_in = 1.0 - part.glass.reflection_back
        made.append(part)
    for n, (construction, area) in enumerate(zone.internal_mass):
        if area > 0.0:
            part = Part("mass", number, "Mass", f"{zone.name} mass {n}", area, None, MASS_TILT_DEG, 0.0)
            _clad(case, part, construction, step_s, modes)
            made.append(part)
    return made


def _view(given: float | None, shape: Facet) -> float:
    return 0.5 * (1.0 - np.cos(np.radians(shape.tilt_deg))) if given is None else float(given)


def _clad(case: Case, part: Part, construction: str, step_s: float, modes: int) -> None:
    layers = [case.materials[name] for name in case.constructions[construction]]
    part.wall = wall(tuple(layers), step_s=step_s, modes=modes)
    if part.role == "mass" and step_s > REFERENCE_STEP_S:
        part.wall = with_late_memory(tuple(layers), late_s=REFERENCE_STEP_S, step_s=step_s, modes=modes)
    part.absorb_out = layers[0].solar_absorptance_share
    part.absorb_in = layers[-1].solar_absorptance_share
    part.emissivity_out = layers[0].emissivity_share
    part.emissivity_in = layers[-1].emissivity_share
    part.roughness = roughness_factor(layers[0].roughness)


def _seen(case: Case, parts: list[Part]) -> Building:
    """Return the building with what its surfaces exchange."""
    count = len(parts)
    uniform, warm, beam, arms = (np.zeros(count) for _ in range(4))
    windows = [n for n, p in enumerate(parts) if p.role == "window"]
    diffuse = np.zeros((len(windows), count))
    pairs: list[tuple[int, int]] = []
    exchange: list[float] = []
    for z in range(len(case.zones)):
        members = [n for n, p in enumerate(parts) if p.zone == z]
        area = np.array([parts[n].area_m2 for n in members])
        eps = np.array([parts[n].emissivity_in for n in members])
        alpha = np.array([parts[n].absorb_in for n in members])
        factors = view_factors(
            area,
            azimuth_deg=np.array([parts[n].azimuth_deg for n in members]),
            tilt_deg=np.array([parts[n].tilt_deg if parts[n].facet else MASS_FACING_DEG for n in members]),
            kind=tuple(parts[n].kind for n in members),
        )
        matrix = grey_exchange(factors, area_m2=area, emissivity=eps)
        for i, first in enumerate(members):
            for j in range(i + 1, len(members)):
                pairs.append((first, members[j]))
                exchange.append(float(matrix[i, j]))
        arms[members] = star(matrix)
        share = uniform_shares(area, absorptance=alpha)
        uniform[members] = share
        warm[members] = uniform_shares(area, absorptance=eps)
        floor = np.array([parts[n].kind == "Floor" for n in members]) * area
        landed = floor / floor.sum() * alpha if floor.any() else np.zeros(len(members))
        beam[members] = landed + (1.0 - landed.sum()) * share
        for row, n in enumerate(windows):
            if parts[n].zone == z:
                diffuse[row, members] = window_shares(
                    factors, window=members.index(n), absorptance=alpha, uniform=share
                )
    return Building(case, parts, pairs, np.array(exchange), arms, uniform, warm, beam, diffuse)
