"""An account beside a statistics workbook: where they differ, by sector, and by how much in all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dafeng.base import Text
from dafeng.carbon.account import Account
from dafeng.carbon.statistics import Printed, read_statistics
from dafeng.carbon.systems import sector_aliases, sectors
from dafeng.records.schema import fold

__all__ = ["Compared", "Reconciliation", "reconcile"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One sector in both: the account's and the statistics' tonnes [tCO2e]; None where one has no amount."""

    sector: str
    name: Text
    account_t: float | None
    statistics_t: float | None
    where: tuple[str, ...]

    @property
    def gap_t(self) -> float | None:
        """Return account less statistics [tCO2e]; None where one of them has no amount."""
        if self.account_t is None or self.statistics_t is None:
            return None
        return self.account_t - self.statistics_t

    @property
    def gap_share(self) -> float | None:
        """Return the gap as a share of the statistics; None where they say nil or nothing."""
        return self.gap_t / self.statistics_t if self.gap_t is not None and self.statistics_t else None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every sector of either side, largest gap first.

    ``unmatched`` are rows of the workbook whose words name no sector; ``printed_total`` is its row of totals.
    """

    rows: tuple[Compared, ...]
    unmatched: tuple[Printed, ...]
    printed_total_t: float | None
    account_total_t: float

    @property
    def absolute_gap_t(self) -> float:
        """Return the sum of absolute gaps of the sectors that both have [tCO2e]."""
        return sum(abs(row.gap_t) for row in self.rows if row.gap_t is not None)

    @property
    def one_sided_t(self) -> float:
        """Return the tonnes of sectors, or unmatched rows, that only one side has [tCO2e]."""
        alone = [abs(row.account_t or row.statistics_t or 0.0) for row in self.rows if row.gap_t is None]
        return sum(alone) + sum(abs(row.tco2e) for row in self.unmatched)


def reconcile(account: Account, workbook: Path | str) -> Reconciliation:
    """Lay ``account`` beside the statistics in ``workbook``; sectors or the classes of the account's view.

    Rows of the workbook that name the same sector are added. Raises what ``read_statistics`` raises.
    """
    classes = {}
    for line in account.lines:
        id, words = account.view.label(line.system, line.sector)
        classes[id] = words
    names = {
        fold(alias): id for alias, id in sector_aliases().items() if id in classes or not account.view.classes
    }
    for id, words in classes.items():
        names |= {fold(id): id, fold(words.zh): id, fold(words.en): id}
    place = frozenset(
        fold(word) for word in (account.region, account.name.zh, account.name.en, account.plan_id)
    )
    printed = read_statistics(workbook, names, year=account.year, regions=place)
    by_class = account.by("class") if account.lines else {}
    statistics: dict[str, list[Printed]] = {}
    for row in printed:
        if row.sector is not None:
            statistics.setdefault(row.sector, []).append(row)
    rows = []
    for id in dict.fromkeys([*by_class, *statistics]):
        found = statistics.get(id, [])
        rows.append(
            Compared(
                id,
                classes.get(id) or sectors()[id],
                by_class.get(id),
                sum(row.tco2e for row in found) if found else None,
                tuple(row.where for row in found),
            )
        )
    rows.sort(key=lambda row: -abs(row.gap_t) if row.gap_t is not None else 0.0)
    totals = [row.tco2e for row in printed if row.total]
    return Reconciliation(
        tuple(rows),
        tuple(row for row in printed if row.sector is None and not row.total),
        totals[-1] if totals else None,
        account.total(),
    )
