"""Sums over buildings that no order of adding changes: whole watt-hours and thousandths of a square metre."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dafeng.stock.run.blocks import MILLI, Task
from dafeng.stock.run.store import read_whole

if TYPE_CHECKING:
    import pyarrow as pa

BY = ("region", "use", "era", "envelope")
SUMMED = ("floor_area_m2", "heat_kwh", "cool_kwh")


class Totals:
    """Counts and sums by region, use, era and envelope, collected from tables of results."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, ...], list[int]] = {}

    def add(self, table: pa.Table) -> None:
        """Add the buildings of a table."""
        keys = zip(*(table[name].to_pylist() for name in BY), strict=True)
        figures = [np.round(table[name].to_numpy() * MILLI).astype(np.int64).tolist() for name in SUMMED]
        for key, *numbers in zip(keys, *figures, strict=True):
            held = self._sums.setdefault(key, [0] * (1 + len(SUMMED)))
            held[0] += 1
            for place, number in enumerate(numbers, start=1):
                held[place] += number

    def table(self) -> pa.Table:
        """Return the sums, in the order of their keys."""
        import pyarrow as pa

        keys = sorted(self._sums)
        columns: dict[str, pa.Array] = {
            name: pa.array([key[n] for key in keys], pa.string()) for n, name in enumerate(BY)
        }
        columns["buildings"] = pa.array([self._sums[key][0] for key in keys], pa.int64())
        for n, name in enumerate(SUMMED, start=1):
            columns[name] = pa.array([self._sums[key][n] / MILLI for key in keys], pa.float64())
        return pa.table(columns)


def hourly_sums(tasks: Sequence[Task], folder: Path, regions: Sequence[str]) -> pa.Table:
    """Return hourly heat and cold of every region [kWh], summed over blocks in canonical order."""
    import pyarrow as pa

    sums = np.zeros((len(regions), 2, 8760))
    for task in tasks:
        table = read_whole(folder / str(task.hourly_name))
        if table is None:
            raise FileNotFoundError(folder / str(task.hourly_name))
        there = table["region"].to_numpy().reshape(-1, 8760)[:, 0]
        for kind, name in enumerate(("heat_kwh", "cool_kwh")):
            sums[there, kind] += table[name].to_numpy().reshape(-1, 8760)
    return pa.table(
        {
            "region": pa.array(np.repeat(np.array(regions, dtype=object), 8760), pa.string()),
            "hour": np.tile(np.arange(8760), len(regions)),
            "heat_kwh": sums[:, 0].ravel(),
            "cool_kwh": sums[:, 1].ravel(),
        }
    )
