"""dafeng: plans for peaking carbon in urban and rural construction that compute themselves.

Submodules load on first use, so that ``import dafeng`` imports no third-party library.
"""

from __future__ import annotations

import importlib
from types import ModuleType

__version__ = "0.1.0"
__all__ = [
    "base",
    "carbon",
    "engine",
    "extract",
    "indicators",
    "plan",
    "records",
    "reports",
    "stock",
    "weather",
]


def __getattr__(name: str) -> ModuleType:
    """Import the room ``name`` when it is first asked for."""
    if name in __all__:
        return importlib.import_module(f"dafeng.{name}")
    raise AttributeError(f"module 'dafeng' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the rooms beside the module's own names."""
    return sorted([*globals(), *__all__])
