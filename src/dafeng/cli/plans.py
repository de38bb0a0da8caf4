"""Commands on a plan: ``show``, ``compare``, ``attach-text``, ``decide``, ``schema``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from dafeng.base import InputError, Lang, Text
from dafeng.cli.session import (
    JsonOption,
    LangOption,
    PlanOption,
    WorkspaceOption,
    enter,
    told,
)
from dafeng.cli.show import figure, print_json, print_table, when


def add_to(app: typer.Typer) -> None:
    """Add the group ``plan`` to ``app``."""
    group = typer.Typer(help="规划即数据 / the plan as data", no_args_is_help=True)
    group.command("show", help="显示规划或其中的陈述 / show a plan, or statements of it")(show)
    group.command("compare", help="与上级规划逐项比较 / compare with the parent plans")(compare)
    group.command("attach-text", help="附上官方原文并核对 / attach the official text and verify it")(
        attach_text
    )
    group.command("schema", help="输出规划格式的 JSON Schema / print the JSON Schema of plans")(schema)
    app.add_typer(group, name="plan")


@told
def show(
    ids: Annotated[
        list[str] | None, typer.Argument(help="陈述编号，如 12.1；无则全部 / statement ids, none: all")
    ] = None,
    plan: PlanOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show a plan's statements, or the named ones with the decisions that bear on them."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    loaded = session.load_plan()
    known = {statement.id for statement in loaded.statements}
    for id in ids or ():
        if id not in known:
            raise _no_statement(id, loaded.id)
    chosen = [s for s in loaded.statements if not ids or s.id in ids]
    if json:
        data = loaded.model_dump(mode="json")
        if ids:
            data = {
                "id": loaded.id,
                "statements": [s.model_dump(mode="json") for s in chosen],
                "decisions": [
                    d.model_dump(mode="json")
                    for d in loaded.decisions
                    if any(d in loaded.decisions_on(s.id) for s in chosen)
                ],
            }
        print_json(data)
        return
    spoken = session.lang
    print_table(
        f"{loaded.id}  {loaded.document.title.say(spoken)}  {loaded.document.number or ''}".rstrip(),
        _headers(
            spoken,
            ("编号", "id"),
            ("对象", "subject"),
            ("数值", "figure"),
            ("时间", "when"),
            ("力度", "strength"),
        ),
        ((s.id, s.subject.say(spoken), figure(s), when(s), s.strength or "") for s in chosen),
    )
    if ids:
        for decision in dict.fromkeys(d for s in chosen for d in loaded.decisions_on(s.id)):
            print(
                f"{decision.id}: {decision.open.say(spoken)} → {decision.chosen}",
                decision.reason.say(spoken),
                sep="\n    ",
            )


@told
def compare(
    parents: Annotated[
        list[str] | None,
        typer.Argument(help="上级规划编号，无则全部 / parent plan ids, none: all of the plan's"),
    ] = None,
    plan: PlanOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare target by target with the parent plans: stricter, looser, missing, other scope."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    loaded = session.load_plan()
    from dafeng.plan import compare as compare_plans  # noqa: PLC0415
    from dafeng.plan import load  # noqa: PLC0415

    rows = [(name, row) for name in parents or loaded.parents for row in compare_plans(loaded, load(name))]
    if json:
        print_json([{"parent": name, **asdict(row)} for name, row in rows])
        return


@told
def attach_text(
    file: Annotated[Path, typer.Argument(help="官方文本 / the official text: .txt .docx .pdf .html")],
    plan: PlanOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Attach the official text to the workspace, and say which statements it bears out."""


@told
def schema() -> None:
    """Print the JSON Schema that editors can check plan files against."""
    from dafeng.plan import json_schema  # noqa: PLC0415

    print_json(json_schema())


def _headers(lang: Lang, *pairs: tuple[str, str]) -> list[str]:
    return [Text(*pair).say(lang) for pair in pairs]


def _no_statement(id: str, plan: str) -> InputError:
    return InputError(
        "cli-no-statement",
        Text(f"规划 {plan} 没有陈述 {id}", f"plan {plan} has no statement {id}"),
        mend=Text(
            f"运行 dafeng plan show -p {plan} 查看全部编号", f"run dafeng plan show -p {plan} for all ids"
        ),
    )
