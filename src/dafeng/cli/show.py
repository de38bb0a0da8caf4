"""How results are printed: JSON for programs, tables for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from dafeng.base import Issue, Lang, Text
from dafeng.cli.session import FINDINGS


def print_json(data: Any) -> None:
    """Print ``data`` as JSON in UTF-8, whatever the encoding of the terminal."""
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def print_table(title: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table that fits the terminal; without a terminal its lines are never cut."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    console = Console() if sys.stdout.isatty() else Console(width=160)
    console.print(table)


def _plain(cell: str) -> str:
    """Keep square brackets as they are written."""
    return cell.replace("[", r"\[")


@contextmanager
def working(what: Text, lang: Lang) -> Iterator[None]:
    """Show on a terminal that work goes on, with the time that it has taken; nothing stays on the screen."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(what.say(lang), total=None)
        yield


def report_issues(issues: Sequence[Issue], *, lang: Lang, as_json: bool) -> None:
    """Print findings, and leave with exit code 1 where one of them blocks."""
    if as_json:
        print_json({"issues": [issue.as_dict() for issue in issues]})
    else:
        for issue in issues:
            print(f"{_severity(issue, lang)} {issue.say(lang)}")
        counts = {kind: sum(i.severity == kind for i in issues) for kind in ("error", "warning", "info")}
        print(
            Text(
                f"{counts['error']} 个错误，{counts['warning']} 个警告，{counts['info']} 个提示",
                f"{counts['error']} errors, {counts['warning']} warnings, {counts['info']} notes",
            ).say(lang)
        )
    if any(issue.severity == "error" for issue in issues):
        raise typer.Exit(FINDINGS)


def _severity(issue: Issue, lang: Lang) -> str:
    words = {
        "error": Text("错误", "error"),
        "warning": Text("警告", "warning"),
        "info": Text("提示", "note"),
    }
    return words[issue.severity].say(lang)
