"""Walls and roofs that meet a U-value: insulation is added, or the bearing layer is thinner."""

from __future__ import annotations

from typing import Any

from dafeng.base import InputError, Text
from dafeng.stock.archetypes.figures import construction_data, rule

Layer = tuple[str, float]


def layers_for(part: str, *, kind: str, u_value_w_m2k: float) -> tuple[Layer, ...]:
    """Return the layers (material, thickness [m]) from outside to inside of a wall or roof with a U-value.

    ``part`` is ``walls`` or ``roofs``, ``kind`` one of its constructions. Films after GB 50176-2016. Raises
    ``InputError`` ``stock-u-value`` where even the thinnest bearing layer insulates better than asked.

    >>> layers_for("walls", kind="brick", u_value_w_m2k=0.5)[1][0]
    'insulation'
    """
    data = construction_data()
    entry: dict[str, Any] = data[part][kind]
    conductivity = {name: material["k"] for name, material in data["materials"].items()}
    fixed = sum(rule("surface_resistance_m2k_w")) + sum(
        layer[1] / conductivity[layer[0]] for layer in entry["layers"] if isinstance(layer, list)
    )
    core = str(entry["core"])
    wanted = 1.0 / u_value_w_m2k - fixed - entry["core_m"] / conductivity[core]
    core_m = entry["core_m"]
    if wanted < 0.0:
        core_m += wanted * conductivity[core]
        if core_m < entry["least_m"] - 1e-9:
            least = 1.0 / (fixed + entry["least_m"] / conductivity[core])
            raise InputError(
                "stock-u-value",
                Text(
                    f"构造 {kind} 的传热系数达不到 {u_value_w_m2k:g}，最大 {least:.2f} W/m2K",
                    f"{kind} cannot have a U-value of {u_value_w_m2k:g}; {least:.2f} W/m2K is its greatest",
                ),
                mend=Text("改用别的构造或更小的传热系数", "take another construction or a smaller U-value"),
            )
    out: list[Layer] = []
    for layer in entry["layers"]:
        if layer == "core":
            out.append((core, core_m))
        elif layer == "insulation":
            if wanted > rule("least_r_m2k_w"):
                out.append(("insulation", wanted * conductivity["insulation"]))
        else:
            out.append((layer[0], float(layer[1])))
    return tuple(out)


def named(layers: tuple[Layer, ...], materials: dict[str, dict[str, float]]) -> list[str]:
    """Return the names of layers as a case wants them, adding their materials to ``materials``."""
    data = construction_data()["materials"]
    names = []
    for material, thickness in layers:
        name = f"{material} {thickness * 1000.0:.6g} mm"
        materials[name] = {**data[material], "d": thickness}
        names.append(name)
    return names


def fixed_layers(*path: str) -> tuple[Layer, ...]:
    """Return layers that stand in the data as they are (``floor``, ``inner_walls brick`` ...)."""
    node: Any = construction_data()
    for part in path:
        node = node[part]
    return tuple((str(material), float(thickness)) for material, thickness in node)


def resistance(layers: tuple[Layer, ...]) -> float:
    """Return the sum of the layers' resistances [m2K/W]."""
    data = construction_data()["materials"]
    return float(sum(thickness / data[material]["k"] for material, thickness in layers))
