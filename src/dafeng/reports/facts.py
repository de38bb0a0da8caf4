"""What a yearly report is about: every statement with its state, grouped and counted; no words yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dafeng.base import InputError, Text
from dafeng.indicators.status import STATES, Missing, State, Status, Statuses
from dafeng.plan.model import Article, Plan, Statement

__all__ = ["Entry", "Facts", "Moved", "Section", "gather"]

PREAMBLE = "G"
# The worst first.
BAD: tuple[State, ...] = ("missed", "off_track", "at_risk")


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement with its state over its scope and in the regions inside it."""

    statement: Statement
    status: Status
    regions: tuple[Status, ...] = ()

    @property
    def on_rows(self) -> bool:
        """Whether the statement is judged row by row."""
        return self.status.rows is not None

    @property
    def state(self) -> State:
        """The state of the statement."""
        return self.status.status


@dataclass(frozen=True, slots=True)
class Section:
    """The articles of one section of the plan; the goals and articles without a section have none."""

    title: str
    articles: tuple[tuple[str, Article | None, tuple[Entry, ...]], ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The statements of all its articles."""
        return tuple(e for _, _, entries in self.articles for e in entries)


@dataclass(frozen=True, slots=True)
class Moved:
    """A statement whose state differs from the one of the report before."""

    entry: Entry
    before: State


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a report says, in the order of the plan.

    ``region`` is the region that reports; None: the plan's own office.
    """

    plan: Plan
    year: int
    as_of: date
    region: str | None
    sections: tuple[Section, ...]
    moved: tuple[Moved, ...]
    names: Mapping[str, Text]
    records_hash: str

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every statement."""
        return tuple(e for section in self.sections for e in section.entries)

    def entry(self, id: str) -> Entry | None:
        """Return one statement; None where it is not judged here."""
        return next((e for e in self.entries if e.statement.id == id), None)

    def counts(self, entries: Iterable[Entry] | None = None) -> dict[State, int]:
        """Return how many statements are in each state that occurs, in the order of states."""
        found = Counter(e.state for e in (self.entries if entries is None else entries))
        return {state: found[state] for state in STATES if found[state]}

    def in_state(self, *states: State) -> tuple[Entry, ...]:
        """Return the statements in any of the states, in the order of the plan."""
        return tuple(e for e in self.entries if e.state in states)

    def breaking(self) -> tuple[Entry, ...]:
        """Return the statements that some rows do not keep."""
        return tuple(e for e in self.entries if e.status.rows is not None and e.status.rows.failing)

    def name(self, region: str) -> Text:
        """Return the name of a region or area; its id where it has none."""
        return self.names.get(region, Text(region, region))

    def gaps(self) -> tuple[tuple[Missing, tuple[str, ...]], ...]:
        """Return the reports that are missing, each with the statements that lack them."""
        found: dict[tuple[str, int], tuple[Missing, list[str]]] = {}
        for entry in self.entries:
            for missing in entry.status.missing:
                key = (missing.table, missing.year)
                if key in found:
                    old, ids = found[key]
                    regions = tuple(dict.fromkeys((*old.regions, *missing.regions)))
                    blocked = tuple(dict.fromkeys((*old.blocked, *missing.blocked)))
                    found[key] = (Missing(*key, regions, blocked), [*ids, entry.statement.id])
                else:
                    found[key] = (missing, [entry.statement.id])
        return tuple((missing, tuple(dict.fromkeys(ids))) for missing, ids in found.values())


def gather(
    plan: Plan,
    statuses: Statuses,
    *,
    year: int,
    as_of: date,
    region: str | None = None,
    areas: Mapping[str, Text] | None = None,
    previous: Statuses | None = None,
    records_hash: str = "",
) -> Facts:
    """Return the facts of a report of ``year``.

    ``areas`` names areas that are no regions of the plan. ``previous`` are the statuses of the report before.
    Raises ``InputError`` where the plan has no such region, or the statuses are of another plan.
    """
    if statuses.plan_id != plan.id:
        raise InputError(
            "report-other-plan",
            Text(
                f"评估结果属于规划 {statuses.plan_id}，不是 {plan.id}",
                f"the statuses are of the plan {statuses.plan_id}, not of {plan.id}",
            ),
            mend=Text("用同一规划重新评估", "assess again under the same plan"),
        )
    known = {r.id: Text(r.name.zh, r.name.en) for r in plan.regions}
    if region is not None and region not in known:
        raise InputError(
            "report-no-region",
            Text(f"规划中没有地区 {region}", f"the plan has no region {region}"),
            mend=Text(f"可用：{'、'.join(known) or '无'}", f"it has: {', '.join(known) or 'none'}"),
        )
    entries = [
        entry
        for statement in plan.statements
        if statement.id in statuses and (entry := _entry(statement, statuses, region)) is not None
    ]
    moved = () if previous is None else tuple(_moved(entries, previous, region))
    return Facts(
        plan=plan,
        year=year,
        as_of=as_of,
        region=region,
        sections=_sections(plan, entries),
        moved=moved,
        names={**(areas or {}), **known},
        records_hash=records_hash,
    )


def _entry(statement: Statement, statuses: Statuses, region: str | None) -> Entry | None:
    """Return a statement over its scope, or in one region; None where the region is not judged."""
    if region is None:
        regions = statuses.regions(statement.id)
        return Entry(statement, statuses[statement.id], regions)
    own = _status(statuses, statement.id, region)
    if own is None:
        return None
    return Entry(statement, own)


def _status(statuses: Statuses, target: str, region: str | None) -> Status | None:
    """Return a status, None where there is none."""
    try:
        return statuses[target] if region is None else statuses[target, region]
    except KeyError:
        return None


def _moved(entries: Sequence[Entry], previous: Statuses, region: str | None) -> Iterable[Moved]:
    """Give the statements whose state changed since the report before."""
    for entry in entries:
        before = _status(previous, entry.statement.id, region) if entry.statement.id in previous else None
        if before is not None and before.status != entry.state:
            yield Moved(entry, before.status)


def _sections(plan: Plan, entries: Sequence[Entry]) -> tuple[Section, ...]:
    """Group the statements by article, and the articles by the section they are printed in."""
    articles = {a.number: a for a in plan.articles}
    order = [PREAMBLE, *articles]
    numbers = sorted(
        {e.statement.article for e in entries}, key=lambda n: order.index(n) if n in order else len(order)
    )
    sections: list[tuple[str, list[tuple[str, Article | None, tuple[Entry, ...]]]]] = []
    for number in numbers:
        article = articles.get(number)
        title = "" if article is None else (article.section or article.part or "")
        own = (number, article, tuple(e for e in entries if e.statement.article == number))
        if sections and sections[-1][0] == title:
            sections[-1][1].append(own)
        else:
            sections.append((title, [own]))
    return tuple(Section(title, tuple(found)) for title, found in sections)
