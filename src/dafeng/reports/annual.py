"""The yearly implementation report (贯彻落实情况报告) as an official document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dafeng.base import Lang
from dafeng.indicators.status import Statuses
from dafeng.indicators.values import Values
from dafeng.plan.model import Plan
from dafeng.records.records import Records
from dafeng.reports.annex import annex_titles, write_annexes
from dafeng.reports.body import write_body
from dafeng.reports.docx import Story
from dafeng.reports.facts import Facts, gather
from dafeng.reports.front import closing, document_number, head, imprint, place_for
from dafeng.reports.images import check_fonts
from dafeng.reports.marks import SAMPLE_MARK
from dafeng.reports.parties import parties
from dafeng.reports.wording import say

__all__ = ["annual_report", "write_annual"]


def write_annual(
    plan: Plan,
    statuses: Statuses,
    values: Values,
    records: Records,
    path: str | Path,
    *,
    year: int,
    as_of: date,
    sample: bool,
    lang: Lang = "zh",
    region: str | None = None,
    previous: Statuses | None = None,
    senders: Sequence[str] = (),
    addressee: Sequence[str] = (),
) -> Path:
    """Write the report of ``year`` to ``path`` (.docx) and return it; parameters as in ``annual_report``."""
    target = Path(path)
    data = annual_report(
        plan,
        statuses,
        values,
        records,
        year=year,
        as_of=as_of,
        sample=sample,
        lang=lang,
        region=region,
        previous=previous,
        senders=senders,
        addressee=addressee,
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def annual_report(
    plan: Plan,
    statuses: Statuses,
    values: Values,
    records: Records,
    *,
    year: int,
    as_of: date,
    sample: bool,
    lang: Lang = "zh",
    region: str | None = None,
    previous: Statuses | None = None,
    senders: Sequence[str] = (),
    addressee: Sequence[str] = (),
) -> bytes:
    """Return the report of ``year`` as .docx, in the form of GB/T 9704-2012.

    ``as_of`` is the date that it carries, and of its file properties; the same input gives the same bytes.
    ``sample`` marks every page. ``region``: the report of that region, to whom the plan's duty
    names; without it the report of the plan's own office. ``previous`` are the statuses of the report before.
    ``senders`` and ``addressee`` replace what the plan says.
    Raises ``InputError`` where the statuses are of another plan, the plan has no such region, or a report in
    Chinese would have charts with boxes for want of a font.
    """
    if lang == "zh":
        check_fonts()
    facts = gather(
        plan,
        statuses,
        year=year,
        as_of=as_of,
        region=region,
        areas={id: area.name for id, area in values.areas.items()},
        previous=previous,
        records_hash=values.records_hash,
    )
    who = parties(plan, lang, region=region, senders=senders, addressee=addressee)
    story = Story(lang, SAMPLE_MARK[lang] if sample else "")
    title = _title(facts, lang)
    number = document_number(plan, year, own_office=region is None)
    head(story, who, number=number, title=title, lang=lang)
    write_body(story, facts, records, sample=sample, lang=lang)
    closing(story, who, annexes=annex_titles(lang), day=as_of, lang=lang)
    write_annexes(story, facts, values, lang=lang)
    story.end_numbered()
    office = (who.senders or (place_for(say(lang, "印发机关", "issuing office"), lang),))[0]
    imprint(story, office=office, day=as_of, lang=lang)
    return story.finish(
        title,
        subject=plan.document.title.say(lang),
        author="dafeng",
        keywords=" ".join(
            [plan.id, str(year), values.records_hash[:16], SAMPLE_MARK[lang] if sample else ""]
        ).strip(),
        as_of=as_of,
    )


def _title(facts: Facts, lang: Lang) -> str:
    """Return the title without the office."""
    name = facts.plan.document.title.say(lang)
    if lang == "zh":
        return f"关于{facts.year}年《{name}》贯彻落实情况的报告"
    return f"Report on the Implementation of the {name} in {facts.year}"
