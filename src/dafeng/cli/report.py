"""Commands that write official documents: ``report annual`` and ``report workbook``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base import InputError, Text
from dafeng.cli.assess import as_of_day, records_of
from dafeng.cli.session import JsonOption, LangOption, PlanOption, Session, WorkspaceOption, enter, told
from dafeng.cli.show import print_json, working

if TYPE_CHECKING:
    from dafeng.indicators import Statuses, Values
    from dafeng.plan import Plan
    from dafeng.records import Records

RecordsArgument = Annotated[
    Path | None,
    typer.Argument(help="报表文件或文件夹，默认工作区的数据 / workbooks, default the workspace's records"),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="截止日期，默认今天 / as of YYYY-MM-DD, default today")
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="写入的文件，默认工作区的 out / file, default in the workspace's out"
    ),
]
RegionOption = Annotated[
    str | None, typer.Option("--region", help="某一地区的报告 / the report of one region, by its id")
]
PreviousOption = Annotated[
    str | None,
    typer.Option("--previous", help="上次报告的日期，用于对比 / day of the report before, to compare with"),
]
SampleOption = Annotated[
    bool, typer.Option("--sample", help="标明为示例数据 / mark it as sample data (a sample workspace is)")
]


def add_to(app: typer.Typer) -> None:
    """Add the group ``report`` to ``app``."""
    group = typer.Typer(help="报告与评估工作簿 / official report and workbook", no_args_is_help=True)
    group.command("annual", help="年度贯彻落实情况报告 / the yearly implementation report (.docx)")(annual)
    group.command("workbook", help="评估工作簿，公式可核对 / the assessment workbook (.xlsx)")(workbook)
    app.add_typer(group, name="report")


@dataclass(frozen=True, slots=True)
class _Basis:
    """What both documents rest on."""

    plan: Plan
    records: Records
    values: Values
    statuses: Statuses
    day: date
    sample: bool


@told
def annual(
    records: RecordsArgument = None,
    workspace: WorkspaceOption = None,
    plan: PlanOption = None,
    year: Annotated[
        int | None, typer.Option("--year", help="报告年度，默认截止日期的年份 / default that of --as-of")
    ] = None,
    as_of: AsOfOption = None,
    output: OutOption = None,
    region: RegionOption = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="主送机关，可重复 / addressee; repeat for several")
    ] = None,
    sender: Annotated[
        list[str] | None, typer.Option("--from", help="发文机关，可重复 / sender; repeat for several")
    ] = None,
    previous: PreviousOption = None,
    sample: SampleOption = False,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write the yearly report in the form of GB/T 9704-2012."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    from dafeng.reports import annual_report

    with working(Text("正在编写报告", "writing the report"), session.lang):
        basis = _basis(session, records, as_of, sample=sample)
        wanted = year if year is not None else basis.day.year
        before = None if previous is None else _before(session, basis, previous)[1]
        data = annual_report(
            basis.plan,
            basis.statuses,
            basis.values,
            basis.records,
            year=wanted,
            as_of=basis.day,
            sample=basis.sample,
            lang=session.lang,
            region=region,
            previous=before,
            senders=tuple(sender or ()),
            addressee=tuple(to or ()),
        )
    name = "-".join(["annual", str(wanted), *([region] if region else [])]) + ".docx"
    _keep(session, basis, data, output or _default(session, name), as_json=json)


@told
def workbook(
    records: RecordsArgument = None,
    workspace: WorkspaceOption = None,
    plan: PlanOption = None,
    as_of: AsOfOption = None,
    output: OutOption = None,
    region: RegionOption = None,
    previous: PreviousOption = None,
    sample: SampleOption = False,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write the assessment workbook with live formulas."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    from dafeng.records import changes
    from dafeng.reports import assessment_workbook

    with working(Text("正在编写工作簿", "writing the workbook"), session.lang):
        basis = _basis(session, records, as_of, sample=sample)
        old = None if previous is None else _before(session, basis, previous)[0]
        data = assessment_workbook(
            basis.plan,
            basis.statuses,
            basis.values,
            basis.records,
            as_of=basis.day,
            sample=basis.sample,
            lang=session.lang,
            region=region,
            changes=() if old is None else changes(old, basis.records),
        )
    name = "-".join(["assessment", basis.day.isoformat(), *([region] if region else [])]) + ".xlsx"
    _keep(session, basis, data, output or _default(session, name), as_json=json)


def _basis(session: Session, path: Path | None, as_of: str | None, *, sample: bool) -> _Basis:
    """Return plan, records, values and statuses of a day."""
    from dafeng import indicators

    plan, day = session.load_plan(), as_of_day(as_of)
    records = records_of(session, plan, path)
    values = indicators.compute(plan, records)
    statuses = indicators.assess(plan, values, as_of=day)
    marked = sample or (path is None and session.need_workspace().sample)
    return _Basis(plan, records, values, statuses, day, marked)


def _before(session: Session, basis: _Basis, day: str) -> tuple[Records, Statuses]:
    """Return the records and statuses that the report of ``day`` rested on: the newest snapshot of then."""
    from dafeng import indicators
    from dafeng.records import load_snapshot, snapshots

    then = as_of_day(day)
    known = [s for s in snapshots(session.need_workspace()) if s.added_on is not None and s.added_on <= then]
    if not known:
        raise InputError(
            "report-no-snapshot",
            Text(
                f"工作区没有 {then} 及以前导入的数据", f"the workspace has no records from {then} or before"
            ),
            mend=Text("换一个日期，或不用 --previous", "name another day, or leave out --previous"),
        )
    old = load_snapshot(known[-1])
    return old, indicators.assess(basis.plan, indicators.compute(basis.plan, old), as_of=then)


def _default(session: Session, name: str) -> Path:
    """Return where a document goes: the workspace's ``out``, or this folder where there is none."""
    return Path(name) if session.workspace is None else session.workspace.out / name


def _keep(session: Session, basis: _Basis, data: bytes, path: Path, *, as_json: bool) -> None:
    """Write a document and say where it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if as_json:
        print_json(
            {
                "path": str(path),
                "sha256": hashlib.sha256(data).hexdigest(),
                "plan": basis.plan.id,
                "as_of": basis.day.isoformat(),
                "records_sha256": basis.values.records_hash,
                "sample": basis.sample,
            }
        )
    else:
        print(Text(f"已写入 {path}", f"wrote {path}").say(session.lang))
