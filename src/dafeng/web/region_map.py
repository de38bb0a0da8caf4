"""A schematic map of a plan's regions: one tile each, placed by longitude and latitude, else by the tree.

It says nothing of boundaries or sizes: every tile is as large as the next, and parts of one region stand
together inside one frame. Units are those of the drawing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dafeng.base import Lang
from dafeng.plan.model import Plan, Region
from dafeng.web.verdicts import Tally

__all__ = ["SHADES", "Drawing", "draw", "shade"]

TILE_W, TILE_H, GAP, HEAD = 108, 62, 6, 18
WHOLE_TREE = 40
"""Up to so many leaves every leaf has a tile; beyond, the regions below the root have one each."""
SHADES = (0.0, 0.1, 0.2, 0.3, 0.4, 1.0)
"""Upper ends of the shares that are late [0-1], one a shade."""
_WORDS = re.compile(
    "生态|移民|高新|技术|产业|经济|工业|农业|沙产业|开发|示范|新区|管理|自治|蒙古|其他|城乡|旗|县|市"
)
_LINE = {"zh": 7, "en": 15}


@dataclass(frozen=True)
class Unit:
    """What stands together: a region, or the leaves of one; ``at``: longitude and latitude [degree]."""

    region: Region
    leaves: tuple[Region, ...]
    at: tuple[float, float] | None

    @property
    def size(self) -> tuple[int, int]:
        """Return columns and rows of tiles."""
        n = max(len(self.leaves), 1)
        wide = n if n <= 2 else math.ceil(math.sqrt(n))
        return wide, math.ceil(n / wide)


@dataclass(frozen=True)
class Drawing:
    """The tiles and frames of the map, with the size of the whole."""

    width: int
    height: int
    tiles: tuple[dict[str, Any], ...]
    frames: tuple[dict[str, Any], ...]
    placed: bool


def shade(tally: Tally | None) -> str:
    """Return the shade of a region: ``none`` without verdicts, else by the share that is late."""
    share = tally.late_share if tally else None
    if share is None:
        return "none"
    return str(next(n for n, end in enumerate(SHADES) if share <= end + 1e-9))


def units_of(plan: Plan) -> list[Unit]:
    """Return what the map shows of a plan's tree, in its order."""
    below: dict[str | None, list[Region]] = {}
    for region in plan.regions:
        below.setdefault(region.parent, []).append(region)
    top = below.get(None, [])
    while len(top) == 1 and below.get(top[0].id):
        top = below[top[0].id]
    leaves = {region.id: _leaves(region, below) for region in top}
    whole = sum(len(found) for found in leaves.values()) <= WHOLE_TREE
    units = []
    for region in top:
        parts = leaves[region.id] if whole else [region]
        units.append(Unit(region, tuple(parts) or (region,), _place([region, *parts])))
    return units


def _leaves(region: Region, below: Mapping[str | None, list[Region]]) -> list[Region]:
    """Return the leaves at and below a region."""
    children = below.get(region.id, [])
    return [leaf for child in children for leaf in _leaves(child, below)] if children else [region]


def _place(regions: Sequence[Region]) -> tuple[float, float] | None:
    """Return the first longitude and latitude that the plan gives for one of ``regions``."""
    for region in regions:
        if region.longitude_deg is not None and region.latitude_deg is not None:
            return region.longitude_deg, region.latitude_deg
    return None


def arrange(units: Sequence[Unit]) -> tuple[dict[int, tuple[int, int]], bool]:
    """Return column and row of every unit by its number, and whether places decided.

    Units with a place take the free cells nearest to it, the largest first; the others follow in the order
    of the tree.
    """
    cells = sum(unit.size[0] * unit.size[1] for unit in units)
    known = [unit.at for unit in units if unit.at is not None]
    widest = max((unit.size[0] for unit in units), default=1)
    slack = 1.9 if len(known) > 1 else 1.25
    columns = max(widest, min(8, math.ceil(math.sqrt(cells * slack))))
    rows = max(2, math.ceil(cells * slack / columns))
    taken: set[tuple[int, int]] = set()
    spots: dict[int, tuple[int, int]] = {}
    order = sorted(range(len(units)), key=lambda n: (units[n].at is None, -len(units[n].leaves), n))
    for n in order:
        wide, high = units[n].size
        wanted = _wanted(units[n], known, columns - wide, rows - high)
        free = (
            (x, y)
            for y in range(rows + cells)
            for x in range(columns - wide + 1)
            if taken.isdisjoint(_cells(x, y, wide, high))
        )
        if wanted is None:
            spots[n] = next(free)
        else:
            spots[n] = min(
                free, key=lambda spot: ((spot[0] - wanted[0]) ** 2 + (spot[1] - wanted[1]) ** 2, spot)
            )
        taken |= _cells(*spots[n], wide, high)
    return _closed_up(spots, units), len(known) > 1


def _cells(x: int, y: int, wide: int, high: int) -> set[tuple[int, int]]:
    """Return the cells of a block."""
    return {(x + dx, y + dy) for dx in range(wide) for dy in range(high)}


def _wanted(
    unit: Unit, known: Sequence[tuple[float, float]], columns: int, rows: int
) -> tuple[float, float] | None:
    """Return where a unit would stand if nothing else did; None where places decide nothing."""
    if unit.at is None or len(known) < 2:
        return None
    wests, souths = [at[0] for at in known], [at[1] for at in known]
    width, height = max(wests) - min(wests), max(souths) - min(souths)
    x = (unit.at[0] - min(wests)) / width if width else 0.5
    y = (max(souths) - unit.at[1]) / height if height else 0.5
    return x * columns, y * rows


def _closed_up(spots: Mapping[int, tuple[int, int]], units: Sequence[Unit]) -> dict[int, tuple[int, int]]:
    """Return the spots without the rows and columns that nothing stands in."""
    used = [set(), set()] if not spots else [
        {spots[n][axis] + step for n in spots for step in range(units[n].size[axis])} for axis in (0, 1)
    ]  # fmt: skip
    index = [{old: new for new, old in enumerate(sorted(axis))} for axis in used]
    return {n: (index[0][x], index[1][y]) for n, (x, y) in spots.items()}


def draw(plan: Plan, tallies: Mapping[str, Tally], lang: Lang) -> Drawing | None:
    """Return the map of ``plan`` with the tally of each region; None where the plan has no regions."""
    units = units_of(plan)
    if not units:
        return None
    spots, placed = arrange(units)
    framed = any(len(unit.leaves) > 1 for unit in units)
    pitch = TILE_H + GAP + (HEAD if framed else 0)
    tiles: list[dict[str, Any]] = []
    frames: list[dict[str, Any]] = []
    for n, unit in enumerate(units):
        x0 = GAP + spots[n][0] * (TILE_W + GAP)
        y0 = GAP + (HEAD if framed else 0) + spots[n][1] * pitch
        wide, high = unit.size
        if len(unit.leaves) > 1:
            frames.append(
                {
                    "region": unit.region,
                    "name": unit.region.name.say(lang),
                    "x": x0 - 3,
                    "y": y0 - HEAD,
                    "w": wide * (TILE_W + GAP) - GAP + 6,
                    "h": (high - 1) * pitch + TILE_H + HEAD + 3,
                    "text_y": y0 - 5,
                    "tally": tallies.get(unit.region.id),
                }
            )
        for k, leaf in enumerate(unit.leaves):
            x, y = x0 + k % wide * (TILE_W + GAP), y0 + k // wide * pitch
            tiles.append(_tile(leaf, x, y, tallies.get(leaf.id), lang))
    return Drawing(
        width=max(tile["x"] for tile in tiles) + TILE_W + GAP,
        height=max(tile["y"] for tile in tiles) + TILE_H + GAP,
        tiles=tuple(tiles),
        frames=tuple(frames),
        placed=placed,
    )


def _tile(region: Region, x: int, y: int, tally: Tally | None, lang: Lang) -> dict[str, Any]:
    """Return one tile with the lines of its name."""
    lines = _wrap(region.name.say(lang), lang)
    first = y + 20 if len(lines) > 1 else y + 26
    return {
        "region": region,
        "x": x,
        "y": y,
        "w": TILE_W,
        "h": TILE_H,
        "middle": x + TILE_W / 2,
        "lines": [{"text": text, "y": first + 14 * n} for n, text in enumerate(lines)],
        "foot": y + TILE_H - 9,
        "shade": shade(tally),
        "tally": tally,
    }


def _break(name: str, most: int) -> int:
    """Return where a Chinese name breaks: before one of the usual words, else in the middle."""
    if len(name) > 2 * most:
        return most
    middle = math.ceil(len(name) / 2)
    places = [m.start() for m in _WORDS.finditer(name) if len(name) - most <= m.start() <= most]
    return min(places, key=lambda at: (abs(at - middle), at), default=middle)


def _wrap(name: str, lang: Lang) -> list[str]:
    """Return a name in at most two lines; what does not fit ends with an ellipsis."""
    most = _LINE[lang]
    if lang == "zh":
        if len(name) <= most:
            return [name]
        half = _break(name, most)
        second = name[half:]
        return [name[:half], second if len(second) <= most else second[: most - 1] + "…"]
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], lines[1][: most - 1] + "…"]
    return [line if len(line) <= most + 1 else line[:most] + "…" for line in lines]
