"""Every page of the Alxa plan opens, in both languages, with its parents."""

from __future__ import annotations

from pathlib import Path

import pytest

from dafeng.plan import load
from dafeng.web import wsgi_application

PAGES = ("/", "/statements/", "/articles/", "/bodies/", "/decisions/", "/compare/", "/findings/")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_of_the_alxa_plan(tmp_path: Path, lang: str) -> None:
    from django.test import Client

    wsgi_application(tmp_path, "alxa-2023-66")
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
    plan = load("alxa-2023-66")
    pages = [*PAGES, *(f"/statements/{s.id}/" for s in plan.statements[:5])]
    for page in pages:
        answer = client.get(f"{page}?lang={lang}", follow=True)
        assert answer.status_code == 200, page
    compared = client.get(f"/compare/?lang={lang}").content.decode()
    assert "建标〔2022〕53号" in compared or "mohurd-2022" in compared
