"""Accounts of a region and year, or of all of them, from the records of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain as joined
from typing import Any

from dafeng.base import InputError, Issue, Lang, Text
from dafeng.carbon.boundary import Boundary
from dafeng.carbon.energy import add_energy
from dafeng.carbon.library import Factor, Library, load_library
from dafeng.carbon.lines import Line, Missing, tonnes
from dafeng.carbon.making import Making, places_of
from dafeng.carbon.materials import add_materials
from dafeng.carbon.memos import add_memos
from dafeng.carbon.municipal import add_municipal
from dafeng.carbon.sources import reading
from dafeng.carbon.systems import Gap, View, gaps, systems, views
from dafeng.carbon.uncertainty import Uncertainty, propagate
from dafeng.carbon.waste import add_waste
from dafeng.plan import Plan
from dafeng.records import Records

__all__ = ["Account", "Accounts", "account", "accounts"]

KEYS = ("system", "sector", "article", "gas", "scope", "region", "detail", "class", "year", "maturity")


@dataclass(frozen=True)
class Account:
    """The emissions of one area in one year, by one view and boundary.

    ``lines`` are what counts; ``memos`` are parts of it, what was avoided and what is biogenic: shown, never
    added. ``missing`` names what could not be counted and why: nothing of it is taken as zero. All sums are
    over whole grams, so that they are exact and do not depend on the order.
    """

    plan_id: str
    region: str
    name: Text
    year: int
    view: View
    boundary: Boundary
    leaves: tuple[str, ...]
    lines: tuple[Line, ...]
    memos: tuple[Line, ...]
    missing: tuple[Missing, ...]
    issues: tuple[Issue, ...]
    records_hash: str

    @property
    def grams(self) -> int:
        """Return the total [g CO2e], exact."""
        return sum(line.grams for line in self.lines)

    def total(self) -> float:
        """Return the total [tCO2e] of what was reported; see ``missing`` for what was not."""
        return tonnes(self.grams)

    def by(self, *keys: str) -> dict[Any, float]:
        """Return the tonnes by one or more of the keys: system, sector, article, gas, scope, region, detail,
        class (of the view), year, maturity.

        The keys of the answer are values, or tuples of them where several are asked. A line stands under the
        first of its articles, so that the parts add up to the total. Raises ``InputError`` (``carbon-key``).
        """
        unknown = [key for key in keys if key not in KEYS]
        if unknown or not keys:
            raise InputError(
                "carbon-key",
                Text(
                    f"不能按 {'、'.join(unknown) or '空'} 分组",
                    f"there is no grouping by {', '.join(unknown) or 'nothing'}",
                ),
                mend=Text(f"可用：{'、'.join(KEYS)}", f"known: {', '.join(KEYS)}"),
            )
        found: dict[Any, int] = {}
        for line in self.lines:
            values = tuple(self._value(line, key) for key in keys)
            at = values[0] if len(keys) == 1 else values
            found[at] = found.get(at, 0) + line.grams
        return {at: tonnes(grams) for at, grams in found.items()}

    def _value(self, line: Line, key: str) -> Any:
        return self.view.label(line.system, line.sector)[0] if key == "class" else getattr(line, key)

    def of(self, system: str) -> tuple[Line, ...]:
        """Return the lines of a system, counted or memo."""
        return tuple(line for line in joined(self.lines, self.memos) if line.system == system)

    def line(self, id: str) -> Line:
        """Return the line of an id; raises ``InputError`` (``carbon-line``) where there is none."""
        for found in joined(self.lines, self.memos):
            if found.id == id:
                return found
        raise InputError(
            "carbon-line",
            Text(f"核算中没有 {id}", f"the account has no line {id}"),
            mend=Text("用 --json 查看各行编号", "see the ids with --json"),
        )

    def why(self, line: Line | str, lang: Lang = "zh") -> str:
        """Return how a line came about: formula, factors with their sources, and the rows it rests on."""
        from dafeng.carbon.telling import why

        return why(self.line(line) if isinstance(line, str) else line, lang)

    def total_tce(self) -> float:
        """Return the energy of the counted lines [tce], electricity by its coal (发电煤耗法)."""
        return sum(line.tce for line in self.lines if line.tce is not None)

    def unverified(self) -> tuple[Factor, ...]:
        """Return the unverified factors of counted lines, those on which most tonnes rest first."""
        weight: dict[str, tuple[int, Factor]] = {}
        for line in self.lines:
            for factor in line.unverified:
                before = weight.get(factor.key, (0, factor))
                weight[factor.key] = (before[0] + abs(line.grams), factor)
        return tuple(
            factor for _, factor in sorted(weight.values(), key=lambda item: (-item[0], item[1].key))
        )

    def substituted(self) -> tuple[Factor, ...]:
        """Return the factors of another year or place than asked."""
        found = {(f.key, f.place, f.year): f for line in self.lines for f in line.factors if f.substituted}
        return tuple(found[key] for key in sorted(found, key=str))

    def uncertainty(self) -> Uncertainty:
        """Return the 95 % half width of the total; see ``propagate``."""
        return propagate(self.lines)

    def gaps(self) -> tuple[Gap, ...]:
        """Return what no table reports, so that no account has it."""
        known = self.boundary.landfill_since is not None
        return tuple(gap for gap in gaps() if not (gap.id == "landfill_history" and known))

    def as_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """Return the account as plain JSON data."""
        from dafeng.carbon.telling import as_dict

        return as_dict(self, lang)


@dataclass(frozen=True)
class Accounts:
    """Every region and year of a plan: lines of all leaves, from which any account is cut."""

    plan: Plan
    view: View
    boundary: Boundary
    years: tuple[int, ...]
    lines: Mapping[tuple[str, int], tuple[Line, ...]]
    missing: Mapping[tuple[str, int], tuple[Missing, ...]]
    issues: Mapping[tuple[str, int], tuple[Issue, ...]]
    covered: frozenset[tuple[str, str, int]]
    leaves: tuple[str, ...]
    records_hash: str

    def account(self, region: str | None = None, year: int | None = None) -> Account:
        """Return the account of a region (None: the whole area) and year (None: the latest beyond a flash).

        Raises ``InputError``: ``carbon-region``, ``carbon-year``.
        """
        id, name, leaves = self._area(region)
        when = self._year(year)
        asked = [(leaf, when) for leaf in leaves]
        lines = [line for at in asked for line in self.lines.get(at, ())]
        inside = self.view.systems
        counted = tuple(ln for ln in lines if ln.counted and ln.system in inside and self._on(ln.system))
        return Account(
            self.plan.id,
            id,
            name,
            when,
            self.view,
            self.boundary,
            leaves,
            counted,
            tuple(ln for ln in lines if not ln.counted),
            tuple(self._lacking(asked)),
            tuple(issue for at in asked for issue in self.issues.get(at, ())),
            self.records_hash,
        )

    def __iter__(self) -> Iterator[Account]:
        """Give the account of every region of the tree and every year."""
        for region in [r.id for r in self.plan.regions] or ["all"]:
            for year in self.years:
                yield self.account(region, year)

    def series(self, region: str | None = None) -> dict[int, float]:
        """Return the total [tCO2e] of a region in each year in which it reported anything that counts."""
        found = {year: self.account(region, year) for year in self.years}
        return {year: each.total() for year, each in found.items() if each.lines}

    def _on(self, system: str) -> bool:
        return systems()[system].switch in self.boundary.on

    def _area(self, region: str | None) -> tuple[str, Text, tuple[str, ...]]:
        regions = {r.id: r for r in self.plan.regions}
        if not regions and region in (None, "all"):
            return "all", Text("全域", "the whole area"), self.leaves
        if region is None:
            region = next(r.id for r in self.plan.regions if r.parent is None)
        if region not in regions:
            known = list(regions)
            raise InputError(
                "carbon-region",
                Text(f"规划没有地区 {region}", f"the plan has no region {region}"),
                mend=Text(f"可用：{'、'.join(known)}", f"known: {', '.join(known)}"),
            )
        inside = []
        for leaf in self.leaves:
            at: str | None = leaf
            while at is not None and at != region:
                at = regions[at].parent
            if at == region:
                inside.append(leaf)
        name = regions[region].name
        return region, Text(name.zh, name.en), tuple(inside)

    def _year(self, year: int | None) -> int:
        if year is None and self.years:
            firm = {
                ln.year for lines in self.lines.values() for ln in lines if ln.tce and ln.maturity != "flash"
            }
            return max(firm, default=self.years[-1])
        if year is None or year not in self.years:
            known = f"{self.years[0]}—{self.years[-1]}" if self.years else "-"
            raise InputError(
                "carbon-year",
                Text(f"{year} 年没有任何报表", f"nothing was reported for {year}"),
                mend=Text(f"有报表的年份：{known}", f"years reported: {known}"),
            )
        return year

    def _lacking(self, asked: list[tuple[str, int]]) -> Iterator[Missing]:
        """Give what lacks for the systems that this view and boundary count, and for memos."""
        for about in systems().values():
            counted = about.role == "counted"
            if counted and not (about.id in self.view.systems and about.switch in self.boundary.on):
                continue
            if about.id == "heat_loss_in_factor" and self.boundary.heat_metered_at != "source":
                continue
            if about.id == "heat_loss" and self.boundary.heat_metered_at == "source":
                continue
            for leaf, year in asked:
                lacking = tuple(t for t in about.tables if (t, leaf, year) not in self.covered)
                if lacking:
                    yield Missing(about.id, leaf, year, lacking)
                yield from (
                    m for m in self.missing.get((leaf, year), ()) if m.system == about.id and not lacking
                )


def accounts(
    plan: Plan,
    records: Records,
    *,
    boundary: Boundary | str = "full",
    view: str = "own",
    library: Library | None = None,
) -> Accounts:
    """Return the accounts of every region and year of ``plan`` from ``records``.

    ``boundary`` is a ``Boundary`` or what ``Boundary.of`` reads; ``view`` one of own, mohurd, berc, gpc;
    ``library`` the factors (None: the built-in ones). Regions add up to the whole exactly, since every line
    belongs to one leaf region and is kept in whole grams. A table that a region did not report leaves its
    systems out of the account, which names them under ``missing``.

    Raises ``InputError``: ``carbon-boundary``, ``carbon-view``, ``carbon-factor``, ``carbon-charging``.
    """
    limits = Boundary.of(boundary) if isinstance(boundary, str) else boundary
    if view not in views():
        raise InputError(
            "carbon-view",
            Text(f"没有口径 {view}", f"there is no view {view}"),
            mend=Text(f"可用：{'、'.join(views())}", f"known: {', '.join(views())}"),
        )
    with reading(records) as reader:
        places = places_of(plan, reader.regions)
        made = Making(reader, library or load_library(), limits, places, views()[view].heat)
        add_energy(made)
        add_municipal(made)
        add_waste(made)
        add_materials(made)
        add_memos(made)
        years = reader.years
        needed = sorted({table for about in systems().values() for table in about.tables})
        covered = frozenset(
            (table, region, year)
            for table in needed
            for region in places
            for year in years
            if reader.maturity(table, region, year) is not None
        )
    lines: dict[tuple[str, int], list[Line]] = {}
    for line in made.lines:
        if line.year in years:
            lines.setdefault((line.region, line.year), []).append(line)
    missing: dict[tuple[str, int], list[Missing]] = {}
    for lack in made.missing:
        missing.setdefault((lack.region, lack.year), []).append(lack)
    issues: dict[tuple[str, int], list[Issue]] = {}
    for issue in made.issues:
        region, _, year = str(issue.where).rpartition(" ")
        issues.setdefault((region, int(year)), []).append(issue)
    return Accounts(
        plan,
        views()[view],
        limits,
        years,
        {at: tuple(found) for at, found in lines.items()},
        {at: tuple(found) for at, found in missing.items()},
        {at: tuple(found) for at, found in issues.items()},
        covered,
        tuple(places),
        records.content_hash,
    )


def account(
    plan: Plan,
    records: Records,
    *,
    region: str | None = None,
    year: int | None = None,
    boundary: Boundary | str = "full",
    view: str = "own",
    library: Library | None = None,
) -> Account:
    """Return the account of one region and year; see ``accounts`` and ``Accounts.account``."""
    return accounts(plan, records, boundary=boundary, view=view, library=library).account(region, year)
