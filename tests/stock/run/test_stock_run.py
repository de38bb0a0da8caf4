"""Stock runs: the same bits however they are run, resumed without loss, faults kept apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dafeng.base import InputError
from dafeng.stock import simulate_many
from dafeng.stock.archetypes import archetype, case_of, era_of_year
from dafeng.stock.run import Options, Setting, read_issues, read_results, run
from dafeng.weather import default_year

PLACES = ("bayanhot", "ejin_banner")
WEATHERS = {place: default_year(place) for place in PLACES}
SETTING = Setting(zones={place: year.site.design_zone for place, year in WEATHERS.items()})
USES = ("urban_middle", "rural_brick", "office")


def table(count: int = 24) -> pa.Table:
    rng = np.random.default_rng(7)
    return pa.table(
        {
            "building_id": [f"b{n}" for n in range(count)],
            "place": [PLACES[n % 2] for n in range(count)],
            "region": [("north", "south", None)[n % 3] for n in range(count)],
            "use": [USES[n % 3] for n in range(count)],
            "built_year": [(1980, 2000, 2020)[n // 3 % 3] for n in range(count)],
            "envelope": ["original"] * count,
            "floor_area_m2": np.round(rng.uniform(100.0, 120.0, count), 1),
            "heat_set_c": pa.array([21.0 if n % 5 == 0 else None for n in range(count)], pa.float64()),
        }
    )


def ran(tmp: Path, name: str, rows: pa.Table | None = None, **changes: Any) -> Path:
    source = tmp / f"{name}.parquet"
    pq.write_table(table() if rows is None else rows, source)
    setting = changes.pop("setting", SETTING)
    progress: Callable[[str, int, int], None] | None = changes.pop("progress", None)
    run(
        source,
        tmp / name,
        weathers=WEATHERS,
        setting=setting,
        options=Options(**{"block_size": 8, **changes}),
        progress=progress,
    )
    return tmp / name


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ran(tmp_path_factory.mktemp("plain"), "plain", hourly=True)


def test_results_are_those_of_the_simulation(plain: Path) -> None:
    rows = table()
    found = read_results(plain).to_pylist()
    assert [row["building_id"] for row in found] == rows["building_id"].to_pylist()
    for number in (0, 1, 5):
        given, got = rows.slice(number, 1).to_pylist()[0], found[number]
        era = era_of_year(given["built_year"], use=given["use"])
        assert (got["era"], got["zone"]) == (era, "1C")
        near = float(np.exp(np.round(np.log(given["floor_area_m2"]) / 0.02) * 0.02))
        own = {"floor_area_m2": near, **({"heat_set_c": 21.0} if given["heat_set_c"] else {})}
        design = archetype(given["use"], era=era, zone="1C", **own)
        weather = WEATHERS[given["place"]]
        year = simulate_many([case_of(design, weather)], weather)[0]
        heat = year.heat_w.sum() / 1000.0 / near * design.occupied_factor
        assert got["heat_kwh_m2"] == pytest.approx(heat, rel=1e-6)
        assert got["heat_kwh"] == pytest.approx(heat * given["floor_area_m2"], rel=1e-6)


def test_floor_areas_told_apart_more_finely_change_little(plain: Path, tmp_path: Path) -> None:
    exact = ran(
        tmp_path, "exact", setting=Setting(zones=SETTING.zones, resolution_share=0.0, resolution_deg=0.0)
    )
    one, two = (read_results(folder)["heat_kwh_m2"].to_numpy() for folder in (plain, exact))
    assert np.abs(one / two - 1.0).max() < 0.005
    assert not np.array_equal(one, two)


@pytest.mark.parametrize("changes", [{"chunk_rows": 5}, {"workers": 2}], ids=["chunks", "processes"])
def test_chunks_and_processes_change_no_bit(plain: Path, tmp_path: Path, changes: dict[str, int]) -> None:
    other = ran(tmp_path, "plain", hourly=True, **changes)
    assert read_results(other).equals(read_results(plain))
    for name in ("totals.parquet", "hourly.parquet"):
        assert pq.read_table(other / name).equals(pq.read_table(plain / name)), name


def test_the_order_of_rows_changes_no_bit(plain: Path, tmp_path: Path) -> None:
    order = np.random.default_rng(1).permutation(table().num_rows)
    other = ran(tmp_path, "turned", table().take(pa.array(order)), hourly=True)
    assert read_results(other).equals(read_results(plain).take(pa.array(order)))
    assert pq.read_table(other / "totals.parquet").equals(pq.read_table(plain / "totals.parquet"))
    assert pq.read_table(other / "hourly.parquet").equals(pq.read_table(plain / "hourly.parquet"))


class _KilledError(Exception):
    """Stands for a kill."""


@pytest.mark.parametrize(("phase", "after"), [("simulate", 8), ("write", 5)])
def test_a_killed_run_goes_on_without_loss(plain: Path, tmp_path: Path, phase: str, after: int) -> None:
    def kill(what: str, done: int, total: int) -> None:
        if what == phase and after <= done < total:
            raise _KilledError

    with pytest.raises(_KilledError):
        ran(tmp_path, "plain", hourly=True, chunk_rows=5, progress=kill)
    with pytest.raises(InputError) as caught:
        read_results(tmp_path / "plain")
    assert caught.value.code == "stock-run-unfinished"
    kept = sorted((tmp_path / "plain" / "physics").glob("*.parquet"))
    times = [path.stat().st_mtime_ns for path in kept]
    assert kept
    again = ran(tmp_path, "plain", hourly=True, chunk_rows=7)
    assert [path.stat().st_mtime_ns for path in kept] == times  # nothing was computed twice
    assert read_results(again).equals(read_results(plain))
    assert pq.read_table(again / "hourly.parquet").equals(pq.read_table(plain / "hourly.parquet"))


def test_a_lost_file_is_made_again(tmp_path: Path) -> None:
    folder = ran(tmp_path, "few", table(6), chunk_rows=2)
    first = read_results(folder)
    lost = [min((folder / part).glob("*.parquet")) for part in ("physics", "buildings")]
    for path in lost:
        path.unlink()
    assert read_results(ran(tmp_path, "few", table(6), chunk_rows=2)).equals(first)


def test_alike_buildings_are_computed_once(tmp_path: Path) -> None:
    rows = table(1)
    alike = pa.concat_tables([rows.set_column(0, "building_id", pa.array([f"b{n}"])) for n in range(40)])
    source = tmp_path / "alike.parquet"
    pq.write_table(alike, source)
    summary = run(source, tmp_path / "out", weathers=WEATHERS, setting=SETTING)
    assert (summary.rows, summary.buildings, summary.distinct) == (40, 40, 1)
    assert len(set(read_results(tmp_path / "out")["heat_kwh"].to_pylist())) == 1


def test_sums_by_hour_agree_with_the_year(plain: Path) -> None:
    hourly, totals = (pq.read_table(plain / f"{name}.parquet") for name in ("hourly", "totals"))
    for name in ("heat_kwh", "cool_kwh"):
        assert hourly[name].to_numpy().sum() == pytest.approx(totals[name].to_numpy().sum(), rel=2e-6)
    found = read_results(plain)
    assert set(found["region"].to_pylist()) == {"north", "south", *PLACES}
    assert hourly.num_rows == 8760 * len(set(found["region"].to_pylist()))


def test_faulty_buildings_are_told_and_stop_nothing(tmp_path: Path) -> None:
    rows = table(12).to_pylist()
    rows[1]["use"] = "palace"
    rows[2]["floor_area_m2"] = -5.0
    rows[3]["building_id"] = "b0"
    rows[4]["place"] = "moon"
    rows[5]["built_year"] = None
    rows[6]["heat_set_c"] = float("inf")
    rows[7]["wall_u_w_m2k"] = 2.99
    rows[8]["floor_area_m2"] = None
    for row in rows:
        row.setdefault("wall_u_w_m2k", None)
    rows[7] = {**rows[7], "use": "urban_tower", "built_year": 1980, "wall_u_w_m2k": 3.0}
    rows[9] = {**rows[9], "use": "rural_adobe", "wall_u_w_m2k": 2.5}
    folder = ran(tmp_path, "faulty", pa.Table.from_pylist(rows), chunk_rows=4)
    issues = {row["row"]: row for row in read_issues(folder).to_pylist()}
    codes = {number - 1: row["code"] for number, row in issues.items()}
    assert codes == {
        1: "stock-dimension",
        2: "stock-run-value",
        3: "stock-run-twice",
        4: "stock-run-place",
        5: "stock-run-value",
        6: "stock-run-value",
        8: "stock-run-value",
        9: "stock-u-value",
    }
    assert issues[3]["column"] == "floor_area_m2" and issues[3]["got"] == "-5.0"
    good = read_results(folder)["building_id"].to_pylist()
    assert good == ["b0", "b7", "b10", "b11"]
    assert all(row["message_zh"] and row["message_en"] for row in issues.values())


def test_a_place_without_a_zone_needs_one(tmp_path: Path) -> None:
    bare = Setting(zones=dict.fromkeys(PLACES))
    folder = ran(tmp_path, "bare", table(3), setting=bare)
    assert set(read_issues(folder)["code"].to_pylist()) == {"stock-run-zone"}
    stated = Setting(zones=dict.fromkeys(PLACES), zone="2A")
    assert set(read_results(ran(tmp_path, "stated", table(3), setting=stated))["zone"].to_pylist()) == {"2A"}


def test_another_run_in_the_folder_is_refused(plain: Path, tmp_path: Path) -> None:
    source = tmp_path / "x.parquet"
    pq.write_table(table(3), source)
    with pytest.raises(InputError) as caught:
        run(source, plain, weathers=WEATHERS, setting=SETTING)
    assert caught.value.code == "stock-run-output"
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("x")
    with pytest.raises(InputError, match="not empty"):
        run(source, tmp_path / "used", weathers=WEATHERS, setting=SETTING)


@pytest.mark.parametrize(
    "rows",
    [
        pa.table({"building_id": ["a"]}),
        table(2).append_column("colour", pa.array(["red", "blue"])),
        table(2).set_column(6, "floor_area_m2", pa.array(["large", "small"])),
    ],
    ids=["missing", "unknown", "type"],
)
def test_columns_that_do_not_fit_are_named(tmp_path: Path, rows: pa.Table) -> None:
    with pytest.raises(InputError) as caught:
        ran(tmp_path, "wrong", rows)
    assert caught.value.code == "stock-run-columns"
    assert not (tmp_path / "wrong").exists()


def test_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.parquet").write_text("no")
    with pytest.raises(InputError) as caught:
        run(tmp_path / "b.parquet", tmp_path / "out", weathers=WEATHERS, setting=SETTING)
    assert caught.value.code == "stock-run-buildings"
