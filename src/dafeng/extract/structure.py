"""The structure tree of a text: parts, sections, articles, paragraphs, and the bodies in parentheses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dafeng.extract.normalise import Norm

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_N = "一二三四五六七八九十百零"
LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第[{_N}\d]{{1,5}}[章编]")),
    ("part", re.compile(rf"[{_N}]{{1,3}}、")),
    ("subchapter", re.compile(rf"第[{_N}\d]{{1,5}}节")),
    ("clause", re.compile(rf"第[{_N}\d]{{1,5}}条(?!规定)")),
    ("section", re.compile(rf"\([{_N}]{{1,3}}\)")),
    ("item", re.compile(r"\d{1,2}[.、](?!\d)")),
    ("subitem", re.compile(rf"\(\d{{1,2}}\)|[{_N}]是")),
    ("bracket", re.compile(r"【[^】\n]{1,20}】")),
    ("annex", re.compile(r"附件|附表|附录|表\d|注：")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its normalised span, what kind of heading starts it, the printed number and the title."""

    start: int
    end: int
    level: str | None
    number: str | None
    body: int
    title: str | None
    part: str | None = None
    section: str | None = None
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One article: the canonical span, printed number, title and the bodies of its list."""

    number: str | None
    title: str | None
    span: tuple[int, int]
    part: str | None
    section: str | None
    bodies: tuple[str, ...]
    written: tuple[str, ...]
    implementers: tuple[str, ...]
    lines: tuple[int, ...]


@cache
def _bodies() -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(
        files("dafeng.extract").joinpath("rules/bodies.yaml").read_text(encoding="utf-8"), Loader=_Loader
    )
    return data


def read_lines(norm: Norm) -> list[Line]:
    """Split the normalised text into paragraphs with their headings and the headings above them."""
    lines: list[Line] = []
    part: str | None = None
    section: str | None = None
    start = 0
    text = norm.text
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            line = _line(text, start, end)
            if line.level in ("chapter", "part", "bracket"):
                part, section = line.title or text[start:end], None
            elif line.level == "annex":
                part, section = text[start : min(end, start + 40)], None
            elif line.level in ("subchapter", "section") and line.title:
                section = line.title
            lines.append(replace(line, part=part, section=section))
        start = end + 1
    return lines


def _line(text: str, start: int, end: int) -> Line:
    for level, pattern in LEVELS:
        found = pattern.match(text, start, end)
        if found is None:
            continue
        body = found.end()
        while body < end and text[body] in " 　":
            body += 1
        number = found.group().strip("、.【】")
        return Line(start, end, level, number, body, _title(text, body, end))
    return Line(start, end, None, None, start, _title(text, start, end))


def _title(text: str, start: int, end: int) -> str | None:
    """Return the heading sentence: the whole short line, or the words before the first full stop."""
    stop = text.find("。", start, end)
    if stop < 0:
        return (
            text[start:end].strip()
            if end - start <= 40 and not re.search(r"[，；]", text[start:end])
            else None
        )
    head = text[start:stop]
    return head if len(head) <= 30 and not re.search(r"[，；：]", head) and stop + 1 < end else None


@dataclass(frozen=True, slots=True)
class Node:
    """A heading with everything below it; ``parent`` is the place of the heading above it."""

    level: str
    number: str | None
    title: str | None
    parent: int | None
    span: tuple[int, int]


def find_tree(norm: Norm, lines: list[Line]) -> list[Node]:
    """Return the headings of a text in order, each with the span of what stands below it."""
    order = {level: n for n, (level, _) in enumerate(LEVELS)}
    heads = [line for line in lines if line.level is not None]
    ends = [lines[-1].end] * len(heads) if lines else []
    parents: list[int | None] = []
    above: list[int] = []
    for n, head in enumerate(heads):
        while above and order[heads[above[-1]].level or ""] >= order[head.level or ""]:
            ends[above.pop()] = head.start
        parents.append(above[-1] if above else None)
        above.append(n)
    return [
        Node(head.level or "", head.number, head.title, parent, norm.span(head.start, end))
        for head, parent, end in zip(heads, parents, ends, strict=True)
    ]


def find_articles(norm: Norm, lines: list[Line]) -> list[Found]:
    """Return the articles: 第N条 where there are any, else numbered items, sections or titled paragraphs."""
    starts = _article_starts(norm, lines)
    if not starts:
        return []
    found = []
    for position, n in enumerate(starts):
        stop = starts[position + 1] if position + 1 < len(starts) else len(lines)
        members = [n]
        for m in range(n + 1, stop):
            if lines[m].level in ("chapter", "part", "subchapter", "annex", "bracket") or _above(lines, n, m):
                break
            if lines[n].level is None and lines[m].level is not None:
                break
            members.append(m)
        first, last = lines[n], lines[members[-1]]
        bodies, written, implementers = _list_of_bodies(norm.text, first.start, last.end)
        number = (
            norm.source[slice(*norm.span(first.start, first.body))].strip().rstrip("、.．")
            if first.level
            else None
        )
        title = first.title
        if not bodies:
            bodies, written = bodies_in_words(norm.text, first.start, last.end)
        found.append(
            Found(
                number=number,
                title=title,
                span=(norm.span(first.start, last.end)),
                part=first.part,
                section=first.section,
                bodies=bodies,
                written=written,
                implementers=implementers,
                lines=tuple(members),
            )
        )
    return found


def _above(lines: list[Line], first: int, m: int) -> bool:
    order = [level for level, _ in LEVELS]
    mine, other = lines[first].level, lines[m].level
    return mine is not None and other is not None and order.index(other) < order.index(mine)


def _article_starts(norm: Norm, lines: list[Line]) -> list[int]:
    by_level = {level: [n for n, line in enumerate(lines) if line.level == level] for level, _ in LEVELS}
    if len(by_level["clause"]) >= 2:
        return by_level["clause"]
    goals = re.compile(r"目标|要求|情况|基础|背景|原则|形势")
    items = [
        n for n in by_level["item"] if not goals.search(lines[n].part or "") or _has_list(norm, lines[n])
    ]
    if len(items) >= 2 and sum(_has_title(norm, lines[n]) for n in items) * 2 >= len(items):
        return items
    sections = [n for n in by_level["section"] if not goals.search(lines[n].part or "")]
    if len(sections) >= 2 and sum(_has_title(norm, lines[n]) for n in sections) * 2 >= len(sections):
        return sections
    listed = [
        n for n, line in enumerate(lines) if line.level is None and line.title and _has_list(norm, line)
    ]
    if len(listed) >= 2:
        first = listed[0]
        return [
            n
            for n, line in enumerate(lines)
            if n >= first
            and line.level is None
            and line.title
            and norm.text[line.start : line.end] != line.title
        ]
    return []


def _has_title(norm: Norm, line: Line) -> bool:
    return line.title is not None or _has_list(norm, line)


def _has_list(norm: Norm, line: Line) -> bool:
    return bool(_LIST.search(norm.text, line.start, line.end)) and bool(
        _list_of_bodies(norm.text, line.start, line.end)[0]
    )


_LIST = re.compile(
    r"[(（]([^()（）\n]{2,400}(?:[(（][^()（）]{1,12}[)）][^()（）\n]{0,200}){0,6})[)）] *[。]? *(?:\n|$)"
)
_TAIL = re.compile(
    r"(?:等)?(?:按照?|依据|根据)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?(?:负责|落实).*$|等?(?:共同)?(?:牵头)?负责.*$|等?(?:单位|部门)?(?:牵头|配合|落实|参与).*$"
)
_HEADW = re.compile(r"^(?:责任|牵头|配合|参与|主办|协办|落实|实施)(?:单位|部门)?[：:]?")


def _list_of_bodies(
    text: str, start: int, end: int
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Read the last parenthesised list of bodies in a span: (normalised, as written, implementers)."""
    found = None
    for match in _LIST.finditer(text, start, end):
        found = match
    if found is None:
        return (), (), ()
    written: list[str] = []
    implementers: list[str] = []
    inner = found.group(1)
    for sentence in re.split(r"[。]", inner):
        for group in re.split(r"[；;]", sentence):
            _read_group(group, written, implementers)
    bodies = tuple(dict.fromkeys(normalise_body(name) for name in written))
    return (bodies, tuple(written), tuple(dict.fromkeys(implementers))) if bodies else ((), (), ())


def _read_group(group: str, written: list[str], implementers: list[str]) -> None:
    for clause in re.split(r"[，,]", group):
        words = _HEADW.sub("", clause.strip())
        doing = "落实" in words and "职责" not in words and re.search(r"各|政府", words) is not None
        names = [
            _HEADW.sub("", _TAIL.sub("", name)).strip()
            for name in re.split(r"、(?![^()]*\))|和(?=各)|及(?=各)", words)
        ]
        for raw in names:
            name = re.sub(r"等$|等(?:有关|相关)?(?:部门|单位)$|分别$|按$", "", raw)
            if not name or len(name) > 24 or not name.endswith(tuple(_bodies()["endings"])):
                continue
            plain = re.sub(r"^以下均需(?:由)?", "", name)
            (implementers if doing or plain.startswith("各旗区") else written).append(plain)


def normalise_body(name: str) -> str:
    """Return a body's full name without its level prefix; misspellings of usual names are mended.

    >>> normalise_body("县住建局"), normalise_body("盟住和房城乡建设局")
    ('住房和城乡建设局', '住房和城乡建设局')
    """
    rules = _bodies()
    full: dict[str, str] = rules["full"]
    if name.startswith("各") or name in full.values():
        return name
    candidates = [name]
    for prefix in rules["prefixes"]:
        if name.startswith(prefix) and len(name) - len(prefix) >= 2:
            candidates.append(name[len(prefix) :])
    for candidate in candidates:
        if candidate in full:
            return full[candidate]
        if candidate in rules["lexicon"]:
            return candidate
    bare = (
        candidates[-1]
        if len(candidates) > 1 and not name.startswith(("市场", "区域", "县域", "市政"))
        else name
    )
    if bare.endswith("厅") and bare[:-1] + "局" in rules["lexicon"] and name[0] in "盟市县区旗州":
        return bare[:-1] + "局"
    for known in rules["lexicon"]:
        if _near(bare, known):
            return str(known)
    return bare


def _near(one: str, two: str) -> bool:
    """Say whether two names of six or more characters differ by one character or a transposition."""
    if len(two) < 6 or abs(len(one) - len(two)) > 1 or one == two:
        return one == two
    if len(one) == len(two):
        if sorted(one) == sorted(two):
            return True
        return sum(a != b for a, b in zip(one, two, strict=True)) == 1 and one[-1] == two[-1]
    short, long = sorted((one, two), key=len)
    return any(long[:k] + long[k + 1 :] == short for k in range(len(long)))


_SHORT = re.compile(r"((?:[一-鿿]{2,8}、){1,12}[一-鿿]{2,8})等(?:相关|有关|各)?(?:部门|单位)")
_OWN = re.compile(
    r"各(旗区|旗县市?|县\(市、区\)|县\(区\)|县区|市县|乡镇|区县)(?:(人民政府)(?:\(管委会\))?|(?=要|应|须))"
)
_OWN_PARTS = re.compile(r"各(旗区|旗县市?|县区|区县|市县)((?:[一-鿿]{2,10}、){0,5}[一-鿿]{2,10})部门")
_REPORTED = re.compile(r"报([盟市县省州区旗](?:[一-鿿]{2,14}[局委厅]、?){1,4})")


def bodies_in_words(text: str, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the bodies that an article without a list names in its sentences: (normalised, as written)."""
    names: list[str] = []
    written: list[str] = []
    for match in _OWN.finditer(text, start, end):
        names.append(f"{match.group(1)}人民政府(管委会)")
        written.append(match.group())
    for match in _OWN_PARTS.finditer(text, start, end):
        names += [f"{match.group(1)}{name}部门" for name in match.group(2).split("、")]
        written.append(match.group())
    for match in _SHORT.finditer(text, start, end):
        found = [_from_short(name) for name in match.group(1).split("、")]
        if all(found):
            names += [name for name in found if name]
            written.append(match.group())
    for match in _REPORTED.finditer(text, start, end):
        names += [normalise_body(name) for name in match.group(1).split("、") if name]
        written.append(match.group(1))
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(written))


def _from_short(name: str) -> str | None:
    """Return the body that a short form such as 发改 or 市场监督 means."""
    rules = _bodies()
    for ending in ("委", "局") if name in ("发改", "卫健", "国资") else ("局", "委"):
        if name + ending in rules["full"]:
            return str(rules["full"][name + ending])
        if name + ending in rules["lexicon"]:
            return name + ending
    for known in rules["lexicon"]:
        if len(name) >= 4 and known[:3] == name[:3]:
            return str(known)
    return None
