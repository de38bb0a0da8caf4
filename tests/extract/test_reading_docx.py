"""Word documents: order, tables, numbers, tracked changes, notes, hostile files."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from dafeng.base import InputError
from dafeng.extract.reading import read_document
from dafeng.extract.reading_docx import read_docx

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(body: str, **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、目标")
    table = document.add_table(rows=2, cols=2)
    for index, words in enumerate(["指标", "2025年", "清洁取暖率（%）", "93"]):
        table.cell(index // 2, index % 2).text = words
    paragraph = document.add_paragraph("面积 5 m")
    paragraph.add_run("2").font.superscript = True
    document.sections[0].header.paragraphs[0].text = "页眉"
    path = tmp_path / "a.docx"
    document.save(str(path))
    read = read_document(path)
    assert read.text == "一、目标\n指标\t2025年\n清洁取暖率（%）\t93\n面积 5 m²\n"
    assert (read.kind, read.encoding, read.notes) == ("docx", None, ())


def test_numbers_as_printed() -> None:
    levels = [
        (0, "chineseCounting", "%1、", "nothing"),
        (1, "chineseCounting", "（%2）", "nothing"),
        (2, "decimal", "%3.", "tab"),
        (3, "chineseCountingThousand", "第%4条", "space"),
    ]
    xml = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suff}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, form, text, suff in levels
    )
    numbering = (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0">{xml}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = "".join(
        para(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
        for level, text in [(0, "甲"), (1, "乙"), (1, "丙"), (0, "丁"), (1, "戊"), (2, "己"), (3, "庚")]
    )
    text, notes = read_docx(package(body, numbering=numbering), file="a.docx")
    assert text.splitlines() == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "1. 己", "第一条 庚"]
    assert notes == []


def test_number_from_style(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("甲", style="List Number")
    document.add_paragraph("乙", style="List Number")
    document.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx").text == "1. 甲\n2. 乙\n"


def test_tracked_changes_and_notes() -> None:
    body = (
        "<w:p><w:r><w:t>达到</w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>35</w:t></w:r></w:ins><w:r><w:t>%</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    notes = f'<w:footnotes {NS}><w:footnote w:id="2">{para("不含农村")}</w:footnote></w:footnotes>'
    assert read_docx(package(body, footnotes=notes), file="a.docx")[0] == "达到35%①\n①不含农村\n"


def test_deleted_paragraph_mark_joins() -> None:
    body = para("到2025", "<w:rPr><w:del/></w:rPr>") + para("年")
    assert read_docx(package(body), file="a.docx")[0] == "到2025年\n"


def test_insertion_by_python_docx_xml(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("新建")
    paragraph._p.append(parse_xml(f"<w:ins {NS}><w:r><w:t>建筑</w:t></w:r></w:ins>"))
    document.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx").text == "新建建筑\n"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (package("<w:p>"), "extract.read.broken"),
        (package("<w:sdt>" * 300 + "</w:sdt>" * 300), "extract.read.broken"),
        (
            package(
                "",
                styles=f'<!DOCTYPE a [<!ENTITY b "{"b" * 99}"><!ENTITY c "{"&b;" * 99}">]>'
                f"<w:styles {NS}>&c;</w:styles>",
            ),
            "extract.read.doctype",
        ),
    ],
)
def test_hostile(raw: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_docx(raw, file="a.docx")
    assert caught.value.code == code


def test_zip_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dafeng.extract.reading_docx.MAX_XML_BYTES", 100_000)
    with pytest.raises(InputError, match=r"extract\.read\.too-large"):
        read_docx(package(" " * 200_000), file="a.docx")
