"""What electricity costs: tiers, time of use, demand charges; tariffs are data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from dafeng.base import InputError, Text
from dafeng.stock.plant.values import Value
from dafeng.weather.year import HOURS, MONTH_DAYS, month_of_hour

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERIODS = ("flat", "peak", "valley", "critical_peak", "deep_valley")
KINDS = ("tiers", "periods", "flat")


@dataclass(frozen=True)
class Tariff:
    """A tariff as data: ``kind`` is tiers, periods (time of use) or flat; see ``data/tariffs.yaml``."""

    id: str
    name: Text
    kind: str
    entry: dict[str, Any]
    source: str
    basis: str

    @property
    def base_yuan_kwh(self) -> float:
        """The price of the flat period [yuan/kWh]; of the first tier where there are tiers."""
        if self.kind == "tiers":
            return float(self.entry["tiers"][0]["price"])
        return float(self.entry["price"] if self.kind == "flat" else self.entry["base"]["typical"])

    @property
    def spread(self) -> Value:
        """The range of the whole tariff about 1: that of its base price or of its entry ``spread``."""
        base = self.entry.get("base" if self.kind == "periods" else "spread", {"typical": 1.0})
        middle = float(base["typical"])
        low, high = float(base.get("low", middle)) / middle, float(base.get("high", middle)) / middle
        return Value(low, 1.0, high, "1", self.source, self.basis)


@dataclass(frozen=True, slots=True)
class ElectricityCost:
    """What a year of electricity costs [yuan]: energy, demand; energy and kWh by period."""

    energy_yuan: float
    demand_yuan: float
    by_period_kwh: dict[str, float]
    by_period_yuan: dict[str, float]

    @property
    def total_yuan(self) -> float:
        """Energy and demand together [yuan]."""
        return self.energy_yuan + self.demand_yuan


def tariffs(path: Path | str | None = None) -> dict[str, Tariff]:
    """Return the tariffs of the package, or those of a user's YAML file in the same form.

    Raises ``InputError`` ``plant-tariff`` for a file or an entry that cannot be used.
    """
    if path is None:
        return _packaged()
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(str(path), Text(f"无法读取：{error}", f"cannot be read: {error}")) from error
    return _parsed(text, str(path))


def tariff(name: str) -> Tariff:
    """Return a tariff of the package; raises ``InputError`` ``plant-tariff`` for an unknown name."""
    known = tariffs()
    if name not in known:
        raise _fault(
            name, Text(f"没有这个电价；可用：{'、'.join(known)}", f"unknown; known: {', '.join(known)}")
        )
    return known[name]


@cache
def _packaged() -> dict[str, Tariff]:
    """Read the tariffs of the package."""
    text = files("dafeng.stock.plant").joinpath("data/tariffs.yaml").read_text(encoding="utf-8")
    return _parsed(text, "tariffs.yaml")


def _parsed(text: str, where: str) -> dict[str, Tariff]:
    """Return checked tariffs."""
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _fault(where, Text(f"不是 YAML：{error}", f"is no YAML: {error}")) from error
    if not isinstance(loaded, dict) or not all(isinstance(entry, dict) for entry in loaded.values()):
        raise _fault(where, Text("应为电价编号到内容的表", "wanted a mapping of ids to tariffs"))
    out = {}
    for id, entry in loaded.items():
        kind = entry.get("kind")
        lacking = {"tiers": "tiers", "periods": "seasons", "flat": "price"}.get(str(kind), "kind")
        if kind not in KINDS or lacking not in entry or (kind == "periods" and "base" not in entry):
            raise _fault(f"{where} {id}", Text(f"缺少 {lacking} 或 base", f"lacks {lacking} or base"))
        out[str(id)] = Tariff(
            str(id),
            Text(str(entry.get("zh", id)), str(entry.get("en", id))),
            str(kind),
            entry,
            str(entry.get("source", "user")),
            str(entry.get("basis", "user")),
        )
        if kind == "periods":
            period_of_hour(out[str(id)])
    return out


def period_of_hour(chosen: Tariff) -> NDArray[np.str_]:
    """Return the name of the period of every hour of a year, [8760]; ``flat`` where no other is named.

    Critical peak and deep valley stand above peak and valley. Raises ``InputError`` ``plant-tariff`` where
    the seasons do not cover every month once.
    """
    out = np.full(HOURS, "flat", dtype="<U13")
    if chosen.kind != "periods":
        return out
    seasons = chosen.entry["seasons"]
    if sorted(month for season in seasons for month in season["months"]) != list(range(1, 13)):
        raise _fault(chosen.id, Text("各季应覆盖每月一次", "its seasons must cover every month once"))
    month, hour = month_of_hour() + 1, np.arange(HOURS) % 24
    for season in seasons:
        inside = np.isin(month, season["months"])
        for period in PERIODS[1:]:
            for start, end in season.get(period, {}).get("hours", ()):
                out[inside & (hour >= start) & (hour < end)] = period
    return out


def price_of_hour(chosen: Tariff) -> NDArray[np.float64]:
    """Return the price of every hour [yuan/kWh, 8760]; tiers count with their first price."""
    price = np.full(HOURS, chosen.base_yuan_kwh)
    if chosen.kind != "periods":
        return price
    period, month = period_of_hour(chosen), month_of_hour() + 1
    for season in chosen.entry["seasons"]:
        inside = np.isin(month, season["months"])
        for name in PERIODS[1:]:
            if name in season:
                price[inside & (period == name)] *= float(season[name]["ratio"])
    return price


def valley_hours(chosen: Tariff | None) -> NDArray[np.bool_]:
    """Return which hours of a year are cheap enough to fill a store: valley and deep valley, [8760].

    No tariff, or one without periods, has none; then the nightly hours from 23 to 7 stand.
    """
    if chosen is not None:
        period = period_of_hour(chosen)
        cheap = (period == "valley") | (period == "deep_valley")
        if cheap.any():
            return np.asarray(cheap)
    hour = np.arange(HOURS) % 24
    return np.asarray((hour >= 23) | (hour < 7))


def electricity_cost(
    kwh: NDArray[np.float64], *, chosen: Tariff, besides_kwh_month: float = 0.0
) -> ElectricityCost:
    """Return what hourly electricity [kWh, 8760] costs in a year.

    Tiers are counted by month; ``besides_kwh_month`` is other use of the same meter, which fills the lower
    tiers first, so that heating pays the upper ones. Demand charges are the month's highest hour times the
    charge. Raises ``InputError`` ``plant-tariff`` for energy below 0.
    """
    if float(kwh.min()) < 0.0 or besides_kwh_month < 0.0:
        raise _fault(chosen.id, Text("电量不能为负", "electricity cannot be below 0"))
    if chosen.kind == "tiers":
        monthly = np.bincount(month_of_hour(), weights=kwh)
        yuan = sum(
            _tiered(besides_kwh_month + float(one), chosen) - _tiered(besides_kwh_month, chosen)
            for one in monthly
        )
        return ElectricityCost(yuan, 0.0, {"flat": float(kwh.sum())}, {"flat": yuan})
    period, price = period_of_hour(chosen), price_of_hour(chosen)
    by_kwh = {name: float(kwh[period == name].sum()) for name in PERIODS if (period == name).any()}
    by_yuan = {name: float((kwh * price)[period == name].sum()) for name in by_kwh}
    charge = float(chosen.entry.get("demand_yuan_kw_month", 0.0))
    edges = np.concatenate([[0], np.cumsum(MONTH_DAYS) * 24])[:-1]
    highest = np.maximum.reduceat(kwh, edges)
    return ElectricityCost(float(sum(by_yuan.values())), charge * float(highest.sum()), by_kwh, by_yuan)


def _tiered(kwh: float, chosen: Tariff) -> float:
    """Return what a month of so much electricity costs by tiers [yuan]."""
    yuan, below = 0.0, 0.0
    for tier in chosen.entry["tiers"]:
        limit = tier["up_to_kwh_month"]
        top = kwh if limit is None else min(kwh, float(limit))
        yuan += max(top - below, 0.0) * float(tier["price"])
        below = max(below, top)
    return yuan


def _fault(where: str, why: Text) -> InputError:
    """Return the error for a tariff that cannot be used."""
    return InputError(
        "plant-tariff",
        Text(f"电价 {where}：{why.zh}", f"tariff {where}: {why.en}"),
        mend=Text(
            "格式见 stock/plant/data/tariffs.yaml", "its form is that of stock/plant/data/tariffs.yaml"
        ),
    )
