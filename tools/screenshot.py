# ruff: noqa: E501
"""Make ``docs/images/overview.png``, the picture of the README: start the server, open the overview, save it."""

import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from dafeng.web.server import make_server

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZE = {"width": 1366, "height": 768}


def main(plan: str = "alxa-2023-66") -> None:
    """Write the picture of ``plan``."""
    target = Path(__file__).parents[1] / "docs" / "images" / "overview.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = make_server(Path(folder), plan, port=0)
        threading.Thread(target=server.run, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport=SIZE)
        page.goto(f"http://127.0.0.1:{server.effective_port}/")
        page.screenshot(path=str(target))
        browser.close()
    print(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
