"""The library of factors: right year and place, visible substitutes, traps, the user's own file."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dafeng.base import InputError
from dafeng.carbon import factor, load_library
from dafeng.carbon.library import BASES
from dafeng.carbon.quantities import ratio_between
from dafeng.carbon.uncertainty import factor_share


def test_every_row_has_unit_source_basis_and_class() -> None:
    rows = list(load_library())
    assert len(rows) > 500
    for row in rows:
        assert row.unit and row.source and row.basis in BASES, row
        assert factor_share(row.uncertainty) >= 0
    seen = [(row.key, row.place, row.year) for row in rows]
    assert len(seen) == len(set(seen))


def test_traps_of_the_standards_are_not_fallen_into() -> None:
    assert factor("electricity.grid", year=2021).value == 0.5568
    assert factor("electricity.grid", year=2022).value == 0.5366
    assert factor("material.铝木复合窗(原生铝:再生铝=7:3)").value == 122.5
    assert factor("electricity.footprint", year=2023).value == 0.6205
    assert factor("electricity.grid", year=2023).value == 0.5306
    assert "94.6" in factor("heat.coal_boiler").note
    with pytest.raises(InputError, match="carbon-factor"):
        factor("material.not_listed")


@pytest.mark.parametrize(
    ("year", "place", "value", "used_year", "used_place"),
    [
        (2022, "15", 0.6849, 2022, "15"),
        (2022, "内蒙古自治区", 0.6849, 2022, "15"),
        (2025, "152921110", 0.6479, 2023, "15"),
        (2020, "152900", 0.7025, 2021, "15"),
        (2022, "54", 0.2268, 2022, "southwest"),
        (2023, "华北", 0.6361, 2023, "north"),
        (2021, None, 0.5568, 2021, "CN"),
        (2019, None, 0.5703, 2020, "CN"),
    ],
)
def test_year_and_place_are_chosen_visibly(
    year: int, place: str | None, value: float, used_year: int, used_place: str
) -> None:
    found = factor("electricity.grid", year=year, place=place)
    assert (found.value, found.year, found.place) == (value, used_year, used_place)
    exact = year == used_year and used_place != "southwest"
    assert (found.substituted is None) is exact
    if not exact and year != used_year:
        assert str(used_year) in found.words("zh") and str(used_year) in found.words("en")


def test_constants_of_an_edition_are_no_substitutes() -> None:
    found = factor("fuel.gas", year=2025, place="15")
    assert found.value == 2.1622 and found.substituted is None
    assert factor("fuel.coal", year=2025).unverified and "未核对" in factor("fuel.coal").words("zh")


def test_units_convert_or_are_refused() -> None:
    assert factor("electricity.grid", year=2023, place="15", unit="tCO2/MWh").value == pytest.approx(0.6479)
    assert factor("fuel.gas", unit="tCO2/m3").value == 0.0021622
    assert ratio_between("kgCO2/kWh", "kgCO2/GJ") is None
    with pytest.raises(InputError, match="carbon-unit"):
        factor("electricity.grid", year=2023, unit="tCO2/GJ")
    with pytest.raises(InputError, match="carbon-place"):
        factor("electricity.grid", year=2023, place="亚特兰蒂斯")
    with pytest.raises(InputError, match="carbon-factor"):
        factor("electricity.gird")


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "factors.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_own_file_comes_first_and_says_so(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "key,value,unit,year,place,source",
        "electricity.grid,700,gCO2/kWh,2024,152900,own meter",
        "heat.default,0.09,tCO2/GJ,,,district heat study",
        "local.peat,1.1,tCO2/t,,,own",
    )
    own = load_library(path)
    found = own.factor("electricity.grid", year=2025, place="152921")
    assert (found.value, found.unit, found.year, found.origin) == (0.7, "kgCO2/kWh", 2024, "own")
    assert "自有" in found.words("zh")
    before = own.factor("electricity.grid", year=2022, place="152921")
    assert (before.value, before.origin) == (0.6849, "library")
    assert own.factor("heat.default", year=2011, place="31").value == 0.09
    assert own.factor("local.peat").value == 1.1
    assert factor("heat.default").value == 0.11


def test_every_fault_of_an_own_file_is_listed(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "key,value,unit,year,place",
        "electricity.grid,0.7,tCO2/GJ,2024,15",
        "heat.default,abc,tCO2/GJ,,",
        "heat.default,0.1,tCO2/GJ,20x4,",
        "heat.default,0.1,tCO2/GJ,,Nowhere",
        ",1,t,,",
        "fuel.coal,2,kgCO2/kg,,",
        "fuel.coal,3,kgCO2/kg,,",
    )
    with pytest.raises(InputError) as caught:
        load_library(path)
    assert [issue.line for issue in caught.value.issues] == [2, 3, 4, 5, 6, 8]
    with pytest.raises(InputError, match="carbon-own-missing"):
        load_library(tmp_path / "none.csv")
    with pytest.raises(InputError, match="carbon-own-factors"):
        load_library(_file(tmp_path, "key,wert", "a,1"))


def test_library_agrees_with_the_shared_figures(shared: Path) -> None:
    numeric = 0
    with (shared / "standards/03_electricity_factors.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kind, _, name = row["key"].rpartition(".")
            if kind in ("grid.province", "grid.region") and row["edition"].isdigit():
                found = factor("electricity.grid", year=int(row["edition"]), place=name)
                assert (found.value, found.year) == (float(row["value"]), int(row["edition"])), row
                numeric += 1
    assert numeric > 100
    for name in ("02_gbt51366_materials", "02_gbt51366_transport", "02_gbt51366_machinery"):
        with (shared / f"standards/{name}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["value"].replace(".", "").isdigit():
                    assert factor(row["key"]).value == float(row["value"])
