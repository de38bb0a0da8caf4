"""Files of files (.docx, .xlsx) whose bytes depend on nothing but their content."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date

__all__ = ["core_properties", "pack", "repack"]

# The earliest time that a zip file can hold; every member carries it.
_STAMP = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file of ``parts``: fixed times, the content types first, then by name.

    >>> pack({"b": b"1", "a": b"2"}) == pack({"a": b"2", "b": b"1"})
    True
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda n: (n != _FIRST, n)):
            info = zipfile.ZipInfo(name, _STAMP)
            info.create_system = 0
            info.external_attr = 0
            stored = name.endswith((".png", ".jpeg"))
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return held.getvalue()


def repack(data: bytes, *, as_of: date) -> bytes:
    """Return the office file ``data`` made again, with ``as_of`` as the day that it was made and changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = re.sub(
        r"(<dcterms:(created|modified)[^>]*>)[^<]*", rf"\g<1>{as_of.isoformat()}T00:00:00Z", core
    ).encode()
    return pack(parts)


def core_properties(title: str, *, subject: str, author: str, keywords: str, as_of: date) -> str:
    """Return ``docProps/core.xml``; the texts must be escaped already."""
    stamp = f"{as_of.isoformat()}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"
        f"<cp:keywords>{keywords}</cp:keywords><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )
