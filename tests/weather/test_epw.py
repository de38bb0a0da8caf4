"""The EPW reader: what it takes, what it fills and says, what it refuses."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dafeng.base import InputError
from dafeng.weather import read_epw
from dafeng.weather.longwave import infrared_sky, standard_pressure


def test_plain_file_is_read_as_it_stands(write_epw, plain_rows):
    year = read_epw(write_epw(plain_rows))
    assert year.site.name == "Testtown"
    assert (year.site.latitude_deg, year.site.longitude_deg, year.site.utc_offset_h) == (39.0, 105.0, 8.0)
    assert year.mode == "as_file" and year.source == "SYNTH" and year.start_weekday == 2
    assert year.changes == ()
    assert year.dry_bulb_c[:3].tolist() == [-4.5, -4.0, -3.5]
    assert year.relative_humidity_share.max() == 0.4
    assert np.isnan(year.albedo_share).all() and np.isnan(year.liquid_precipitation_mm).all()
    assert (year.days_since_snow == 88).all() and (year.snow_depth_cm == 0).all()
    with pytest.raises(ValueError, match="read-only"):
        year.dry_bulb_c[0] = 1.0


def edited(rows, changes):
    """Return rows with {(row, column): text} put in."""
    out = [list(row) for row in rows]
    for (row, column), text in changes.items():
        out[row][column] = text
    return out


def test_missing_values_are_filled_as_energyplus_does_and_said(write_epw, plain_rows):
    data = edited(
        plain_rows,
        {
            (0, 6): "99.9",
            (0, 9): "999999",
            (100, 6): "99.9",
            (101, 6): "99.9",
            (12, 14): "9999",
            (13, 15): "9999",
            (14, 13): "9999",
            (20, 12): "9999",
            (20, 23): "10",
            (30, 21): "999",
            (31, 8): "112",
        },
    )
    year = read_epw(write_epw(data))
    assert year.dry_bulb_c[0] == 6.0  # EnergyPlus's value before the first good one
    assert year.dry_bulb_c[100] == year.dry_bulb_c[101] == year.dry_bulb_c[99]
    assert year.pressure_pa[0] == pytest.approx(standard_pressure(1500.0))
    assert year.dni_wh_m2[12] == 0.0 and year.dhi_wh_m2[13] == 0.0
    assert 100.0 < year.ghi_wh_m2[14] < 600.0
    expected = infrared_sky(
        year.dry_bulb_c[20:21], dew_point_c=np.array([-10.0]), opaque_sky_cover_tenths=np.array([10.0])
    )
    assert year.infrared_sky_w_m2[20] == pytest.approx(expected[0])
    assert year.wind_speed_m_s[30] == 3.0
    assert year.relative_humidity_share[31] == 1.0
    said = {(change.field, change.hours) for change in year.changes}
    assert {("dry_bulb_c", 3), ("pressure_pa", 1), ("dni_wh_m2", 1), ("ghi_wh_m2", 1)} <= said
    assert all(change.text.zh and change.text.en for change in year.changes)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda rows: rows[:8000], "weather-epw-length", "760 too few"),
        (lambda rows: rows + rows[:3], "weather-epw-length", "3 too many"),
        (lambda rows: rows + rows[:24], "weather-epw-leap", "leap year"),
        (lambda rows: rows[24:] + rows[:24], "weather-epw-order", "line 9"),
        (lambda rows: edited(rows, {(5, 3): "0"}), "weather-epw-order", "line 14"),
        (lambda rows: [*rows[:50], rows[51], rows[50], *rows[52:]], "weather-epw-order", "line 59"),
        (lambda rows: edited(rows, {(7, 6): "abc"}), "weather-epw-damaged", "line 16"),
        (lambda rows: edited(rows, {(7, 14): ""}), "weather-epw-damaged", "direct normal"),
        (lambda rows: edited(rows, {(7, 6): "-95"}), "weather-epw-damaged", "-90 to 70"),
        (lambda rows: edited(rows, {(7, 6): "nan"}), "weather-epw-damaged", "line 16"),
        (lambda rows: [*rows[:9], rows[9][:12], *rows[10:]], "weather-epw-damaged", "12 columns"),
    ],
)
def test_unusable_rows_are_refused_with_their_place(write_epw, plain_rows, change, code, words):
    with pytest.raises(InputError) as caught:
        read_epw(write_epw(change(plain_rows)))
    assert caught.value.code == code
    assert words in caught.value.say("en")
    assert caught.value.mend is not None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (",39.0,", ",99.0,", "weather-epw-location"),
        (",105.0,", ",east,", "weather-epw-location"),
        ("LOCATION", "PLACE", "weather-epw-format"),
        ("DESIGN CONDITIONS", "SOMETHING", "weather-epw-format"),
        ("DATA PERIODS,1,1", "DATA PERIODS,1,4", "weather-epw-interval"),
    ],
)
def test_unusable_headers_are_refused(write_epw, plain_rows, old, new, code):
    path = write_epw(plain_rows)
    path.write_text(path.read_text("latin-1").replace(old, new, 1), encoding="latin-1")
    with pytest.raises(InputError) as caught:
        read_epw(path)
    assert caught.value.code == code


def test_other_files_are_refused(tmp_path: Path):
    for name, content, code in (
        ("missing.epw", None, "weather-epw-missing"),
        ("empty.epw", b"", "weather-epw-format"),
        ("binary.epw", b"LOCATION,\x00\x01" * 9, "weather-epw-format"),
        ("table.epw", b"a,b\n1,2\n" * 9, "weather-epw-format"),
    ):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            read_epw(path)
        assert caught.value.code == code
    with pytest.raises(InputError) as caught:
        read_epw(tmp_path / "missing.epw", mode="mended")  # type: ignore[arg-type]
    assert caught.value.code == "weather-epw-mode"


def test_shared_files_give_their_known_figures(shared: Path):
    with (shared / "weather" / "epw_stats.csv").open(encoding="utf-8") as handle:
        figures = {row["file"]: row for row in csv.DictReader(handle)}
    for name in ("CHN_Nei.Mongol.Jartai.535020_CSWD.epw", "CHN_Nei.Mongol.Ejin.Qi.522670_CSWD.epw"):
        year = read_epw(shared / "weather" / name)
        row = figures[name]
        daily = year.dry_bulb_c.reshape(365, 24).mean(axis=1)
        assert np.maximum(18.0 - daily, 0.0).sum() == pytest.approx(float(row["HDD18"]), abs=0.1)
        for array, key in (
            (year.ghi_wh_m2, "GHI"),
            (year.dni_wh_m2, "DNI"),
            (year.dhi_wh_m2, "DHI"),
        ):
            assert array.sum() / 1000.0 == pytest.approx(float(row[key]), abs=0.01)
        assert year.site.elevation_m == float(row["elev"])


def test_names_in_other_scripts_are_kept(write_epw, plain_rows):
    path = write_epw(plain_rows)
    text = path.read_text("latin-1").replace("Testtown", "巴彦浩特", 1)
    path.write_text(text, encoding="utf-8-sig")
    assert read_epw(path).site.name == "巴彦浩特"
    path.write_bytes(text.encode("gb18030"))
    assert read_epw(path).dry_bulb_c[0] == -4.5


def test_the_room_loads_no_heavy_library():
    probe = (
        "import sys, dafeng.weather, dafeng.stock.plant; dafeng.weather.default_year('bayanhot');"
        "print(sorted({'pandas', 'scipy', 'numba', 'pvlib', 'pyarrow', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
