"""The ``dafeng`` command: ``main`` is its entry point."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from dafeng.cli.app import app

    app(prog_name="dafeng")


__all__ = ["main"]
