"""The text of a Word document: paragraphs and tables in order, with the automatic numbers as printed.

Tracked deletions, hidden text, field codes, headers and footers are left out; tracked insertions are kept;
text boxes follow the paragraph that anchors them; footnotes and endnotes come at the end, marked ① ② ...
where they belong.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from dafeng.base import InputError, Issue, Text
from dafeng.extract.reading_docx_numbering import Numbering, W

__all__ = ["MAX_XML_BYTES", "read_docx"]

MAX_XML_BYTES = 100 * 1024 * 1024
_MAX_DEPTH = 200
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPAT = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DROPPED = frozenset(
    {
        f"{W}{name}"
        for name in ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "sdtPr", "sdtEndPr")
    }
    | {f"{_COMPAT}Fallback"}
)
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_RAISED = str.maketrans("23", "²³")


def read_docx(raw: bytes, *, file: str) -> tuple[str, list[Issue]]:
    """Return the text, one line a paragraph or table row (cells parted by a tab), and notes.

    Raises ``InputError`` for damaged files, files that unpack to more than ``MAX_XML_BYTES`` a part, document
    type declarations (entity expansion) and nesting beyond any real document.
    """
    try:
        with ZipFile(BytesIO(raw)) as archive:
            parts = {name: _part(archive, name, file) for name in ("document", "numbering", "styles")}
            notes = {name: _part(archive, name, file) for name in ("footnotes", "endnotes")}
    except (BadZipFile, ZlibError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _broken(file, str(error)) from error
    document = parts["document"]
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise _broken(file, "word/document.xml")
    writer = _Writer(Numbering(parts["numbering"], parts["styles"]))
    lines = list(writer.blocks(body))
    lines += writer.foot_lines(notes)
    issues = []
    if writer.numbering.unknown:
        issues.append(
            Issue(
                code="extract.read.numbering",
                severity="warning",
                message=Text(
                    "有的自动编号格式无法识别，已用阿拉伯数字代替",
                    "an unknown number format was read as 1, 2, 3",
                ),
                file=file,
                got=", ".join(sorted(writer.numbering.unknown)),
                mend=Text("请核对编号", "check the numbers"),
            )
        )
    return "\n".join(lines) + "\n", issues


class _Writer:
    """Writes the lines of one document; keeps the counters of numbers and notes."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self._notes: list[tuple[str, str]] = []
        self._boxes: list[Element] = []

    def blocks(self, parent: Element) -> Iterator[str]:
        """Yield the lines of the paragraphs, tables and wrappers below ``parent``."""
        pending = ""
        for block in parent:
            if block.tag == f"{W}p":
                pending += self._paragraph(block)
                if block.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                    continue  # the paragraph mark is deleted: the next paragraph goes on in this line
                yield pending
                pending = ""
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self.blocks(box)
            elif block.tag == f"{W}tbl":
                yield from self._table(block)
            elif block.tag not in _DROPPED:
                yield from self.blocks(block)
        if pending:
            yield pending

    def foot_lines(self, notes: dict[str, Element | None]) -> Iterator[str]:
        """Yield one line for every note that the text refers to, in the order of the references."""
        texts: dict[tuple[str, str], str] = {}
        for kind, root in notes.items():
            for note in root if root is not None else ():
                texts[kind, note.get(f"{W}id", "")] = " ".join(line.strip() for line in self.blocks(note))
        for number, key in enumerate(list(self._notes), start=1):
            yield f"{_circled(number)}{texts.get(key, '').strip()}"

    def _paragraph(self, paragraph: Element) -> str:
        text = self._inline(paragraph)
        label = self.numbering.label(paragraph) if text.strip() else ""
        return label + text

    def _inline(self, parent: Element) -> str:
        parts: list[str] = []
        for child in parent:
            tag = child.tag
            if tag in (f"{W}t", f"{_MATH}t"):
                parts.append(child.text or "")
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag])
            elif tag == f"{W}txbxContent":
                self._boxes.append(child)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = "footnotes" if tag.endswith("footnoteReference") else "endnotes"
                self._notes.append((kind, child.get(f"{W}id", "")))
                parts.append(_circled(len(self._notes)))
            elif tag == f"{W}r":
                parts.append(self._run(child))
            elif tag not in _DROPPED:
                parts.append(self._inline(child))
        return "".join(parts)

    def _run(self, run: Element) -> str:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return self._inline(run)
        hidden = properties.find(f"{W}vanish")
        if hidden is not None and hidden.get(f"{W}val") not in ("0", "false"):
            return ""
        text = self._inline(run)
        raised = properties.find(f"{W}vertAlign")
        if raised is not None and raised.get(f"{W}val") == "superscript" and text in ("2", "3"):
            return text.translate(_RAISED)
        return text

    def _table(self, table: Element) -> Iterator[str]:
        for row in _children(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = []
            for cell in _children(row, f"{W}tc"):
                lines = (" ".join(line.split()) for line in self.blocks(cell))
                cells.append(" ".join(line for line in lines if line))
            yield "\t".join(cells)


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Yield rows or cells, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo"):
            yield from _children(child, tag)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else f"[{number}]"


def _part(archive: ZipFile, name: str, file: str) -> Element | None:
    """Return the root of ``word/NAME.xml``, or None where the document has no such part."""
    path = f"word/{name}.xml"
    if path not in archive.namelist():
        return None
    with archive.open(path) as stream:
        data = stream.read(
            MAX_XML_BYTES + 1
        )  # bounded: what the directory says about the size is not believed
    if len(data) > MAX_XML_BYTES:
        raise InputError(
            "extract.read.too-large",
            Text(
                f"{file} 解压后超过 {MAX_XML_BYTES // 1024**2} MB",
                f"{file} unpacks to over {MAX_XML_BYTES // 1024**2} MB",
            ),
            mend=Text("请另存为 .txt 后读取", "save it as .txt"),
        )
    _check_xml(data, file)
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise _broken(file, f"{path}: {error}") from error


def _check_xml(data: bytes, file: str) -> None:
    """Refuse document types before any entity is expanded, and depths that no writer makes."""
    depth = 0

    def refuse(*_: object) -> None:
        raise InputError(
            "extract.read.doctype",
            Text(f"{file} 含有 DOCTYPE 声明，不安全", f"{file} holds a DOCTYPE, which is not safe"),
            mend=Text("请在 WPS 或 Word 中另存为 .docx", "save it again as .docx in WPS or Word"),
        )

    def enter(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise _broken(file, f"XML depth > {_MAX_DEPTH}")

    def leave(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _broken(file, str(error)) from error


def _broken(file: str, what: str) -> InputError:
    return InputError(
        "extract.read.broken",
        Text(f"{file} 已损坏，无法解析（{what}）", f"{file} is damaged and cannot be parsed ({what})"),
        mend=Text("请在 WPS 或 Word 中修复后另存为 .docx", "repair it in WPS or Word and save it as .docx"),
    )
