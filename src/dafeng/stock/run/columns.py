"""The columns of a table of buildings, and what each becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.base import InputError, Text
from dafeng.stock.archetypes import quantities

if TYPE_CHECKING:
    import pyarrow as pa

NEEDED = ("building_id", "use", "envelope", "floor_area_m2")
WORDS = ("building_id", "region", "place", "use", "era", "envelope", "zone")
YEAR = "built_year"


def physics_names() -> tuple[str, ...]:
    """Return the figures that the simulation rests on, in their order."""
    return tuple(name for name, entry in quantities().items() if entry["physics"])


def factor_names() -> tuple[str, ...]:
    """Return the figures that only scale results, in their order."""
    return tuple(name for name, entry in quantities().items() if not entry["physics"])


def check_columns(schema: pa.Schema) -> None:
    """Raise ``InputError`` ``stock-run-columns`` where columns are missing, unknown or of a wrong type."""
    import pyarrow.types as pt

    names = schema.names
    allowed = {*WORDS, YEAR, *quantities()}
    missing = [name for name in NEEDED if name not in names]
    if "era" not in names and YEAR not in names:
        missing.append(f"era|{YEAR}")
    unknown = [name for name in names if name not in allowed]
    wrong = []
    for field in schema:
        kind: Any = field.type
        text = (
            pt.is_string(kind)
            or pt.is_large_string(kind)
            or (
                pt.is_dictionary(kind)
                and (pt.is_string(kind.value_type) or pt.is_large_string(kind.value_type))
            )
        )
        number = pt.is_integer(kind) or pt.is_floating(kind) or pt.is_null(kind)
        if field.name in WORDS and field.name != "building_id" and not (text or pt.is_null(kind)):
            wrong.append(f"{field.name} ({kind})")
        if field.name == "building_id" and not (text or pt.is_integer(kind)):
            wrong.append(f"{field.name} ({kind})")
        if field.name in {YEAR, *quantities()} and not number:
            wrong.append(f"{field.name} ({kind})")
    twice = sorted({name for name in names if names.count(name) > 1})
    if missing or unknown or wrong or twice:
        said = (
            ("缺少", "missing", missing),
            ("未知", "unknown", unknown),
            ("类型不对", "of a wrong type", wrong),
            ("重复", "twice", twice),
        )
        zh = "；".join(f"{a} {'、'.join(c)}" for a, _, c in said if c)
        en = "; ".join(f"{b}: {', '.join(c)}" for _, b, c in said if c)
        raise InputError(
            "stock-run-columns",
            Text(f"建筑表的列：{zh}", f"columns of the buildings: {en}"),
            mend=Text(
                f"必需列：{'、'.join(NEEDED)}、era 或 {YEAR}；其余见说明",
                f"needed: {', '.join(NEEDED)}, era or {YEAR}; the guide names all others",
            ),
        )
