"""The bureau's choices on the board: shown where they matter, made with a form, kept in the workspace."""

import re
from datetime import date

import pytest

from dafeng.plan import Choice, Words, read_choices, write_choices

URL = "/decisions/d1/choose/"


def send(client, **fields):
    html = client.get("/decisions/d1/").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', html)[1]
    seen = re.search(r'name="seen" value="([^"]*)', html)[1]
    values = {"csrfmiddlewaretoken": token, "seen": seen, "action": "choose"}
    return client.post(URL, {**values, "chosen": "b", "by": "某市住建局", "reason": "<i>因为</i>", **fields})


def test_a_choice_is_kept_and_shown_with_who_when_and_why(client, workspace):
    assert "尚未由主管部门确认" in client.get("/decisions/d1/").content.decode()
    assert send(client).status_code == 302
    (kept,) = read_choices(workspace / "decisions.yaml")
    assert (kept.chosen, kept.by, kept.on) == ("b", "某市住建局", date(2026, 11, 25))
    for page in ("/decisions/", "/decisions/d1/", "/statements/2.2/"):
        html = client.get(page).content.decode()
        assert re.search(r'class="chosen">乙 <span class="tag">已裁定', html), page
        assert "某市住建局 于 2026-11-25 决定" in html
        assert "&lt;i&gt;因为&lt;/i&gt;" in html
    assert "主管部门已裁定 1 项" in client.get("/decisions/").content.decode()


def test_the_shell_s_choice_is_followed_at_once_and_can_be_taken_back(client, workspace):
    client.get("/decisions/")
    reason = Words(zh="理由", en="reason")
    write_choices([Choice(id="d1", chosen="b", by="局", reason=reason)], workspace / "decisions.yaml")
    html = client.get("/decisions/d1/").content.decode()
    assert 'value="b" checked' in html
    assert "原取法: 甲" in html
    assert "理由</textarea>" in html
    write_choices([Choice(id="d1", chosen="b", by="局")], workspace / "decisions.yaml")
    assert "没有写明理由" in client.get("/decisions/d1/").content.decode()
    assert send(client, action="reset").status_code == 302
    assert read_choices(workspace / "decisions.yaml") == ()
    assert "已裁定</span>" not in client.get("/decisions/d1/").content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"chosen": "z"}, {"by": ""}, {"by": "x" * 101}, {"reason": " "}, {"reason": "x" * 1001}],
)
def test_a_poor_form_is_refused_and_keeps_what_was_entered(client, workspace, fields):
    answer = send(client, **fields)
    assert answer.status_code == 422
    assert "没有保存" in answer.content.decode()
    assert (fields.get("by") or "某市住建局") in answer.content.decode() or fields.get("by") == ""
    assert not (workspace / "decisions.yaml").exists()


def test_a_stale_form_loses_nothing_and_changes_nothing(client, workspace):
    write_choices([Choice(id="d1", chosen="a", by="甲局")], workspace / "decisions.yaml")
    answer = send(client, seen="0" * 16)
    assert answer.status_code == 409
    assert "&lt;i&gt;因为&lt;/i&gt;</textarea>" in answer.content.decode()
    assert read_choices(workspace / "decisions.yaml")[0].by == "甲局"


def test_only_this_machine_and_only_its_forms(client, workspace):
    assert client.post(URL, {"chosen": "b", "by": "x", "reason": "y"}).status_code == 403
    away = client.get("/decisions/d1/", REMOTE_ADDR="10.0.0.9")
    assert away.status_code == 200
    assert "<form" not in away.content.decode()
    assert client.get(URL).status_code == 405
    assert client.get("/decisions/zz/").status_code == 404
    assert not (workspace / "decisions.yaml").exists()


@pytest.mark.parametrize("content", [b"choices: [", b"\xff\xfe", b"choices:\n- {id: zz, chosen: a}\n"])
def test_a_broken_file_is_told_on_every_page_and_hides_nothing(client, workspace, content):
    (workspace / "decisions.yaml").write_bytes(content)
    for page in ("/", "/decisions/", "/statements/2.2/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "工作区的裁定文件无法使用" in answer.content.decode()
    assert send(client).status_code == 422
    assert (workspace / "decisions.yaml").read_bytes() == content
