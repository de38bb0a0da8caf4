"""The results of one request, made when a page first asks; the fault where records cannot be used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest

from dafeng.base import DafengError, Lang
from dafeng.web.board import Board, current
from dafeng.web.verdicts import Tally, tally

if TYPE_CHECKING:
    from dafeng.indicators.status import Status
    from dafeng.web.results import Results

__all__ = ["Facts", "facts_of"]


class Facts:
    """What the records say, for one request."""

    def __init__(self, board: Board) -> None:
        self._board = board

    @cached_property
    def _found(self) -> tuple[Results | None, DafengError | None]:
        try:
            return self._board.results, None
        except DafengError as fault:
            return None, fault

    @property
    def results(self) -> Results | None:
        """Return the results; None without usable records."""
        return self._found[0]

    @property
    def fault(self) -> DafengError | None:
        """Return why the records cannot be used."""
        return self._found[1]

    def status(self, target: str, region: str = "") -> Status | None:
        """Return the status of a statement over its scope, or in ``region``; None where it is not judged."""
        if self.results is None:
            return None
        if not region:
            return self.results.status(target)
        return next((s for s in self.results.by_region.get(region, ()) if s.target == target), None)

    def tally(self, targets: set[str] | None = None) -> Tally:
        """Return the tally of all statements over their scopes, or of ``targets``."""
        found = self.results.statuses if self.results is not None else ()
        return tally(s for s in found if targets is None or s.target in targets)

    def area_name(self, id: str, lang: Lang) -> str:
        """Return the name of a region, scope or area; its id where nothing knows it."""
        for region in self._board.plan.regions:
            if region.id == id:
                return region.name.say(lang)
        found = self.results.area_name(id) if self.results is not None else None
        return found.say(lang) if found else self._board.scope_name(id, lang)


def facts_of(request: HttpRequest) -> Facts:
    """Return the facts of a request; the same object for its view and its template."""
    found: Facts | None = getattr(request, "dafeng_facts", None)
    if found is None:
        found = Facts(current())
        request.dafeng_facts = found  # type: ignore[attr-defined]
    return found
