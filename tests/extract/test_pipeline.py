"""From sentences to statements: every kind of wording on texts of our own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base import InputError
from dafeng.extract import (
    Draft,
    accept,
    correct,
    extract_text,
    load_draft,
    reject,
    reset,
    save_draft,
    to_plan,
)
from dafeng.extract.structure import normalise_body
from dafeng.plan import load, save

PLAN = """云岭市城乡建设领域碳达峰实施方案
云建发〔2024〕7号

一、主要目标
到2030年，全市城乡建设领域碳排放达到峰值。

二、重点任务
1.提升建筑能效。到2027年，城镇新建建筑中星级绿色建筑占比力争达到40%以上，公共建筑能耗强度比2020年下降6.5%。新建居住建筑原则上不超过十八层。（市住建局、市发改委按职责分工负责，各县区人民政府落实）
2.推进清洁取暖。清洁取暖率由2023年的80%提高到2027年的95%。鼓励建筑面积5000平方米以上的公共建筑采用热泵。截至2023年底，全市集中供热面积860万平方米。（市能源局负责）
3.抓好落实。各县区于每年11月底前将进展报市住房和城乡建设局。
"""


def one(text: str, number: int = 0) -> Any:
    found = extract_text(text).statements
    assert len(found) > number, [s.value_text for s in found]
    return found[number]


def test_a_small_plan() -> None:
    draft = extract_text(PLAN, name="yunling")
    got = [
        (s.article, s.kind, s.op, s.value, s.unit, s.years.type, s.years.year, s.strength)
        for s in draft.statements
    ]
    assert got == [
        (None, "target", "<=", 2030, "year", "deadline", 2030, "mandatory"),
        ("1", "target", ">=", 40, "%", "deadline", 2027, "strive"),
        ("1", "baseline_relative_change", "<=", -6.5, "%", "deadline", 2027, "mandatory"),
        ("1", "planning_limit", "<=", 18, "storey", "always", None, "in_principle"),
        ("2", "target", ">=", 95, "%", "deadline", 2027, "mandatory"),
        ("2", "obligation_threshold", ">=", 5000, "m2", "always", None, "encourage"),
        ("2", "status", "=", 8_600_000, "m2", "as_of", 2023, None),
        ("3", "reporting_deadline", "<=", 11, "month_end", "yearly", None, "mandatory"),
    ]
    assert [a.bodies for a in draft.articles[:2]] == [("住房和城乡建设局", "发展改革委"), ("能源局",)]
    assert draft.articles[0].implementers == ("各县区人民政府",)
    heating = draft.statements[4]
    assert heating.indicator == "clean_heating_rate"
    assert heating.baseline is not None
    assert (heating.baseline.year, heating.baseline.relation, heating.baseline.value) == (
        2023,
        "from_value",
        80,
    )


@pytest.mark.parametrize(
    ("sentence", "op", "value", "unit"),
    [
        ("到2025年，管网漏损率控制在10%以内。", "<=", 10, "%"),
        ("到2025年，管网漏损率不高于9%。", "<=", 9, "%"),
        ("到2030年，电力消费比例超过65%。", ">", 65, "%"),
        ("到2030年，资源化利用率达到65%左右。", "about", 65, "%"),
        ("到2025年，污泥处置率不低于90%。", ">=", 90, "%"),
        ("到2025年，完成改造约30万平方米。", "about", 300_000, "m2"),
        ("到2025年，管网热损失率降至12%以下。", "<=", 12, "%"),
        ("到2028年，覆盖三分之二以上的小区。", ">=", 200 / 3, "%"),
    ],
)
def test_operators(sentence: str, op: str, value: float, unit: str) -> None:
    found = one(sentence)
    assert (found.op, found.unit) == (op, unit)
    assert found.value == pytest.approx(value)


def test_lists_share_years_and_direction() -> None:
    found = extract_text("2025年、2026年、2027年分别完成改造70、90、100万平方米。").statements
    assert [(s.years.year, s.value) for s in found] == [(2025, 700_000), (2026, 900_000), (2027, 1_000_000)]
    found = extract_text("到2027年，单位面积能耗、人均用水量较2022年分别下降8%和10%。").statements
    assert [(s.value, s.baseline.year) for s in found if s.baseline] == [(-8, 2022), (-10, 2022)]


def test_years_come_from_the_list_header() -> None:
    text = "一、目标\n到2027年，实现以下目标：\n（一）清洁取暖率达到90%以上。\n（二）新增供热面积50万平方米。\n二、任务\n坚持先立后破。"
    found = extract_text(text).statements
    assert [(s.years.type, s.years.year, s.years.inferred) for s in found] == [("deadline", 2027, True)] * 2


def test_tables_give_a_statement_a_cell() -> None:
    text = "表1 主要指标\n序号 指标 单位 2025年 2030年\n1 城镇清洁取暖率 % 95 98\n2 供水管网漏损率 % ≤9 ≤8\n"
    found = extract_text("某市方案〔2024〕1号\n" + text).statements
    assert [(s.value, s.op, s.years.year, s.indicator) for s in found] == [
        (95, ">=", 2025, "clean_heating_rate"),
        (98, ">=", 2030, "clean_heating_rate"),
        (9, "<=", 2025, "water_network_leakage_rate"),
        (8, "<=", 2030, "water_network_leakage_rate"),
    ]


def test_what_states_nothing_is_accounted_for() -> None:
    text = "某政办〔2024〕41号\n联系电话：0478-5526003。总投资7.8亿元，占地96亩。第三条规定，一般情况下统一办理。\n2024年7月15日"
    draft = extract_text(text)
    assert draft.statements == ()
    taken = " ".join(n.text for n in draft.negatives)
    for word in ("〔2024〕41号", "0478-5526003", "7.8亿元", "96亩", "第三条", "2024年7月15日"):
        assert word in taken


def test_no_numeral_is_dropped(shared: Path) -> None:
    numeral = re.compile(r"[0-9０-９①-⑩]+|[一二三四五六七八九十百千万亿两半]+")
    for path in sorted((shared / "policies").glob("*/*.txt")):
        text = path.read_bytes().decode("utf-8")
        draft = extract_text(text)
        taken = bytearray(len(text))
        for start, end in [s.value_span for s in draft.statements] + [n.span for n in draft.negatives]:
            taken[start:end] = b"\x01" * (end - start)
        lost = [m.group() for m in numeral.finditer(text) if not any(taken[m.start() : m.end()])]
        assert lost == [], path.name


def test_the_structure_is_a_tree() -> None:
    tree = extract_text(PLAN).structure
    assert [(n.level, n.number, n.parent) for n in tree] == [
        ("part", "一", None),
        ("part", "二", None),
        ("item", "1", 1),
        ("item", "2", 1),
        ("item", "3", 1),
    ]
    assert PLAN[slice(*tree[0].span)].strip().endswith("达到峰值。")


def test_wrapped_pages_read_as_one_text() -> None:
    lines = "某市建筑节能攻坚方案公报内容如下\n- 17 -\n到 ２０２５ 年，全市新建超低能耗建筑累计达到 1 2\n0 万平方米 ，星级绿色建筑占比不低于 3\n5%；完成既有建筑节能改造 ２６０ 万平\n方米，公共建筑能耗强度比 2020 年下\n降 ６．５％。"
    found = extract_text(lines).statements
    assert [s.value for s in found] == [1_200_000, 35, 2_600_000, -6.5]
    assert found[0].value_text == "1 2\n0 万平方米"


def test_traditional_characters_keep_their_offsets() -> None:
    text = "到2026年,再生水利用率由2023年的21%提高至30%,新建污水管網三百二十公里。"
    found = extract_text(text).statements
    assert [(s.value, s.unit) for s in found] == [(30, "%"), (320, "km")]
    assert text[slice(*found[1].value_span)] == "三百二十公里"


@given(
    st.text(
        alphabet="到20年，。；：达5%（）()“”〔〕一二三万亿千百分之成、由提高至报送月日前前全部\n 平方米|①",
        max_size=300,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_spans_that_hold_their_words(text: str) -> None:
    draft = extract_text(text)
    for s in draft.statements:
        assert text[slice(*s.value_span)] == s.value_text
        assert text[slice(*s.evidence.span)] == s.evidence.text
    for n in draft.negatives:
        assert text[slice(*n.span)] == n.text
    json.dumps(draft.as_json(), ensure_ascii=False)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 300_000,
        "(" * 100_000 + ")" * 100_000,
        "一千" * 100_000,
        "由1" * 50_000,
        "1，" * 50_000,
        "达到5%、" * 3_000,
    ],
    ids=["digits", "brackets", "numerals", "from", "commas", "list"],
)
def test_hostile_text_ends(text: str) -> None:
    draft = extract_text(text)  # a pattern that is not linear would never come back
    assert draft.document.text_chars == len(text)


def test_verdicts_and_the_way_to_a_plan(tmp_path: Path) -> None:
    draft = extract_text(PLAN, name="yunling")
    draft = accept(draft, "1.1")
    draft = reject(draft, "2.3")
    draft = correct(draft, "1.2", value=-7, indicator=None)
    path = tmp_path / "draft.yaml"
    save_draft(draft, path)
    again = load_draft(path)
    assert again == draft
    assert [again.statement(i).status for i in ("1.1", "1.2", "1.3", "2.3")] == [
        "reviewed", "reviewed", "extracted", "rejected",
    ]  # fmt: skip
    assert reset(again, "1.1").statement("1.1").status == "extracted"
    plan = to_plan(again)
    save(plan, tmp_path / "plan.yaml")
    loaded = load(tmp_path / "plan.yaml")
    assert [s.id for s in loaded.statements] == ["G.1", "1.1", "1.2", "1.3", "2.1", "2.2", "3.1"]
    assert loaded.statement("1.2").value == -7


@pytest.mark.parametrize(
    "fields", [{"value": "viele"}, {"kind": "wish"}, {"years": {"type": "soon"}}, {"status": "rejected"}]
)
def test_bad_corrections_name_the_field(fields: dict[str, Any]) -> None:
    draft = extract_text(PLAN, name="yunling")
    with pytest.raises(InputError) as caught:
        correct(draft, "1.1", **fields)
    assert next(iter(fields)) in caught.value.say("en")


def test_a_broken_draft_is_named(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text("statements: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"draft\.yaml"):
        load_draft(path)
    path.write_text("id: x\ncolour: red\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_draft(path)
    assert "colour" in caught.value.say("en")


def test_unknown_statement() -> None:
    with pytest.raises(InputError):
        Draft.statement(extract_text(PLAN), "77.7")


def test_bodies_are_mended() -> None:
    assert normalise_body("盟住和房城乡建设局") == "住房和城乡建设局"
    assert normalise_body("盟住房和城乡建设厅") == "住房和城乡建设局"
    assert normalise_body("市卫健委") == "卫生健康委"
    assert normalise_body("各乡镇人民政府") == "各乡镇人民政府"
