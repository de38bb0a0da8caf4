"""The same input gives the same bytes, whatever the process, its hash seed and its time zone."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

from openpyxl import load_workbook
from tests.reports.conftest import AS_OF, make_plan, make_records, make_statuses, make_values

from dafeng.reports import assessment_workbook

MAKE = """
import hashlib, sys
sys.path.insert(0, {folder!r})
from tests.reports.conftest import AS_OF, make_plan, make_records, make_statuses, make_values
from dafeng.reports import annual_report, assessment_workbook
given = (make_plan(), make_statuses(), make_values(), make_records())
for data in (
    annual_report(*given, year=2026, as_of=AS_OF, sample=True),
    assessment_workbook(*given, as_of=AS_OF, sample=True),
):
    print(hashlib.sha256(data).hexdigest())
"""


def test_two_processes_make_the_same_bytes(report: Path) -> None:
    made = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        code = MAKE.format(folder=str(Path(__file__).parents[2]))
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
        )
        made.add(tuple(done.stdout.split()))
    given = (make_plan(), make_statuses(), make_values(), make_records())
    workbook = assessment_workbook(*given, as_of=AS_OF, sample=True)
    here = tuple(hashlib.sha256(data).hexdigest() for data in (report.read_bytes(), workbook))
    assert made == {here}
    changed = load_workbook(io.BytesIO(workbook)).properties.modified
    assert changed is not None and changed.date() == AS_OF
