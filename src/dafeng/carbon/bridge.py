"""The way from one account to another: what is left out, added, valued otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dafeng.base import InputError, Lang, Text
from dafeng.carbon.account import Account
from dafeng.carbon.lines import tonnes
from dafeng.carbon.systems import systems

__all__ = ["Bridge", "Step", "bridge"]

_WORDS = {
    "left_out": Text("不计", "left out"),
    "added": Text("增计", "added"),
    "revalued": Text("因子不同", "valued otherwise"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One difference: a system that one account has and the other not, or that it values otherwise [g]."""

    kind: Literal["left_out", "added", "revalued"]
    system: str
    detail: str
    grams: int

    @property
    def tco2e(self) -> float:
        """Return the difference [tCO2e]."""
        return tonnes(self.grams)

    def say(self, lang: Lang) -> str:
        """Return the step in words."""
        return f"{_WORDS[self.kind].say(lang)}: {systems()[self.system].name.say(lang)} {self.detail}".strip()


@dataclass(frozen=True, slots=True)
class Bridge:
    """``start`` and ``end`` [g] with the steps between them, which add up exactly."""

    start_view: str
    end_view: str
    start_grams: int
    end_grams: int
    steps: tuple[Step, ...]

    def rows(self, lang: Lang = "zh") -> list[tuple[str, float]]:
        """Return the bridge as a table: start, every step, end [tCO2e]."""
        return [
            (self.start_view, tonnes(self.start_grams)),
            *((step.say(lang), step.tco2e) for step in self.steps),
            (self.end_view, tonnes(self.end_grams)),
        ]


def bridge(start: Account, end: Account) -> Bridge:
    """Return the steps from the account ``start`` to ``end``, by system; they add up exactly.

    Raises ``InputError`` (``carbon-bridge``) where the two are not of the same records, region and year.
    """
    if (start.records_hash, start.region, start.year) != (end.records_hash, end.region, end.year):
        raise InputError(
            "carbon-bridge",
            Text(
                "两本账的数据、地区或年份不同", "the two accounts are of different records, regions or years"
            ),
            mend=Text("用同一份数据、同一地区和年份", "take the same records, region and year"),
        )
    before = {line.id: line for line in start.lines}
    after = {line.id: line for line in end.lines}
    found: dict[tuple[Literal["left_out", "added", "revalued"], str, str], int] = {}
    for id in [*before, *(id for id in after if id not in before)]:
        old, new = before.get(id), after.get(id)
        line = old or new
        if line is None or (old and new and old.grams == new.grams):
            continue
        kind: Literal["left_out", "added", "revalued"] = (
            "left_out" if new is None else "added" if old is None else "revalued"
        )
        key = (kind, line.system, line.detail if kind == "revalued" else "")
        found[key] = found.get(key, 0) + (new.grams if new else 0) - (old.grams if old else 0)
    steps = tuple(Step(kind, system, detail, grams) for (kind, system, detail), grams in found.items())
    return Bridge(start.view.id, end.view.id, start.grams, end.grams, steps)
