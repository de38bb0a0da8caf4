"""Projects that are known and have not come to the stage that a target counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING

from dafeng.indicators.formulas import VariantFormula
from dafeng.indicators.values import KnownProject
from dafeng.records.schema import tables

if TYPE_CHECKING:
    import duckdb

    from dafeng.indicators.forecast_pipeline import Project

__all__ = ["few", "known_projects", "likely_projects", "stage_of"]

_STAGE = re.compile(r"year\((\w+)\)")
# With fewer rows behind it a share is no share: the chance and the delay of projects are then unknown.
_FEWEST_TO_LEARN = 3


def stage_of(variant: VariantFormula) -> str | None:
    """Return the date column whose year a variant counts by; None where it does not count by a stage."""
    match = _STAGE.fullmatch(variant.numerator.year or "")
    return match.group(1) if match else None


def known_projects(
    database: duckdb.DuckDBPyConnection, variant: VariantFormula, *, condition: str | None
) -> tuple[KnownProject, ...]:
    """Return the rows that a variant counts or will count, one each; none where its sums differ in rows."""
    side, below = variant.numerator, variant.denominator
    stage = stage_of(variant)
    if stage is None or variant.dominant is not None or variant.constants:
        return ()
    if below is not None and (below.table, below.year, below.where) != (side.table, side.year, side.where):
        return ()
    table = tables()[side.table]
    dates = [c.name for c in table.columns if c.type == "date"]
    earlier = dates[: dates.index(stage)]
    where = " AND ".join(f"({part})" for part in ("latest", side.where, condition) if part)
    before = f"greatest({', '.join(f'year({d})' for d in earlier)})" if earlier else "NULL"
    empty = " OR ".join(f"{name} IS NULL" for name in side.needs) or "false"
    key = ", ".join(table.key)
    rows = database.execute(
        f"SELECT region, CASE WHEN bool_or({empty}) THEN NULL ELSE {side.sql} END, "
        f"{below.sql if below else 'NULL'}, any_value(year({stage})), any_value({before}) "
        f"FROM {side.table} WHERE {where} GROUP BY region, {key} ORDER BY region, {key}"
    ).fetchall()
    return tuple(
        KnownProject(
            region,
            None if above is None and bool(side.needs) and reached is None else float(above or 0),
            None if bottom is None else float(bottom),
            None if reached is None else int(reached),
            None if ahead is None else int(ahead),
        )
        for region, above, bottom, reached, ahead in rows
    )


def likely_projects(
    known: Sequence[KnownProject], regions: Iterable[str], *, last: int, learn_from: Sequence[KnownProject]
) -> list[Project]:
    """Return the projects of ``regions`` that lie ahead of the year ``last``, with their year and chance.

    Delay and chance are learnt from ``learn_from``: the median years from the stage before to the counted
    one, the share of older projects that came to it, and the share that took longer than that. What a project
    adds to the numerator is, while unknown, its denominator times the share of the projects that are done.
    """
    from dafeng.indicators.forecast_pipeline import Project

    lags = [p.reached - p.before for p in learn_from if p.reached is not None and p.before is not None]
    if len(lags) < _FEWEST_TO_LEARN:
        return []
    lag = max(round(median(lags)), 0)
    old = [p for p in learn_from if p.before is not None and p.before + lag < last]
    chance = (sum(p.reached is not None for p in old) + 1) / (len(old) + 2)
    slip = min((sum(n > lag for n in lags) + 1) / (len(lags) + 2), 0.9)
    done = [p for p in learn_from if p.reached is not None and p.denominator]
    share = sum(p.numerator or 0 for p in done) / sum(p.denominator or 0 for p in done) if done else None
    inside = set(regions)
    found = []
    for p in known:
        if p.region not in inside or p.reached is not None or p.before is None:
            continue
        above = p.numerator
        if above is None:
            if share is None or p.denominator is None:
                continue
            above = share * p.denominator
        found.append(Project(above, p.denominator, max(p.before + lag, last + 1), chance, slip))
    return found


def few(rows_by_year: Mapping[int, int], *, last: int, limit: int, span: int = 3) -> bool:
    """Return whether fewer than ``limit`` projects a year counted in the ``span`` years up to ``last``."""
    recent = [rows_by_year.get(year, 0) for year in range(last - span + 1, last + 1)]
    return sum(recent) < limit * span
