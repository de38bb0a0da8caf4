"""The commands put together."""

from __future__ import annotations

from typing import Annotated

import typer

from dafeng import __version__
from dafeng.cli import account, assess, heating, plans, records, report, solar, start, stock, texts, weather

app = typer.Typer(
    name="dafeng",
    help="达峰：让城乡建设碳达峰规划自己计算 / plans for peaking carbon that compute themselves",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"dafeng {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="版本 / print the version"),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


start.add_to(app)
texts.add_to(app)
plans.add_to(app)
weather.add_to(app)
assess.add_to(app)
heating.add_to(app)
report.add_to(app)
records.add_to(app)
solar.add_to(app)
stock.add_to(app)
account.add_to(app)
