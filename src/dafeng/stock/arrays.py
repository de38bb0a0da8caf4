"""The arrays that the compiled kernel reads: one lane a building, named once here."""

from __future__ import annotations

from typing import Any, NamedTuple


class Plan(NamedTuple):
    """What all buildings of a batch have in common.

    Surfaces stand in this order: outdoors, ground, mass, pairs between zones (two slots each), windows.
    ``zone`` [surface], ``modes`` [opaque] how many modes count, ``pairs`` [pair, 2] surfaces that see each other,
    ``fill`` [node, node] where the matrix has entries after elimination, ``month`` [day], ``sample`` [day] the row of
    sun positions that shading takes that day.
    """

    outdoors: int
    ground: int
    mass: int
    between: int
    windows: int
    panes: int
    zones: int
    steps_per_hour: int
    warmup_days: int
    together: int
    shaded: int
    landed: int
    zone: Any
    modes: Any
    pairs: Any
    fill: Any
    month: Any
    sample: Any


class Physics(NamedTuple):
    """Constants of the kernel, from ``data/constants.yaml``."""

    sigma: float
    kelvin: float
    least: float
    wet_film: float
    windward_a: float
    leeward_a: float
    windward_deg: float
    gas_r: float
    vapour: float
    cp_air: float
    cp_vapour: float
    film: float
    inside_c: float
    inside_d: float
    gravity: float
    molar: float
    gap_pascal: float
    air: Any
    gap: Any


class Weather(NamedTuple):
    """Weather and sky [step], the same for all lanes, in the kernel's precision; ``wet`` is 1 in rain."""

    dry_bulb: Any
    sky_k: Any
    wind_windward: Any
    wind_leeward: Any
    wind_from: Any
    pressure: Any
    humidity: Any
    east: Any
    north: Any
    up: Any
    beam: Any
    diffuse: Any
    ground: Any
    isotropic: Any
    circumsolar: Any
    horizon: Any
    wet_bulb: Any
    wet: Any


class Lanes(NamedTuple):
    """Figures of the buildings, last axis the lane.

    Opaque [slot]: ``area``, ``oo oi ii`` conduction terms, ``u``, ``decay outer inner`` [slot, mode].
    Outside [slot of outdoors and windows]: normal ``nx ny nz``, sky and ground view ``sky_view ground_view``,
    ``sin_tilt``, ``sky_long air_long`` long-wave factors, ``rough``, ``windward leeward`` height factors,
    ``azimuth``, ``flat`` (1 near horizontal), ``lift`` (temperature offset by height), ``up_hot up_cold``
    natural convection when the surface is warmer or colder than air, ``absorb`` solar.
    Inside [surface]: ``in_hot in_cold``, ``exchange`` [pair], ``uniform`` share of scattered sun, ``beam_share``,
    ``diffuse_share`` [window, surface], ``warm_share`` radiant gains.
    Windows: ``through`` [window, 6], ``taken`` [window, pane, 6], ``through_diffuse``, ``taken_diffuse`` [window,
    pane], ``back`` [window, pane] share of what the window takes from inside, ``conduct`` [window, pane],
    ``gap_long``, ``gap_m``, ``gap_aspect`` [window, gap], ``gas`` [window, gap, 7], ``height``, ``steady_hot
    steady_cold`` Rayleigh number up to which the film is laminar, ``sine`` of the tilt.
    Zones: ``volume``, ``zone_lift``, ``ground_c`` [12]. ``rows`` [row, step of day] of schedules with
    ``row_of`` [kind, zone, lane, day]: gains by convection, by radiation, air flow m3/s, heating and cooling set.
    ``lit`` [set, step] with ``lit_of`` [slot, lane]; ``landing`` [set, step, surface] with ``landing_of``.
    """

    area: Any
    u: Any
    oo: Any
    oi: Any
    ii: Any
    decay: Any
    outer: Any
    inner: Any
    nx: Any
    ny: Any
    nz: Any
    sky_view: Any
    ground_view: Any
    sin_tilt: Any
    sky_long: Any
    air_long: Any
    rough: Any
    windward: Any
    leeward: Any
    azimuth: Any
    flat: Any
    lift: Any
    up_hot: Any
    up_cold: Any
    absorb: Any
    in_hot: Any
    in_cold: Any
    exchange: Any
    uniform: Any
    beam_share: Any
    diffuse_share: Any
    warm_share: Any
    absorb_inside: Any
    through: Any
    taken: Any
    through_diffuse: Any
    taken_diffuse: Any
    back: Any
    conduct: Any
    gap_long: Any
    gap_m: Any
    gap_aspect: Any
    gas: Any
    height: Any
    steady_hot: Any
    steady_cold: Any
    sine: Any
    sky_ratio: Any
    horizon_ratio: Any
    volume: Any
    zone_lift: Any
    ground_c: Any
    rows: Any
    row_of: Any
    lit: Any
    lit_of: Any
    landing: Any
    landing_of: Any
