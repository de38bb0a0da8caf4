# ruff: noqa: E501
import hashlib
import io
import re
from importlib.resources import files

import docx
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from tests.web.conftest import TEXT

from dafeng.base.unit_words import UNITS, unit_words
from dafeng.extract.draft import Draft, load_draft, save_draft
from dafeng.plan import load
from dafeng.web.settings import UPLOAD_LIMIT_BYTES
from dafeng.web.side_by_side import PAGE_ROWS

AT = TEXT.index("60%")


@pytest.fixture
def draft(workspace):
    statement = {
        "id": "1.1", "kind": "target", "subject": "清洁取暖率", "op": ">=", "value": 60, "unit": "%",
        "years": {"type": "deadline", "year": 2030}, "strength": "mandatory", "scope": "城镇",
        "value_span": (AT, AT + 3), "value_text": "60%",
        "evidence": {"span": (5, 24), "sentence_sha256": "0" * 64, "text": "x"},
    }  # fmt: skip
    article = {"number_as_printed": "1", "title": "取暖", "span": (0, len(TEXT))}
    document = {
        "title": "某市方案", "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "text_chars": len(TEXT),
    }  # fmt: skip
    made = Draft.model_validate(
        {"id": "d", "document": document, "articles": (article,), "statements": (statement,)}
    )
    path = workspace / "drafts" / "d.yaml"
    save_draft(made, path)
    path.with_suffix(".txt").write_text(TEXT, encoding="utf-8", newline="")
    return path


def post(client, url, **fields):
    html = client.get("/review/d/").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', html).group(1)
    seen = re.search(r'name="seen" value="([^"]+)', html).group(1)
    return client.post(url, {"csrfmiddlewaretoken": token, "seen": seen, **fields})


def form(client):
    html = client.get("/review/d/").content.decode()
    got = dict(re.findall(r'<input name="(\w+)" value="([^"]*)"', html))
    return {
        **got,
        "unit": "%",
        "op": ">=",
        "kind": "target",
        "strength": "mandatory",
        "years_type": "deadline",
        "id": "1.1",
    }


def test_accept_undo_and_plan(client, draft, workspace):
    assert 'class="here"' in client.get("/review/d/").content.decode()
    assert post(client, "/review/d/plan/").status_code == 422
    assert post(client, "/review/d/decide/", id="1.1", action="accept").status_code == 302
    assert load_draft(draft).statement("1.1").status == "reviewed"
    post(client, "/review/d/decide/", id="1.1", action="undo")
    assert load_draft(draft).statement("1.1").status == "extracted"
    post(client, "/review/d/decide/", id="1.1", action="accept")
    assert post(client, "/review/d/plan/").status_code == 200
    assert load(workspace / "plans" / "d.yaml").statement("1.1").value == 60


def test_correction_is_checked_and_nothing_is_lost(client, draft):
    bad = post(
        client,
        "/review/d/decide/",
        **{**form(client), "value": "many", "subject": "改名", "action": "correct"},
    )
    assert bad.status_code == 422
    assert "改名" in bad.content.decode()
    assert load_draft(draft).statement("1.1").value == 60
    post(client, "/review/d/decide/", **{**form(client), "value": "65.5", "action": "correct"})
    found = load_draft(draft).statement("1.1")
    assert (found.value, found.status) == (65.5, "reviewed")


def test_only_this_machine_and_only_its_forms(client, draft):
    assert client.post("/review/d/decide/", {"id": "1.1", "action": "reject"}).status_code == 403
    assert client.get("/review/", REMOTE_ADDR="10.0.0.9").status_code == 403
    assert client.get("/review/", headers={"x-forwarded-for": "10.0.0.9"}).status_code == 403
    assert load_draft(draft).statement("1.1").status == "extracted"


@pytest.mark.parametrize("name", ["..%2Fsecret", "%2e%2e", "no-such", "..%5Cx"])
def test_names_do_not_leave_the_folder(client, draft, name):
    assert client.get(f"/review/{name}/").status_code == 404


def upload(client, name, content):
    html = client.get("/review/").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', html).group(1)
    sent = SimpleUploadedFile(name, content)
    return client.post("/review/upload/", {"csrfmiddlewaretoken": token, "file": sent})


def as_docx():
    document = docx.Document()
    document.add_paragraph(TEXT)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf():
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(40, 800, TEXT)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("方案.txt", TEXT.encode),
        ("a b.docx", as_docx),
        ("a.pdf", as_pdf),
        ("a.html", f"<html><body><p>{TEXT}</p></body></html>".encode),
    ],
)
def test_upload_of_every_format(client, workspace, name, make):
    answer = upload(client, name, make())
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"])
    html = page.content.decode()
    assert page.status_code == 200
    assert "清洁取暖率 · 匹配度" in html
    assert "全文数字均已归类，没有遗漏" in html
    assert len(list((workspace / "drafts").glob("*.yaml"))) == 1
    again = upload(client, name, make())
    assert again["Location"] != answer["Location"]


def test_upload_says_what_is_wrong(client, workspace):
    large = upload(client, "a.txt", b"x" * (UPLOAD_LIMIT_BYTES + 1))
    assert large.status_code == 413
    assert "上限是 20 MB" in large.content.decode()
    assert upload(client, "a.exe", b"x").status_code == 422
    broken = upload(client, "a.pdf", b"%PDF-1.4 nothing")
    assert broken.status_code == 422
    assert "extract.read" in broken.content.decode()
    assert not (workspace / "drafts").exists() or list((workspace / "drafts").iterdir()) == []


def test_a_stale_tab_is_told_and_nothing_is_lost(client, draft):
    old = client.get("/review/d/").content.decode()
    seen = re.search(r'name="seen" value="([^"]+)', old)[1]
    post(client, "/review/d/decide/", id="1.1", action="accept")
    before = draft.read_bytes()
    for action in ("correct", "accept", "reject", "undo"):
        fields = {**form(client), "subject": "我的改法", "action": action, "seen": seen}
        answer = post(client, "/review/d/decide/", **fields)
        assert answer.status_code == 409
        assert "我的改法" in answer.content.decode()
        assert "没有执行" in answer.content.decode()
    assert post(client, "/review/d/plan/", seen=seen).status_code == 409
    assert draft.read_bytes() == before


def test_broken_files_are_told_in_words(client, draft):
    text = draft.with_suffix(".txt")
    for content in (b"\xff\xfe", "别的文本".encode()):
        text.write_bytes(content)
        answer = client.get("/review/d/")
        assert answer.status_code == 200
        assert "web-text-unreadable" in answer.content.decode() or "web-draft-text" in answer.content.decode()
    draft.write_text("format: dafeng-draft/1\nid: d\n", encoding="utf-8")
    answer = client.get("/review/d/")
    assert answer.status_code == 422
    assert "extract.draft.invalid" in answer.content.decode()
    assert "document" in answer.content.decode()
    draft.write_text("{", encoding="utf-8")
    assert client.get("/review/d/").status_code == 422
    assert client.get("/review/").status_code == 200


def test_numbers_set_aside_are_listed_with_their_reason(client, workspace):
    upload(client, "a.txt", (TEXT + "电话：0483-8333333。").encode())
    html = client.get("/review/a/?show=negatives").content.decode()
    assert "<b>到2030年</b>" in html or "<b>2030年</b>" in html
    assert "电话号码" in html
    assert 'class="aside" title="电话号码"' in html


def test_long_drafts_are_paged(client, workspace):
    text = "".join(f"到2030年，第{n}类地区清洁取暖率达到{n % 90 + 5}%以上。\n" for n in range(400))
    upload(client, "long.txt", text.encode())
    first = client.get("/review/long/").content.decode()
    assert first.count('<tr class="st-') == PAGE_ROWS
    assert "第 1 / " in first
    last = load_draft(workspace / "drafts" / "long.yaml").statements[-1].id
    assert f"s={last}#m-{last}" in client.get("/review/long/", {"s": last}).content.decode()
    assert client.get("/review/long/", {"p": "9999999999"}).status_code == 200
    assert client.get("/review/long/", {"p": "2"}).content.decode().count('<tr class="st-') == PAGE_ROWS


def test_units_of_extraction_have_words():
    rules = yaml.safe_load(files("dafeng.extract").joinpath("rules", "units.yaml").read_bytes())
    assert {unit for unit, _ in rules["simple"].values()} <= set(UNITS)
    for bottom, _ in rules["denominators"].values():
        assert re.fullmatch(r"吨/[\u4e00-\u9fff（）·]+", unit_words(f"t/{bottom}", "zh"))
