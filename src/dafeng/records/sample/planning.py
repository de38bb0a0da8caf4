"""Sample rows of the registers of planning: clusters, corridors, renewal, communities, roads, plazas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dafeng.records.sample.places import YEARS, Place, settings
from dafeng.records.sample.states import Row, between, count_of, day_in, named, reached_on
from dafeng.records.schema import tables

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["clusters", "communities", "corridors", "planned_roads", "plazas", "renewal_units"]

_FACILITIES = tuple(
    c.name for c in tables()["communities"].columns if c.type == "boolean" and c.name != "is_new"
)


def clusters(place: Place, rng: Generator) -> Iterator[Row]:
    """Give the planned clusters of a town: its built-up area and people shared out among them."""
    shares = place.facts["clusters"]
    areas = settings("registers")["clusters"]["area_shares"][: len(shares)]
    size = place.sizes(YEARS[0])
    for number, (persons, area) in enumerate(zip(shares, areas, strict=True), start=1):
        id, name = named("组团", place, number, "ZT")
        yield {
            "cluster_id": id,
            "name": name,
            "area_km2": round(size["built_up_km2"] * area / sum(areas), 2),
            "population_persons": round(size["urban"] * persons / sum(shares)) * 1.0,
        }


def corridors(place: Place, rng: Generator) -> Iterator[Row]:
    """Give a corridor between every two neighbouring clusters."""
    widths = settings("registers")["corridors"]["widths_m"]
    for number in range(1, len(place.facts["clusters"])):
        id, name = named("廊道", place, number, "LD")
        yield {
            "corridor_id": id,
            "name": name,
            "net_width_m": widths[(place.number + number) % len(widths)] * 1.0,
        }


def renewal_units(place: Place, rng: Generator) -> Iterator[Row]:
    """Give the renewal units of the old town."""
    known = settings("registers")["renewal_units"]
    shares = known["demolished_shares"]
    for number in range(1, count_of(place.sizes(YEARS[0])["urban"], known["persons_per_unit"]) + 1):
        id, name = named("更新片区", place, number, "GX")
        existing = between(rng, known["existing_area_m2"])
        households = round(existing * known["resettled_households_per_m2"])
        yield {
            "unit_id": id,
            "name": name,
            "existing_area_m2": existing,
            "demolished_area_m2": round(existing * shares[(place.number + number) % len(shares)]) * 1.0,
            "exempt_area_m2": round(existing * known["exempt_share"]) * 1.0,
            "resettled_households": households * 1.0,
            "resettled_nearby_households": round(households * known["nearby_share"]) * 1.0,
            "rent_increase_pct": between(rng, known["rent_increase_pct"], 1),
        }


def communities(place: Place, rng: Generator) -> Iterator[Row]:
    """Give the communities: old ones completed step by step, and new ones that have every facility."""
    known = settings("registers")["communities"]
    old = count_of(place.sizes(YEARS[0])["urban"], known["persons_per_community"])
    new = sorted(known["new_each"]) if old >= 3 else []
    for number in range(1, old + len(new) + 1):
        id, name = named("社区", place, number, "SQ")
        built = new[number - old - 1] if number > old else None
        reached = (
            day_in(built, rng) if built else reached_on(number / (old + 1), known["complete_share"], rng)
        )
        far = rng.random() < known["too_far"][0] and not built
        has = {f: bool(reached) or bool(rng.random() < known["facility_share"]) for f in _FACILITIES}
        if reached is None:
            has["property_platform"] = False
        fixed = {
            "community_id": id,
            "name": name,
            "population_persons": between(rng, [5200, 11500]),
            "is_new": built is not None,
            "walking_time_min": known["too_far"][1] * 1.0 if far else between(rng, known["walking_time_min"]),
        }
        if built is None:
            fixed |= {"_standing": True, "_before": ("complete_since", {"property_platform": False})}
        yield {**fixed, **has, "complete_since": reached, "completion_date": reached if built else None}


def planned_roads(place: Place, rng: Generator) -> Iterator[Row]:
    """Give the roads planned in each year; in one year, one is too wide."""
    known = settings("registers")["planned_roads"]
    number = 0
    for year in YEARS:
        for _ in range(count_of(place.facts["persons"], known["persons_per_road"])):
            number += 1
            id, name = named("路", place, number, "DL")
            wide = known["too_wide"].get(year) if place.number == 1 and number % 3 == 0 else None
            yield {
                "road_id": id,
                "name": name,
                "red_line_width_m": (wide or known["widths_m"][int(rng.integers(len(known["widths_m"])))])
                * 1.0,
                "approved_date": day_in(year, rng, 60, 270),
            }


def plazas(place: Place, rng: Generator) -> Iterator[Row]:
    """Give the plazas approved in each year."""
    known = settings("registers")["plazas"]
    for number, year in enumerate(YEARS, start=1):
        if place.facts["persons"] >= known["persons_per_plaza"] * rng.uniform(0, 2):
            id, name = named("广场", place, number, "GC")
            yield {
                "plaza_id": id,
                "name": name,
                "hard_area_ha": between(rng, known["hard_area_ha"], 2),
                "approved_date": day_in(year, rng, 60, 270),
            }
