"""The commands of carbon accounts: ``account`` and ``factors``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dafeng.base import Lang, Text
from dafeng.cli.assess import records_of
from dafeng.cli.session import JsonOption, LangOption, PlanOption, Session, WorkspaceOption, enter, told
from dafeng.cli.show import print_json, print_table

if TYPE_CHECKING:
    from dafeng.carbon import Account, Bridge, Library
    from dafeng.carbon.reconcile import Reconciliation

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("account", help="碳核算：各系统的活动量和排放 / carbon account of a region and year")(account)
    app.command("factors", help="排放因子库 / the library of emission factors")(factors)


FactorsOption = Annotated[
    Path | None,
    typer.Option(
        "--factors", help="自有因子 CSV，默认工作区的 factors.csv / own factors, default the workspace's"
    ),
]


@told
def account(
    records: Annotated[
        Path | None,
        typer.Argument(help="报表文件或文件夹，默认工作区的数据 / workbooks, default the workspace's"),
    ] = None,
    workspace: WorkspaceOption = None,
    plan: PlanOption = None,
    region: Annotated[
        str | None, typer.Option("--region", help="地区，默认全域 / region, default the whole")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="年份，默认最近一年 / year, default the latest")
    ] = None,
    boundary: Annotated[
        str,
        typer.Option(
            "--boundary", help="边界：预设或开关，逗号分隔，-x 去掉 / presets or switches, -x leaves out"
        ),
    ] = "full",
    view: Annotated[str, typer.Option("--view", help="口径 own, mohurd, berc, gpc / view")] = "own",
    factors: FactorsOption = None,
    heat_at: Annotated[
        str,
        typer.Option("--heat-at", help="建筑用热在何处计量 auto, building, source / where heat is metered"),
    ] = "auto",
    gwp: Annotated[str, typer.Option("--gwp", help="增温潜势 ar5, ar6 / warming potentials")] = "ar5",
    grid_year: Annotated[
        int | None, typer.Option("--grid-year", help="固定某年电力因子 / freeze the grid at a year")
    ] = None,
    landfill_since: Annotated[
        int | None,
        typer.Option("--landfill-since", help="填埋量回推起始年 / take deposits back to this year"),
    ] = None,
    bridge: Annotated[
        str | None, typer.Option("--bridge", help="与另一口径的差异 / the way to another view")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="与统计表核对 / lay it beside a statistics workbook")
    ] = None,
    why: Annotated[
        str | None, typer.Option("--why", help="说明一行或一个系统 / explain a line or a system")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写成 .xlsx / write a workbook")
    ] = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print the account of a region and year, and what it could not count."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    loaded = session.load_plan()
    taken = records_of(session, loaded, records)
    from dafeng import carbon
    from dafeng.carbon.reconcile import reconcile
    from dafeng.carbon.workbook import write_workbook

    limits = carbon.Boundary.named(
        boundary, heat_metered_at=heat_at, gwp=gwp, grid_year=grid_year, landfill_since=landfill_since
    )
    library = _library(session, factors)

    def seen_as(view: str) -> Account:
        return carbon.account(
            loaded, taken, region=region, year=year, boundary=limits, view=view, library=library
        )

    found = seen_as(view)
    way = None if bridge is None else carbon.bridge(found, seen_as(bridge))
    beside = None if against is None else reconcile(found, against)
    if output is not None:
        ways = [carbon.bridge(found, seen_as(other)) for other in carbon.views() if other != view]
        sample = session.workspace is not None and session.workspace.sample
        write_workbook(found, output, lang=session.lang, bridges=ways, sample=sample)
    if why is not None:
        lines = found.of(why) or (found.line(why),)
        print("\n\n".join(found.why(line, session.lang) for line in lines))
    elif json:
        data = found.as_dict(session.lang)
        if way is not None:
            data["bridge"] = [{"step": label, "tco2e": value} for label, value in way.rows(session.lang)]
        if beside is not None:
            data["against"] = _against_dict(beside, session.lang)
        print_json(data)
    else:
        _print(found, session.lang)
        if way is not None:
            _print_bridge(way, session.lang)
        if beside is not None:
            _print_against(beside, session.lang)
        if output is not None:
            print(Text(f"已写入 {output}", f"written to {output}").say(session.lang))


@told
def factors(
    key: Annotated[str | None, typer.Argument(help="因子或其开头 / a factor, or how its name begins")] = None,
    workspace: WorkspaceOption = None,
    year: Annotated[
        int | None, typer.Option("--year", help="年份，默认最近 / year, default the latest")
    ] = None,
    place: Annotated[
        str | None,
        typer.Option("--place", help="行政区划代码或省名，默认全国 / code or province, default China"),
    ] = None,
    own: FactorsOption = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print a factor as it is chosen for a year and place, or the rows of the library."""
    session = enter(lang=lang, workspace=workspace)
    library = _library(session, own)
    if key is not None and (key in library.rows or not any(k.startswith(key) for k in library.rows)):
        chosen = library.factor(key, year=year, place=place)
        if json:
            from dataclasses import asdict

            print_json(asdict(chosen) | {"words": chosen.words(session.lang)})
        else:
            print(chosen.words(session.lang))
        return
    rows = [row for row in library if key is None or row.key.startswith(key)]
    if json:
        print_json(
            [
                {
                    "key": r.key,
                    "value": r.value,
                    "unit": r.unit,
                    "year": r.year,
                    "place": r.place,
                    "source": r.source,
                    "clause": r.clause,
                    "basis": r.basis,
                    "origin": r.origin,
                }
                for r in rows
            ]
        )
        return
    heads = [
        ("因子", "factor"),
        ("值", "value"),
        ("单位", "unit"),
        ("年份", "year"),
        ("地方", "place"),
        ("来源", "source"),
        ("依据", "basis"),
    ]
    print_table(
        Text(f"因子库：{len(rows)} 行", f"{len(rows)} factors").say(session.lang),
        [Text(*head).say(session.lang) for head in heads],
        ([r.key, f"{r.value:g}", r.unit, str(r.year or ""), r.place, r.source, r.basis] for r in rows),
    )


def _library(session: Session, own: Path | None) -> Library:
    """Return the library with the file named, else with the workspace's ``factors.csv`` where it has one."""
    from dafeng.carbon import load_library

    if own is None and session.workspace is not None:
        usual = session.workspace.root / "factors.csv"
        own = usual if usual.is_file() else None
    return load_library(own)


def _print(found: Account, lang: Lang) -> None:
    """Print an account for a person."""
    from dafeng.carbon.telling import missing_words, system_rows

    spread = found.uncertainty()
    title = f"{found.name.say(lang)} {found.year} · {found.view.name.say(lang)}"
    heads = [
        ("条文", "articles"),
        ("系统", "system"),
        ("活动量", "activity"),
        ("tCO2e", "tCO2e"),
        ("未报", "missing"),
    ]
    rows = []
    for row in system_rows(found):
        counts = row["counted"] and row["system"] in {ln.system for ln in found.lines}
        amounts = "; ".join(f"{value:,.4g} {unit}" for unit, value in row["activity"].items())
        tonnes = "" if row["tco2e"] is None else f"{row['tco2e']:,.1f}"
        rows.append(
            [
                ", ".join(row["articles"]),
                row["name"].say(lang),
                amounts,
                tonnes if counts or not tonnes else f"({tonnes})",
                ", ".join(row["missing"]),
            ]
        )
    print_table(title, [Text(*head).say(lang) for head in heads], rows)
    labels = {}
    for line in found.lines:
        id, words = found.view.label(line.system, line.sector)
        labels[id] = words.say(lang)
    for id, value in (found.by("class") if found.lines else {}).items():
        print(f"  {labels[id]}: {value:,.1f} tCO2e")
    print(
        Text(
            f"合计 {found.total():,.1f} tCO2e ± {spread.half_width_t:,.1f}（95%）；括号内为备查项，不计入",
            f"total {found.total():,.1f} tCO2e ± {spread.half_width_t:,.1f} (95 %); (): memo",
        ).say(lang)
    )
    for head, said in (
        (
            Text("未计入", "not counted"),
            [*missing_words(found, lang), *(g.words.say(lang) for g in found.gaps())],
        ),
        (Text("提示", "note"), [issue.say(lang) for issue in found.issues]),
        (Text("替代因子", "substituted factors"), [f.words(lang) for f in found.substituted()]),
        (Text("未核对原文的因子", "unverified factors"), [f.key for f in found.unverified()]),
    ):
        if said:
            print(f"{head.say(lang)}:")
            for line_said in said:
                print(f"  {line_said}")


def _print_bridge(way: Bridge, lang: Lang) -> None:
    heads = [Text("步骤", "step").say(lang), "tCO2e"]
    print_table(
        Text("口径差异", "bridge").say(lang),
        heads,
        ([label, f"{value:,.1f}"] for label, value in way.rows(lang)),
    )


def _print_against(beside: Reconciliation, lang: Lang) -> None:
    """Print an account beside the statistics."""
    heads = [
        ("部门", "sector"),
        ("核算", "account"),
        ("统计", "statistics"),
        ("差", "gap"),
        ("%", "%"),
        ("单元格", "cell"),
    ]

    def figure(value: float | None) -> str:
        return "-" if value is None else f"{value:,.1f}"

    rows = [
        [
            r.name.say(lang),
            figure(r.account_t),
            figure(r.statistics_t),
            figure(r.gap_t),
            "-" if r.gap_share is None else f"{100 * r.gap_share:+.1f}",
            ", ".join(r.where),
        ]
        for r in beside.rows
    ]
    print_table(
        Text("与统计表核对 tCO2e", "beside the statistics, tCO2e").say(lang),
        [Text(*h).say(lang) for h in heads],
        rows,
    )
    both, alone = f"{beside.absolute_gap_t:,.1f} tCO2e", f"{beside.one_sided_t:,.1f} tCO2e"
    print(
        Text(
            f"差值绝对值之和 {both}；只有一方有的 {alone}",
            f"sum of absolute gaps {both}; on one side alone {alone}",
        ).say(lang)
    )
    for row in beside.unmatched:
        print(
            Text(f"  未对应：{row.words}（{row.where}）", f"  unmatched: {row.words} ({row.where})").say(lang)
        )


def _against_dict(beside: Reconciliation, lang: Lang) -> dict[str, object]:
    return {
        "rows": [
            {
                "sector": r.sector,
                "name": r.name.say(lang),
                "account_tco2e": r.account_t,
                "statistics_tco2e": r.statistics_t,
                "gap_tco2e": r.gap_t,
                "where": r.where,
            }
            for r in beside.rows
        ],
        "absolute_gap_tco2e": beside.absolute_gap_t,
        "one_sided_tco2e": beside.one_sided_t,
        "printed_total_tco2e": beside.printed_total_t,
        "account_total_tco2e": beside.account_total_t,
        "unmatched": [{"words": r.words, "tco2e": r.tco2e, "where": r.where} for r in beside.unmatched],
    }
