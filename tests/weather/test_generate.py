"""Generated years: what they keep exactly, and how near they come to files whose normals they were fed."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.weather import (
    MonthlyNormals,
    Site,
    default_year,
    generate_year,
    heating_degree_days,
    normals_of,
    plane_radiation,
    read_all_normals,
    read_epw,
    read_normals,
    seat_normals,
    seats,
    sun_hours,
)
from dafeng.weather.clearness import daily_quantile
from dafeng.weather.normals import QUANTITIES, extraterrestrial_kwh_m2_day

STATIONS = (
    "CHN_Nei.Mongol.Jartai.535020_CSWD.epw",
    "CHN_Nei.Mongol.Ejin.Qi.522670_CSWD.epw",
    "CHN_Heilongjiang.Harbin.509530_CSWD.epw",
    "CHN_Beijing.Beijing.545110_CSWD.epw",
    "725650TYCST.epw",
)


@pytest.mark.parametrize("place", seats())
def test_a_seat_keeps_its_normals(place):
    normals = seat_normals(place)
    year = default_year(place)
    got = normals_of(year)
    for name in QUANTITIES:
        assert getattr(got, name) == pytest.approx(getattr(normals, name), abs=0.02), name
    assert got.ghi_kwh_m2_day == pytest.approx(normals.ghi_kwh_m2_day, rel=1e-9)
    gap = year.ghi_wh_m2 - year.dni_wh_m2 * sun_hours(year.site).cos_zenith - year.dhi_wh_m2
    assert np.abs(gap).max() < 1e-9
    assert year.mode == "generated" and "不是观测年" in year.changes[0].text.zh
    assert "not observed" in year.changes[1].text.en and normals.basis == "computed"
    assert (year.dew_point_c <= year.dry_bulb_c).all()
    assert year.wind_speed_m_s.min() >= 0.0
    assert (year.infrared_sky_w_m2 > 80.0).all() and (year.infrared_sky_w_m2 < 550.0).all()


def test_the_seed_decides():
    normals = seat_normals("bayanhot")
    one, same, other = generate_year(normals), generate_year(normals, seed=1), generate_year(normals, seed=2)
    assert (one.dry_bulb_c == same.dry_bulb_c).all() and (one.ghi_wh_m2 == same.ghi_wh_m2).all()
    assert np.abs(one.dry_bulb_c - other.dry_bulb_c).max() > 3.0


def test_clear_days_are_wide_and_days_remember():
    year = default_year("bayanhot")
    days = year.dry_bulb_c.reshape(365, 24)
    clearness = year.ghi_wh_m2.reshape(365, 24).sum(axis=1)
    sky = sun_hours(year.site).extraterrestrial_wh_m2.reshape(365, 24).sum(axis=1)
    assert np.corrcoef(np.ptp(days, axis=1), clearness / sky)[0, 1] > 0.4
    jumps = np.abs(np.diff(year.dry_bulb_c))
    assert jumps.max() < 6.0


@pytest.mark.parametrize("station", STATIONS)
def test_files_fed_with_their_own_normals_come_back(shared, station):
    file = read_epw(shared / "weather" / station, mode="reconciled")
    made = generate_year(normals_of(file))
    assert heating_degree_days(made) == pytest.approx(heating_degree_days(file), rel=0.01)
    assert made.ghi_wh_m2.sum() == pytest.approx(file.ghi_wh_m2.sum(), rel=1e-9)
    walls = [
        plane_radiation(year, tilt_deg=90.0, azimuth_deg=180.0).total_wh_m2.sum() for year in (made, file)
    ]
    assert walls[0] == pytest.approx(walls[1], rel=0.05)
    assert made.infrared_sky_w_m2.mean() == pytest.approx(file.infrared_sky_w_m2.mean(), abs=10.0)
    for loss_w_k, mass_wh_k, window_m2 in ((250.0, 15e3, 12.0), (150.0, 8e3, 8.0), (90.0, 3e3, 10.0)):
        demand = [
            heat_demand(year, loss_w_k=loss_w_k, mass_wh_k=mass_wh_k, window_m2=window_m2)
            for year in (made, file)
        ]
        assert demand[0] == pytest.approx(demand[1], rel=0.08)


def heat_demand(year, *, loss_w_k, mass_wh_k, window_m2):
    """Return the heat [Wh] that keeps one node at 18 degC or above, with sun through a south window."""
    sun = plane_radiation(year, tilt_deg=90.0, azimuth_deg=180.0).total_wh_m2 * window_m2 * 0.5
    inside, heat = 18.0, 0.0
    for outside, gain in zip(year.dry_bulb_c.tolist(), sun.tolist(), strict=True):
        free = (mass_wh_k * inside + loss_w_k * outside + gain + 300.0) / (mass_wh_k + loss_w_k)
        need = max((18.0 - free) * (mass_wh_k + loss_w_k), 0.0)
        heat += need
        inside = min(free + need / (mass_wh_k + loss_w_k), 26.0)
    return heat


def test_daily_clearness_has_the_mean_it_should():
    probability = (np.arange(2000) + 0.5) / 2000
    for mean in (0.1, 0.3, 0.5, 0.7):
        drawn = daily_quantile(probability, mean=mean, highest=0.8)
        assert drawn.mean() == pytest.approx(mean, abs=2e-3)
        assert (np.diff(drawn) > 0.0).all() and drawn.max() <= 0.8


TWELVE = (
    "month,temperature_c,daily_range_k,relative_humidity_share,wind_speed_m_s,ghi_kwh_m2_day,lat,lon,elev\n"
)
TEMPERATURES = (-9, -5, 2, 9, 15, 20, 22, 20, 15, 8, 0, -7)
RADIATION = (2.6, 3.5, 4.6, 5.7, 6.4, 6.5, 6.2, 5.7, 4.9, 3.9, 2.9, 2.4)
ROWS = [
    f"{month},{temperature},12,0.5,2.5,{radiation},39,105,1500"
    for month, temperature, radiation in zip(range(1, 13), TEMPERATURES, RADIATION, strict=True)
]


def written(tmp_path, text):
    path = tmp_path / "normals.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_twelve_rows_are_read(tmp_path):
    normals = read_normals(written(tmp_path, TWELVE + "\n".join(reversed(ROWS))))
    assert normals.temperature_c[0] == -9.0 and normals.site.elevation_m == 1500.0
    assert normals.basis == "user" and len(normals.notes) == 2  # spread and clock assumed
    year = generate_year(normals)
    assert any("daily_mean_sd_k" in change.text.en for change in year.changes)
    assert heating_degree_days(year) > 3000.0


def test_the_shared_table_of_seats_is_the_packages(shared):
    path = shared / "weather" / "normals_seats.csv"
    every = read_all_normals(path)
    assert set(every) == set(seats())
    assert read_normals(path, place="bayanhot").site == every["bayanhot"].site
    for place in seats():
        theirs, ours = every[place], seat_normals(place)
        for name in QUANTITIES:
            assert getattr(theirs, name) == pytest.approx(getattr(ours, name)), (place, name)
    with pytest.raises(InputError) as caught:
        read_normals(path)
    assert caught.value.code == "weather-normals-file" and "bayanhot" in caught.value.say("en")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (TWELVE + "\n".join(ROWS[:11]), "weather-normals-file", "1 to 12"),
        (TWELVE + "\n".join([*ROWS[:11], ROWS[0]]), "weather-normals-file", "1 to 12"),
        (TWELVE.replace("wind_speed_m_s", "w") + "\n".join(ROWS), "weather-normals-file", "wind_speed_m_s"),
        (TWELVE.replace(",lat,", ",x,") + "\n".join(ROWS), "weather-normals-file", "latitude_deg"),
        (TWELVE + "\n".join(ROWS).replace("-9,12", "cold,12"), "weather-normals-file", "cold"),
        (TWELVE + "\n".join(ROWS).replace("0.5,2.5", "50,2.5"), "weather-normals", "0.01 to 1"),
        (TWELVE + "\n".join(ROWS).replace(",2.6,39", ",7.6,39"), "weather-normals", "above the air"),
        ("", "weather-normals-file", "lacks"),
    ],
)
def test_unusable_normals_are_refused(tmp_path, text, code, words):
    with pytest.raises(InputError) as caught:
        read_normals(written(tmp_path, text))
    assert caught.value.code == code
    assert words in caught.value.say("en")


@pytest.mark.parametrize("seed", range(6))
def test_strange_climates_come_through(seed):
    rng = np.random.default_rng(seed)
    longitude = rng.uniform(-180.0, 180.0)
    site = Site(
        "x", rng.uniform(-70.0, 75.0), longitude, rng.uniform(-100.0, 4500.0), round(longitude / 15.0)
    )
    sky = extraterrestrial_kwh_m2_day(site)
    normals = MonthlyNormals(
        site,
        temperature_c=rng.uniform(-30.0, 30.0, 12),
        daily_range_k=rng.uniform(2.0, 25.0, 12),
        daily_mean_sd_k=rng.uniform(0.05, 8.0, 12),
        relative_humidity_share=rng.uniform(0.02, 1.0, 12),
        wind_speed_m_s=rng.uniform(0.0, 12.0, 12),
        ghi_kwh_m2_day=sky * rng.uniform(0.02, 0.85, 12),
        source="chance",
        basis="user",
    )
    got = normals_of(generate_year(normals, seed=seed))
    for name in QUANTITIES:
        if name != "daily_range_k":
            assert getattr(got, name) == pytest.approx(getattr(normals, name), abs=1e-6), name


def test_unknown_places_are_refused():
    with pytest.raises(InputError) as caught:
        default_year("nowhere")
    assert caught.value.code == "weather-place"


def test_the_design_zone_is_stated_or_missing():
    assert seat_normals("ejin_banner").site.design_zone == "1C"
    assert seat_normals("luanjingtan").site.design_zone is None
