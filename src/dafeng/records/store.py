"""Snapshots of the records in a workspace: immutable folders of Parquet, each with a manifest.

``records/000003-0123456789ab/`` holds one file a table that has rows, and ``manifest.json``: the filings, the
hash of the content and of every file, and which snapshot it follows. A folder appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from dafeng.base import DafengError, Text, Workspace
from dafeng.engine import scan, write
from dafeng.records.records import Filing, Records, empty, make, merge

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Snapshot", "add", "latest", "load_snapshot", "snapshots"]

_FORMAT = "dafeng-records/1"
_NAME = re.compile(r"(\d{6})-([0-9a-f]{12})")
_MANIFEST = "manifest.json"
_PART = ".part-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot: its folder, its place in the sequence, the hash of its content, what it follows.

    ``added_on`` is the day that the caller named.
    """

    path: Path
    number: int
    content_hash: str
    follows: str | None = None
    added_on: date | None = None

    @property
    def name(self) -> str:
        """Return the name of its folder."""
        return self.path.name


def snapshots(workspace: Workspace) -> tuple[Snapshot, ...]:
    """Return the snapshots of a workspace, oldest first; raises ``DafengError`` where one is damaged."""
    if not workspace.records.is_dir():
        return ()
    folders = sorted(p for p in workspace.records.iterdir() if _NAME.fullmatch(p.name) and p.is_dir())
    return tuple(_opened(folder, _manifest(folder)) for folder in folders)


def latest(workspace: Workspace) -> Records:
    """Return the records of the newest snapshot; none where nothing was imported.

    Raises ``DafengError`` where a file of it was changed or is missing.
    """
    found = snapshots(workspace)
    return load_snapshot(found[-1]) if found else empty()


def add(workspace: Workspace, records: Records, *, on: date | None = None) -> Snapshot:
    """Keep ``records``, merged into those of before, as a new snapshot, and return it.

    Where nothing changes there is no new one: the newest is returned. ``on`` is the day to write down.
    """
    workspace.records.mkdir(parents=True, exist_ok=True)
    with _alone(workspace.records):
        before = snapshots(workspace)
        merged = merge(load_snapshot(before[-1]) if before else empty(), records)
        content_hash = merged.content_hash
        if before and before[-1].content_hash == content_hash:
            return before[-1]
        number = before[-1].number + 1 if before else 1
        folder = workspace.records / f"{number:06d}-{content_hash[:12]}"
        made = Snapshot(folder, number, content_hash, before[-1].name if before else None, on)
        _write(made, merged)
        return made


def load_snapshot(snapshot: Snapshot) -> Records:
    """Return the records of a snapshot; raises ``DafengError`` where a file was changed or is missing."""
    manifest = _manifest(snapshot.path)
    tables: dict[str, pa.Table] = {}
    for name, entry in manifest["tables"].items():
        file = snapshot.path / f"{name}.parquet"
        if not file.is_file() or _sha256(file) != entry["sha256"]:
            raise _damaged(file)
        tables[name] = scan(file)
    return make(tables, tuple(_filing(item) for item in manifest["filings"]))


def _write(snapshot: Snapshot, records: Records) -> None:
    """Write a snapshot into a folder beside its place, and move it there when it is whole."""
    half = Path(tempfile.mkdtemp(prefix=_PART, dir=snapshot.path.parent))
    try:
        tables = {}
        for name in sorted(records.tables):
            table = records.tables[name]
            if table.num_rows:
                write(table, half / f"{name}.parquet")
                tables[name] = {"rows": table.num_rows, "sha256": _sha256(half / f"{name}.parquet")}
        manifest = {
            "format": _FORMAT,
            "number": snapshot.number,
            "content_hash": snapshot.content_hash,
            "follows": snapshot.follows,
            "added_on": None if snapshot.added_on is None else snapshot.added_on.isoformat(),
            "tables": tables,
            "filings": [_plain(filing) for filing in records.filings],
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (half / _MANIFEST).write_text(text, encoding="utf-8")
        half.chmod(0o755)
        half.replace(snapshot.path)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def _plain(filing: Filing) -> dict[str, Any]:
    """Return a filing as JSON data."""
    data = {name: getattr(filing, name) for name in Filing.__dataclass_fields__}
    return {**data, "columns": dict(filing.columns)}


def _filing(data: dict[str, Any]) -> Filing:
    """Return a filing from JSON data."""
    return Filing(**{**data, "columns": MappingProxyType(data["columns"])})


def _opened(folder: Path, manifest: dict[str, Any]) -> Snapshot:
    day = manifest["added_on"]
    return Snapshot(
        folder,
        manifest["number"],
        manifest["content_hash"],
        manifest["follows"],
        None if day is None else date.fromisoformat(day),
    )


def _manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a snapshot."""
    place = folder / _MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise _damaged(place) from fault
    if manifest.get("format") != _FORMAT:
        raise _damaged(place)
    return manifest


def _damaged(place: Path) -> DafengError:
    return DafengError(
        "records-snapshot-damaged",
        Text(
            f"已入库的数据被改动或缺失：{place}",
            f"a snapshot of the records was changed or is missing: {place}",
        ),
        mend=Text("从备份恢复这个文件夹", "restore the folder from a backup"),
    )


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; it goes with the process, so that none is left behind."""
    with (folder / ".lock").open("a+b") as stream:
        _lock(stream)
        yield


def _lock(stream: IO[bytes]) -> None:
    """Lock an open file until it is closed, waiting for who holds it."""
    if sys.platform == "win32":
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)
