"""The sample's register of buildings, made with NumPy: 17,000 rows or a million."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.records.sample.places import YEARS, Place, path_at, rng_of, settings

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.random import Generator

    Array = np.ndarray[Any, np.dtype[Any]]

__all__ = ["building_table"]


def building_table(places: tuple[Place, ...], *, seed: int, buildings: int | None = None) -> pa.Table:
    """Return the register of ``buildings`` buildings (the sample's own number where none is given).

    A building is reported in the first year, or when it was built, and again in the year in which an energy
    quota, a retrofit or its demolition changed it.
    """
    import pyarrow as pa

    count = settings("projects")["buildings"]["total"] if buildings is None else buildings
    columns = _columns(places, count, rng_of(seed, "buildings", count))
    parts = [_reported(columns, year) for year in YEARS]
    table = pa.concat_tables(parts).combine_chunks()
    return table.sort_by([("region", "ascending"), ("year", "ascending"), ("building_id", "ascending")])


def _columns(places: tuple[Place, ...], count: int, rng: Generator) -> dict[str, Any]:
    """Return the cells of every building as arrays, with the years in which they change."""
    import numpy as np

    known = settings("projects")["buildings"]
    kinds = list(known["uses"].values())
    kind = rng.choice(len(kinds), size=count, p=np.array([k["share"] for k in kinds]))
    rural = np.array([k["settlement"] == "rural" for k in kinds])[kind]
    public = np.array([k["use"] not in {"housing", "industrial"} for k in kinds])[kind]
    place = np.where(
        rural, _draw_place(places, "rural", count, rng), _draw_place(places, "urban", count, rng)
    )
    built = _built(known["eras"], count, rng)
    storeys = _uniform_int([k["storeys"] for k in kinds], kind, rng)
    quota = np.full(count, 9999)
    quota[public] = _change_years(known["quota_share"], int(public.sum()), rng)
    quota = np.maximum(quota, built + 1)
    return {
        "place": place,
        "ids": [place.id for place in places],
        "numbers": np.array([place.number for place in places]),
        "kind": kind,
        "kinds": kinds,
        "public": public,
        "area": _uniform([k["area_m2"] for k in kinds], kind, rng),
        "storeys": storeys,
        "built": built,
        "source": np.where(
            rural, _pick(known["rural_sources"], count, rng), _pick(known["town_sources"], count, rng)
        ),
        "institution": public & (rng.random(count) < 0.45),
        "electric": ~rural & (rng.random(count) < known["all_electric_share"]),
        "quota": quota,
        "retrofit": _event(known["retrofitted_share"], built, 15, count, rng),
        "demolished": _event(known["demolished_share"], built, 25, count, rng),
    }


def _reported(columns: dict[str, Any], year: int) -> pa.Table:
    """Return the buildings that are reported in ``year``, as they stand then."""
    import numpy as np
    import pyarrow as pa

    first = np.maximum(columns["built"], YEARS[0])
    changed = (
        (first == year)
        | ((columns["quota"] == year) & (first < year))
        | ((columns["retrofit"] == year) & (first < year))
        | ((columns["demolished"] == year) & (first < year))
    )
    gone = columns["demolished"] < year
    rows = np.flatnonzero(changed & ~gone)
    kind = columns["kind"][rows]
    place = columns["place"][rows]
    source = columns["source"][rows]
    numbers = columns["numbers"][place]

    def of_kind(key: str) -> Array:
        found: Array = np.array([k[key] for k in columns["kinds"]])[kind]
        return found

    def until(name: str) -> pa.Array:
        return pa.array(columns[name][rows], pa.int64(), mask=columns[name][rows] > year)

    return pa.table(
        {
            "region": pa.array(np.array(columns["ids"])[place]),
            "year": pa.array(np.full(len(rows), year)),
            "building_id": pa.array([f"示例{n}-{i:06d}" for n, i in zip(numbers, rows + 1, strict=True)]),
            "name": pa.array([f"示例建筑{i}" for i in rows + 1]),
            "settlement": pa.array(of_kind("settlement")),
            "use": pa.array(of_kind("use")),
            "public_institution": pa.array(columns["institution"][rows]),
            "floor_area_m2": pa.array(columns["area"][rows]),
            "storeys": pa.array(columns["storeys"][rows]),
            "built_year": pa.array(columns["built"][rows]),
            "demolished_year": until("demolished"),
            "heat_source": pa.array(source),
            "all_electric": pa.array(columns["electric"][rows]),
            "electric_heating": pa.array(np.isin(source, ["electric", "heat_pump"])),
            "quota_managed": pa.array(columns["quota"][rows] <= year),
            "retrofitted_year": until("retrofit"),
        }
    )


def _draw_place(places: tuple[Place, ...], size: str, count: int, rng: Generator) -> Array:
    """Return a place for every building, by the places' ``size``."""
    import numpy as np

    weights = np.array([place.sizes(YEARS[0])[size] for place in places])
    return rng.choice(len(places), size=count, p=weights / weights.sum())


def _built(eras: list[list[float]], count: int, rng: Generator) -> Array:
    """Return a year of building for every building, by the shares of ``eras``."""
    import numpy as np

    starts, ends, shares = (np.array(column) for column in zip(*eras, strict=True))
    era = rng.choice(len(eras), size=count, p=shares)
    return rng.integers(starts[era].astype(int), ends[era].astype(int) + 1)


def _change_years(shares: list[float], count: int, rng: Generator) -> Array:
    """Return the year in which each thing changes, when the share changed follows ``shares``; 9999: never."""
    import numpy as np

    rank = rng.random(count)
    found = np.full(count, 9999)
    for year in reversed(YEARS):
        found[rank <= path_at(shares, year)] = year
    return found


def _event(share: float, built: Array, age: int, count: int, rng: Generator) -> Array:
    """Return the year of an event that befalls ``share`` of the buildings older than ``age``; 9999: never."""
    import numpy as np

    year = rng.integers(YEARS[0], YEARS[-1] + 1, size=count)
    return np.where((rng.random(count) < share) & (built + age <= year), year, 9999)


def _pick(shares: dict[str, float], count: int, rng: Generator) -> Array:
    """Return one of the names for every building, by their shares."""
    return rng.choice(list(shares), size=count, p=list(shares.values()))


def _uniform(limits: list[list[float]], kind: Array, rng: Generator) -> Array:
    """Return a whole number between the limits of each building's kind."""
    import numpy as np

    low, high = (np.array(column, dtype=float) for column in zip(*limits, strict=True))
    return np.asarray(np.round(rng.uniform(low[kind], high[kind])))


def _uniform_int(limits: list[list[int]], kind: Array, rng: Generator) -> Array:
    """Return a count between the limits of each building's kind, both included."""
    import numpy as np

    low, high = (np.array(column) for column in zip(*limits, strict=True))
    return rng.integers(low[kind], high[kind] + 1)
