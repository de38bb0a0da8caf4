"""A stock of buildings: from a Parquet table to heat, cold and peaks of every building."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import InputError, Issue, Text
from dafeng.stock.run.blocks import FOLDER, MILLI, Shared, Task, compute, missing, results_of, task_of
from dafeng.stock.run.columns import check_columns, factor_names, physics_names
from dafeng.stock.run.physics import Distinct, blocks
from dafeng.stock.run.prepare import Preparer, Rows, Setting
from dafeng.stock.run.store import (
    MANIFEST,
    engine_digest,
    file_digest,
    issue_table,
    open_output,
    read_whole,
    weather_digest,
    write_json,
    write_whole,
)
from dafeng.stock.run.totals import Totals, hourly_sums

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from dafeng.weather import WeatherYear

Progress = Callable[[str, int, int], None]
BUILDINGS, ISSUES = "buildings", "issues"


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done: ``workers`` processes and ``chunk_rows`` rows read and written at a time change no
    bit of the results; ``block_size`` distinct buildings simulated at a time; ``hourly`` sums by region.
    """

    workers: int = 1
    chunk_rows: int = 50_000
    block_size: int = 1024
    hourly: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: rows read, buildings with results, rows with issues, distinct buildings simulated."""

    rows: int
    buildings: int
    issues: int
    distinct: int
    simulated_now: int
    out: Path
    issue_codes: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the summary as plain JSON data."""
        return {**asdict(self), "out": str(self.out)}


def run(
    buildings: Path | str,
    out: Path | str,
    *,
    weathers: Mapping[str, WeatherYear],
    setting: Setting,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Simulate a table of buildings and write the results to a folder; go on where an earlier run stopped.

    Buildings that are alike in everything that the simulation reads are computed once. Results are the same
    bits for any number of processes, any chunk size, any order of rows and any number of interruptions.
    Faulty buildings go to ``issues/`` and stop nothing. Written are ``buildings/*.parquet`` (in the order of
    the input), ``issues/*.parquet``, ``totals.parquet``, with ``hourly`` also ``hourly.parquet``, and
    ``manifest.json``; ``physics/`` holds what was computed and lets a run be resumed.

    Raises ``InputError``: ``stock-run-buildings``, ``stock-run-columns``, ``stock-run-output``.
    """
    source, folder = Path(buildings), Path(out)
    how = options or Options()
    say = progress or (lambda *_: None)
    file = _open(source)
    engine = engine_digest()
    stamps = {place: _stamp(weather, engine) for place, weather in weathers.items()}
    identity = _identity(source, setting, stamps, how)
    open_output(folder, identity)
    gathered = _gather(file, setting, how, say)
    tasks = _tasks(gathered, stamps, how)
    todo = missing(tasks, folder / FOLDER)
    shared = Shared(weathers, tuple(gathered.words), folder / FOLDER)
    total = sum(len(task.block.numbers) for task in todo)
    sizes = np.cumsum([0, *(len(task.block.numbers) for task in todo)])
    say("simulate", 0, total)
    compute(todo, shared, workers=how.workers, done=lambda n: say("simulate", int(sizes[n]), total))
    values, faults = results_of(tasks, folder / FOLDER, len(gathered.distinct))
    found = Found(values, faults, _canonical_numbers(tasks, len(gathered.distinct)))
    say("write", 0, gathered.rows)
    part = _Part(folder, setting, how.chunk_rows, identity)
    summary = _write(part, file, gathered=gathered, found=found, simulated_now=total, say=say)
    if how.hourly:
        regions = sorted(gathered.regions, key=gathered.regions.__getitem__)
        write_whole(hourly_sums(tasks, folder / FOLDER, regions), folder / "hourly.parquet")
    manifest = {
        "run_id": identity,
        "done": True,
        "source": source.name,
        "options": {
            "resolution_share": setting.resolution_share,
            "resolution_deg": setting.resolution_deg,
            "zone": setting.zone,
            "place": setting.place,
            "hourly": how.hourly,
        },
        "weather": stamps,
        "summary": {
            key: value for key, value in summary.as_dict().items() if key not in {"out", "simulated_now"}
        },
    }
    write_json(manifest, folder / MANIFEST)
    return summary


@dataclass(slots=True)
class Gathered:
    """What the first reading found: distinct buildings, their words, and the floor area of each by region."""

    distinct: Distinct
    vectors: NDArray[np.float64]
    words: list[tuple[Any, ...]]
    places: list[str]
    regions: dict[str, int]
    weights: dict[tuple[int, int], list[int]]
    rows: int


def _gather(file: Any, setting: Setting, how: Options, say: Progress) -> Gathered:
    preparer = Preparer(setting)
    distinct = Distinct(len(physics_names()) + 2)
    seen: set[str] = set()
    regions: dict[str, int] = {}
    weights: dict[tuple[int, int], list[int]] = {}
    total, read = file.metadata.num_rows, 0
    say("read", 0, total)
    for batch in file.iter_batches(batch_size=how.chunk_rows):
        rows, _ = preparer.batch(batch, first_row=read, seen=seen)
        numbers = distinct.add(rows.physics)
        if how.hourly:
            _weigh(rows, numbers, regions, weights)
        read += batch.num_rows
        say("read", read, total)
    vectors = distinct.vectors()
    return Gathered(
        distinct, vectors, preparer.words, preparer.places, _sorted(regions, weights), weights, read
    )


def _weigh(
    rows: Rows, numbers: NDArray[np.int64], regions: dict[str, int], weights: dict[tuple[int, int], list[int]]
) -> None:
    """Add floor area to heat and to cool, in thousandths of m2 so that no order of adding matters."""
    occupied, cooled = scale_factors(rows)
    heat = np.round(rows.floor_area_m2 * occupied * MILLI).astype(np.int64)
    cool = np.round(rows.floor_area_m2 * cooled * MILLI).astype(np.int64)
    for number, region, one, two in zip(
        numbers.tolist(), rows.labels["region"], heat.tolist(), cool.tolist(), strict=True
    ):
        place = regions.setdefault(region, len(regions))
        pair = weights.setdefault((number, place), [0, 0])
        pair[0] += one
        pair[1] += two


def _sorted(regions: dict[str, int], weights: dict[tuple[int, int], list[int]]) -> dict[str, int]:
    """Number the regions by name, not by their first appearance."""
    names = sorted(regions)
    new = {regions[name]: n for n, name in enumerate(names)}
    moved = {(number, new[place]): pair for (number, place), pair in weights.items()}
    weights.clear()
    weights.update(moved)
    return {name: n for n, name in enumerate(names)}


def _tasks(gathered: Gathered, stamps: Mapping[str, str], how: Options) -> list[Task]:
    made = blocks(
        gathered.vectors,
        places=gathered.places,
        words=gathered.words,
        stamp=stamps.__getitem__,
        size=how.block_size,
    )
    if not how.hourly:
        return [task_of(block, None) for block in made]
    by_number: dict[int, list[tuple[int, list[int]]]] = {}
    for (number, region), pair in gathered.weights.items():
        by_number.setdefault(number, []).append((region, pair))
    tasks = []
    for block in made:
        weights = np.zeros((len(block.numbers), len(gathered.regions), 2), dtype=np.int64)
        for n, number in enumerate(block.numbers.tolist()):
            for region, pair in by_number[number]:
                weights[n, region] = pair
        tasks.append(task_of(block, weights))
    return tasks


def _canonical_numbers(tasks: list[Task], count: int) -> NDArray[np.int64]:
    """Return the place in canonical order of every distinct building."""
    order = np.empty(count, dtype=np.int64)
    if tasks:
        order[np.concatenate([task.block.numbers for task in tasks])] = np.arange(count)
    return order


def scale_factors(rows: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return by row what heat and cold are multiplied with: occupied share, cooled share."""
    names = factor_names()
    cooled, vacant, kept = (
        rows.factors[:, names.index(name)] for name in ("cooled_share", "vacancy_share", "vacant_heat_share")
    )
    return 1.0 - vacant * (1.0 - kept), cooled


@dataclass(frozen=True, slots=True)
class Found:
    """Results of the distinct buildings [number, result], faults by number, places in canonical order."""

    values: NDArray[np.float64]
    faults: dict[int, tuple[str, str, str]]
    order: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Part:
    """Where chunks go and what they are named after."""

    folder: Path
    setting: Setting
    chunk_rows: int
    identity: str

    def name(self, number: int) -> str:
        digest = hashlib.sha256(f"{self.identity} {self.chunk_rows} {number}".encode()).hexdigest()
        return f"part-{number:05d}-{digest[:12]}.parquet"


def _write(
    part: _Part, file: Any, *, gathered: Gathered, found: Found, simulated_now: int, say: Progress
) -> Summary:
    """Write the results chunk by chunk, leaving chunks that are there, and the totals."""
    folder, preparer = part.folder, Preparer(part.setting)
    seen: set[str] = set()
    totals = Totals()
    codes: dict[str, int] = {}
    read, done = 0, 0
    names: set[str] = set()
    for number, batch in enumerate(file.iter_batches(batch_size=part.chunk_rows)):
        name = part.name(number)
        rows, issues = preparer.batch(batch, first_row=read, seen=seen)
        table, more = _results(rows, gathered.distinct.add(rows.physics), found, first_row=read)
        issues = sorted([*issues, *more], key=lambda issue: issue.line or 0)
        for issue in issues:
            codes[issue.code] = codes.get(issue.code, 0) + 1
        totals.add(table)
        if not (folder / BUILDINGS / name).is_file():
            write_whole(table, folder / BUILDINGS / name)
        if issues and not (folder / ISSUES / name).is_file():
            write_whole(issue_table(issues), folder / ISSUES / name)
        names.add(name)
        read += batch.num_rows
        done += table.num_rows
        say("write", read, gathered.rows)
    for stale in (*(folder / BUILDINGS).glob("*"), *(folder / ISSUES).glob("*")):
        if stale.name not in names:
            stale.unlink()
    write_whole(totals.table(), folder / "totals.parquet")
    return Summary(
        read, done, read - done, len(gathered.distinct), simulated_now, folder, dict(sorted(codes.items()))
    )


def _results(
    rows: Rows,
    numbers: NDArray[np.int64],
    found: Found,
    *,
    first_row: int,
) -> tuple[pa.Table, list[Issue]]:
    """Return the results of a chunk's rows, and issues of those whose simulation failed."""
    import pyarrow as pa

    values, faults, order = found.values, found.faults, found.order
    issues = [
        Issue(
            faults[n][0],
            "error",
            Text(faults[n][1], faults[n][2]),
            file=str(rows.labels["building_id"][row]),
            line=first_row + int(rows.taken[row]) + 1,
        )
        for row, n in enumerate(numbers.tolist())
        if n in faults
    ]
    good = np.array([n not in faults for n in numbers.tolist()], dtype=bool)
    occupied, cooled = (factor[good] for factor in scale_factors(rows))
    heat, cool, peak_heat, peak_cool = values[numbers[good]].T
    area = rows.floor_area_m2[good]
    columns: dict[str, Any] = {
        name: pa.array([None if v is None else str(v) for v in label[good]], pa.string())
        for name, label in rows.labels.items()
    }
    columns |= {
        "floor_area_m2": area,
        "heat_kwh_m2": heat * occupied,
        "cool_kwh_m2": cool * cooled,
        "heat_kwh": heat * occupied * area,
        "cool_kwh": cool * cooled * area,
        "peak_heat_kw": peak_heat * occupied * area / 1000.0,
        "peak_cool_kw": peak_cool * cooled * area / 1000.0,
        "physics": order[numbers[good]],
    }
    return pa.table(columns), issues


def read_results(out: Path | str) -> pa.Table:
    """Return the buildings of a finished run in the order of the input.

    Raises ``InputError`` ``stock-run-unfinished`` where the run has not ended.
    """
    return _read(Path(out), BUILDINGS)


def read_issues(out: Path | str) -> pa.Table:
    """Return the issues of a finished run; raises as ``read_results`` does."""
    return _read(Path(out), ISSUES)


def _read(folder: Path, part: str) -> pa.Table:
    import pyarrow as pa

    manifest = folder / MANIFEST
    if not manifest.is_file() or not json.loads(manifest.read_text(encoding="utf-8"))["done"]:
        raise InputError(
            "stock-run-unfinished",
            Text(f"{folder} 的运行没有结束", f"the run in {folder} has not ended"),
            mend=Text("用同样的命令再运行一次，会接着算", "run the same command again; it goes on"),
        )
    tables = [read_whole(path) for path in sorted((folder / part).glob("part-*.parquet"))]
    return pa.concat_tables([t for t in tables if t is not None]) if tables else issue_table(())


def _open(source: Path) -> Any:
    """Open a Parquet file; raises ``InputError`` where it is none or its columns do not fit."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(source)
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(
            "stock-run-buildings",
            Text(f"{source} 不能作为 Parquet 读取：{error}", f"{source} cannot be read as Parquet: {error}"),
            mend=Text("给出 Parquet 文件", "give a Parquet file"),
        ) from error
    check_columns(file.schema_arrow)
    return file


def _stamp(weather: WeatherYear, engine: str) -> str:
    return hashlib.sha256((weather_digest(weather) + engine).encode()).hexdigest()


def _identity(source: Path, setting: Setting, stamps: Mapping[str, str], how: Options) -> str:
    """Return what names a run: everything that its results rest on."""
    own = {name: repr(one) for name, one in sorted(setting.own.items())}
    parts: tuple[Any, ...] = (
        file_digest(source),
        sorted(stamps.items()),
        sorted((place, str(zone)) for place, zone in setting.zones.items()),
        setting.zone,
        setting.place,
        setting.resolution_share,
        setting.resolution_deg,
        sorted(own.items()),
        repr({use: dict(sorted(c.items())) for use, c in sorted(setting.relative.items())}),
        how.hourly,
        how.block_size,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()
