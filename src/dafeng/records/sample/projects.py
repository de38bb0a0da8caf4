"""Sample rows of the project register: every project goes its way from planning conditions to the label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dafeng.records.sample.places import YEARS, Place, rng_of, settings
from dafeng.records.sample.states import LAST_DAY, Row, states

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["project_rows"]

_PUBLIC = frozenset(["office", "school", "hospital", "hotel", "shop", "culture", "other_public"])
_LARGE_QUARTER_M2 = 100_000
_WELFARE = frozenset(["school", "hospital", "culture"])


def project_rows(places: tuple[Place, ...], *, seed: int) -> list[Row]:
    """Return the rows of the project register, each project in every year in which it came further."""
    projects = [row for place in places for row in _plots(place, seed)]
    _design(projects, rng_of(seed, "design"))
    _start(projects, rng_of(seed, "start"))
    _complete(projects, places, rng_of(seed, "completion"))
    known = settings("projects")["projects"]["days_between"]["label"]
    rng = rng_of(seed, "label")
    for row in projects:
        labelled = row["green_star"] >= 1 and rng.random() < settings("projects")["projects"]["label_share"]
        days = int(rng.integers(*known))
        row["label_date"] = row["completion_date"] + timedelta(days=days) if labelled else None
        row["label_star"] = row["green_star"] if labelled else None
    return [state for row in projects for state in states("projects", row)]


def _plots(place: Place, seed: int) -> Iterator[Row]:
    """Give what is known of a place's projects at the planning conditions, and their later dates."""
    known = settings("projects")["projects"]
    rng = rng_of(seed, "projects", place.id)
    uses, weights = list(known["uses"]), list(known["uses"].values())
    number, owed = 0, 0.0
    for year in range(known["first_year"], YEARS[-1] + 1):
        owed += place.sizes(max(year, YEARS[0]))["urban"] * known["floor_area_per_urban_m2"]
        while owed > 0:
            use = str(rng.choice(uses, p=weights))
            area = round(float(rng.uniform(*known["area_m2"][use])))
            owed -= area
            number += 1
            yield {
                **_plot(place, use, area, number, rng),
                **_dates(year, rng),
            }


def _plot(place: Place, use: str, area: int, number: int, rng: Generator) -> Row:
    """Return the fixed cells of one project."""
    known = settings("projects")["projects"]
    storeys = int(rng.choice(known["storeys"][use]))
    town = use != "housing" or rng.random() >= known["rural_share"] * 2
    quarter = area * float(rng.integers(*known["quarter_buildings"])) if use == "housing" and town else area
    commercial = use == "housing" and town and rng.random() < known["commercial_share"]
    government = rng.random() < known["government_share"][use]
    parks = rng.random() < place.facts["industrial_share"] * (4 if use == "industrial" else 1)
    tourist = rng.random() < place.facts["tourist_share"] * (4 if use == "hotel" else 1)
    return {
        "region": place.id,
        "project_id": f"示例{place.number}-{number:04d}",
        "name": f"示例项目{number}",
        "settlement": "town" if town else "rural",
        "town_rank": place.facts["town_rank"] if town and rng.random() < 0.85 else "other",
        "zone": "industrial_park" if parks else "tourist_area" if tourist else "ordinary",
        "in_master_plan_area": bool(town and rng.random() < known["master_plan_share"]),
        "use": use,
        "investment": "government" if government else "other",
        "public_institution": bool(government and use in {"office", "school", "hospital", "culture"}),
        "commercial_housing": bool(commercial),
        "affordable_housing": bool(
            use == "housing" and town and not commercial and rng.random() < known["affordable_share"]
        ),
        "new_or_eco_district": bool(town and rng.random() < known["district_share"]),
        "core_location": bool(town and rng.random() < known["core_share"]),
        "floor_area_m2": area * 1.0,
        "quarter_area_m2": quarter * 1.0,
        "land_area_ha": round(quarter / known["floor_area_ratio"] / 10000, 2),
        "storeys": storeys if town else min(storeys, 2),
        "height_m": round((storeys if town else min(storeys, 2)) * known["storey_height_m"][use], 1),
    }


def _dates(year: int, rng: Generator) -> Row:
    """Return the dates of a project whose planning conditions were given in ``year``."""
    days = settings("projects")["projects"]["days_between"]
    planned = date(year, 1, 1) + timedelta(days=int(rng.integers(20, 350)))
    review = planned + timedelta(days=int(rng.integers(*days["review"])))
    start = review + timedelta(days=int(rng.integers(*days["start"])))
    done = start + timedelta(days=int(rng.integers(*days["completion"])))
    return {"planning_date": planned, "review_date": review, "start_date": start, "completion_date": done}


def _design(projects: list[Row], rng: Generator) -> None:
    """Fill what the planning conditions and the drawing review say."""
    values = settings("projects")["values"]
    known = settings("projects")["projects"]
    _reach(projects, "shares_in_conditions", "planning_date", projects, rng)
    _reach(projects, "code_compliant", "review_date", projects, rng)
    town = [row for row in projects if row["settlement"] == "town" and row["use"] != "industrial"]
    _reach(projects, "green_standard", "review_date", town, rng)
    for row in projects:
        if row["in_master_plan_area"] and row["use"] != "industrial" and row["review_date"].year >= 2023:
            row["green_standard"] = True
    green = [row for row in town if row["green_standard"]]
    green.sort(key=lambda row: not _listed(row))  # those that must have a star come first
    _reach(projects, "one_star", "review_date", green, rng, of=town, shuffle=False)
    starred = [row for row in green if row["one_star"]]
    starred.sort(key=lambda row: not (row["core_location"] or row["quarter_area_m2"] >= _LARGE_QUARTER_M2))
    _reach(projects, "two_star", "review_date", starred, rng, of=town, shuffle=False)
    bound = [
        row for row in projects if row["use"] == "housing" or row["use"] in {"hospital", "school", "hotel"}
    ]
    _reach(projects, "solar_thermal", "review_date", bound, rng)
    insulated = [
        row
        for row in projects
        if row["affordable_housing"] or row["green_standard"] or row["use"] in _WELFARE
    ]
    _reach(projects, "integrated_insulation", "review_date", insulated, rng)
    for row in projects:
        row["green_star"] = int(row.pop("one_star")) + int(row.pop("two_star"))
        path = values["saving_housing_pct" if row["use"] == "housing" else "saving_public_pct"]
        row["saving_rate_pct"] = round(_of_year(path, row["review_date"]) + float(rng.uniform(-0.6, 0.6)), 1)
    for row in projects:
        if row["use"] == "housing" and row["review_date"].year == known["too_high"]["year"]:
            row["storeys"] = known["too_high"]["storeys"]
            row["height_m"] = round(row["storeys"] * known["storey_height_m"]["housing"], 1)
            row.update(settlement="town", town_rank="key", in_master_plan_area=True)
            break


def _start(projects: list[Row], rng: Generator) -> None:
    """Fill what is known when a project starts."""
    zones = [row for row in projects if row["zone"] != "ordinary"]
    _reach(projects, "prefabricated_zones", "start_date", zones, rng)
    town = [row for row in projects if row["settlement"] == "town"]
    wanted = [row for row in town if row["prefabricated_zones"] or row["zone"] == "ordinary"]
    wanted.sort(key=lambda row: not row["prefabricated_zones"])  # those of the zones come first
    _reach(projects, "prefabricated", "start_date", wanted, rng, of=town, shuffle=False)
    for row in projects:
        row["prefabricated"] = row["prefabricated"] or row.pop("prefabricated_zones")
    _reach(projects, "ultra_low_energy", "start_date", town, rng)


def _complete(projects: list[Row], places: Sequence[Place], rng: Generator) -> None:
    """Fill what is known when a project is completed."""
    known, values = settings("projects")["projects"], settings("projects")["values"]
    largest = max(places, key=lambda place: place.facts["persons"]).id
    fitted = [row for row in projects if row["commercial_housing"]]
    for share, inside in (("fully_fitted_capital", True), ("fully_fitted_other", False)):
        _reach(
            projects, share, "completion_date", [r for r in fitted if (r["region"] == largest) == inside], rng
        )
    public = [row for row in projects if row["use"] in _PUBLIC and row["settlement"] == "town"]
    _reach(projects, "all_electric", "completion_date", public, rng)
    _reach(
        projects,
        "electric_heating",
        "completion_date",
        [r for r in public if r["all_electric"]],
        rng,
        of=public,
    )
    _reach(projects, "standard_on_acceptance", "completion_date", projects, rng)
    starred = [row for row in projects if row["green_star"] >= 1]
    starred.sort(key=lambda row: -float(row["quarter_area_m2"]))  # large projects go ahead
    _reach(projects, "green_material", "completion_date", starred, rng, shuffle=False)
    for row in projects:
        row["fully_fitted"] = bool(row.pop("fully_fitted_capital") or row.pop("fully_fitted_other"))
        done = row["completion_date"]
        roof = round(row["floor_area_m2"] / row["storeys"] * known["roof_fit_share"])
        meant = row["public_institution"] or row["use"] == "industrial"
        cover = (
            _of_year(settings("projects")["shares"]["roof_pv"], done) * rng.uniform(0.75, 1.25)
            if meant
            else 0
        )
        row["installable_roof_m2"] = roof * 1.0
        row["pv_roof_m2"] = round(roof * min(cover, 0.95)) * 1.0
        row["pv_capacity_kw"] = round(row["pv_roof_m2"] * known["pv_kw_m2"], 1)
        row["green_material_pct"] = (
            round(_of_year(values["green_material_pct"], done) + float(rng.uniform(-5, 5)), 1)
            if row["green_material"]
            else None
        )
        less = values["prefabricated_waste"] if row["prefabricated"] else 1.0
        rate = _of_year(values["site_waste_t_10k_m2"], done) * less * rng.uniform(0.97, 1.15)
        row["site_waste_t"] = round(row["floor_area_m2"] / 10000 * rate, 1)


def _reach(
    projects: list[Row],
    name: str,
    stage: str,
    group: Sequence[Row],
    rng: Generator,
    *,
    of: Sequence[Row] | None = None,
    shuffle: bool = True,
) -> None:
    """Mark projects of ``group`` so that their share of the floor area of ``of`` follows the path ``name``.

    The first to come are marked until the share of the year is reached; one that would pass it by more than
    it falls short is passed over.
    """
    for row in projects:
        row[name] = False
    path = settings("projects")["shares"][name]
    order = [group[i] for i in rng.permutation(len(group))] if shuffle else list(group)
    years = {row[stage].year for row in projects if row[stage] <= LAST_DAY}
    for year in years:
        whole = sum(row["floor_area_m2"] for row in (of or group) if row[stage].year == year)
        wanted = whole * path[max(year, YEARS[0]) - YEARS[0]]
        for row in order:
            if row[stage].year == year and row["floor_area_m2"] / 2 <= wanted:
                row[name] = True
                wanted -= row["floor_area_m2"]


def _listed(row: Row) -> bool:
    """Return whether a project is of the kinds that plans usually bind to a star."""
    return bool(
        row["in_master_plan_area"]
        and (
            (row["investment"] == "government" and row["use"] == "office")
            or row["affordable_housing"]
            or row["use"] in _WELFARE
            or row["new_or_eco_district"]
            or (row["use"] in _PUBLIC and row["floor_area_m2"] >= 20000)
            or (row["use"] == "housing" and row["quarter_area_m2"] >= 50000)
        )
    )


def _of_year(path: Sequence[float], day: date) -> float:
    """Return the value of ``path`` for the year of ``day``; before the first year the first."""
    return float(path[min(max(day.year, YEARS[0]), YEARS[-1]) - YEARS[0]])
