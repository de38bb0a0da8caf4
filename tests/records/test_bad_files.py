"""Files that cannot or must not be read: each has its own code, and the others are read all the same."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from dafeng.base import InputError
from dafeng.plan import Plan
from dafeng.records import limits, read

from .conftest import cover, head

Book = Callable[..., Path]
GOOD = {"说明": cover(), "取暖面积": [head("heating"), ["西旗", 2025, "预计全年", "城镇", "散煤", 1, None]]}
HEATING = head("heating", "settlement", "source", "heated_area_m2")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def only_code(place: Path, plan: Plan) -> str:
    """Return the one code that a file gives; nothing of it may be read."""
    records, issues = read(place, plan)
    assert records.filings == ()
    assert [i.severity for i in issues] == ["error"]
    assert issues[0].mend is not None and issues[0].file == place.name
    return issues[0].code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xlsx", b"", "records-file-empty"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>", "records-file-not-spreadsheet"),
        ("text.xlsx", "建筑编号,面积".encode(), "records-file-not-spreadsheet"),
        ("paper.xlsx", b"%PDF-1.7 ...", "records-file-not-spreadsheet"),
        ("junk.xlsx", b"PK\x03\x04junk", "records-file-damaged"),
        ("locked.xlsx", OLE + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le"), "records-file-password"),
        ("macro.xls", OLE + "Workbook_VBA_PROJECT".encode("utf-16-le"), "records-file-macros"),
        ("broken.xls", OLE + "Workbook".encode("utf-16-le") + b"\0" * 600, "records-file-damaged"),
        ("word.xls", OLE + "WordDocument".encode("utf-16-le"), "records-file-not-spreadsheet"),
        ("latin.csv", b"\xff\xff\xff,\x81\x20\n", "records-file-encoding"),
    ],
)
def test_files_of_another_kind(tmp_path: Path, plan: Plan, name: str, content: bytes, code: str) -> None:
    place = tmp_path / name
    place.write_bytes(content)
    assert only_code(place, plan) == code


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_workbook_is_damaged(book: Book, plan: Plan, share: float) -> None:
    place = book(GOOD)
    content = place.read_bytes()
    place.write_bytes(content[: int(len(content) * share)])
    assert only_code(place, plan) == "records-file-damaged"


def test_damaged_bytes_inside_a_sheet(book: Book, plan: Plan) -> None:
    place = book(GOOD)
    content = bytearray(place.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        info = archive.getinfo("xl/worksheets/sheet2.xml")
    at = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    content[at : at + 8] = b"\x00\xff" * 4
    place.write_bytes(content)
    assert only_code(place, plan) == "records-file-damaged"


def repacked(place: Path, parts: dict[str, bytes], **more: int) -> Path:
    """Add parts to a workbook, or put others in their place."""
    with zipfile.ZipFile(place) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**old, **parts}.items():
            archive.writestr(name, content)
    return place


def test_macros_are_not_read(book: Book, plan: Plan) -> None:
    assert only_code(repacked(book(GOOD), {"xl/vbaProject.bin": b"x"}), plan) == "records-file-macros"
    assert only_code(book(GOOD, "book.xlsm"), plan) == "records-file-macros"


def test_a_zip_bomb_is_not_opened(book: Book, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    place = repacked(book(GOOD), {"xl/worksheets/sheet2.xml": b" " * 30_000_000})
    assert place.stat().st_size < 100_000
    assert only_code(place, plan) == "records-file-bomb"
    monkeypatch.setattr("dafeng.records.package.MAX_UNPACKED_BYTES", 1000)
    assert only_code(book(GOOD), plan) == "records-file-bomb"


def test_a_part_that_says_it_is_small_and_is_not(book: Book, plan: Plan) -> None:
    place = repacked(book(GOOD), {"xl/worksheets/sheet2.xml": b" " * 30_000_000})
    content = place.read_bytes()
    place.write_bytes(content.replace((30_000_000).to_bytes(4, "little"), (2000).to_bytes(4, "little")))
    assert only_code(place, plan) == "records-file-damaged"


def test_entities_are_not_expanded(book: Book, plan: Plan) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    assert only_code(repacked(book(GOOD), {"xl/worksheets/sheet2.xml": evil}), plan) == "records-file-unsafe"
    assert only_code(repacked(book(GOOD), {"xl/workbook.xml": evil}), plan) == "records-file-unsafe"


def test_a_zip_that_is_no_workbook(tmp_path: Path, plan: Plan) -> None:
    for name, parts, code in (
        ("doc.xlsx", {"word/document.xml": "x"}, "records-file-not-spreadsheet"),
        ("b.xlsx", {"xl/workbook.bin": "x"}, "records-file-binary-workbook"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        assert only_code(tmp_path / name, plan) == code


def rows_of_x(count: int) -> bytes:
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'
    rows = b"".join(row % (n, n) for n in range(1, count + 1))
    return b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"


def test_too_many_rows_are_refused_before_they_are_parsed(
    book: Book, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dafeng.records.sheet_scan.MAX_ROWS", 1000)
    monkeypatch.setattr("dafeng.records.sheet_scan.MEASURED_FROM_ROWS", 100)
    monkeypatch.setattr("dafeng.records.opening._with_calamine", lambda *_: pytest.fail("was parsed"))
    place = repacked(book(GOOD), {"xl/worksheets/sheet2.xml": rows_of_x(1001)})
    assert only_code(place, plan) == "records-file-too-many-rows"


@pytest.mark.slow
def test_a_million_rows(book: Book, plan: Plan) -> None:
    place = repacked(book(GOOD), {"xl/worksheets/sheet2.xml": rows_of_x(1_000_000)})
    assert only_code(place, plan) == "records-file-too-many-rows"


def test_one_far_cell_does_not_blow_up_the_memory(book: Book, plan: Plan) -> None:
    place = book(GOOD)
    cell = b'<row r="%d"><c r="%s%d" t="inlineStr"><is><t>x</t></is></c></row>'
    sheet = b"<worksheet><sheetData>" + cell % (1, b"A", 1) + cell % (1048576, b"XFD", 1048576)
    place = repacked(place, {"xl/worksheets/sheet2.xml": sheet + b"</sheetData></worksheet>"})
    assert only_code(place, plan) == "records-file-too-many-rows"


def test_many_empty_formatted_rows_do_no_harm(book: Book, plan: Plan) -> None:
    place = book(GOOD)
    with zipfile.ZipFile(place) as archive:
        sheet = archive.read("xl/worksheets/sheet2.xml")
    empty = b"".join(b'<row r="%d" s="1" ht="20"/>' % n for n in range(3, 200_000))
    place = repacked(
        place, {"xl/worksheets/sheet2.xml": sheet.replace(b"</sheetData>", empty + b"</sheetData>")}
    )
    records, issues = read(place, plan)
    assert issues == () and records.tables["heating"].num_rows == 1


def ods(place: Path, rows: str) -> Path:
    """Write an OpenDocument spreadsheet of one sheet 取暖面积."""
    names = ["office", "table", "text", "calcext"]
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="取暖面积">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return place


def ods_row(*cells: str, more: str = "") -> str:
    made = "".join(
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row {more}>{made}</table:table-row>"


def test_open_document_sheets_of_repeated_cells(tmp_path: Path, plan: Plan) -> None:
    many = ods(tmp_path / "many.ods", ods_row("x", more='table:number-rows-repeated="1000000"'))
    assert only_code(many, plan) == "records-file-too-many-rows"
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    blank = ods_row(empty, more='table:number-rows-repeated="1000000"')
    far = ods(tmp_path / "far.ods", ods_row("x") + blank + ods_row(empty, "x"))
    assert only_code(far, plan) == "records-file-too-many-rows"


def test_an_open_document_sheet_with_a_formula_and_an_error(tmp_path: Path, plan: Plan) -> None:
    number = '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    broken = '<table:table-cell office:value-type="string" calcext:value-type="error"/>'
    common = ("西旗", "2025", "预计全年", "城镇")
    rows = ods_row(*HEATING) + ods_row(*common, "散煤", number) + ods_row(*common, "天然气", broken)
    tail = ods_row(
        '<table:table-cell table:number-columns-repeated="16384"/>',
        more='table:number-rows-repeated="1048000"',
    )
    _, issues = read(ods(tmp_path / "sheet.ods", rows + tail), plan)
    assert [(i.code, i.where) for i in issues if "year" not in i.code] == [
        ("records-error-value", "取暖面积!F3"),
        ("records-formula", "取暖面积!F2"),
    ]


def test_external_links_are_said(book: Book, plan: Plan) -> None:
    records, issues = read(repacked(book(GOOD), {"xl/externalLinks/externalLink1.xml": b"<x/>"}), plan)
    assert [i.code for i in issues] == ["records-external-links"]
    assert records.tables["heating"].num_rows == 1


def test_too_large_files_are_not_opened(book: Book, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dafeng.records.opening.MAX_FILE_BYTES", 1000)
    assert only_code(book(GOOD), plan) == "records-file-too-large"
    assert limits.MAX_ROWS >= 100_000


def test_permissions(book: Book, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    place = book(GOOD)
    if os.geteuid() == 0:  # whom permissions do not stop

        def refuse(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    else:
        place.chmod(0)
    assert only_code(place, plan) == "records-file-unreadable"


def test_a_folder_with_a_bad_file_gives_the_good_ones(book: Book, plan: Plan, tmp_path: Path) -> None:
    book(GOOD, "good.xlsx")
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04junk")
    (tmp_path / "~$good.xlsx").write_bytes(b"x")
    (tmp_path / "note.txt").write_text("x")
    records, issues = read(tmp_path, plan)
    assert [(i.code, i.file) for i in issues] == [
        ("records-file-damaged", "bad.xlsx"),
        ("records-file-skipped", "note.txt"),
    ]
    assert records.tables["heating"].num_rows == 1


def test_folders_without_workbooks_and_paths_that_are_not_there(tmp_path: Path, plan: Plan) -> None:
    assert [i.code for i in read(tmp_path, plan)[1]] == ["records-folder-empty"]
    with pytest.raises(InputError) as caught:
        read(tmp_path / "nothing.xlsx", plan)
    assert caught.value.code == "records-path-missing"


def test_a_workbook_of_no_known_table(book: Book, plan: Plan) -> None:
    records, issues = read(book({"工资表": [["姓名", "工资"], ["某", 1]]}), plan)
    assert [(i.code, i.where) for i in issues] == [
        ("records-file-no-table", None),
        ("records-sheet-unknown", "工资表"),
    ]
    assert records.filings == ()


def test_a_sheet_named_for_another_table(book: Book, plan: Plan) -> None:
    rows = [head("buildings"), ["西旗", 2025, "预计全年", "B1", "x", "城镇", "居住", "否", 100, 6, 1998]]
    records, issues = read(book({"说明": cover(), "取暖面积": rows}), plan)
    assert [(i.code, i.where, i.got, i.wanted) for i in issues] == [
        ("records-sheet-other", "取暖面积", "既有建筑台账", "取暖面积")
    ]
    assert records.filings == ()


def test_a_sheet_that_two_tables_fit(book: Book, plan: Plan) -> None:
    rows = [
        ["所属地区", "小区编号", "小区名称", "建成年份", "建筑面积", "户数"],
        ["西旗", "X1", "x", 1998, 1, 2],
    ]
    _, issues = read(book({"说明": cover(), "Sheet1": rows}), plan)
    assert [i.code for i in issues if i.severity == "error"] == ["records-sheet-ambiguous"]
    assert issues[0].where == "Sheet1" and "城镇老旧小区" in (issues[0].wanted or "")


def test_a_known_table_under_another_name_is_taken_and_said(book: Book, plan: Plan) -> None:
    records, issues = read(book({"说明": cover(), "Sheet1": GOOD["取暖面积"], "草稿": [["随便"]]}), plan)
    assert [(i.code, i.where) for i in issues] == [
        ("records-sheet-taken", "Sheet1"),
        ("records-sheet-unknown", "草稿"),
    ]
    assert records.tables["heating"].num_rows == 1


def test_hidden_sheets_rows_and_columns_are_read_and_said(book: Book, plan: Plan) -> None:
    place = book(GOOD)
    made = openpyxl.load_workbook(place)
    made["取暖面积"].sheet_state = "hidden"
    made["取暖面积"].row_dimensions[2].hidden = True
    made["取暖面积"].column_dimensions["F"].hidden = True
    made.save(place)
    records, issues = read(place, plan)
    assert [(i.code, i.where) for i in issues] == [
        ("records-hidden-sheet", "取暖面积"),
        ("records-hidden-rows", "取暖面积!A2"),
        ("records-hidden-columns", "取暖面积!F1"),
    ]
    assert records.tables["heating"].num_rows == 1


def test_a_csv_file_in_the_offices_encoding(tmp_path: Path, plan: Plan) -> None:
    lines = [
        "所属地区,统计年份,数据性质,城乡,热源,取暖面积（万平方米）",
        '西旗,2025,预计全年,城镇,散煤,"1,250.5"',
    ]
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        place = tmp_path / "取暖面积.csv"
        place.write_bytes("\r\n".join(lines).encode(encoding))
        records, _ = read(place, plan)
        assert records.tables["heating"]["heated_area_m2"].to_pylist() == [12505000.0]
