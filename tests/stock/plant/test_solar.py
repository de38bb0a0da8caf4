"""Photovoltaics against pvlib, solar heat against the f-chart, own use against the sum."""

from __future__ import annotations

import json

import numpy as np
import pandas
import pvlib
import pytest
from typer.testing import CliRunner

from dafeng.base import InputError
from dafeng.cli.app import app
from dafeng.stock.plant import f_chart, own_use, photovoltaic, solar_air, solar_store
from dafeng.weather import default_year, read_epw
from dafeng.weather.year import month_of_hour

pytestmark = pytest.mark.filterwarnings("ignore:DatetimeIndex.dayofyear")  # pvlib on newer pandas


def peer_yield(weather, tilt, facing):
    """Return the yearly yield of 1 kWp [kWh] by pvlib's model chain with the same parameters."""
    site = weather.site
    times = pandas.date_range(
        "2018-01-01 00:30", periods=8760, freq="h", tz=f"Etc/GMT{-int(site.utc_offset_h):+d}"
    )
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
    system = pvlib.pvsystem.PVSystem(
        arrays=[
            pvlib.pvsystem.Array(
                pvlib.pvsystem.FixedMount(tilt, facing),
                module_parameters={"pdc0": 1000.0, "gamma_pdc": -0.0035},
                temperature_model_parameters={"u0": 25.0, "u1": 6.84},
                albedo=0.2,
            )
        ],
        inverter_parameters={"pdc0": rated, "eta_inv_nom": 0.96},
    )
    place = pvlib.location.Location(
        site.latitude_deg, site.longitude_deg, tz=times.tz, altitude=site.elevation_m
    )
    chain = pvlib.modelchain.ModelChain(
        system,
        place,
        transposition_model="perez",
        aoi_model="physical",
        spectral_model="no_loss",
        temperature_model="faiman",
        dc_model="pvwatts",
        ac_model="pvwatts",
        losses_model="no_loss",
        dc_ohmic_model="no_loss",
    )
    chain.run_model(frame)
    direct = chain.results.dc.fillna(0.0) * (1.0 - 0.14)
    return float(pvlib.inverter.pvwatts(direct, rated, 0.96).fillna(0.0).sum()) / 1000.0


@pytest.mark.parametrize(("tilt", "facing"), [(38.0, 180.0), (0.0, 180.0), (90.0, 180.0), (90.0, 90.0)])
def test_yield_agrees_with_pvlib(bayanhot, data, tilt, facing):
    ours = photovoltaic(bayanhot, power_kwp=1.0, tilt_deg=tilt, azimuth_deg=facing, data=data).sum()
    assert ours == pytest.approx(peer_yield(bayanhot, tilt, facing), rel=0.005)


@pytest.mark.parametrize("name", ["725650TYCST", "CHN_Nei.Mongol.Ejin.Qi.522670_CSWD"])
def test_yield_agrees_with_pvlib_on_files(shared, data, name):
    weather = read_epw(shared / "weather" / f"{name}.epw")
    ours = photovoltaic(weather, power_kwp=1.0, tilt_deg=35.0, azimuth_deg=200.0, data=data).sum()
    assert ours == pytest.approx(peer_yield(weather, 35.0, 200.0), rel=0.01)


def test_yield_laws(bayanhot, data):
    def made(**given):
        asked = {"power_kwp": 5.0, "tilt_deg": 38.0, "azimuth_deg": 180.0, **given}
        return photovoltaic(bayanhot, data=data, **asked)

    assert made(power_kwp=10.0) == pytest.approx(2.0 * made())
    assert made().min() == 0.0 and made(power_kwp=0.0).max() == 0.0
    assert made(level="low").sum() < made().sum() < made(level="high").sum()
    assert made().max() <= 5.0 / 1.1 + 1e-9
    with pytest.raises(InputError) as caught:
        made(power_kwp=-1.0)
    assert caught.value.code == "plant-pv"


def test_own_use_adds_up(bayanhot, data):
    made = photovoltaic(bayanhot, power_kwp=5.0, tilt_deg=38.0, azimuth_deg=180.0, data=data)
    load = np.full(8760, 0.4)
    plain = own_use(made, load_kwh=load)
    assert plain.self_used_kwh + plain.exported_kwh == pytest.approx(made)
    assert plain.self_used_kwh + plain.bought_kwh == pytest.approx(load)
    stored = own_use(made, load_kwh=load, battery_kwh=8.0)
    assert stored.self_used_kwh + stored.bought_kwh == pytest.approx(load)
    assert stored.self_use_share > plain.self_use_share + 0.1
    lost = made.sum() - stored.self_used_kwh.sum() - stored.exported_kwh.sum()
    assert 0.0 < lost < 0.1 * made.sum()


@pytest.mark.parametrize("place", ["bayanhot", "ejin_banner"])
@pytest.mark.parametrize("area", [6.0, 20.0])
def test_solar_heat_is_near_the_f_chart(data, house, place, area):
    weather = default_year(place)
    load = house.heat_kwh + house.hot_water_kwh
    run = solar_store(load, supply_c=np.full(8760, 30.0), collector_m2=area, weather=weather, data=data)
    month = month_of_hour()
    monthly = np.bincount(month, weights=load)
    chart = f_chart(load, collector_m2=area, weather=weather, data=data)
    assert run.fraction(load) == pytest.approx(float(chart @ monthly / monthly.sum()), abs=0.09)
    assert (run.delivered_kwh <= load + 1e-9).all() and run.delivered_kwh.min() >= 0.0
    assert run.delivered_kwh.sum() <= run.collected_kwh.sum() + 1e-6
    assert run.store_c.max() <= 91.0


def test_solar_heat_grows_and_saturates(data, bayanhot, house):
    load, supply = house.heat_kwh, np.full(8760, 35.0)
    shares = [
        solar_store(load, supply_c=supply, collector_m2=area, weather=bayanhot, data=data).fraction(load)
        for area in (0.0, 5.0, 10.0, 20.0)
    ]
    assert shares[0] == 0.0 and shares == sorted(shares)
    assert shares[1] > (shares[3] - shares[2]) / 2.0
    air = solar_air(load, collector_m2=12.0, weather=bayanhot, data=data)
    assert 0.1 < air.fraction(load) < 0.5
    assert f_chart(np.zeros(8760), collector_m2=5.0, weather=bayanhot, data=data).tolist() == [0.0] * 12


def test_command_prints_the_yield():
    asked = ["solar", "--place", "ejin_banner", "--kwp", "5"]
    data = json.loads(CliRunner().invoke(app, [*asked, "--load", "3000", "--json"]).stdout)
    assert data["yield_kwh"]["low"] < data["yield_kwh"]["typical"] < data["yield_kwh"]["high"]
    assert sum(data["monthly_kwh"]) == pytest.approx(data["yield_kwh"]["typical"], abs=1.0)
    assert data["self_used_kwh"] + data["exported_kwh"] == pytest.approx(
        data["yield_kwh"]["typical"], abs=0.5
    )
    assert 1500.0 < data["full_load_h"] < 2000.0
    shown = CliRunner().invoke(app, [*asked, "--tilt", "90", "--lang", "en"])
    assert shown.exit_code == 0 and "yield a year" in shown.stdout
