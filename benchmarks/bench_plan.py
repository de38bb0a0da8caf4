"""Loading and checking a plan of 27 articles, beside plain reading of its YAML."""

from __future__ import annotations

from importlib.resources import files

import yaml
from bench_extract import best

PLAN = "alxa-2023-66"


def plain() -> int:
    """Return how many entries the YAML of the plan holds, read without any check."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = 0
    for entry in (files("dafeng.plans") / PLAN).iterdir():
        if entry.name.endswith(".yaml"):
            found += len(yaml.load(entry.read_text(encoding="utf-8"), Loader=loader))
    return found


def run() -> list[dict[str, str]]:
    """Return one row."""
    from dafeng.plan.load import _load, load

    def ours() -> None:
        _load.cache_clear()
        load(PLAN)

    return [
        {
            "what": PLAN,
            "dafeng: read, checked, linked [ms]": f"{best(ours, 5) * 1000:.0f}",
            "YAML alone [ms]": f"{best(plain, 5) * 1000:.0f}",
        }
    ]
