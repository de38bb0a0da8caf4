"""The regions of a plan as reporters name them, and which of them report."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dafeng.base import Lang
from dafeng.plan import Plan
from dafeng.plan.model import Region, Words
from dafeng.records.schema import fold

__all__ = ["Places"]


@dataclass(frozen=True, slots=True)
class Places:
    """The tree of regions, its names folded, and its leaves.

    Plans without regions have one: the plan's own area, whose id is that of the plan.
    """

    regions: Mapping[str, Region]
    names: Mapping[str, str]
    children: Mapping[str, tuple[str, ...]]
    _leaves: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan) -> Places:
        """Return the regions of ``plan``."""
        found = plan.regions or (
            Region(
                id=plan.id, level="area", name=Words(zh="全域", en="the whole area"), leaf=True, reports=True
            ),
        )
        regions = {region.id: region for region in found}
        children: dict[str, list[str]] = {}
        for region in found:
            if region.parent is not None:
                children.setdefault(region.parent, []).append(region.id)
        names: dict[str, str] = {}
        for region in found:
            own = (region.id, region.name.zh, region.name.en, *region.aliases, region.code or "")
            for name in own:
                if name:
                    names.setdefault(fold(name), region.id)
        return cls(
            MappingProxyType(regions),
            MappingProxyType(names),
            MappingProxyType({id: tuple(ids) for id, ids in children.items()}),
        )

    def find(self, written: str) -> Region | None:
        """Return the region that ``written`` names by id, name, alias or code; None where it names none."""
        text = fold(written).removesuffix(".0")
        id = self.names.get(text) or self._under_its_parents(text)
        return None if id is None else self.regions[id]

    def _under_its_parents(self, text: str) -> str | None:
        """Return the region whose name ``text`` ends in, the rest being names of regions over it."""
        for start in range(1, len(text) - 1):
            id = self.names.get(text[start:])
            if id is not None and self._are_over(id, text[:start]):
                return id
        return None

    def _are_over(self, id: str, text: str) -> bool:
        """Return whether ``text`` is made of names of regions over ``id``, from the top down."""
        over = set()
        at = self.regions[id].parent
        while at is not None:
            over.add(at)
            at = self.regions[at].parent
        while text:
            ends = [end for end in range(2, len(text) + 1) if self.names.get(text[:end]) in over]
            if not ends:
                return False
            text = text[ends[-1] :]
        return True

    def alike(self, written: str) -> str | None:
        """Return the name of the region that ``written`` may have meant; None where none is near."""
        near = difflib.get_close_matches(fold(written), self.names, n=1, cutoff=0.5)
        return self.say(self.names[near[0]]) if near else None

    def leaves(self, id: str) -> tuple[str, ...]:
        """Return the leaves at and under the region ``id``."""
        if id not in self._leaves:
            below = self.children.get(id, ())
            self._leaves[id] = tuple(leaf for child in below for leaf in self.leaves(child)) or (id,)
        return self._leaves[id]

    @property
    def reporters(self) -> tuple[str, ...]:
        """Return the regions that report; where the plan names none, its leaves."""
        reporting = tuple(id for id, region in self.regions.items() if region.reports)
        return reporting or tuple(id for id in self.regions if not self.children.get(id))

    def reporter_of(self, id: str) -> str | None:
        """Return the reporting region at or over ``id``."""
        at: str | None = id
        while at is not None:
            if at in self.reporters:
                return at
            at = self.regions[at].parent
        return None

    def under(self, id: str, top: str) -> bool:
        """Return whether the region ``id`` is ``top`` or lies under it."""
        at: str | None = id
        while at is not None:
            if at == top:
                return True
            at = self.regions[at].parent
        return False

    def name(self, id: str, lang: Lang) -> str:
        """Return the name of a region, which reads back to it; its id where the name is another's too."""
        name = self.regions[id].name.say(lang)
        return name if self.names.get(fold(name)) == id else id

    def say(self, id: str) -> str:
        """Return the Chinese name of a region, its id where it has none here."""
        return self.regions[id].name.zh if id in self.regions else id
