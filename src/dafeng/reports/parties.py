"""Who reports to whom: read from the plan's duties, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dafeng.base import Lang
from dafeng.plan.model import Body, Duty, Plan

__all__ = ["Parties", "body_name", "duty_to_report", "parties"]


@dataclass(frozen=True, slots=True)
class Parties:
    """Sender and addressee as they are printed.

    An empty ``addressee`` says that the plan names nobody: a place is left for the office to fill.
    """

    senders: tuple[str, ...]
    addressee: tuple[str, ...]


def parties(
    plan: Plan,
    lang: Lang,
    *,
    region: str | None = None,
    senders: Sequence[str] = (),
    addressee: Sequence[str] = (),
) -> Parties:
    """Return who reports to whom; ``senders`` and ``addressee`` replace what the plan says.

    A region's report goes from the bodies that owe the yearly report to those it is owed to. The report of
    the plan's own office goes from its issuers to whom a duty of theirs names.
    """
    duty = duty_to_report(plan)
    if region is not None:
        home = next(r for r in plan.regions if r.id == region).name.say(lang)
        from_them = [_of_region(plan, plan.body(id), home, lang) for id in (duty.who if duty else ())]
        to = [body_name(plan, id, lang, full=True) for id in (duty.to if duty else ())]
        return Parties(tuple(senders or from_them or [home]), tuple(addressee or to))
    issuers = {b.id for b in plan.bodies if set(b.aliases) & set(plan.document.issuers)}
    upward = next((d for d in plan.duties if d.due and d.to and set(d.who) & issuers), None)
    to = [body_name(plan, id, lang, full=True) for id in (upward.to if upward else ())]
    return Parties(tuple(senders or _issuers(plan, lang)), tuple(addressee or to))


def duty_to_report(plan: Plan) -> Duty | None:
    """Return the duty to report every year; None where the plan has none."""
    reporting = {s.id for s in plan.statements if s.kind == "reporting_deadline"}
    owed = [d for d in plan.duties if d.due and d.to]
    return next((d for d in owed if d.statement in reporting), owed[0] if owed else None)


def body_name(plan: Plan, id: str, lang: Lang, *, full: bool = False) -> str:
    """Return the name of a body; ``full``: as it signs documents, where the plan's issuers say so."""
    body = next((b for b in plan.bodies if b.id == id), None)
    if body is None:
        return id
    if full and lang == "zh":
        signed = next((a for a in body.aliases if a in plan.document.issuers), None)
        if signed is not None:
            return signed
    return body.name.say(lang)


def _issuers(plan: Plan, lang: Lang) -> list[str]:
    """Return the issuers of the plan, in English by the names of their bodies where they are known."""
    if lang == "zh":
        return list(plan.document.issuers)
    by_alias = {alias: body.name.en for body in plan.bodies for alias in (*body.aliases, body.name.zh)}
    return [by_alias.get(name, name) for name in plan.document.issuers]


def _of_region(plan: Plan, body: Body, home: str, lang: Lang) -> str:
    """Return the body of one region, where its name speaks of the bodies of all regions (各旗区...)."""
    name = body.name.say(lang)
    if lang == "en":
        return f"{home}: {name}"
    groups = sorted((s.name.zh for s in plan.scopes if s.name.zh.startswith("各")), key=len, reverse=True)
    for group in groups:
        if name.startswith(group):
            return home + name.removeprefix(group)
    return name if home in name else f"{home}{name.removeprefix('各')}"
