"""Django's settings, made for one workspace: no database, no accounts, everything local."""

from __future__ import annotations

import hashlib
import os
import secrets
from importlib.resources import files
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from dafeng.base import Lang

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
_ANY_ADDRESS = ("0.0.0.0", "::", "")


def secret_key(workspace: Path) -> str:
    """Return the workspace's secret, made on first use and readable by its owner alone (mode 600)."""
    place = workspace / "secret.key"
    workspace.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return place.read_text(encoding="ascii").strip()


def allowed_hosts(hosts: tuple[str, ...]) -> list[str]:
    """Return the host names to answer to: this machine's, and ``hosts``; all of them on ``0.0.0.0``."""
    if any(host in _ANY_ADDRESS for host in hosts):
        return ["*"]
    return [*LOCAL_HOSTS, *(f"[{host}]" if ":" in host else host for host in hosts)]


def asset_version() -> str:
    """Return a short hash of the static files, so that a browser never shows yesterday's style."""
    digest = hashlib.sha256()
    for name in ("board.css", "facts.css", "board.js"):
        digest.update(files("dafeng.web").joinpath("static", "dafeng", name).read_bytes())
    return digest.hexdigest()[:10]


def values(workspace: Path, hosts: tuple[str, ...]) -> dict[str, Any]:
    """Return all settings but the board itself."""
    return {
        "DEBUG": False,
        "SECRET_KEY": secret_key(workspace),
        "ALLOWED_HOSTS": allowed_hosts(hosts),
        "ROOT_URLCONF": "dafeng.web.urls",
        "INSTALLED_APPS": ["django.contrib.staticfiles", "dafeng.web"],
        "MIDDLEWARE": [
            "dafeng.web.middleware.headers",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "django.middleware.common.CommonMiddleware",
            "dafeng.web.middleware.language",
            "django.middleware.csrf.CsrfViewMiddleware",
            "dafeng.web.middleware.UnusableInput",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": ["dafeng.web.context.page"],
                    "builtins": ["dafeng.web.templatetags.words"],
                },
            }
        ],
        "DATABASES": {},
        "STATIC_URL": "/static/",
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_MAX_AGE": 3600,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_FAILURE_VIEW": "dafeng.web.views.errors.csrf_failure",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 1024 * 1024,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": UPLOAD_LIMIT_BYTES,
        "USE_TZ": True,
        "TIME_ZONE": "Asia/Shanghai",
        "USE_I18N": False,
        "APPEND_SLASH": True,
        "LOGGING": {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"console": {"class": "logging.StreamHandler"}},
            "loggers": {
                "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
                "django.security": {"handlers": ["console"], "level": "ERROR", "propagate": False},
            },
        },
    }


def configure(workspace: Path, plan: str, *, hosts: tuple[str, ...] = (), lang: Lang = "zh") -> None:
    """Configure Django for ``workspace`` and load ``plan``; a second call changes what is served."""
    from dafeng.web.board import open_board

    board = open_board(workspace, plan, lang=lang)
    if settings.configured:
        settings.DAFENG_BOARD = board
        settings.ALLOWED_HOSTS = allowed_hosts(hosts)
        return
    settings.configure(**values(workspace, hosts), DAFENG_BOARD=board, DAFENG_ASSETS=asset_version())
    django.setup()
