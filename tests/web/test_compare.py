"""The comparison page: by parent plan, in plain words, with sources of figures; findings by article."""

import re

import pytest

from dafeng.plan import chain, compare_chain, load
from dafeng.web import wsgi_application
from dafeng.web.relatives import VERDICTS, comparison, grouped

PLAN = load("alxa-2023-66")


@pytest.fixture
def alxa(tmp_path):
    wsgi_application(tmp_path, "alxa-2023-66")
    from django.test import Client

    return Client(headers={"host": "localhost"})


def test_every_row_stands_in_one_group(alxa):
    rows = comparison(PLAN)
    groups = grouped(PLAN, rows)
    assert sum(len(group.rows) for group in groups) == len(rows) == len(compare_chain(PLAN))
    assert [group.parent.id for group in groups if group.parent] == [parent.id for parent in chain(PLAN)]
    html = alxa.get("/compare/").content.decode()
    assert html.count('<td class="c-id">') == len(rows)
    assert "没有可查到出处的数值" in html
    assert "凭记忆，未核实" in html
    assert "http" not in re.sub(r'(?:href|action)="[^"]*"', "", html[html.index("<main") :])


@pytest.mark.parametrize("verdict", VERDICTS)
def test_filters(alxa, verdict):
    wanted = [r for r in comparison(PLAN) if r.row.verdict == verdict]
    html = alxa.get("/compare/", {"verdict": verdict}).content.decode()
    assert html.count('<td class="c-id">') == len(wanted)
    both = alxa.get("/compare/", {"verdict": verdict, "parent": "mohurd-2022"}).content.decode()
    assert both.count('<td class="c-id">') == sum(
        r.parent.id == "mohurd-2022" and r.theirs is not None for r in wanted
    )
    assert alxa.get("/compare/", {"verdict": "x", "parent": "y"}).status_code == 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_differences_are_words(lang):
    for relative in comparison(PLAN):
        text = relative.difference(lang)
        assert text
        assert not re.search(r"[a-z]+_[a-z]+|\((?:mandatory|strive|encourage)\)|m2", text), text


def test_the_gap_has_its_unit_and_years():
    rows = {(r.parent.id, r.row.statement): r for r in comparison(PLAN)}
    found = rows["nm-2024-37", "11.1"]
    assert found.difference("zh") == "严 25 个百分点；晚 5 年；力度较强（本级必须，上级力争）"
    assert found.difference("en") == (
        "stricter by 25 percentage points; 5 y later; stronger force (Must against Strive)"
    )
    assert found.basis == "verified"
    assert found.source("zh") == "rwjiancai.com"


def test_a_statement_shows_the_figures_above_it(alxa):
    html = alxa.get("/statements/12.1/").content.decode()
    assert "2025年前，不低于 80 %" in html
    assert "严 13 个百分点" in html


def test_findings_stand_with_their_article(alxa):
    assert "缺少第24条" in alxa.get("/articles/23/").content.decode()
    assert "缺少第24条" not in alxa.get("/articles/22/").content.decode()
    assert 'href="/articles/23/#findings"' in alxa.get("/articles/").content.decode()


def test_the_attached_text_is_checked_too(alxa, tmp_path):
    assert "attach-text" in alxa.get("/findings/").content.decode()
    (tmp_path / "texts").mkdir()
    place = tmp_path / "texts" / "alxa-2023-66.txt"
    place.write_text(
        "某市方案\n\n第一条 取暖。到2030年，清洁取暖率达到60%左右（牵头单位：住和房城乡建设局）。\n"
        "第三条 供水。到2030年,漏损率降到9%以下。\n",
        encoding="utf-8",
    )
    html = alxa.get("/findings/").content.decode()
    assert "所附原文" in html
    assert "attach-text" not in html
    place.write_bytes(b"\xff\xff")
    for page in ("/findings/", "/statements/12.1/"):
        answer = alxa.get(page)
        assert answer.status_code == 200
        assert "web-text-unreadable" in answer.content.decode()


def test_chinese_pages_have_no_ids_and_english_pages_no_chinese(alxa):
    pages = ["/", "/statements/", "/decisions/", "/compare/", "/bodies/", "/findings/", "/articles/"]
    pages += [f"/statements/{s.id}/" for s in PLAN.statements]
    pages += [f"/articles/{a.number}/" for a in PLAN.articles]
    pages += [f"/decisions/{d.id}/" for d in PLAN.decisions]
    for lang, foreign, wrong in (
        ("zh", "en", r"\b[a-z]+[_-][a-z_]+\b(?!\.)|\bG\.\d|planning|national"),
        ("en", "zh(?:-CN)?", r"[a-z]+_[a-z]+|\bG\.\d|[\u4e00-\u9fff]{4,}"),
    ):
        for page in pages:
            html = alxa.get(page, {"lang": lang}).content.decode()
            body = html[html.index("<body") :].replace("dafeng plan attach-text", "")
            body = re.sub(rf'<(\w+)[^>]*\blang="{foreign}"[^>]*>.*?</\1>', "", body, flags=re.S)
            found = re.findall(wrong, re.sub(r"<[^>]+>", " ", body))
            assert found == [], (lang, page)
