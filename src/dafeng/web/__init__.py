"""The pages: a Django project over a plan and a workspace; the only room that knows Django."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dafeng.web.server import make_server, serve, wsgi_application

__all__ = ["make_server", "serve", "wsgi_application"]


def __getattr__(name: str) -> object:
    """Load the server, and Django with it, only when it is asked for."""
    if name in __all__:
        from dafeng.web import server  # keeps `import dafeng` light

        return getattr(server, name)
    raise AttributeError(name)
