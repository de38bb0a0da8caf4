"""Distinct buildings: gathered from all rows, cut into blocks in an order that is theirs alone, simulated."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import DafengError, InputError, Issue, Text
from dafeng.stock.archetypes import Design, raw_case
from dafeng.stock.archetypes.ground import monthly_outdoor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dafeng.stock import Result
    from dafeng.weather import WeatherYear

RESULTS = ("heat_kwh_m2", "cool_kwh_m2", "peak_heat_w_m2", "peak_cool_w_m2")


class Distinct:
    """Distinct vectors of physics in the order of their first appearance, found again by their bytes."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._number: dict[bytes, int] = {}
        self._parts: list[NDArray[np.float64]] = []

    def __len__(self) -> int:
        return len(self._number)

    def add(self, vectors: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the number of every vector [row], giving numbers to those that are new."""
        if not len(vectors):
            return np.zeros(0, dtype=np.int64)
        packed = np.ascontiguousarray(vectors).view(np.dtype((np.void, 8 * self._width))).ravel()
        _, first, back = np.unique(packed, return_index=True, return_inverse=True)
        numbers = np.empty(len(first), dtype=np.int64)
        new = []
        for place, row in enumerate(first):
            digest = hashlib.blake2b(vectors[row].tobytes(), digest_size=16).digest()
            found = self._number.get(digest)
            if found is None:
                found = self._number[digest] = len(self._number)
                new.append(row)
            numbers[place] = found
        if new:
            self._parts.append(vectors[np.array(new)])
        return numbers[back.ravel()]

    def vectors(self) -> NDArray[np.float64]:
        """Return all vectors [number, figure]."""
        return np.concatenate(self._parts) if self._parts else np.zeros((0, self._width))


@dataclass(frozen=True, slots=True)
class Block:
    """Distinct buildings at one place that are simulated together, in canonical order.

    ``numbers`` [building] are their numbers, ``vectors`` [building, figure] their physics; ``digest`` names
    the block by its content and by everything that its results rest on.
    """

    place: str
    numbers: NDArray[np.int64]
    vectors: NDArray[np.float64]
    digest: str


def blocks(
    vectors: NDArray[np.float64],
    *,
    places: Sequence[str],
    words: Sequence[tuple[Any, ...]],
    stamp: Callable[[str], str],
    size: int,
) -> list[Block]:
    """Return all distinct buildings in blocks of at most ``size``, in an order that their content sets.

    Order: place, words of construction and use, then all figures. Neither the order of rows nor how they
    were read has a part in it. ``stamp`` names what the results at a place rest on besides (weather, engine).
    """
    rank = {word: n for n, word in enumerate(sorted(set(words), key=repr))}
    word_rank = np.array([rank[word] for word in words], dtype=np.float64)
    made = []
    count = vectors.shape[1] - 2
    for number, place in enumerate(places):
        members = np.flatnonzero(vectors[:, -1] == number)
        if not len(members):
            continue
        part = vectors[members]
        alike = part[:, -2].astype(np.int64)
        keys = [part[:, column] for column in range(count - 1, -1, -1)]
        order = np.lexsort([*keys, word_rank[alike]])
        head = stamp(place)
        for first in range(0, len(order), size):
            chosen = order[first : first + size]
            digest = hashlib.sha256(head.encode())
            digest.update(repr([words[n] for n in alike[chosen]]).encode())
            digest.update(np.ascontiguousarray(part[chosen][:, :count]).tobytes())
            made.append(Block(place, members[chosen], part[chosen], digest.hexdigest()))
    return made


@dataclass(slots=True)
class Simulated:
    """Results of a block: ``values`` [building, result], nan where there is none; faults by building.

    ``hourly_w_m2`` [building, heat or cold, hour] is float32, and None unless asked for.
    """

    values: NDArray[np.float64]
    faults: dict[int, Issue]
    hourly_w_m2: NDArray[np.float32] | None


def simulate_block(designs: Sequence[Design], weather: WeatherYear, *, hourly: bool = False) -> Simulated:
    """Return heat, cold and peaks per floor area of buildings at one place; a fault stays with its own."""
    from dafeng.stock.case import case_from

    outdoor = monthly_outdoor(weather)
    faults: dict[int, Issue] = {}
    cases = {}
    for n, design in enumerate(designs):
        try:
            cases[n] = case_from(raw_case(design, outdoor), case_id=str(n))
        except InputError as error:
            faults[n] = _of_error(error)
    years, more = _years(cases, weather)
    faults |= more
    values = np.full((len(designs), len(RESULTS)), np.nan)
    profiles = np.zeros((len(designs), 2, 8760), dtype=np.float32) if hourly else None
    for n, year in years.items():
        area = designs[n].floor_area_m2
        heat, cool = year.heat_w.sum(axis=0) / area, year.cool_w.sum(axis=0) / area
        values[n] = heat.sum() / 1000.0, cool.sum() / 1000.0, heat.max(), cool.max()
        if not np.isfinite(values[n]).all():
            values[n] = np.nan
            faults[n] = Issue(
                "stock-run-diverged",
                "error",
                Text("计算结果不是有限数", "the simulation gave no finite numbers"),
                mend=Text("检查该建筑的数据", "check the figures of this building"),
            )
        elif profiles is not None:
            profiles[n, 0], profiles[n, 1] = heat, cool
    return Simulated(values, faults, profiles)


def _years(cases: dict[int, Any], weather: WeatherYear) -> tuple[dict[int, Result], dict[int, Issue]]:
    """Simulate together; where that fails, each alone, so that only those that fail are left out."""
    from dafeng.stock import simulate_many

    if not cases:
        return {}, {}
    try:
        together = simulate_many(list(cases.values()), weather, mode="stock")
    except InputError:
        pass
    else:
        return dict(zip(cases, together, strict=True)), {}
    years, faults = {}, {}
    for n, case in cases.items():
        try:
            years[n] = simulate_many([case], weather, mode="stock")[0]
        except InputError as error:
            faults[n] = _of_error(error)
    return years, faults


def _of_error(error: DafengError) -> Issue:
    return Issue(error.code, "error", error.message, mend=error.mend)
