import re
import socket
from pathlib import Path

import pytest
from tests.web.conftest import TEXT

from dafeng.base import InputError
from dafeng.web import words
from dafeng.web.server import make_server
from dafeng.web.settings import secret_key
from dafeng.web.views import printing

PAGES = [
    "/", "/statements/", "/statements/2.2/", "/articles/", "/articles/2/", "/bodies/", "/bodies/housing/",
    "/decisions/", "/decisions/d1/", "/compare/", "/findings/", "/review/",
]  # fmt: skip
ROOT = Path(words.__file__).parent


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_answers_safely(client, page, lang):
    answer = client.get(page, {"lang": lang})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in html
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)
    assert not re.search(r"<script(?! src=\"/| id=\"spec-[a-z]+\" type=\"application/json\")", html)
    assert "<b>" not in html.replace("&lt;b&gt;", "") or page == "/"
    assert client.get(page).content.decode().count(f'lang="{"zh-CN" if lang == "zh" else "en"}"')


def ids(client, query):
    html = client.get("/statements/?" + query).content.decode()
    return re.findall(r'<td class="c-id"><a[^>]*>([^<]+)', html)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["2.2", "2.3", "2.10"]),
        ("sort=-id", ["2.10", "2.3", "2.2"]),
        ("sort=figure", ["2.10", "2.2", "2.3"]),
        ("year=2025", ["2.3"]),
        ("strength=strive", ["2.3"]),
        ("q=second", ["2.10"]),
        ("body=housing&year=2030", ["2.2", "2.10"]),
        ("kind=nonsense", ["2.2", "2.3", "2.10"]),
    ],
)
def test_list_filters_and_sorts(client, query, wanted):
    assert ids(client, query) == wanted


def test_plan_text_is_escaped(client):
    html = client.get("/statements/2.2/").content.decode()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_countdown(client):
    html = client.get("/").content.decode()
    assert "<b>5</b> 天" in html
    assert "2026-11-30" in html


def test_words_appear_when_the_text_is_attached(client, workspace):
    assert "attach-text" in client.get("/statements/2.2/").content.decode()
    (workspace / "texts").mkdir()
    (workspace / "texts" / "made-up.txt").write_text(TEXT, encoding="utf-8", newline="")
    assert "<mark>60%</mark>" in client.get("/statements/2.2/").content.decode()


@pytest.mark.parametrize("page", ["/nope", "/statements/9.9/", "/articles/99/", "/bodies/x/"])
def test_missing_pages_have_the_same_look(client, page):
    answer = client.get(page, follow=True)
    assert answer.status_code == 404
    assert "board.css" in answer.content.decode()


def test_every_word_of_the_templates_exists():
    keys = set()
    for template in (ROOT / "templates").rglob("*.html"):
        keys |= set(re.findall(r"""{% w ["']([^"']+)""", template.read_text(encoding="utf-8")))
    assert keys
    assert keys <= set(words.WORDS)


def test_health_static_and_secret(client, workspace):
    assert client.get("/healthz").content == b"ok\n"
    style = client.get("/static/dafeng/board.css")
    assert b"--pine" in b"".join(style.streaming_content)
    style.close()
    secret = secret_key(workspace / "other")
    assert len(secret) > 50
    assert secret_key(workspace / "other") == secret
    assert (workspace / "other" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_busy_port_is_a_clear_error(workspace):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError) as error:
            make_server(workspace, str(workspace / "made-up.yaml"), port=port)
    assert error.value.code == "web-port-busy"
    assert str(port) in error.value.say("zh")
    assert "PORT=" in error.value.say("en")


def test_error_pages_say_what_happened(client, workspace, monkeypatch):
    missing = client.get("/nope/")
    assert (missing.status_code, "没有这一页" in missing.content.decode()) == (404, True)
    refused = client.get("/review/", REMOTE_ADDR="10.0.0.9")
    assert (refused.status_code, "不允许" in refused.content.decode()) == (403, True)
    forged = client.post("/review/upload/", {})
    assert (forged.status_code, "表单已失效" in forged.content.decode()) == (403, True)

    def fail(*args):
        raise RuntimeError("secret of the machine")

    monkeypatch.setattr("dafeng.web.summary.overview", fail)
    client.raise_request_exception = False
    broken = client.get("/")
    html = broken.content.decode()
    assert (broken.status_code, "出错了" in html, "secret" in html) == (500, True, False)
    assert "default-src 'none'" in broken["Content-Security-Policy"]
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_print_style_names_the_document_and_counts_pages(client):
    answer = client.get("/print.css", {"lang": "zh"})
    css = answer.content.decode()
    assert answer["Content-Type"].startswith("text/css")
    assert '"某市方案"' in css
    assert "counter(pages)" in css
    assert printing._quoted('a"\\\n}<') == '"a\\22 \\5c \\a \\7d \\3c "'
    assert "print.css?lang=en" in client.get("/", {"lang": "en"}).content.decode()
