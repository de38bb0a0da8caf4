"""What one statement's page shows of the facts: verdict, trend, regions, ways to count, sums and factors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dafeng.base import Lang
from dafeng.indicators.values import Failing
from dafeng.plan.model import Statement
from dafeng.records.schema import categories
from dafeng.reports.formula_words import formula_words
from dafeng.web import words
from dafeng.web.board import Board

if TYPE_CHECKING:
    from dafeng.indicators.status import Status
    from dafeng.web.results import Results

__all__ = ["FAILING_SHOWN", "judgement"]

FAILING_SHOWN = 20
_BAR = 100.0


def judgement(
    board: Board, results: Results, s: Statement, params: Mapping[str, str], lang: Lang
) -> dict[str, Any]:
    """Return what the records say of a statement, over its scope or in the region that ``params`` names."""
    whole = results.status(s.id)
    if whole is None:
        return {}
    regions = results.by_target.get(s.id, ())
    region = params.get("region", "")
    st = next((one for one in regions if one.region == region), whole)
    failing = st.rows.failing if st.rows else ()
    everything = params.get("failing") == "all"
    unit = history_unit(results, st)
    charts = _charts(st, unit, lang)
    return {
        "st": st,
        "whole": st is whole,
        "region_bars": _bars(regions),
        "failing": failing if everything else failing[:FAILING_SHOWN],
        "failing_left": 0 if everything else max(0, len(failing) - FAILING_SHOWN),
        "failing_valued": any(f.value is not None for f in failing),
        "has_rows": bool(st.trace.tables),
        "history": st.history,
        "history_unit": unit,
        "same_unit": unit == st.unit and st.rows is None,
        "placed": any(f.file for f in failing),
        "formula": formula_words(st.trace, lang),
        "successor": next((o for o in board.statements if o.id == st.successor), None),
        "unverified": [f for f in st.trace.factors if f.basis == "recalled"],
        "charts": charts,
        "specs": {f"spec-{name}": spec for name, spec in charts.items()},
    }


def _bars(regions: tuple[Status, ...]) -> list[dict[str, Any]]:
    """Return the regions with the length of a bar [0-100] for each value, and where the target stands."""
    numbers = [abs(s.value) for s in regions if s.value is not None]
    for s in regions:
        target = s.target_value[1] if isinstance(s.target_value, tuple) else s.target_value
        if target is not None:
            numbers.append(abs(target))
    most = max(numbers, default=0.0) or 1.0
    found = []
    for s in regions:
        target = s.target_value[0] if isinstance(s.target_value, tuple) else s.target_value
        found.append(
            {
                "st": s,
                "w": f"{_BAR * abs(s.value) / most:.2f}" if s.value is not None else "",
                "mark": f"{_BAR * abs(target) / most:.2f}"
                if target is not None and s.value is not None
                else "",
            }
        )
    return found


def history_unit(results: Results, st: Status) -> str | None:
    """Return the unit of the yearly values: the statement's, but % of rows, and emissions of a peak year."""
    if st.rows is not None:
        return "%"
    if st.unit != "year" or st.trace.indicator is None:
        return st.unit
    for value in results.values.series(st.trace.indicator, st.trace.variant or "", st.region):
        return value.unit
    return st.unit


def _charts(st: Status, unit: str | None, lang: Lang) -> dict[str, Any]:
    """Return the specifications of the charts that have enough to show."""
    from dafeng.reports import charts

    found: dict[str, Any] = {}
    same = unit == st.unit and st.rows is None
    if len(st.history) >= 2:
        spec = charts.trend(
            st.history,
            unit=unit,
            target=st.target_value if same else None,
            outlooks=(st.forecast,) if st.forecast and same else (),
            lang=lang,
            width=690,
            height=210,
        )
        found["trend"] = {key: value for key, value in _for_screens(spec).items() if key != "$schema"}
    return found


def _for_screens(spec: Any) -> Any:
    """Return a specification with type for a screen, not for a page of a document; its words stay."""
    if isinstance(spec, dict):
        return {
            key: round(value * 1.35, 1) if key.endswith("ontSize") and isinstance(value, int | float)
            else _for_screens(value)
            for key, value in spec.items()
        }  # fmt: skip
    if isinstance(spec, list):
        return [_for_screens(one) for one in spec]
    return spec


def factor_words(name: str, lang: Lang) -> str:
    """Return the name of a factor in words: what it turns a carrier into, and the year that it is of.

    Symbols of a standard, which have no words here, stay as they are.

    >>> factor_words("tco2 electricity 15 2023", "zh"), factor_words("r2", "en")
    ('电力碳排放系数（本省级，2023）', 'r2')
    """
    head, *rest = name.split()
    key = f"factor_name.{head}"
    text = words.say(key, lang) if key in words.WORDS else head
    carriers = categories()["carrier"]
    if rest and rest[0] in carriers:
        carrier = carriers[rest.pop(0)].say(lang)
        text = f"{carrier}{text}" if lang == "zh" else f"{carrier}: {text}"
    if len(rest) == 2:
        rest[0] = words.say("factor_name.province", lang)
    if not rest:
        return text
    return f"{text}（{'，'.join(rest)}）" if lang == "zh" else f"{text} ({', '.join(rest)})"


def place_words(failing: Failing, lang: Lang) -> str:
    """Return where a row was read from: file, sheet and row; empty where it is not known."""
    parts = [failing.file or "", failing.sheet or ""]
    if failing.row is not None:
        parts.append(words.say("data.row_number", lang, n=failing.row))
    return " · ".join(part for part in parts if part)
