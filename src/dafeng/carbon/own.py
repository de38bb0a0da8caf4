"""The user's own factors: a CSV file that comes before the library."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from pathlib import Path

from dafeng.base import InputError, Issue, Text
from dafeng.carbon.library import BASES, Factor
from dafeng.carbon.places import chain
from dafeng.carbon.quantities import rescale

__all__ = ["read_own"]

_NEEDED = ("key", "value", "unit")
_KNOWN = (*_NEEDED, "year", "place", "source", "clause", "basis", "note")


def read_own(path: Path, known: Mapping[str, tuple[Factor, ...]]) -> tuple[Factor, ...]:
    """Return the factors of the file ``path``, in the units that the library keeps them in.

    Raises ``InputError``: ``carbon-own-missing`` where the file cannot be read, ``carbon-own-factors`` with
    one finding a faulty row.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(
            "carbon-own-missing",
            Text(f"无法读取因子文件 {path}：{fault}", f"the file of factors {path} cannot be read: {fault}"),
            mend=Text("检查路径；存成 UTF-8 的 CSV", "check the path; save it as CSV in UTF-8"),
        ) from fault
    reader = csv.DictReader(io.StringIO(text))
    heads = [head.strip() for head in reader.fieldnames or ()]
    faults = [
        _fault(path, 1, Text(f"缺列 {name}", f"the column {name} is missing"), got=", ".join(heads))
        for name in _NEEDED
        if name not in heads
    ] + [
        _fault(path, 1, Text(f"不认识的列 {head}", f"the column {head} is unknown"), got=head)
        for head in heads
        if head not in _KNOWN
    ]
    found: list[Factor] = []
    if not faults:
        for line, raw in enumerate(reader, start=2):
            row = {
                k.strip(): (v or "").strip()
                for k, v in raw.items()
                if isinstance(k, str) and not isinstance(v, list)
            }
            if any(row.values()):
                _take(row, path, line, known=known, found=found, faults=faults)
    if faults:
        raise InputError(
            "carbon-own-factors",
            Text(f"因子文件 {path} 不能使用", f"the file of factors {path} cannot be used"),
            mend=Text("改正下列各处", "mend what is listed"),
            issues=tuple(faults),
        )
    return tuple(found)


def _take(
    row: Mapping[str, str],
    path: Path,
    line: int,
    *,
    known: Mapping[str, tuple[Factor, ...]],
    found: list[Factor],
    faults: list[Issue],
) -> None:
    """Add the factor of one row to ``found``, or its faults to ``faults``."""
    before = len(faults)
    key, unit, value, year = row["key"], row["unit"], _number(row["value"]), _year(row.get("year", ""))
    if not key:
        faults.append(_fault(path, line, Text("没有 key", "there is no key"), got=""))
    if value is None:
        faults.append(_fault(path, line, Text("值不是数", "the value is no number"), got=row["value"]))
    if year == 0:
        faults.append(_fault(path, line, Text("年份不对", "the year is wrong"), got=row["year"]))
    basis = row.get("basis") or "own"
    if basis not in BASES:
        faults.append(_fault(path, line, Text("basis 不在列表中", "the basis is unknown"), got=basis))
    place = ""
    if row.get("place"):
        try:
            place = chain(row["place"])[0]
        except InputError as fault:
            faults.append(_fault(path, line, fault.message, got=row["place"]))
    standard = known.get(key)
    if standard and value is not None:
        value = rescale(value, unit, standard[0].unit)
        if value is None:
            faults.append(
                _fault(
                    path, line, Text("单位不符", "the unit does not fit"), got=unit, wanted=standard[0].unit
                )
            )
        unit = standard[0].unit
    if any(f.key == key and f.place == place and f.year == (year or None) for f in found):
        faults.append(_fault(path, line, Text("同一因子重复", "the factor stands twice"), got=key))
    if len(faults) == before and value is not None:
        found.append(
            Factor(
                key,
                value,
                unit,
                year or None,
                place,
                row.get("source", ""),
                row.get("clause", ""),
                basis,
                standard[0].uncertainty if standard else "own",
                row.get("note", ""),
                standard[0].dated if standard else "yearly",
                origin="own",
            )
        )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _year(text: str) -> int | None:
    """Return the year that is written; None where none is, 0 where it is no year."""
    if not text:
        return None
    return int(text) if text.isdigit() and 1990 <= int(text) <= 2100 else 0


def _fault(path: Path, line: int, message: Text, *, got: str, wanted: str | None = None) -> Issue:
    return Issue("carbon-own-row", "error", message, file=path.name, line=line, got=got, wanted=wanted)
