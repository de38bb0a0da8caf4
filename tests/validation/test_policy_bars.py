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


def test_alxa_plan(shared: Path) -> None:
    result = scores(shared, "alxa")
    print(json.dumps(result, ensure_ascii=False)[:3000])
    total = result["total"]
    assert total["recall"] >= 0.98
    assert total["precision"] >= 0.98
    assert total["full_tuple"] >= 0.98
    assert total["bodies_exact"] == "27 of 27"


def test_annotated_texts(shared: Path) -> None:
    total = scores(shared, "annotated")["total"]
    assert total["recall"] >= 0.97
    assert total["precision"] >= 0.97
    assert total["years"] >= 0.95
    assert total["full_tuple"] >= 0.90
    assert total["status_target_confusion"] <= 0.02
    assert total["indicator_accuracy"] >= 0.85
