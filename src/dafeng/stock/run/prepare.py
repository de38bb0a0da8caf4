"""Rows of buildings to what is simulated: one vector of physics a row, factors, and issues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import InputError, Issue
from dafeng.stock.archetypes import Design, dimensions, era_of_year, quantities
from dafeng.stock.archetypes.figures import ZONES
from dafeng.stock.archetypes.own import NONE, Own, base_use, design_of
from dafeng.stock.run.columns import YEAR, factor_names, physics_names
from dafeng.stock.run.faults import fault, outside, placed

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

BUILDING_WORDS = ("wall", "roof", "inner", "schedule", "hours", "free_days")
FIRST_YEAR, LAST_YEAR = 1000, 2200


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all buildings of a run.

    ``zones`` is the design zone of each place whose weather there is; ``zone`` holds where neither a row nor
    its place states one; ``place`` holds for all rows of a table without that column. ``resolution_share`` is
    how finely floor areas are told apart (0: exactly), ``resolution_deg`` how finely orientations are.
    ``relative`` figures by use add to those of the rows (calibration): ``{use: {figure: (factor, addend)}}``.
    """

    zones: Mapping[str, str | None]
    zone: str | None = None
    place: str | None = None
    resolution_share: float = 0.02
    resolution_deg: float = 5.0
    own: Own = field(default_factory=lambda: NONE)
    relative: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)


@dataclass(slots=True)
class Rows:
    """A batch of rows that can be simulated.

    ``taken`` [row] says which rows of the batch they are; ``physics`` [row, figure and 2] holds figures, then
    the number of the words and of the place; ``factors`` [row, factor]; ``labels`` the words of each row.
    """

    taken: NDArray[np.int64]
    physics: NDArray[np.float64]
    factors: NDArray[np.float64]
    floor_area_m2: NDArray[np.float64]
    labels: dict[str, NDArray[Any]]


class Preparer:
    """Turns batches of rows into vectors; remembers typical buildings by use, era, envelope and zone."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.places = sorted(setting.zones)
        self._place_number = {place: number for number, place in enumerate(self.places)}
        self.words: list[tuple[Any, ...]] = []
        self._word_of: dict[tuple[Any, ...], int] = {}
        self._known: dict[
            tuple[str, str, str, str], tuple[NDArray[np.float64], NDArray[np.float64], int] | Issue
        ]
        self._known = {}
        self._era_of: dict[tuple[Any, int], str | None] = {}
        self._names = physics_names()
        self._factors = factor_names()

    def batch(self, batch: pa.RecordBatch, *, first_row: int, seen: set[str]) -> tuple[Rows, list[Issue]]:
        """Return the rows of a batch that can be simulated, and what is wrong with the others.

        ``first_row`` is the number of its first row; ``seen`` collects the ids of buildings.
        """
        count = batch.num_rows
        texts = {name: _texts(batch, name) for name in ("building_id", "region", "use", "envelope", "zone")}
        faults: dict[int, Issue] = {}
        self._ids(texts["building_id"], faults, seen)
        there = "place" in batch.schema.names
        places: list[Any] = _texts(batch, "place") if there else [self.setting.place] * count
        eras = self._eras(batch, texts["use"], faults)
        zones = self._zones(texts["zone"], places)
        base = np.full((count, len(self._names)), np.nan)
        factors = np.full((count, len(self._factors)), np.nan)
        number = np.zeros((count, 2))
        for row, key in enumerate(zip(texts["use"], eras, texts["envelope"], zones, strict=True)):
            if row in faults:
                continue
            found = self._place_fault(places[row], zones[row]) or self._typical(key)
            if isinstance(found, Issue):
                faults[row] = found
                continue
            base[row], factors[row] = found[0], found[1]
            number[row] = found[2], self._place_number[places[row]]
        self._override(batch, self._names, base, faults)
        self._override(batch, self._factors, factors, faults)
        self._relate(texts["use"], base)
        area = base[:, 0].copy()
        self._coarsen(base)
        ok = np.array([row for row in range(count) if row not in faults], dtype=np.int64)
        labels = {
            "building_id": texts["building_id"],
            "region": [r or p for r, p in zip(texts["region"], places, strict=True)],
            "place": places,
            "use": texts["use"],
            "era": eras,
            "envelope": texts["envelope"],
            "zone": zones,
        }
        rows = Rows(
            taken=ok,
            physics=np.ascontiguousarray(np.hstack([base, number])[ok]),
            factors=factors[ok],
            floor_area_m2=area[ok],
            labels={name: np.array([values[n] for n in ok], dtype=object) for name, values in labels.items()},
        )
        issues = [
            placed(issue, building=texts["building_id"][row], row=first_row + row + 1)
            for row, issue in sorted(faults.items())
        ]
        return rows, issues

    def _ids(self, ids: list[Any], faults: dict[int, Issue], seen: set[str]) -> None:
        for row, one in enumerate(ids):
            if one is None or one == "":
                faults[row] = fault("no_id", "building_id")
            elif one in seen:
                faults[row] = fault("twice", "building_id", got=one)
            else:
                seen.add(one)

    def _eras(self, batch: pa.RecordBatch, uses: list[Any], faults: dict[int, Issue]) -> list[Any]:
        """Return the era of every row: as given, else by the year and the sector of the use."""
        given = _texts(batch, "era")
        years = _numbers(batch, YEAR)
        out: list[Any] = []
        for row, era in enumerate(given):
            year = float("nan") if years is None else years[row]
            if era is not None:
                out.append(era)
            elif np.isnan(year):
                out.append(None)
                faults.setdefault(row, fault("no_era", f"era|{YEAR}"))
            elif not FIRST_YEAR <= year <= LAST_YEAR:
                out.append(None)
                faults.setdefault(row, fault("year", YEAR, got=year, wanted=f"{FIRST_YEAR}-{LAST_YEAR}"))
            else:
                out.append(self._era(uses[row], int(year)))
        return out

    def _era(self, use: Any, year: int) -> str | None:
        """Return the era of a year; None for a use that there is not, which is told as such."""
        key = (use, year)
        if key not in self._era_of:
            based = self.setting.own[use].based_on if use in self.setting.own else use
            there = based in dimensions()["uses"]
            self._era_of[key] = era_of_year(year, use=based) if there else None
        return self._era_of[key]

    def _zones(self, own: list[Any], places: list[Any]) -> list[Any]:
        return [
            zone or self.setting.zones.get(place) or self.setting.zone
            for zone, place in zip(own, places, strict=True)
        ]

    def _place_fault(self, place: Any, zone: Any) -> Issue | None:
        if place not in self.setting.zones:
            return fault("place", "place", got=place, wanted=", ".join(self.places[:20]))
        if zone is None:
            return fault("zone", "zone", wanted=", ".join(ZONES))
        return None

    def _typical(self, key: tuple[Any, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64], int] | Issue:
        use, era, envelope, zone = key
        if key not in self._known:
            try:
                base_use(use, self.setting.own)
                design = design_of(use, era=era, envelope=envelope, zone=zone, own=self.setting.own)
            except InputError as error:
                self._known[key] = Issue(error.code, "error", error.message, mend=error.mend)
            else:
                figures = design.figures()
                word = tuple(getattr(design, name) for name in BUILDING_WORDS)
                if word not in self._word_of:
                    self._word_of[word] = len(self.words)
                    self.words.append(word)
                self._known[key] = (
                    np.array([figures[name] for name in self._names]),
                    np.array([figures[name] for name in self._factors]),
                    self._word_of[word],
                )
        return self._known[key]

    def _override(
        self,
        batch: pa.RecordBatch,
        names: tuple[str, ...],
        into: NDArray[np.float64],
        faults: dict[int, Issue],
    ) -> None:
        for column, name in enumerate(names):
            given = _numbers(batch, name)
            if given is None:
                continue
            limits = quantities()[name]
            there = ~np.isnan(given)
            if name == "floor_area_m2":
                for row in np.flatnonzero(~there).tolist():
                    faults.setdefault(row, fault("no_area", name))
            bad = there & ~((given >= limits["low"]) & (given <= limits["high"]))
            if limits.get("whole"):
                bad |= there & (given != np.floor(given))
            for row in np.flatnonzero(bad).tolist():
                faults.setdefault(row, outside(name, float(given[row])))
            into[there, column] = given[there]

    def _relate(self, uses: list[Any], base: NDArray[np.float64]) -> None:
        """Apply calibrated factors and addends, kept within the limits of each figure."""
        for use, changes in self.setting.relative.items():
            rows = np.array([one == use for one in uses])
            if not rows.any():
                continue
            for name, (factor, addend) in changes.items():
                column = self._names.index(name)
                limits = quantities()[name]
                base[rows, column] = np.clip(
                    base[rows, column] * factor + addend, limits["low"], limits["high"]
                )

    def _coarsen(self, base: NDArray[np.float64]) -> None:
        """Put floor areas on a logarithmic grid and orientations on an even one."""
        step = self.setting.resolution_share
        if step > 0.0:
            with np.errstate(invalid="ignore", divide="ignore"):
                base[:, 0] = np.exp(np.round(np.log(base[:, 0]) / step) * step)
        turn = self._names.index("orientation_deg")
        angle = base[:, turn] % 360.0
        if self.setting.resolution_deg > 0.0:
            angle = np.round(angle / self.setting.resolution_deg) * self.setting.resolution_deg % 360.0
        base[:, turn] = angle + 0.0


def _texts(batch: pa.RecordBatch, name: str) -> list[Any]:
    """Return a column as Python strings, None where there is nothing."""
    if name not in batch.schema.names:
        return [None] * batch.num_rows
    values: list[Any] = batch.column(name).to_pylist()
    return [None if v is None else str(v) for v in values] if name == "building_id" else values


def _numbers(batch: pa.RecordBatch, name: str) -> NDArray[np.float64] | None:
    if name not in batch.schema.names:
        return None
    import pyarrow as pa

    column = batch.column(name)
    if pa.types.is_null(column.type):
        return np.full(batch.num_rows, np.nan)
    floats = column.cast(pa.float64())
    return np.array(floats.fill_null(np.nan).to_numpy(zero_copy_only=False), dtype=np.float64)


def design_of_vector(vector: NDArray[np.float64], words: tuple[tuple[Any, ...], ...]) -> Design:
    """Return the building that a vector of physics stands for."""
    names = physics_names()
    entries: dict[str, Any] = dict.fromkeys(factor_names(), 0.0)
    entries |= zip(names, (float(v) for v in vector[: len(names)]), strict=True)
    entries |= zip(BUILDING_WORDS, words[int(vector[-2])], strict=True)
    return Design(use="", era="", envelope="", zone="", **entries)
