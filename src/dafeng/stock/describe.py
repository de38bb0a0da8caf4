"""A building described in a few lines of YAML: an archetype and what is different about this one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from dafeng.base import InputError, Text
from dafeng.stock.archetypes import archetype, case_of

if TYPE_CHECKING:
    from dafeng.stock.archetypes import Design
    from dafeng.stock.case import Case
    from dafeng.weather import WeatherYear


@dataclass(frozen=True, slots=True)
class Described:
    """A building by its design, and the name of the weather file it stands under where that was said."""

    id: str
    design: Design
    weather: str | None

    def case(self, weather: WeatherYear) -> Case:
        """Return the case; the ground below it follows from the weather (ISO 13370)."""
        return case_of(self.design, weather, case_id=self.id)


def read_building(path: Path | str) -> Described:
    """Read a building from YAML.

    ``use``, ``era`` and ``zone`` name the archetype, ``envelope`` its state (default ``original``),
    ``weather`` a file;
    every other key is a figure of the design (``storeys``, ``floor_area_m2``, ``u_value_wall_w_m2k``,
    ``heat_set_c``
    ...), see ``dafeng.stock.archetypes.quantities``. ``id`` is the file's name where it is left out.

    Raises ``InputError``: ``stock-building-unreadable``, ``stock-building-field``, and what
    ``dafeng.stock.archetypes.archetype`` raises for a figure that cannot be.
    """
    path = Path(path)
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(
            "stock-building-unreadable",
            Text(f"无法读取建筑描述 {path}：{error}", f"cannot read the building {path}: {error}"),
            mend=Text("给出 UTF-8 的 YAML 文件", "give a YAML file in UTF-8"),
        ) from error
    return described(raw, building_id=path.stem)


def described(raw: Any, *, building_id: str) -> Described:
    """Return the building that a mapping describes. Raises as ``read_building``."""
    if not isinstance(raw, dict):
        raise _field(building_id, "不是对象", "is no mapping")
    figures = dict(raw)
    name = str(figures.pop("id", building_id))
    weather = figures.pop("weather", None)
    missing = [key for key in ("use", "era", "zone") if key not in figures]
    if missing:
        raise _field(name, f"缺少 {'、'.join(missing)}", f"{', '.join(missing)} is missing")
    use = str(figures.pop("use"))
    design = archetype(
        use,
        era=str(figures.pop("era")),
        zone=str(figures.pop("zone")),
        envelope=str(figures.pop("envelope", "original")),
        **figures,
    )
    return Described(name, design, None if weather is None else str(weather))


def _field(name: str, zh: str, en: str) -> InputError:
    return InputError(
        "stock-building-field",
        Text(f"建筑 {name}：{zh}", f"building {name}: {en}"),
        mend=Text("至少给出 use、era、zone", "give at least use, era and zone"),
    )
