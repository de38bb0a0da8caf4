"""The parts of the engine against what can be computed by hand or by another program."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.stock.building import building
from dafeng.stock.case import Gap, Glazing, Material, Pane, case_from
from dafeng.stock.conduction import resistance, wall
from dafeng.stock.constants import rows
from dafeng.stock.geometry import facet, turned
from dafeng.stock.glazing import glass
from dafeng.stock.radiation import grey_exchange, star, view_factors
from dafeng.stock.schedule import read_schedule
from dafeng.stock.shading import shades
from dafeng.stock.sun import sun_directions

CONCRETE = Material("concrete", 0.2, 1.74, 2500.0, 920.0, 0.0, 0.6, 0.9, "Rough")
WOOL = Material("wool", 0.1, 0.04, 50.0, 850.0, 0.0, 0.6, 0.9, "Rough")
AIR = Material("air", 0.0, 0.0, 0.0, 0.0, 0.18, 0.6, 0.9, "Rough")
CLEAR = Pane(0.003, 0.834, 0.075, 0.075, 0.84, 0.84, 1.0)


def test_every_constant_has_unit_source_and_basis() -> None:
    for file in ("constants", "defaults", "simple_window", "validation"):
        for name, row in rows(file).items():
            assert set(row) == {"value", "unit", "source", "basis"}, (file, name)


@pytest.mark.parametrize("modes", [3, 8, 60])
def test_a_wall_in_steady_state_passes_u_and_stores_its_capacity(modes: int) -> None:
    layers = (CONCRETE, WOOL, AIR)
    made = wall(layers, step_s=3600.0, modes=modes)
    assert made.u_value_w_m2k == pytest.approx(1.0 / resistance(layers), rel=1e-12)
    y, t_o, t_i, stored = np.zeros(made.decay.size), 0.0, 0.0, 0.0
    for n in range(24 * 400):
        new = min(10.0, 0.05 * (n + 1))  # both faces rise slowly, then stay
        moved_o, moved_i = new - t_o, new - t_i
        y = made.decay * y + made.outer * moved_o + made.inner * moved_i
        q_o = made.outer @ y + made.instant[0] * moved_o + made.instant[1] * moved_i
        q_i = made.inner @ y + made.instant[1] * moved_o + made.instant[2] * moved_i
        stored += (q_o + q_i) * 3600.0
        t_o = t_i = new
    capacity = sum(m.thickness_m * m.density_kg_m3 * m.specific_heat_j_kgk for m in layers)
    assert stored == pytest.approx(10.0 * capacity, rel=1e-6)
    assert q_o == pytest.approx(0.0, abs=1e-9)


def test_conduction_follows_a_sine_as_theory_says() -> None:
    made = wall((CONCRETE,), step_s=600.0, modes=60)
    omega = 2.0 * np.pi / 86400.0
    gamma = np.sqrt(1j * omega * 2500.0 * 920.0 / 1.74)
    wanted = gamma * 1.74 / np.sinh(gamma * 0.2)  # heat inside per degree outside, inside held
    y, before, flux = np.zeros(made.decay.size), 0.0, []
    for n in range(144 * 30):
        now = float(np.sin(omega * 600.0 * (n + 1)))
        y = made.decay * y + made.outer * (now - before)
        flux.append(-made.u_value_w_m2k * now + made.inner @ y + made.instant[1] * (now - before))
        before = now
    last = np.array(flux[-144:])
    times = omega * 600.0 * (np.arange(144 * 29, 144 * 30) + 1)
    found = 2.0 * np.mean(-last * np.exp(-1j * (times - np.pi / 2.0)))
    assert abs(found) == pytest.approx(abs(wanted), rel=2e-3)
    assert np.angle(found / wanted) == pytest.approx(0.0, abs=5e-3)


def test_glass_at_normal_incidence_is_what_was_given_and_nothing_is_lost() -> None:
    single = glass(Glazing((CLEAR,), ()))
    assert single.transmission.sum() == pytest.approx(0.834, abs=2e-3)
    double = glass(Glazing((CLEAR, CLEAR), (Gap("Air", 0.012),)))
    by_hand = 0.834**2 / (1.0 - 0.075**2)
    assert double.transmission.sum() == pytest.approx(by_hand, abs=2e-3)
    assert double.transmission_diffuse < by_hand
    absorbed = double.absorption.sum(axis=1)
    assert absorbed[0] > absorbed[1] > 0.0
    back = double.transmission_diffuse + double.absorption_back.sum() + double.reflection_back
    assert back == pytest.approx(1.0)


@pytest.mark.parametrize(("u", "g"), [(1.2, 0.3), (2.0, 0.45), (2.8, 0.6), (4.0, 0.7), (5.5, 0.8)])
def test_a_simple_window_keeps_its_g(u: float, g: float) -> None:
    made = glass(Glazing((), (), u, g))
    tau, alpha = made.transmission.sum(), made.absorption.sum()
    assert 0.0 < tau < g
    assert g - tau < alpha < 1.0 - tau  # part of what is absorbed comes in
    assert 1.0 / made.pane_w_m2k[0] < 1.0 / u


def test_an_unknown_gas_is_named() -> None:
    with pytest.raises(InputError, match="stock-case-gas"):
        glass(Glazing((CLEAR, CLEAR), (Gap("Steam", 0.012),)))


def test_polygons_have_their_area_and_direction() -> None:
    wall_ = facet(np.array([[0, 0, 3], [0, 0, 0], [4, 0, 0], [4, 0, 3.0]]))
    assert (wall_.area_m2, wall_.tilt_deg, wall_.azimuth_deg) == pytest.approx((12.0, 90.0, 180.0))
    east = facet(turned(wall_.vertices_m, north_axis_deg=-90.0))
    assert east.azimuth_deg == pytest.approx(90.0)
    assert wall_.centroid_m == pytest.approx([2.0, 0.0, 1.5])


def test_view_factors_close_and_are_reciprocal_and_exchange_is_symmetric() -> None:
    area = np.array([20.0, 15.0, 20.0, 15.0, 48.0, 48.0, 100.0])
    factors = view_factors(
        area,
        azimuth_deg=np.array([180.0, 90.0, 0.0, 270.0, 0.0, 0.0, 0.0]),
        tilt_deg=np.array([90.0, 90.0, 90.0, 90.0, 180.0, 0.0, 0.0]),
        kind=("Wall", "Wall", "Wall", "Wall", "Floor", "Roof", "Mass"),
    )
    assert factors.sum(axis=1) == pytest.approx(np.ones(7), abs=2e-3)
    both = factors * area[:, None]
    assert np.abs(both - both.T).max() < 1e-9
    exchange = grey_exchange(factors, area_m2=area, emissivity=np.full(7, 0.9))
    assert np.abs(exchange - exchange.T).max() < 1e-12
    assert (exchange >= 0.0).all()
    arms = star(exchange)
    assert arms * (1.0 - arms / arms.sum()) == pytest.approx(exchange.sum(axis=1), rel=1e-3)


def test_the_sun_stands_where_the_weather_room_puts_it(plain_weather) -> None:  # type: ignore[no-untyped-def]
    from dafeng.weather import sun_hours

    ours = sun_directions(plain_weather, steps_per_hour=1)[:, 2]
    theirs = sun_hours(plain_weather.site)
    day = ours > 0.2
    assert np.abs(ours - theirs.cos_zenith)[day].max() < 0.03


def test_an_overhang_shades_what_geometry_says(make_house) -> None:  # type: ignore[no-untyped-def]
    raw = make_house()
    raw["shading"] = [{"name": "O", "vertices": [[0, -1, 3], [8, -1, 3], [8, 0, 3], [0, 0, 3]]}]
    made = building(case_from(raw, case_id="overhang"), step_s=3600.0, modes=3)
    high = np.array([[0.0, -0.5, 0.5]]) / np.sqrt(0.5)  # 45 degrees high in the south: one metre of shade
    found = shades(made, high, landing=False)
    number = next(n for n, p in enumerate(made.parts) if p.name == "WS")
    assert found[number].lit[0] == pytest.approx((2.0 - 0.9) / (2.2 - 0.9))
    assert 0.5 < found[number].isotropic < 1.0


def test_the_sun_through_a_window_lands_somewhere_once(make_house) -> None:  # type: ignore[no-untyped-def]
    made = building(case_from(make_house(), case_id="box"), step_s=3600.0, modes=3)
    suns = np.array([[0.2, -0.6, 0.4], [-0.5, -0.4, 0.7], [0.0, -0.9, 0.1]])
    suns /= np.linalg.norm(suns, axis=1)[:, None]
    found = shades(made, suns, landing=True)
    number = next(n for n, p in enumerate(made.parts) if p.name == "WS")
    landed = found[number].landed
    assert landed is not None
    assert landed.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-6)
    floor = next(n for n, p in enumerate(made.parts) if p.kind == "Floor")
    assert landed[1, floor] > landed[2, floor]


def test_schedules_of_every_form() -> None:
    assert read_schedule(3.0, where="x", unit="c").rows.shape == (1, 144)
    day = read_schedule([["07:10", 10.0], ["24:00", 20.0]], where="x", unit="c").rows[0]
    assert (day[42], day[43]) == (10.0, 20.0)
    week = read_schedule({"weekday": 1.0, "weekend": 0.0}, where="x", unit="share")
    assert week.row_of_day(0)[:8].tolist() == [0, 0, 0, 0, 0, 1, 1, 0]
    year = read_schedule(
        {"periods": [["04/15", 18.0], ["10/14", -60.0], ["12/31", 18.0]]}, where="x", unit="c"
    )
    rows_ = year.rows[year.row_of_day(0)][:, 0]
    assert (rows_ == 18.0).sum() == 105 + 78


@pytest.mark.parametrize(
    "bad", [[1.0, 2.0], "always", {"weekday": 1.0}, [["07:00", 1.0]], {"periods": [["02/30x", 1.0]]}, None]
)
def test_a_schedule_that_cannot_be_is_refused(bad: object) -> None:
    with pytest.raises(InputError, match="stock-case-schedule"):
        read_schedule(bad, where="x", unit="c")
