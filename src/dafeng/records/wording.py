"""What people write over columns, in margins and in cells (``headers.yaml``), folded for comparison."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from dafeng.base.units import Unit, unit_from_words
from dafeng.records.schema import COMMON, Table, fold

__all__ = ["Header", "Wording", "header_index", "read_header", "wording"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BRACKET = re.compile(r"[(\[【{〔]([^()\[\]【】{}〔〕]*(?:\([^()]*\)[^()]*)?)[)\]】}〕]")
_NUMBERING = re.compile(r"^(?:[(]?\d{1,2}[)、.．]|[①-⑳]|[(]?[一二三四五六七八九十]{1,2}[)、.])")
_FOOTNOTE = re.compile(r"(?<=[一-鿿)）])[①-⑳¹²³⁴⁵※*]+$")
_LONGEST_HEADER = 120


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of ``headers.yaml``, folded."""

    columns: Mapping[str, tuple[str, ...]]
    header_noise: frozenset[str]
    totals: frozenset[str]
    subtotals: frozenset[str]
    examples: frozenset[str]
    notes: tuple[str, ...]
    unit_row_words: frozenset[str]
    blanks: frozenset[str]
    yes_words: frozenset[str]
    no_words: frozenset[str]
    maturity: Mapping[str, str]
    side_columns: frozenset[str]
    cover: frozenset[str]
    lists: frozenset[str]


@dataclass(frozen=True, slots=True)
class Header:
    """One header: what it is compared by, from the fullest to the barest, and the units that it names.

    ``asides`` are the words in brackets that are no unit, which the barest key leaves out.
    """

    keys: tuple[str, ...]
    units: tuple[Unit, ...] = ()
    unit_words: str = ""
    asides: tuple[str, ...] = ()


@cache
def wording() -> Wording:
    """Read ``headers.yaml`` once."""
    raw = yaml.load(files("dafeng.records").joinpath("headers.yaml").read_text("utf-8"), Loader=_LOADER)

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold(str(word)) for word in raw[name])

    maturities = {fold(word): id for id, words in raw["maturity"].items() for word in (id, *words)}
    return Wording(
        columns=MappingProxyType({name: tuple(words) for name, words in raw["columns"].items()}),
        header_noise=folded("header_noise"),
        totals=folded("totals"),
        subtotals=folded("subtotals"),
        examples=folded("examples"),
        notes=tuple(sorted(folded("notes"))),
        unit_row_words=folded("unit_row_words"),
        blanks=folded("blanks"),
        yes_words=folded("yes_words"),
        no_words=folded("no_words"),
        maturity=MappingProxyType(maturities),
        side_columns=folded("side_columns"),
        cover=folded("cover"),
        lists=folded("lists"),
    )


@lru_cache(maxsize=8192)
def read_header(text: str) -> Header:
    """Return how a header is compared, and the unit that it names.

    >>> h = read_header("建筑面积（万平方米）*")
    >>> h.keys[-1], h.unit_words
    ('建筑面积', '万平方米')
    """
    if len(text) > _LONGEST_HEADER:
        return Header(())
    marked = _FOOTNOTE.sub("", text.strip())
    plain = "".join(unicodedata.normalize("NFKC", marked).split()).replace("（", "(").replace("）", ")")
    plain = _NUMBERING.sub("", plain).strip("*:;,。、")
    words = wording()
    units: tuple[Unit, ...] = ()
    unit_words = ""
    without_units = plain
    for found in _BRACKET.finditer(plain):
        inner = re.sub(r"^(?:计量)?单位:?", "", found[1])
        meant = unit_from_words(inner)
        if meant:
            units, unit_words = meant, inner
            without_units = without_units.replace(found[0], "")
        elif inner.casefold() in words.header_noise:
            without_units = without_units.replace(found[0], "")
    head, mark, tail = without_units.rpartition("/") if not units else ("", "", "")
    if not mark and not units:
        head, mark, tail = without_units.rpartition(":")
    if mark and head and unit_from_words(re.sub(r"^(?:计量)?单位:?", "", tail)):
        tail = re.sub(r"^(?:计量)?单位:?", "", tail)
        units, unit_words, without_units = unit_from_words(tail), tail, head
    bare = _BRACKET.sub("", without_units)
    keys = (plain, without_units, bare)
    cleaned = (key.strip("*:;,。、-—").casefold() for key in keys)
    asides = tuple(found[1] for found in _BRACKET.finditer(without_units))
    return Header(tuple(dict.fromkeys(key for key in cleaned if key)), units, unit_words, asides)


@cache
def header_index(name: str) -> Mapping[str, str]:
    """Return the fields of the table ``name`` (common ones too) by every header that means them."""
    from dafeng.records.schema import tables

    table = tables()[name]
    found: dict[str, str] = {}
    for own in (True, False):
        for bare in (False, True):
            _put(found, table, own=own, bare=bare)
    return MappingProxyType(found)


def _put(found: dict[str, str], table: Table, *, own: bool, bare: bool) -> None:
    """Add the schema's titles (``own``) or the further words, as they stand or ``bare`` of brackets.

    A word that means two fields means none; a word that was added before keeps its meaning.
    """
    new: dict[str, set[str]] = {}
    aliases = wording().columns
    for column in (*COMMON, *table.columns):
        if own:
            texts: tuple[str, ...] = (column.title.zh, column.title.en, column.name)
        else:
            texts = (*aliases.get(f"{table.name}.{column.name}", ()), *aliases.get(column.name, ()))
        for text in texts:
            keys = read_header(text).keys
            for key in keys[1:] if bare else keys[:1]:
                new.setdefault(key, set()).add(column.name)
    for key, names in new.items():
        if len(names) == 1:
            found.setdefault(key, next(iter(names)))
