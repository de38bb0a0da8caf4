"""Pages of the board over a register of 100,000 buildings: time from request to answer, once computed."""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path

PLAN = "alxa-2023-66"
BUILDINGS = 100_000
PAGES = {
    "overview": "/",
    "all statements": "/statements/",
    "statements late in one region": "/statements/?region=ejin_banner&state=late",
    "one statement": "/statements/12.1/",
    "rows behind a statement": "/statements/9.1/rows/",
    "articles": "/articles/",
    "bodies": "/bodies/",
    "regions": "/regions/",
    "one region": "/regions/ejin_banner/",
    "reported data": "/data/",
    "rows of the register of buildings": "/data/buildings/?p=700",
    "register as it counts in 2024": "/data/buildings/?year=2024&region=left_banner&p=9",
    "decisions": "/decisions/",
    "parent plans": "/compare/",
}
TIMES = 7


def run() -> list[dict[str, str]]:
    """Return one row for every page: the first answer, and the median and worst of those after it."""
    from django.test import Client

    from dafeng.base import Workspace
    from dafeng.plan import load
    from dafeng.records.sample import sample_records
    from dafeng.records.store import add
    from dafeng.web.server import wsgi_application

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "office"
        workspace = Workspace.create(root, plan=PLAN, sample=True)
        add(workspace, sample_records(load(PLAN), buildings=BUILDINGS), on=date(2026, 11, 20))
        wsgi_application(root, PLAN)
        client = Client(headers={"host": "localhost"})
        rows = [_row("start: records read, everything computed", [_timed(client, "/")])]
        for name, page in PAGES.items():
            times = [_timed(client, page) for _ in range(TIMES)]
            rows.append(_row(name, times))
    return rows


def _timed(client: object, page: str) -> tuple[float, int]:
    """Return the time [s] and size [byte] of one answer."""
    start = time.perf_counter()
    answer = client.get(page)  # type: ignore[attr-defined]
    taken = time.perf_counter() - start
    if answer.status_code != 200:
        raise RuntimeError(f"{page}: {answer.status_code}")
    return taken, len(answer.content)


def _row(name: str, times: list[tuple[float, int]]) -> dict[str, str]:
    """Return one row of the table."""
    first = times[0][0]
    rest = sorted(taken for taken, _ in times[1:]) or [first]
    return {
        "page": name,
        "first [ms]": f"{first * 1000:.0f}",
        "median after [ms]": f"{rest[len(rest) // 2] * 1000:.0f}",
        "worst after [ms]": f"{rest[-1] * 1000:.0f}",
        "size [kB]": f"{times[0][1] / 1000:.0f}",
    }
