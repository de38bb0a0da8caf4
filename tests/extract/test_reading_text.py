"""Plain text: encodings found out, strict, and nothing changed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base import InputError
from dafeng.extract.reading import MAX_BYTES, read_document
from dafeng.extract.reading_text import decode_text

USUAL = [bytes((lead, trail)).decode("gb2312") for lead in range(0xB0, 0xD7) for trail in range(0xA1, 0xFF)]
HAN = st.sampled_from(USUAL)
TRADITIONAL = (
    "海澄市公布城鎮節水與污水提質增效計畫，預計投入資金18.6億元。到2026年，全市供水管網漏損率控制在9%以內。"
)


@given(st.text().filter(lambda text: "\x00" not in text))
def test_utf8_reads_back(text: str) -> None:
    assert decode_text(text.encode("utf-8"), file="a.txt")[:2] == (text, "utf-8")


@given(st.text(HAN, min_size=4).map(lambda text: f"到2025年，达到35%以上。{text}\r\n"))
def test_gb18030_reads_back(text: str) -> None:
    assert decode_text(text.encode("gb18030"), file="a.txt")[:2] == (text, "gb18030")


def test_newlines_and_mark_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "一、目标\r\n二、任务\r三\n".encode())
    with path.open(encoding="utf-8", newline="") as stream:
        assert read_document(path).text == stream.read() == "\ufeff一、目标\r\n二、任务\r三\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_marked_wide_encodings(encoding: str) -> None:
    assert decode_text("到2030年".encode(encoding), file="a.txt")[:2] == ("到2030年", encoding)


def test_big5_is_told_from_gb() -> None:
    assert decode_text(TRADITIONAL.encode("big5"), file="a.txt")[:2] == (TRADITIONAL, "big5hkscs")
    assert decode_text(TRADITIONAL.encode("gb18030"), file="a.txt")[:2] == (TRADITIONAL, "gb18030")


def test_first_bad_byte_is_named() -> None:
    raw = "到2025年，清洁取暖率达到93%以上。城镇供热管网热损失率下降。".encode()
    broken = raw[:30] + b"\xff" + raw[30:]
    with pytest.raises(InputError) as caught:
        decode_text(broken, file="a.txt")
    assert caught.value.code == "extract.read.encoding"
    assert "30" in caught.value.message.en


def test_neither_encoding() -> None:
    with pytest.raises(InputError, match=r"extract\.read\.encoding"):
        decode_text(b"\x81\x20\xff\xff", file="a.txt")


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.txt", b"", "extract.read.empty"),
        ("a.txt", b"\xef\xbb\xbf \r\n", "extract.read.empty"),
        ("a.txt", b"a\x00b", "extract.read.binary"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "extract.read.unsupported"),
        (
            "a.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "extract.read.encrypted",
        ),
        ("a.wps", b"anything", "extract.read.unsupported"),
        ("a.rtf", b"{\\rtf1 }", "extract.read.unsupported"),
        ("a.docx", b"PK\x03\x04 broken", "extract.read.broken"),
    ],
)
def test_refusals(tmp_path: Path, name: str, raw: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(InputError) as caught:
        read_document(path)
    assert caught.value.code == code
    assert caught.value.mend is not None


def test_missing_and_too_large(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"extract\.read\.missing"):
        read_document(tmp_path / "none.txt")
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match=r"extract\.read\.too-large"):
        read_document(path)


def test_content_decides_the_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes("到2025年".encode())
    document = read_document(path)
    assert document.kind == "txt"
    assert [note.code for note in document.notes] == ["extract.read.extension"]
    assert len(document.sha256) == 64
