# ruff: noqa: E501
"""The board over records: every page, state and language; exports; choices that change verdicts at once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.web import made

from dafeng.base import Workspace
from dafeng.plan import Choice, load, write_choices
from dafeng.records.store import add
from dafeng.web import results as results_room
from dafeng.web import wsgi_application
from dafeng.web.listing import GROUPS
from dafeng.web.verdicts import STATES

PLAN = "alxa-2023-66"
TODAY = date(2026, 11, 25)
PAGES = (
    "/", "/statements/", "/statements/?state=calls&sort=-odds", "/statements/?region=ejin_banner&sort=gap",
    "/statements/12.1/", "/statements/12.1/?region=ejin_banner", "/statements/1.2/?failing=all", "/statements/G.2/",
    "/statements/1.4/", "/articles/", "/articles/6/", "/bodies/", "/bodies/housing_bureau/", "/regions/",
    "/regions/alxa/", "/regions/left_banner/", "/regions/ejin_banner/", "/data/", "/data/?year=2024",
    "/data/buildings/", "/data/buildings/?region=left_banner&year=2024&p=2", "/data/energy_use/", "/decisions/",
    "/compare/", "/findings/",
)  # fmt: skip


def client_of(root: Path, plan: str = PLAN):
    from django.conf import settings
    from django.test import Client

    wsgi_application(root, plan)
    settings.DAFENG_BOARD = replace(settings.DAFENG_BOARD, today=lambda: TODAY)
    return Client(headers={"host": "localhost"})


@pytest.fixture
def sample(sample_folder) -> Iterator[object]:
    yield client_of(sample_folder)
    (sample_folder / "decisions.yaml").unlink(missing_ok=True)


@pytest.fixture
def invented(workspace, monkeypatch):
    """Return a client over invented results of every state, for the plan that was made up."""
    from django.conf import settings
    from django.test import Client

    monkeypatch.setattr("dafeng.web.board.results_of", lambda plan, *_, **__: made.results(plan, TODAY))
    settings.DAFENG_BOARD = replace(settings.DAFENG_BOARD, source=lambda _: object())
    return Client(headers={"host": "localhost"})


def html_of(client, page: str, **query: str) -> str:
    answer = client.get(page, query) if query else client.get(page)
    assert answer.status_code == 200, page
    return answer.content.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_over_sample_records(sample, page, lang) -> None:
    html = html_of(sample, f"{page}{'&' if '?' in page else '?'}lang={lang}")
    assert ("示例数据" if lang == "zh" else "Sample data") in html
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)
    assert not re.search(r">None<|\bnan\b|\{\{|\{%", html)
    assert html.count("<h1") == 1


@pytest.mark.parametrize("page", ["/", "/statements/", "/statements/2.2/", "/statements/2.2/rows/", "/regions/",
                                  "/regions/city/", "/data/", "/data/buildings/", "/bodies/housing/", "/articles/2/"])  # fmt: skip
def test_invented_results_are_escaped(invented, page) -> None:
    html = html_of(invented, page)
    assert (
        "<b>" not in html.replace('<span class="st', "").replace("<b></b>", "") or page != "/data/buildings/"
    )
    assert "=HYPERLINK(0)<b>" not in html


@pytest.mark.parametrize("page", ["/", "/regions/", "/data/", "/statements/", "/statements/2.2/"])
def test_without_records_the_plan_is_shown(client, page) -> None:
    html = html_of(client, page)
    assert "尚无报表数据" in html
    assert client.get("/data/buildings/").status_code == 404
    assert client.get("/statements/2.2/rows/").status_code == 404


def test_states_add_up_and_filter(sample) -> None:
    html = html_of(sample, "/")
    counts = dict(re.findall(r'\?state=(\w+)"><b>(\d+)</b>', html))
    plan = load(PLAN)
    assert sum(int(n) for n in counts.values()) == len(plan.statements)
    for state, n in counts.items():
        rows = html_of(sample, "/statements/", state=state)
        assert rows.count('<td class="c-id">') == int(n), state
    for group in GROUPS:
        assert html_of(sample, "/statements/", state=group).count('<td class="c-id">') > 0
    late = html_of(sample, "/statements/", state="late").count('<td class="c-id">')
    assert late == int(counts["missed"]) + int(counts["off_track"])


def test_a_list_sorted_by_state_puts_the_urgent_first(sample) -> None:
    html = html_of(sample, "/statements/", sort="state")
    order = [
        STATES.index(name) for name in re.findall(r'<td class="c-state"><span class="st st-(\w+)"', html)
    ]
    assert order == sorted(order)
    assert len(order) > 60


def test_one_target_shows_value_regions_variants_and_sums(sample) -> None:
    html = html_of(sample, "/statements/12.1/")
    for part in ("不低于 93 %", "分地区", "额济纳旗", "据此定结论", "分子", "取暖面积", "spec-trend"):
        assert part in html, part
    there = html_of(sample, "/statements/12.1/", region="ejin_banner")
    assert "看整个范围" in there
    rows = html_of(sample, "/statements/12.1/rows/", region="ejin_banner", year="2024", lang="en")
    assert rows.count("Ejin Banner") > 1
    assert "Alxa Right Banner</td>" not in rows
    assert ">towns<" in rows.lower() or ">town<" in rows.lower()
    assert ">country" not in rows.lower()


def test_the_rows_behind_a_value_add_up_to_its_denominator(sample) -> None:
    """12.1 rests on the heated areas of towns alone; 18.2 on the projects started in its year."""
    from dafeng.web.board import current

    html_of(sample, "/")
    status = current().results.status("12.1")
    query = {"year": str(status.year), "format": "xlsx", "lang": "en"}
    sheet = openpyxl.load_workbook(
        io.BytesIO(sample.get("/statements/12.1/rows/", query).content)
    ).worksheets[0]
    heads, *lines = sheet.iter_rows(values_only=True)
    at = next(n for n, head in enumerate(heads) if "heated" in head)
    assert sum(line[at] for line in lines) == pytest.approx(status.trace.denominator)


def test_results_are_kept_until_a_choice_changes(sample, sample_folder) -> None:
    from dafeng.web.board import current

    html_of(sample, "/")
    first = current().results
    html_of(sample, "/statements/")
    assert current().results is first
    before = html_of(sample, "/statements/12.1/")
    reason = "测试"
    choice = Choice(
        id="clean-heating-variant",
        chosen=_other("clean-heating-variant"),
        by="局",
        reason={"zh": reason, "en": reason},
    )
    write_choices([choice], sample_folder / "decisions.yaml")
    after = html_of(sample, "/statements/12.1/")
    value = re.compile(r"<dt>现值</dt><dd><b>([^<]+)")
    assert value.search(before)[1] != value.search(after)[1]
    assert current().results is not first


def _other(decision: str) -> str:
    found = next(d for d in load(PLAN).decisions if d.id == decision)
    return next(o.id for o in found.options if o.id != found.chosen)


def test_a_new_snapshot_is_seen_and_a_damaged_one_is_told(tmp_path) -> None:
    root = tmp_path / "w"
    workspace = Workspace.create(root, plan=PLAN)
    client = client_of(root)
    assert "尚无报表数据" in html_of(client, "/")
    found = add(workspace, made.records_of(load(PLAN)), on=TODAY)
    assert "需要关注" in html_of(client, "/")
    results_room._loaded.clear()
    (found.path / "buildings.parquet").write_bytes(b"broken")
    html = html_of(client, "/")
    assert "报表数据无法使用" in html
    assert "records-snapshot-damaged" in html


@pytest.mark.parametrize(
    "page", [*PAGES[:8], "/regions/ejin_banner/", "/data/", "/bodies/", "/articles/", "/compare/"]
)
def test_every_table_of_a_page_exports(sample, page) -> None:
    answer = sample.get("/export/", {"page": page})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    html = html_of(sample, page)
    assert len(book.sheetnames) >= min(1, html.count("<table"))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_exported_numbers_are_those_of_the_page(sample) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sample.get("/export/", {"page": "/statements/"}).content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    at = heads.index("编号 ▲") if "编号 ▲" in heads else 0
    row = next(r for r in sheet.iter_rows(min_row=2) if str(r[at].value) == "12.1")
    assert isinstance(row[heads.index("现值")].value, float)
    assert 50 < row[heads.index("现值")].value < 100
    assert row[heads.index("现值")].number_format == 'General" %"'


def test_export_refuses_what_is_no_page(sample, invented) -> None:
    for page in (
        "",
        "/export/?page=/",
        "/review/",
        "/static/dafeng/board.css",
        "https://example.org/",
        "/nope/",
    ):
        assert invented.get("/export/", {"page": page}).status_code == 404, page


def test_rows_export_whole_and_text_stays_text(invented) -> None:
    answer = invented.get("/data/buildings/", {"format": "xlsx", "lang": "en"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 61
    assert "floor area (m²)" in rows[0]
    assert rows[0][-3:] == ("File", "Sheet", "Row")
    name = rows[0].index("name")
    assert made.BAD in [row[name] for row in rows]
    assert rows[1][rows[0].index("floor area (m²)")] == 1000
    paged = html_of(invented, "/data/buildings/?p=2&lang=en")
    assert paged.count("buildings.xlsx") == 10
    assert "page 2 of 2" in paged
    for odd in ("-1", "0", "x", "99999999999", "²"):
        assert invented.get("/data/buildings/", {"p": odd}).status_code == 200


def test_the_script_of_charts_is_ours_and_packed(client) -> None:
    plain = client.get("/charts.js")
    packed = client.get("/charts.js", headers={"accept-encoding": "gzip"})
    assert plain["Content-Type"].startswith("text/javascript")
    assert "University of\nWashington Interactive Data Lab" in plain.content.decode()[:1200]
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert b"figure.chart" in plain.content


@pytest.mark.parametrize(
    ("lang", "foreign", "wrong"),
    [
        ("zh", "en|zxx", r"\b[a-z]+[_-][a-z_]+\b(?!\.)|\bG\.\d|\bsum\b"),
        ("en", "zh-CN|zxx", r"[a-z]+_[a-z]+|\bG\.\d"),
    ],
)
def test_pages_speak_in_words_not_in_ids(sample, lang, foreign, wrong) -> None:
    pages = [f"/statements/{s.id}/" for s in load(PLAN).statements[::4]]
    for page in [*pages, "/", "/statements/", "/regions/ejin_banner/", "/data/", "/data/projects/"]:
        html = html_of(sample, page, lang=lang)
        body = re.sub(r"<script.*?</script>", "", html[html.index("<main") :], flags=re.S)
        body = re.sub(rf'<(\w+)[^>]*\blang="(?:{foreign})"[^>]*>.*?</\1>', "", body, flags=re.S)
        found = re.findall(wrong, re.sub(r"<[^>]+>", " ", body.replace("attach-text", "")))
        assert found == [], page
