"""The house rules that no linter checks: sizes, names, lazy imports, documented codes."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "dafeng"
MODULES = sorted(path for path in SOURCE.rglob("*.py"))
TEXTS = sorted(
    path
    for folder in ("src", "tests", "docs", "tools", "benchmarks", ".ci")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and path.suffix in {".py", ".sh", ".md", ".yaml", ".toml", ".css", ".js", ".html", ""}
)
TOP = [ROOT / name for name in ("Makefile", "README.md", "README.zh.md", "pyproject.toml", "CHANGES.md")]
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]


def test_no_module_is_long_and_most_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert [path for path, length in lengths.items() if length > 600] == []
    assert statistics.median(lengths.values()) < 250


def test_no_module_is_named_for_nothing() -> None:
    names = {part for path in MODULES for part in (path.stem, path.parent.name)}
    assert names.isdisjoint({"util", "utils", "helper", "helpers", "common", "misc", "manager"})


def test_import_dafeng_loads_no_third_party_module() -> None:
    probe = (
        "import sys; before = set(sys.modules); import dafeng; new = set(sys.modules) - before\n"
        "print(sorted(n for n in {m.partition('.')[0] for m in new} if n not in sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['dafeng']"


@pytest.mark.parametrize("room", ["base", "plan", "extract"])
def test_inner_rooms_do_not_know_django(room: str) -> None:
    found = [
        p
        for p in (SOURCE / room).rglob("*.py")
        if re.search(r"^\s*(import|from) django", p.read_text("utf-8"), re.M)
    ]
    assert found == []


def test_no_place_of_one_machine_is_named() -> None:
    machine = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w")
    found = [str(path) for path in [*TEXTS, *TOP, *LOCKS] if machine.search(path.read_text(encoding="utf-8"))]
    assert [place for place in found if not place.endswith("test_house.py")] == []


def test_locks_name_no_host_and_hash_everything() -> None:
    for lock in LOCKS:
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text
        entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.M).strip())
        assert entries and all("--hash=sha256:" in entry for entry in entries)


def test_every_code_is_documented() -> None:
    documented = set(
        re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/reference/codes.md").read_text("utf-8"), re.M)
    )
    used = set()
    call = re.compile(
        r'\b(?:DafengError|InputError|Issue|Fault|_issue|_rule)\(\s*"([a-z0-9]+(?:[-.][a-z0-9]+)+)"'
    )
    for path in MODULES:
        used.update(call.findall(path.read_text(encoding="utf-8")))
    assert used, "the pattern found no code at all"
    assert sorted(used - documented) == []
