"""Charts as pictures for print: Vega-Lite to PNG without a browser, never with boxes for Chinese."""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

from dafeng.base import InputError, Lang, Text

__all__ = ["check_fonts", "png_size", "to_png"]

# A point is 1/72 inch; four pixels to a point are 288 dots per inch.
PIXELS_PER_POINT = 4
_VEGA_LITE = "5.20"
_MAGIC = b"\x89PNG\r\n\x1a\n"


def to_png(spec: dict[str, Any], *, lang: Lang = "zh") -> bytes:
    """Return the chart ``spec`` (sizes in points) as PNG at 288 dots per inch.

    Raises ``InputError`` where the machine has no font with Chinese characters and ``lang`` is Chinese.
    """
    if lang == "zh":
        check_fonts()
    return _render(spec, PIXELS_PER_POINT)


def png_size(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG in pixels."""
    if png[:8] != _MAGIC:
        raise ValueError("not a PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@cache
def check_fonts() -> None:
    """Raise ``InputError`` where Chinese characters would come out as boxes, or not at all.

    Two different characters are drawn: where no font has them, their pictures are the same.
    """
    if _render(_sign("国"), 1) == _render(_sign("网"), 1):
        raise InputError(
            "report-no-cjk-font",
            Text(
                "这台机器没有中文字体，图表中的汉字会变成方框",
                "this machine has no font with Chinese characters: charts would show boxes",
            ),
            mend=Text(
                "安装一种中文字体：Debian/Ubuntu 运行 apt-get install fonts-noto-cjk；"
                "Fedora/openEuler 运行 dnf install google-noto-sans-cjk-fonts；"
                "Windows 在“可选功能”中添加简体中文补充字体",
                "install one: apt-get install fonts-noto-cjk on Debian and Ubuntu, dnf install"
                " google-noto-sans-cjk-fonts on Fedora and openEuler, the optional feature for Simplified"
                " Chinese fonts on Windows",
            ),
        )


def _sign(character: str) -> dict[str, Any]:
    """Return a chart that is nothing but one character."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [{}]},
        "width": 30,
        "height": 30,
        "mark": {"type": "text", "fontSize": 20},
        "encoding": {"text": {"value": character}},
    }


def _render(spec: dict[str, Any], scale: float) -> bytes:
    """Return ``spec`` drawn with ``scale`` pixels to a point."""
    import vl_convert

    png: bytes = vl_convert.vegalite_to_png(spec, vl_version=_VEGA_LITE, scale=scale)
    return png
