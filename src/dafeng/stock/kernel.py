"""The compiled year: every step solves all surfaces and the air of sixteen (or eight) buildings at once.

Every surface meets its zone's air and one radiant node (``radiation.star``), so that it can be taken out
of the
system by itself; what is left is two nodes a zone. ``together`` solves air with the surfaces (stock mode);
without it
the surfaces see the air of the step before and the air follows by backward differences of third order, as in
EnergyPlus (reference mode). ``exact`` adds what the full network of grey exchange says more than the star,
from
the temperatures of the step before. Numba's cache looks at this file only: after a change in
``films``, ``solar``, ``arrays`` or ``lanes``, remove ``__pycache__`` or touch this file.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dafeng.stock.arrays import BEAM, DRY_BULB, HUMIDITY, PRESSURE, Lanes, Physics, Picked, Plan
from dafeng.stock.films import compiled, gap_film, outside_film, quick_root, window_film
from dafeng.stock.lanes import absolute, larger, load, smaller, square_root, store, where
from dafeng.stock.solar import fill_schedules, solar_day

TINY = 1e-9


@compiled
def remembered(s: int, count: int, most: int, b: Lanes, mem: Any, outside: Any, inside: Any, y: Any) -> Any:
    """Return what wall ``s`` remembers of its past: heat into its outer and inner face at unchanged
    temperatures.
    """
    t_o = load(outside, (s,))
    t_i = load(inside, (s,))
    u = load(mem, (b.u + s,))
    oi = load(mem, (b.oi + s,)) + u
    h_o = (u - load(mem, (b.oo + s,))) * t_o - oi * t_i
    h_i = (u - load(mem, (b.ii + s,))) * t_i - oi * t_o
    row = s * most
    for m in range(count):
        memory = load(mem, (b.decay + row + m,)) * load(y, (s, m))
        h_o = h_o + load(mem, (b.outer + row + m,)) * memory
        h_i = h_i + load(mem, (b.inner + row + m,)) * memory
    return h_o, h_i


@compiled
def area_cross(s: int, b: Lanes, mem: Any) -> Any:
    """Return how strongly the two faces of the wall between zones that starts at slot ``s`` are coupled
    [W/K].
    """
    return load(mem, (b.area + s,)) * load(mem, (b.oi + s,))


@compiled
def simulate_year(
    plan: Plan,
    f: Physics,
    weather: Any,
    b: Lanes,
    mem: Any,
    picked: Picked,
    start: Any,
    heat: Any,
    cool: Any,
    air_out: Any,
    felt: Any,
    audit: Any,
) -> None:
    """Run the year of one batch; fill heat and cool [hour, zone, lane] W, air and operative temperature [C].

    ``start`` [2, surface, lane] holds inside and outside temperatures to start from. Where ``plan.audit``,
    ``audit``
    [2, zone, lane] sums up what each zone's heat balance leaves open, and the heat that it turns over [J].
    """
    real = heat.dtype
    lanes = heat.shape[2]
    zone, modes = plan.zone, plan.modes
    month_of, sample, pairs = plan.month, plan.sample, plan.pairs
    landing, landing_of = picked.landing, picked.landing_of
    outdoors, windows, panes, zones = plan.outdoors, plan.windows, plan.panes, plan.zones
    first_mass = outdoors + plan.ground
    first_between = first_mass + plan.mass
    opaque = first_between + 2 * plan.between
    surfaces = opaque + windows
    count = 24 * plan.steps_per_hour
    step_s = 3600.0 / plan.steps_per_hour
    most = plan.most

    sun_out = np.zeros((count, max(1, outdoors), lanes), real)
    beam_in = np.zeros((count, max(1, windows), lanes), real)
    diffuse_in = np.zeros((count, max(1, windows), lanes), real)
    pane_sun = np.zeros((count, max(1, windows), max(1, panes), lanes), real)
    lit = np.ones((count, max(1, outdoors + windows), lanes), real)
    land = np.zeros((max(1, windows), surfaces, lanes), real)
    today = np.zeros((5, count, zones, lanes), real)
    y = np.zeros((max(1, opaque), most, lanes), real)
    inside = np.zeros((surfaces, lanes), real)
    air = np.zeros((zones, lanes), real)
    radiant = np.zeros((zones, lanes), real)
    outside = np.zeros((max(1, opaque), lanes), real)
    pane = np.zeros((max(1, windows), 2 * max(1, panes), lanes), real)
    chain_g = np.zeros((max(1, windows), 2 * max(1, panes), lanes), real)
    chain_r = np.zeros((max(1, windows), 2 * max(1, panes), lanes), real)
    chain_c = np.zeros((max(1, windows), 2 * max(1, panes), lanes), real)
    outer_d = np.zeros((max(1, outdoors), lanes), real)
    outer_r = np.zeros((max(1, outdoors), lanes), real)
    own = np.zeros((surfaces, lanes), real)
    right = np.zeros((surfaces, lanes), real)
    film = np.zeros((surfaces, lanes), real)
    arm = np.zeros((surfaces, lanes), real)
    cross = np.zeros((surfaces, lanes), real)
    beams = np.zeros((zones, lanes), real)
    net = np.zeros((2 * zones, 2 * zones, lanes), real)
    drive = np.zeros((2 * zones, lanes), real)
    power = np.zeros((zones, lanes), real)
    more = np.zeros((surfaces, lanes), real)
    fourth = np.zeros((surfaces, lanes), real)
    before = np.zeros((3, zones, lanes), real)
    behind = np.zeros((2, surfaces, lanes), real)
    vent = np.zeros((2, zones, lanes), real)

    for s in range(surfaces):
        store(inside, (s,), load(start, (0, s)))
    for s in range(opaque):
        store(outside, (s,), load(start, (1, s)))
    for w in range(windows):
        for p in range(2 * panes):
            store(pane, (w, p), load(start, (1, opaque + w)))
    for z in range(zones):
        store(air, (z,), load(start, (0, surfaces + z)))
        store(radiant, (z,), load(start, (0, surfaces + z)))
        for m in range(3):
            store(before, (m, z), load(start, (0, surfaces + z)))

    for turn in range(plan.warmup_days + 365):
        day = max(0, turn - plan.warmup_days)
        if turn == 0 or turn > plan.warmup_days:
            solar_day(day, plan, weather, b, mem, picked, sun_out, beam_in, diffuse_in, pane_sun, lit)
            fill_schedules(day, plan, picked, today)
        month = month_of[day]
        for k in range(count):
            n = day * count + k
            pressure = weather[n, PRESSURE]
            sunny = weather[n, BEAM] > 0.0 or weather[n, BEAM + 1] > 0.0

            if plan.landed and sunny:
                place = sample[day] * count + k
                for w in range(windows):
                    for lane in range(lanes):
                        chosen = landing_of[w, lane]
                        for s in range(surfaces):
                            land[w, s, lane] = landing[chosen, place, s]
            for z in range(zones):
                store(beams, (z,), 0.0)
            for w in range(windows):
                z = zone[opaque + w]
                store(beams, (z,), load(beams, (z,)) + load(beam_in, (k, w)))

            # every surface by itself: conductance to what lies behind it, and what drives it
            for s in range(opaque):
                area = load(mem, (b.area + s,))
                if s < outdoors:
                    h_o, h_i = remembered(s, modes[s], most, b, mem, outside, inside, y)
                    conductance, source = outside_film(s, n, f, weather, b, mem, load(outside, (s,)))
                    source = source + load(sun_out, (k, s)) - h_o
                    inverse = 1.0 / (load(mem, (b.oo + s,)) + conductance)
                    store(outer_d, (s,), inverse)
                    store(outer_r, (s,), source)
                    oi = load(mem, (b.oi + s,))
                    share = oi * inverse
                    store(own, (s,), area * (load(mem, (b.ii + s,)) - oi * share))
                    store(right, (s,), -area * (h_i + share * source))
                elif s < first_mass:
                    h_o, h_i = remembered(s, modes[s], most, b, mem, outside, inside, y)
                    below = load(mem, (b.ground_c + month * plan.ground + s - outdoors,))
                    store(own, (s,), area * load(mem, (b.ii + s,)))
                    store(right, (s,), -area * (h_i + load(mem, (b.oi + s,)) * below))
                elif s < first_between:
                    h_o, h_i = remembered(s, modes[s], most, b, mem, outside, inside, y)
                    store(own, (s,), area * (load(mem, (b.ii + s,)) + load(mem, (b.oi + s,))))
                    store(right, (s,), -area * h_i)
                elif (s - first_between) % 2 == 0:
                    h_o, h_i = remembered(s, modes[s], most, b, mem, outside, inside, y)
                    store(own, (s,), area * load(mem, (b.ii + s,)))
                    store(right, (s,), -area * h_i)
                    store(own, (s + 1,), area * load(mem, (b.oo + s,)))
                    store(right, (s + 1,), -area * h_o)
                    store(cross, (s,), area_cross(s, b, mem))

            for w in range(windows):
                s = opaque + w
                conductance, source = outside_film(outdoors + w, n, f, weather, b, mem, load(pane, (w, 0)))
                area = load(mem, (b.area + s,))
                back = load(beams, (zone[s],)) * load(mem, (b.beam_share + s,))
                if plan.landed:
                    back = 0.0 * back
                    for o in range(windows):
                        back = back + load(beam_in, (k, o)) * load(land, (o, s))
                for o in range(windows):
                    back = back + load(diffuse_in, (k, o)) * load(mem, (b.diffuse_share + o * surfaces + s,))
                back = back / area
                for p in range(panes):
                    half = 0.5 * (load(pane_sun, (k, w, p)) + back * load(mem, (b.back + w * panes + p,)))
                    source = source + half
                    store(chain_g, (w, 2 * p), conductance)
                    store(chain_r, (w, 2 * p), source)
                    glass = load(mem, (b.conduct + w * panes + p,))
                    share = glass / (conductance + glass)
                    conductance = conductance * share
                    source = source * share + half
                    if p + 1 < panes:
                        one = load(pane, (w, 2 * p + 1))
                        two = load(pane, (w, 2 * p + 2))
                        gap = gap_film(w * (panes - 1) + p, f, b, mem, one, two)
                        store(chain_g, (w, 2 * p + 1), conductance)
                        store(chain_r, (w, 2 * p + 1), source)
                        store(chain_c, (w, 2 * p + 1), gap)
                        share = gap / (conductance + gap)
                        conductance = conductance * share
                        source = source * share
                store(own, (s,), area * conductance)
                store(right, (s,), area * source)

            # what the network of grey exchange says more than the star
            if plan.exact:
                for z in range(zones):
                    store(radiant, (z,), 0.0)
                    store(power, (z,), 0.0)
                for s in range(surfaces):
                    z = zone[s]
                    kelvin = load(inside, (s,)) + f.kelvin
                    e = kelvin * kelvin
                    e = e * e
                    a_s = load(mem, (b.star + s,))
                    store(fourth, (s,), e)
                    store(radiant, (z,), load(radiant, (z,)) + a_s * e)
                    store(power, (z,), load(power, (z,)) + a_s)
                for z in range(zones):
                    middle = load(radiant, (z,)) / load(power, (z,))
                    store(power, (z,), middle)
                    store(radiant, (z,), square_root(square_root(middle)) - f.kelvin)
                for s in range(surfaces):
                    e = load(mem, (b.star + s,)) * (load(fourth, (s,)) - load(power, (zone[s],)))
                    store(more, (s,), e)
                for q in range(pairs.shape[0]):
                    i = pairs[q, 0]
                    j = pairs[q, 1]
                    e = load(mem, (b.exchange + q,)) * (load(fourth, (j,)) - load(fourth, (i,)))
                    store(more, (i,), load(more, (i,)) + e)
                    store(more, (j,), load(more, (j,)) - e)

            # the nodes of each zone: radiant ones first, then air
            for i in range(2 * zones):
                store(drive, (i,), 0.0)
                for j in range(i, 2 * zones):
                    store(net, (i, j), 0.0)
            for s in range(surfaces):
                z = zone[s]
                face = load(inside, (s,))
                warm = load(air, (z,))
                warmer = face - warm
                if s < opaque:
                    h = quick_root(absolute(warmer) + TINY) * where(
                        warmer > 0.0, load(mem, (b.in_hot + s,)), load(mem, (b.in_cold + s,))
                    )
                else:
                    h = window_film(s - opaque, pressure, f, b, mem, warm, warmer)
                h = load(mem, (b.area + s,)) * larger(h, f.least)
                one = face + f.kelvin
                two = load(radiant, (z,)) + f.kelvin
                g = load(mem, (b.star + s,)) * (one * one + two * two) * (one + two)
                if plan.audit:
                    store(behind, (0, s), load(own, (s,)))
                    store(behind, (1, s), load(right, (s,)))
                r = load(right, (s,)) + load(today, (1, k, z)) * load(mem, (b.warm_share + s,))
                if s < opaque and sunny:
                    if plan.landed:
                        for w in range(windows):
                            r = r + load(beam_in, (k, w)) * load(land, (w, s))
                    else:
                        r = r + load(beams, (z,)) * load(mem, (b.beam_share + s,))
                    for w in range(windows):
                        r = r + load(diffuse_in, (k, w)) * load(mem, (b.diffuse_share + w * surfaces + s,))
                if plan.audit:
                    sun = r - load(right, (s,)) - load(today, (1, k, z)) * load(mem, (b.warm_share + s,))
                    store(behind, (1, s), load(behind, (1, s)) + sun)
                if plan.exact:
                    r = r + load(more, (s,))
                if not plan.together:
                    r = r + h * warm
                d = load(own, (s,)) + h + g
                store(film, (s,), h)
                store(arm, (s,), g)
                a = zones + z
                paired = first_between <= s < opaque
                if not paired:
                    inverse = 1.0 / d
                    store(own, (s,), inverse)
                    store(right, (s,), r * inverse)
                    hi = h * inverse
                    gi = g * inverse
                    store(drive, (z,), load(drive, (z,)) + gi * r)
                    store(net, (z, z), load(net, (z, z)) + g - gi * g)
                    if plan.together:
                        store(drive, (a,), load(drive, (a,)) + hi * r)
                        store(net, (z, a), load(net, (z, a)) - gi * h)
                        store(net, (a, a), load(net, (a, a)) + h - hi * h)
                    continue
                store(own, (s,), d)
                store(right, (s,), r)
                if (s - first_between) % 2 == 0:
                    continue
                # both faces of a wall between zones: i in zone v, s in zone z
                i = s - 1
                v = zone[i]
                c = load(cross, (i,))
                di = load(own, (i,))
                inverse = 1.0 / (di * d - c * c)
                pii = d * inverse
                pjj = di * inverse
                pij = -c * inverse
                ri = load(right, (i,))
                hi = load(film, (i,))
                gi = load(arm, (i,))
                store(own, (i,), pii)
                store(own, (s,), pjj)
                store(cross, (s,), pij)
                ti = pii * ri + pij * r
                tj = pij * ri + pjj * r
                av = zones + v
                store(drive, (v,), load(drive, (v,)) + gi * ti)
                store(drive, (z,), load(drive, (z,)) + g * tj)
                store(net, (v, v), load(net, (v, v)) + gi - gi * pii * gi)
                store(net, (z, z), load(net, (z, z)) + g - g * pjj * g)
                low_r, high_r = min(v, z), max(v, z)
                store(net, (low_r, high_r), load(net, (low_r, high_r)) - gi * pij * g)
                if not plan.together:
                    continue
                store(drive, (av,), load(drive, (av,)) + hi * ti)
                store(drive, (a,), load(drive, (a,)) + h * tj)
                store(net, (v, av), load(net, (v, av)) - gi * pii * hi)
                store(net, (av, av), load(net, (av, av)) + hi - hi * pii * hi)
                store(net, (z, a), load(net, (z, a)) - g * pjj * h)
                store(net, (a, a), load(net, (a, a)) + h - h * pjj * h)
                store(net, (v, a), load(net, (v, a)) - gi * pij * h)
                store(net, (z, av), load(net, (z, av)) - g * pij * hi)
                low_a, high_a = min(av, a), max(av, a)
                store(net, (low_a, high_a), load(net, (low_a, high_a)) - hi * pij * h)

            humidity = weather[n, HUMIDITY]
            heavy = pressure / (f.gas_r * (1.0 + f.vapour * humidity)) * (f.cp_air + f.cp_vapour * humidity)
            for z in range(zones):
                a = zones + z
                was = load(air, (z,))
                keeps = load(mem, (b.volume + z,)) * (heavy / step_s) / (was + f.kelvin)
                out = load(mem, (b.zone_lift + z,)) + weather[n, DRY_BULB]
                flow = load(today, (2, k, z)) * heavy / (out + f.kelvin)
                driven = flow * out + load(today, (0, k, z))
                if plan.audit:
                    store(vent, (0, z), keeps + flow)
                    store(vent, (1, z), keeps * was + driven + load(today, (1, k, z)))
                if plan.together:
                    store(net, (a, a), load(net, (a, a)) + keeps + flow)
                    store(drive, (a,), load(drive, (a,)) + keeps * was + driven)
                else:
                    past = (
                        3.0 * load(before, (0, z)) - 1.5 * load(before, (1, z)) + load(before, (2, z)) / 3.0
                    )
                    store(net, (a, a), (11.0 / 6.0) * keeps + flow)
                    store(drive, (a,), keeps * past + driven)

            # radiant nodes out; thermostats; radiant nodes back
            size = 2 * zones if plan.together else zones
            for i in range(zones):
                inverse = 1.0 / load(net, (i, i))
                r = load(drive, (i,)) * inverse
                for j in range(i + 1, size):
                    e = load(net, (i, j))
                    store(drive, (j,), load(drive, (j,)) - e * r)
                    for c in range(j, size):
                        store(net, (j, c), load(net, (j, c)) - e * inverse * load(net, (i, c)))
                store(net, (i, i), inverse)
            for _sweep in range(0 if not plan.together else 1 if zones == 1 else 6):
                for z in range(zones):
                    a = zones + z
                    r = load(drive, (a,))
                    for o in range(zones):
                        if o < z:
                            r = r - load(net, (zones + o, a)) * load(air, (o,))
                        elif o > z:
                            r = r - load(net, (a, zones + o)) * load(air, (o,))
                    d = load(net, (a, a))
                    free = r / d
                    held = smaller(larger(free, load(today, (3, k, z))), load(today, (4, k, z)))
                    store(air, (z,), held)
                    store(power, (z,), d * (held - free))
            for i in range(zones - 1, -1, -1):
                r = load(drive, (i,))
                for j in range(i + 1, zones):
                    r = r - load(net, (i, j)) * load(radiant, (j,))
                if plan.together:
                    for j in range(zones):
                        r = r - load(net, (i, zones + j)) * load(air, (j,))
                store(radiant, (i,), r * load(net, (i, i)))

            # faces and memories
            for s in range(opaque):
                was_i = load(inside, (s,))
                was_o = load(outside, (s,))
                z = zone[s]
                if s < first_between:
                    pull = load(arm, (s,)) * load(radiant, (z,))
                    if plan.together:
                        pull = pull + load(film, (s,)) * load(air, (z,))
                    t_i = load(right, (s,)) + load(own, (s,)) * pull
                elif (s - first_between) % 2 == 0:
                    v = zone[s + 1]
                    ri = load(right, (s,)) + load(arm, (s,)) * load(radiant, (z,))
                    rj = load(right, (s + 1,)) + load(arm, (s + 1,)) * load(radiant, (v,))
                    if plan.together:
                        ri = ri + load(film, (s,)) * load(air, (z,))
                        rj = rj + load(film, (s + 1,)) * load(air, (v,))
                    t_i = load(own, (s,)) * ri + load(cross, (s + 1,)) * rj
                    t_j = load(cross, (s + 1,)) * ri + load(own, (s + 1,)) * rj
                    store(inside, (s + 1,), t_j)
                else:
                    continue
                store(inside, (s,), t_i)
                if s < outdoors:
                    t_o = (load(outer_r, (s,)) - load(mem, (b.oi + s,)) * t_i) * load(outer_d, (s,))
                elif s < first_mass:
                    t_o = load(mem, (b.ground_c + month * plan.ground + s - outdoors,))
                elif s < first_between:
                    t_o = t_i if plan.together else was_i  # EnergyPlus remembers it a step late
                else:
                    t_o = t_j
                store(outside, (s,), t_o)
                moved_o = t_o - was_o
                moved_i = t_i - was_i
                row = s * most
                for m in range(modes[s]):
                    store(
                        y,
                        (s, m),
                        load(mem, (b.decay + row + m,)) * load(y, (s, m))
                        + load(mem, (b.outer + row + m,)) * moved_o
                        + load(mem, (b.inner + row + m,)) * moved_i,
                    )
            for w in range(windows):
                s = opaque + w
                z = zone[s]
                pull = load(arm, (s,)) * load(radiant, (z,))
                if plan.together:
                    pull = pull + load(film, (s,)) * load(air, (z,))
                t = load(right, (s,)) + load(own, (s,)) * pull
                store(inside, (s,), t)
                store(pane, (w, 2 * panes - 1), t)
                for p in range(panes - 1, -1, -1):
                    glass = load(mem, (b.conduct + w * panes + p,))
                    t = (load(chain_r, (w, 2 * p)) + glass * t) / (load(chain_g, (w, 2 * p)) + glass)
                    store(pane, (w, 2 * p), t)
                    if p > 0:
                        gap = load(chain_c, (w, 2 * p - 1))
                        t = (load(chain_r, (w, 2 * p - 1)) + gap * t) / (load(chain_g, (w, 2 * p - 1)) + gap)
                        store(pane, (w, 2 * p - 1), t)

            if not plan.together:
                for s in range(surfaces):
                    a = zones + zone[s]
                    h = load(film, (s,))
                    store(net, (a, a), load(net, (a, a)) + h)
                    store(drive, (a,), load(drive, (a,)) + h * load(inside, (s,)))
                for z in range(zones):
                    a = zones + z
                    d = load(net, (a, a))
                    free = load(drive, (a,)) / d
                    held = smaller(larger(free, load(today, (3, k, z))), load(today, (4, k, z)))
                    store(power, (z,), d * (held - free))
                    store(air, (z,), held)
                    store(before, (2, z), load(before, (1, z)))
                    store(before, (1, z), load(before, (0, z)))
                    store(before, (0, z), held)

            if plan.audit:
                for z in range(zones):
                    open_ = load(power, (z,)) + load(vent, (1, z)) - load(vent, (0, z)) * load(air, (z,))
                    turned = absolute(open_)
                    for s in range(surfaces):
                        if zone[s] == z:
                            face = load(inside, (s,))
                            q = load(behind, (1, s)) - load(behind, (0, s)) * face
                            if first_between <= s < opaque:
                                other = s + 1 if (s - first_between) % 2 == 0 else s - 1
                                c = area_cross(s if other > s else other, b, mem)
                                q = q - c * load(inside, (other,))
                            open_ = open_ + q
                            turned = turned + absolute(q)
                    store(audit, (0, z), load(audit, (0, z)) + absolute(open_) * step_s)
                    store(audit, (1, z), load(audit, (1, z)) + turned * step_s)

            if turn < plan.warmup_days:
                continue
            hour = n // plan.steps_per_hour
            part = 1.0 / plan.steps_per_hour
            for z in range(zones):
                p = load(power, (z,)) * part
                t = load(air, (z,)) * part
                mean = 0.0 * p
                for s in range(surfaces):
                    if zone[s] == z:
                        mean = mean + load(mem, (b.warm_share + s,)) * load(inside, (s,))
                o = 0.5 * (t + mean * part)
                store(heat, (hour, z), load(heat, (hour, z)) + larger(p, 0.0))
                store(cool, (hour, z), load(cool, (hour, z)) + larger(0.0 - p, 0.0))
                store(air_out, (hour, z), load(air_out, (hour, z)) + t)
                store(felt, (hour, z), load(felt, (hour, z)) + o)
