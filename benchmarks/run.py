"""Run every ``bench_*.py`` beside this file, and write what came out to docs/explain/performance.md."""

from __future__ import annotations

import importlib
import os
import platform
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "explain" / "performance.md"


def table(rows: list[dict[str, str]]) -> str:
    """Return rows of the same keys as a table in Markdown."""
    heads = list(rows[0])
    lines = [heads, ["---"] * len(heads), *([row[head] for head in heads] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Write the page."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    parts = [
        "# Performance",
        f"Made by `make bench` ({machine}); times are the best of several runs, once loaded.\n"
        "The baseline beside each only finds numerals: no structure, years, scopes or classes.",
    ]
    for path in sorted(HERE.glob("bench_*.py")):
        bench = importlib.import_module(path.stem)
        parts += [f"## {bench.__doc__.splitlines()[0]}", table(bench.run())]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
