"""What the parts of an account share while it is made: reader, factors of a region's year, lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dafeng.base import Issue, Text
from dafeng.carbon.boundary import Boundary
from dafeng.carbon.library import Factor, Library
from dafeng.carbon.lines import Line, Missing, line_of
from dafeng.carbon.sources import Reader, Sum
from dafeng.carbon.systems import systems
from dafeng.plan import Plan

Gas = Literal["ch4", "ch4_fossil", "n2o"]

__all__ = ["Making", "places_of"]


@dataclass(slots=True)
class Making:
    """The account in the making: lines and what lacks are added to it by one part after another."""

    reader: Reader
    library: Library
    boundary: Boundary
    places: Mapping[str, str | None]
    heat: Literal["default", "exergy"] = "default"
    lines: list[Line] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    _chosen: dict[tuple[str, str | None, int, str], Factor] = field(default_factory=dict)

    def factor(self, key: str, region: str, year: int, unit: str) -> Factor:
        """Return a factor for a region and year, in ``unit``."""
        place = self.places.get(region)
        at = (key, place, year, unit)
        if at not in self._chosen:
            self._chosen[at] = self.library.factor(key, year=year, place=place, unit=unit)
        return self._chosen[at]

    def grid(self, region: str, year: int) -> Factor:
        """Return the electricity factor [tCO2/kWh] of the year, or of the year that the boundary freezes."""
        return self.factor("electricity.grid", region, self.boundary.grid_year or year, "tCO2/kWh")

    def gwp(self, gas: Gas, region: str, year: int) -> Factor:
        """Return the warming potential of a gas [kgCO2e/kg] by the boundary's assessment report."""
        unit = "kgCO2e/kgN2O" if gas == "n2o" else "kgCO2e/kgCH4"
        return self.factor(f"gwp.{gas}.{self.boundary.gwp}", region, year, unit)

    def usable(self, found: Iterable[Sum], system: str) -> list[Sum]:
        """Return the sums of a system that rest on whole rows and reported tables; name others as missing.

        A row whose needed column is empty leaves its region and year out of the system.
        """
        sums = list(found)
        bad = {(s.region, s.year): s.empty for s in sums if s.empty}
        for (region, year), columns in sorted(bad.items()):
            self.missing.append(
                Missing(system, region, year, columns, Text("有行缺填该列", "rows leave this column empty"))
            )
        about = systems()[system]
        return [
            s
            for s in sums
            if (s.region, s.year) not in bad
            and s.region in self.places
            and all(self.reader.maturity(t, s.region, s.year) is not None for t in about.tables)
        ]

    def add(
        self,
        system: str,
        s: Sum,
        amount: tuple[float, str],
        by: tuple[float, tuple[Factor, ...]],
        *,
        formula: str,
        scope: int,
        detail: str = "",
        gas: str = "CO2",
        sector: str | None = None,
        tables: tuple[str, ...] | None = None,
        tce: float | None = None,
        note: Text | None = None,
    ) -> None:
        """Add a line that rests on the sum ``s``: an amount in its unit, tCO2e per unit with its factors."""
        names = systems()[system].tables if tables is None else tables
        self.lines.append(
            line_of(
                system,
                region=s.region,
                year=s.year,
                detail=detail,
                sector=sector,
                gas=gas,
                scope=scope,
                activity=amount[0],
                unit=amount[1],
                factor_t=by[0],
                factors=by[1],
                formula=formula,
                maturity=self.reader.least(names, s.region, s.year),
                tables=names,
                rows=s.rows,
                row_count=s.row_count,
                tce=tce,
                note=note,
            )
        )


def places_of(plan: Plan, reported: Iterable[str]) -> dict[str, str | None]:
    """Return the leaf regions of a plan, each with the code of the nearest region at or over it that has one.

    A plan without regions has those that ``reported``.
    """
    by_id = {r.id: r for r in plan.regions}
    over = {r.parent for r in plan.regions}
    found: dict[str, str | None] = {}
    for region in plan.regions:
        if region.id in over:
            continue
        at: str | None = region.id
        while at is not None and not by_id[at].code:
            at = by_id[at].parent
        found[region.id] = None if at is None else by_id[at].code
    return found or dict.fromkeys(reported)
