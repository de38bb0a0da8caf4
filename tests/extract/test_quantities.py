"""The grammar of quantities: figures, Chinese numerals, shares, ranges, composite units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.extract.normalise import normalise
from dafeng.extract.quantities import find_quantities, han_number

CASES = [
    ("60%", 60, "%"),
    ("６０％", 60, "%"),
    ("5个百分点", 5, "percentage_point"),
    ("10万平方米", 100_000, "m2"),
    ("1.15亿千瓦时", 115_000_000, "kWh"),
    ("1萬人/平方公里", 10_000, "person/km2"),
    ("300吨/万平方米", 300, "t/10^4 m2"),
    ("8.5公里/平方公里", 8.5, "km/km2"),
    ("0.20W/(m²·K)", 0.2, "W/(m2*K)"),
    ("0.45W/(㎡·K)", 0.45, "W/(m2*K)"),
    ("130 lm/W", 130, "lm/W"),
    ("一百四十流明/瓦", 140, "lm/W"),
    ("一千二百千瓦", 1200, "kW"),
    ("110至125升/（人·日）", (110, 125), "L/(person*d)"),
    ("0.8万至1万人", (8000, 10_000), "person"),
    ("40％～45％", (40, 45), "%"),
    ("六层至十一层", (6, 11), "storey"),
    ("三分之二", 200 / 3, "%"),
    ("百分之五十五", 55, "%"),
    ("八成五", 85, "%"),
    ("三成", 30, "%"),
    ("半数", 50, "%"),
    ("二星级", 2, "star"),
    ("35蒸吨/小时", 35, "t/h"),
    ("86.4万吨标准煤", 864_000, "tce"),
    ("300,000平方米", 300_000, "m2"),
    ("三千五百户", 3500, "household"),
    ("十一亿三千万元", 1_130_000_000, "yuan"),
    ("十五个工作日", 15, "day"),
]


@pytest.mark.parametrize(("written", "value", "unit"), CASES)
def test_value_and_unit(written: str, value: float | tuple[float, float], unit: str) -> None:
    norm = normalise(f"达到{written}以上")
    (found,) = (q for q in find_quantities(norm.text) if q.unit is not None)
    assert found.value == pytest.approx(value)
    assert found.unit == unit
    assert norm.source[slice(*norm.span(found.start, found.end))] == written


def _han(n: int) -> str:
    """Write a number below ten thousand in Chinese numerals, independently of the reader."""
    digits = "零一二三四五六七八九"
    out, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // power % 10
        if digit:
            out += ("零" if zero and out else "") + digits[digit] + name
            zero = False
        else:
            zero = True
    return out or "零"


@given(st.integers(min_value=0, max_value=9999), st.integers(min_value=0, max_value=9999))
def test_chinese_numerals_read_back(high: int, low: int) -> None:
    assert han_number(_han(low)) == low
    if high:
        tail = "" if low == 0 else ("零" if low < 1000 else "") + _han(low)
        assert han_number(f"{_han(high)}万{tail}") == high * 10_000 + low


@given(
    st.decimals(min_value=0, max_value=99_999, places=2, allow_nan=False),
    st.sampled_from(
        [("万平方米", 10**4, "m2"), ("亿千瓦时", 10**8, "kWh"), ("%", 1, "%"), ("公里", 1, "km")]
    ),
)
def test_figures_read_back(number: object, unit: tuple[str, int, str]) -> None:
    word, factor, name = unit
    (found,) = find_quantities(f"达到{number}{word}")
    assert found.unit == name
    assert found.value == pytest.approx(float(str(number)) * factor, rel=1e-11)


@pytest.mark.parametrize("text", ["百姓", "千方百计", "万家灯火", "千瓦", "百年大计"])
def test_words_are_no_numbers(text: str) -> None:
    assert find_quantities(text) == []
