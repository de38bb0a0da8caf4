"""Which modules of src are read for doctests: those that hold an example."""

from __future__ import annotations

from pathlib import Path


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out modules of src without an example: some of them want Django set up to be imported."""
    if collection_path.suffix != ".py" or "src" not in collection_path.parts:
        return None
    return True if ">>> " not in collection_path.read_text(encoding="utf-8") else None
