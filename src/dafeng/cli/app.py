"""The commands put together."""

from __future__ import annotations

from typing import Annotated

import typer

from dafeng import __version__
from dafeng.cli import plans, start, texts

app = typer.Typer(
    name="dafeng",
    help="达峰：让城乡建设碳达峰规划自己计算 / plans for peaking carbon in construction that compute themselves",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _version(
    version: Annotated[
        bool, typer.Option("--version", help="版本 / print the version", is_eager=True)
    ] = False,
) -> None:
    if version:
        print(f"dafeng {__version__}")
        raise typer.Exit


start.add_to(app)
texts.add_to(app)
plans.add_to(app)
