# ruff: noqa: E501
"""The pages in Chromium: no sideways scroll, nothing refused by the policy, fine without JavaScript, in print."""

import os
import threading
from pathlib import Path

import pytest
from tests.web.test_pages import PAGES

from dafeng.web.server import make_server

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("DAFENG_NO_SKIP") != "1", reason=f"{CHROMIUM} is missing"
    ),
]


@pytest.mark.parametrize("javascript", [True, False])
def test_pages_in_the_browser(workspace, javascript):
    from playwright.sync_api import sync_playwright

    server = make_server(workspace, str(workspace / "made-up.yaml"), port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, java_script_enabled=javascript)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        for address in PAGES:
            for lang in ("zh", "en"):
                page.goto(f"http://127.0.0.1:{server.effective_port}{address}?lang={lang}")
                assert page.locator("main h1").count() == 1
                if javascript:
                    width = page.evaluate("document.documentElement.scrollWidth")
                    assert width <= 1366, (address, lang)
        assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")
        browser.close()
    assert faults == []
