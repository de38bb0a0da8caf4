"""Numbers with a range, a unit, a source and a basis, read from this room's data files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml

from dafeng.base import InputError, Text

Level = Literal["low", "typical", "high"]
LEVELS: tuple[Level, ...] = ("low", "typical", "high")
OTHER_END: dict[Level, Level] = {"low": "high", "typical": "typical", "high": "low"}
FILES = ("technologies", "carriers", "network", "heat_pump", "solar", "economics", "needs")


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its range: ``low <= typical <= high`` in ``unit``, with source and basis.

    ``basis`` is ``seen-secondary``, ``computed``, ``recalled`` (unverified) or ``user``.
    """

    low: float
    typical: float
    high: float
    unit: str
    source: str
    basis: str

    def at(self, level: Level) -> float:
        """Return the value at one end of its range or in the middle."""
        return float({"low": self.low, "typical": self.typical, "high": self.high}[level])


@dataclass(frozen=True)
class PlantData:
    """Everything this room's functions need to know, by file; see ``plant_data``."""

    tables: dict[str, dict[str, Any]]

    def table(self, name: str) -> dict[str, Any]:
        """Return the content of one data file as plain data."""
        return self.tables[name]

    def value(self, *path: str) -> Value:
        """Return the number at a path, as ``value("network", "boiler", "coal_efficiency")``.

        Entries with one ``value`` have no range. Raises ``InputError`` ``plant-data`` where there is none.
        """
        node: Any = self.tables
        for part in path:
            if not isinstance(node, dict) or part not in node:
                raise _fault(".".join(path), Text("没有这一项", "there is no such entry"))
            node = node[part]
        return _value(node, ".".join(path))

    def number(self, *path: str) -> float:
        """Return the typical number at a path."""
        return self.value(*path).typical

    def has(self, *path: str) -> bool:
        """Say whether there is an entry at a path."""
        node: Any = self.tables
        for part in path:
            if not isinstance(node, dict) or part not in node:
                return False
            node = node[part]
        return node is not None


def plant_data(overrides: Path | str | None = None) -> PlantData:
    """Return the data of the package, with the entries of a user's YAML file in their place.

    The file has the names of the data files at its top (``technologies``, ``carriers`` ...) and below them
    only what changes; a number that it gives replaces the whole entry and has the basis ``user`` where it
    states none.

    Raises ``InputError`` ``plant-data-file`` for a file that cannot be read, ``plant-data`` for names or
    numbers that cannot be used.
    """
    if overrides is None:
        return _packaged()
    path = Path(overrides)
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(
            "plant-data-file",
            Text(f"{path} 无法读取：{error}", f"{path} cannot be read: {error}"),
            mend=Text("给出 UTF-8 编码的 YAML 文件", "give a YAML file in UTF-8"),
        ) from error
    if not isinstance(given, dict) or not set(given) <= set(FILES):
        raise _fault(
            str(path), Text(f"顶层只能是 {'、'.join(FILES)}", f"its top holds only {', '.join(FILES)}")
        )
    merged = {name: _merged(_packaged().tables[name], given.get(name, {}), name) for name in FILES}
    return PlantData(merged)


@cache
def _packaged() -> PlantData:
    """Read the data files of the package."""
    folder = files("dafeng.stock.plant").joinpath("data")
    return PlantData(
        {name: yaml.safe_load(folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8")) for name in FILES}
    )


def _merged(base: dict[str, Any], given: Any, where: str) -> dict[str, Any]:
    """Return ``base`` with the entries of ``given`` in their place."""
    if not isinstance(given, dict):
        raise _fault(where, Text("应为键值表", "wanted a mapping"))
    out = dict(base)
    for key, new in given.items():
        old = base.get(key)
        if isinstance(new, dict) and _is_number(new):
            entry = {"unit": (old or {}).get("unit", "1"), "source": "user", "basis": "user", **new}
            _value(entry, f"{where}.{key}")
            out[key] = entry
        elif isinstance(new, dict) and isinstance(old, dict):
            out[key] = _merged(old, new, f"{where}.{key}")
        else:
            out[key] = new
    return out


def _is_number(entry: dict[str, Any]) -> bool:
    """Say whether an entry is a number with its range."""
    return "value" in entry or "typical" in entry


def _value(entry: Any, where: str) -> Value:
    """Return an entry as a value, after seeing that its range is one."""
    if not isinstance(entry, dict) or not _is_number(entry):
        raise _fault(where, Text("应为带 typical 或 value 的数", "wanted a number with typical or value"))
    middle: Any = entry.get("typical", entry.get("value"))
    low: Any = entry.get("low", middle)
    high: Any = entry.get("high", middle)
    if not all(isinstance(x, int | float) and not isinstance(x, bool) for x in (low, middle, high)):
        raise _fault(where, Text(f"{entry} 不是数", f"{entry} holds no number"))
    if not low <= middle <= high:
        raise _fault(
            where,
            Text(
                f"应有 low ≤ typical ≤ high：{low}、{middle}、{high}", f"{low}, {middle}, {high} do not rise"
            ),
        )
    return Value(
        float(low),
        float(middle),
        float(high),
        str(entry.get("unit", "1")),
        str(entry.get("source", "")),
        str(entry.get("basis", "user")),
    )


def _fault(where: str, why: Text) -> InputError:
    """Return the error for data that cannot be used."""
    return InputError(
        "plant-data",
        Text(f"设备数据 {where}：{why.zh}", f"plant data {where}: {why.en}"),
        mend=Text("对照 stock/plant/data 中的同名文件改正", "mend it after the file in stock/plant/data"),
    )
