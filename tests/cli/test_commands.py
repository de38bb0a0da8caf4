"""The ``dafeng`` command, run as a person runs it: output, exit codes, messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dafeng.base import Workspace


def dafeng(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "160"}
    command = [sys.executable, "-m", "dafeng", *args]
    return subprocess.run(
        command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def test_show_prints_the_figure_of_a_statement(tmp_path: Path) -> None:
    done = dafeng("plan", "show", "12.1", "-p", "alxa-2023-66", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "93 %" in done.stdout


def test_show_json_is_the_whole_plan(tmp_path: Path) -> None:
    done = dafeng("plan", "show", "-p", "alxa-2023-66", "--json", cwd=tmp_path)
    data = json.loads(done.stdout)
    assert len(data["statements"]) == 67
    assert len(data["articles"]) == 27


def test_init_then_show_uses_the_plan_of_the_workspace(tmp_path: Path) -> None:
    done = dafeng("init", "office", "-p", "alxa-2023-66", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert Workspace.open(tmp_path / "office").lang == "en"
    shown = dafeng("plan", "show", "12.1", "-w", "office", "--json", cwd=tmp_path)
    assert json.loads(shown.stdout)["statements"][0]["value"] == 93


def test_decide_changes_the_workspace_and_not_the_plan(tmp_path: Path) -> None:
    dafeng("init", "office", "-p", "alxa-2023-66", cwd=tmp_path)
    plan = json.loads(dafeng("plan", "show", "-w", "office", "--json", cwd=tmp_path).stdout)
    decision = next(d for d in plan["decisions"] if len(d["options"]) > 1)
    other = next(o["id"] for o in decision["options"] if o["id"] != decision["chosen"])
    done = dafeng("plan", "decide", decision["id"], other, "--by", "bureau", "-w", "office", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    here = json.loads(dafeng("plan", "show", "-w", "office", "--json", cwd=tmp_path).stdout)
    there = json.loads(dafeng("plan", "show", "-p", "alxa-2023-66", "--json", cwd=tmp_path).stdout)
    assert {d["id"]: d["chosen"] for d in here["decisions"]}[decision["id"]] == other
    assert {d["id"]: d["chosen"] for d in there["decisions"]}[decision["id"]] == decision["chosen"]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("plan", "show"), "cli-plan-needed"),
        (("plan", "show", "-p", "nowhere"), "plan-not-found"),
        (("plan", "show", "99.9", "-p", "alxa-2023-66"), "cli-no-statement"),
        (("serve",), "workspace-missing"),
        (("serve", "-w", "nothing"), "workspace-missing"),
        (("init", "office"), "cli-plan-needed"),
        (("lint", "nowhere"), "plan-not-found"),
    ],
)
def test_wrong_use_exits_2_and_says_how_to_mend_it(tmp_path: Path, args: tuple[str, ...], code: str) -> None:
    done = dafeng(*args, "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert f"[{code}]" in done.stderr
    assert "→" in done.stderr
    assert "Traceback" not in done.stderr


def test_errors_are_told_in_chinese_first(tmp_path: Path) -> None:
    done = dafeng("serve", cwd=tmp_path)
    assert "不是工作区" in done.stderr


def test_demo_refuses_a_workspace_with_real_records(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "office", plan="alxa-2023-66")
    done = dafeng("demo", "-w", "office", "--no-browser", cwd=tmp_path)
    assert done.returncode == 2
    assert "cli-not-sample" in done.stderr


def test_lint_of_the_plan_lists_findings_as_json(tmp_path: Path) -> None:
    done = dafeng("lint", "alxa-2023-66", "--json", cwd=tmp_path)
    issues = json.loads(done.stdout)["issues"]
    assert any(issue["code"] == "lint-article-missing" for issue in issues)
    assert done.returncode == (1 if any(issue["severity"] == "error" for issue in issues) else 0)


def test_schema_is_a_json_schema_of_plans(tmp_path: Path) -> None:
    schema = json.loads(dafeng("plan", "schema", cwd=tmp_path).stdout)
    assert "statements" in schema["properties"]
    assert schema["additionalProperties"] is False


def test_attached_text_is_kept_and_verified(tmp_path: Path, shared: Path) -> None:
    dafeng("init", "office", "-p", "alxa-2023-66", cwd=tmp_path)
    text = shared / "policies" / "alxa" / "alxa-2023-66.txt"
    done = dafeng("plan", "attach-text", str(text), "-w", "office", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert len(result["found"]) == 67
    assert result["issues"] == []
    assert (tmp_path / "office" / "texts" / "alxa-2023-66.txt").read_bytes() == text.read_bytes()


def test_another_text_is_refused_and_not_kept(tmp_path: Path) -> None:
    dafeng("init", "office", "-p", "alxa-2023-66", cwd=tmp_path)
    (tmp_path / "other.txt").write_text("第一条 其他规划的文本，与本规划无关。", encoding="utf-8")
    done = dafeng("plan", "attach-text", "other.txt", "-w", "office", cwd=tmp_path)
    assert done.returncode == 2
    assert "cli-other-text" in done.stderr
    assert list((tmp_path / "office" / "texts").iterdir()) == []
