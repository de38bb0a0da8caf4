"""The library of factors: dated, with place, source, clause and basis; a user's own file comes first.

A row is ``yearly`` (a factor that is published for years: electricity) or of an ``edition`` (a constant of a
standard, which holds until another edition). The data stand in ``data/*.csv``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path

from dafeng.base import InputError, Lang, Text
from dafeng.carbon.places import chain, place_name
from dafeng.carbon.quantities import rescale

__all__ = ["BASES", "FILES", "Factor", "Library", "factor", "load_library"]

FILES = ("electricity", "fuels", "heat", "materials", "transport", "construction", "municipal", "gases")
BASES = ("plan-text", "seen-secondary", "computed", "recalled", "definition", "own")
_ANYWHERE = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor as it was chosen: ``value`` in ``unit``, its year and place, where it comes from.

    ``origin`` is *library* or *own* (the user's file). ``asked_year`` and ``asked_place`` are what was asked;
    ``substituted`` says in words which year or place was used instead, None where the right one was there.
    ``uncertainty`` names its class in ``data/uncertainty.yaml``.
    """

    key: str
    value: float
    unit: str
    year: int | None
    place: str
    source: str
    clause: str
    basis: str
    uncertainty: str
    note: str
    dated: str = "edition"
    origin: str = "library"
    asked_year: int | None = None
    asked_place: str | None = None
    substituted: Text | None = None

    @property
    def unverified(self) -> bool:
        """Return whether the value was written down from memory and not checked against the printed text."""
        return self.basis == "recalled"

    def value_in(self, unit: str) -> float:
        """Return the value in ``unit``; raises ``InputError`` (``carbon-unit``) where it does not fit."""
        found = rescale(self.value, self.unit, unit)
        if found is None:
            raise InputError(
                "carbon-unit",
                Text(
                    f"因子 {self.key} 的单位是 {self.unit}，不能换算成 {unit}",
                    f"the factor {self.key} is in {self.unit}, which is no {unit}",
                ),
                mend=Text(
                    "检查活动数据的单位，或换用对应的因子",
                    "check the unit of the activity, or ask another factor",
                ),
            )
        return found

    def words(self, lang: Lang) -> str:
        """Return the factor in one line: value, unit, year, place, source, and what is weak about it."""
        parts = [f"{self.key} = {self.value:.6g} {self.unit}"]
        parts.append(place_name(self.place).say(lang) + (f" {self.year}" if self.year else ""))
        parts.append(" ".join(part for part in (self.source, self.clause) if part))
        if self.origin == "own":
            parts.append(Text("自有因子文件", "from your own file").say(lang))
        if self.substituted is not None:
            parts.append(self.substituted.say(lang))
        if self.unverified:
            parts.append(Text("未核对原文", "unverified").say(lang))
        return Text("；", "; ").say(lang).join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Library:
    """Factors by key, place and year. ``own`` names the user's file where one was read."""

    rows: Mapping[str, tuple[Factor, ...]]
    own: str | None = None

    def keys(self) -> tuple[str, ...]:
        """Return every key, in order."""
        return tuple(sorted(self.rows))

    def __iter__(self) -> Iterator[Factor]:
        """Give every row."""
        for found in self.rows.values():
            yield from found

    def factor(
        self, key: str, *, year: int | None = None, place: str | None = None, unit: str | None = None
    ) -> Factor:
        """Return the factor ``key`` for ``year`` and ``place`` (None: the latest year, the country).

        The narrowest place that has the key comes first, since a series that jumps between places shows
        changes that did not happen; of it the year asked, else the nearest earlier year, else the first year.
        A row of the user's own file takes the place of the library's of the same key, place and year, and
        never reaches back before its year; without a place it holds everywhere, without a year always.
        ``substituted`` of the answer says what was used instead.

        With ``unit`` the value is given in it. Raises ``InputError``: ``carbon-factor`` for a key that is not
        known or has nothing for the place, ``carbon-place``, ``carbon-unit``.
        """
        rows = self.rows.get(key)
        if rows is None:
            raise _unknown(key, self.rows)
        asked = chain(place)
        for at in (_ANYWHERE, *asked):
            here = [row for row in rows if row.place == at]
            found = _of_year(here, year)
            if found is not None:
                chosen = replace(
                    found,
                    asked_year=year,
                    asked_place=asked[0],
                    substituted=_substituted(found, year, asked, rows),
                )
                return chosen if unit is None else replace(chosen, value=chosen.value_in(unit), unit=unit)
        held = "、".join(dict.fromkeys(place_name(row.place).zh for row in rows))
        raise InputError(
            "carbon-factor",
            Text(
                f"因子 {key} 没有 {place or '全国'} 的值",
                f"the factor {key} has no value for {place or 'China'}",
            ),
            mend=Text(
                f"指定地方（有：{held}），或在 factors.csv 中补充",
                "name a place that has one, or add it to factors.csv",
            ),
        )


def _of_year(rows: list[Factor], year: int | None) -> Factor | None:
    """Return the row that holds in ``year``, or the nearest to it; None where there is none."""
    if not rows:
        return None
    dated = sorted((row for row in rows if row.year is not None), key=lambda row: row.year or 0)
    always = next((row for row in rows if row.year is None), None)
    if year is None:
        return dated[-1] if dated and always is None else always
    earlier = [row for row in dated if row.year is not None and row.year <= year]
    own = [row for row in earlier if row.origin == "own"]
    if always is not None:
        return own[-1] if own else always
    if earlier:
        return earlier[-1]
    later = [row for row in dated if row.origin != "own"]
    return later[0] if later else None


def _substituted(
    found: Factor, year: int | None, asked: tuple[str, ...], rows: tuple[Factor, ...]
) -> Text | None:
    """Return in words what was used instead of what was asked; None where it is what was asked."""
    zh, en = [], []
    if found.dated == "yearly" and year is not None and found.year not in (None, year):
        zh.append(f"{year} 年没有公布值，用 {found.year} 年")
        en.append(f"{year} has no published value, {found.year} is used")
    local = any(row.place not in ("CN", _ANYWHERE) for row in rows)
    province = next((code for code in asked if len(code) == 2 and code.isdigit()), asked[0])
    wider = asked.index(found.place) > asked.index(province) if found.place in asked else False
    if found.dated == "yearly" and local and wider:
        name = place_name(found.place)
        zh.append(f"当地没有值，用{name.zh}")
        en.append(f"there is no value for the place, that of {name.en} is used")
    return Text("；".join(zh), "; ".join(en)) if zh else None


def _unknown(key: str, known: Iterable[str]) -> InputError:
    """Return the error for a key that is not in the library."""
    near = get_close_matches(key, list(known), n=3, cutoff=0.5)
    return InputError(
        "carbon-factor",
        Text(f"因子库里没有 {key}", f"the library has no factor {key}"),
        mend=Text(
            "相近的有：" + "、".join(near) if near else "dafeng factors 列出全部",
            "near it: " + ", ".join(near) if near else "dafeng factors lists them all",
        ),
    )


@cache
def _built_in() -> Mapping[str, tuple[Factor, ...]]:
    """Read the library's files once."""
    found: dict[str, list[Factor]] = {}
    for name in FILES:
        text = files("dafeng.carbon").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
        for row in csv.DictReader(io.StringIO(text)):
            made = Factor(
                row["key"],
                float(row["value"]),
                row["unit"],
                int(row["year"]),
                row["place"],
                row["source"],
                row["clause"],
                row["basis"],
                row["uncertainty"],
                row["note"],
                row["dated"],
            )
            found.setdefault(made.key, []).append(made)
    return {key: tuple(rows) for key, rows in found.items()}


def load_library(own: Path | str | None = None) -> Library:
    """Return the library, with the rows of the user's own file ``own`` (CSV) before its own.

    Columns of the file: ``key value unit`` and, where wanted, ``year place source clause basis note``. A key
    of the library must be in a unit that converts into the library's. Raises ``InputError``
    (``carbon-own-factors``) with every fault of the file; without a file ``carbon-own-missing``.
    """
    if own is None:
        return Library(_built_in())
    from dafeng.carbon.own import read_own

    mine = read_own(Path(own), _built_in())
    rows = dict(_built_in())
    for made in mine:
        rows[made.key] = (
            *(r for r in rows.get(made.key, ()) if (r.place, r.year) != (made.place, made.year)),
            made,
        )
    return Library(rows, own=str(own))


def factor(key: str, *, year: int | None = None, place: str | None = None, unit: str | None = None) -> Factor:
    """Return a factor of the built-in library; see ``Library.factor``.

    >>> f = factor("electricity.grid", year=2025, place="152900")
    >>> f.value, f.year, f.place, f.substituted.en
    (0.6479, 2023, '15', '2025 has no published value, 2023 is used')
    """
    return load_library().factor(key, year=year, place=place, unit=unit)
