"""The description of a building that archetypes, users and stocks share: figures and a few words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from dafeng.base import InputError, Issue, Text
from dafeng.stock.archetypes.figures import (
    construction_data,
    envelope_figures,
    kinds,
    known,
    rule,
    rules,
    use_figures,
)

FROM_ENVELOPE = {
    "wall_u": "wall_u_w_m2k",
    "roof_u": "roof_u_w_m2k",
    "window_u": "window_u_w_m2k",
    "window_g": "window_g_share",
    "floor_r": "floor_r_m2k_w",
    "air_change": "air_change_per_h",
}
MORE_IS_BETTER = ("floor_r",)


@dataclass(frozen=True, slots=True)
class Design:
    """A building as one box of ``storeys`` equal floors, heated wholly or in part.

    ``use``, ``era``, ``envelope``, ``zone`` say where the figures come from; the simulation reads only the
    figures and the words below. The south front is ``aspect_ratio`` times as long as the building is deep and
    is turned clockwise by ``orientation_deg``. ``air_change_per_h`` holds always, ``fresh_air_m3_h_m2`` while
    people are in, less ``heat_recovery_share``. Gains are peak densities times the hours of ``schedule``.
    Heating is at ``heat_set_c`` in ``heated_hours_h`` hours of a day (the first of the order ``hours``), at
    ``setback_c`` in the others and, with ``free_days``, at weekends. ``heated_share`` of the floor is a zone
    of its own beside an unheated one. Of the sun that the glass would let in (``window_g_share``), frames,
    dirt and curtains leave ``window_sun_share``. ``vacancy_share`` of such buildings or flats is empty in
    winter and takes ``vacant_heat_share`` of the heat through its neighbours; ``cooled_share`` is cooled.

    Units and limits of every figure stand in ``archetypes/data/quantities.yaml``.
    """

    use: str
    era: str
    envelope: str
    zone: str
    wall: str
    roof: str
    inner: str
    schedule: str
    hours: str
    free_days: bool
    floor_area_m2: float
    storeys: float
    storey_height_m: float
    aspect_ratio: float
    orientation_deg: float
    window_share_south: float
    window_share_north: float
    window_share_east: float
    window_share_west: float
    partition_ratio: float
    wall_u_w_m2k: float
    roof_u_w_m2k: float
    window_u_w_m2k: float
    window_g_share: float
    window_sun_share: float
    floor_r_m2k_w: float
    air_change_per_h: float
    fresh_air_m3_h_m2: float
    heat_recovery_share: float
    people_w_m2: float
    lighting_w_m2: float
    equipment_w_m2: float
    heat_set_c: float
    setback_c: float
    heated_hours_h: float
    cool_set_c: float
    heated_share: float
    cooled_share: float
    vacancy_share: float
    vacant_heat_share: float
    hot_water_kwh_m2: float
    cooking_kwh_m2: float

    @property
    def occupied_factor(self) -> float:
        """Return by what the heat of a building in use is multiplied for those that stand empty.

        ``1 - vacancy (1 - vacant_heat)``.
        """
        return 1.0 - self.vacancy_share * (1.0 - self.vacant_heat_share)

    @property
    def footprint_m(self) -> tuple[float, float]:
        """Return length of the south front and depth [m]."""
        depth = math.sqrt(self.floor_area_m2 / self.storeys / self.aspect_ratio)
        return depth * self.aspect_ratio, depth

    @property
    def shape_factor_1_m(self) -> float:
        """Return outer surface without the ground floor over gross volume [1/m] (JGJ 26)."""
        length, depth = self.footprint_m
        height = self.storeys * self.storey_height_m
        return (2.0 * (length + depth) * height + length * depth) / (length * depth * height)

    def figures(self) -> dict[str, float]:
        """Return every figure by its name."""
        return {name: float(getattr(self, name)) for name in quantities()}


@cache
def quantities() -> dict[str, dict[str, Any]]:
    """Return unit, limits and names of every figure of a design, in the order of ``Design``."""
    from importlib.resources import files

    import yaml

    text = files("dafeng.stock.archetypes").joinpath("data/quantities.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return loaded


WORDS = ("use", "era", "envelope", "zone", "wall", "roof", "inner", "schedule", "hours", "free_days")


def archetype(
    use: str, *, era: str, envelope: str = "original", zone: str, **overrides: float | str | bool
) -> Design:
    """Return the typical building of a use, an era of the standards and an envelope level in a design zone.

    ``overrides`` replace figures or words of the design (``heat_set_c=21.0``, ``wall="concrete"``). The
    figures are typical and mostly ``recalled`` from standards; see ``basis_of``.

    Raises ``InputError``: ``stock-dimension`` for an unknown id, ``stock-design`` for an override that
    does not exist or lies outside its limits.
    """
    kind = kinds()[known("uses", use)]
    known("eras", era), known("envelopes", envelope), known("zones", zone)
    own = {name: figure.value for name, figure in use_figures()[use].items()}
    shell = _shell(kind["set"], era=era, envelope=envelope, zone=zone)
    if "fresh_air" in shell:
        own["fresh_air_m3_h_m2"] = max(own["fresh_air_m3_h_m2"], shell["fresh_air"])
    eras = list(_eras())
    new = eras.index(era) >= eras.index(rules()["new_walls_from"])
    made = {
        **own,
        **{FROM_ENVELOPE[name]: value for name, value in shell.items() if name in FROM_ENVELOPE},
        "heat_recovery_share": shell.get("heat_recovery", 0.0),
        "window_sun_share": rule("window_sun_share"),
        "orientation_deg": 0.0,
        "wall": kind["wall_new"] if new else kind["wall_old"],
        "roof": kind["roof"],
        "inner": kind["inner"],
        "schedule": kind["schedule"],
        "hours": kind["hours"],
        "free_days": kind["free_days"],
    }
    design = Design(use=use, era=era, envelope=envelope, zone=zone, **made)
    return with_figures(design, overrides) if overrides else design


def with_figures(design: Design, changes: Mapping[str, object]) -> Design:
    """Return a design with figures or words replaced, after checking them.

    Raises ``InputError`` ``stock-design`` with an issue for every entry that cannot be used.
    """
    faults = [issue for name, value in changes.items() if (issue := fault_of(name, value))]
    if faults:
        raise InputError(
            "stock-design",
            Text("建筑描述中有不可用的项", "the description of a building has entries that cannot be used"),
            mend=Text("改正下列各项", "mend the entries below"),
            issues=tuple(faults),
        )
    typed = {
        name: float(value) if name in quantities() else value  # type: ignore[arg-type]
        for name, value in changes.items()
    }
    made: Design = replace(design, **typed)  # type: ignore[arg-type]
    return made


def fault_of(name: str, value: object) -> Issue | None:
    """Return what is wrong with an entry of a design, or None."""
    if name in quantities():
        return _fault_of_figure(name, value)
    choices = _choices().get(name)
    if choices is None:
        every = ", ".join(field.name for field in fields(Design))
        return _issue(name, Text("没有这一项", "there is no such entry"), name, every)
    if value not in choices:
        every = ", ".join(map(str, choices))
        return _issue(name, Text("没有这个取值", "there is no such choice"), value, every)
    return None


def _fault_of_figure(name: str, value: object) -> Issue | None:
    limits = quantities()[name]
    whole = bool(limits.get("whole"))
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        inside = limits["low"] <= value <= limits["high"]
        if inside and (not whole or value == int(value)):
            return None
    return _issue(
        name,
        Text(f"{limits['zh']}超出范围或不是数", f"{limits['en']} is outside its limits or no number"),
        value,
        f"{'a whole number ' if whole else ''}{limits['low']}-{limits['high']} {limits['unit']}",
    )


def basis_of(design: Design) -> dict[str, str]:
    """Return by figure whether it was ``recalled`` or seen; figures of the archetype, not of overrides."""
    kind = kinds()[design.use]
    out = {name: figure.basis for name, figure in use_figures()[design.use].items()}
    for element, name in FROM_ENVELOPE.items():
        out[name] = envelope_figures()[kind["set"], design.era, element, design.zone].basis
    return out


def _shell(table: str, *, era: str, envelope: str, zone: str) -> dict[str, float]:
    """Return the envelope's figures: those of the era, or of the level's state where that is better."""
    figures = envelope_figures()
    found = {
        element: figures[table, era, element, zone].value
        for element in (*FROM_ENVELOPE, "fresh_air", "heat_recovery")
        if (table, era, element, zone) in figures
    }
    better_window = False
    for element, state in rules()["levels"][envelope].items():
        if (table, state, element, zone) not in figures:
            continue
        value = figures[table, state, element, zone].value
        if element == "window_g":
            found[element] = value if better_window else found[element]
            continue
        own = found.get(element)
        best = value if own is None else max(own, value) if element in MORE_IS_BETTER else min(own, value)
        better_window = better_window or (element == "window_u" and best != own)
        found[element] = best
    return found


@cache
def _eras() -> tuple[str, ...]:
    from dafeng.stock.archetypes.figures import dimensions

    return tuple(dimensions()["eras"])


@cache
def _choices() -> dict[str, tuple[Any, ...]]:
    from dafeng.stock.plant.schedules import schedules

    parts = construction_data()
    return {
        "wall": tuple(parts["walls"]),
        "roof": tuple(parts["roofs"]),
        "inner": tuple(parts["inner_walls"]),
        "schedule": tuple(schedules()),
        "hours": tuple(rules()["hours"]),
        "free_days": (True, False),
    }


def _issue(name: str, message: Text, got: object, wanted: str) -> Issue:
    return Issue("stock-design", "error", message, where=name, got=str(got), wanted=wanted)
