"""The day's sun on every face and through every window, compiled, all lanes at once."""

from __future__ import annotations

from typing import Any

from dafeng.stock.arrays import (
    BEAM,
    CIRCUMSOLAR,
    DIFFUSE,
    EAST,
    GROUND,
    HORIZON,
    ISOTROPIC,
    NORTH,
    UP,
    Lanes,
    Picked,
    Plan,
)
from dafeng.stock.films import compiled
from dafeng.stock.lanes import larger, load, store


@compiled
def solar_day(
    day: int,
    plan: Plan,
    weather: Any,
    b: Lanes,
    mem: Any,
    picked: Picked,
    sun_out: Any,
    beam_in: Any,
    diffuse_in: Any,
    pane_sun: Any,
    lit: Any,
) -> None:
    """Fill the day's sun: absorbed outside [step, slot] W/m2, through windows [step, window] W, in panes
    W/m2.

    A face receives ``beam cos+ lit + diffuse (isotropic F_sky + circumsolar cos+ lit + horizon sin tilt) +
    ground
    F_ground`` (Perez 1990); a window passes beam by its angle and the rest as diffuse.
    """
    count = 24 * plan.steps_per_hour
    outdoors, windows, panes = plan.outdoors, plan.windows, plan.panes
    first_window = outdoors + plan.ground + plan.mass + 2 * plan.between
    if plan.shaded:
        lit_of, table = picked.lit_of, picked.lit
        start = plan.sample[day] * count
        for s in range(outdoors + windows):
            for lane in range(lit.shape[2]):
                chosen = lit_of[s, lane]
                for k in range(count):
                    lit[k, s, lane] = table[chosen, start + k] if chosen >= 0 else 1.0
    for k in range(count):
        n = day * count + k
        diffuse = weather[n, DIFFUSE]
        beam = weather[n, BEAM]
        if diffuse <= 0.0 and beam <= 0.0:
            for s in range(outdoors):
                store(sun_out, (k, s), 0.0)
            for w in range(windows):
                store(beam_in, (k, w), 0.0)
                store(diffuse_in, (k, w), 0.0)
                for p in range(panes):
                    store(pane_sun, (k, w, p), 0.0)
            continue
        for s in range(outdoors + windows):
            cosine = larger(
                load(mem, (b.nx + s,)) * weather[n, EAST]
                + load(mem, (b.ny + s,)) * weather[n, NORTH]
                + load(mem, (b.nz + s,)) * weather[n, UP],
                0.0,
            )
            lit_cosine = cosine
            if plan.shaded:
                lit_cosine = cosine * load(lit, (k, s))
            straight = lit_cosine * beam
            scattered = (
                diffuse
                * (
                    load(mem, (b.sky_view + s,)) * load(mem, (b.sky_ratio + s,)) * weather[n, ISOTROPIC]
                    + lit_cosine * weather[n, CIRCUMSOLAR]
                    + load(mem, (b.sin_tilt + s,)) * load(mem, (b.horizon_ratio + s,)) * weather[n, HORIZON]
                )
                + load(mem, (b.ground_view + s,)) * weather[n, GROUND]
            )
            scattered = larger(scattered, 0.0)
            if s < outdoors:
                store(sun_out, (k, s), load(mem, (b.absorb + s,)) * (straight + scattered))
                continue
            w = s - outdoors
            row = b.through + 6 * w
            t = load(mem, (row + 5,))
            for c in range(4, -1, -1):
                t = t * cosine + load(mem, (row + c,))
            area = load(mem, (b.area + first_window + w,))
            store(beam_in, (k, w), area * straight * larger(t * cosine, 0.0))
            store(diffuse_in, (k, w), area * scattered * load(mem, (b.through_diffuse + w,)))
            for p in range(panes):
                row = b.taken + 6 * (w * panes + p)
                a = load(mem, (row + 5,))
                for c in range(4, -1, -1):
                    a = a * cosine + load(mem, (row + c,))
                store(
                    pane_sun,
                    (k, w, p),
                    straight * larger(a * cosine, 0.0)
                    + scattered * load(mem, (b.taken_diffuse + w * panes + p,)),
                )


@compiled
def fill_schedules(day: int, plan: Plan, picked: Picked, today: Any) -> None:
    """Copy the day's schedules into ``today`` [kind, step, zone, lane], where they differ from
    yesterday's.
    """
    rows, row_of = picked.rows, picked.row_of
    lanes = today.shape[3]
    for kind in range(5):
        for z in range(plan.zones):
            changed = day == 0
            for lane in range(lanes):
                changed = changed or row_of[kind, z, lane, day] != row_of[kind, z, lane, day - 1]
            if not changed:
                continue
            for lane in range(lanes):
                row = row_of[kind, z, lane, day]
                for k in range(24 * plan.steps_per_hour):
                    today[kind, k, z, lane] = rows[row, k]
