# ruff: noqa: E501  (sentences)
"""The yearly report: form after GB/T 9704-2012, content after the statuses, same bytes every time."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm, Pt
from lxml import etree
from tests.reports.conftest import AS_OF, make_plan, make_records, make_statuses, make_values, status, trace

from dafeng.base import InputError, Text
from dafeng.plan.model import Plan
from dafeng.reports import annual_report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(path: Path) -> str:
    return "\n".join(p.text for p in Document(str(path)).paragraphs)


def english(**more: object) -> bytes:
    given = {"year": 2026, "as_of": AS_OF, "sample": False, "lang": "en", **more}
    return annual_report(make_plan(), make_statuses(), make_values(), make_records(), **given)  # type: ignore[arg-type]


def test_the_page_is_that_of_the_standard(report: Path) -> None:
    section = Document(str(report)).sections[0]
    assert (section.page_width, section.page_height) == (Mm(210), Mm(297)) or (
        abs(section.page_width - Mm(210)) < Pt(0.1) and abs(section.page_height - Mm(297)) < Pt(0.1)
    )
    for found, wanted in (
        (section.top_margin, 37),
        (section.left_margin, 28),
        (section.bottom_margin, 35),
        (section.right_margin, 26),
    ):
        assert abs(found - Mm(wanted)) < Pt(0.1)
    grid = section._sectPr.find(f"{W}docGrid")
    assert grid.get(f"{W}linePitch") == "579"


def test_twenty_two_lines_of_twenty_eight_characters_fit_the_block(report: Path) -> None:
    section = Document(str(report)).sections[0]
    normal = Document(str(report)).styles["Normal"]
    assert normal.paragraph_format.line_spacing == Pt(28.95)
    height = section.page_height - section.top_margin - section.bottom_margin
    width = section.page_width - section.left_margin - section.right_margin
    assert 22 * Pt(28.95) <= height < 23 * Pt(28.95)
    assert 28 * Pt(16 - 0.25) <= width < 29 * Pt(16 - 0.25)


def test_body_text_names_its_font_in_all_four_slots(report: Path) -> None:
    body = etree.fromstring(parts(report)["word/document.xml"])
    style = etree.XPath("w:pPr/w:pStyle/@w:val", namespaces={"w": W.strip("{}")})
    runs = [r for p in body.iter(f"{W}p") if style(p) == ["Normal"] for r in p.iter(f"{W}r")]
    assert len(runs) > 10
    for run in runs:
        fonts = run.find(f"{W}rPr/{W}rFonts")
        assert {fonts.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {"仿宋_GB2312"}
        assert run.find(f"{W}rPr/{W}spacing").get(f"{W}val") == "-5"
        assert run.find(f"{W}rPr/{W}sz").get(f"{W}val") == "32"


def test_children_of_formats_stand_in_the_order_of_the_schema(report: Path) -> None:
    order = [
        "pStyle",
        "keepNext",
        "pBdr",
        "tabs",
        "overflowPunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "snapToGrid",
        "spacing",
        "ind",
        "jc",
        "outlineLvl",
        "sectPr",
    ]
    runs = ["rFonts", "b", "color", "spacing", "sz", "szCs"]
    for name in ("word/document.xml", "word/styles.xml", "word/footerOdd.xml"):
        root = etree.fromstring(parts(report)[name])
        for tag, wanted in (("pPr", order), ("rPr", runs)):
            for found in root.iter(f"{W}{tag}"):
                places = [wanted.index(child.tag.removeprefix(W)) for child in found]
                assert places == sorted(places)


def test_page_numbers_stand_outside_on_odd_and_even_pages(report: Path) -> None:
    files = parts(report)
    assert b"<w:evenAndOddHeaders/>" in files["word/settings.xml"]
    odd, even = files["word/footerOdd.xml"].decode(), files["word/footerEven.xml"].decode()
    assert '<w:jc w:val="right"/>' in odd and 'w:rightChars="100"' in odd
    assert '<w:jc w:val="left"/>' in even and 'w:leftChars="100"' in even
    for foot in (odd, even):
        assert (
            "— " in foot and " PAGE " in foot and 'w:eastAsia="宋体"' in foot and '<w:sz w:val="28"/>' in foot
        )
    last = Document(str(report)).sections[-1]
    assert last.footer.paragraphs[0].text == "" and last.even_page_footer.paragraphs[0].text == ""


def test_sample_data_are_marked_on_every_page_and_only_then(report: Path) -> None:
    for section in Document(str(report)).sections:
        assert "示例数据" in section.header.paragraphs[0].text
        assert "示例数据" in section.even_page_header.paragraphs[0].text
    assert "示例数据" in text_of(report)
    with zipfile.ZipFile(io.BytesIO(english())) as archive:
        assert b"SAMPLE" not in archive.read("word/header.xml") + archive.read("word/document.xml")


def test_letterhead_number_title_and_levels(report: Path) -> None:
    document = Document(str(report))
    by_style: dict[str, list[str]] = {}
    for p in document.paragraphs:
        by_style.setdefault(p.style.style_id, []).append(p.text)
    assert by_style["Letterhead"] == ["某市住房和城乡建设局", "某市发展和改革委员会"]
    assert by_style["DocNumber"] == ["某建发〔2026〕××号\t签发人：（签发人姓名）"]
    assert (
        "".join(by_style["Title"][0].split("\n")[2:])
        == "关于2026年《某市城乡建设领域碳达峰实施方案》贯彻落实情况的报告"
    )
    assert by_style["Heading1"][0] == "一、总体情况"
    assert by_style["Heading2"][:2] == ["（一）总体目标", "（二）城镇"]
    assert by_style["Date"] == ["2026年11月22日"]
    assert "示例" not in by_style["Addressee"][0] and by_style["Addressee"] == ["（主送机关）："]


def test_the_text_says_what_the_statuses_say(report: Path) -> None:
    words = text_of(report)
    assert (
        "《方案》9项要求逐项评估，结果为已达到1项、进展正常1项、存在风险1项、进度滞后1项、未达到3项、未到期1项、未报1项。"
        in words
    )
    assert "清洁取暖率：2025年为94.5%（年报），要求到2025年不低于93%，已达到，2026年未能保持。" in words
    assert (
        "漏损率：2026年为14%（快报），要求到2030年不超过10%，按现有趋势推算2030年为11.5～13.9%（80%区间），达到要求的概率不足1%，进度滞后。"
        in words
    )
    assert "道路红线宽度：2026年（快报）适用20项，符合6项，最不利值为54米，要求不超过40米，未达到。" in words
    assert "热损失：2026年较2020年下降3.4个百分点（快报）" in words
    assert (
        "改造面积：2025年为9.9999万平方米（年报），要求到2025年不低于10万平方米，未达到，差1平方米。" in words
    )
    assert "成立机构：2026年（年报）应完成的2项任务已完成1项，未达到。" in words
    assert "2026年收到报表2份（快报2份），其中1份因错误未采用。" in words
    assert (
        "西县2026年未报《供热管网运行》，涉及1.4；东县、西县2026年未报《建设项目台账》（其中西县的报表有错误未采用），涉及2.2。"
        in words
    )


def test_tables_hold_the_statuses(report: Path) -> None:
    tables = Document(str(report)).tables
    wide = next(t for t in tables if len(t.columns) == 10)
    rows = {row.cells[0].text: [c.text for c in row.cells] for row in wide.rows}
    assert rows["1.2"] == ["1.2", "漏损率", "%", "≤10", "2026", "14", "快报", "进度滞后*", "4", "<1%"]
    assert rows["1.1"] == ["1.1", "清洁取暖率", "%", "≥93", "2025", "94.5", "年报", "已达到", "—", "—"]
    assert rows["2.2"][3] == "8～12" and rows["2.2"][7] == "未报"
    assert "1.5" not in rows, "a task without a figure is not among the targets"
    for table in tables:
        grid = [int(c.get(f"{W}w")) for c in table._tbl.tblGrid]
        assert sum(grid) <= 156 / 25.4 * 1440, "wider than the block"


def test_annex_has_a_card_for_every_statement(report: Path) -> None:
    document = Document(str(report))
    heads = [t.rows[0].cells[0].text for t in document.tables]
    for statement in make_plan().statements:
        assert any(h.startswith(f"{statement.id}  ") for h in heads), statement.id
    card = next(t for t in document.tables if t.rows[0].cells[0].text.startswith("1.1  "))
    lines = {row.cells[0].text: row.cells[1].text for row in card.rows[1:]}
    assert lines["口径"] == "宽口径（判定口径）：94.5%，已达到\n窄口径：91%，未达到"
    assert lines["分地区"] == "东县97%，已达到；西县92.96%，未达到"
    assert lines["取法"] == "清洁取暖口径：宽口径（暂定取法）"
    assert lines["合计"] == "分子945，分母1,000"
    assert lines["算法"].startswith(
        "取暖面积合计〔热源不属于（散煤、其他燃煤锅炉集中供热）〕 ÷ 取暖面积合计 × 100"
    )


def test_pictures_are_said_in_words(report: Path) -> None:
    root = etree.fromstring(parts(report)["word/document.xml"])
    found = [e.get("descr") for e in root.iter() if e.tag.endswith("}docPr")]
    assert len(found) == 2 and all(found)
    ids = [e.get("id") for e in root.iter() if e.tag.endswith("}docPr")]
    assert len(set(ids)) == len(ids)


def test_a_region_reports_to_whom_the_duty_names() -> None:
    data = annual_report(
        make_plan(),
        make_statuses(),
        make_values(),
        make_records(),
        year=2026,
        as_of=AS_OF,
        sample=False,
        region="west",
    )
    document = Document(io.BytesIO(data))
    assert [p.text for p in document.paragraphs if p.style.style_id == "Letterhead"] == ["西县住建部门"]
    assert [p.text for p in document.paragraphs if p.style.style_id == "Addressee"] == [
        "某市住房和城乡建设局："
    ]
    words = "\n".join(p.text for p in document.paragraphs)
    assert "第2条关于11月30日前报送当年贯彻落实情况的要求" in words
    assert (
        "清洁取暖率：2025年为92.96%（年报），要求到2025年不低于93%，未达到，差0.04个百分点。" in words
        or "差0" in words
    )
    assert "漏损率" not in words, "a statement that the region is not judged by"


def test_an_amount_of_the_whole_area_is_not_held_against_a_region() -> None:
    from dafeng.indicators.status import Statuses

    own = trace("2", indicator="retrofit_area_residential", variant=area_variant())
    held = {
        ("2.1", "city"): status(
            "2.1", "met", year=2025, value=120000.0, unit="m2", target_value=100000.0, trace=own
        ),
        ("2.1", "west"): status(
            "2.1",
            "not_applicable",
            region="west",
            year=2025,
            value=20000.0,
            unit="m2",
            target_value=100000.0,
            reason=Text("总量目标只对全域判定，本地区不单独判定", "asked of the whole area"),
            trace=own,
        ),
    }
    statuses = Statuses("made-up", AS_OF, held, {"2.1": "city"}, lambda t, r, y: held[t, r])
    plan = make_plan()
    mine = [
        s.model_copy(update={"indicator": "retrofit_area_residential"}) if s.id == "2.1" else s
        for s in plan.statements
    ]
    plan = plan.model_copy(update={"statements": tuple(mine)})
    data = annual_report(
        plan, statuses, make_values(), make_records(), year=2026, as_of=AS_OF, sample=False, region="west"
    )
    words = "\n".join(p.text for p in Document(io.BytesIO(data)).paragraphs)
    assert (
        "改造面积：2025年为2万平方米" in words
        and "差8万平方米" not in words
        and "总量目标只对全域判定" in words
    )


def area_variant() -> str:
    from dafeng.indicators import formulas

    return next(v.id for v in formulas()["retrofit_area_residential"].variants if v.denominator is None)


def test_what_changed_since_the_report_before_is_said() -> None:
    before = make_statuses(x=status("1.1", "on_track"))
    data = annual_report(
        make_plan(),
        make_statuses(),
        make_values(),
        make_records(),
        year=2026,
        as_of=AS_OF,
        sample=False,
        previous=before,
    )
    words = "\n".join(p.text for p in Document(io.BytesIO(data)).paragraphs)
    assert "与上年报告相比，1项要求的评估结果有变化：清洁取暖率（1.1）由“进展正常”变为“已达到”。" in words


def test_the_english_report() -> None:
    words = "\n".join(p.text for p in Document(io.BytesIO(english())).paragraphs)
    assert "Subject 1.2: 14% in 2026 (flash); asked: at most 10% by 2030" in words
    assert not re.search("未达到|进展正常", words)


def test_wrong_plan_and_wrong_region() -> None:
    other = make_plan().model_copy(update={"id": "other"})
    with pytest.raises(InputError) as wrong:
        annual_report(
            other, make_statuses(), make_values(), make_records(), year=2026, as_of=AS_OF, sample=False
        )
    assert wrong.value.code == "report-other-plan"
    with pytest.raises(InputError) as wrong:
        english(region="north")
    assert wrong.value.code == "report-no-region"


def test_a_plan_of_nothing_but_a_title_has_a_report() -> None:
    from dafeng.indicators.status import Statuses

    plan = Plan(id="bare", document=make_plan().document.model_copy(update={"issuers": (), "number": None}))
    bare = Statuses("bare", AS_OF, {}, {}, lambda t, r, y: status("x", "met"))
    data = annual_report(plan, bare, make_values(), make_records(), year=2026, as_of=AS_OF, sample=False)
    words = "\n".join(p.text for p in Document(io.BytesIO(data)).paragraphs)
    assert "（发文机关）" in words and "没有可以评估的条目" in words


def test_file_properties_come_from_the_day_of_the_report(report: Path) -> None:
    core = Document(str(report)).core_properties
    assert core.created is not None and core.created.date() == AS_OF
    assert core.modified is not None and core.modified.date() == AS_OF


NO_FONTS = """
import sys; sys.path.insert(0, {folder!r})
from tests.reports.conftest import AS_OF, make_plan, make_records, make_statuses, make_values
from dafeng.base import InputError
from dafeng.reports import annual_report
try:
    annual_report(make_plan(), make_statuses(), make_values(), make_records(), year=2026, as_of=AS_OF, sample=True)
except InputError as error:
    print(error.code, error.say("zh"))
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="fonts are hidden by a configuration that only Linux reads"
)
def test_without_chinese_fonts_the_package_to_install_is_named(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{tmp_path}</dir></fontconfig>', encoding="utf-8"
    )
    env = {**os.environ, "FONTCONFIG_FILE": str(config)}
    code = NO_FONTS.format(folder=str(Path(__file__).parents[2]))
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("report-no-cjk-font") and "fonts-noto-cjk" in done.stdout
