"""Commands that make a workspace and serve its pages: ``demo``, ``init``, ``serve``."""

from __future__ import annotations

import os
import sys
import webbrowser
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dafeng.base import InputError, Text, Workspace
from dafeng.base.workspace import CONFIG_NAME
from dafeng.cli.session import (
    BrowserOption,
    LangChoice,
    LangOption,
    PlanOption,
    PortOption,
    WorkspaceOption,
    enter,
    plan_needed,
    told,
)

DEMO_PLAN = "alxa-2023-66"
DEMO_FOLDER = Path("dafeng-sample")
LOOPBACK = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("demo", help="演示：建立示例工作区并打开看板 / make a sample workspace and open its board")(
        demo
    )
    app.command("init", help="新建工作区 / make a folder a workspace")(init)
    app.command("serve", help="打开工作区的看板 / serve the board of a workspace")(serve)


@told
def demo(
    workspace: Annotated[
        Path, typer.Option("--workspace", "-w", help="示例工作区的文件夹 / folder of the sample workspace")
    ] = DEMO_FOLDER,
    port: PortOption = 8000,
    browser: BrowserOption = True,
    lang: LangOption = None,
) -> None:
    """Make the sample workspace if there is none yet, and serve it."""
    if not (workspace / CONFIG_NAME).is_file():
        spoken = (lang or LangChoice.zh).lang
        made = Workspace.create(workspace, plan=DEMO_PLAN, lang=spoken, sample=True)
        print(Text(f"已建立示例工作区：{made.root}", f"made the sample workspace {made.root}").say(spoken))
    session = enter(lang=lang, workspace=workspace)
    if not session.need_workspace().sample:
        raise InputError(
            "cli-not-sample",
            Text(f"{workspace} 不是示例工作区", f"{workspace} is not a sample workspace"),
            mend=Text(f"运行 dafeng serve -w {workspace}", f"run dafeng serve -w {workspace}"),
        )
    _add_sample_records(session.need_workspace())
    serve(workspace=workspace, host=LOOPBACK, port=port, browser=browser, lang=lang)


def _add_sample_records(workspace: Workspace) -> None:
    """Put sample records into a sample workspace that has none, where its plan has regions that report."""
    from dafeng.indicators import tables_needed
    from dafeng.plan import load
    from dafeng.records.sample import sample_records
    from dafeng.records.store import add, snapshots

    plan = load(workspace.plan)
    if not snapshots(workspace) and any(region.leaf for region in plan.regions):
        add(workspace, sample_records(plan, only=tables_needed(plan)), on=date.today())


@told
def init(
    path: Annotated[Path, typer.Argument(help="文件夹 / the folder")],
    plan: PlanOption = None,
    lang: LangOption = None,
) -> None:
    """Make a folder a workspace of one plan."""
    session = enter(lang=lang)
    if plan is None:
        raise plan_needed()
    from dafeng.plan import available, load, save

    loaded = load(plan)
    made = Workspace.create(path, plan=loaded.id, lang=(lang or LangChoice.zh).lang)
    if plan not in available():
        save(loaded, made.plans / loaded.id)
    print(
        Text(
            f"已建立工作区 {made.root}，规划 {made.plan}。下一步：dafeng serve -w {path}",
            f"made the workspace {made.root} of plan {made.plan}. Next: dafeng serve -w {path}",
        ).say(session.lang)
    )


@told
def serve(
    workspace: WorkspaceOption = None,
    plan: PlanOption = None,
    host: Annotated[
        str, typer.Option("--host", help="监听的地址 / address to listen on; 0.0.0.0: every network")
    ] = LOOPBACK,
    port: PortOption = 8000,
    browser: BrowserOption = True,
    lang: LangOption = None,
) -> None:
    """Serve the pages until Ctrl+C."""
    session = enter(lang=lang, workspace=workspace, plan=plan)
    opened = session.need_workspace()
    from dafeng.web import serve as serve_pages

    serve_pages(
        opened.root,
        session.need_plan_name(),
        host=host,
        port=port,
        open_browser=browser and has_browser(),
        lang=session.lang,
    )


def has_browser() -> bool:
    """Return whether there is a browser with a window to open; one inside the terminal does not count."""
    if sys.platform not in ("win32", "darwin") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
