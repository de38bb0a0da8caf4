"""The form of official documents, GB/T 9704-2012: its lengths, and the styles made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from dafeng.base import Lang

__all__ = ["Style", "length_mm", "length_twips", "standard", "styles"]

Align = Literal["both", "left", "center", "right", "distribute"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TWIPS = {"mm": 1440 / 25.4, "pt": 20.0}

BODY, HEI, KAI = "仿宋_GB2312", "黑体", "楷体_GB2312"
TITLE, SONG = "方正小标宋简体", "宋体"
LATIN = "Times New Roman"


@cache
def standard() -> Mapping[str, Mapping[str, Any]]:
    """Return every number of the form with its unit, source and basis.

    >>> standard()["line_pitch"]["value"], standard()["line_pitch"]["basis"]
    (28.95, 'fitted')
    """
    text = files("dafeng.reports").joinpath("gbt9704.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, Any]] = yaml.load(text, Loader=_LOADER)
    return found


def length_twips(name: str) -> int:
    """Return a length of the form in twips (1/20 pt).

    >>> length_twips("line_pitch"), length_twips("margin_top")
    (579, 2098)
    """
    entry = standard()[name]
    return round(float(entry["value"]) * _TWIPS[entry["unit"]])


def length_mm(name: str) -> float:
    """Return a length of the form that is given in mm."""
    entry = standard()[name]
    if entry["unit"] != "mm":
        raise ValueError(f"{name} is in {entry['unit']}")
    return float(entry["value"])


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: sizes in points, ``line`` (exact) and ``before``/``after`` in twips.

    ``first_chars``, ``left_chars`` and ``right_chars`` are indents in hundredths of a character.
    ``spacing`` widens every character [twips]. ``outline`` is the level in the navigation (0: first).
    """

    name: str
    east: str
    latin: str
    size: float
    line: int
    align: Align = "both"
    first_chars: int = 0
    left_chars: int = 0
    right_chars: int = 0
    before: int = 0
    after: int = 0
    spacing: int = 0
    colour: str | None = None
    keep_next: bool = False
    outline: int | None = None
    bold: bool = False


@cache
def styles(lang: Lang) -> Mapping[str, Style]:
    """Return the paragraph styles by id, for Chinese or English text."""
    line = length_twips("line_pitch")
    size = float(standard()["body_size"]["value"])
    spacing = length_twips("letter_spacing")
    body = Style("Normal", BODY, BODY, size, line, first_chars=200, spacing=spacing)
    small = Style("Table Text", BODY, BODY, 10.5, 290, "left")
    tiny = Style("Small Text", BODY, BODY, 9, 240, "left")
    found = {
        "Normal": body,
        "Flush": replace(body, name="Flush", first_chars=0),
        "Heading1": replace(body, name="heading 1", east=HEI, latin=HEI, keep_next=True, outline=0),
        "Heading2": replace(body, name="heading 2", east=KAI, latin=KAI, keep_next=True, outline=1),
        "Heading3": replace(body, name="heading 3", keep_next=True, outline=2),
        "Letterhead": Style("Letterhead", TITLE, TITLE, 36, 900, "center", colour="FF0000"),
        "DocNumber": Style("Document Number", BODY, BODY, size, line, "left", spacing=spacing),
        "Title": Style("Title", TITLE, TITLE, 22, length_twips("title_pitch"), "center"),
        "Addressee": replace(body, name="Addressee", first_chars=0, align="left", before=line),
        "Signature": replace(body, name="Signature", first_chars=0, align="center"),
        "Date": replace(body, name="Date", first_chars=0, align="right", right_chars=400),
        "AnnexMark": Style("Annex Mark", HEI, HEI, size, line, "left", keep_next=True),
        "AnnexTitle": Style(
            "Annex Title",
            TITLE,
            TITLE,
            22,
            length_twips("title_pitch"),
            "center",
            before=line,
            after=290,
            keep_next=True,
        ),
        "AnnexHead": Style("Annex Head", HEI, HEI, 14, 480, "left", before=160, keep_next=True, outline=0),
        "Caption": Style("Caption", HEI, HEI, 12, 400, "center", before=120, after=40, keep_next=True),
        "Picture": Style("Picture", BODY, BODY, 12, 0, "center"),
        "TableHead": replace(small, name="Table Head", east=HEI, latin=HEI, align="center"),
        "TableText": small,
        "TableNumber": replace(small, name="Table Number", align="right"),
        "TableCentre": replace(small, name="Table Centre", align="center"),
        "SmallHead": replace(tiny, name="Small Head", east=HEI, latin=HEI, align="center"),
        "SmallText": tiny,
        "SmallNumber": replace(tiny, name="Small Number", align="right"),
        "SmallCentre": replace(tiny, name="Small Centre", align="center"),
        "Note": replace(small, name="Note", align="both", before=60, after=60),
        "Imprint": Style("Imprint", BODY, BODY, 14, 480, "left", left_chars=100, right_chars=100),
        "Header": Style("header", HEI, HEI, 12, 320, "right", colour="A5352E"),
        "Footer": Style("footer", SONG, SONG, 14, 280, "right"),
    }
    return found if lang == "zh" else {id: _english(style) for id, style in found.items()}


def _english(style: Style) -> Style:
    """Return a style for English text: Times New Roman, two sizes smaller, without pulled-in letters."""
    large = style.size >= 16
    heading = style.east in (HEI, TITLE)
    return replace(
        style,
        latin=LATIN,
        size=style.size - 2 if large else style.size - 0.5,
        line=round(style.line * 0.84),
        spacing=0,
        bold=heading or style.bold,
        align="left" if style.align == "distribute" else style.align,
        first_chars=100 if style.first_chars else 0,
    )
