"""Web pages: blocks, tables, charsets, hostile nesting."""

import pytest

from dafeng.extract.reading_html import read_html

PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>标题栏</title><style>p{}</style>
</head><body>
<nav>首页 | 政策</nav><script>var a = "<p>1</p>";</script><h1>方案</h1><p>到2025年，清洁
取暖率达到93%&nbsp;以上。</p><div>甲<br>乙</div>
<table><tr><th>指标</th><th>值</th></tr><tr><td><p>绿地率</p></td><td>36.5</td></tr></table>
<ol start="3"><li>丙</li><li>丁</li></ol>面积5m<sup>2</sup></body></html>"""


def test_page() -> None:
    text, encoding, notes = read_html(PAGE.encode("gb18030"), file="a.html")
    assert encoding == "gb18030"
    assert notes == []
    assert text.replace("\xa0", " ").splitlines() == [
        "方案",
        "到2025年，清洁取暖率达到93% 以上。",
        "甲",
        "乙",
        "指标\t值",
        "绿地率\t36.5",
        "3. 丙",
        "4. 丁",
        "面积5m²",
    ]


def test_wrong_charset_is_noted() -> None:
    text, encoding, notes = read_html(PAGE.encode("utf-8"), file="a.html")
    assert "清洁取暖率" in text
    assert encoding == "utf-8"
    assert [note.code for note in notes] == ["extract.read.charset"]


def test_unclosed_navigation_is_noted() -> None:
    assert read_html("<p>甲</p><nav><p>乙</p>".encode(), file="a.html")[2][0].code == "extract.read.unclosed"


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 200_000 + "甲",
        "<table><tr><td>" * 50_000 + "甲",
        "甲" + "<" * 200_000,
        "甲" + "<a " * 100_000,
        "甲" + "<!--" * 100_000,
        "甲" + "&#" * 100_000,
        "甲" + "<!" * 100_000,
        "甲" + "</" * 100_000,
        "<script>甲</scrip" + "</s" * 100_000,
    ],
)
def test_hostile_pages_come_to_an_end(source: str) -> None:
    text, _, _ = read_html(source.encode(), file="a.html")
    assert len(text) <= len(source) + 1  # the end of the last line
