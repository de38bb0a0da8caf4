"""The zip of an .xlsx or .ods file, looked at before any of it is read as a table."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from dafeng.records.limits import MAX_PART_RATIO, MAX_PARTS, MAX_UNPACKED_BYTES, RATIO_FROM_BYTES

__all__ = ["Package", "TroubleError"]

_LARGEST_INDEX = 20_000_000
_PERCENT_FORMATS = {"9": "0%", "10": "0.00%"}
_WORDS = re.compile(r"%|\"[^\"]*[^\x00-\x7f][^\"]*\"|[一-鿿㎡㎥‰％]")
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


class TroubleError(ValueError):
    """A reason why a file is not read: ``kind`` is the last part of the issue's code."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of the package: its name, the name of its part, whether it is hidden."""

    name: str
    path: str
    hidden: bool


class Package:
    """An open zip with the checks of its form; raises ``TroubleError``."""

    def __init__(self, stream: IO[bytes]) -> None:
        try:
            self.archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, OSError) as fault:
            raise TroubleError("damaged", str(fault)) from fault
        self.names = {info.filename for info in self.archive.infolist()}
        self._weigh()
        self._kind()

    def _weigh(self) -> None:
        """Raise where parts are too many, too large, packed too tight, or need a password."""
        infos = self.archive.infolist()
        if len(infos) > MAX_PARTS:
            raise TroubleError("bomb", f"{len(infos)} parts")
        total = sum(info.file_size for info in infos)
        if total > MAX_UNPACKED_BYTES:
            raise TroubleError("bomb", f"{total / 1e6:.0f} MB unpacked")
        for info in infos:
            if info.flag_bits & 0x1:
                raise TroubleError("password")
            if info.file_size > RATIO_FROM_BYTES and info.file_size > MAX_PART_RATIO * max(
                info.compress_size, 1
            ):
                raise TroubleError(
                    "bomb", f"{info.filename}: {info.file_size / max(info.compress_size, 1):.0f} : 1"
                )

    def _kind(self) -> None:
        """Raise where the package is no workbook that is read."""
        if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in self.names):
            raise TroubleError("macros")
        if self.is_ods:
            if "META-INF/manifest.xml" in self.names and b"encryption-data" in self.small(
                "META-INF/manifest.xml"
            ):
                raise TroubleError("password")
            return
        if "xl/workbook.bin" in self.names:
            raise TroubleError("binary-workbook")
        if "xl/workbook.xml" not in self.names:
            raise TroubleError("not-spreadsheet", "zip")

    @property
    def is_ods(self) -> bool:
        """Return whether this is an OpenDocument spreadsheet."""
        return "mimetype" in self.names and self.small("mimetype").decode("ascii", "replace").startswith(_ODS)

    @property
    def external_links(self) -> int:
        """Return how many other workbooks this one takes values from."""
        return sum(bool(re.fullmatch(r"xl/externalLinks/[^/]+\.xml", name)) for name in self.names)

    def small(self, name: str) -> bytes:
        """Return a whole part that is never large; raises where it is, or where it is damaged."""
        if self.archive.getinfo(name).file_size > _LARGEST_INDEX:
            raise TroubleError("bomb", name)
        with self.opened(name) as stream:
            return stream.read()

    def opened(self, name: str) -> IO[bytes]:
        """Open a part for reading."""
        try:
            return self.archive.open(name)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as fault:
            raise TroubleError("damaged", str(fault)) from fault

    def tree(self, name: str) -> ET.Element:
        """Return a small part as XML."""
        content = self.small(name)
        if re.search(rb"<!(?:DOCTYPE|ENTITY)", content):
            raise TroubleError("unsafe", name)
        try:
            return ET.fromstring(content)
        except ET.ParseError as fault:
            raise TroubleError("damaged", f"{name}: {fault}") from fault

    def parts(self) -> Iterator[Part]:
        """Give the sheets of an .xlsx file in order."""
        relations = {
            relation.get("Id"): relation.get("Target", "")
            for relation in self.tree("xl/_rels/workbook.xml.rels")
            if relation.get("TargetMode") != "External"
        }
        for sheet in self.tree("xl/workbook.xml").iterfind("{*}sheets/{*}sheet"):
            id = next((value for key, value in sheet.items() if key.endswith("}id")), "")
            target = relations.get(id, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in self.names:
                yield Part(sheet.get("name", ""), path, sheet.get("state", "visible") != "visible")

    def formats(self) -> dict[str, str]:
        """Return the number formats with a percent sign or words in them, by the index that cells name."""
        if "xl/styles.xml" not in self.names:
            return {}
        tree = self.tree("xl/styles.xml")
        codes = dict(_PERCENT_FORMATS)
        for item in tree.iterfind("{*}numFmts/{*}numFmt"):
            code = item.get("formatCode", "")
            plain = re.sub(r"\[[^\]]*\]", "", code)
            if _WORDS.search(plain) and not re.search(r"[ymdhs]", re.sub(r"\"[^\"]*\"", "", plain)):
                codes[item.get("numFmtId", "")] = plain
        found = {}
        for index, style in enumerate(tree.iterfind("{*}cellXfs/{*}xf")):
            code = codes.get(style.get("numFmtId", "0"), "")
            if code:
                found[str(index)] = code
        return found
