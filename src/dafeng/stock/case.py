"""A building as a case: what its JSON says, checked and turned into plain objects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from dafeng.base import InputError, Text
from dafeng.stock.constants import default, roughness_names
from dafeng.stock.schedule import Schedule, read_schedule

if TYPE_CHECKING:
    from numpy.typing import NDArray

SurfaceType = Literal["Wall", "Roof", "Floor", "Ceiling", "Door"]
Distribution = Literal["FullExterior", "FullInteriorAndExterior"]
SURFACE_TYPES = ("Wall", "Roof", "Floor", "Ceiling", "Door")
TERRAIN = "Country"  # of the wind profile in the data file
DISTRIBUTIONS = ("FullExterior", "FullInteriorAndExterior")


@dataclass(frozen=True, slots=True)
class Material:
    """A homogeneous layer, or a resistance without mass.

    Either ``resistance_m2k_w`` is given, or thickness, conductivity, density and specific heat are.
    ``solar_absorptance_share`` and ``emissivity_share`` count where the layer faces air.
    """

    name: str
    thickness_m: float
    conductivity_w_mk: float
    density_kg_m3: float
    specific_heat_j_kgk: float
    resistance_m2k_w: float
    solar_absorptance_share: float
    emissivity_share: float
    roughness: str


@dataclass(frozen=True, slots=True)
class Pane:
    """A pane of glass; transmittance and reflectances for solar radiation at normal incidence."""

    thickness_m: float
    transmittance_share: float
    reflectance_front_share: float
    reflectance_back_share: float
    emissivity_front_share: float
    emissivity_back_share: float
    conductivity_w_mk: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap between panes filled with a gas."""

    gas: str
    thickness_m: float


@dataclass(frozen=True, slots=True)
class Glazing:
    """A window: panes and gaps from outside to inside, or the two figures U and g."""

    panes: tuple[Pane, ...]
    gaps: tuple[Gap, ...]
    u_value_w_m2k: float | None = None
    g_value_share: float | None = None


@dataclass(frozen=True, slots=True)
class Surface:
    """A plane part of a zone's envelope; ``construction`` is listed from outside to inside."""

    name: str
    kind: SurfaceType
    construction: str
    boundary: str
    vertices_m: NDArray[np.float64]
    sun: bool
    view_to_ground_share: float | None


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a surface that is glass, or opaque where ``opaque`` holds (a door)."""

    name: str
    surface: str
    construction: str
    vertices_m: NDArray[np.float64]
    opaque: bool


@dataclass(frozen=True, slots=True)
class Gain:
    """Heat of people and equipment: ``watts`` times a profile, ``radiant_share`` of it by radiation."""

    watts: float
    profile: Schedule
    radiant_share: float


@dataclass(frozen=True, slots=True)
class AirChange:
    """Outdoor air that enters: ``air_changes_per_h`` of the zone's volume times a profile."""

    air_changes_per_h: float
    profile: Schedule


@dataclass(frozen=True, slots=True)
class Zone:
    """A volume of air of one temperature."""

    name: str
    volume_m3: float
    floor_area_m2: float
    surfaces: tuple[Surface, ...]
    windows: tuple[Window, ...]
    internal_mass: tuple[tuple[str, float], ...]
    gains: tuple[Gain, ...]
    air: tuple[AirChange, ...]
    heat_set_c: Schedule | None
    cool_set_c: Schedule | None


@dataclass(frozen=True, slots=True)
class Case:
    """A building to be simulated.

    ``north_axis_deg`` turns the building clockwise; ``ground_temperature_c`` is the temperature below the
    slab in each month, shape [12]; ``results`` holds what the file itself reports of another program.
    """

    id: str
    materials: Mapping[str, Material]
    constructions: Mapping[str, tuple[str, ...]]
    glazings: Mapping[str, Glazing]
    zones: tuple[Zone, ...]
    shading_m: tuple[NDArray[np.float64], ...]
    north_axis_deg: float
    ground_temperature_c: NDArray[np.float64]
    ground_reflectance_share: float
    solar_distribution: Distribution
    terrain: str
    start_weekday: int
    conditioned_floor_area_m2: float
    weather: str | None = None
    results: Mapping[str, Any] = field(default_factory=dict)


def fault(where: str, zh: str, en: str) -> InputError:
    """Return the error that says what is wrong at ``where`` in a case."""
    return InputError(
        "stock-case-field",
        Text(f"算例 {where}：{zh}", f"case {where}: {en}"),
        mend=Text("改正该处", "mend it there"),
    )


def read_case(path: Path | str) -> Case:
    """Read a case from a JSON file; the id is the file's name up to the first dot.

    Raises ``InputError``: ``stock-case-missing``, ``stock-case-syntax``, ``stock-case-field``.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(
            "stock-case-missing",
            Text(f"没有算例文件 {path}", f"there is no case {path}"),
            mend=Text("检查路径", "check the path"),
        )
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(
            "stock-case-syntax",
            Text(f"{path.name} 不是 UTF-8 的 JSON：{error}", f"{path.name} is no JSON in UTF-8: {error}"),
            mend=Text("按提示位置改正", "mend it at the place named"),
        ) from error
    if not isinstance(raw, dict):
        raise fault(path.name, "不是对象", "is no object")
    return case_from(raw, case_id=path.name.split(".")[0])


def case_from(raw: Mapping[str, Any], *, case_id: str) -> Case:
    """Return the case that the JSON object ``raw`` describes. Raises ``InputError`` (stock-case-field)."""
    try:
        return _case(raw, case_id)
    except KeyError as error:
        raise fault(case_id, f"缺少 {error.args[0]!r}", f"{error.args[0]!r} is missing") from error
    except (TypeError, AttributeError) as error:
        raise fault(case_id, f"某项类型不对：{error}", f"an entry has the wrong type: {error}") from error


def _case(raw: Mapping[str, Any], case_id: str) -> Case:
    materials = {name: _material(name, entry) for name, entry in _part(raw, "materials").items()}
    constructions = {name: tuple(layers) for name, layers in _part(raw, "constructions").items()}
    glazings = {name: _glazing(name, entry) for name, entry in raw.get("glazings", {}).items()}
    zones = tuple(_zone(entry) for entry in raw.get("zones", ()))
    if not zones:
        raise fault(case_id, "没有区", "has no zone")
    _check_names(case_id, materials, constructions, glazings, zones)
    distribution = raw.get("solar_distribution", DISTRIBUTIONS[0])
    if distribution not in DISTRIBUTIONS:
        raise fault(
            case_id,
            f"solar_distribution 应为 {'、'.join(DISTRIBUTIONS)} 之一",
            f"solar_distribution must be one of {', '.join(DISTRIBUTIONS)}",
        )
    terrain = raw.get("terrain", TERRAIN)
    if terrain != TERRAIN:
        raise fault(case_id, f"地形只支持 {TERRAIN}", f"terrain {terrain!r} is not known, only {TERRAIN}")
    on_ground = any(s.boundary == "ground" for z in zones for s in z.surfaces)
    if on_ground and raw.get("ground_temp") is None:
        raise fault(
            case_id, "有接地面但没有 ground_temp", "a surface lies on the ground, ground_temp is missing"
        )
    year = raw.get("year", int(default("year")))
    conditioned = sum(z.floor_area_m2 for z in zones if z.heat_set_c is not None or z.cool_set_c is not None)
    return Case(
        id=case_id,
        materials=materials,
        constructions=constructions,
        glazings=glazings,
        zones=zones,
        shading_m=tuple(
            _vertices(f"shading {n}", s["vertices"]) for n, s in enumerate(raw.get("shading") or ())
        ),
        north_axis_deg=float(raw.get("north_axis") or 0.0),
        ground_temperature_c=_monthly(case_id, raw.get("ground_temp")),
        ground_reflectance_share=float(raw.get("ground_reflectance", default("ground_reflectance_share"))),
        solar_distribution=distribution,
        terrain=terrain,
        start_weekday=_weekday(year),
        conditioned_floor_area_m2=conditioned or sum(z.floor_area_m2 for z in zones),
        weather=raw.get("weather"),
        results=raw.get("results", {}),
    )


def _part(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = raw.get(key)
    if not isinstance(part, Mapping) or not part:
        raise fault(key, "缺少或为空", "is missing or empty")
    return part


def _weekday(year: int) -> int:
    """Return the weekday (0 Monday) of 1 January of a year of the Gregorian calendar."""
    before = year - 1
    return (before * 365 + before // 4 - before // 100 + before // 400) % 7


def _number(
    where: str, entry: Mapping[str, Any], key: str, low: float, missing: float | None = None
) -> float:
    value = entry.get(key, missing)
    if not isinstance(value, int | float) or isinstance(value, bool) or not np.isfinite(value) or value < low:
        raise fault(
            f"{where}.{key}", f"{value!r} 不是不小于 {low:g} 的数", f"{value!r} is no number >= {low:g}"
        )
    return float(value)


def _material(name: str, entry: Mapping[str, Any]) -> Material:
    roughness = entry.get("roughness", "Rough")
    if roughness not in roughness_names():
        raise fault(f"material {name}", f"粗糙度 {roughness!r} 未知", f"roughness {roughness!r} is unknown")
    massless = "R" in entry
    tiny = 1e-9

    def figure(key: str) -> float:
        return 0.0 if massless else _number(f"material {name}", entry, key, tiny)

    return Material(
        name=name,
        thickness_m=figure("d"),
        conductivity_w_mk=figure("k"),
        density_kg_m3=figure("rho"),
        specific_heat_j_kgk=figure("c"),
        resistance_m2k_w=_number(f"material {name}", entry, "R", tiny) if massless else 0.0,
        solar_absorptance_share=_number(name, entry, "abs", 0.0, default("solar_absorptance_share")),
        emissivity_share=_number(name, entry, "emis", 0.0, default("emissivity_share")),
        roughness=roughness,
    )


def _glazing(name: str, entry: Mapping[str, Any]) -> Glazing:
    where = f"glazing {name}"
    if "layers" not in entry:
        return Glazing((), (), _number(where, entry, "U", 0.01), _number(where, entry, "g", 0.0))
    glass = default("glass_emissivity_share")
    panes, gaps = [], []
    for layer in entry["layers"]:
        if "gas" in layer:
            gaps.append(Gap(str(layer["gas"]), _number(where, layer, "d", 1e-4)))
            continue
        front = _number(where, layer, "rf", 0.0)
        panes.append(
            Pane(
                _number(where, layer, "d", 1e-4),
                _number(where, layer, "tau", 0.0),
                front,
                _number(where, layer, "rb", 0.0, front),
                _number(where, layer, "ef", 0.0, glass),
                _number(where, layer, "eb", 0.0, glass),
                _number(where, layer, "k", 1e-6),
            )
        )
    if not panes or len(gaps) != len(panes) - 1:
        raise fault(where, "玻璃与气体层应交替", "panes and gaps must alternate")
    return Glazing(tuple(panes), tuple(gaps))


def _zone(entry: Mapping[str, Any]) -> Zone:
    name = str(entry.get("name", "?"))
    where = f"zone {name}"
    setpoints = [
        None if entry.get(key) is None else read_schedule(entry[key], where=f"{where}.{key}", unit="c")
        for key in ("heat_set", "cool_set")
    ]
    return Zone(
        name=name,
        volume_m3=_number(where, entry, "volume", 1e-3),
        floor_area_m2=_number(where, entry, "floor_area", 1e-3),
        surfaces=tuple(_surface(s) for s in entry["surfaces"]),
        windows=tuple(
            Window(
                w["name"],
                w["surface"],
                w["construction"],
                _vertices(w["name"], w["vertices"]),
                w.get("type", "Window") == "Door",
            )
            for w in entry.get("windows") or ()
        ),
        internal_mass=tuple(
            (m["construction"], _number(where, m, "area", 0.0)) for m in entry.get("internal_mass") or ()
        ),
        gains=tuple(
            Gain(
                _number(where, g, "watts", 0.0),
                read_schedule(g.get("profile", 1.0), where=f"{where}.gains", unit="share"),
                _number(where, g, "frad", 0.0, 0.0),
            )
            for g in entry.get("gains") or ()
        ),
        air=tuple(
            AirChange(
                _number(where, a, "ach", 0.0),
                read_schedule(a.get("profile", 1.0), where=f"{where}.air", unit="share"),
            )
            for a in entry.get("air") or ()
        ),
        heat_set_c=setpoints[0],
        cool_set_c=setpoints[1],
    )


def _surface(entry: Mapping[str, Any]) -> Surface:
    name = str(entry.get("name", "?"))
    kind = entry.get("type")
    if kind not in SURFACE_TYPES:
        raise fault(f"surface {name}", f"类型 {kind!r} 未知", f"type {kind!r} is unknown")
    return Surface(
        name=name,
        kind=kind,
        construction=entry["construction"],
        boundary=entry["bc"],
        vertices_m=_vertices(name, entry["vertices"]),
        sun=bool(entry.get("sun", True)),
        view_to_ground_share=entry.get("vf_ground"),
    )


def _vertices(where: str, points: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    array = np.asarray(points, dtype=np.float64)
    if array.ndim != 2 or array.shape[1] != 3 or array.shape[0] < 3 or not np.isfinite(array).all():
        raise fault(where, "顶点应为三个以上的 [x, y, z]", "vertices must be three or more [x, y, z]")
    return array


def _monthly(case_id: str, values: Sequence[float] | None) -> NDArray[np.float64]:
    array = np.asarray(values if values is not None else [np.nan] * 12, dtype=np.float64)
    if array.shape != (12,):
        raise fault(case_id, "ground_temp 应为 12 个月值", "ground_temp must hold 12 months")
    return array


def _check_names(
    case_id: str,
    materials: Mapping[str, Material],
    constructions: Mapping[str, tuple[str, ...]],
    glazings: Mapping[str, Glazing],
    zones: tuple[Zone, ...],
) -> None:
    """Raise where a name is used that stands for nothing."""
    for name, layers in constructions.items():
        for layer in layers:
            if layer not in materials:
                raise fault(f"{case_id} construction {name}", f"没有材料 {layer}", f"no material {layer}")
    surfaces = {s.name: s for zone in zones for s in zone.surfaces}
    for zone in zones:
        for surface in zone.surfaces:
            _check_surface(case_id, surface, surfaces, constructions)
        for window in zone.windows:
            known = constructions if window.opaque else glazings
            if window.construction not in known:
                raise fault(
                    f"{case_id} window {window.name}",
                    f"没有构造 {window.construction}",
                    f"no construction {window.construction}",
                )
            if window.surface not in {s.name for s in zone.surfaces}:
                raise fault(f"{case_id} window {window.name}", "所在墙面不存在", "its surface does not exist")
        for construction, _ in zone.internal_mass:
            if construction not in constructions:
                raise fault(
                    f"{case_id} {zone.name}", f"没有构造 {construction}", f"no construction {construction}"
                )


def _check_surface(
    case_id: str,
    surface: Surface,
    surfaces: Mapping[str, Surface],
    constructions: Mapping[str, tuple[str, ...]],
) -> None:
    where = f"{case_id} surface {surface.name}"
    if surface.construction not in constructions:
        raise fault(where, f"没有构造 {surface.construction}", f"no construction {surface.construction}")
    if surface.boundary in {"outdoors", "ground", "adiabatic"}:
        return
    other = surfaces.get(surface.boundary)
    if other is None or other.boundary != surface.name:
        raise fault(
            where, f"边界 {surface.boundary} 不成对", f"boundary {surface.boundary} is no pair with it"
        )
