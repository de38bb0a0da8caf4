"""The assessment workbook: every statement, region, sum, variant, row and missing report as sheets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from dafeng.base import Lang
from dafeng.indicators.status import Statuses
from dafeng.indicators.values import Values
from dafeng.plan.model import Plan
from dafeng.records.differences import Change
from dafeng.records.records import Records
from dafeng.reports.archive import pack, repack
from dafeng.reports.facts import gather
from dafeng.reports.marks import SAMPLE_MARK
from dafeng.reports.sheets import add_sheet, with_values
from dafeng.reports.workbook_sheets import all_sheets

__all__ = ["assessment_workbook", "write_assessment"]


def write_assessment(
    plan: Plan,
    statuses: Statuses,
    values: Values,
    records: Records,
    path: str | Path,
    *,
    as_of: date,
    sample: bool,
    lang: Lang = "zh",
    region: str | None = None,
    changes: Sequence[Change] = (),
) -> Path:
    """Write the assessment workbook to ``path`` (.xlsx) and return it; as ``assessment_workbook``."""
    target = Path(path)
    data = assessment_workbook(
        plan,
        statuses,
        values,
        records,
        as_of=as_of,
        sample=sample,
        lang=lang,
        region=region,
        changes=changes,
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def assessment_workbook(
    plan: Plan,
    statuses: Statuses,
    values: Values,
    records: Records,
    *,
    as_of: date,
    sample: bool,
    lang: Lang = "zh",
    region: str | None = None,
    changes: Sequence[Change] = (),
) -> bytes:
    """Return the workbook of an assessment as .xlsx; the same input gives the same bytes.

    Values, gaps and verdicts are live formulas over their sums, with the values they have now; text that
    begins with = + - @ stays text. ``region`` keeps to the statements of one region. ``changes`` are those
    of the records since the report before.
    Raises ``InputError`` where the statuses are of another plan or the plan has no such region.
    """
    from openpyxl import Workbook

    facts = gather(
        plan,
        statuses,
        year=as_of.year,
        as_of=as_of,
        region=region,
        areas={id: area.name for id, area in values.areas.items()},
        records_hash=values.records_hash,
    )
    book = Workbook()
    book.remove(book.worksheets[0])
    cached = [
        add_sheet(book, sheet, mark=SAMPLE_MARK[lang] if sample else "")
        for sheet in all_sheets(facts, values, records, changes=changes, sample=sample, lang=lang)
    ]
    book.properties.creator = "dafeng"
    book.properties.title = plan.document.title.say(lang)
    book.properties.keywords = f"{plan.id} {values.records_hash[:16]}"
    book.properties.created = datetime(as_of.year, as_of.month, as_of.day)
    held = io.BytesIO()
    book.save(held)
    return _finished(held.getvalue(), cached, as_of)


def _finished(data: bytes, cached: Sequence[dict[str, float | str]], as_of: date) -> bytes:
    """Return the workbook with the values of its formulas in place, and nothing of the moment it was made."""
    with zipfile.ZipFile(io.BytesIO(repack(data, as_of=as_of))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        match = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
        if match:
            values = cached[int(match.group(1)) - 1]
            parts[name] = with_values(part.decode(), values).encode()
    return pack(parts)
