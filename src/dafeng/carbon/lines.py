"""One line of an account, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.base import Lang, Text
from dafeng.carbon.library import Factor
from dafeng.carbon.systems import System, systems

__all__ = ["GRAMS", "Cell", "Line", "Missing", "line_of", "tonnes"]

GRAMS = 1_000_000
"""Grams in a tonne: emissions are kept as whole grams, so that sums are exact in any order."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of a workbook that a line rests on."""

    table: str
    file: str | None
    sheet: str | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One amount: ``activity`` [``unit``] times ``factor_t`` [tCO2e per unit] is ``grams`` of CO2e.

    ``detail`` tells lines of a system apart (carrier, material, fate). ``tce`` is the coal equivalent of
    energy, electricity by the coal of power supply. ``rows`` are the first of the ``row_count`` rows that it
    rests on; ``maturity`` is that of the least certain report among them.
    """

    system: str
    detail: str
    sector: str
    region: str
    year: int
    gas: str
    scope: int
    activity: float
    unit: str
    factor_t: float
    factors: tuple[Factor, ...]
    grams: int
    counted: bool
    formula: str
    maturity: str
    tables: tuple[str, ...]
    rows: tuple[Cell, ...] = ()
    row_count: int = 0
    tce: float | None = None
    note: Text | None = None

    @property
    def id(self) -> str:
        """Return what tells this line apart from every other of the same records."""
        return "/".join((self.system, self.detail, self.sector, self.gas, self.region, str(self.year)))

    @property
    def tco2e(self) -> float:
        """Return the emissions [tCO2e]."""
        return tonnes(self.grams)

    @property
    def about(self) -> System:
        """Return the system that the line belongs to."""
        return systems()[self.system]

    @property
    def article(self) -> str:
        """Return the article of the plan that the line serves first."""
        return self.about.articles[0]

    @property
    def unverified(self) -> tuple[Factor, ...]:
        """Return the factors of the line that nobody checked against the printed text."""
        return tuple(f for f in self.factors if f.unverified)

    def say(self, lang: Lang) -> str:
        """Return the line in words: what, how much, by which factor."""
        name = f"{self.about.name.say(lang)} {self.detail}".strip()
        return f"{name}: {self.activity:,.6g} {self.unit} → {self.tco2e:,.1f} tCO2e"


@dataclass(frozen=True, slots=True)
class Missing:
    """A system that a region could not account for in a year, with the tables (or columns) that lack."""

    system: str
    region: str
    year: int
    lacking: tuple[str, ...]
    note: Text | None = None


def tonnes(grams: int) -> float:
    """Return grams in tonnes.

    >>> tonnes(1_500_000)
    1.5
    """
    return grams / GRAMS


def line_of(
    system: str,
    *,
    region: str,
    year: int,
    detail: str = "",
    sector: str | None = None,
    gas: str = "CO2",
    scope: int,
    activity: float,
    unit: str,
    factor_t: float,
    factors: tuple[Factor, ...],
    formula: str,
    maturity: str,
    tables: tuple[str, ...] | None = None,
    rows: tuple[Cell, ...] = (),
    row_count: int = 0,
    tce: float | None = None,
    note: Text | None = None,
) -> Line:
    """Return a line of ``system``: its emissions are ``activity`` times ``factor_t``, to the gram."""
    about = systems()[system]
    return Line(
        system=system,
        detail=detail,
        sector=about.sector if sector is None else sector,
        region=region,
        year=year,
        gas=gas,
        scope=scope,
        activity=activity,
        unit=unit,
        factor_t=factor_t,
        factors=factors,
        grams=round(activity * factor_t * GRAMS),
        counted=about.role == "counted",
        formula=formula,
        maturity=maturity,
        tables=about.tables if tables is None else tables,
        rows=rows,
        row_count=row_count,
        tce=tce,
        note=note,
    )
