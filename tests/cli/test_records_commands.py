"""template, check-records and import, run as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from dafeng.base import Workspace
from dafeng.cli.app import app
from dafeng.records import latest, snapshots

PLAN = "alxa-2023-66"


def dafeng(*args: str) -> Result:
    return CliRunner().invoke(app, list(args))


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Return a folder with one workbook filled in: one sound table, one with a fault."""
    folder = tmp_path / "in"
    folder.mkdir()
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "说明"
    for row in (["填报地区", "额济纳旗"], ["统计年份", 2025], ["数据性质", "年报"]):
        cover.append(row)
    heating = book.create_sheet("取暖面积")
    heating.append(["城乡", "热源", "取暖面积"])
    heating.append(["城镇", "热电联产", "12.5万平方米"])
    pipes = book.create_sheet("市政管道")
    pipes.append(["管段编号", "管网类别", "长度", "投运年份", "漏损严重或老化破损"])
    pipes.append(["GS-1", "供水", 1.5, 2001, "否"])
    pipes.append(["GS-2", "供水", "很长", 2001, "否"])
    book.save(folder / "额济纳旗.xlsx")
    return folder


def test_template_writes_a_workbook_for_every_region_that_reports(tmp_path: Path) -> None:
    done = dafeng("template", str(tmp_path / "out"), "-p", PLAN, "--year", "2026")
    assert done.exit_code == 0, done.output
    assert len(list((tmp_path / "out").glob("*-2026.xlsx"))) == 6
    assert "共 6 个工作簿" in done.output
    again = dafeng("template", str(tmp_path / "out"), "-p", PLAN, "--year", "2026")
    assert again.exit_code == 2
    assert "records-template-exists" in again.output


def test_check_records_names_file_sheet_and_cell(filled: Path) -> None:
    done = dafeng("check-records", str(filled), "-p", PLAN)
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert lines[:2] == ["额济纳旗.xlsx", "  市政管道"]
    assert "错误  C3  长度：不是数字  填的是“很长”" in lines[2]
    assert "未采用：市政管道（额济纳旗，2025 年报，2 行）：1 个错误" in done.output


def test_check_records_as_json(filled: Path) -> None:
    done = dafeng("check-records", str(filled), "-p", PLAN, "--json")
    assert done.exit_code == 1
    data = json.loads(done.output)
    assert data["files"] == 1 and data["tables"] == {"heating": 1}
    assert [(f["table"], f["rows"], f["blocked"]) for f in data["filings"]] == [
        ("heating", 1, 0),
        ("pipes", 2, 1),
    ]
    first = data["issues"][0]
    assert (first["code"], first["where"], first["got"]) == ("records-not-number", "市政管道!C3", "很长")


def test_import_keeps_what_is_sound(filled: Path, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "ws", plan=PLAN)
    done = dafeng("import", str(filled), "-w", str(workspace.root))
    assert done.exit_code == 1
    assert latest(workspace).tables["heating"]["heated_area_m2"].to_pylist() == [125000.0]
    assert latest(workspace).tables["pipes"].num_rows == 0
    done = dafeng("import", str(filled), "-w", str(workspace.root), "--valid-rows", "--lang", "en")
    assert latest(workspace).tables["pipes"]["pipe_id"].to_pylist() == ["GS-1"]
    assert len(snapshots(workspace)) == 2
    assert "1 filings are new or changed" in done.output


def test_nothing_sound_is_no_import(filled: Path, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "ws", plan=PLAN)
    book = openpyxl.load_workbook(filled / "额济纳旗.xlsx")
    del book["取暖面积"]
    book.save(filled / "额济纳旗.xlsx")
    done = dafeng("import", str(filled), "-w", str(workspace.root))
    assert done.exit_code == 2
    assert "cli-nothing-to-import" in done.output
    assert snapshots(workspace) == ()
