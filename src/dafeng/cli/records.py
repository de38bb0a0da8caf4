"""Commands on workbooks: ``template`` writes them, ``check-records`` checks them, ``import`` keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.base import InputError, Issue, Lang, Text
from dafeng.cli.session import (
    FINDINGS,
    JsonOption,
    LangOption,
    PlanOption,
    WorkspaceOption,
    enter,
    told,
)
from dafeng.cli.show import print_json, working

if TYPE_CHECKING:
    from dafeng.plan import Plan
    from dafeng.records import Change, Filing, Records

_SEVERITIES = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "note"),
}
_RANK = {"error": 0, "warning": 1, "info": 2}
_ALWAYS = ("duties", "annual_reports")
_MOST_CHANGES = 20
_KINDS = {
    "filed": Text("新报", "new"),
    "firmer": Text("更新为", "now"),
    "refiled": Text("重报", "filed again"),
    "withdrawn": Text("撤回", "withdrawn"),
}


class MaturityChoice(StrEnum):
    """The maturities to choose from."""

    flash = "flash"
    estimate = "estimate"
    final = "final"


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("template", help="生成各地区的填报工作簿 / write the workbooks that regions fill in")(
        template
    )
    app.command("check-records", help="检查填报的工作簿 / check filled workbooks")(check_records)
    app.command("import", help="检查并入库 / check workbooks and keep them in the workspace")(import_records)


@told
def template(
    folder: Annotated[Path, typer.Argument(help="放工作簿的文件夹 / folder for the workbooks")],
    plan: PlanOption = None,
    workspace: WorkspaceOption = None,
    year: Annotated[
        int | None,
        typer.Option("--year", min=1990, max=2100, help="统计年份，默认今年 / year, default this one"),
    ] = None,
    maturity: Annotated[
        MaturityChoice, typer.Option("--maturity", help="数据性质 / flash, estimate or final")
    ] = MaturityChoice.estimate,
    all_tables: Annotated[
        bool, typer.Option("--all-tables", help="包括规划用不到的表 / tables that the plan does not need too")
    ] = False,
    lang: LangOption = None,
) -> None:
    """Write one workbook for every region that reports, with the tables that the plan needs."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    loaded = session.load_plan()
    from dafeng.indicators import tables_needed
    from dafeng.records import write_template

    needed = None if all_tables else (*tables_needed(loaded), *_ALWAYS)
    this_year = datetime.now().astimezone().year
    with working(Text("正在生成工作簿", "writing workbooks"), session.lang):
        paths = write_template(
            loaded,
            folder,
            year=year or this_year,
            maturity=maturity.value,
            lang=session.lang,
            needed=needed,
        )
    for path in paths:
        print(path)
    print(
        Text(
            f"共 {len(paths)} 个工作簿。填好后：dafeng check-records {folder}",
            f"{len(paths)} workbooks. Once filled in: dafeng check-records {folder}",
        ).say(session.lang)
    )


@told
def check_records(
    path: Annotated[Path, typer.Argument(help="工作簿或文件夹 / a workbook or a folder of them")],
    plan: PlanOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check workbooks: every fault with its cell; exit code 1 where errors block."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    loaded = session.load_plan()
    from dafeng.records import latest, read

    history = None if session.workspace is None else latest(session.workspace)
    with working(Text(f"正在检查 {path.name}", f"checking {path.name}"), session.lang):
        records, issues = read(path, loaded, history=history)
    if json:
        print_json(_as_json(path, records, issues))
    else:
        _print_issues(issues, session.lang)
        _print_summary(records, issues, loaded, session.lang)
    if any(issue.severity == "error" for issue in issues):
        raise typer.Exit(FINDINGS)


@told
def import_records(
    path: Annotated[Path, typer.Argument(help="工作簿或文件夹 / a workbook or a folder of them")],
    workspace: WorkspaceOption = None,
    valid_rows: Annotated[
        bool,
        typer.Option("--valid-rows", help="有错误的报表只收无误的行 / take the sound rows of faulty tables"),
    ] = False,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Check workbooks and keep what is sound as a new snapshot of the workspace's records."""
    session = enter(lang=lang, workspace=workspace)
    opened = session.need_workspace()
    loaded = session.load_plan()
    from dafeng.records import add, changes, latest, read

    before = latest(opened)
    with working(Text(f"正在检查 {path.name}", f"checking {path.name}"), session.lang):
        records, issues = read(path, loaded, accept_valid=valid_rows, history=before)
    if not any(not filing.blocked for filing in records.filings):
        _print_issues(issues, session.lang)
        raise InputError(
            "cli-nothing-to-import",
            Text("没有可以入库的报表", "there is nothing sound to import"),
            mend=Text("改正上面列出的错误后再试", "mend what is listed above and try again"),
        )
    snapshot = add(opened, records, on=datetime.now().astimezone().date())
    found = changes(before, latest(opened))
    if json:
        print_json({"snapshot": snapshot.name, **_as_json(path, records, issues)})
    else:
        _print_issues([issue for issue in issues if issue.severity != "info"], session.lang)
        _print_summary(records, issues, loaded, session.lang)
        _print_changes(found, session.lang)
        print(Text(f"已存入 {snapshot.path}", f"kept at {snapshot.path}").say(session.lang))
    if any(issue.severity == "error" for issue in issues):
        raise typer.Exit(FINDINGS)


def _as_json(path: Path, records: Records, issues: Sequence[Issue]) -> dict[str, Any]:
    """Return what was read as plain data."""
    from dafeng.records import workbook_files

    return {
        "files": len(workbook_files(path)),
        "tables": {name: table.num_rows for name, table in records.tables.items() if table.num_rows},
        "filings": [_filing(filing) for filing in records.filings],
        "issues": [issue.as_dict() for issue in issues],
    }


def _filing(filing: Filing) -> dict[str, Any]:
    names = (
        "table",
        "region",
        "year",
        "maturity",
        "rows",
        "blocked",
        "left_out",
        "file",
        "sheet",
        "revision",
    )
    return {name: getattr(filing, name) for name in names}


def _print_issues(issues: Sequence[Issue], lang: Lang) -> None:
    """Print issues by file and sheet, the worst first."""
    by_file: dict[str, list[Issue]] = {}
    for issue in issues:
        by_file.setdefault(issue.file or "", []).append(issue)
    for file, mine in sorted(by_file.items(), key=lambda item: min(_RANK[i.severity] for i in item[1])):
        print(file)
        by_sheet: dict[str, list[Issue]] = {}
        for issue in mine:
            by_sheet.setdefault(_sheet(issue), []).append(issue)
        for sheet, these in sorted(
            by_sheet.items(), key=lambda item: min(_RANK[i.severity] for i in item[1])
        ):
            indent = "  "
            if sheet:
                print(f"  {sheet}")
                indent = "    "
            for issue in sorted(these, key=lambda i: _RANK[i.severity]):
                print(indent + _line(issue, lang))


def _sheet(issue: Issue) -> str:
    """Return the sheet that an issue is about."""
    return (issue.where or "").rpartition("!")[0] or (issue.where or "")


def _line(issue: Issue, lang: Lang) -> str:
    """Return an issue as one line under its sheet: 错误 F2  words; 发现 x，应为 y → mend [code]."""
    cell = (issue.where or "").rpartition("!")[2] if "!" in (issue.where or "") else ""
    row, _, same = cell.partition(":")
    if row and row == same:
        cell = Text(f"第 {row} 行", f"row {row}").say(lang)
    parts = [_SEVERITIES[issue.severity].say(lang), cell, issue.message.say(lang)]
    if issue.got is not None:
        parts.append(Text(f"填的是“{issue.got}”", f"found “{issue.got}”").say(lang))
    if issue.wanted is not None:
        parts.append(Text(f"应为：{issue.wanted}", f"wanted: {issue.wanted}").say(lang))
    if issue.mend is not None:
        parts.append(f"→ {issue.mend.say(lang)}")
    return "  ".join(part for part in parts if part) + f"  [{issue.code}]"


def _print_summary(records: Records, issues: Sequence[Issue], plan: Plan, lang: Lang) -> None:
    """Print how much was read, and which filings are blocked."""
    from dafeng.records import MATURITIES, tables

    rows = sum(table.num_rows for table in records.tables.values())
    blocked = [filing for filing in records.filings if filing.blocked]
    count = {kind: sum(issue.severity == kind for issue in issues) for kind in _RANK}
    print(
        Text(
            f"{len(records.filings)} 份报表，可用 {len(records.filings) - len(blocked)} 份、{rows} 行；"
            f"{count['error']} 个错误，{count['warning']} 个警告，{count['info']} 个提示",
            f"{len(records.filings)} filings, {len(records.filings) - len(blocked)} sound with {rows} rows; "
            f"{count['error']} errors, {count['warning']} warnings, {count['info']} notes",
        ).say(lang)
    )
    names = {region.id: region.name.say(lang) for region in plan.regions}
    for filing in blocked:
        region = names.get(filing.region, filing.region)
        title = tables()[filing.table].title.say(lang)
        maturity = MATURITIES[filing.maturity].say(lang)
        print(
            Text(
                f"  未采用：{title}（{region}，{filing.year} {maturity}，{filing.rows} 行）："
                f"{filing.blocked} 个错误",
                f"  not used: {title} ({region}, {filing.year} {maturity}, {filing.rows} rows): "
                f"{filing.blocked} errors",
            ).say(lang)
        )


def _print_changes(found: Sequence[Change], lang: Lang) -> None:
    """Print what an import changed, in short."""
    from dafeng.records import MATURITIES, tables

    for change in [c for c in found if c.kind != "filed"][:_MOST_CHANGES]:
        title = tables()[change.table].title.say(lang)
        maturity = MATURITIES[change.maturity].say(lang)
        sums = ", ".join(
            f"{tables()[change.table].column(name).title.say(lang)} {was:.10g} → {now:.10g}"
            for name, (was, now) in change.sums.items()
        )
        print(f"  {_KINDS[change.kind].say(lang)} {maturity}: {title} {change.region} {change.year}  {sums}")
    print(Text(f"共 {len(found)} 份报表有变化", f"{len(found)} filings are new or changed").say(lang))
