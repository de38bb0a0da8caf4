"""Linking a statement to the catalogue of indicators: how much of an indicator's names its words cover."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.plan.catalogue import catalogue

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MIN_SCORE = 0.56
_CLEAN = re.compile(r"[^一-鿿A-Za-z0-9]+")
_SAME = (
    ("占新建建筑面积", "占新建建筑"), ("新建民用建筑", "新建建筑"), ("取暖", "供暖"), ("采暖", "供暖"), ("比重", "占比"), ("比例", "占比"),
    ("中水", "再生水"), ("污水集中收集", "污水收集"), ("供水管网", "供水管网"), ("用能", "能耗"), ("能效", "能效"), ("效能", "能效"),
    ("农房", "农房"), ("农村住房", "农房"), ("住宅", "居住建筑"), ("路灯", "灯具"), ("光源", "灯具"), ("厨余", "厨余"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Name:
    indicator: str
    unit: str
    weights: tuple[tuple[str, float], ...]
    total: float
    size: float
    threshold: bool


def _fold(text: str) -> str:
    out = _CLEAN.sub("", text)
    for old, new in _SAME:
        out = out.replace(old, new)
    return out


def _grams(text: str) -> set[str]:
    return {text[k : k + 2] for k in range(len(text) - 1)} or ({text} if text else set())


@cache
def _names() -> tuple[_Name, ...]:
    entries = catalogue()
    text = files("dafeng.extract").joinpath("rules/aliases.yaml").read_text(encoding="utf-8")
    further: dict[str, list[str]] = yaml.load(text, Loader=_Loader)
    raw = [
        (key, entry.unit, _fold(name))
        for key, entry in entries.items()
        for name in (entry.name_zh, *entry.aliases_zh, *further.get(key, ()))
    ]
    count: dict[str, set[str]] = {}
    for key, _, name in raw:
        for gram in _grams(name):
            count.setdefault(gram, set()).add(key)
    size = len(entries)
    idf = {gram: math.log(1 + size / len(keys)) for gram, keys in count.items()}
    out = []
    for key, unit, name in raw:
        weights = tuple((gram, idf[gram]) for gram in sorted(_grams(name)))
        size_factor = min(1.0, 0.72 + 0.04 * len(weights))
        out.append(
            _Name(key, unit, weights, sum(w for _, w in weights) or 1.0, size_factor, "threshold" in key)
        )
    return tuple(out)


@cache
def _postings() -> dict[str, list[tuple[int, float]]]:
    """Return, for every pair of characters, the names that hold it and its weight."""
    found: dict[str, list[tuple[int, float]]] = {}
    for n, name in enumerate(_names()):
        for gram, weight in name.weights:
            found.setdefault(gram, []).append((n, weight))
    return found


_KIN = {"km2": "area", "m2": "area", "ha": "area", "%": "share", "percentage_point": "share", "kW": "power", "MW": "power",
        "t": "mass", "tce": "mass", "kgce/m2": "eui", "kWh/m2": "eui", "GJ/m2": "eui", "item": "count", "project": "count",
        "household": "household", "kWh": "energy", "m3": "m3", "m3/d": "m3", "times": "count", "person": "person", "times/year": "count"}  # fmt: skip


def fits(unit: str, indicator: str, *, change: bool) -> bool:
    """Say whether a value in ``unit`` can be one of ``indicator``."""
    return _fits(unit, catalogue()[indicator].unit, change) > 0.0


def _fits(unit: str, wanted: str, change: bool) -> float:
    if unit == wanted:
        return 1.0
    if change:
        return 0.97
    if _KIN.get(unit, unit) == _KIN.get(wanted, wanted):
        return 0.95
    return 0.0


def link(
    near: str, wide: str, *, unit: str, change: bool, threshold: bool = False
) -> tuple[str | None, float]:
    """Return the indicator whose names the words cover best, and its score in 0..1; None below the bar.

    ``near`` is the clause up to the number; ``wide`` adds what stands before it in sentence and article and
    counts less. A ``threshold`` looks among the sizes that switch duties on first.
    """
    close, far = _grams(_fold(near)), _grams(_fold(wide))
    names, postings = _names(), _postings()
    hits: dict[int, float] = {}
    for weight, grams in ((1.0, close), (0.45, far - close)):
        for gram in grams:
            for n, idf in postings.get(gram, ()):
                hits[n] = hits.get(n, 0.0) + weight * idf
    best: tuple[float, str | None] = (0.0, None)
    for n in sorted(hits):
        name, hit = names[n], hits[n]
        fit = _fits(unit, name.unit, change)
        if fit == 0.0 or (threshold != name.threshold and name.unit != "star"):
            continue
        score = fit * hit / name.total * name.size + 0.012 * hit
        if score > best[0] + 1e-12:
            best = (score, name.indicator)
    score, found = best
    if threshold and found is None:
        return link(near, wide, unit=unit, change=change)
    if threshold and score >= 0.3:
        return found, round(min(score, 1.0), 3)
    return (found, round(min(score, 1.0), 3)) if score >= _MIN_SCORE else (None, round(min(score, 1.0), 3))
