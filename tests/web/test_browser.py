# ruff: noqa: E501
"""The pages in Chromium: no sideways scroll, nothing refused by the policy, fine without JavaScript, in print."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
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


FACT_PAGES = (
    "/", "/statements/", "/statements/12.1/", "/statements/G.2/", "/statements/1.2/", "/statements/18.2/",
    "/statements/12.1/rows/", "/articles/", "/bodies/", "/regions/",
    "/regions/left_banner/", "/data/", "/data/projects/",
)  # fmt: skip


@contextmanager
def browsing(root, plan, faults, *, javascript=True) -> Iterator[tuple[object, str]]:
    """Give a page of the browser and the address of a server; console messages are collected in ``faults``."""
    from playwright.sync_api import sync_playwright

    server = make_server(root, plan, port=0)
    threading.Thread(target=server.run, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, java_script_enabled=javascript)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page, f"http://127.0.0.1:{server.effective_port}"
        browser.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_pages_in_the_browser(workspace, javascript):
    faults: list[str] = []
    with browsing(workspace, str(workspace / "made-up.yaml"), faults, javascript=javascript) as (page, host):
        for address in PAGES:
            for lang in ("zh", "en"):
                page.goto(f"{host}{address}?lang={lang}")
                assert page.locator("main h1").count() == 1
                if javascript:
                    width = page.evaluate("document.documentElement.scrollWidth")
                    assert width <= 1366, (address, lang)
        assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")
    assert faults == []


def test_facts_in_the_browser(sample_folder):
    from django.conf import settings

    faults: list[str] = []
    with browsing(sample_folder, "alxa-2023-66", faults) as (page, host):
        settings.DAFENG_BOARD = replace(settings.DAFENG_BOARD, today=lambda: date(2026, 11, 25))
        for address, lang in [(a, "en") for a in FACT_PAGES] + [(a, "zh") for a in FACT_PAGES[:3]]:
            page.goto(f"{host}{address}?lang={lang}")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 1366, (address, lang, width)
            if page.locator("figure.chart").count():
                page.wait_for_selector("figure.chart.drawn svg", timeout=20_000)
        page.goto(f"{host}/?lang=zh")
        assert page.locator("svg.regions .tile").count() == 7
        page.click("svg.regions a:has-text('额济纳旗')")
        assert page.locator("h1").inner_text() == "额济纳旗"
        page.emulate_media(media="print")
        assert not page.locator("nav").is_visible()
        assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")
    assert faults == []


def test_without_script_the_table_stands_for_the_chart(sample_folder):
    faults: list[str] = []
    with browsing(sample_folder, "alxa-2023-66", faults, javascript=False) as (page, host):
        page.goto(f"{host}/statements/12.1/?lang=zh")
        assert page.locator("figure.chart svg").count() == 0
        assert page.locator("table.series").is_visible()
        assert page.locator("details summary").is_visible()
    assert faults == []
