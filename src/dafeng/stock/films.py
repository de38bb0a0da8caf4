"""Heat transfer at faces and in gaps, compiled, all lanes at once; and the roots and powers it needs."""

from __future__ import annotations

from typing import Any

from numba import njit

from dafeng.stock.arrays import (
    DRY_BULB,
    SKY_K,
    WET,
    WET_BULB,
    WIND_FROM,
    WIND_LEEWARD,
    WIND_WINDWARD,
    Lanes,
    Physics,
)
from dafeng.stock.lanes import (
    absolute,
    bits_log2,
    bits_third,
    larger,
    load,
    nearest,
    smaller,
    square_root,
    where,
)

compiled: Any = njit(cache=True, error_model="numpy", fastmath=True)


@compiled
def quick_root(x: Any) -> Any:
    """Return the cube root of positive lanes to 3e-5: one step of Halley."""
    y = bits_third(x)
    cube = y * y * y
    return y * (cube + 2.0 * x) / (2.0 * cube + x)


@compiled
def log2(x: Any) -> Any:
    """Return the base-2 logarithm of positive lanes to 2e-5: the exponent, the mantissa and a polynomial."""
    rough = bits_log2(x)
    f = rough - nearest(rough - 0.5)
    bend = 0.44262251 + f * (-0.27629909 + f * (0.18363649 + f * (-0.09720942 + f * 0.025954088)))
    return rough + f * (1.0 - f) * bend


@compiled
def exp2(x: Any) -> Any:
    """Return 2 to the power of lanes between -20 and 40: a 64th of it by its series, squared back six
    times.
    """
    t = x * (0.6931471805599453 / 64.0)
    y = 1.0 + t * (1.0 + t * (0.5 + t * (0.16666667 + t * (0.041666667 + t * 0.0083333333))))
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    return y * y


@compiled
def outside_film(s: int, n: int, f: Physics, weather: Any, b: Lanes, mem: Any, face: Any) -> Any:
    """Return conductance and source of a face to outdoors: convection (DOE-2) and long waves (sky, air,
    ground).
    """
    air = load(mem, (b.lift + s,)) + weather[n, DRY_BULB]
    warmer = face - air
    natural = quick_root(absolute(warmer) + 1e-9) * where(
        warmer > 0.0, load(mem, (b.up_hot + s,)), load(mem, (b.up_cold + s,))
    )
    turn = weather[n, WIND_FROM] - load(mem, (b.azimuth + s,))
    turn = absolute(turn - 360.0 * nearest(turn / 360.0)) * (1.0 - load(mem, (b.flat + s,)))
    forced = where(
        turn <= f.windward_deg,
        load(mem, (b.windward + s,)) * (f.windward_a * weather[n, WIND_WINDWARD]),
        load(mem, (b.leeward + s,)) * (f.leeward_a * weather[n, WIND_LEEWARD]),
    )
    smooth = square_root(natural * natural + forced * forced)
    convection = natural + load(mem, (b.rough + s,)) * (smooth - natural)
    convection = larger(convection, f.least)
    meets = air
    if weather[n, WET] > 0.0:
        exposed = load(mem, (b.windward + s,)) > 0.0
        convection = where(exposed, f.wet_film, convection)
        meets = where(exposed, load(mem, (b.lift + s,)) + weather[n, WET_BULB], air)
    kelvin = face + f.kelvin
    sky_k = weather[n, SKY_K]
    air_k = air + f.kelvin
    to_sky = load(mem, (b.sky_long + s,)) * (kelvin * kelvin + sky_k * sky_k) * (kelvin + sky_k)
    to_air = load(mem, (b.air_long + s,)) * (kelvin * kelvin + air_k * air_k) * (kelvin + air_k)
    conductance = convection + to_sky + to_air
    source = convection * meets + to_air * air + to_sky * (sky_k - f.kelvin)
    return conductance, source


@compiled
def window_film(w: int, pressure: float, f: Physics, b: Lanes, mem: Any, air: Any, warmer: Any) -> Any:
    """Return convection inside a window (ISO 15099) whose face is ``warmer`` than ``air`` by so much
    [W/m2K].
    """
    mean = air + f.film * warmer + f.kelvin
    conductivity = f.air_0 + f.air_1 * mean
    viscosity = f.air_2 + f.air_3 * mean
    heat = f.air_4 + f.air_5 * mean
    density = pressure / (f.gas_r * mean)
    tall = load(mem, (b.height + w,))
    ray = (
        density * density * (tall * tall * tall * f.gravity) * heat * absolute(warmer)
        / (mean * viscosity * conductivity)
    ) + 1e-3  # fmt: skip
    limit = where(warmer > 0.0, load(mem, (b.steady_hot + w,)), load(mem, (b.steady_cold + w,)))
    calm = square_root(square_root(smaller(ray, limit) * load(mem, (b.sine + w,))))
    rough = larger(quick_root(ray) - quick_root(limit), 0.0)
    return (f.inside_c * calm + f.inside_d * rough) * conductivity / tall


@compiled
def gap_film(g: int, f: Physics, b: Lanes, mem: Any, one: Any, two: Any) -> Any:
    """Return the conductance of gap ``g`` (counted over all windows): gas (ISO 15099) and long waves."""
    one_k = one + f.kelvin
    two_k = two + f.kelvin
    mean = 0.5 * (one_k + two_k)
    width = load(mem, (b.gap_m + g,))
    gas = b.gas + 7 * g
    conductivity = load(mem, (gas,)) + load(mem, (gas + 1,)) * mean
    viscosity = load(mem, (gas + 2,)) + load(mem, (gas + 3,)) * mean
    heat = load(mem, (gas + 4,)) + load(mem, (gas + 5,)) * mean
    density = load(mem, (gas + 6,)) * f.gap_pascal / (f.molar * mean)
    rayleigh = (
        f.gravity * width * width * width * absolute(one - two) * heat * density * density
        / (mean * viscosity * conductivity)
    )  # fmt: skip
    rayleigh = larger(rayleigh, 1e-3)
    log = log2(rayleigh)
    first = where(
        rayleigh <= f.gap_2,
        1.0 + f.gap_0 * exp2(smaller(log, 14.0) * f.gap_1),
        where(rayleigh <= f.gap_5, f.gap_3 * exp2(log * f.gap_4), f.gap_6 * exp2(log * f.gap_7)),
    )
    second = f.gap_8 * exp2((log - load(mem, (b.gap_aspect + g,))) * f.gap_9)
    long = load(mem, (b.gap_long + g,)) * (one_k * one_k + two_k * two_k) * (one_k + two_k)
    return larger(first, second) * conductivity / width + long
