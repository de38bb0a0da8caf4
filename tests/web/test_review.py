# ruff: noqa: E501
import hashlib
import re

import pytest
from tests.web.conftest import TEXT

from dafeng.extract.draft import Draft, load_draft, save_draft
from dafeng.plan import load

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
