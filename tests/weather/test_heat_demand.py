"""Heat demand of the reference buildings with generated years against the files whose normals they had."""

from __future__ import annotations

import numpy as np
import pytest

from dafeng.stock.case import read_case
from dafeng.stock.years import simulate_many
from dafeng.weather import generate_year, normals_of, read_epw

STATIONS = (
    "CHN_Nei.Mongol.Jartai.535020_CSWD",
    "CHN_Nei.Mongol.Ejin.Qi.522670_CSWD",
    "CHN_Ningxia.Hui.Yinchuan.536140_CSWD",
    "CHN_Heilongjiang.Harbin.509530_CSWD",
    "CHN_Beijing.Beijing.545110_CSWD",
)


@pytest.mark.slow
@pytest.mark.parametrize("station", STATIONS)
def test_reference_buildings_need_the_same_heat(shared, station):
    cases = [read_case(path) for path in sorted((shared / "physics" / "energyplus").glob("*.json"))]
    file = read_epw(shared / "weather" / f"{station}.epw", mode="reconciled")
    made = generate_year(normals_of(file))
    heat = np.array(
        [[result.annual_heating_kwh_m2 for result in simulate_many(cases, year)] for year in (file, made)]
    )
    off = heat[1] / heat[0] - 1.0
    counts = heat[0] > 4.0
    assert counts.sum() >= 18
    assert np.abs(off[counts]).max() < 0.08
    assert abs(off.mean()) < 0.03
    assert (
        np.abs(heat[1] - heat[0])[~counts].max(initial=0.0) < 0.6
    )  # kWh/m2, where next to nothing is needed
