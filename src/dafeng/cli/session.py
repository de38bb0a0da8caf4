"""What every command shares: its options, the workspace and plan they name, and how errors are told.

Exit codes: 0 done, 1 done with findings that block, 2 wrong use or input that cannot be used.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer

from dafeng.base import DafengError, InputError, Lang, Text, Workspace
from dafeng.base.workspace import CONFIG_NAME

if TYPE_CHECKING:
    from dafeng.plan import Plan

DONE, FINDINGS, UNUSABLE = 0, 1, 2
_speaking: ContextVar[Lang] = ContextVar("speaking", default="zh")
P = ParamSpec("P")


class LangChoice(StrEnum):
    """The languages to choose from."""

    zh = "zh"
    en = "en"

    @property
    def lang(self) -> Lang:
        """Return the language as the other rooms name it."""
        return "en" if self is LangChoice.en else "zh"


LangOption = Annotated[
    LangChoice | None,
    typer.Option("--lang", help="语言，默认工作区的语言 / language, default the workspace's"),
]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", help="工作区文件夹，默认当前文件夹 / workspace folder, default this one"
    ),
]
PlanOption = Annotated[
    str | None,
    typer.Option(
        "--plan", "-p", help="规划编号或路径，默认工作区的规划 / plan id or path, default the workspace's"
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON")]
PortOption = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="端口，0 为任一空闲端口 / port, 0 for any free one")
]
BrowserOption = Annotated[
    bool, typer.Option("--browser/--no-browser", help="打开浏览器 / open the browser, where there is one")
]


@dataclass(frozen=True, slots=True)
class Session:
    """What the options of one command name."""

    lang: Lang
    workspace: Workspace | None
    plan_name: str | None

    def need_workspace(self) -> Workspace:
        """Return the workspace; raises ``InputError`` where none was named and this folder is none."""
        return self.workspace or Workspace.open(Path.cwd())

    def need_plan_name(self) -> str:
        """Return the id or path of the plan to work on."""
        if self.plan_name is None:
            raise plan_needed()
        return self.plan_name

    def load_plan(self) -> Plan:
        """Load the plan to work on, with the decisions that the workspace changed."""
        from dafeng.plan import load, read_choices, with_choices
        from dafeng.plan.revise import OVERLAY

        loaded = load(self.need_plan_name())
        if self.workspace is None or loaded.id != self.workspace.plan:
            return loaded
        return with_choices(loaded, read_choices(self.workspace.root / OVERLAY))


def enter(
    *, lang: LangChoice | None = None, workspace: Path | None = None, plan: str | None = None
) -> Session:
    """Return the session that the options name, and speak its language from here on.

    Without ``--workspace`` the current folder is the workspace if it is one. A plan that the workspace keeps
    under ``plans/`` comes before an installed one of the same id.
    """
    if lang is not None:
        _speaking.set(lang.lang)
    opened = None
    if workspace is not None:
        opened = Workspace.open(workspace)
    elif (Path.cwd() / CONFIG_NAME).is_file():
        opened = Workspace.open(Path.cwd())
    spoken: Lang = lang.lang if lang is not None else opened.lang if opened else "zh"
    _speaking.set(spoken)
    name = plan if plan is not None else opened.plan if opened else None
    return Session(spoken, opened, own_plan(opened, name))


def plan_needed() -> InputError:
    """Return the error for a command that was told no plan."""
    from dafeng.plan import available

    installed = available()
    return InputError(
        "cli-plan-needed",
        Text("没有指定规划，当前文件夹也不是工作区", "no plan was named, and this folder is no workspace"),
        mend=Text(
            f"用 -p 指定规划（可用：{'、'.join(installed)}），或用 -w 指定工作区",
            f"name a plan with -p (installed: {', '.join(installed)}) or a workspace with -w",
        ),
    )


def own_plan(workspace: Workspace | None, name: str | None) -> str | None:
    """Return the path of the plan ``name`` in the workspace where it keeps one, else ``name`` itself."""
    if workspace is None or name is None:
        return name
    for candidate in (workspace.plans / name, workspace.plans / f"{name}.yaml"):
        if candidate.exists():
            return str(candidate)
    return name


def told(command: Callable[P, None]) -> Callable[P, None]:
    """Wrap a command so that an error is told in the reader's language, without a traceback."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        token = _speaking.set("zh")
        try:
            command(*args, **kwargs)
        except DafengError as error:
            _complain(error)
        except BrokenPipeError:
            raise
        except OSError as error:
            _complain(_file_error(error))
        finally:
            _speaking.reset(token)

    return wrapped


def _complain(error: DafengError) -> None:
    """Print an error for a person and leave with exit code 2."""
    print(error.say(_speaking.get()), file=sys.stderr)
    raise typer.Exit(UNUSABLE)


def _file_error(error: OSError) -> InputError:
    """Return a failure of the file system as an error that says how to mend it."""
    place = error.filename if error.filename is not None else ""
    reason = error.strerror or str(error)
    return InputError(
        "cli-file",
        Text(f"无法读写文件 {place}：{reason}", f"cannot read or write {place}: {reason}"),
        mend=Text("检查路径和权限", "check the path and its permissions"),
    )
