"""Archetypes that users add in YAML: a base use with figures and words of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dafeng.base import InputError, Issue, Text
from dafeng.stock.archetypes.design import WORDS, Design, archetype, fault_of, quantities
from dafeng.stock.archetypes.figures import dimensions, known

KEYS = {"based_on", "zh", "en", "set"}


@dataclass(frozen=True, slots=True)
class OwnArchetype:
    """A user's archetype: the use that it is based on, its names, and what it sets differently."""

    id: str
    based_on: str
    zh: str
    en: str
    changes: Mapping[str, float | str | bool]


Own = Mapping[str, OwnArchetype]
NONE: Own = {}


def read_archetypes(path: Path | str) -> dict[str, OwnArchetype]:
    """Read archetypes from a YAML file of ``id: {based_on, zh, en, set: {figure or word: value}}``.

    Raises ``InputError``: ``stock-archetypes-file`` for a file that cannot be read, ``stock-design`` with an
    issue for every entry that cannot be used.
    """
    path = Path(path)
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unreadable(path, str(error)) from error
    if not isinstance(loaded, dict) or not loaded:
        raise _unreadable(path, "no mapping of archetypes")
    faults: list[Issue] = []
    made = {}
    for name, entry in loaded.items():
        found = _faults(str(path), name, entry)
        faults += found
        if not found:
            made[name] = OwnArchetype(
                name, entry["based_on"], entry["zh"], entry["en"], dict(entry.get("set", {}))
            )
    if faults:
        raise InputError(
            "stock-design",
            Text(f"{path.name} 中有不可用的原型", f"{path.name} has archetypes that cannot be used"),
            mend=Text("改正下列各项", "mend the entries below"),
            issues=tuple(faults),
        )
    return made


def design_of(
    use: str, *, era: str, envelope: str, zone: str, own: Own = NONE, **overrides: float | str | bool
) -> Design:
    """Return the typical building of a use of the package or of the user's ``own`` archetypes.

    Raises ``InputError`` as ``archetype`` does.
    """
    if use not in own:
        return archetype(use, era=era, envelope=envelope, zone=zone, **overrides)
    mine = own[use]
    merged = {**mine.changes, **overrides}
    return archetype(mine.based_on, era=era, envelope=envelope, zone=zone, **merged)


def base_use(use: str, own: Own = NONE) -> str:
    """Return the use of the package that a use rests on. Raises ``InputError`` ``stock-dimension``."""
    return own[use].based_on if use in own else known("uses", use)


def _faults(file: str, name: Any, entry: Any) -> list[Issue]:
    def fault(where: str, zh: str, en: str, got: object, wanted: str) -> Issue:
        return Issue(
            "stock-design", "error", Text(zh, en), file=file, where=where, got=str(got), wanted=wanted
        )

    uses = tuple(dimensions()["uses"])
    if not isinstance(name, str) or not name.isidentifier() or name in uses:
        return [
            fault(str(name), "编号应为新的标识符", "the id must be a new identifier", name, "a-z, 0-9, _")
        ]
    if not isinstance(entry, dict) or set(entry) - KEYS or {"based_on", "zh", "en"} - set(entry):
        wanted = "based_on, zh, en, set"
        return [fault(name, "键不对", "the keys are not those of an archetype", entry, wanted)]
    found = []
    if entry["based_on"] not in uses:
        found.append(
            fault(
                f"{name}.based_on", "没有这一用途", "there is no such use", entry["based_on"], ", ".join(uses)
            )
        )
    changes = entry.get("set", {})
    if not isinstance(changes, dict):
        return [*found, fault(f"{name}.set", "应为键值表", "wanted a mapping", changes, "figure: value")]
    allowed = {*quantities(), *WORDS[4:]}
    for key, value in changes.items():
        issue = fault_of(key, value) if key in allowed else fault(key, "没有这一项", "no such entry", key, "")
        if issue is not None:
            found.append(
                fault(
                    f"{name}.set.{key}", issue.message.zh, issue.message.en, issue.got, issue.wanted or "..."
                )
            )
    return found


def _unreadable(path: Path, why: str) -> InputError:
    return InputError(
        "stock-archetypes-file",
        Text(f"{path} 不能作为原型文件读取：{why}", f"{path} cannot be read as archetypes: {why}"),
        mend=Text("给出 UTF-8 编码的 YAML", "give a YAML file in UTF-8"),
    )
