"""Faults of the lists of responsible bodies: misspelt names, wrong levels, prefixes that are left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.base import Issue, Text
from dafeng.extract.draft import Draft

__all__ = ["body_faults", "near"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LOWER = frozenset("盟市县区旗州")
_ENDINGS = "局委厅办部"


@dataclass(frozen=True, slots=True)
class _Name:
    written: str
    prefix: str
    core: str
    span: tuple[int, int]
    first: bool
    article: str


@cache
def _rules() -> dict[str, Any]:
    folder = files("dafeng.extract").joinpath("rules")
    bodies = yaml.load(folder.joinpath("bodies.yaml").read_text(encoding="utf-8"), Loader=_Loader)
    lint = yaml.load(folder.joinpath("lint.yaml").read_text(encoding="utf-8"), Loader=_Loader)
    known = set(bodies["lexicon"]) | set(bodies["full"]) | set(bodies["full"].values())
    return {**bodies, "known": known, "level_endings": lint["level_endings"]}


def body_faults(draft: Draft, text: str) -> Iterator[Issue]:
    """Yield misspelt bodies, bodies of another level, and lists without the prefix that the others have."""
    names = list(_names(draft, text))
    counts = Counter(name.core for name in names)
    usual = {core for core, count in counts.items() if count >= 2}
    for name in names:
        yield from _spelling(name, usual, counts)
    yield from _prefixes([name for name in names if name.first])


def _names(draft: Draft, text: str) -> Iterator[_Name]:
    for number, article in enumerate(draft.articles, start=1):
        end = article.span[1]
        for index in range(len(article.bodies_as_written) - 1, -1, -1):
            written = article.bodies_as_written[index]
            at = text.rfind(written, article.span[0], end)
            if at < 0:
                continue
            end = at
            prefix, core = _split(written)
            where = article.number_as_printed or str(number)
            yield _Name(written, prefix, core, (at, at + len(written)), index == 0, where)


def _split(written: str) -> tuple[str, str]:
    """Part the level prefix (盟, 市, 县, 新区 ...) from the name; a known name keeps its first character."""
    rules = _rules()
    if written in rules["known"]:
        return "", written
    for prefix in sorted(rules["prefixes"], key=len, reverse=True):
        rest = written[len(prefix) :]
        if not written.startswith(prefix) or len(rest) < 2:
            continue
        if rest in rules["known"] or _closest(rest, rules["known"]) or not _closest(written, rules["known"]):
            return prefix, rest
    return "", written


def _closest(core: str, known: set[str]) -> str | None:
    if len(core) < 5:
        return None
    return min((name for name in known if near(core, name)), default=None)


def _spelling(name: _Name, usual: set[str], counts: Counter[str]) -> Iterator[Issue]:
    rules = _rules()
    known: set[str] = rules["known"]
    level = rules["level_endings"].get(name.core[-1:])
    if (
        level
        and (name.prefix[-1:] in _LOWER or name.core[:-1] + level in usual)
        and name.prefix not in ("省", "自治区")
    ):
        yield _wrong(
            name, "text.body-level", name.prefix + name.core[:-1] + level, "级别", "has the wrong level"
        )
        return
    if name.core in known or counts[name.core] >= 2:
        return
    meant = _closest(name.core, usual) or _closest(name.core, known)
    if meant and meant[:-1] != name.core[:-1]:
        yield _wrong(name, "text.body-misspelt", name.prefix + meant, "写法", "is misspelt")


def _wrong(name: _Name, code: str, wanted: str, what: str, en: str) -> Issue:
    return Issue(
        code,
        "warning",
        Text(f"责任单位名称的{what}有误", f"the name of a responsible body {en}"),
        where=name.article,
        got=name.written,
        wanted=wanted,
        mend=Text(f"改为“{wanted}”", f"write {wanted}"),
        span=name.span,
    )


def _prefixes(firsts: list[_Name]) -> Iterator[Issue]:
    """Yield lists whose first body lacks the prefix that at least three lists in five have."""
    known = [
        name for name in firsts if name.core in _rules()["known"] or _closest(name.core, _rules()["known"])
    ]
    prefixed = Counter(name.prefix for name in known if name.prefix)
    if not prefixed:
        return
    prefix, count = prefixed.most_common(1)[0]
    if count < 3 or count < 0.6 * len(known):
        return
    for name in known:
        if not name.prefix:
            yield Issue(
                "text.body-prefix",
                "info",
                Text(
                    f"责任单位没有写“{prefix}”，其他条文都写",
                    f"the list lacks the prefix {prefix} that other lists have",
                ),
                where=name.article,
                got=name.written,
                wanted=prefix + name.written,
                mend=Text("补上层级前缀", "add the prefix of the level"),
                span=name.span,
            )


def near(one: str, two: str) -> bool:
    """Say whether two different names differ by one character, or by characters that changed places.

    >>> near("住和房城乡建设局", "住房和城乡建设局"), near("财政局", "民政局")
    (True, True)
    """
    if one == two or abs(len(one) - len(two)) > 1:
        return False
    if len(one) == len(two):
        return sorted(one) == sorted(two) or sum(a != b for a, b in zip(one, two, strict=True)) == 1
    short, long = sorted((one, two), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
