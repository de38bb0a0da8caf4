"""Buildings: years a second on one core, with accuracy beside speed, and peers where they are installed.

``python benchmarks/stock.py --cases DIR --weather DIR [--json] [--only dafeng]``. ``DIR`` holds cases with
the results
of EnergyPlus (see ``docs/explain/buildings.md``). Three figures a mode: ``kernel`` (the compiled year alone),
``prepared`` (cases seen before, everything from case to result) and ``distinct`` (buildings never seen
before, each
with walls, windows, orientation of its own). The headline keys are ``prepared``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402  after the number of threads is set

from dafeng.stock import case_from, simulate_many, validate  # noqa: E402
from dafeng.stock.arrays import LANES  # noqa: E402
from dafeng.stock.batch import MODES  # noqa: E402
from dafeng.stock.validation import find_cases, read_weather  # noqa: E402

PEERS = {
    "energyplus": "EnergyPlus 25.2",
    "iso52016": "iso52016",
    "rc_simulator": "RC_BuildingSimulator (5R1C)",
}


def seconds(work: Callable[[], object], *, turns: int = 3) -> float:
    """Return the least processor time of several turns."""
    best = float("inf")
    for _ in range(turns):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def varied(raw: dict[str, Any], count: int, seed: int) -> list[Any]:
    """Return buildings like ``raw`` whose walls, windows, air change and orientation differ."""
    rng = np.random.default_rng(seed)
    made = []
    for n in range(count):
        one = json.loads(json.dumps(raw))
        one["north_axis"] = float(rng.uniform(-90.0, 90.0))
        for material in one["materials"].values():
            if "d" in material:
                material["d"] *= float(rng.uniform(0.8, 1.25))
        for glazing in one["glazings"].values():
            if "U" in glazing:
                glazing["U"] = float(rng.uniform(1.5, 4.0))
        for zone in one["zones"]:
            for air in zone["air"]:
                air["ach"] *= float(rng.uniform(0.7, 1.4))
        made.append(case_from(one, case_id=str(n)))
    return made


def kernel_rate(mode: str, cases: list[Any], weather: Any) -> float:
    """Return years a second of the compiled year alone, on full batches of one building."""
    from dafeng.stock import years
    from dafeng.stock.kernel import simulate_year

    how = MODES[mode]
    taken: list[float] = []

    def timed(*args: Any) -> None:
        taken.append(seconds(lambda: simulate_year(*args), turns=2))

    import dafeng.stock.kernel as module

    module.simulate_year = timed  # type: ignore[assignment]
    try:
        list(years.run_batches(cases, weather, how=how))
    finally:
        module.simulate_year = simulate_year
    return len(taken) * LANES[how.real] / sum(taken)


def measure(cases_folder: Path, weather_folder: Path) -> dict[str, Any]:
    """Return the figures of this program."""
    raws = [json.loads(p.read_text(encoding="utf-8")) for p in find_cases(cases_folder)]
    raws = [raw for raw in raws if raw.get("results")]
    found: dict[str, Any] = {}
    for mode, size in (("stock", 64), ("reference", 16)):
        rates: dict[str, list[float]] = {"kernel": [], "prepared": [], "distinct": []}
        for raw in raws:
            weather = read_weather(weather_folder, raw["weather"])
            cases = varied(raw, size, seed=1)
            simulate_many(cases[:1], weather, mode=mode)
            rates["kernel"].append(kernel_rate(mode, cases, weather))
            others = varied(raw, size, seed=2)
            rates["distinct"].append(
                size / seconds(lambda o=others, w=weather, m=mode: simulate_many(o, w, mode=m), turns=1)
            )
            rates["prepared"].append(
                size / seconds(lambda c=cases, w=weather, m=mode: simulate_many(c, w, mode=m), turns=2)
            )
        for name, values in rates.items():
            found[f"{mode}_{name}"] = len(values) / sum(1.0 / v for v in values)
        checked = validate(cases_folder, weather_folder, mode=mode)
        found[f"{mode}_accuracy"] = checked["summary"]
        found[f"{mode}_annual_heating"] = {e["id"]: e["annual_heating_kwh_m2"] for e in checked["cases"]}
    fine, fast = found.pop("reference_annual_heating"), found.pop("stock_annual_heating")
    biases = [abs(fast[key] / fine[key] - 1.0) for key in fine]
    found["stock_against_reference"] = {"mean": float(np.mean(biases)), "worst": max(biases)}
    found["stock_building_years_per_second_per_core"] = found["stock_prepared"]
    found["reference_building_years_per_second_per_core"] = found["reference_prepared"]
    return found


def peers() -> dict[str, str]:
    """Return which peers are at hand; those that are not are named as missing."""
    said = {}
    for key, title in PEERS.items():
        there = shutil.which(key) is not None or importlib.util.find_spec(key) is not None
        said[title] = "installed" if there else "missing"
    return said


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("DAFENG_SHARED", Path(__file__).parents[2] / "shared"))
    parser.add_argument("--cases", type=Path, default=shared / "physics" / "energyplus")
    parser.add_argument("--weather", type=Path, default=shared / "weather")
    parser.add_argument("--only", choices=["dafeng"])
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found = measure(chosen.cases, chosen.weather)
    if chosen.only is None:
        found["peers"] = peers()
    if chosen.json:
        print(json.dumps(found, indent=1))
        return
    for key, value in found.items():
        print(f"{key}: {value}")


if __name__ == "__main__":
    main()
