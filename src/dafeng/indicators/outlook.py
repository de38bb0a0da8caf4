"""What the history of a statement says of its deadline."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dafeng.indicators.judging import Demand
from dafeng.indicators.known_projects import few, likely_projects
from dafeng.indicators.measure import Measured
from dafeng.indicators.status import Outlook, Point
from dafeng.indicators.values import Values

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["External", "look_ahead"]

FEWEST = 3
FEW_PROJECTS = 5
DRAWS = 1000

# Forecasts of another room: of a target and region, the year and its draws in the statement's unit.
External = Mapping[tuple[str, str], Mapping[int, "NDArray[np.float64]"]]


def look_ahead(
    wanted: Demand,
    measured: Measured,
    values: Values,
    *,
    area: str,
    deadline: int,
    external: External | None = None,
) -> Outlook | None:
    """Return the outlook for the deadline; None where fewer than three years stand behind it.

    A forecast from another room, such as the pathways, comes first; then, where fewer than five projects a
    year stand behind a value, the projects that are known; then the trend.
    """
    import numpy as np

    given = (external or {}).get((wanted.statement.id, area), {}).get(deadline)
    if given is not None:
        return _of(np.asarray(given, dtype=np.float64), wanted, deadline, "external")
    if measured.kind in {"flow", "sum"}:
        draws = _from_projects(wanted, measured, values, area=area, deadline=deadline)
        if draws is not None:
            return _of(draws, wanted, deadline, "projects")
    if measured.kind in {"level", "rows", "flow"}:
        points = measured.yearly if measured.base is not None else measured.points
        draws = _trend(points, wanted, measured, area, deadline)
        if draws is None:
            return None
        base = measured.base
        if base is not None and wanted.statement.baseline is not None:
            points_of_change = wanted.statement.baseline.relation == "percentage_point"
            draws = draws - base.value if points_of_change else (draws / base.value - 1) * 100
        return _of(draws, wanted, deadline, "trend")
    if measured.kind == "sum":
        return _sum(wanted, measured, area, deadline)
    if measured.kind == "peak":
        return _peak(wanted, measured, area, deadline)
    return None


def _trend(
    points: tuple[Point, ...], wanted: Demand, measured: Measured, area: str, deadline: int
) -> NDArray[np.float64] | None:
    """Return the draws of the deadline year."""
    from dafeng.indicators.forecast import forecast

    if len(points) < FEWEST or deadline <= points[-1].year:
        return None
    percent = (wanted.statement.unit == "%" or measured.kind == "rows" or measured.base is not None) and all(
        0 <= p.value <= 100 for p in points
    )
    unit_percent = percent and (measured.variant is None or measured.variant.unit == "%")
    found = forecast(
        [p.year for p in points],
        [p.value for p in points],
        to=deadline,
        draws=DRAWS,
        seed=_seed(wanted, area),
        lower=0.0 if all(p.value >= 0 for p in points) else None,
        upper=100.0 if unit_percent else None,
        provisional=[p.maturity != "final" for p in points],
    )
    return found.in_year(deadline)


def _from_projects(
    wanted: Demand, measured: Measured, values: Values, *, area: str, deadline: int
) -> NDArray[np.float64] | None:
    """Return the draws of the deadline from the known projects; None where there are many, or none then."""
    import numpy as np

    from dafeng.indicators.forecast_pipeline import pipeline

    variant = measured.variant
    if variant is None or not measured.points:
        return None
    known = values.projects.get((str(wanted.statement.indicator), variant.id, wanted.settlement), ())
    last = measured.points[-1].year
    rows = {year: value.rows for year, value in measured.values.items()}
    if not known or deadline <= last or not few(rows, last=last, limit=FEW_PROJECTS):
        return None
    ahead = likely_projects(known, values.areas[area].leaves, last=last, learn_from=known)
    if not any(p.year <= deadline for p in ahead):
        return None
    summed = measured.kind == "sum"
    found = pipeline(
        ahead, since=last + 1, to=deadline, draws=DRAWS, seed=_seed(wanted, area), cumulative=summed
    ).in_year(deadline)
    draws = found[~np.isnan(found)] * variant.scale * measured.factor
    if len(draws) < DRAWS / 2:
        return None
    return draws + measured.points[-1].value if summed else draws


def _sum(wanted: Demand, measured: Measured, area: str, deadline: int) -> Outlook | None:
    """Return the outlook of a sum; its year without reports keeps it from being forecast."""
    from dafeng.base import InputError
    from dafeng.indicators.forecast import cumulative

    points = measured.yearly
    if len(points) < FEWEST or measured.since is None or deadline <= points[-1].year:
        return None
    try:
        found = cumulative(
            [p.year for p in points],
            [p.value for p in points],
            since=measured.since,
            to=deadline,
            draws=DRAWS,
            seed=_seed(wanted, area),
            lower=0.0,
            provisional=[p.maturity != "final" for p in points],
        )
    except InputError as error:
        if error.code == "forecast-gap":
            return None
        raise
    return _of(found.in_year(deadline), wanted, deadline, "trend")


def _peak(wanted: Demand, measured: Measured, area: str, deadline: int) -> Outlook | None:
    """Return the outlook of the peak year of history and path, up to five years past the deadline."""
    import numpy as np

    from dafeng.indicators.forecast_peak import LATER_YEARS, peak_probability

    points = measured.points
    if len(points) < FEWEST or not isinstance(wanted.value, float):
        return None
    by = int(wanted.value)
    horizon = max(by, deadline, points[-1].year) + LATER_YEARS
    found = peak_probability(
        [p.year for p in points],
        [p.value for p in points],
        by=by,
        horizon=horizon,
        draws=DRAWS,
        seed=_seed(wanted, area),
        lower=0.0,
        provisional=[p.maturity != "final" for p in points],
    )
    # Peaks that the horizon cannot tell lie past it.
    years = np.array([*found.shares, horizon + 1], dtype=np.float64)
    shares = np.array([*found.shares.values(), found.undetermined_share])
    order = np.argsort(years)
    cut = np.cumsum(shares[order])
    low, median, high = (
        float(years[order][min(int(np.searchsorted(cut, q)), len(cut) - 1)]) for q in (0.1, 0.5, 0.9)
    )
    return Outlook(deadline, median, low, high, found.probability, "trend")


def _of(draws: NDArray[np.float64], wanted: Demand, deadline: int, method: str) -> Outlook:
    """Return median, 80 % interval and the share of draws that meet the target."""
    import numpy as np

    low, median, high = (float(q) for q in np.quantile(draws, (0.1, 0.5, 0.9)))
    return Outlook(deadline, median, low, high, float(np.mean(_met(draws, wanted))), method)


def _met(draws: Any, wanted: Demand) -> Any:
    """Return which draws meet the target, as ``judging.holds`` does for one value."""
    import numpy as np

    target, op = wanted.value, wanted.op
    if op is None or target is None:
        raise ValueError("a statement without a figure has no target")
    if isinstance(target, tuple):
        return (draws >= target[0]) & (draws <= target[1])
    tests = {
        ">=": draws >= target - wanted.tolerance,
        ">": draws > target - wanted.tolerance,
        "<=": draws <= target + wanted.tolerance,
        "<": draws < target + wanted.tolerance,
        "=": np.isclose(draws, target),
        "about": np.abs(draws - target) <= wanted.tolerance,
    }
    return tests[op]


def _seed(wanted: Demand, area: str) -> int:
    """Return a seed of the statement and area, the same in every process."""
    return zlib.crc32(f"{wanted.statement.id}/{area}".encode())
