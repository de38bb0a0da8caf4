"""Snapshots: immutable, whole or not at all, merged; and what changed between two of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dafeng.base import DafengError, Workspace
from dafeng.records import Filing, Records, add, changes, empty, latest, make, merge, snapshots

ROW = {"region": "west", "year": 2025, "maturity": "estimate", "settlement": "town", "source": "chp"}


def heating(*areas: float, **more: Any) -> Records:
    sources = ("chp", "gas", "stove")
    rows = [
        {**ROW, **more, "source": source, "heated_area_m2": area}
        for source, area in zip(sources, areas, strict=False)
    ]
    return make({"heating": pa.Table.from_pylist(rows)})


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "ws", plan="small")


def test_order_and_files_do_not_change_the_hash_and_everything_else_does() -> None:
    table = heating(1.0, 2.0).tables["heating"]
    turned = make({"heating": table.take([1, 0])})
    moved = make(
        {"heating": table.set_column(table.schema.get_field_index("_row"), "_row", pa.array([7, 8]))}
    )
    assert heating(1.0, 2.0).content_hash == turned.content_hash == moved.content_hash
    others = [heating(1.0, 2.5), heating(1.0), heating(1.0, 2.0, region="east"), empty(), heating(1.0, None)]
    assert len({records.content_hash for records in [*others, turned]}) == 6


def test_a_null_is_not_zero_and_zero_has_one_sign() -> None:
    assert heating(0.0).content_hash == heating(-0.0).content_hash
    rows = [{**ROW, "heated_area_m2": 1.0, "households": n} for n in (0.0, None)]
    hashes = {make({"heating": pa.Table.from_pylist([row])}).content_hash for row in rows}
    assert len(hashes) == 2


def test_snapshots_follow_each_other(workspace: Workspace) -> None:
    assert snapshots(workspace) == () and latest(workspace).content_hash == empty().content_hash
    first = add(workspace, heating(1.0), on=date(2025, 11, 20))
    second = add(workspace, heating(2.0, maturity="final"))
    assert [s.name for s in snapshots(workspace)] == [first.name, second.name]
    assert second.follows == first.name and first.added_on == date(2025, 11, 20)
    records = latest(workspace)
    assert records.content_hash == second.content_hash
    assert sorted(records.tables["heating"]["maturity"].to_pylist()) == ["estimate", "final"]
    assert json.loads((second.path / "manifest.json").read_text("utf-8"))["filings"][0]["rows"] == 1


def test_the_same_again_makes_no_new_snapshot_and_no_revision(workspace: Workspace) -> None:
    first = add(workspace, heating(1.0))
    assert add(workspace, heating(1.0)) == first
    add(workspace, heating(3.0))
    assert [f.revision for f in latest(workspace).filings] == [2]
    assert latest(workspace).tables["heating"]["heated_area_m2"].to_pylist() == [3.0]


def test_a_changed_or_missing_file_is_told(workspace: Workspace) -> None:
    made = add(workspace, heating(1.0))
    (made.path / "heating.parquet").write_bytes(b"PAR1")
    with pytest.raises(DafengError) as caught:
        latest(workspace)
    assert caught.value.code == "records-snapshot-damaged"


def test_half_written_snapshots_are_not_seen(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    add(workspace, heating(1.0))

    def broken(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="disk full"):
        add(workspace, heating(2.0))
    monkeypatch.undo()
    assert len(snapshots(workspace)) == 1
    assert [p.name for p in workspace.records.iterdir() if p.name.startswith(".part")] == []


def test_a_blocked_filing_replaces_nothing() -> None:
    blocked = Records(empty().tables, (Filing("heating", "west", 2025, "estimate", 3, blocked=2),))
    merged = merge(heating(1.0), blocked)
    assert merged.tables["heating"].num_rows == 1
    assert [(f.rows, f.blocked) for f in merged.filings] == [(1, 0)]
    again = merge(blocked, heating(1.0))
    assert [(f.rows, f.blocked, f.revision) for f in again.filings] == [(1, 0, 1)]


def test_what_changed() -> None:
    old = heating(100.0, 50.0)
    new = merge(merge(old, heating(120.0, maturity="final")), heating(1.0, region="east"))
    new = merge(new, heating(100.0, 60.0, 5.0))
    found = {(c.region, c.maturity): c for c in changes(old, new)}
    assert {key: (c.kind, c.before, c.rows_before, c.rows_after) for key, c in found.items()} == {
        ("east", "estimate"): ("filed", None, 0, 1),
        ("west", "final"): ("firmer", "estimate", 2, 1),
        ("west", "estimate"): ("refiled", "estimate", 2, 3),
    }
    refiled = found["west", "estimate"]
    assert (refiled.added, refiled.removed, refiled.altered) == (1, 0, 1)
    assert dict(refiled.sums) == {"heated_area_m2": (150.0, 165.0)}
    assert dict(found["west", "final"].sums) == {"heated_area_m2": (150.0, 120.0)}
    assert [c.kind for c in changes(new, old)] == ["withdrawn", "refiled", "withdrawn"]
