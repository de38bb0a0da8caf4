"""The schematic map: every region once, none on another, neighbours as their places say."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.conftest import make_plan, words

from dafeng.plan import load
from dafeng.plan.model import Plan, Region
from dafeng.web.region_map import GAP, TILE_H, TILE_W, draw, shade
from dafeng.web.verdicts import Tally


def plan_of(*regions: Region) -> Plan:
    return make_plan().model_copy(update={"regions": regions})


def region(id: str, parent: str | None = None, at: tuple[float, float] | None = None) -> Region:
    return Region(
        id=id,
        parent=parent,
        level="county",
        name=words(f"{id}地区", f"Region {id}"),
        longitude_deg=at[0] if at else None,
        latitude_deg=at[1] if at else None,
    )


def overlaps(tiles: list[dict[str, int]]) -> bool:
    return any(
        abs(a["x"] - b["x"]) < TILE_W and abs(a["y"] - b["y"]) < TILE_H
        for n, a in enumerate(tiles)
        for b in tiles[n + 1 :]
    )


def test_alxa_lies_as_on_a_map() -> None:
    plan = load("alxa-2023-66")
    drawing = draw(plan, {}, "zh")
    at = {tile["region"].id: (tile["x"], tile["y"]) for tile in drawing.tiles}
    assert set(at) == {r.id for r in plan.regions if r.leaf}
    assert at["ejin_banner"][0] < at["bayanhot"][0] and at["ejin_banner"][1] < at["right_banner"][1]
    assert at["high_tech_zone"][0] >= at["bayanhot"][0] and at["luanjingtan"][1] > at["bayanhot"][1]
    assert [frame["region"].id for frame in drawing.frames] == ["left_banner"]
    assert not overlaps(list(drawing.tiles))
    assert all(tile["shade"] == "none" for tile in drawing.tiles)


@settings(max_examples=40, deadline=None)
@given(
    groups=st.lists(st.integers(0, 6), min_size=1, max_size=14),
    places=st.lists(st.none() | st.tuples(st.floats(73, 135), st.floats(18, 53)), min_size=14, max_size=14),
)
def test_any_tree_is_drawn_without_overlap(groups, places) -> None:
    regions = [region("root")]
    for n, size in enumerate(groups):
        regions.append(region(f"g{n}", "root", places[n]))
        regions += [region(f"g{n}-{k}", f"g{n}") for k in range(size)]
    drawing = draw(plan_of(*regions), {}, "en")
    assert not overlaps(list(drawing.tiles))
    shown = Counter(tile["region"].id for tile in drawing.tiles)
    assert max(shown.values()) == 1
    leaves = {f"g{n}-{k}" for n, size in enumerate(groups) for k in range(size)} | {
        f"g{n}" for n, size in enumerate(groups) if not size
    }
    if len(leaves) <= 40:
        assert set(shown) == leaves
    else:
        assert set(shown) == {f"g{n}" for n in range(len(groups))}
    assert all(
        t["x"] + TILE_W + GAP <= drawing.width and t["y"] + TILE_H + GAP <= drawing.height
        for t in drawing.tiles
    )


def test_a_plan_without_regions_has_no_map_and_one_region_has_one_tile() -> None:
    assert draw(plan_of(), {}, "zh") is None
    assert [tile["region"].id for tile in draw(plan_of(region("only")), {}, "zh").tiles] == ["only"]


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ({}, "none"),
        ({"not_due": 3}, "none"),
        ({"met": 5}, "0"),
        ({"met": 9, "missed": 1}, "1"),
        ({"off_track": 2}, "5"),
    ],
)
def test_shade_is_the_share_that_is_late(counts, wanted) -> None:
    assert shade(Tally(Counter(counts))) == wanted
