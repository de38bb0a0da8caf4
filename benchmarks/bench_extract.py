"""Extraction: time of an 8,000-character plan and of a 1 MB document, beside one plain pass for numerals."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

PROSE = (
    "坚持因地制宜、分类施策，健全工作机制，完善配套政策，加强部门协同，"
    "引导社会力量共同参与，推动城乡建设方式绿色转型。\n"
)
SENTENCES = (
    *(PROSE,) * 3,
    "到2030年，城镇新建建筑中绿色建筑占比达到{}%以上（牵头部门：示例局）。\n",
    "城市建成区绿地率不低于{}%，公园绿化服务半径覆盖率达到80%。\n",
    "推动既有建筑节能改造{}万平方米，单位面积供热能耗比2020年下降10%。\n",
)
NUMERAL = re.compile(r"\d+(?:\.\d+)?\s*(?:%|万平方米|个百分点)")
MEGABYTE = 1_000_000


def document(chars: int, *, size: Callable[[str], int] = len) -> str:
    """Return an invented plan of about ``chars`` as ``size`` counts."""
    parts = ["示例城乡建设领域碳达峰实施方案\n"]
    length, number = size(parts[0]), 0
    while length < chars:
        if number % 20 == 0:
            parts.append(f"第{number // 20 + 1}条 示例任务。\n")
            length += size(parts[-1])
        parts.append(SENTENCES[number % len(SENTENCES)].format(10 + number % 80))
        length += size(parts[-1])
        number += 1
    return "".join(parts)


def best(call: Callable[[], object], times: int) -> float:
    """Return the shortest of several runs [s]."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return min(found)


def numerals(path: Path) -> list[str]:
    """Return what the baseline finds."""
    return NUMERAL.findall(path.read_text(encoding="utf-8"))


def run() -> list[dict[str, str]]:
    """Return one row for every document."""
    from dafeng.extract import extract_file

    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text, times in (
            ("plan of 8,000 characters", document(8_000), 5),
            ("document of 1 MB", document(MEGABYTE, size=lambda part: len(part.encode())), 1),
        ):
            path = Path(folder) / "plan.txt"
            path.write_text(text, encoding="utf-8")
            found = len(extract_file(path).statements)
            ours = best(partial(extract_file, path), times)
            plain = best(partial(numerals, path), 5)
            rows.append(
                {
                    "what": name,
                    "dafeng [ms]": f"{ours * 1000:.1f}",
                    "statements": str(found),
                    "one regex pass [ms]": f"{plain * 1000:.2f}",
                    "numerals": str(len(numerals(path))),
                }
            )
    return rows
