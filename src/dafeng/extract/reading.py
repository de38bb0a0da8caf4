"""Read a policy document of any usual format into its canonical text.

The canonical text is what every offset of a draft refers to. A plain text file is kept exactly as it was
decoded (no newline is changed, a byte order mark of UTF-8 stays as U+FEFF); the text of the other formats is
composed here and has to be saved with the draft.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile

from dafeng.base import InputError, Issue, Text
from dafeng.extract.reading_text import decode_text

__all__ = ["MAX_BYTES", "Canonical", "Kind", "read_document"]

Kind = Literal["txt", "docx", "pdf", "html"]
MAX_BYTES = 50 * 1024 * 1024
_EXTENSIONS: dict[str, Kind] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
    ".docx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_SAVE_AS = Text(
    "请在 WPS 或 Word 中另存为 .docx（或 .txt、可复制文字的 .pdf）后再读取",
    "open it in WPS or Word and save it as .docx (or as .txt, or as a .pdf with selectable text)",
)


@dataclass(frozen=True, slots=True)
class Canonical:
    """The canonical text of a document, and how it was read.

    ``encoding`` is None where the format fixes it; ``sha256`` is that of the text in UTF-8.
    """

    text: str
    kind: Kind
    encoding: str | None
    sha256: str
    notes: tuple[Issue, ...] = ()


def read_document(path: Path) -> Canonical:
    """Read a .txt, .docx, .pdf or .html file; the content decides the kind, then the extension.

    Raises ``InputError`` (``extract.read.*``) where the file is missing, too large, empty, damaged,
    encrypted, a scan without text, or of a format that has to be saved as another first.
    """
    raw = _load(path)
    kind = _kind(raw, path)
    encoding: str | None = None
    notes: list[Issue] = []
    if kind == "txt":
        text, encoding, notes = decode_text(raw, file=path.name)
    elif kind == "html":
        from dafeng.extract.reading_html import read_html

        text, encoding, notes = read_html(raw, file=path.name)
    elif kind == "docx":
        from dafeng.extract.reading_docx import read_docx

        text, notes = read_docx(raw, file=path.name)
    else:
        from dafeng.extract.reading_pdf import read_pdf

        text, notes = read_pdf(raw, file=path.name)
    if not text.strip("\ufeff \t\r\n\f\u3000"):
        raise InputError(
            "extract.read.empty",
            Text(f"{path.name}：文件中没有文字", f"{path.name}: there is no text in the file"),
            mend=Text("请检查是否选错了文件", "check that this is the right file"),
        )
    named = _EXTENSIONS.get(path.suffix.lower())
    if named != kind and path.suffix:
        notes = [_mismatch(path, kind), *notes]
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Canonical(text=text, kind=kind, encoding=encoding, sha256=digest, notes=tuple(notes))


def _load(path: Path) -> bytes:
    """Return the bytes of the file, after the checks that need no look inside."""
    if not path.is_file():
        raise InputError(
            "extract.read.missing",
            Text(f"找不到文件 {path}", f"no such file: {path}"),
            mend=Text("请检查路径", "check the path"),
        )
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise InputError(
            "extract.read.too-large",
            Text(
                f"{path.name} 有 {size / 1e6:.0f} MB，上限为 {MAX_BYTES // 1024**2} MB",
                f"{path.name} has {size / 1e6:.0f} MB; the limit is {MAX_BYTES // 1024**2} MB",
            ),
            mend=Text("请只保留正文，去掉图片后再读取", "keep the text only and leave the pictures out"),
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(
            "extract.read.unreadable",
            Text(f"无法读取 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}"),
            mend=Text("请检查文件权限", "check the permissions of the file"),
        ) from error
    if not raw:
        raise InputError(
            "extract.read.empty",
            Text(f"{path.name} 是空文件", f"{path.name} is an empty file"),
            mend=Text("请检查是否选错了文件", "check that this is the right file"),
        )
    return raw


def _kind(raw: bytes, path: Path) -> Kind:
    """Tell the kind by content, and between text and HTML by extension where the content leaves it open."""
    head = raw[:1024]
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _zip_kind(raw, path)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise InputError(
                "extract.read.encrypted",
                Text(f"{path.name} 设有打开密码", f"{path.name} is protected by a password"),
                mend=Text("请去掉密码后另存", "save a copy without the password"),
            )
        raise _unsupported(path, "DOC/WPS")
    if head.startswith(b"{\\rtf"):
        raise _unsupported(path, "RTF")
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        lowered = head.decode("utf-16", errors="ignore").lstrip("\ufeff \t\r\n").lower().encode()
    if lowered.startswith((b"<!doctype html", b"<html", b"<?xml")) and b"<html" in raw[:8192].lower().replace(
        b"\x00", b""
    ):
        return "html"
    named = _EXTENSIONS.get(path.suffix.lower())
    if named == "html" and b"<" in raw:
        return "html"
    if named is None and path.suffix.lower() in {
        ".doc",
        ".wps",
        ".ofd",
        ".rtf",
        ".xls",
        ".xlsx",
        ".et",
        ".odt",
    }:
        raise _unsupported(path, path.suffix[1:].upper())
    return "txt"


def _zip_kind(raw: bytes, path: Path) -> Kind:
    try:
        with ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(
            "extract.read.broken",
            Text(f"{path.name} 已损坏：{error}", f"{path.name} is damaged: {error}"),
            mend=Text("请重新下载或另存一份", "download it again or save a new copy"),
        ) from error
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        return "docx"
    raise _unsupported(path, "OFD" if "OFD.xml" in names else "ZIP")


def _unsupported(path: Path, found: str) -> InputError:
    return InputError(
        "extract.read.unsupported",
        Text(f"不能直接读取 {found} 格式：{path.name}", f"cannot read the format {found}: {path.name}"),
        mend=_SAVE_AS,
    )


def _mismatch(path: Path, kind: Kind) -> Issue:
    return Issue(
        code="extract.read.extension",
        severity="info",
        message=Text(
            "文件内容与扩展名不符，已按内容读取",
            "the content is not what the extension says; read by content",
        ),
        file=path.name,
        got=path.suffix,
        wanted=f".{kind}",
    )
