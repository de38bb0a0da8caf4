"""Blocks of distinct buildings computed by one or many processes, each into a file named by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.stock.run.physics import RESULTS, Block, simulate_block
from dafeng.stock.run.prepare import design_of_vector
from dafeng.stock.run.store import read_whole, write_whole

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dafeng.weather import WeatherYear

FOLDER = "physics"
FAULT = ("code", "message_zh", "message_en")


@dataclass(frozen=True, slots=True)
class Shared:
    """What every process needs besides its blocks: weather by place, words by number, where files go."""

    weathers: Mapping[str, WeatherYear]
    words: tuple[tuple[Any, ...], ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Task:
    """A block to compute; ``weights`` [building, region, heat or cold] in mm2... see ``Weights``; or None."""

    block: Block
    weights: NDArray[np.int64] | None
    hourly_name: str | None

    @property
    def name(self) -> str:
        """Return the file of the block's results."""
        return f"{self.block.digest[:32]}.parquet"


def task_of(block: Block, weights: NDArray[np.int64] | None) -> Task:
    """Return the task of a block; hourly sums are named by the block and by the weights."""
    if weights is None:
        return Task(block, None, None)
    digest = hashlib.sha256(block.digest.encode() + np.ascontiguousarray(weights).tobytes())
    return Task(block, weights, f"hourly-{digest.hexdigest()[:32]}.parquet")


def missing(tasks: Sequence[Task], folder: Path) -> list[Task]:
    """Return the tasks whose files are not there yet."""
    return [
        task
        for task in tasks
        if not (folder / task.name).is_file()
        or (task.hourly_name is not None and not (folder / task.hourly_name).is_file())
    ]


def compute(tasks: Sequence[Task], shared: Shared, *, workers: int, done: Callable[[int], None]) -> None:
    """Compute tasks in ``workers`` processes (1: in this one) and call ``done`` with the number finished."""
    if workers <= 1 or len(tasks) <= 1:
        for number, task in enumerate(tasks, start=1):
            compute_one(task, shared)
            done(number)
        return
    with _pool(min(workers, len(tasks)), shared) as pool:
        waiting = iter(tasks)
        open_ones = {
            pool.submit(_compute_there, task) for task, _ in zip(waiting, range(2 * workers), strict=False)
        }
        finished = 0
        while open_ones:
            ready, open_ones = wait(open_ones, return_when=FIRST_COMPLETED)
            for one in ready:
                one.result()
                finished += 1
                done(finished)
                following = next(waiting, None)
                if following is not None:
                    open_ones.add(pool.submit(_compute_there, following))


@contextmanager
def _pool(workers: int, shared: Shared) -> Iterator[ProcessPoolExecutor]:
    """Give a pool whose processes start afresh (threads of other libraries do not survive a fork)."""
    import multiprocessing

    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=(shared,)
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_there: list[Shared] = []


def _begin(shared: Shared) -> None:
    _there[:] = [shared]


def _compute_there(task: Task) -> None:
    compute_one(task, _there[0])


def compute_one(task: Task, shared: Shared) -> None:
    """Simulate one block and write its files."""
    import pyarrow as pa

    block = task.block
    designs = [design_of_vector(vector, shared.words) for vector in block.vectors]
    made = simulate_block(designs, shared.weathers[block.place], hourly=task.weights is not None)
    faults = [made.faults.get(n) for n in range(len(designs))]
    columns: dict[str, Any] = {name: made.values[:, n] for n, name in enumerate(RESULTS)}
    columns["code"] = pa.array([f.code if f else None for f in faults], pa.string())
    columns["message_zh"] = pa.array([f.message.zh if f else None for f in faults], pa.string())
    columns["message_en"] = pa.array([f.message.en if f else None for f in faults], pa.string())
    if task.weights is not None and task.hourly_name is not None and made.hourly_w_m2 is not None:
        write_whole(hourly_table(made.hourly_w_m2, task.weights), shared.folder / task.hourly_name)
    write_whole(pa.table(columns), shared.folder / task.name)


def hourly_table(profiles: NDArray[np.float32], weights: NDArray[np.int64]) -> pa.Table:
    """Return hourly heat and cold [kWh] by number of region: profiles [building, 2, hour] times m2."""
    import pyarrow as pa

    area = weights.astype(np.float64) / MILLI
    regions = np.flatnonzero(weights.any(axis=(0, 2)))
    heat, cool = (
        np.stack([_sum(profiles[:, kind], area[:, region, kind]) for region in regions])
        if len(regions)
        else np.zeros((0, 8760))
        for kind in (0, 1)
    )
    return pa.table(
        {
            "region": np.repeat(regions, 8760),
            "hour": np.tile(np.arange(8760), len(regions)),
            "heat_kwh": heat.ravel(),
            "cool_kwh": cool.ravel(),
        }
    )


def _sum(profiles: NDArray[np.float32], area_m2: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum over buildings in their order, in double precision [hour, kWh]."""
    total = np.zeros(profiles.shape[1])
    for n in np.flatnonzero(area_m2):
        total += profiles[n].astype(np.float64) * area_m2[n]
    return total / 1000.0


MILLI = 1000.0


def results_of(
    tasks: Sequence[Task], folder: Path, count: int
) -> tuple[NDArray[np.float64], dict[int, tuple[str, str, str]]]:
    """Return results [distinct building, result] and what went wrong with which, from the files."""
    values = np.full((count, len(RESULTS)), np.nan)
    faults: dict[int, tuple[str, str, str]] = {}
    for task in tasks:
        table = read_whole(folder / task.name)
        if table is None:
            raise FileNotFoundError(folder / task.name)
        numbers = task.block.numbers
        for column, name in enumerate(RESULTS):
            values[numbers, column] = table[name].to_numpy()
        for n, code in enumerate(table["code"].to_pylist()):
            if code is not None:
                faults[int(numbers[n])] = (
                    code,
                    table["message_zh"][n].as_py(),
                    table["message_en"][n].as_py(),
                )
    return values, faults
