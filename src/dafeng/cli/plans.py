"""Commands on a plan: ``show``, ``compare``, ``attach-text``, ``decide``, ``schema``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

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
from dafeng.cli.show import print_json, print_table

VERDICTS = {
    "stricter": Text("更严", "stricter"),
    "looser": Text("更松", "looser"),
    "equal": Text("相同", "equal"),
    "missing": Text("本规划缺少", "missing here"),
    "missing_in_parent": Text("上级没有", "missing in parent"),
    "other_scope": Text("范围不同", "other scope"),
    "other_year": Text("年份不同", "other year"),
    "not_comparable": Text("不可比", "not comparable"),
}


def add_to(app: typer.Typer) -> None:
    """Add the group ``plan`` to ``app``."""
    group = typer.Typer(help="规划即数据 / the plan as data", no_args_is_help=True)
    group.command("show", help="显示规划或其中的陈述 / show a plan, or statements of it")(show)
    group.command("compare", help="与上级规划逐项比较 / compare with the parent plans")(compare)
    group.command("attach-text", help="附上官方原文并核对 / attach the official text and verify it")(
        attach_text
    )
    group.command("decide", help="改变一项裁定 / choose another option of a decision")(decide)
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
    from dafeng.web.figures import figure, when
    from dafeng.web.words import say

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
        (
            (
                s.id,
                s.subject.say(spoken),
                figure(s, spoken),
                when(s.years, spoken),
                say(f"strength.{s.strength or 'none'}", spoken),
            )
            for s in chosen
        ),
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
    from dafeng.plan import compare as compare_plans
    from dafeng.plan import compare_chain, load

    named = [row for name in parents or () for row in compare_plans(loaded, load(name))]
    rows = named if parents else compare_chain(loaded)
    if json:
        print_json([asdict(row) for row in rows])
        return
    spoken = session.lang
    print_table(
        Text(f"{loaded.id} 与上级规划比较", f"{loaded.id} beside its parent plans").say(spoken),
        _headers(
            spoken,
            ("上级规划", "parent"),
            ("结论", "verdict"),
            ("对象", "subject"),
            ("本规划", "plan"),
            ("上级", "parent's"),
            ("原因", "why"),
        ),
        (
            (
                row.parent,
                VERDICTS[row.verdict].say(spoken),
                row.subject.say(spoken),
                _side(row.statement, row.value, row.year),
                _side(row.parent_statement, row.parent_value, row.parent_year),
                row.why.say(spoken),
            )
            for row in rows
        ),
    )


@told
def attach_text(
    file: Annotated[Path, typer.Argument(help="官方文本 / the official text: .txt .docx .pdf .html")],
    plan: PlanOption = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Attach the official text to the workspace, and say which statements it does not bear out."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    opened = session.need_workspace()
    loaded = session.load_plan()
    from dafeng.extract.reading import read_document
    from dafeng.plan import attach_text as bind

    text = read_document(file).text
    bound, issues = bind(loaded, text)
    found = [s.id for s in bound.statements if s.evidence is not None and s.evidence.text is not None]
    if not found:
        raise InputError(
            "cli-other-text",
            Text(f"{file} 不是规划 {loaded.id} 的文本", f"{file} is not the text of plan {loaded.id}"),
            mend=Text("核对文件，或用 -p 指定另一规划", "check the file, or name another plan with -p"),
        )
    opened.texts.mkdir(exist_ok=True)
    place = opened.texts / f"{loaded.id}.txt"
    place.write_text(text, encoding="utf-8", newline="")
    if json:
        print_json({"text": str(place), "found": found, "issues": [issue.as_dict() for issue in issues]})
        return
    for issue in issues:
        print(issue.say(session.lang))
    total = sum(s.evidence is not None for s in bound.statements)
    print(
        Text(
            f"{total} 条陈述中 {len(found)} 条的原句已核实；文本存于 {place}",
            f"the sentences of {len(found)} of {total} statements are verified; the text is kept at {place}",
        ).say(session.lang)
    )


@told
def decide(
    decision: Annotated[str, typer.Argument(help="裁定编号 / id of the decision")],
    option: Annotated[str, typer.Argument(help="选项编号 / id of the option")],
    by: Annotated[str, typer.Option("--by", help="作出裁定的机关 / who decides")],
    workspace: WorkspaceOption = None,
    lang: LangOption = None,
) -> None:
    """Choose another option of a decision; kept in the workspace, the plan itself stays as it is."""
    session = enter(lang=lang, workspace=workspace)
    opened = session.need_workspace()
    from dafeng.plan import Choice, load, read_choices, with_choices, write_choices
    from dafeng.plan.revise import OVERLAY

    place = opened.root / OVERLAY
    kept = [choice for choice in read_choices(place) if choice.id != decision]
    choices = [*kept, Choice(id=decision, chosen=option, by=by, on=date.today())]
    with_choices(load(session.need_plan_name()), choices)
    write_choices(choices, place)
    print(
        Text(f"{decision} → {option}，存于 {place}", f"{decision} → {option}, kept in {place}").say(
            session.lang
        )
    )


@told
def schema() -> None:
    """Print the JSON Schema that editors can check plan files against."""
    from dafeng.plan import json_schema

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


def _side(id: str | None, value: Any, year: int | None) -> str:
    """Return one side of a comparison in short: id, value, year."""
    if id is None:
        return "-"
    number = "-".join(f"{v:g}" for v in (value if isinstance(value, (list, tuple)) else (value,)))
    return f"{id}: {number}" + (f" ({year})" if year else "")
