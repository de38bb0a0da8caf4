"""Fixtures that every room's tests share."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared policy texts and contracts; skip where it is not at hand."""
    folder = Path(os.environ.get("DAFENG_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"shared folder missing: {folder} (set DAFENG_SHARED)")
    return folder


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> object:
    """Turn a skip into a failure where DAFENG_NO_SKIP is set: there, what a test needs has been installed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("DAFENG_NO_SKIP") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where no test may skip: {report.longrepr}"
