"""Files of a run: each appears whole or not at all, under a name that says what it holds."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dafeng.base import InputError, Issue, Text

if TYPE_CHECKING:
    import pyarrow as pa

    from dafeng.weather import WeatherYear

MANIFEST = "manifest.json"


def write_whole(table: pa.Table, path: Path) -> None:
    """Write a Parquet file beside its place and move it there, so that a kill leaves no half file."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    pq.write_table(table, half, compression="zstd")
    half.replace(path)


def read_whole(path: Path) -> pa.Table | None:
    """Return a Parquet file of a run, or None where there is none."""
    import pyarrow.parquet as pq

    return pq.read_table(path) if path.is_file() else None


def write_json(data: Any, path: Path) -> None:
    """Write a JSON file in the same way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    half.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    half.replace(path)


def open_output(folder: Path, run_id: str) -> None:
    """Begin or go on with a run in a folder.

    Raises ``InputError`` ``stock-run-output`` where the folder holds another run, or other files.
    """
    begun = folder / MANIFEST
    if begun.is_file():
        held = json.loads(begun.read_text(encoding="utf-8")).get("run_id")
        if held == run_id:
            return
        raise InputError(
            "stock-run-output",
            Text(
                f"{folder} 中是另一次运行（输入、气象或选项不同）",
                f"{folder} holds another run (other buildings, weather or options)",
            ),
            mend=Text("换一个输出文件夹", "name another folder"),
        )
    if folder.exists() and any(folder.iterdir()):
        raise InputError(
            "stock-run-output",
            Text(f"{folder} 不是空文件夹", f"{folder} is not empty"),
            mend=Text("换一个输出文件夹", "name another folder"),
        )
    write_json({"run_id": run_id, "done": False}, begun)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def weather_digest(weather: WeatherYear) -> str:
    """Return the SHA-256 of everything of a weather year that a simulation reads."""
    site = weather.site
    digest = hashlib.sha256(
        repr((site.latitude_deg, site.longitude_deg, site.elevation_m, site.utc_offset_h)).encode()
    )
    for name in (
        "dry_bulb_c",
        "dew_point_c",
        "relative_humidity_share",
        "pressure_pa",
        "ghi_wh_m2",
        "dni_wh_m2",
        "dhi_wh_m2",
        "infrared_sky_w_m2",
        "wind_speed_m_s",
        "wind_direction_deg",
        "present_weather_observation",
        "present_weather_codes",
        "snow_depth_cm",
        "liquid_precipitation_mm",
    ):
        digest.update(np.ascontiguousarray(getattr(weather, name)).tobytes())
    return digest.hexdigest()


def engine_digest() -> str:
    """Return the SHA-256 of the code and data of the simulation: other code is another run."""
    from importlib.resources import files

    digest = hashlib.sha256()
    root = Path(str(files("dafeng.stock")))
    for folder in (root, root / "data", root / "archetypes", root / "archetypes" / "data", root / "run"):
        for path in sorted(folder.iterdir()):
            if path.suffix in {".py", ".yaml", ".csv"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def issue_table(issues: Iterable[Issue]) -> pa.Table:
    """Return issues as a table: building, row (from 1), code, column, found, wanted, words."""
    import pyarrow as pa

    rows = list(issues)
    columns: dict[str, list[Any]] = {
        "building_id": [i.file for i in rows],
        "row": [i.line for i in rows],
        "code": [i.code for i in rows],
        "column": [i.where for i in rows],
        "got": [i.got for i in rows],
        "wanted": [i.wanted for i in rows],
        "message_zh": [i.message.zh for i in rows],
        "message_en": [i.message.en for i in rows],
    }
    schema = pa.schema([(name, pa.int64() if name == "row" else pa.string()) for name in columns])
    return pa.table(columns, schema=schema)
