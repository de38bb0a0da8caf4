"""The server: one waitress process that serves the pages of one plan and workspace."""

from __future__ import annotations

import errno
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dafeng.base import InputError, Lang, Text

if TYPE_CHECKING:
    from waitress.server import BaseWSGIServer  # type: ignore[import-untyped]

MAX_REQUEST_BYTES = 64 * 1024 * 1024
"""More than an upload may have: what is somewhat too large is refused by a page, not by a dropped line."""


def wsgi_application(workspace: Path, plan: str, *, hosts: tuple[str, ...] = (), lang: Lang = "zh") -> Any:
    """Return the WSGI application of ``plan`` over ``workspace``.

    ``hosts`` are host names to answer to besides those of this machine. Django keeps one configuration a
    process, so a process serves one workspace.
    """
    from dafeng.web.settings import configure  # Django loads when it is needed

    configure(workspace, plan, hosts=hosts, lang=lang)
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def make_server(
    workspace: Path, plan: str, *, host: str = "127.0.0.1", port: int = 8000, lang: Lang = "zh"
) -> BaseWSGIServer:
    """Return a server that listens already; ``run()`` serves, ``close()`` ends it.

    Port 0 takes any free port (``effective_port`` tells which). Raises :class:`InputError`
    ``web-port-busy`` or ``web-cannot-listen``.
    """
    from waitress import create_server  # type: ignore[import-untyped]

    application = wsgi_application(workspace, plan, hosts=(host,), lang=lang)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise _cannot_listen(error, host, port) from error
    return create_server(
        application,
        sockets=[listener],
        threads=8,
        ident=None,
        max_request_body_size=MAX_REQUEST_BYTES,
        clear_untrusted_proxy_headers=False,  # so that the loopback guard sees a proxy
    )


def _cannot_listen(error: OSError, host: str, port: int) -> InputError:
    """Say why the server cannot listen, and what to do."""
    other = port + 1 if 0 < port < 65535 else 8001
    mend = Text(
        f"换一个端口：make run PORT={other}，或 dafeng serve --port {other}",
        f"choose another port: make run PORT={other}, or dafeng serve --port {other}",
    )
    if error.errno == errno.EADDRINUSE:
        message = Text(f"端口 {port} 已被占用（{host}）", f"port {port} is in use already ({host})")
        return InputError("web-port-busy", message, mend=mend)
    message = Text(
        f"无法在 {host}:{port} 监听：{error.strerror}", f"cannot listen on {host}:{port}: {error.strerror}"
    )
    return InputError("web-cannot-listen", message, mend=mend)


def address(host: str, port: int) -> str:
    """Return the address to open in a browser.

    >>> address("0.0.0.0", 8000), address("::1", 80)
    ('http://127.0.0.1:8000/', 'http://[::1]:80/')
    """
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, host)
    if ":" in name and not name.startswith("["):
        name = f"[{name}]"
    return f"http://{name}:{port}/"


def _warm() -> None:
    """Compute what the first pages need, and put the script of the charts together, while nobody waits yet.

    A fault of the records is left to the pages, which say it.
    """
    from dafeng.web.board import current
    from dafeng.web.chart_bundle import bundle
    from dafeng.web.facts import Facts

    Facts(current()).tally()
    bundle()


def serve(
    workspace: Path,
    plan: str,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    lang: Lang = "zh",
) -> None:
    """Serve the pages until interrupted; prints the address once the server listens."""
    server = make_server(workspace, plan, host=host, port=port, lang=lang)
    place = address(host, getattr(server, "effective_port", port))
    ready = Text(f"达峰已启动：{place}  （Ctrl+C 停止）", f"dafeng is ready: {place}  (Ctrl+C stops it)")
    print(ready.say(lang), file=sys.stdout, flush=True)
    threading.Thread(target=_warm, name="warm", daemon=True).start()
    if open_browser:
        webbrowser.open(place)
    try:
        server.run()
    finally:
        server.close()
