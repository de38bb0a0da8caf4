"""WordprocessingML as text: paragraphs, tables, pictures; children stand in the order of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from dafeng.reports.form import Style

__all__ = ["Cell", "Run", "paragraph", "paragraph_format", "picture", "run_format", "table", "text"]

# What XML 1.0 cannot hold.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Digits beside Chinese get no room of their own, punctuation does not hang out: both would break the grid.
_UNSPACED = '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
EMU_PER_POINT = 12700
TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one font; what is None comes from the paragraph's style."""

    words: str
    east: str | None = None
    latin: str | None = None
    bold: bool | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its words, style, shade (RRGGBB) and how many columns it spans."""

    words: str | Sequence[str]
    style: str = "TableText"
    shade: str | None = None
    span: int = 1
    colour: str | None = None


def text(words: str) -> str:
    """Return ``words`` as XML text, without the characters that XML cannot hold."""
    return escape(_UNFIT.sub("", words), {'"': "&quot;"})


def run_format(style: Style, run: Run | None = None) -> str:
    """Return ``w:rPr``: fonts in all four slots, colour, spacing, size."""
    east = (run and run.east) or style.east
    latin = (run and run.latin) or (east if run and run.east and style.latin == style.east else style.latin)
    bold = style.bold if run is None or run.bold is None else run.bold
    colour = (run and run.colour) or style.colour
    size = round(style.size * 2)
    return (
        f'<w:rPr><w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>'
        + ("<w:b/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + (f'<w:spacing w:val="{style.spacing}"/>' if style.spacing else "")
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )


def paragraph_format(style: Style, *, keep_next: bool | None = None, extra: str = "") -> str:
    """Return the children of ``w:pPr`` behind ``w:pStyle``; ``extra`` holds borders, then tabs."""
    keep = style.keep_next if keep_next is None else keep_next
    spacing = f'<w:spacing w:before="{style.before}" w:after="{style.after}"'
    spacing += (
        f' w:line="{style.line}" w:lineRule="exact"/>' if style.line else ' w:line="240" w:lineRule="auto"/>'
    )
    per_char = round(style.size * 20) + style.spacing
    indents = ""
    for side, name, chars in (
        ("leftChars", "left", style.left_chars),
        ("rightChars", "right", style.right_chars),
        ("firstLineChars", "firstLine", style.first_chars),
    ):
        indents += f' w:{side}="{chars}" w:{name}="{round(per_char * chars / 100)}"'
    return (
        ("<w:keepNext/>" if keep else "")
        + extra
        + _UNSPACED
        + '<w:snapToGrid w:val="0"/>'
        + spacing
        + f"<w:ind{indents}/>"
        + f'<w:jc w:val="{style.align}"/>'
    )


def paragraph(
    words: str | Iterable[Run],
    style_id: str,
    style: Style,
    *,
    keep_next: bool | None = None,
    extra: str = "",
    direct: str = "",
) -> str:
    """Return ``w:p``; line feeds in ``words`` break the line, tabs stay.

    ``direct`` stands in place of the style's spacing, indent and alignment.
    """
    runs = [Run(words)] if isinstance(words, str) else list(words)
    keep = "<w:keepNext/>" if keep_next else '<w:keepNext w:val="0"/>' if keep_next is False else ""
    inner = "".join(_run(run, style) for run in runs if run.words)
    head = f'<w:pStyle w:val="{style_id}"/>{keep}{extra}{_UNSPACED}{direct}'
    return f"<w:p><w:pPr>{head}</w:pPr>{inner}</w:p>"


def _run(run: Run, style: Style) -> str:
    """Return ``w:r`` with its tabs and line breaks."""
    parts = []
    for part in re.split(r"([\t\n])", run.words):
        if part == "\t":
            parts.append("<w:tab/>")
        elif part == "\n":
            parts.append("<w:br/>")
        elif part:
            parts.append(f'<w:t xml:space="preserve">{text(part)}</w:t>')
    return f"<w:r>{run_format(style, run)}{''.join(parts)}</w:r>"


def table(
    rows: Sequence[Sequence[Cell]],
    *,
    widths_mm: Sequence[float],
    style_of: dict[str, Style],
    header_rows: int = 1,
    borders: bool = True,
    margin: int = 40,
    whole: bool = False,
) -> str:
    """Return ``w:tbl`` of fixed column widths [mm]; the first ``header_rows`` are repeated on every page.

    ``whole`` keeps the first rows together, and the last two.
    """
    widths = [round(w * TWIPS_PER_MM) for w in widths_mm]
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="404040"/>'
    lines = "".join(line.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    out = [
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>',
        f"<w:tblBorders>{lines}</w:tblBorders>" if borders else "",
        '<w:tblLayout w:type="fixed"/>',
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>',
        "</w:tblPr><w:tblGrid>",
        "".join(f'<w:gridCol w:w="{w}"/>' for w in widths),
        "</w:tblGrid>",
    ]
    for number, row in enumerate(rows):
        head = "<w:tblHeader/>" if number < header_rows else ""
        out.append(f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>")
        at = 0
        for cell in row:
            keep = True if whole and (number < 2 or number == len(rows) - 2) else None
            out.append(_cell(cell, sum(widths[at : at + cell.span]), style_of, keep=keep))
            at += cell.span
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


def _cell(cell: Cell, width: int, style_of: dict[str, Style], *, keep: bool | None) -> str:
    """Return ``w:tc``; a sequence of words is a paragraph each; ready-made XML stays as it is."""
    lines = [cell.words] if isinstance(cell.words, str) else list(cell.words)
    inner = "".join(
        line
        if line.startswith("<w:p>")
        else paragraph([Run(line, colour=cell.colour)], cell.style, style_of[cell.style], keep_next=keep)
        for line in (lines or [""])
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else "")
        + f'<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
    )


def picture(relation: str, *, number: int, width_pt: float, height_pt: float, words: str) -> str:
    """Return ``w:r`` with an inline picture; ``words`` say what it shows to who cannot see it."""
    cx, cy = round(width_pt * EMU_PER_POINT), round(height_pt * EMU_PER_POINT)
    name = f'id="{number}" name="图{number}" descr="{text(words)}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr {name}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
