"""Opening a file that somebody sent: what it is, whether it is safe, and its sheets as plain values."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
import xml.parsers.expat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from dafeng.base import Issue, Text
from dafeng.records.grid import Book, Sheet
from dafeng.records.limits import MAX_CELLS, MAX_FILE_BYTES, MAX_ROWS
from dafeng.records.ods_scan import scan_ods
from dafeng.records.package import Package, TroubleError
from dafeng.records.sheet_scan import Scan, SheetTooLargeError, UnsafeXmlError, scan_sheet

__all__ = ["SUFFIXES", "open_book", "trouble_issue"]

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CSV_ENCODINGS = ("utf-8-sig", "gb18030")
_SAVE_AS = Text(
    "在 Excel 或 WPS 中打开，另存为 .xlsx 后重新提交", "open it in Excel or WPS and save it as .xlsx"
)

_TROUBLES: dict[str, tuple[Text, Text]] = {
    "empty": (
        Text("文件是空的（0 字节）", "the file is empty (0 bytes)"),
        Text("重新保存或重新发送文件", "save it or send it again"),
    ),
    "too-large": (
        Text("文件过大，不读取", "the file is too large and is not read"),
        Text("按地区或年份拆成几个文件", "split it by region or year"),
    ),
    "unreadable": (
        Text("没有权限读取此文件，或读取出错", "the file cannot be read (permissions, or a read error)"),
        Text(
            "检查文件权限，或关闭正在占用它的程序", "check its permissions, or close the program that uses it"
        ),
    ),
    "not-spreadsheet": (
        Text("这不是电子表格文件", "this is no spreadsheet"),
        Text("提交 .xlsx 文件；网页导出的表请先用 Excel 另存为 .xlsx", "give an .xlsx file"),
    ),
    "binary-workbook": (
        Text("不读取二进制工作簿（.xlsb）", "binary workbooks (.xlsb) are not read"),
        _SAVE_AS,
    ),
    "damaged": (
        Text("文件已损坏或不完整，无法打开", "the file is damaged or incomplete and cannot be opened"),
        Text("重新下载或重新保存；能在 Excel 中打开的，另存为新的 .xlsx", "save or download it again"),
    ),
    "password": (
        Text("文件有打开密码，无法读取", "the file is protected by a password"),
        Text("在 Excel 中去掉打开密码后重新保存", "remove the password in Excel and save it again"),
    ),
    "macros": (
        Text("文件带有宏，为安全起见不读取", "the file holds macros and is not read"),
        Text("另存为不带宏的 .xlsx", "save it as .xlsx, which has no macros"),
    ),
    "bomb": (
        Text(
            "文件解压后异常庞大，为安全起见不打开", "the file unpacks to an abnormal size and is not opened"
        ),
        Text("在 Excel 中把数据复制到新的工作簿后保存", "copy the data into a new workbook and save that"),
    ),
    "unsafe": (
        Text(
            "文件含有工作簿不需要的实体声明，为安全起见不读取", "the file declares entities and is not read"
        ),
        _SAVE_AS,
    ),
    "too-many-rows": (
        Text(
            f"工作表过大，不读取（上限 {MAX_ROWS} 行、{MAX_CELLS} 个单元格）",
            f"a sheet is too large and is not read (at most {MAX_ROWS} rows and {MAX_CELLS} cells)",
        ),
        Text(
            "拆成几个文件，或删除表下方和右侧多余的行列", "split it, or delete the rows and columns outside"
        ),
    ),
    "encoding": (
        Text("文字编码既不是 UTF-8 也不是 GB18030", "the text is neither UTF-8 nor GB18030"),
        Text("另存为 UTF-8 编码的 .csv，或 .xlsx", "save it as .csv in UTF-8, or as .xlsx"),
    ),
}


def trouble_issue(trouble: TroubleError, file: str) -> Issue:
    """Return the issue that tells why ``file`` was not read."""
    message, mend = _TROUBLES[trouble.kind]
    return Issue(
        f"records-file-{trouble.kind}", "error", message, file=file, got=trouble.detail or None, mend=mend
    )


def open_book(path: Path, shown: str) -> Book:
    """Return the sheets of the file ``path``, shown to people as ``shown``; raises ``TroubleError``."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise TroubleError("empty")
        if size > MAX_FILE_BYTES:
            raise TroubleError("too-large", f"{size / 1e6:.0f} MB")
        content = path.read_bytes()
    except OSError as fault:
        raise TroubleError("unreadable", fault.strerror or str(fault)) from fault
    if content[:2] == _ZIP:
        sheets, links = _from_zip(content, path.suffix.lower())
        return Book(shown, sheets, _linked(links))
    if content[:8] == _OLE:
        return Book(shown, tuple(_from_ole(content)))
    if path.suffix.lower() == ".csv":
        return Book(shown, (_from_csv(content, path.stem),))
    raise TroubleError("not-spreadsheet", _likely(content))


def _likely(content: bytes) -> str:
    """Return what a file that is no spreadsheet seems to be."""
    head = content[:1024].lstrip().lower()
    for start, name in ((b"%pdf", "PDF"), (b"<", "HTML/XML"), (b"\x89png", "PNG"), (b"\xff\xd8", "JPEG")):
        if head.startswith(start):
            return name
    return "text" if b"\0" not in content[:1024] else "unknown"


def _from_ole(content: bytes) -> Iterator[Sheet]:
    """Give the sheets of a workbook of Excel 97-2003; raises ``TroubleError``."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise TroubleError("password")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise TroubleError("macros")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise TroubleError("not-spreadsheet", "OLE")
    yield from _with_calamine(io.BytesIO(content), {})


def _linked(links: int) -> tuple[tuple[str, Text, Text], ...]:
    """Return the remark on a workbook that takes values from others."""
    if not links:
        return ()
    return (
        (
            "records-external-links",
            Text(
                f"工作簿引用了 {links} 个外部文件，取的是上次保存的数值",
                f"the workbook takes values from {links} other files; the stored values were used",
            ),
            Text("核对引用的数值，或粘贴为数值", "check these values, or paste them as values"),
        ),
    )


def _from_zip(content: bytes, suffix: str) -> tuple[tuple[Sheet, ...], int]:
    """Return the sheets of an .xlsx or .ods file and how many others it links; raises ``TroubleError``."""
    stream = io.BytesIO(content)
    package = Package(stream)
    if suffix in (".xlsm", ".xltm", ".xlam"):
        raise TroubleError("macros")
    scans: dict[str, Scan] = {}
    try:
        if package.is_ods:
            with package.opened("content.xml") as content_xml:
                scans = scan_ods(content_xml)
        else:
            formats = package.formats()
            for part in package.parts():
                scans[part.name] = scan_sheet(lambda path=part.path: package.opened(path), formats)  # type: ignore[misc]
    except SheetTooLargeError as large:
        raise TroubleError("too-many-rows", f"{large.rows} × {large.columns}") from large
    except UnsafeXmlError as unsafe:
        raise TroubleError("unsafe") from unsafe
    except (
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ET.ParseError,
        xml.parsers.expat.ExpatError,
    ) as fault:
        raise TroubleError("damaged", str(fault)) from fault
    return tuple(_with_calamine(stream, scans)), package.external_links


def _with_calamine(stream: IO[bytes], scans: dict[str, Scan]) -> Iterator[Sheet]:
    """Give the sheets with their values; raises ``TroubleError``."""
    import python_calamine as calamine

    stream.seek(0)
    try:
        book = calamine.load_workbook(stream)
        for entry in book.sheets_metadata:
            if entry.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(entry.name)
            if sheet.total_height > MAX_ROWS:
                raise TroubleError("too-many-rows", str(sheet.total_height))
            scan = scans.get(entry.name, Scan())
            yield Sheet(
                name=entry.name,
                rows=sheet.to_python(skip_empty_area=False),
                hidden=entry.visible != calamine.SheetVisibleEnum.Visible,
                hidden_rows=frozenset(scan.hidden_rows),
                hidden_columns=frozenset(scan.hidden_columns),
                merged=tuple(sheet.merged_cell_ranges or ()),
                formulas=MappingProxyType(scan.formulas),
                errors=MappingProxyType(scan.errors),
                formats=MappingProxyType(scan.formats),
            )
    except calamine.PasswordError as fault:
        raise TroubleError("password") from fault
    except calamine.CalamineError as fault:
        raise TroubleError("damaged", str(fault)) from fault


def _from_csv(content: bytes, name: str) -> Sheet:
    """Return the one sheet of a .csv file, all of it text; raises ``TroubleError``."""
    if b"\0" in content[:4096] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise TroubleError("not-spreadsheet", "unknown")
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else _CSV_ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise TroubleError("encoding")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",\t;", key=first.count)
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > MAX_ROWS:
                raise TroubleError("too-many-rows", f"> {MAX_ROWS}")
    except csv.Error as fault:
        raise TroubleError("damaged", str(fault)) from fault
    return Sheet(name, rows)
