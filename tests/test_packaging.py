"""The wheel in an empty environment, as an office installs it: ``dafeng demo`` shows the board."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_wheel_in_an_empty_environment_shows_the_board(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    wheel = next(tmp_path.glob("dafeng-*.whl"))
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-input"]
    lock = str(ROOT / "requirements.lock")
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True, timeout=300)
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True, timeout=60)

    command = [str(python), "-m", "dafeng", "demo", "--no-browser", "--port", "0"]
    env = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, encoding="utf-8") as server:
        alarm = threading.Timer(60, server.kill)
        alarm.start()
        try:
            assert server.stdout is not None
            printed = iter(server.stdout)
            address = next(found[0] for line in printed if (found := re.search(r"http://\S+", line)))
            with urllib.request.urlopen(address, timeout=20) as answer:
                page = answer.read().decode()
        finally:
            alarm.cancel()
            server.terminate()
    assert answer.status == 200
    assert "阿拉善" in page
    assert "示例数据" in page
