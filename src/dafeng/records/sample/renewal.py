"""Sample rows of the registers of renewal: surveys, old communities, pipes, retrofits in town and country."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from dafeng.records.sample.places import YEARS, Place, path_at, settings
from dafeng.records.sample.states import Row, between, count_of, day_in, named, reached_on

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["old_communities", "pipes", "retrofit_survey", "retrofits", "rural_retrofits"]


def retrofit_survey(place: Place, rng: Generator) -> Iterator[Row]:
    """Give the quarters surveyed for retrofit, most of them done by the end."""
    known = settings("registers")["retrofit_survey"]
    count = count_of(place.sizes(YEARS[0])["urban"], known["persons_per_quarter"])
    for number in range(1, count + 1):
        id, name = named("小区", place, number, "XQ")
        area = between(rng, known["floor_area_m2"])
        worth, fit = rng.random() < known["worth_share"], rng.random() < known["fit_share"]
        yield {
            "quarter_id": id,
            "name": name,
            "built_year": int(rng.integers(1982, 2004)),
            "floor_area_m2": area,
            "households": round(area / 78) * 1.0,
            "worth_retrofitting": bool(worth),
            "fit_for_retrofit": bool(fit),
            "completion_date": reached_on(number / count, known["done_share"], rng)
            if worth and fit
            else None,
            "_standing": True,
        }


def old_communities(place: Place, rng: Generator) -> Iterator[Row]:
    """Give the old communities, renovated one after the other."""
    known = settings("registers")["old_communities"]
    count = count_of(place.sizes(YEARS[0])["urban"], known["persons_per_quarter"])
    for number in range(1, count + 1):
        id, name = named("老旧小区", place, number, "LJ")
        area = between(rng, known["floor_area_m2"])
        listed = bool(rng.random() < known["programme_share"])
        done = reached_on(number / count, known["done_share"], rng) if listed else None
        yield {
            "quarter_id": id,
            "name": name,
            "built_year": int(rng.integers(1980, 2001)),
            "floor_area_m2": area,
            "households": round(area / known["m2_per_household"]) * 1.0,
            "in_programme": listed,
            "start_date": done - timedelta(days=170) if done else None,
            "completion_date": done,
            "elevators_added": int(rng.integers(0, 4)) if done else 0,
            "_standing": True,
        }


def pipes(place: Place, rng: Generator) -> Iterator[Row]:
    """Give the pipes; those that are old or leak are renewed one after the other."""
    known = settings("registers")["pipes"]
    names, weights = list(known["networks"]), list(known["networks"].values())
    count = count_of(place.sizes(YEARS[0])["urban"], known["persons_per_pipe"])
    for number in range(1, count + 1):
        commissioned = int(rng.integers(known["commissioned"][0], known["commissioned"][1] + 1))
        leaking = bool(rng.random() < known["leaking_share"])
        bound = commissioned <= 2005 or leaking
        yield {
            "pipe_id": named("", place, number, "GD")[0],
            "network": str(rng.choice(names, p=weights)),
            "length_km": between(rng, known["length_km"], 2),
            "commissioned_year": commissioned,
            "leaking": leaking,
            "renewed_date": reached_on(rng.random(), known["renewed_share"], rng) if bound else None,
            "_standing": True,
        }


def retrofits(place: Place, rng: Generator, share: float) -> Iterator[Row]:
    """Give the retrofits of a place: its ``share`` of the area of each year, housing and public buildings."""
    known = settings("registers")["retrofits"]
    number = 0
    for use, area_key, size_key in (
        ("housing", "housing_area_m2", "housing_project_m2"),
        ("office", "public_area_m2", "public_project_m2"),
    ):
        owed = 0.0
        for year in YEARS:
            owed += known[area_key][year] * share
            while owed >= known[size_key][0]:
                area = min(owed, between(rng, known[size_key]))
                owed -= area
                number += 1
                id, name = named("改造项目", place, number, "GZ")
                before = between(rng, known["before_kwh_m2"], 1)
                done = day_in(year, rng, 170, 270)
                yield {
                    "retrofit_id": id,
                    "name": name,
                    "use": use,
                    "public_institution": use == "office",
                    "floor_area_m2": round(area) * 1.0,
                    "households": round(area / 78) * 1.0 if use == "housing" else None,
                    "start_date": done - timedelta(days=150),
                    "completion_date": done,
                    "energy_before_kwh_m2": before,
                    "energy_after_kwh_m2": round(before * (1 - rng.uniform(*known["gain"])), 1),
                    "indoor_temperature_gain_k": between(rng, [1.5, 4], 1) if use == "housing" else None,
                }


def rural_retrofits(place: Place, rng: Generator) -> Iterator[Row]:
    """Give the rural houses retrofitted in each year, some of which gain too little."""
    known = settings("registers")["rural_retrofits"]
    number = 0
    for year in YEARS:
        houses = place.sizes(year)["rural_households"] * path_at(known["houses_share"], year)
        for _ in range(round(houses)):
            number += 1
            area = between(rng, known["floor_area_m2"])
            before = round(area * rng.uniform(*known["before_kwh_m2"]))
            gain = rng.uniform(
                *known["poor_gain" if rng.random() < path_at(known["poor_share"], year) else "gain"]
            )
            yield {
                "house_id": named("", place, number, "NF")[0],
                "village": f"示例嘎查{number % 7 + 1}",
                "floor_area_m2": area,
                "clean_heating_project": bool(rng.random() < known["project_share"]),
                "completion_date": day_in(year, rng, 150, 270),
                "energy_before_kwh": before * 1.0,
                "energy_after_kwh": round(before * (1 - gain)) * 1.0,
                "indoor_temperature_gain_k": between(rng, known["temperature_gain_k"], 1),
            }
