"""Who reported which table for a year: the grid of tables and regions that the data page and regions show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dafeng.plan.model import Plan, Region
from dafeng.records.schema import MATURITIES, Table, tables

if TYPE_CHECKING:
    from dafeng.records.records import Filing
    from dafeng.web.results import Results

__all__ = ["Cell", "Grid", "Line", "grid", "reporting_year"]

_RANK: dict[str, int] = {name: rank for rank, name in enumerate(MATURITIES)}


@dataclass(frozen=True)
class Cell:
    """What a region reported of a table; ``expected`` says whether it has to."""

    region: Region
    filing: Filing | None
    expected: bool

    @property
    def state(self) -> str:
        """Return ``blocked``, the maturity, ``nil`` for a report of nothing, ``missing`` or ``not_asked``."""
        if self.filing is None:
            return "missing" if self.expected else "not_asked"
        if self.filing.blocked:
            return "blocked"
        return self.filing.maturity if self.filing.rows else "nil"


@dataclass(frozen=True)
class Line:
    """One table with a cell for every region."""

    table: Table
    cells: tuple[Cell, ...]

    @property
    def filed(self) -> int:
        """Return how many regions reported it without errors."""
        return sum(cell.filing is not None and not cell.filing.blocked for cell in self.cells)

    @property
    def expected(self) -> int:
        """Return how many regions have to report it."""
        return sum(cell.expected for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """All tables that the plan needs, by all regions that report, in one year."""

    year: int
    regions: tuple[Region, ...]
    lines: tuple[Line, ...]

    @property
    def filed(self) -> int:
        """Return how many of the reports that are asked for have been made without errors."""
        return sum(
            c.expected and c.state not in ("missing", "blocked") for line in self.lines for c in line.cells
        )

    @property
    def expected(self) -> int:
        """Return how many reports are asked for."""
        return sum(line.expected for line in self.lines)

    def of(self, region: str) -> list[tuple[Table, Cell]]:
        """Return what one region has to report, with what it did."""
        return [
            (line.table, cell)
            for line in self.lines
            for cell in line.cells
            if cell.region.id == region and (cell.expected or cell.filing)
        ]


def reporting_year(results: Results) -> int:
    """Return the year that is being reported: the current one, or the last for which anything came."""
    return min(results.as_of.year, results.years[-1]) if results.years else results.as_of.year


def grid(plan: Plan, results: Results, year: int, *, needed: Sequence[str]) -> Grid:
    """Return who reported which of the tables ``needed`` for ``year``; the most certain report counts."""
    best: dict[tuple[str, str], Filing] = {}
    for filing in results.records.filings:
        if filing.year != year:
            continue
        old = best.get((filing.table, filing.region))
        if old is None or _order(filing) > _order(old):
            best[filing.table, filing.region] = filing
    leaves = tuple(r for r in plan.regions if r.leaf)
    reporters = tuple(r for r in plan.regions if r.reports) or leaves
    seen = {filing.region for filing in best.values()}
    columns = tuple(r for r in plan.regions if r.leaf or r in reporters or r.id in seen)
    lines = []
    for name in needed:
        table = tables()[name]
        asked = leaves if table.regions == "leaf" else reporters
        cells = tuple(Cell(r, best.get((name, r.id)), r in asked) for r in columns)
        lines.append(Line(table, cells))
    used = [n for n in range(len(columns)) if any(ln.cells[n].expected or ln.cells[n].filing for ln in lines)]
    return Grid(
        year,
        tuple(columns[n] for n in used),
        tuple(Line(line.table, tuple(line.cells[n] for n in used)) for line in lines),
    )


def _order(filing: Filing) -> tuple[bool, int, int]:
    """Return the key by which the report that counts is found: usable, certain, latest."""
    return not filing.blocked, _RANK[filing.maturity], filing.revision
