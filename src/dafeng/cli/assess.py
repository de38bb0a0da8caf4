"""The command that judges a plan by its records: ``assess``."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base import InputError, Text
from dafeng.cli.session import JsonOption, LangOption, PlanOption, Session, WorkspaceOption, enter, told

if TYPE_CHECKING:
    from dafeng.indicators import Status, Statuses
    from dafeng.plan import Plan
    from dafeng.records import Records

__all__ = ["add_to", "as_of_day", "records_of"]


def add_to(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("assess", help="按报表判定各项目标 / judge every target by the records")(assess)


@told
def assess(
    records: Annotated[
        Path | None,
        typer.Argument(
            help="报表文件或文件夹，默认工作区的数据 / workbooks, default the workspace's records"
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    plan: PlanOption = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="截止日期，默认今天 / judged as of YYYY-MM-DD, default today"),
    ] = None,
    target: Annotated[
        str | None, typer.Option("--why", help="说明一条的依据 / explain one statement, e.g. 12.1")
    ] = None,
    region: Annotated[str | None, typer.Option("--region", help="只看一个地区 / one region")] = None,
    valid_rows: Annotated[
        bool,
        typer.Option("--valid-rows", help="有错误的报表只用无误的行 / use the sound rows of faulty tables"),
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print the state of every statement of the plan."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    loaded = session.load_plan()
    day = as_of_day(as_of)
    taken = records_of(session, loaded, records, accept_valid=valid_rows)
    from dafeng import indicators

    statuses = indicators.assess(loaded, indicators.compute(loaded, taken), as_of=day)
    if target is not None or region is not None:
        _check_names(loaded, statuses, target, region)
    if as_json:
        found = statuses.as_dict(session.lang)
        if target is not None:
            found["statuses"] = [s for s in found["statuses"] if s["target"] == target]
        if region is not None:
            found["statuses"] = [s for s in found["statuses"] if s["region"] == region]
        print(json.dumps(found, ensure_ascii=False, indent=2))
    elif target is not None:
        print((statuses[target] if region is None else statuses[target, region]).why(session.lang))
    else:
        _table(loaded, statuses, region, session)


def as_of_day(text: str | None) -> date:
    """Return the day that an option names, today without one; raises ``InputError`` where it names none."""
    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise InputError(
            "cli-date",
            Text(f"日期 {text} 无法识别", f"{text} is no date"),
            mend=Text("写成 2026-11-22 的形式", "write it as 2026-11-22"),
        ) from fault


def records_of(session: Session, plan: Plan, path: Path | None, *, accept_valid: bool = False) -> Records:
    """Return the records of the workbooks at ``path``, else the workspace's latest; faults go to stderr."""
    from dafeng import records

    if path is None:
        return records.latest(session.need_workspace())
    taken, issues = records.read(path, plan, accept_valid=accept_valid)
    errors = [i for i in issues if i.severity == "error"]
    if errors:
        typer.echo(
            Text(
                f"报表中有 {len(errors)} 处错误，有错误的报表没有采用（dafeng check-records 列出全部）",
                f"{len(errors)} errors in the workbooks; tables with errors were not used "
                "(dafeng check-records lists them)",
            ).say(session.lang),
            err=True,
        )
        for issue in errors[:5]:
            typer.echo("  " + issue.say(session.lang), err=True)
    return taken


def _check_names(plan: Plan, statuses: Statuses, target: str | None, region: str | None) -> None:
    """Raise ``InputError`` for a statement or region that is not judged."""
    if target is not None and target not in statuses:
        raise InputError(
            "cli-no-statement",
            Text(f"规划 {plan.id} 没有条目 {target}", f"the plan {plan.id} has no statement {target}"),
            mend=Text("用 dafeng plan show 查看编号", "see the ids with dafeng plan show"),
        )
    known = {s.region for s in statuses.all()}
    if region is not None and (
        region not in known
        or (target is not None and region not in {s.region for s in _of(statuses, target)})
    ):
        raise InputError(
            "cli-no-region",
            Text(f"没有地区 {region} 的结果", f"there is no result for the region {region}"),
            mend=Text(f"可用：{'、'.join(sorted(known))}", f"known: {', '.join(sorted(known))}"),
        )


def _of(statuses: Statuses, target: str) -> list[Status]:
    """Return the statuses of one statement: its scope, its regions."""
    return [statuses[target], *statuses.regions(target)]


def _table(plan: Plan, statuses: Statuses, region: str | None, session: Session) -> None:
    """Print one line a statement."""
    from rich.console import Console
    from rich.table import Table

    from dafeng.indicators import STATES
    from dafeng.indicators.wording import figure

    lang = session.lang
    console = Console()
    rows = [s for s in statuses.all() if (s.region == region if region else True)]
    if region is None:
        rows = list(statuses)
    subjects = {s.id: s.subject.say(lang) for s in plan.statements}
    table = Table(box=None, pad_edge=False)
    heads = (
        ("条目", "id"),
        ("内容", "subject"),
        ("年份", "year"),
        ("数值", "value"),
        ("要求", "target"),
        ("状态", "state"),
    )
    for zh, en in heads:
        table.add_column(Text(zh, en).say(lang), overflow="fold")
    for s in rows:
        sign = (s.op or "") if s.op != "about" else "≈"
        asked = f"{sign} {figure(s.target_value, s.unit, lang)}" if s.target_value is not None else ""
        state = STATES[s.status].say(lang) + ("*" if s.provisional else "")
        table.add_row(
            s.target, subjects[s.target], str(s.year or ""), figure(s.value, s.unit, lang), asked, state
        )
    console.print(table)
    counts: dict[str, int] = {}
    for s in rows:
        counts[s.status] = counts.get(s.status, 0) + 1
    said = (f"{STATES[k].say(lang)} {n}" for k in STATES if (n := counts.get(k)))
    console.print(Text("共", "in all").say(lang), len(rows), "·", " · ".join(said))
    console.print(
        Text(f"截至 {statuses.as_of}；* 为暂定", f"as of {statuses.as_of}; * provisional").say(lang)
    )
