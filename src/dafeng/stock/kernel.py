"""The compiled year: every step solves all surfaces and the air of sixteen (or eight) buildings at once.

All quantities per lane; temperatures in degrees Celsius. The equations and their sources stand in
``docs/explain/buildings.md``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from dafeng.stock.arrays import Lanes, Physics, Plan, Weather
from dafeng.stock.lanes import (
    absolute,
    bits_log2,
    bits_third,
    larger,
    load,
    nearest,
    smaller,
    square_root,
    store,
    where,
)

COMPILED = {"cache": True, "error_model": "numpy", "fastmath": True, "boundscheck": False}


@njit(**COMPILED)
def cube_root(x: Any) -> Any:
    """Return the cube root of positive lanes: a guess from the bits, two steps of Halley."""
    y = bits_third(x)
    cube = y * y * y
    y = y * (cube + 2.0 * x) / (2.0 * cube + x)
    cube = y * y * y
    return y * (cube + 2.0 * x) / (2.0 * cube + x)


@njit(**COMPILED)
def solar_day(
    day: int, plan: Plan, weather: Weather, b: Lanes, sun_out: Any, beam_in: Any, diffuse_in: Any, pane_sun: Any, lit: Any
) -> None:
    """Fill the day's sun: absorbed outside [step, slot], through windows [step, window] W, in panes W/m2."""
    count = 24 * plan.steps_per_hour
    faces = plan.outdoors + plan.windows
    lanes = lit.shape[2]
    for k in range(count):
        n = day * count + k
        if plan.shaded:
            for s in range(faces):
                for lane in range(lanes):
                    chosen = b.lit_of[s, lane]
                    lit[k, s, lane] = b.lit[chosen, plan.sample[day] * count + k] if chosen >= 0 else 1.0
        diffuse = weather.diffuse[n]
        beam = weather.beam[n]
        if diffuse <= 0.0 and beam <= 0.0:
            for s in range(plan.outdoors):
                store(sun_out, (k, s), 0.0)
            for w in range(plan.windows):
                store(beam_in, (k, w), 0.0)
                store(diffuse_in, (k, w), 0.0)
                for p in range(plan.panes):
                    store(pane_sun, (k, w, p), 0.0)
            continue
        for s in range(faces):
            cosine = larger(
                load(b.nx, (s,)) * weather.east[n] + load(b.ny, (s,)) * weather.north[n] + load(b.nz, (s,)) * weather.up[n],
                0.0,
            )
            open_ = cosine
            if plan.shaded:
                open_ = cosine * load(lit, (k, s))
            straight = open_ * beam
            scattered = (
                diffuse
                * (
                    load(b.sky_view, (s,)) * load(b.sky_ratio, (s,)) * weather.isotropic[n]
                    + open_ * weather.circumsolar[n]
                    + load(b.sin_tilt, (s,)) * load(b.horizon_ratio, (s,)) * weather.horizon[n]
                )
                + load(b.ground_view, (s,)) * weather.ground[n]
            )
            scattered = larger(scattered, 0.0)
            if s < plan.outdoors:
                store(sun_out, (k, s), load(b.absorb, (s,)) * (straight + scattered))
                continue
            w = s - plan.outdoors
            t = load(b.through, (w, 5))
            for c in range(4, -1, -1):
                t = t * cosine + load(b.through, (w, c))
            area = load(b.area, (plan.outdoors + plan.ground + plan.mass + 2 * plan.between + w,))
            store(beam_in, (k, w), area * straight * larger(t * cosine, 0.0))
            store(diffuse_in, (k, w), area * scattered * load(b.through_diffuse, (w,)))
            for p in range(plan.panes):
                a = load(b.taken, (w, p, 5))
                for c in range(4, -1, -1):
                    a = a * cosine + load(b.taken, (w, p, c))
                store(
                    pane_sun,
                    (k, w, p),
                    straight * larger(a * cosine, 0.0) + scattered * load(b.taken_diffuse, (w, p)),
                )


@njit(**COMPILED)
def fill_schedules(day: int, plan: Plan, b: Lanes, today: Any) -> None:
    """Copy the day's schedules into ``today`` [kind, step, zone, lane]."""
    count = 24 * plan.steps_per_hour
    lanes = today.shape[3]
    for kind in range(5):
        for z in range(plan.zones):
            for lane in range(lanes):
                row = b.row_of[kind, z, lane, day]
                for k in range(count):
                    today[kind, k, z, lane] = b.rows[row, k]


@njit(**COMPILED)
def outside_film(s: int, n: int, plan: Plan, f: Physics, weather: Weather, b: Lanes, face: Any) -> Any:
    """Return conductance and source of a face to outdoors: convection (DOE-2) and long waves (sky, air, ground)."""
    air = load(b.lift, (s,)) + weather.dry_bulb[n]
    warmer = face - air
    natural = cube_root(absolute(warmer) + 1e-9) * where(warmer > 0.0, load(b.up_hot, (s,)), load(b.up_cold, (s,)))
    turn = weather.wind_from[n] - load(b.azimuth, (s,))
    turn = absolute(turn - 360.0 * nearest(turn / 360.0)) * (1.0 - load(b.flat, (s,)))
    forced = where(
        turn <= f.windward_deg,
        load(b.windward, (s,)) * (f.windward_a * weather.wind_windward[n]),
        load(b.leeward, (s,)) * (f.leeward_a * weather.wind_leeward[n]),
    )
    smooth = square_root(natural * natural + forced * forced)
    convection = natural + load(b.rough, (s,)) * (smooth - natural)
    convection = larger(convection, f.least)
    meets = air
    if weather.wet[n] > 0.0:
        exposed = load(b.windward, (s,)) > 0.0
        convection = where(exposed, f.wet_film, convection)
        meets = where(exposed, load(b.lift, (s,)) + weather.wet_bulb[n], air)
    kelvin = face + f.kelvin
    sky_k = weather.sky_k[n]
    air_k = air + f.kelvin
    to_sky = load(b.sky_long, (s,)) * (kelvin * kelvin + sky_k * sky_k) * (kelvin + sky_k)
    to_air = load(b.air_long, (s,)) * (kelvin * kelvin + air_k * air_k) * (kelvin + air_k)
    conductance = convection + to_sky + to_air
    source = convection * meets + to_air * air + to_sky * (sky_k - f.kelvin)
    return conductance, source


@njit(**COMPILED)
def gap_film(w: int, g: int, f: Physics, b: Lanes, one: Any, two: Any) -> Any:
    """Return the conductance of a gap: gas (ISO 15099) and long waves between the panes."""
    one_k = one + f.kelvin
    two_k = two + f.kelvin
    mean = 0.5 * (one_k + two_k)
    width = load(b.gap_m, (w, g))
    conductivity = load(b.gas, (w, g, 0)) + load(b.gas, (w, g, 1)) * mean
    viscosity = load(b.gas, (w, g, 2)) + load(b.gas, (w, g, 3)) * mean
    heat = load(b.gas, (w, g, 4)) + load(b.gas, (w, g, 5)) * mean
    density = load(b.gas, (w, g, 6)) * f.gap_pascal / (f.molar * mean)
    rayleigh = (
        f.gravity * width * width * width * absolute(one - two) * heat * density * density
        / (mean * viscosity * conductivity)
    )
    rayleigh = larger(rayleigh, 1e-3)
    log = fine_log2(rayleigh)
    first = where(
        rayleigh <= f.gap[2],
        1.0 + f.gap[0] * fine_exp2(smaller(log, 14.0) * f.gap[1]),
        where(rayleigh <= f.gap[5], f.gap[3] * fine_exp2(log * f.gap[4]), f.gap[6] * fine_exp2(log * f.gap[7])),
    )
    second = f.gap[8] * fine_exp2((log - load(b.gap_aspect, (w, g))) * f.gap[9])
    long = load(b.gap_long, (w, g)) * (one_k * one_k + two_k * two_k) * (one_k + two_k)
    return larger(first, second) * conductivity / width + long


@njit(**COMPILED)
def fine_log2(x: Any) -> Any:
    """Return the base-2 logarithm of positive lanes to about 1e-5: the bits, and what they miss."""
    rough = bits_log2(x)
    f = rough - nearest(rough - 0.5)
    bend = 0.44262251 + f * (-0.27629909 + f * (0.18363649 + f * (-0.09720942 + f * 0.025954088)))
    return rough + f * (1.0 - f) * bend


@njit(**COMPILED)
def fine_exp2(x: Any) -> Any:
    """Return 2 to the power of lanes between -20 and 40, to about 1e-6: a 64th of it by its series, squared back six times."""
    t = x * (0.6931471805599453 / 64.0)
    y = 1.0 + t * (1.0 + t * (0.5 + t * (0.16666667 + t * (0.041666667 + t * 0.0083333333))))
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    return y * y


@njit(**COMPILED)
def simulate_year(
    plan: Plan, f: Physics, weather: Weather, b: Lanes, start: Any, heat: Any, cool: Any, air_out: Any, felt: Any
) -> None:
    """Run the year of one batch; fill heat and cool [hour, zone, lane] W, air and operative temperature [C].

    ``start`` [2, surface, lane] holds inside and outside temperatures to start from.
    """
    real = heat.dtype
    lanes = heat.shape[2]
    opaque = plan.outdoors + plan.ground + plan.mass + 2 * plan.between
    surfaces = opaque + plan.windows
    nodes = surfaces + plan.zones
    faces = max(1, 2 * plan.panes)
    count = 24 * plan.steps_per_hour
    step_s = 3600.0 / plan.steps_per_hour
    most = b.decay.shape[1]

    sun_out = np.zeros((count, max(1, plan.outdoors), lanes), real)
    beam_in = np.zeros((count, max(1, plan.windows), lanes), real)
    diffuse_in = np.zeros((count, max(1, plan.windows), lanes), real)
    pane_sun = np.zeros((count, max(1, plan.windows), max(1, plan.panes), lanes), real)
    lit = np.ones((count, max(1, plan.outdoors + plan.windows), lanes), real)
    land = np.zeros((max(1, plan.windows), surfaces, lanes), real)
    today = np.zeros((5, count, plan.zones, lanes), real)

    y = np.zeros((max(1, opaque), most, lanes), real)
    inside = np.zeros((nodes, lanes), real)
    outside = np.zeros((max(1, opaque), lanes), real)
    pane = np.zeros((max(1, plan.windows), faces, lanes), real)
    hist_o = np.zeros((max(1, opaque), lanes), real)
    hist_i = np.zeros((max(1, opaque), lanes), real)
    out_g = np.zeros((max(1, plan.outdoors), lanes), real)
    out_r = np.zeros((max(1, plan.outdoors), lanes), real)
    chain_g = np.zeros((max(1, plan.windows), faces, lanes), real)
    chain_r = np.zeros((max(1, plan.windows), faces, lanes), real)
    chain_c = np.zeros((max(1, plan.windows), faces, lanes), real)
    matrix = np.zeros((nodes, nodes, lanes), real)
    right = np.zeros((nodes, lanes), real)
    film = np.zeros((surfaces, lanes), real)
    film_sum = np.zeros((plan.zones, lanes), real)
    capacity = np.zeros((plan.zones, lanes), real)
    vent = np.zeros((plan.zones, lanes), real)
    before1 = np.zeros((plan.zones, lanes), real)
    before2 = np.zeros((plan.zones, lanes), real)
    before3 = np.zeros((plan.zones, lanes), real)
    power = np.zeros((plan.zones, lanes), real)

    for s in range(surfaces):
        store(inside, (s,), load(start, (0, s)))
    for s in range(opaque):
        store(outside, (s,), load(start, (1, s)))
    for w in range(plan.windows):
        for p in range(2 * plan.panes):
            store(pane, (w, p), load(start, (1, opaque + w)))
    for z in range(plan.zones):
        store(inside, (surfaces + z,), load(start, (0, surfaces + z)))
        store(before1, (z,), load(start, (0, surfaces + z)))
        store(before2, (z,), load(start, (0, surfaces + z)))
        store(before3, (z,), load(start, (0, surfaces + z)))

    for turn in range(plan.warmup_days + 365):
        day = max(0, turn - plan.warmup_days)
        if turn == 0 or turn > plan.warmup_days:
            solar_day(day, plan, weather, b, sun_out, beam_in, diffuse_in, pane_sun, lit)
            fill_schedules(day, plan, b, today)
        month = plan.month[day]
        for k in range(count):
            n = day * count + k
            hour = day * 24 + k // plan.steps_per_hour
            first = k % plan.steps_per_hour == 0
            keep = turn >= plan.warmup_days

            if plan.landed and weather.beam[n] > 0.0:
                place = plan.sample[day] * count + k
                for w in range(plan.windows):
                    for lane in range(lanes):
                        chosen = b.landing_of[w, lane]
                        for s in range(surfaces):
                            land[w, s, lane] = b.landing[chosen, place, s]

            # conduction: what each wall remembers
            for s in range(opaque):
                t_o = load(outside, (s,))
                t_i = load(inside, (s,))
                u = load(b.u, (s,))
                oi = load(b.oi, (s,)) + u
                h_o = -(load(b.oo, (s,)) - u) * t_o - oi * t_i
                h_i = -(load(b.ii, (s,)) - u) * t_i - oi * t_o
                for m in range(plan.modes[s]):
                    memory = load(b.decay, (s, m)) * load(y, (s, m))
                    h_o = h_o + load(b.outer, (s, m)) * memory
                    h_i = h_i + load(b.inner, (s, m)) * memory
                store(hist_o, (s,), h_o)
                store(hist_i, (s,), h_i)

            # the matrix: surfaces first, then air
            for i in range(nodes):
                for j in range(i, nodes):
                    if plan.fill[i, j]:
                        store(matrix, (i, j), 0.0)
            for z in range(plan.zones):
                store(film_sum, (z,), 0.0)

            for s in range(opaque):
                area = load(b.area, (s,))
                if s < plan.outdoors:
                    conductance, source = outside_film(s, n, plan, f, weather, b, load(outside, (s,)))
                    source = source + load(sun_out, (k, s)) - load(hist_o, (s,))
                    store(out_g, (s,), conductance)
                    store(out_r, (s,), source)
                    oi = load(b.oi, (s,))
                    share = oi / (load(b.oo, (s,)) + conductance)
                    store(matrix, (s, s), area * (load(b.ii, (s,)) - oi * share))
                    store(right, (s,), area * (-load(hist_i, (s,)) - share * source))
                elif s < plan.outdoors + plan.ground:
                    below = load(b.ground_c, (month, s - plan.outdoors))
                    store(matrix, (s, s), area * load(b.ii, (s,)))
                    store(right, (s,), area * (-load(hist_i, (s,)) - load(b.oi, (s,)) * below))
                elif s < plan.outdoors + plan.ground + plan.mass:
                    store(matrix, (s, s), area * (load(b.ii, (s,)) + load(b.oi, (s,))))
                    store(right, (s,), -area * load(hist_i, (s,)))
                else:
                    pair = s - plan.outdoors - plan.ground - plan.mass
                    if pair % 2 == 0:
                        store(matrix, (s, s), area * load(b.ii, (s,)))
                        store(matrix, (s, s + 1), area * load(b.oi, (s,)))
                        store(right, (s,), -area * load(hist_i, (s,)))
                    else:
                        store(matrix, (s, s), area * load(b.oo, (s - 1,)))
                        store(right, (s,), -area * load(hist_o, (s - 1,)))

            for w in range(plan.windows):
                s = opaque + w
                area = load(b.area, (s,))
                conductance, source = outside_film(
                    plan.outdoors + w, n, plan, f, weather, b, load(pane, (w, 0))
                )
                back = 0.0 * conductance
                for z in range(plan.windows):
                    back = back + load(diffuse_in, (k, z)) * load(b.diffuse_share, (z, s))
                    if plan.landed:
                        back = back + load(beam_in, (k, z)) * load(land, (z, s))
                    elif plan.zone[opaque + z] == plan.zone[s]:
                        back = back + load(beam_in, (k, z)) * load(b.beam_share, (s,))
                back = back / area
                for p in range(plan.panes):
                    half = 0.5 * (load(pane_sun, (k, w, p)) + back * load(b.back, (w, p)))
                    source = source + half
                    store(chain_g, (w, 2 * p), conductance)
                    store(chain_r, (w, 2 * p), source)
                    glass = load(b.conduct, (w, p))
                    share = glass / (conductance + glass)
                    conductance = conductance * share
                    source = source * share + half
                    if p + 1 < plan.panes:
                        gap = gap_film(w, p, f, b, load(pane, (w, 2 * p + 1)), load(pane, (w, 2 * p + 2)))
                        store(chain_g, (w, 2 * p + 1), conductance)
                        store(chain_r, (w, 2 * p + 1), source)
                        store(chain_c, (w, 2 * p + 1), gap)
                        share = gap / (conductance + gap)
                        conductance = conductance * share
                        source = source * share
                store(matrix, (s, s), area * conductance)
                store(right, (s,), area * source)

            # inside: convection, sun, gains
            for s in range(surfaces):
                z = plan.zone[s]
                node = surfaces + z
                air = load(inside, (node,))
                face = load(inside, (s,))
                area = load(b.area, (s,))
                warmer = face - air
                if s < opaque:
                    h = cube_root(absolute(warmer) + 1e-9) * where(
                        warmer > 0.0, load(b.in_hot, (s,)), load(b.in_cold, (s,))
                    )
                else:
                    mean = air + f.film * warmer + f.kelvin
                    conductivity = f.air[0] + f.air[1] * mean
                    viscosity = f.air[2] + f.air[3] * mean
                    heat_c = f.air[4] + f.air[5] * mean
                    density = weather.pressure[n] / (f.gas_r * mean)
                    tall = load(b.height, (s - opaque,))
                    ray = (
                        density * density * (tall * tall * tall * f.gravity) * heat_c * absolute(warmer)
                        / (mean * viscosity * conductivity)
                    ) + 1e-3
                    limit = where(warmer > 0.0, load(b.steady_hot, (s - opaque,)), load(b.steady_cold, (s - opaque,)))
                    calm = square_root(square_root(smaller(ray, limit) * load(b.sine, (s - opaque,))))
                    rough = larger(cube_root(ray) - cube_root(limit), 0.0)
                    h = (f.inside_c * calm + f.inside_d * rough) * conductivity / tall
                h = larger(h, f.least)
                conductance = area * h
                store(film, (s,), conductance)
                store(film_sum, (z,), load(film_sum, (z,)) + conductance)
                store(matrix, (s, s), load(matrix, (s, s)) + conductance)
                gains = load(today, (1, k, z)) * load(b.warm_share, (s,))
                if s < opaque:
                    for w in range(plan.windows):
                        gains = gains + load(diffuse_in, (k, w)) * load(b.diffuse_share, (w, s))
                        if plan.landed:
                            gains = gains + load(beam_in, (k, w)) * load(land, (w, s))
                        elif plan.zone[opaque + w] == z:
                            gains = gains + load(beam_in, (k, w)) * load(b.beam_share, (s,))
                if plan.together:
                    store(matrix, (s, node), -1.0 * conductance)
                else:
                    gains = gains + conductance * air
                store(right, (s,), load(right, (s,)) + gains)

            # long waves between surfaces
            for q in range(plan.pairs.shape[0]):
                i = plan.pairs[q, 0]
                j = plan.pairs[q, 1]
                one = load(inside, (i,)) + f.kelvin
                two = load(inside, (j,)) + f.kelvin
                g = load(b.exchange, (q,)) * (one * one + two * two) * (one + two)
                store(matrix, (i, i), load(matrix, (i, i)) + g)
                store(matrix, (j, j), load(matrix, (j, j)) + g)
                store(matrix, (i, j), load(matrix, (i, j)) - g)

            # air
            for z in range(plan.zones):
                node = surfaces + z
                humidity = weather.humidity[n]
                air_k = load(inside, (node,)) + f.kelvin
                moist = 1.0 + f.vapour * humidity
                heat_c = f.cp_air + f.cp_vapour * humidity
                store(
                    capacity,
                    (z,),
                    load(b.volume, (z,)) * (weather.pressure[n] / (f.gas_r * moist) * heat_c / step_s) / air_k,
                )
                out = load(b.zone_lift, (z,)) + weather.dry_bulb[n]
                flow = load(today, (2, k, z)) * (weather.pressure[n] / (f.gas_r * moist) * heat_c) / (out + f.kelvin)
                store(vent, (z,), flow)
                if plan.together:
                    store(matrix, (node, node), load(capacity, (z,)) + flow + load(film_sum, (z,)))
                    store(
                        right,
                        (node,),
                        load(capacity, (z,)) * load(before1, (z,)) + flow * out + load(today, (0, k, z)),
                    )

            # elimination; the air nodes are left to their thermostats
            size = nodes if plan.together else surfaces
            for i in range(surfaces):
                inverse = 1.0 / load(matrix, (i, i))
                r = load(right, (i,)) * inverse
                for j in range(i + 1, size):
                    if plan.fill[i, j]:
                        e = load(matrix, (i, j))
                        factor = e * inverse
                        store(right, (j,), load(right, (j,)) - e * r)
                        for c in range(j, size):
                            if plan.fill[i, c]:
                                store(matrix, (j, c), load(matrix, (j, c)) - factor * load(matrix, (i, c)))
                store(matrix, (i, i), inverse)

            if plan.together:
                for sweep in range(1 if plan.zones == 1 else 6):
                    for z in range(plan.zones):
                        node = surfaces + z
                        r = load(right, (node,))
                        for o in range(plan.zones):
                            if o < z and plan.fill[surfaces + o, node]:
                                r = r - load(matrix, (surfaces + o, node)) * load(inside, (surfaces + o,))
                            elif o > z and plan.fill[node, surfaces + o]:
                                r = r - load(matrix, (node, surfaces + o)) * load(inside, (surfaces + o,))
                        d = load(matrix, (node, node))
                        free = r / d
                        low = load(today, (3, k, z))
                        high = load(today, (4, k, z))
                        held = smaller(larger(free, low), high)
                        store(inside, (node,), held)
                        store(power, (z,), d * (held - free))

            # back substitution
            for i in range(surfaces - 1, -1, -1):
                r = load(right, (i,))
                for j in range(i + 1, size):
                    if plan.fill[i, j]:
                        r = r - load(matrix, (i, j)) * load(inside, (j,))
                now = r * load(matrix, (i, i))
                if i < opaque:
                    # the wall takes note of how its faces moved
                    was = load(inside, (i,))
                    store(right, (i,), was)
                store(inside, (i,), now)

            if not plan.together:
                for z in range(plan.zones):
                    store(power, (z,), 0.0)
                for s in range(surfaces):
                    z = plan.zone[s]
                    store(power, (z,), load(power, (z,)) + load(film, (s,)) * load(inside, (s,)))
                for z in range(plan.zones):
                    node = surfaces + z
                    c = load(capacity, (z,))
                    past = c * (
                        3.0 * load(before1, (z,)) - 1.5 * load(before2, (z,)) + 0.333333333333 * load(before3, (z,))
                    )
                    d = 1.833333333333 * c + load(vent, (z,)) + load(film_sum, (z,))
                    out = load(b.zone_lift, (z,)) + weather.dry_bulb[n]
                    r = past + load(vent, (z,)) * out + load(power, (z,)) + load(today, (0, k, z))
                    free = r / d
                    held = smaller(larger(free, load(today, (3, k, z))), load(today, (4, k, z)))
                    store(power, (z,), d * (held - free))
                    store(inside, (node,), held)

            # faces and memories
            for s in range(opaque):
                t_i = load(inside, (s,))
                was_i = load(right, (s,))
                was_o = load(outside, (s,))
                if s < plan.outdoors:
                    t_o = (load(out_r, (s,)) - load(b.oi, (s,)) * t_i) / (load(b.oo, (s,)) + load(out_g, (s,)))
                elif s < plan.outdoors + plan.ground:
                    t_o = load(b.ground_c, (month, s - plan.outdoors))
                elif s < plan.outdoors + plan.ground + plan.mass:
                    t_o = t_i if plan.together else was_i  # EnergyPlus remembers it a step late
                elif (s - plan.outdoors - plan.ground - plan.mass) % 2 == 0:
                    t_o = load(inside, (s + 1,))
                else:
                    t_o = load(inside, (s - 1,))
                store(outside, (s,), t_o)
                moved_o = t_o - was_o
                moved_i = t_i - was_i
                for m in range(plan.modes[s]):
                    store(
                        y,
                        (s, m),
                        load(b.decay, (s, m)) * load(y, (s, m))
                        + load(b.outer, (s, m)) * moved_o
                        + load(b.inner, (s, m)) * moved_i,
                    )
            for w in range(plan.windows):
                t = load(inside, (opaque + w,))
                store(pane, (w, 2 * plan.panes - 1), t)
                for p in range(plan.panes - 1, -1, -1):
                    glass = load(b.conduct, (w, p))
                    t = (load(chain_r, (w, 2 * p)) + glass * t) / (load(chain_g, (w, 2 * p)) + glass)
                    store(pane, (w, 2 * p), t)
                    if p > 0:
                        gap = load(chain_c, (w, 2 * p - 1))
                        t = (load(chain_r, (w, 2 * p - 1)) + gap * t) / (load(chain_g, (w, 2 * p - 1)) + gap)
                        store(pane, (w, 2 * p - 1), t)

            for z in range(plan.zones):
                store(before3, (z,), load(before2, (z,)))
                store(before2, (z,), load(before1, (z,)))
                store(before1, (z,), load(inside, (surfaces + z,)))
                if keep:
                    part = 1.0 / plan.steps_per_hour
                    p = load(power, (z,)) * part
                    mean = 0.0 * p
                    for s in range(surfaces):
                        if plan.zone[s] == z:
                            mean = mean + load(b.warm_share, (s,)) * load(inside, (s,))
                    t = load(inside, (surfaces + z,)) * part
                    o = 0.5 * (t + mean * part)
                    if first:
                        store(heat, (hour, z), larger(p, 0.0))
                        store(cool, (hour, z), larger(-1.0 * p, 0.0))
                        store(air_out, (hour, z), t)
                        store(felt, (hour, z), o)
                    else:
                        store(heat, (hour, z), load(heat, (hour, z)) + larger(p, 0.0))
                        store(cool, (hour, z), load(cool, (hour, z)) + larger(-1.0 * p, 0.0))
                        store(air_out, (hour, z), load(air_out, (hour, z)) + t)
                        store(felt, (hour, z), load(felt, (hour, z)) + o)
