"""A .docx put together by hand, part by part, so that its bytes depend on nothing but its content."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from dafeng.base import Lang
from dafeng.reports.archive import core_properties, pack
from dafeng.reports.form import LATIN, SONG, Style, length_mm, length_twips, standard, styles
from dafeng.reports.images import PIXELS_PER_POINT, png_size
from dafeng.reports.ooxml import Cell, Run, paragraph, paragraph_format, picture, run_format, table, text

__all__ = ["Story"]

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {"rId1": "styles", "rId2": "settings", "rId3": "fontTable"}
_MARKED, _NUMBERED, _BARE = ("header", "footerOdd", "footerEven", "footerNone"), "footerOdd", "footerNone"


@dataclass
class Story:
    """What stands in a document, in order; ``mark`` stands at the head of every page."""

    lang: Lang
    mark: str = ""
    parts: list[str] = field(default_factory=list)
    images: list[bytes] = field(default_factory=list)

    def write(
        self,
        words: str | list[Run],
        style: str = "Normal",
        *,
        keep_next: bool | None = None,
        extra: str = "",
        direct: str = "",
    ) -> None:
        """Add a paragraph; ``extra`` and ``direct`` are as in ``ooxml.paragraph``."""
        own = styles(self.lang)[style]
        self.parts.append(paragraph(words, style, own, keep_next=keep_next, extra=extra, direct=direct))

    def gap(self, lines: int = 1) -> None:
        """Add empty lines of the grid."""
        for _ in range(lines):
            self.write("", "Flush")

    def gap_of(self, twips: int) -> None:
        """Add an empty space of an exact height."""
        self.parts.append(
            "<w:p><w:pPr>"
            f'<w:spacing w:before="0" w:after="0" w:line="{twips}" w:lineRule="exact"/></w:pPr></w:p>'
        )

    def table(
        self,
        rows: list[list[Cell]],
        widths_mm: list[float],
        *,
        header_rows: int = 1,
        whole: bool = False,
        after: bool = True,
        small: bool = False,
    ) -> None:
        """Add a table; ``whole`` keeps it on one page; ``small`` sets it two sizes smaller."""
        if small:
            rows = [
                [replace(cell, style=cell.style.replace("Table", "Small")) for cell in row] for row in rows
            ]
        own = dict(styles(self.lang))
        self.parts.append(
            table(rows, widths_mm=widths_mm, style_of=own, header_rows=header_rows, whole=whole)
        )
        if after:
            self.gap_of(160)

    def picture_xml(self, png: bytes, words: str, *, width_pt: float | None = None) -> str:
        """Keep a picture and return its run; it is as wide as its chart is in points, or ``width_pt``."""
        self.images.append(png)
        number = len(self.images)
        width, height = (side / PIXELS_PER_POINT for side in png_size(png))
        scale = 1.0 if width_pt is None else width_pt / width
        return picture(
            f"rIdImage{number}", number=number, width_pt=width * scale, height_pt=height * scale, words=words
        )

    def picture(self, png: bytes, words: str, *, width_pt: float | None = None) -> None:
        """Add a picture in a line of its own."""
        self.parts.append(self.picture_paragraph(png, words, width_pt=width_pt, keep=True))

    def picture_paragraph(
        self, png: bytes, words: str, *, width_pt: float | None = None, keep: bool = False
    ) -> str:
        """Return the paragraph of a picture, to stand in a cell."""
        inner = self.picture_xml(png, words, width_pt=width_pt)
        kept = "<w:keepNext/>" if keep else ""
        return f'<w:p><w:pPr><w:pStyle w:val="Picture"/>{kept}</w:pPr>{inner}</w:p>'

    def pictures_beside(self, pairs: list[tuple[str, str]], widths_mm: list[float]) -> None:
        """Add (caption, paragraph of a picture) side by side without lines, two in a row."""
        own = dict(styles(self.lang))
        rows: list[list[Cell]] = []
        for at in range(0, len(pairs), 2):
            both = [*pairs[at : at + 2], ("", "")][:2]
            rows.append([Cell([c, p] if p else "", "TableHead") for c, p in both])
        self.parts.append(table(rows, widths_mm=widths_mm, style_of=own, header_rows=0, borders=False))
        self.gap_of(120)

    def new_page(self) -> None:
        """Begin a new page."""
        self.parts.append(
            '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
            '</w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
        )

    def end_numbered(self) -> None:
        """End the pages that are numbered; what follows begins on an even page, without numbers."""
        self.parts.append(
            f"<w:p><w:pPr>{_SMALL}{self._section(kind='nextPage', numbered=True)}</w:pPr></w:p>"
        )

    def finish(self, title: str, *, subject: str, author: str, keywords: str, as_of: date) -> bytes:
        """Return the .docx; the last section is the one of the imprint."""
        body = "".join(self.parts) + self._section(kind="evenPage", numbered=False)
        relations = "".join(
            f'<Relationship Id="{id}" Type="{_RELATIONS}/{name}" Target="{name}.xml"/>'
            for id, name in _PARTS.items()
        )
        for name in _MARKED:
            kind = "header" if name == "header" else "footer"
            relations += f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{name}.xml"/>'
        files: dict[str, bytes] = {}
        for number, png in enumerate(self.images, 1):
            files[f"word/media/image{number}.png"] = png
            relations += (
                f'<Relationship Id="rIdImage{number}" Type="{_RELATIONS}/image"'
                f' Target="media/image{number}.png"/>'
            )
        blank = paragraph("", "Footer", self._own("Footer"))
        package = "http://schemas.openxmlformats.org/package/2006"
        texts = {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{package}/relationships/metadata/core-properties"'
            ' Target="docProps/core.xml"/></Relationships>',
            "docProps/core.xml": core_properties(
                text(title), subject=text(subject), author=text(author), keywords=text(keywords), as_of=as_of
            ),
            "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">'
            f"{relations}</Relationships>",
            "word/document.xml": f"{_HEAD}<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": self._styles(),
            "word/settings.xml": _settings(),
            "word/fontTable.xml": self._fonts(),
            "word/header.xml": self._header(),
            "word/footerOdd.xml": self._footer("right"),
            "word/footerEven.xml": self._footer("left"),
            "word/footerNone.xml": f"{_HEAD}<w:ftr {_NAMES}>{blank}</w:ftr>",
        }
        files.update({name: words.encode() for name, words in texts.items()})
        return pack(files)

    def _own(self, style: str) -> Style:
        return styles(self.lang)[style]

    def _section(self, *, kind: str, numbered: bool) -> str:
        """Return ``w:sectPr``: headers, footers, page, margins, grid of lines."""
        odd, even = ("footerOdd", "footerEven") if numbered else (_BARE, _BARE)
        top, left = length_twips("margin_top"), length_twips("margin_left")
        bottom_mm = length_mm("page_height") - length_mm("margin_top") - length_mm("block_height")
        right_mm = length_mm("page_width") - length_mm("margin_left") - length_mm("block_width")
        per_mm = 1440 / 25.4
        # The middle of the dash lies in the middle of its line.
        below = bottom_mm - length_mm("page_number_below") - self._own("Footer").line / 2 / per_mm
        size = f'w:w="{length_twips("page_width")}" w:h="{length_twips("page_height")}"'
        return (
            '<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
            '<w:headerReference w:type="even" r:id="header"/>'
            f'<w:footerReference w:type="default" r:id="{odd}"/>'
            f'<w:footerReference w:type="even" r:id="{even}"/>'
            f'<w:type w:val="{kind}"/><w:pgSz {size}/>'
            f'<w:pgMar w:top="{top}" w:right="{int(right_mm * per_mm)}" w:bottom="{int(bottom_mm * per_mm)}"'
            f' w:left="{left}" w:header="1134" w:footer="{round(below * per_mm)}" w:gutter="0"/>'
            f'<w:docGrid w:type="lines" w:linePitch="{length_twips("line_pitch")}"/></w:sectPr>'
        )

    def _styles(self) -> str:
        """Return ``styles.xml``."""
        normal = self._own("Normal")
        out = [
            f"{_HEAD}<w:styles {_NAMES}><w:docDefaults><w:rPrDefault>{run_format(normal)}</w:rPrDefault>"
            "<w:pPrDefault/></w:docDefaults>"
        ]
        for id, style in styles(self.lang).items():
            default = ' w:default="1"' if id == "Normal" else ""
            level = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
            out.append(
                f'<w:style w:type="paragraph"{default} w:styleId="{id}"><w:name w:val="{style.name}"/>'
                + ("" if id == "Normal" else '<w:basedOn w:val="Normal"/>')
                + f"<w:qFormat/><w:pPr>{paragraph_format(style)}{level}</w:pPr>{run_format(style)}</w:style>"
            )
        out.append(
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
            '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style></w:styles>'
        )
        return "".join(out)

    def _fonts(self) -> str:
        """Return ``fontTable.xml``: fonts by name, none embedded."""
        names = sorted(
            {s.east for s in styles(self.lang).values()} | {s.latin for s in styles(self.lang).values()}
        )
        fonts = "".join(
            f'<w:font w:name="{name}"><w:charset w:val="{"00" if name == LATIN else "86"}"/></w:font>'
            for name in names
        )
        return f"{_HEAD}<w:fonts {_NAMES}>{fonts}</w:fonts>"

    def _header(self) -> str:
        """Return the head of every page."""
        inner = paragraph(self.mark, "Header", self._own("Header"))
        return f"{_HEAD}<w:hdr {_NAMES}>{inner}</w:hdr>"

    def _footer(self, side: str) -> str:
        """Return the foot of a page: its number between dashes, one character in from the ``side``."""
        style = self._own("Footer")
        chars = round(style.size * 20)
        indent = f'<w:ind w:{side}Chars="100" w:{side}="{chars}"/><w:jc w:val="{side}"/>'
        face = run_format(style, Run("", east=SONG, latin=SONG if self.lang == "zh" else LATIN))
        number = f'<w:fldSimple w:instr=" PAGE "><w:r>{face}<w:t>1</w:t></w:r></w:fldSimple>'
        dash = f'<w:r>{face}<w:t xml:space="preserve">{{}}</w:t></w:r>'
        inner = f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}</w:pPr>'
        inner += f"{dash.format('— ')}{number}{dash.format(' —')}</w:p>"
        return f"{_HEAD}<w:ftr {_NAMES}>{inner}</w:ftr>"


_SMALL = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def _settings() -> str:
    """Return ``settings.xml``: odd and even feet, no squeezed punctuation."""
    return (
        f"{_HEAD}<w:settings {_NAMES}><w:evenAndOddHeaders/>"
        f'<w:defaultTabStop w:val="{round(float(standard()["body_size"]["value"]) * 20)}"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _content_types() -> str:
    """Return ``[Content_Types].xml``."""
    overrides = {
        "/word/document.xml": f"{_TYPES}.document.main+xml",
        "/word/styles.xml": f"{_TYPES}.styles+xml",
        "/word/settings.xml": f"{_TYPES}.settings+xml",
        "/word/fontTable.xml": f"{_TYPES}.fontTable+xml",
        "/word/header.xml": f"{_TYPES}.header+xml",
        "/word/footerOdd.xml": f"{_TYPES}.footer+xml",
        "/word/footerEven.xml": f"{_TYPES}.footer+xml",
        "/word/footerNone.xml": f"{_TYPES}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    lines = "".join(f'<Override PartName="{k}" ContentType="{v}"/>' for k, v in overrides.items())
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{lines}</Types>'
    )
