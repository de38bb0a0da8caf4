"""Weather and photovoltaics: a year of 8760 hours, with the largest difference to pvlib beside its time.

The file that both read is written here from a generated year, so that no weather file is needed.
"""

from __future__ import annotations

import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np


def best(call: Callable[[], Any], repeats: int = 5) -> tuple[float, Any]:
    """Return the shortest processor time [ms] of several calls, and the last answer."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        answer = call()
        times.append(1000.0 * (time.process_time() - start))
    return min(times), answer


def run() -> list[dict[str, str]]:
    """Return one row for each task."""
    import pandas
    import pvlib

    from dafeng.stock.plant import photovoltaic, plant_data
    from dafeng.weather import (
        default_year,
        generate_year,
        perez_sky,
        read_epw,
        seat_normals,
        sun_position,
        write_epw,
    )
    from dafeng.weather.sun import air_mass

    warnings.filterwarnings("ignore", message="DatetimeIndex.dayofyear")
    weather = default_year("bayanhot")
    site = weather.site
    times = pandas.date_range("2018-01-01 00:30", periods=8760, freq="h", tz="Etc/GMT-8")
    rows = []

    def row(what: str, ours: float, theirs: float | None, off: str) -> None:
        rows.append(
            {
                "what": what,
                "dafeng [ms]": f"{ours:.1f}",
                "pvlib [ms]": "-" if theirs is None else f"{theirs:.1f}",
                "largest difference": off,
            }
        )

    ms, sun = best(lambda: sun_position(site))
    peer_ms, peer = best(
        lambda: pvlib.solarposition.get_solarposition(times, site.latitude_deg, site.longitude_deg)
    )
    row("sun position", ms, peer_ms, f"{np.abs(peer['zenith'].to_numpy() - sun.zenith_deg).max():.4f} deg")

    up = sun.zenith_deg < 89.0
    given = {
        "dni_w_m2": weather.dni_wh_m2[up],
        "extraterrestrial_w_m2": sun.extraterrestrial_w_m2[up],
        "zenith_deg": sun.zenith_deg[up],
        "sun_azimuth_deg": sun.azimuth_deg[up],
        "tilt_deg": 90.0,
        "azimuth_deg": 180.0,
    }
    ms, ours = best(lambda: perez_sky(weather.dhi_wh_m2[up], **given))
    peer_ms, theirs = best(
        lambda: pvlib.irradiance.perez(
            90.0,
            180.0,
            weather.dhi_wh_m2[up],
            given["dni_w_m2"],
            given["extraterrestrial_w_m2"],
            given["zenith_deg"],
            given["sun_azimuth_deg"],
            air_mass(given["zenith_deg"]),
        )
    )
    row("Perez sky on a south wall", ms, peer_ms, f"{np.nanmax(np.abs(ours - theirs)):.1e} W/m2")

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "made.epw"
        write_epw(weather, place)
        ms, read = best(lambda: read_epw(place))
        peer_ms, (frame, _) = best(lambda: pvlib.iotools.read_epw(place))
    off = np.abs(frame["temp_air"].to_numpy() - read.dry_bulb_c).max()
    row("EPW file read (dafeng: checked and filled)", ms, peer_ms, f"{off:.1e} K")

    data = plant_data()
    field = {"power_kwp": 1.0, "tilt_deg": 38.0, "azimuth_deg": 180.0, "data": data}
    ms, ac = best(lambda: photovoltaic(weather, **field))
    peer_ms, theirs = best(lambda: chain(weather, times), repeats=2)
    row(
        "photovoltaic yield of a year", ms, peer_ms, f"{100.0 * (ac.sum() / theirs - 1.0):+.2f} % of the year"
    )

    normals = seat_normals("ejin_banner")
    ms, _ = best(lambda: generate_year(normals))
    row("a year generated from monthly normals", ms, None, "-")
    return rows


def chain(weather: Any, times: Any) -> float:
    """Return the yield of 1 kWp [kWh] by pvlib's model chain with dafeng's parameters."""
    import pandas
    import pvlib

    frame = pandas.DataFrame(
        {
            "ghi": weather.ghi_wh_m2,
            "dni": weather.dni_wh_m2,
            "dhi": weather.dhi_wh_m2,
            "temp_air": weather.dry_bulb_c,
            "wind_speed": weather.wind_speed_m_s,
        },
        index=times,
    )
    rated = 1000.0 / 1.1 / 0.96
    array = pvlib.pvsystem.Array(
        pvlib.pvsystem.FixedMount(38.0, 180.0),
        module_parameters={"pdc0": 1000.0, "gamma_pdc": -0.0035},
        temperature_model_parameters={"u0": 25.0, "u1": 6.84},
        albedo=0.2,
    )
    made = pvlib.modelchain.ModelChain(
        pvlib.pvsystem.PVSystem(arrays=[array], inverter_parameters={"pdc0": rated, "eta_inv_nom": 0.96}),
        pvlib.location.Location(
            weather.site.latitude_deg, weather.site.longitude_deg, altitude=weather.site.elevation_m
        ),
        transposition_model="perez",
        aoi_model="physical",
        spectral_model="no_loss",
        temperature_model="faiman",
        dc_model="pvwatts",
        ac_model="pvwatts",
        losses_model="no_loss",
        dc_ohmic_model="no_loss",
    )
    made.run_model(frame)
    direct = made.results.dc.fillna(0.0) * 0.86
    return float(pvlib.inverter.pvwatts(direct, rated, 0.96).fillna(0.0).sum()) / 1000.0
