# ruff: noqa: E501  (rows of examples)
"""Figures, formulas, titles and parties in words."""

from __future__ import annotations

import pytest
from tests.reports.conftest import make_plan, trace

from dafeng.indicators.formulas import formulas
from dafeng.plan import available, load
from dafeng.plan.model import Baseline, Statement, Words, Years
from dafeng.records.schema import tables
from dafeng.reports.figures import amount, number, subject, target, unit_words
from dafeng.reports.form import length_mm, standard, styles
from dafeng.reports.formula_words import expression_words, formula_words
from dafeng.reports.front import document_number
from dafeng.reports.parties import duty_to_report, parties
from dafeng.reports.title import lines_of


def statement(**more: object) -> Statement:
    given = {"id": "1.1", "article": "1", "kind": "target", "subject": Words(zh="x", en="x"), "scope": "all"}
    return Statement.model_validate({**given, **more})


@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        ({"op": ">=", "value": 93, "unit": "%"}, "不低于93%", "at least 93%"),
        ({"op": ">", "value": 65, "unit": "%"}, "高于65%", "more than 65%"),
        ({"op": ">=", "value": 100, "unit": "%"}, "100%", "100%"),
        ({"op": "about", "value": 30, "unit": "%"}, "30%左右", "about 30%"),
        ({"op": ">=", "value": 100000, "unit": "m2"}, "不低于10万平方米", "at least 100,000 m²"),
        ({"op": "<=", "value": 300, "unit": "t/10^4 m2"}, "不超过300吨/万平方米", "at most 300 t/10,000 m²"),
        ({"op": "range", "value": (8, 12), "unit": "storey"}, "8～12层", "8 to 12 storeys"),
        ({"op": "<=", "value": 2030, "unit": "year"}, "不晚于2030年", "no later than 2030"),
        ({"op": "<=", "value": 11, "unit": "month_end"}, "11月底前", "by the end of Nov"),
        (
            {"op": "<=", "value": -5, "unit": "percentage_point", "baseline": Baseline(year=2020, relation="percentage_point")},
            "较2020年下降不少于5个百分点",
            "a fall of at least 5 percentage points against 2020",
        ),
        (
            {"op": ">=", "value": 20, "unit": "%", "baseline": Baseline(relation="percent", reference="before_retrofit")},
            "较改造前提高不少于20%",
            "a rise of at least 20% against before the retrofit",
        ),
        ({"value": None}, "", ""),
    ],
)  # fmt: skip
def test_demands_in_words(more: dict[str, object], zh: str, en: str) -> None:
    assert (target(statement(**more), "zh"), target(statement(**more), "en")) == (zh, en)


def test_rounding_never_crosses_a_limit() -> None:
    assert amount(92.96, "%", "zh", against=93.0) == "92.96%"
    assert amount(92.9999, "%", "zh", against=93.0) == "92.9999%"
    assert amount(93.0, "%", "zh", against=93.0) == "93%"
    assert number(8.4999, against=8.5) == "8.4999"


def test_every_unit_of_the_plans_has_chinese_words() -> None:
    units = {s.unit for name in available() for s in load(name).statements if s.unit}
    plain = [u for u in units if u != "%" and u != "1" and unit_words(u, "zh").isascii()]
    assert plain == []


def test_a_year_behind_a_subject_is_dropped_and_brackets_are_full_width() -> None:
    own = statement(
        subject=Words(zh="(新建)占比(2025)", en="share (2025)"), years=Years(type="deadline", year=2025)
    )
    assert (subject(own, "zh"), subject(own, "en")) == ("（新建）占比", "share")


def test_formulas_in_words() -> None:
    projects = tables()["projects"]
    assert (
        expression_words("settlement = 'town' AND use <> 'industrial'", projects, "zh")
        == "城乡为城镇且用途不是工业厂房"
    )
    words = formula_words(trace("12", indicator="clean_heating_rate", variant="ultra-low"), "zh")
    assert words.startswith("取暖面积合计〔热源不属于（散煤、其他燃煤锅炉集中供热）〕 ÷ 取暖面积合计 × 100")
    assert formula_words(trace("1"), "zh") == ""


def test_no_formula_is_left_with_names_of_columns() -> None:
    for formula in formulas().values():
        for variant in formula.variants:
            words = formula_words(trace("1", indicator=formula.indicator, variant=variant.id), "zh")
            assert words
            assert "_" not in words, (formula.indicator, variant.id, words)


def test_titles_are_broken_between_words() -> None:
    name = "关于2026年《阿拉善盟城乡建设领域碳达峰工作行动方案》贯彻落实情况的报告"
    lines = lines_of(name, width=19)
    assert "".join(lines) == name and len(lines) == 2
    for torn in ("行动方", "碳达", "城乡建"):
        assert not any(line.endswith(torn) for line in lines)
    long = lines_of("某某" * 60, width=19)
    assert "".join(long) == "某某" * 60 and all(len(line) <= 19 for line in long)
    assert lines_of("", width=19) == []


def test_who_reports_to_whom() -> None:
    plan = load("alxa-2023-66")
    own = parties(plan, "zh")
    assert own.senders == plan.document.issuers and own.addressee == ()
    banner = parties(plan, "zh", region="ejin_banner")
    assert banner.senders == ("额济纳旗住房和城乡建设部门", "额济纳旗发展改革部门")
    assert banner.addressee == ("阿拉善盟住房和城乡建设局", "阿拉善盟发展和改革委员会")
    given = parties(plan, "zh", senders=["甲"], addressee=["乙"])
    assert (given.senders, given.addressee) == (("甲",), ("乙",))
    assert document_number(plan, 2026, own_office=True) == "阿住建发〔2026〕××号"
    assert document_number(plan, 2026, own_office=False) == "〔2026〕××号"


def test_a_plan_without_duties_names_nobody() -> None:
    bare = make_plan().model_copy(update={"duties": ()})
    assert duty_to_report(bare) is None
    assert parties(bare, "zh", region="east").senders == ("东县",)


def test_numbers_of_the_form_have_sources() -> None:
    for entry in standard().values():
        assert entry["unit"] and entry["source"] and entry["basis"] in ("quoted", "recalled", "fitted")
    with pytest.raises(ValueError, match="pt"):
        length_mm("line_pitch")


def test_styles_of_both_languages_have_the_same_names() -> None:
    assert set(styles("zh")) == set(styles("en"))
    assert styles("en")["Normal"].latin == "Times New Roman"
