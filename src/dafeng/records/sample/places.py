"""The leaf regions of a plan's tree with the sizes that sample records start from."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from dafeng.base import InputError, Text
from dafeng.plan import Plan

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["YEARS", "Place", "path_at", "places_of", "rng_of", "settings"]

# 2020 to 2025 are final; 2026 is a flash of twelve months to September, which compares with whole years.
YEARS = (2020, 2021, 2022, 2023, 2024, 2025, 2026)

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Place:
    """One leaf region: its number in the tree, id, reporting region, and what ``places.yaml`` says of it."""

    number: int
    id: str
    reporter: str
    facts: Mapping[str, Any]

    def sizes(self, year: int) -> dict[str, float]:
        """Return the sizes of the place in ``year``: people, households, floor [m2], built-up area [km2]."""
        facts = self.facts
        persons = facts["persons"] * facts["growth"][year]
        urban = persons * min(0.98, facts["urban_share"] * facts["urbanisation"][year])
        rural = persons - urban
        housing, public = urban * facts["housing_m2_per_urban"], urban * facts["public_m2_per_urban"]
        built_up = facts.get("built_up_km2") or (
            facts["persons"] * facts["urban_share"] * facts["built_up_km2_per_urban"]
        )
        return {
            "persons": persons,
            "urban": urban,
            "rural": rural,
            "households": persons / facts["household_size"],
            "urban_households": urban / facts["household_size"],
            "rural_households": rural / facts["household_size"],
            "housing_m2": housing,
            "public_m2": public,
            "town_m2": housing + public,
            "rural_m2": rural * facts["housing_m2_per_rural"],
            "built_up_km2": built_up,
            "villages": max(
                1.0, facts["persons"] * (1 - facts["urban_share"]) / facts["persons_per_village"]
            ),
            "gdp_10k_yuan": persons * facts["gdp_10k_yuan_per_person"],
        }


def places_of(plan: Plan) -> tuple[Place, ...]:
    """Return the leaf regions of ``plan`` in the order of its tree.

    Raises ``InputError`` (``sample-no-regions``) where the plan has no leaf region.
    """
    leaves = [region for region in plan.regions if region.leaf]
    if not leaves:
        raise InputError(
            "sample-no-regions",
            Text(
                f"计划 {plan.id} 没有填报地区，无法生成示例数据",
                f"the plan {plan.id} has no leaf region to make sample records for",
            ),
            mend=Text("在 regions.yaml 中标明 leaf 地区", "mark its leaf regions in regions.yaml"),
        )
    known = settings("places")
    root = next((region.code for region in plan.regions if region.parent is None), None)
    tree: Mapping[str, Any] = known["trees"].get(root, {})
    shared = {**known["defaults"], "growth": known["growth"], "urbanisation": known["urbanisation"]}
    by_id = {region.id: region for region in plan.regions}
    found = []
    for number, region in enumerate(leaves, start=1):
        reporter = region
        while not reporter.reports and reporter.parent is not None:
            reporter = by_id[reporter.parent]
        found.append(
            Place(
                number,
                region.id,
                reporter.id if reporter.reports else region.id,
                {**shared, **tree.get(region.id, {})},
            )
        )
    return tuple(found)


def path_at(path: list[float], year: int) -> float:
    """Return the value of ``path`` in ``year``: of 2020 and 2025 alone, or of each year of the sample.

    >>> path_at([0.5, 1.0], 2022)
    0.7
    """
    if len(path) == len(YEARS):
        return path[year - YEARS[0]]
    first, last = path
    return round(first + (last - first) * (year - YEARS[0]) / 5, 12)


def rng_of(seed: int, *names: object) -> Generator:
    """Return the random generator of ``names``: the same for the same seed and names."""
    from numpy.random import default_rng

    return default_rng([seed, zlib.crc32("/".join(map(str, names)).encode())])


@cache
def settings(name: str) -> Mapping[str, Any]:
    """Return the data file ``name`` of the sample."""
    text = files("dafeng.records.sample").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)
    return found
