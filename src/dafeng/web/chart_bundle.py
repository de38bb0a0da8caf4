"""The script that draws charts: Vega, Vega-Lite, Vega-Embed and Vega's interpreter in one file of our own.

It is put together from what the installed vl-convert carries, so that no page loads anything from elsewhere,
and is drawn with ``ast: true``, so that the Content-Security-Policy needs no unsafe-eval.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from threading import Lock

__all__ = ["Bundle", "bundle"]

NOTICES = """/*! This file holds, put together by vl-convert (Copyright 2023 Jon Mease, BSD-3-Clause):
Vega, Vega-Lite, Vega-Embed, Vega-Themes, Vega-Tooltip, Vega-Interpreter: Copyright 2015-2024 University of
Washington Interactive Data Lab and contributors, BSD-3-Clause; D3: Copyright Mike Bostock, ISC; parts of
TopoJSON: Copyright Mike Bostock, ISC; lodash: Copyright OpenJS Foundation, MIT; fast-json-patch, MIT;
json-stringify-pretty-compact, MIT; semver, ISC; tslib: Copyright Microsoft, 0BSD. The texts of these licences
are in the packages of those names; BSD-3-Clause: THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND
CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES ARE DISCLAIMED. */
"""
# Draws every figure.chart from its JSON; the tables that stand in for charts stay where that fails.
DRAW = """
(() => {
  const options = {
    mode: "vega-lite", ast: true, renderer: "svg",
    actions: false, defaultStyle: false, tooltip: false, hover: false,
  };
  for (const place of document.querySelectorAll("figure.chart")) {
    const data = document.getElementById(place.dataset.spec);
    vegaEmbed(place.querySelector(".drawing"), JSON.parse(data.textContent), options)
      .then(() => place.classList.add("drawn"));
  }
})();
"""
_LOCK = Lock()


@dataclass(frozen=True)
class Bundle:
    """The script, plain and compressed, and a short hash of it."""

    plain: bytes
    packed: bytes
    stamp: str


@cache
def _made() -> Bundle:
    """Make the bundle; takes a second or two."""
    import vl_convert

    script = (NOTICES + vl_convert.javascript_bundle(DRAW)).encode()
    return Bundle(script, gzip.compress(script, 6, mtime=0), hashlib.sha256(script).hexdigest()[:10])


def bundle() -> Bundle:
    """Return the bundle, made once a process."""
    with _LOCK:
        return _made()


def version() -> str:
    """Return what the script's address carries: it changes with the libraries and with this file."""
    from importlib.metadata import version as installed

    return hashlib.sha256(f"{installed('vl-convert-python')} {NOTICES}{DRAW}".encode()).hexdigest()[:10]
