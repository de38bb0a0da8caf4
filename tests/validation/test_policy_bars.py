"""The bars of extraction on the annotated policy texts, by the scorer that lies beside them."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
COMMAND = f"{shlex.quote(sys.executable)} -m dafeng extract {{file}} --json"


def scores(shared: Path, folder: str) -> dict[str, Any]:
    policies = shared / "policies"
    scorer = [
        sys.executable,
        str(policies / "score.py"),
        "--predictions",
        COMMAND,
        "--json",
        str(policies / folder),
    ]
    done = subprocess.run(scorer, capture_output=True, text=True, check=True, timeout=300)
    return json.loads(done.stdout)


def confusion(total: dict[str, Any]) -> float:
    """Return the share of matches taken for a target instead of a status report, or the other way round."""
    return 1.0 - float(total["status_target_accuracy"])


def test_alxa_plan(shared: Path) -> None:
    total = scores(shared, "alxa")["total"]
    for measure in ("mention_recall", "precision", "full_tuple_recall", "full_tuple_precision"):
        assert total[measure] >= 0.98, (measure, total)
    right, _, of = total["bodies_exact"].partition(" of ")
    assert right == of, total


def test_annotated_texts(shared: Path) -> None:
    total = scores(shared, "annotated")["total"]
    assert total["mention_recall"] >= 0.97, total
    assert total["precision"] >= 0.97, total
    assert total["years_accuracy"] >= 0.95, total
    assert total["full_tuple_recall"] >= 0.90, total
    assert total["indicator_accuracy"] >= 0.85, total
    assert confusion(total) <= 0.02, total
