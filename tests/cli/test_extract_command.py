"""``dafeng extract``: JSON for programs, a draft file to review, clear refusals."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TEXT = (
    "示例方案\n第一条 绿色建筑。到2030年，城镇新建建筑中绿色建筑占比达到65%以上。（市住房城乡建设局负责）\n"
)


def dafeng(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "dafeng", *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=60, check=False)


def test_json_holds_the_statement_with_its_span(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(TEXT, encoding="utf-8", newline="")
    done = dafeng("extract", "plan.txt", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert set(result) >= {"document", "articles", "statements", "negatives"}
    (found,) = [s for s in result["statements"] if s["unit"] == "%"]
    assert (found["value"], found["op"], found["years"]["year"]) == (65, ">=", 2030)
    start, end = found["value_span"]
    assert TEXT[start:end] == "65%"


def test_draft_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(TEXT, encoding="utf-8", newline="")
    done = dafeng("extract", "plan.txt", "-o", "draft.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "extracted" in (tmp_path / "draft.yaml").read_text(encoding="utf-8")


def test_a_missing_file_exits_2_with_words(tmp_path: Path) -> None:
    done = dafeng("extract", "nowhere.txt", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert "→" in done.stderr
    assert "Traceback" not in done.stderr
