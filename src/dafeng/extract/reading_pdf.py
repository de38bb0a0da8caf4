"""The text of a PDF, page after page. Scans have none and are refused with the way out."""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from dafeng.base import InputError, Issue, Text

__all__ = ["MAX_PAGES", "read_pdf"]

MAX_PAGES = 3000
_SURROGATES = re.compile("[\ud800-\udfff]")
_ODD = re.compile("[\ufffd\ue000-\uf8ff]")


def read_pdf(raw: bytes, *, file: str) -> tuple[str, list[Issue]]:
    """Return the text with one line break between pages, and notes on pages without text.

    Line breaks inside a page are those of the print; running heads and page numbers stay (the
    normaliser knows them). Raises ``InputError`` for damaged, encrypted, over-long and scanned files.
    """
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import PyPdfError

    faults = (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError)
    faults += (zlib.error, struct.error, AssertionError, NotImplementedError, EOFError)  # type: ignore[assignment]
    try:
        with _quiet():
            reader = PdfReader(BytesIO(raw), strict=False)
            if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
                raise _encrypted(file)
            count = len(reader.pages)
            if count > MAX_PAGES:
                raise InputError(
                    "extract.read.too-large",
                    Text(
                        f"{file} 有 {count} 页，上限为 {MAX_PAGES} 页",
                        f"{file} has {count} pages; limit {MAX_PAGES}",
                    ),
                    mend=Text("请只保留正文页", "keep only the pages of the text"),
                )
            pages = [_SURROGATES.sub("\ufffd", page.extract_text()) for page in reader.pages]
    except faults as error:
        if b"/Encrypt" in raw:
            raise _encrypted(file) from error
        raise InputError(
            "extract.read.broken",
            Text(f"{file} 已损坏，无法解析（{error}）", f"{file} is damaged and cannot be parsed ({error})"),
            mend=Text(
                "请重新下载，或用阅读器打开后另存（打印）为 PDF",
                "download it again, or print it to a new PDF",
            ),
        ) from error
    empty = [number for number, page in enumerate(pages, start=1) if not page.strip()]
    if len(empty) == len(pages):
        raise InputError(
            "extract.read.scan",
            Text(f"{file} 是扫描件，没有可复制的文字", f"{file} is a scan without text"),
            mend=Text(
                "请先做文字识别（OCR），或使用文字版",
                "run text recognition (OCR) first, or use a copy with text",
            ),
        )
    text = "\n".join(pages)
    return text, _notes(text, empty, file)


def _notes(text: str, empty: list[int], file: str) -> list[Issue]:
    notes = []
    if empty:
        notes.append(
            Issue(
                code="extract.read.scan",
                severity="warning",
                message=Text("有的页没有文字（可能是扫描页）", "some pages have no text (scans, perhaps)"),
                file=file,
                where="p. " + ", ".join(map(str, empty[:20])),
                mend=Text("请对这些页做文字识别（OCR）", "run text recognition (OCR) on these pages"),
            )
        )
    odd = len(_ODD.findall(text))
    if odd > 0.02 * len(text):
        notes.append(
            Issue(
                code="extract.read.encoding",
                severity="warning",
                message=Text(
                    "有的字符无法辨认（字体缺少编码表）",
                    "characters cannot be told (a font has no code table)",
                ),
                file=file,
                got=str(odd),
                mend=Text("请使用 .docx 或文字识别（OCR）", "use a .docx, or text recognition (OCR)"),
            )
        )
    return notes


def _encrypted(file: str) -> InputError:
    return InputError(
        "extract.read.encrypted",
        Text(f"{file} 已加密", f"{file} is encrypted"),
        mend=Text("请去掉密码后另存（打印）为 PDF", "save (print) a copy without the password"),
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the reader's remarks on sloppy files off the user's screen."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
