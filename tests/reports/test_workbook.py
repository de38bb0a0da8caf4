# ruff: noqa: E501  (rows)
"""The assessment workbook: sheets, live formulas that give the values they stand for, text that stays text."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import load_workbook
from tests.reports.conftest import AS_OF, HASH, make_plan, make_records, make_statuses, make_values, status

from dafeng.base import Text
from dafeng.indicators.status import Outlook
from dafeng.indicators.values import Area, Value, Values
from dafeng.plan.model import Baseline
from dafeng.records.differences import Change
from dafeng.reports import assessment_workbook
from dafeng.reports.sums import sums_of


@pytest.fixture(scope="module")
def data() -> bytes:
    change = Change(
        "heating", "east", 2025, "final", "firmer", "estimate", 3, 4, sums={"heated_area_m2": (10.0, 12.5)}
    )
    return assessment_workbook(
        make_plan(),
        make_statuses(),
        make_values(),
        make_records(),
        as_of=AS_OF,
        sample=True,
        changes=[change],
    )


def rows(data: bytes, sheet: str, *, values: bool = True) -> list[dict[str, object]]:
    made = load_workbook(io.BytesIO(data), data_only=values)[sheet]
    heads = [c.value for c in made[3]]
    return [dict(zip(heads, [c.value for c in row], strict=True)) for row in made.iter_rows(min_row=4)]


def test_the_sheets(data: bytes) -> None:
    names = load_workbook(io.BytesIO(data)).sheetnames
    assert names[:7] == ["总表", "分地区", "计算依据", "逐行判定", "缺报", "口径对照", "数据变更"]


def test_one_row_a_statement(data: bytes) -> None:
    found = {r["条目"]: r for r in rows(data, "总表")}
    assert set(found) == {s.id for s in make_plan().statements}
    leak = found["1.2"]
    assert (leak["完成值"], leak["目标值"], leak["状态"], leak["差距"], leak["达到概率"]) == (
        13.996,
        10,
        "进度滞后",
        3.996,
        0.004,
    )
    assert leak["数据性质"] == "快报" and leak["暂定"] == "是" and leak["责任单位"] == "市能源局、市住建局"
    assert found["2.2"]["目标值"] == "8～12"


def evaluate(formula: str, cells: dict[str, object]) -> object:
    """Return what a formula of the workbook gives: arithmetic, ABS, MAX, ROUND, IF."""
    words = re.sub(r"\b([A-Z])(\d+)\b", lambda m: f"cells[{m.group()!r}]", formula.removeprefix("="))
    words = re.sub(r"IF\((.*),(\"[^\"]*\"),(\"[^\"]*\")\)$", r"(\2 if \1 else \3)", words)
    known = {"cells": cells, "ABS": abs, "MAX": max, "ROUND": round}
    return eval(words, {"__builtins__": {}}, known)


def test_live_formulas_give_the_values_that_stand_beside_them(data: bytes) -> None:
    live = load_workbook(io.BytesIO(data))["计算依据"]
    kept = load_workbook(io.BytesIO(data), data_only=True)["计算依据"]
    cells = {c.coordinate: c.value for row in kept.iter_rows() for c in row}
    count = 0
    for row in live.iter_rows(min_row=4):
        for cell in row:
            if cell.data_type == "f":
                count += 1
                got, wanted = evaluate(str(cell.value), cells), cells[cell.coordinate]
                assert got == wanted or got == pytest.approx(wanted), cell.coordinate
    assert count >= 20


def test_sums_value_gap_and_verdict_of_one_row(data: bytes) -> None:
    live = next(r for r in rows(data, "计算依据", values=False) if r["条目"] == "1.1" and r["地区"] == "某市")
    kept = next(r for r in rows(data, "计算依据") if r["条目"] == "1.1" and r["地区"] == "某市")
    number = re.search(r"\d+", str(live["差距"])).group()  # type: ignore[union-attr]
    assert live["由合计算得"] == f"=I{number}*G{number}/H{number}" and live["差距"] == f"=P{number}-M{number}"
    assert (kept["由合计算得"], kept["核对"], kept["差距"], kept["对照目标"]) == (94.5, "一致", -1.5, "达到")
    west = next(r for r in rows(data, "计算依据") if r["地区"] == "西县" and r["条目"] == "1.1")
    assert west["对照目标"] == "未达到" and west["差距"] == pytest.approx(0.04)


def test_changes_against_a_base_and_totals_follow_from_the_values() -> None:
    plan = make_plan()
    area = {"city": Area("city", Text("某市", "A City"), frozenset({"east"}))}

    def value(year: int, top: float, below: float | None) -> Value:
        return Value("heat_loss", "v", "city", (), year, 1.0, "%", numerator=top, denominator=below)

    series = {2020: value(2020, 25.0, 100.0), 2025: value(2025, 22.0, 100.0), 2026: value(2026, 20.0, 100.0)}
    values = Values(
        plan_id="made-up", areas=area, by_key={("heat_loss", "v", (), "city"): series}, records_hash=HASH
    )
    from tests.reports.conftest import trace

    own = trace("1", indicator="heat_loss", variant="v", numerator=20.0, denominator=100.0)
    statement = plan.statement("1.4")
    points = sums_of(statement, status("1.4", "on_track", value=-0.05, trace=own), values)
    assert (points.kind, points.base_numerator, points.base_year) == ("points", 25.0, 2020)
    relative = statement.model_copy(update={"baseline": Baseline(year=2020, relation="percent")})
    assert sums_of(relative, status("1.4", "on_track", value=-20.0, trace=own), values).kind == "percent"
    total = sums_of(plan.statement("2.1"), status("2.1", "met", value=0.42, trace=own), values)
    assert (total.kind, total.addends) == ("total", (0.22, 0.2))
    assert sums_of(statement, status("1.4", "on_track", value=-7.0, trace=own), values).kind == "none"


def test_rows_that_break_a_limit_have_their_place(data: bytes) -> None:
    found = rows(data, "逐行判定")
    first = next(r for r in found if r["条目"] == "1.3")
    assert (first["地区"], first["名称"], first["数值"], first["文件"], first["工作表"], first["行"]) == (
        "东县",
        "-路1",
        41,
        "east.xlsx",
        "新规划道路",
        6,
    )
    assert sum(r["条目"] == "1.3" for r in found) == 14


def test_missing_variants_and_changes(data: bytes) -> None:
    assert [(r["报表"], r["地区"], r["情况"]) for r in rows(data, "缺报")] == [
        ("《供热管网运行》", "西县", "未报"),
        ("《建设项目台账》", "东县", "未报"),
        ("《建设项目台账》", "西县", "报表有错误，未采用"),
    ]
    assert [(r["口径"], r["是否判定口径"], r["状态"]) for r in rows(data, "口径对照")] == [
        ("宽口径", "是", "已达到"),
        ("窄口径", None, "未达到"),
    ]
    assert [(r["变化"], r["栏目"], r["原合计"], r["现合计"], r["增减"]) for r in rows(data, "数据变更")] == [
        ("由更确定的数据取代", "取暖面积", 10, 12.5, 2.5)
    ]


def test_text_that_begins_as_a_formula_stays_text(data: bytes) -> None:
    made = load_workbook(io.BytesIO(data))
    suspicious = [
        c
        for sheet in made
        for row in sheet.iter_rows()
        for c in row
        if isinstance(c.value, str) and c.value[0] in "=+-@"
    ]
    planted = [c for c in suspicious if "HYPERLINK" in str(c.value) or "路" in str(c.value)]
    assert len(planted) >= 3
    for cell in planted:
        assert cell.data_type == "s" and cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = b"".join(archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/"))
    assert b"<f>HYPERLINK" not in sheets


def test_print_set_up(data: bytes) -> None:
    for sheet in load_workbook(io.BytesIO(data)):
        assert sheet.page_setup.orientation == "landscape" and int(sheet.page_setup.paperSize) == 9
        assert sheet.print_title_rows == "$1:$3" and sheet.freeze_panes in ("C4", "A4")
        assert sheet.auto_filter.ref and "示例数据" in str(sheet.oddHeader.right.text)


def test_english_and_one_region() -> None:
    data = assessment_workbook(
        make_plan(),
        make_statuses(),
        make_values(),
        make_records(),
        as_of=AS_OF,
        sample=False,
        lang="en",
        region="west",
    )
    assert [r["No."] for r in rows(data, "Overview")] == ["1.1"]
    assert load_workbook(io.BytesIO(data))["Overview"].oddHeader.right.text in (None, "")


def test_about_and_range_gaps() -> None:
    near = status(
        "1.2",
        "met",
        value=9.5,
        op="about",
        target_value=10.0,
        gap=-0.5,
        forecast=Outlook(2030, 9.0, 8.0, 10.0, 0.5),
    )
    wide = status("2.2", "missed", value=14.0, unit="storey", op="range", target_value=(8.0, 12.0), gap=2.0)
    data = assessment_workbook(
        make_plan(), make_statuses(a=near, b=wide), make_values(), make_records(), as_of=AS_OF, sample=False
    )
    found = {r["条目"]: r for r in rows(data, "计算依据")}
    assert (found["1.2"]["容差"], found["1.2"]["差距"], found["1.2"]["对照目标"]) == (1.0, -0.5, "达到")
    assert (found["2.2"]["差距"], found["2.2"]["对照目标"]) == (2.0, "未达到")
