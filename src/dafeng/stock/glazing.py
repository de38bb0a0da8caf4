"""Windows: what glass lets through and absorbs at every angle, and the simple window of U and g."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dafeng.base import InputError, Text
from dafeng.stock.case import Gap, Glazing, Pane
from dafeng.stock.constants import constant, constants, default, rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

ANGLES_DEG = np.arange(0.0, 91.0, 10.0)
TERMS = 6


@dataclass(frozen=True, slots=True)
class Glass:
    """A window as the kernel needs it: panes from outside to inside.

    ``transmission`` and ``absorption[pane]`` are polynomials in the cosine of the angle of incidence
    without a
    constant term, ``c1 cos + ... + c6 cos^6``; the ``_diffuse`` figures hold for uniform radiation, those
    with
    ``back`` for radiation from inside. ``pane_w_m2k`` [pane] conducts from face to face, ``gas`` [gap, 7]
    holds
    the gas's properties (as in the data file ``constants.yaml``), ``gap_m`` [gap] its thickness,
    ``emissivity`` [pane, 2] of the outer and inner face.
    """

    transmission: NDArray[np.float64]
    absorption: NDArray[np.float64]
    transmission_diffuse: float
    absorption_diffuse: NDArray[np.float64]
    absorption_back: NDArray[np.float64]
    pane_w_m2k: NDArray[np.float64]
    gap_m: NDArray[np.float64]
    gas: NDArray[np.float64]
    emissivity: NDArray[np.float64]

    @property
    def reflection_back(self) -> float:
        """Return the share of diffuse radiation from inside that is reflected."""
        return 1.0 - self.transmission_diffuse - float(self.absorption_back.sum())


@lru_cache(maxsize=4096)
def glass(glazing: Glazing) -> Glass:
    """Return the window that a glazing describes. Raises ``InputError`` (stock-case-gas) for an unknown
    gas.
    """
    if glazing.u_value_w_m2k is not None and glazing.g_value_share is not None:
        return _simple(glazing.u_value_w_m2k, glazing.g_value_share)
    cosines = np.cos(np.radians(ANGLES_DEG))
    panes = [_pane_at(pane, cosines) for pane in glazing.panes]
    through, absorbed, absorbed_back = _stack(panes)
    return Glass(
        transmission=_fit(through),
        absorption=np.array([_fit(a) for a in absorbed]),
        transmission_diffuse=_diffuse(through),
        absorption_diffuse=np.array([_diffuse(a) for a in absorbed]),
        absorption_back=np.array([_diffuse(a) for a in absorbed_back]),
        pane_w_m2k=np.array([p.conductivity_w_mk / p.thickness_m for p in glazing.panes]),
        gap_m=np.array([g.thickness_m for g in glazing.gaps]),
        gas=np.array([_gas(g) for g in glazing.gaps]).reshape(-1, 7),
        emissivity=np.array([[p.emissivity_front_share, p.emissivity_back_share] for p in glazing.panes]),
    )


def _gas(gap: Gap) -> list[float]:
    name = f"{gap.gas.lower()}_properties"
    if name not in rows("constants"):
        raise InputError(
            "stock-case-gas",
            Text(f"没有气体 {gap.gas}", f"there is no gas {gap.gas}"),
            mend=Text("用 Air、Argon、Krypton 或 Xenon", "use Air, Argon, Krypton or Xenon"),
        )
    return constants(name)


def _fit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the six coefficients of the polynomial in the cosine through the ten angles, least squares."""
    found: NDArray[np.float64] = _fitting() @ values
    return found


@cache
def _fitting() -> NDArray[np.float64]:
    """Return the matrix that turns values at the ten angles into coefficients."""
    cosines = np.cos(np.radians(ANGLES_DEG))
    found: NDArray[np.float64] = np.linalg.pinv(cosines[:, None] ** np.arange(1, TERMS + 1))
    return found


def _diffuse(values: NDArray[np.float64]) -> float:
    """Return the average over the hemisphere, by trapezoids in sin^2 of the angle."""
    squares = np.sin(np.radians(ANGLES_DEG)) ** 2
    return float(np.sum(0.5 * (values[1:] + values[:-1]) * np.diff(squares)))


def _pane_at(pane: Pane, cosines: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return transmittance, front and back reflectance of one pane at the angles.

    Uncoated glass (both reflectances alike) by Fresnel with the refractive index and extinction that its
    figures at normal incidence imply; coated glass by the curves of clear glass (transmittance above 0.645)
    or bronze glass. Source: ISO 15099; Finlayson et al. 1993 (WINDOW 4.0); EnergyPlus Engineering Reference,
    Angular Properties of Glass Layers.
    """
    tau, front, back = pane.transmittance_share, pane.reflectance_front_share, pane.reflectance_back_share
    if front == back and tau > 0.0:
        through, reflected = _uncoated(tau, front, cosines)
        return through, reflected, reflected
    which = "clear" if tau > constant("coated_limit") else "bronze"
    shape = np.asarray(np.polyval(constants(f"{which}_transmittance"), cosines), dtype=np.float64)
    mirror = np.polyval(constants(f"{which}_reflectance"), cosines) - shape
    return tau * shape, front * (1.0 - mirror) + mirror, back * (1.0 - mirror) + mirror


def _uncoated(
    tau: float, rho: float, cosines: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    beta = tau * tau - rho * rho + 2.0 * rho + 1.0
    single = (beta - np.sqrt(beta * beta - 4.0 * (2.0 - rho) * rho)) / (2.0 * (2.0 - rho))
    index = (1.0 + np.sqrt(single)) / (1.0 - np.sqrt(single))
    path = -np.log((rho - single) / (single * tau))
    inner = np.sqrt(1.0 - (1.0 - cosines**2) / index**2)
    attenuation = np.exp(-path / inner)
    through, reflected = np.zeros_like(cosines), np.zeros_like(cosines)
    parallel = (index * cosines - inner) / (index * cosines + inner)
    crossed = (cosines - index * inner) / (cosines + index * inner)
    for surface in (parallel**2, crossed**2):
        passed = (1.0 - surface) ** 2 * attenuation / (1.0 - (surface * attenuation) ** 2)
        through += 0.5 * passed
        reflected += 0.5 * surface * (1.0 + attenuation * passed)
    return through, reflected


def _stack(
    panes: Sequence[tuple[NDArray[np.float64], ...]],
) -> tuple[NDArray[np.float64], list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """Return transmittance and the absorptance of each pane from the front and from the back.

    Radiation between the panes is followed with all its reflections. Source: ISO 15099:2003 8.2.
    """
    count = len(panes)

    def run(
        order: Sequence[tuple[NDArray[np.float64], ...]],
    ) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
        """Return what passes all of ``order`` and what each absorbs, lit from the first one's front."""
        shape = order[0][0].shape
        behind = [np.zeros(shape)]  # reflectance of everything behind pane n, from the last to the first
        for through, front, back in reversed(order):
            rest = behind[0]
            behind.insert(0, front + through * through * rest / (1.0 - back * rest))
        arriving = np.ones(shape)
        absorbed = []
        for n, (through, front, back) in enumerate(order):
            rest = behind[n + 1]
            forward = arriving * through / (1.0 - back * rest)
            absorbed.append(arriving * (1.0 - front - through) + forward * rest * (1.0 - back - through))
            arriving = forward
        return arriving, absorbed

    through, front = run(panes)
    turned = [(t, back, front_) for t, front_, back in reversed(panes)]
    _, back = run(turned)
    return through, front, [back[count - 1 - n] for n in range(count)]


def _simple(u_value: float, g_value: float) -> Glass:
    """Return the one pane that behaves like a window of U [W/m2K] and g.

    Source: Arasteh, Kohler, Griffith, Modeling Windows in EnergyPlus with Simple Performance Indices,
    LBNL-2804E (2009); EnergyPlus WindowMaterial:SimpleGlazingSystem, whose interpolation between U 3.4 and
    4.5
    is followed.
    """
    u, g = u_value, g_value
    row = rows("simple_window")
    inside = row["inside_film"]["value"]
    limit, low_a, low_b, high_a, high_b = inside
    r_inside = 1.0 / (low_a * np.log(u) + low_b) if u < limit else 1.0 / (high_a * u - high_b)
    out_a, out_b = row["outside_film"]["value"]
    r_glass = max(1.0 / u - r_inside - 1.0 / (out_a * u + out_b), row["least_resistance"]["value"])
    low, high = row["u_range"]["value"]
    share = float(np.clip((u - low) / (high - low), 0.0, 1.0))
    tau = max(0.0, (1.0 - share) * _tau("low", g) + share * _tau("high", g))
    extra = g - tau
    films = {}
    for side in ("inside", "outside"):
        at_low = 1.0 / np.polyval(row[f"summer_{side}_low"]["value"], extra)
        at_high = 1.0 / np.polyval(row[f"summer_{side}_high"]["value"], extra)
        # EnergyPlus extrapolates from the low end away from the high one here; kept for agreement
        films[side] = (
            at_low if share == 0.0 else at_high if share == 1.0 else share * (at_low - at_high) + at_low
        )
    inflow = (films["outside"] + 0.5 * r_glass) / (films["outside"] + r_glass + films["inside"])
    absorbed = extra / inflow
    reflected = 1.0 - tau - absorbed
    shape_t, shape_r = _curves(u, g)
    through = tau * shape_t
    mirror = np.clip(reflected + (1.0 - reflected) * shape_r, 0.0, 1.0 - through)
    taken = 1.0 - through - mirror
    emissivity = default("glass_emissivity_share")
    return Glass(
        transmission=_fit(through),
        absorption=_fit(taken)[None],
        transmission_diffuse=_diffuse(through),
        absorption_diffuse=np.array([_diffuse(taken)]),
        absorption_back=np.array([_diffuse(taken)]),
        pane_w_m2k=np.array([1.0 / r_glass]),
        gap_m=np.empty(0),
        gas=np.empty((0, 7)),
        emissivity=np.full((1, 2), emissivity),
    )


def _tau(end: str, g: float) -> float:
    limit, below, above = rows("simple_window")[f"transmittance_{end}"]["value"]
    return float(np.polyval(below if g < limit else above, g))


def _curves(u: float, g: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return transmittance over that at normal incidence, and how far reflectance goes from there towards 1.

    Both are mixes of ten standard curves. With ``r`` the reflectance at normal incidence of the glass that
    a curve was
    made for, the way is ``(curve - 1) r / (1 - r)``, so that reflectance ends at 1 for any window.
    """
    row = rows("simple_window")
    knots = row["rows"]["value"]
    names = [list(knots[n]["mixes"]) for n in range(len(knots))]
    levels = np.interp(u, [knots[0]["u"], knots[1]["u"], knots[2]["u"], knots[3]["u"]], [0.0, 1.0, 1.0, 2.0])
    weights: dict[str, float] = {}
    for n, share in _between(float(levels)):
        row_n = knots[(0, 1, 3)[n]]
        spots = row_n["g"]
        place = float(np.interp(g, spots, np.arange(len(spots))))
        for m, part in _between(place):
            for letter in names[(0, 1, 3)[n]][m]:
                size = len(names[(0, 1, 3)[n]][m])
                weights[letter] = weights.get(letter, 0.0) + share * part / size
    table = _curve_tables()
    through = sum(w * table[k][0] for k, w in weights.items())
    mirror = sum(w * table[k][1] for k, w in weights.items())
    return np.asarray(through), np.asarray(mirror)


@cache
def _curve_tables() -> dict[str, NDArray[np.float64]]:
    """Return the curves [transmittance, way of reflectance; angle] by letter."""
    row = rows("simple_window")
    cosines = np.cos(np.radians(ANGLES_DEG))
    scale, odds = row["transmittance_scale"]["value"], row["reflectance_odds"]["value"]
    return {
        k: np.array(
            [
                scale[k] * np.polyval(shape, cosines),
                odds[k] * (np.polyval(row["reflectance"]["value"][k], cosines) - 1.0),
            ]
        )
        for k, shape in row["transmittance"]["value"].items()
    }


def _between(place: float) -> list[tuple[int, float]]:
    """Return the whole numbers around ``place`` with their shares."""
    low = int(np.floor(place))
    share = place - low
    return [(low, 1.0 - share)] + ([(low + 1, share)] if share > 0.0 else [])
