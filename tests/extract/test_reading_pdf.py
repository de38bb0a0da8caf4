"""PDF: text page by page, scans and damage refused; and one plan in all formats."""

import io
import re
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dafeng.base import InputError
from dafeng.extract.reading import read_document
from dafeng.extract.reading_pdf import read_pdf


def make_pdf(pages: list[list[str]], *, encrypt: StandardEncryption | None = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=encrypt)
    for lines in pages:
        canvas.setFont("STSong-Light", 10)
        for index, line in enumerate(lines):
            canvas.drawString(40, 800 - 14 * index, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_pages() -> None:
    text, notes = read_pdf(make_pdf([["到2025年，清洁取暖率达到93%以上。"], ["二、任务"], []]), file="a.pdf")
    assert text.split() == ["到2025年，清洁取暖率达到93%以上。", "二、任务"]
    assert [note.code for note in notes] == ["extract.read.scan"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (make_pdf([[]]), "extract.read.scan"),
        (b"%PDF-1.7\n" + b"broken " * 50, "extract.read.broken"),
        (make_pdf([["字"]])[:400], "extract.read.broken"),
        (make_pdf([["字"]], encrypt=StandardEncryption("word", strength=128)), "extract.read.encrypted"),
    ],
)
def test_refusals(raw: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_pdf(raw, file="a.pdf")
    assert caught.value.code == code


def test_broken_cross_reference_still_reads_or_says_so() -> None:
    raw = make_pdf([["到2030年"]]).replace(b"startxref\n", b"startxref\n9")
    assert "到2030年" in read_pdf(raw, file="a.pdf")[0]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_same_plan_in_every_format(shared: Path, tmp_path: Path) -> None:
    source = shared / "policies/alxa/alxa-2023-66.txt"
    with source.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    assert read_document(source).text == text
    (tmp_path / "a.txt").write_bytes(text.encode("gb18030"))
    lines = text.splitlines()
    (tmp_path / "a.html").write_text(
        "<html><meta charset=utf-8><body>" + "".join(f"<p>{line}</p>\n" for line in lines), encoding="utf-8"
    )
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(tmp_path / "a.docx"))
    cut = [line[start : start + 48] for line in lines for start in range(0, len(line), 48)]
    (tmp_path / "a.pdf").write_bytes(make_pdf([cut[at : at + 50] for at in range(0, len(cut), 50)]))
    assert read_document(tmp_path / "a.txt").text == text
    for name in ("a.html", "a.docx", "a.pdf"):
        assert bare(read_document(tmp_path / name).text) == bare(text), name
