"""Charts: valid Vega-Lite with the data that were given, drawn with Chinese, the same every time."""

from __future__ import annotations

import copy
import json

import pytest

from dafeng.indicators.status import STATES, Outlook, Point
from dafeng.reports import images
from dafeng.reports.charts import COLOURS, Bar, Tally, by_article, by_region, trend
from dafeng.reports.images import check_fonts, png_size, to_png

POINTS = [Point(y, 80.0 + y - 2020, "final" if y < 2026 else "flash") for y in range(2020, 2027)]
OUTLOOK = Outlook(2030, 91.0, 88.0, 94.0, 0.3)


def all_values(spec: object) -> list[dict[str, object]]:
    if isinstance(spec, dict):
        found = [v for v in spec.get("values", ()) if isinstance(v, dict)]
        return found + [v for child in spec.values() for v in all_values(child)]
    if isinstance(spec, list):
        return [v for child in spec for v in all_values(child)]
    return []


def specs() -> list[dict[str, object]]:
    return [
        by_article([Tally("第1条", {"met": 2, "missed": 1}), Tally("第2条", {"not_due": 1})], lang="zh"),
        by_region(
            [Bar("东县", 95.0, "met"), Bar("西县", None, "not_reported")], unit="%", target=93.0, lang="zh"
        ),
        by_region([Bar("东县", -6.0, "met")], unit="percentage_point", target=-5.0, lang="en"),
        trend(POINTS, unit="%", target=93.0, outlooks=[OUTLOOK], lang="zh"),
        trend([], unit=None, target=None, lang="en"),
        trend(POINTS[:1], unit="storey", target=(8.0, 12.0), lang="zh"),
        by_article([], lang="zh"),
        by_region([], unit="%", target=None, lang="zh"),
    ]


def test_specifications_are_valid_vega_lite() -> None:
    import altair

    for spec in specs():
        made = altair.Chart.from_dict(copy.deepcopy(spec), validate=True)
        assert made.to_dict(validate=True)
        json.dumps(spec, allow_nan=False)


def test_nothing_is_fetched_from_elsewhere() -> None:
    for spec in specs():
        assert '"url"' not in json.dumps(spec)


def test_every_state_has_a_colour_and_only_missed_is_red() -> None:
    assert set(COLOURS) == set(STATES)
    reds = []
    for state, colour in COLOURS.items():
        r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        if r > 140 and g < 90 and b < 90:
            reds.append(state)
    assert reds == ["missed"]


def test_bars_of_an_article_add_up() -> None:
    spec = by_article([Tally("第1条", {"met": 2, "missed": 1, "not_due": 0})], lang="zh")
    rows = all_values(spec)
    assert [(r["state"], r["x"], r["x2"]) for r in rows] == [("已达到", 0, 2), ("未达到", 2, 3)]


def test_the_band_opens_from_the_last_point() -> None:
    spec = trend(
        POINTS, unit="%", target=93.0, outlooks=[OUTLOOK, Outlook(2025, 1.0, 0.0, 2.0, 0.5)], lang="zh"
    )
    ahead = [v for v in all_values(spec["layer"][0]) if "low" in v]
    assert ahead == [
        {"year": 2026, "median": 86.0, "low": 86.0, "high": 86.0},
        {"year": 2030, "median": 91.0, "low": 88.0, "high": 94.0},
    ]
    hollow = [v["year"] for v in all_values(spec["layer"][2]) if not v["final"]]
    assert hollow == [2026]


def test_target_is_drawn_and_named() -> None:
    words = [v.get("words") for v in all_values(trend(POINTS, unit="%", target=93.0, lang="zh"))]
    assert "目标 93%" in words
    two = [
        v["limit"] for v in all_values(trend(POINTS, unit="%", target=(8.0, 12.0), lang="zh")) if "words" in v
    ]
    assert two == [8.0, 12.0]


def test_a_region_without_a_value_says_so() -> None:
    rows = all_values(by_region([Bar("西县", None, "not_reported")], unit="%", target=93.0, lang="zh"))
    assert rows[0]["words"] == "未报" and rows[0]["value"] is None


def test_charts_come_out_at_print_resolution_and_the_same() -> None:
    for spec in specs()[:4]:
        png = to_png(spec, lang="en")
        assert png == to_png(copy.deepcopy(spec), lang="en")
        width, _ = png_size(png)
        assert abs(width - 4 * int(spec["width"])) <= 8  # type: ignore[call-overload]


def test_no_pictures_of_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    from dafeng.base import InputError

    check_fonts.cache_clear()
    monkeypatch.setattr(images, "_render", lambda spec, scale: b"the same box")
    with pytest.raises(InputError) as wrong:
        to_png(specs()[0], lang="zh")
    assert wrong.value.code == "report-no-cjk-font"
    assert wrong.value.mend is not None and "fonts-noto-cjk" in wrong.value.mend.zh
    check_fonts.cache_clear()


def test_what_is_no_png() -> None:
    with pytest.raises(ValueError, match="PNG"):
        png_size(b"GIF89a" + bytes(20))
