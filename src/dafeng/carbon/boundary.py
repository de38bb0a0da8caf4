"""The boundary of an account: what is switched on, and by which methods it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from dafeng.base import InputError, Text
from dafeng.carbon.systems import presets, switches

__all__ = ["Boundary"]


@dataclass(frozen=True)
class Boundary:
    """Which parts are counted (``on``: ids of switches) and how.

    ``heat_metered_at``: where the heat of buildings in ``energy_use`` is measured. *building*: the loss of
    networks comes on top of it; *source*: the loss is in it already and is shown as a memo only; *auto*: heat
    of buildings and loss are together never more than the networks were fed; what is beyond is a memo.
    ``grid_year``: the electricity factor of that year for all years (frozen grid); None: of each year.
    ``gwp``: the assessment report whose potentials are used. ``landfill_since``: deposits from that year to
    the first report are taken to be as in the first report; None: what was not reported is not counted, and
    the account says so. ``charging_kwh``: electricity of car chargers behind the meters of buildings by
    (region, year, sector), which is taken out of the buildings.
    """

    on: frozenset[str] = field(default_factory=lambda: presets()["full"])
    heat_metered_at: Literal["auto", "building", "source"] = "auto"
    grid_year: int | None = None
    gwp: Literal["ar5", "ar6"] = "ar5"
    landfill_since: int | None = None
    charging_kwh: Mapping[tuple[str, int, str], float] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        unknown = sorted(self.on.difference(switches()))
        if unknown:
            raise _unknown(unknown)

    @classmethod
    def of(cls, text: str) -> Boundary:
        """Return the boundary that ``text`` names: a preset, or switches; ``-x`` leaves a switch out.

        Raises ``InputError`` (``carbon-boundary``) where a name is unknown.

        >>> sorted(Boundary.of("operation,waste").on)
        ['operation', 'waste']
        >>> "sinks" in Boundary.of("full,-sinks").on
        False
        """
        on: set[str] = set()
        names = [part.strip() for part in text.split(",") if part.strip()]
        bad = [n for n in names if n.lstrip("-") not in switches() and n.lstrip("-") not in presets()]
        if bad or not names:
            raise _unknown(bad or [text])
        for name in names:
            bare = name.lstrip("-")
            members = presets()[bare] if bare in presets() else frozenset((bare,))
            if name.startswith("-"):
                on -= members
            else:
                on |= members
        return cls(frozenset(on))

    @classmethod
    def named(
        cls,
        text: str,
        *,
        heat_metered_at: str = "auto",
        gwp: str = "ar5",
        grid_year: int | None = None,
        landfill_since: int | None = None,
    ) -> Boundary:
        """Return the boundary ``text`` with its methods as words; raises ``InputError`` for unknown ones."""
        places: dict[str, Literal["auto", "building", "source"]] = {
            "auto": "auto",
            "building": "building",
            "source": "source",
        }
        if heat_metered_at not in places or gwp not in ("ar5", "ar6"):
            raise InputError(
                "carbon-method",
                Text(f"不认识的方法 {heat_metered_at}、{gwp}", f"unknown methods {heat_metered_at}, {gwp}"),
                mend=Text(
                    "热量 auto、building 或 source；潜势 ar5 或 ar6",
                    "heat: auto, building, source; gwp: ar5, ar6",
                ),
            )
        return replace(
            cls.of(text),
            heat_metered_at=places[heat_metered_at],
            gwp="ar6" if gwp == "ar6" else "ar5",
            grid_year=grid_year,
            landfill_since=landfill_since,
        )


def _unknown(names: list[str]) -> InputError:
    known = "、".join([*presets(), *switches()])
    return InputError(
        "carbon-boundary",
        Text(f"不认识的边界 {'、'.join(names)}", f"unknown in a boundary: {', '.join(names)}"),
        mend=Text(f"可用：{known}", f"known: {known.replace('、', ', ')}"),
    )
