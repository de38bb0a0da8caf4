"""Sample rows of the small registers, each in the years in which it was reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from dafeng.records.sample import planning, renewal
from dafeng.records.sample.places import Place, rng_of
from dafeng.records.sample.states import Row, states

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["register_rows"]


def register_rows(places: tuple[Place, ...], *, seed: int) -> dict[str, list[Row]]:
    """Return the rows of the small registers, by table; each row stands in every year that changed it."""
    makers: dict[str, Callable[[Place, Generator], Iterator[Row]]] = {
        "clusters": planning.clusters,
        "corridors": planning.corridors,
        "renewal_units": planning.renewal_units,
        "communities": planning.communities,
        "planned_roads": planning.planned_roads,
        "plazas": planning.plazas,
        "retrofit_survey": renewal.retrofit_survey,
        "old_communities": renewal.old_communities,
        "pipes": renewal.pipes,
        "rural_retrofits": renewal.rural_retrofits,
    }
    found = {
        name: [
            state
            for place in places
            for row in make(place, rng_of(seed, name, place.id))
            for state in states(name, {"region": place.id, **row})
        ]
        for name, make in makers.items()
    }
    total = sum(place.facts["persons"] for place in places)
    found["retrofits"] = [
        state
        for place in places
        for row in renewal.retrofits(
            place, rng_of(seed, "retrofits", place.id), place.facts["persons"] / total
        )
        for state in states("retrofits", {"region": place.id, **row})
    ]
    return found
