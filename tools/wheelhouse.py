"""Fill a folder with the wheels that dafeng needs on Windows (64 bit, Python 3.11) without a network."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).parents[1]
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "python_version": "3.11",
    "python_full_version": "3.11.9",
    "implementation_name": "cpython",
}


def for_windows(lock: str) -> str:
    """Return the entries of a universal lock that hold on Windows, without their markers."""
    kept = []
    for entry in re.split(r"\n(?=[^\s#])", lock.strip()):
        head, _, hashes = entry.partition("\\\n")
        name, _, marker = head.partition(";")
        if name.startswith("#"):
            continue
        if not marker or Marker(marker.strip()).evaluate(WINDOWS):
            kept.append(f"{name.strip()} \\\n{hashes}")
    return "\n".join(kept) + "\n"


def main() -> None:
    """Download the wheels that the lock names and build that of dafeng."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip"]
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder) / "windows.lock"
        lock.write_text(
            for_windows((ROOT / "requirements.lock").read_text(encoding="utf-8")), encoding="utf-8"
        )
        platform = ["--platform", "win_amd64", "--python-version", "3.11", "--only-binary=:all:", "--no-deps"]
        subprocess.run(
            [*pip, "download", "--quiet", "--require-hashes", *platform, "-r", str(lock), "-d", str(target)],
            check=True,
        )
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)],
        check=True,
    )
    print(f"{target}: {len(list(target.glob('*.whl')))} wheels")


if __name__ == "__main__":
    main()
