"""States of statements in plain words: value beside target, gap, pace, odds; states counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dafeng.base import Lang
from dafeng.web import figures, words

if TYPE_CHECKING:
    from dafeng.indicators.status import State, Status

__all__ = [
    "JUDGED",
    "LATE",
    "STATES",
    "Tally",
    "gap",
    "level",
    "odds",
    "pace",
    "tally",
    "urgency",
    "value",
]

STATES: tuple[State, ...] = (
    "missed",
    "off_track",
    "at_risk",
    "not_reported",
    "not_due",
    "on_track",
    "met",
    "not_applicable",
)
"""The states by urgency: what needs attention comes first."""
LATE: frozenset[State] = frozenset(("missed", "off_track"))
_BAR: tuple[State, ...] = (
    "met",
    "on_track",
    "at_risk",
    "off_track",
    "missed",
    "not_reported",
    "not_due",
    "not_applicable",
)
JUDGED: frozenset[State] = frozenset(("missed", "off_track", "at_risk", "on_track", "met"))
_STRENGTHS = ("mandatory", "in_principle", "strive", "encourage", "promote")


@dataclass(frozen=True)
class Tally:
    """How many statuses are in each state; ``parts`` are the states that occur, as in a bar."""

    counts: Counter[State]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.counts.total()

    @property
    def judged(self) -> int:
        """Return how many have a verdict."""
        return sum(self.counts[state] for state in JUDGED)

    @property
    def late(self) -> int:
        """Return how many are missed or off track."""
        return sum(self.counts[state] for state in LATE)

    @property
    def good(self) -> int:
        """Return how many are met or on track."""
        return self.counts["met"] + self.counts["on_track"]

    @property
    def late_share(self) -> float | None:
        """Return the share of verdicts that are missed or off track [0-1]; None where there is no verdict."""
        return self.late / self.judged if self.judged else None

    @property
    def parts(self) -> list[dict[str, object]]:
        """Return the states that occur with their number, and place and width in a bar of 100."""
        found: list[dict[str, object]] = []
        at = 0.0
        for state in _BAR:
            if n := self.counts[state]:
                wide = 100 * n / self.total
                found.append({"state": state, "n": n, "x": f"{at:.3f}", "w": f"{wide:.3f}"})
                at += wide
        return found


def tally(statuses: Iterable[Status]) -> Tally:
    """Count statuses by state."""
    return Tally(Counter(s.status for s in statuses))


def urgency(status: Status, strength: str | None) -> tuple[int, int, float]:
    """Return the key by which what needs attention is sorted: state, force, then the odds."""
    force = _STRENGTHS.index(strength) if strength in _STRENGTHS else len(_STRENGTHS)
    chance = status.forecast.probability if status.forecast else 0.0
    return STATES.index(status.status), force, chance


def level(number: float | tuple[float, float] | None, unit: str | None, lang: Lang) -> str:
    """Return a computed number with its unit, rounded for reading; a dash where there is none."""
    if number is None:
        return figures.DASH
    if isinstance(number, tuple):
        return figures.quantity(number, unit, lang)
    return figures.measured(number, unit, lang)


def value(status: Status, lang: Lang) -> str:
    """Return the value of a status; of rules on rows how many rows keep them."""
    if status.rows is not None and not status.rows.count:
        return figures.DASH
    if status.rows is not None:
        return words.say("verdict_words.kept", lang, kept=status.rows.kept, count=status.rows.count)
    return level(status.value, status.unit, lang)


def gap(status: Status, lang: Lang) -> str:
    """Return the shortfall in words; empty where there is none."""
    if status.gap is None or status.gap <= 0 or status.status in ("met", "not_applicable", "not_reported"):
        return ""
    if status.unit in figures.CALENDAR_UNITS or _is_share_of_rows(status):
        return ""
    return _points(status.gap, status.unit, lang)


def _points(number: float, unit: str | None, lang: Lang) -> str:
    """Return a difference with its unit; of percentages in points, in English by that word alone."""
    if unit != "%":
        return figures.measured(number, unit, lang)
    text = figures.measured(number, "percentage_point", lang)
    return text.replace("percentage ", "") if lang == "en" else text


def _is_share_of_rows(status: Status) -> bool:
    """Return whether the value only says how many rows keep the rule, which ``value`` says already."""
    if status.rows is None or status.value is None or status.unit != "%" or not status.rows.count:
        return False
    return abs(status.value - 100 * status.rows.kept / status.rows.count) < 1e-6


def pace(status: Status, lang: Lang) -> str:
    """Return the change a year that still meets the target; empty where there is none."""
    if status.required_pace is None or status.unit in figures.CALENDAR_UNITS:
        return ""
    sign = "+" if status.required_pace > 0 else "−" if status.required_pace < 0 else ""
    size = _points(abs(status.required_pace), status.unit, lang)
    return words.say("verdict_words.a_year", lang, size=f"{sign}{size}")


def odds(status: Status) -> str:
    """Return the probability of meeting the target in percent; never a certainty that nobody has."""
    if status.forecast is None:
        return ""
    percent = round(100 * status.forecast.probability)
    return "<1 %" if percent < 1 else ">99 %" if percent > 99 else f"{percent} %"
