"""Workbooks of plain tables: .xlsx written as a stream, in which text is always text and never a formula.

Source: ECMA-376 part 1, SpreadsheetML; strings stand in their cells (``inlineStr``), numbers keep a format
that shows their unit.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

__all__ = ["MEDIA_TYPE", "Cell", "Sheet", "write_workbook"]

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_ROWS = 1_048_576
_MOST_CHARS = 32_767
_FIRST = (1980, 1, 1, 0, 0, 0)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that is shown with ``unit`` behind it."""

    value: float
    unit: str = ""


Value = str | int | float | bool | date | Cell | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the heads of its columns (none: no head row) and its rows."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return the workbook of ``sheets``; the same sheets give the same bytes.

    Sheet names are cut to 31 characters and made different; characters that XML cannot hold are left out;
    text beyond 32,767 characters and rows beyond 1,048,576 do not fit a sheet and are cut off.
    """
    buffer = io.BytesIO()
    formats: dict[str, int] = {}
    names: list[str] = []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for sheet in sheets:
            names.append(_sheet_name(sheet.name, names))
            with archive.open(_entry(f"xl/worksheets/sheet{len(names)}.xml"), "w") as file:
                for part in _sheet_xml(sheet, formats):
                    file.write(part.encode())
        if not names:
            raise ValueError("a workbook needs a sheet")
        for place, text in _parts(names, formats).items():
            archive.writestr(_entry(place), text)
    return buffer.getvalue()


def _entry(place: str) -> zipfile.ZipInfo:
    """Return an entry of the archive without today's date."""
    info = zipfile.ZipInfo(place, date_time=_FIRST)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """Return a name that Excel accepts and no other sheet has."""
    clean = _NAME.sub(" ", wanted).strip()[:31].strip() or "1"
    found, n = clean, 2
    while found.casefold() in {name.casefold() for name in taken}:
        tail = f" ({n})"
        found, n = clean[: 31 - len(tail)] + tail, n + 1
    return found


def _sheet_xml(sheet: Sheet, formats: dict[str, int]) -> Iterator[str]:
    """Give the parts of a sheet's XML."""
    yield f'{_HEAD}<worksheet xmlns="{_NS}">'
    if sheet.heads:
        yield (
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
            'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        )
    yield "<sheetData>"
    at = 1
    if sheet.heads:
        yield _row(at, [_text(head, style=1) for head in sheet.heads])
        at += 1
    batch: list[str] = []
    for values in sheet.rows:
        if at > _MOST_ROWS:
            break
        batch.append(_row(at, [_cell(value, formats) for value in values]))
        at += 1
        if len(batch) == 1000:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)
    yield "</sheetData></worksheet>"


def _row(number: int, cells: Iterable[str]) -> str:
    """Return one row."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(value: Value, formats: dict[str, int]) -> str:
    """Return one cell."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Cell):
        style = 0
        if value.unit:
            style = formats.setdefault(value.unit, len(formats) + 4)
        return f'<c s="{style}"><v>{value.value!r}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    if isinstance(value, date):
        return f'<c s="2"><v>{value.toordinal() - 693594}</v></c>'
    return _text(value, style=3 if value[:1] in "=+-@" else 0)


def _text(text: str, style: int) -> str:
    """Return a cell of text."""
    clean = escape(_CONTROL.sub("", text)[:_MOST_CHARS])
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{clean}</t></is></c>'


def _parts(names: Sequence[str], formats: dict[str, int]) -> dict[str, str]:
    """Return the small files of the workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package = "http://schemas.openxmlformats.org/package/2006"
    numbers = range(1, len(names) + 1)
    quoted = [unit.replace('"', '""') for unit in formats]
    codes = [escape(f'General" {unit}"', {'"': "&quot;"}) for unit in quoted]
    own = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    own_xf = "".join(
        f'<xf numFmtId="{164 + n}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for n in range(len(codes))
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
            for n in numbers
        )
        + "</Types>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_NS}" xmlns:r="{_REL}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
            for n, name in zip(numbers, names, strict=True)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + f'<Relationship Id="rId{len(names) + 1}" Type="{_REL}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_NS}">'
        + (f'<numFmts count="{len(codes)}">{own}</numFmts>' if codes else "")
        + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/>'
        '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{4 + len(codes)}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/>'
        f"{own_xf}</cellXfs>"
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }
