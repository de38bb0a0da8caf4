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
