"""Records: a building register of 100,000 rows read and checked, beside openpyxl only reading its cells."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import openpyxl

ROWS = 100_000
USES = ("居住", "办公", "学校", "医院", "商业", "工业厂房")
SOURCES = ("热电联产", "天然气", "电供暖", "散煤", "空气源热泵")
FAULTS: dict[str, tuple[int, Any]] = {  # code -> column and what is written there instead
    "records-not-category": (6, "楼房"),
    "records-not-number": (8, "约五千"),
    "records-limit": (8, 9_900_000),
    "records-required": (10, None),
    "building-demolished-before-built": (11, 1950),
    "records-region-unknown": (0, "火星"),
}
EACH = 15


def register(place: Path) -> int:
    """Write the register with ``EACH`` faults of every kind; return how many there are."""
    from dafeng.records import tables

    book = openpyxl.Workbook(write_only=True)
    cover = book.create_sheet("说明")
    for row in (["填报地区", "阿拉善盟"], ["统计年份", 2025], ["数据性质", "年报"]):
        cover.append(row)
    sheet = book.create_sheet("既有建筑台账")
    titles = [column.title.zh for column in tables()["buildings"].columns]
    sheet.append(["所属地区", "统计年份", "数据性质", *titles])
    wrong = {
        1000 * (number + 1) + kind: (column, value)
        for kind, (column, value) in enumerate(FAULTS.values())
        for number in range(EACH)
    }
    for n in range(ROWS):
        row = [
            "阿拉善右旗", 2025, "年报", f"YQ-{n:06d}", f"楼{n}", "城镇", USES[n % 6], "否",
            800.5 + n % 9000, 1 + n % 12, 1960 + n % 60, None, SOURCES[n % 5], "否", "是", "否", None,
        ]  # fmt: skip
        if n in wrong:
            row[wrong[n][0]] = wrong[n][1]
            if wrong[n][0] == 11:
                row[10] = 1998
        sheet.append(row)
    book.save(place)
    return len(wrong)


def timed(call: Any) -> tuple[float, float, Any]:
    """Return wall and processor time [s] of a call, and what it gave."""
    wall, used = time.perf_counter(), time.process_time()
    answer = call()
    return time.perf_counter() - wall, time.process_time() - used, answer


def cells(place: Path) -> int:
    """Read every cell with openpyxl, and check nothing."""
    book = openpyxl.load_workbook(place, read_only=True, data_only=True)
    count = sum(len(row) for row in book["既有建筑台账"].iter_rows(values_only=True))
    book.close()
    return count


def run() -> list[dict[str, str]]:
    """Return one row for each way of reading."""
    from dafeng.plan import load
    from dafeng.records import read

    plan = load("alxa-2023-66")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "register.xlsx"
        planted = register(place)
        runs = [timed(lambda: read(place, plan)) for _ in range(2)]
        wall, used, (records, issues) = min(runs, key=lambda item: item[1])
        found = sum(issue.code in FAULTS for issue in issues if issue.severity == "error")
        alone_wall, alone_used, _ = timed(lambda: cells(place))
    (filing,) = records.filings
    return [
        {
            "what": f"dafeng.records.read, {ROWS} rows x 17 columns",
            "wall s": f"{wall:.1f}",
            "processor s": f"{used:.1f}",
            "faults found": f"{found} of {planted}, {len(issues) - found} other issues",
            "rows blocked": str(filing.rows),
        },
        {
            "what": "openpyxl (read-only), cells only",
            "wall s": f"{alone_wall:.1f}",
            "processor s": f"{alone_used:.1f}",
            "faults found": "-",
            "rows blocked": "-",
        },
    ]


if __name__ == "__main__":
    for line in run():
        print(line)
