"""Charts as Vega-Lite specifications: the same for pages and for documents.

Every function takes plain data and returns a new dict; none reads or writes anything. Sizes are in points of
a page, which are pixels on a screen. Reds are kept for what was missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dafeng.base import Lang, Text
from dafeng.indicators.status import STATES, Outlook, Point, State
from dafeng.reports.figures import amount, number, unit_words

__all__ = ["COLOURS", "FONTS", "Bar", "Tally", "by_article", "by_region", "trend"]

Spec = dict[str, Any]

FONTS = (
    "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, PingFang SC, WenQuanYi Micro Hei,"
    " sans-serif"
)
COLOURS: Mapping[State, str] = {
    "met": "#4d7c67",
    "on_track": "#9dbfa6",
    "at_risk": "#dcb968",
    "off_track": "#b98146",
    "missed": "#a5352e",
    "not_due": "#b8c4cf",
    "not_reported": "#878d96",
    "not_applicable": "#e3e6e9",
}
INK, GREY, RULE, BAND = "#2b2f33", "#6b7177", "#d9dde0", "#c3d2dd"
LINE = "#3d5f7a"
# States whose colour takes white words.
_DARK: frozenset[State] = frozenset(("met", "off_track", "missed", "not_reported"))
# The unit stands above its axis.
_ABOVE: Spec = {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom", "titleX": -22, "titleY": -6}
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements of one article (``label``) are in each state."""

    label: str
    counts: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class Bar:
    """The value of one region, in the statement's unit; None where it was not reported."""

    label: str
    value: float | None
    state: State


def by_article(tallies: Sequence[Tally], *, lang: Lang, width: int = 440, row: int = 15) -> Spec:
    """Return stacked bars: a row an article, a part a state, in the order given.

    ``row`` is the height of a bar with its gap. States that do not occur are not in the legend.
    """
    states: list[State] = [s for s in STATES if any(t.counts.get(s) for t in tallies)]
    rows: list[dict[str, Any]] = []
    for tally in tallies:
        start = 0
        for state in states:
            count = tally.counts.get(state, 0)
            if count:
                rows.append(
                    {
                        "label": tally.label,
                        "state": STATES[state].say(lang),
                        "n": count,
                        "x": start,
                        "x2": start + count,
                        "mid": start + count / 2,
                        "dark": state in _DARK,
                    }
                )
                start += count
    top = max((int(r["x2"]) for r in rows), default=1)
    y = {
        "field": "label",
        "type": "nominal",
        "sort": [t.label for t in tallies],
        "axis": {"title": None, "ticks": False, "domain": False, "labelLimit": 240, "labelPadding": 6},
    }
    bars = {
        "mark": {"type": "bar", "height": {"band": 0.74}, "stroke": "white", "strokeWidth": 0.8},
        "encoding": {
            "y": y,
            "x": {
                "field": "x",
                "type": "quantitative",
                "scale": {"domain": [0, top], "nice": False},
                "axis": {
                    "title": Text("条目数", "statements").say(lang),
                    "values": list(range(0, top + 1, max(1, top // 6))),
                    "grid": False,
                    "format": "d",
                },
            },
            "x2": {"field": "x2"},
            "color": _state_colour(states, lang),
        },
    }
    words = {
        "mark": {"type": "text", "fontSize": 8},
        "encoding": {
            "y": y,
            "x": {"field": "mid", "type": "quantitative"},
            "text": {"field": "n", "type": "quantitative"},
            "color": {"condition": {"test": "datum.dark", "value": "white"}, "value": INK},
        },
    }
    return _framed({"data": {"values": rows}, "layer": [bars, words]}, width, row * max(1, len(tallies)))


def by_region(
    bars: Sequence[Bar],
    *,
    unit: str | None,
    target: float | tuple[float, float] | None,
    lang: Lang,
    width: int = 210,
    row: int = 16,
) -> Spec:
    """Return a bar a region in the order given, coloured by state, with the target as a line.

    A region without a value has the words for *not reported* in place of a bar.
    """
    rows = [
        {
            "label": b.label,
            "value": b.value,
            "state": STATES[b.state].say(lang),
            "words": STATES["not_reported"].say(lang) if b.value is None else number(b.value, against=target),
            "light": b.state in _DARK,
        }
        for b in bars
    ]
    states: list[State] = [s for s in STATES if any(b.state == s for b in bars)]
    limits = _limits(target)
    found = [b.value for b in bars if b.value is not None] + limits
    low, high = min([0.0, *found]), max([0.0, *found])
    # Words stand inside a bar that is long enough for them, else behind it.
    inside = f"datum.value !== null && datum.value > {0.3 * high!r}"
    y = {
        "field": "label",
        "type": "nominal",
        "sort": [b.label for b in bars],
        "axis": {"title": None, "ticks": False, "domain": False, "labelLimit": 120, "labelPadding": 5},
    }
    x = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high + 0.12 * (high - low) if high > low else 1.0], "nice": False},
        "axis": {"title": unit_words(unit, lang) or None, "tickCount": 4, "grid": False},
    }
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": {"band": 0.68}},
            "encoding": {"y": y, "x": x, "color": _state_colour(states, lang, legend=False)},
        },
    ]
    layers += [_rule("x", limit) for limit in limits]
    for test, mark in ((inside, {"align": "right", "dx": -4}), (f"!({inside})", {"align": "left", "dx": 4})):
        colour: Spec = {"value": INK}
        if test == inside:
            colour = {"condition": {"test": "datum.light", "value": "white"}, "value": INK}
        layers.append(
            {
                "transform": [
                    {"filter": test},
                    {"calculate": "datum.value === null || datum.value < 0 ? 0 : datum.value", "as": "end"},
                ],
                "mark": {"type": "text", "fontSize": 8, **mark},
                "encoding": {
                    "y": y,
                    "x": {"field": "end", "type": "quantitative"},
                    "text": {"field": "words"},
                    "color": colour,
                },
            }
        )
    return _framed({"data": {"values": rows}, "layer": layers}, width, row * max(1, len(bars)))


def trend(
    points: Sequence[Point],
    *,
    unit: str | None,
    target: float | tuple[float, float] | None,
    outlooks: Sequence[Outlook] = (),
    lang: Lang,
    width: int = 210,
    height: int = 120,
) -> Spec:
    """Return the history, the forecast with its 80 % band, and the target as a line.

    Finals are filled points, flash values and estimates hollow ones. The band opens from the last point over
    ``outlooks`` in the order of their years.
    """
    ordered = sorted(points, key=lambda p: p.year)
    observed = [{"year": p.year, "value": p.value, "final": p.maturity == "final"} for p in ordered]
    ahead: list[dict[str, float]] = []
    if ordered and outlooks:
        last = ordered[-1]
        later = sorted((o for o in outlooks if o.year > last.year), key=lambda o: o.year)
        if later:
            ahead = [{"year": last.year, "median": last.value, "low": last.value, "high": last.value}]
            ahead += [{"year": o.year, "median": o.median, "low": o.low, "high": o.high} for o in later]
    limits = _limits(target)
    years = [int(r["year"]) for r in observed] + [int(r["year"]) for r in ahead]
    first, end = min(years, default=0), max(years, default=1)
    x = {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": [first - 0.3, max(end, first + 1) + 0.3], "nice": False},
        "axis": {
            "title": None,
            "format": "d",
            "values": _year_ticks(first, end, at_most=max(2, width // 36)),
            "grid": False,
            "labelFlush": False,
            "labelOverlap": False,
        },
    }
    y_values = [float(r["value"]) for r in observed] + limits
    y_values += [v for r in ahead for v in (r["low"], r["high"])]
    low, high = min(y_values, default=0.0), max(y_values, default=1.0)
    pad = 0.08 * (high - low) or max(abs(high) * 0.05, 0.5)
    scale = {"domain": [low - pad, high + 1.6 * pad], "nice": False, "zero": False}

    def up(field: str) -> Spec:
        axis = {"title": unit_words(unit, lang) or None, "tickCount": 5, "gridColor": RULE, **_ABOVE}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}

    layers: list[Spec] = [
        {
            "data": {"values": ahead},
            "mark": {"type": "area", "color": BAND, "opacity": 0.75},
            "encoding": {"x": x, "y": up("low"), "y2": {"field": "high"}},
        },
        {
            "data": {"values": ahead},
            "mark": {"type": "line", "color": LINE, "strokeDash": [4, 3], "strokeWidth": 1.2},
            "encoding": {"x": x, "y": up("median")},
        },
        {
            "data": {"values": observed},
            "mark": {"type": "line", "color": LINE, "strokeWidth": 1.6},
            "encoding": {"x": x, "y": up("value")},
        },
        {
            "data": {"values": observed},
            "mark": {"type": "point", "size": 26, "filled": True, "strokeWidth": 1.2, "opacity": 1},
            "encoding": {
                "x": x,
                "y": up("value"),
                "fill": {"condition": {"test": "datum.final", "value": LINE}, "value": "white"},
                "stroke": {"value": LINE},
            },
        },
    ]
    for limit in limits:
        layers += [_rule("y", limit), _rule_words(limit, unit, first - 0.3, lang)]
    return _framed({"layer": layers}, width, height)


def _limits(target: float | tuple[float, float] | None) -> list[float]:
    """Return the one or two numbers that a target is drawn at."""
    if target is None:
        return []
    return [float(v) for v in target] if isinstance(target, tuple) else [float(target)]


def _rule(axis: str, value: float) -> Spec:
    """Return the line of a target across a chart."""
    return {
        "data": {"values": [{"limit": value}]},
        "mark": {"type": "rule", "color": INK, "strokeDash": [2, 2], "strokeWidth": 1},
        "encoding": {axis: {"field": "limit", "type": "quantitative"}},
    }


def _rule_words(value: float, unit: str | None, year: float, lang: Lang) -> Spec:
    """Return the words above the line of a target."""
    words = f"{Text('目标', 'target').say(lang)} {amount(value, unit, lang)}"
    mark = {"type": "text", "align": "left", "baseline": "bottom", "dx": 3, "dy": -2, "fontSize": 8}
    return {
        "data": {"values": [{"limit": value, "year": year, "words": words}]},
        "mark": {**mark, "color": INK},
        "encoding": {
            "x": {"field": "year", "type": "quantitative"},
            "y": {"field": "limit", "type": "quantitative"},
            "text": {"field": "words"},
        },
    }


def _state_colour(states: Sequence[State], lang: Lang, *, legend: bool = True) -> Spec:
    """Return the colour of states, with the legend below the chart."""
    shown: Spec | None = {
        "orient": "bottom",
        "title": None,
        "columns": min(len(states) or 1, 4),
        "symbolType": "square",
        "columnPadding": 12,
    }
    return {
        "field": "state",
        "type": "nominal",
        "scale": {"domain": [STATES[s].say(lang) for s in states], "range": [COLOURS[s] for s in states]},
        "legend": shown if legend else None,
    }


def _year_ticks(first: int, end: int, *, at_most: int) -> list[int]:
    """Return the years that stand on the axis, the last one among them."""
    step = max(1, -(-(end - first) // (at_most - 1)))
    return sorted(range(end, first - 1, -step))


def _framed(spec: Spec, width: int, height: int) -> Spec:
    """Return ``spec`` in the house's type and lines; the drawing with its axes is ``width`` wide."""
    axis = {"labelFontSize": 8.5, "titleFontSize": 8.5, "titleFontWeight": "normal", "domainColor": GREY}
    return {
        "$schema": _SCHEMA,
        "width": width,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": "white",
        **spec,
        "config": {
            "font": FONTS,
            "view": {"stroke": None},
            "axis": {**axis, "labelColor": INK, "titleColor": GREY, "tickColor": GREY},
            "legend": {"labelFontSize": 8.5, "labelColor": INK},
        },
    }
