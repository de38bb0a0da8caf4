"""The arrays that the compiled kernel reads: one lane a building, named once here."""

from __future__ import annotations

from typing import Any, NamedTuple


class Plan(NamedTuple):
    """What all buildings of a batch have in common.

    Surfaces stand in this order: outdoors, ground, mass, pairs between zones (two slots each), windows.
    ``zone`` [surface], ``modes`` [opaque] how many modes count, ``pairs`` [pair, 2] surfaces that see each
    other,
    ``most`` modes a wall has room
    for, ``month`` [day], ``sample`` [day] the row of
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
    exact: int
    audit: int
    shaded: int
    landed: int
    most: int
    zone: Any
    modes: Any
    pairs: Any
    month: Any
    sample: Any


class Physics(NamedTuple):
    """Constants of the kernel, from ``data/constants.yaml``; ``air`` and ``gap`` rows number by number."""

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
    air_0: float
    air_1: float
    air_2: float
    air_3: float
    air_4: float
    air_5: float
    gap_0: float
    gap_1: float
    gap_2: float
    gap_3: float
    gap_4: float
    gap_5: float
    gap_6: float
    gap_7: float
    gap_8: float
    gap_9: float


LANES = {"float32": 16, "float64": 8}  # buildings of a batch: 64 bytes a row

# columns of the weather table [step, column], the same for all lanes
(
    DRY_BULB, SKY_K, WIND_WINDWARD, WIND_LEEWARD, WIND_FROM, PRESSURE, HUMIDITY,
    EAST, NORTH, UP, BEAM, DIFFUSE, GROUND, ISOTROPIC, CIRCUMSOLAR, HORIZON, WET_BULB, WET,
) = range(18)  # fmt: skip


class Lanes(NamedTuple):
    """Where the figures of the buildings start in the table [row, lane]: the number of the first row.

    Figures of several axes lie row after row, last axis fastest.

    Opaque [slot]: ``area``, ``oo oi ii`` conduction terms, ``u``, ``decay outer inner`` [slot, mode].
    Outside [slot of outdoors and windows]: normal ``nx ny nz``, sky and ground view ``sky_view ground_view``,
    ``sin_tilt``, ``sky_long air_long`` long-wave factors, ``rough``, ``windward leeward`` height factors,
    ``azimuth``, ``flat`` (1 near horizontal), ``lift`` (temperature offset by height), ``up_hot up_cold``
    natural convection when the surface is warmer or colder than air, ``absorb`` solar.
    Inside [surface]: ``in_hot in_cold``, ``exchange`` [pair], ``star`` arms, ``beam_share`` of the sun
    through windows,
    ``diffuse_share`` [window, surface], ``warm_share`` radiant gains.
    Windows: ``through`` [window, 6], ``taken`` [window, pane, 6], ``through_diffuse``, ``taken_diffuse``
    [window,
    pane], ``back`` [window, pane] share of what the window takes from inside, ``conduct`` [window, pane],
    ``gap_long``, ``gap_m``, ``gap_aspect`` [window, gap], ``gas`` [window, gap, 7], ``height``, ``steady_hot
    steady_cold`` Rayleigh number up to which the film is laminar, ``sine`` of the tilt.
    Zones: ``volume``, ``zone_lift``, ``ground_c`` [12, slot].
    """

    area: int
    u: int
    oo: int
    oi: int
    ii: int
    decay: int
    outer: int
    inner: int
    nx: int
    ny: int
    nz: int
    sky_view: int
    ground_view: int
    sin_tilt: int
    sky_long: int
    air_long: int
    rough: int
    windward: int
    leeward: int
    azimuth: int
    flat: int
    lift: int
    up_hot: int
    up_cold: int
    absorb: int
    in_hot: int
    in_cold: int
    exchange: int
    star: int
    beam_share: int
    diffuse_share: int
    warm_share: int
    through: int
    taken: int
    through_diffuse: int
    taken_diffuse: int
    back: int
    conduct: int
    gap_long: int
    gap_m: int
    gap_aspect: int
    gas: int
    height: int
    steady_hot: int
    steady_cold: int
    sine: int
    sky_ratio: int
    horizon_ratio: int
    volume: int
    zone_lift: int
    ground_c: int


class Picked(NamedTuple):
    """What is looked up lane by lane.

    ``rows`` [row, step of day] of schedules with ``row_of`` [kind, zone, lane, day]: gains by convection, by
    radiation, air flow m3/s, heating and cooling set. ``lit`` [set, step] with ``lit_of`` [slot, lane];
    ``landing`` [set, step, surface] with ``landing_of`` [window, lane].
    """

    rows: Any
    row_of: Any
    lit: Any
    lit_of: Any
    landing: Any
    landing_of: Any
