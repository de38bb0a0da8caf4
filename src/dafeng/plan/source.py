"""Reading YAML so that every value keeps its line: one pass over the parser's events, no recursion.

A subset of YAML is understood, on purpose: mappings with text keys, lists, text, numbers, true, false and
null. Tags, merge keys and several documents in a file are faults; ``yes``, ``no`` and dates stay text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from dafeng.base import Issue, Text

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 32
MAX_NODES = 400_000

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"[-+]?[0-9]{1,30}\.[0-9]{0,30}(?:[eE][-+][0-9]{1,3})?\Z")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


@dataclass
class Source:
    """A YAML file as plain data; ``line_of`` finds the line (from 1) of any field in it."""

    file: str | None
    data: Any = None
    issues: list[Issue] = field(default_factory=list)
    lines: dict[int, dict[str | int, int]] = field(default_factory=dict)

    def line_of(self, path: Sequence[str | int]) -> int:
        """Return the line of the deepest part of ``path`` that the file contains."""
        here, line = self.data, 1
        for part in path:
            found = self.lines.get(id(here), {}).get(part)
            if found is None:
                break
            line = found
            here = here[part]
        return line


@dataclass
class _Open:
    """A mapping or list whose end has not been read yet."""

    value: Any
    marks: dict[str | int, int]
    anchor: str | None
    size: int = 1
    key: str | None = None
    key_line: int = 0


class _StopReadingError(Exception):
    """The file cannot be read any further; its issue has been noted."""


class _Builder:
    """Turns parser events into data, lines and issues."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.open_anchors: set[str] = set()
        self.total = 0
        self.documents = 0

    def fault(self, code: str, line: int, message: Text, *, got: str | None, mend: Text) -> None:
        self.source.issues.append(
            Issue(code, "error", message, file=self.source.file, line=line, got=got, mend=mend)
        )

    def count(self, size: int, line: int) -> None:
        self.total += size
        if self.total > MAX_NODES:
            self.fault(
                "yaml-too-large",
                line,
                Text("文件展开后过大", "the file is too large once its aliases are written out"),
                got=f"> {MAX_NODES}",
                mend=Text(
                    "删除重复引用（*别名）或拆分文件", "remove repeated aliases (*name) or split the file"
                ),
            )
            raise _StopReadingError

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self.begin(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.end()
        elif isinstance(event, yaml.AliasEvent):
            self.alias(event, line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.fault(
                    "yaml-documents",
                    line,
                    Text("一个文件只能有一份 YAML 文档", "a file holds one YAML document only"),
                    got="---",
                    mend=Text("删除 --- 及其后的内容", "remove `---` and what follows"),
                )
                raise _StopReadingError

    def tag(self, tag: str | None, line: int) -> None:
        if tag is not None and tag != "!":
            self.fault(
                "yaml-tag",
                line,
                Text("不接受 YAML 标签", "YAML tags are not accepted"),
                got=tag,
                mend=Text("删除标签，直接写值", "remove the tag and write the plain value"),
            )

    def scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        self.tag(event.tag, line)
        self.count(1, line)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            self.key(parent, event.value, line)
            return
        value = _plain(event.value) if event.implicit[0] else event.value
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        self.put(value, 1, line)

    def key(self, parent: _Open, key: str, line: int) -> None:
        if key in parent.value:
            self.fault(
                "yaml-duplicate-key",
                line,
                Text(f"键重复：{key}", f"key given twice: {key}"),
                got=f"{key} ({parent.marks[key]}, {line})",
                mend=Text("只保留一个", "keep one of the two"),
            )
        parent.key, parent.key_line = key, line

    def begin(self, event: Any, line: int) -> None:
        self.tag(event.tag, line)
        self.count(1, line)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            self.fault(
                "yaml-key",
                line,
                Text("键必须是文字", "a key must be text"),
                got="[…] / {…}",
                mend=Text("把键改为一个词", "make the key one word"),
            )
            raise _StopReadingError
        if len(self.stack) >= MAX_DEPTH:
            self.fault(
                "yaml-too-deep",
                line,
                Text("嵌套过深", "nested too deeply"),
                got=f"> {MAX_DEPTH}",
                mend=Text(
                    "规划数据至多十余层，请检查括号与缩进",
                    "plans need a dozen levels: check brackets and indent",
                ),
            )
            raise _StopReadingError
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        marks: dict[str | int, int] = {}
        self.source.lines[id(value)] = marks
        if event.anchor:
            self.open_anchors.add(event.anchor)
        # The line of a container is where its key stands, so it is put in place when it ends.
        self.stack.append(_Open(value, marks, event.anchor, key_line=line))

    def end(self) -> None:
        done = self.stack.pop()
        if done.anchor:
            self.open_anchors.discard(done.anchor)
            self.anchors[done.anchor] = (done.value, done.size)
        self.put(done.value, done.size, None)

    def alias(self, event: Any, line: int) -> None:
        known = self.anchors.get(event.anchor)
        if known is None or event.anchor in self.open_anchors:
            self.fault(
                "yaml-alias",
                line,
                Text("引用未定义或引用自身", "the alias is not defined, or contains itself"),
                got=f"*{event.anchor}",
                mend=Text("直接写出内容", "write the content out"),
            )
            raise _StopReadingError
        value, size = known
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            self.key(parent, str(value), line)
            return
        self.count(size, line)
        self.put(value, size, line)

    def put(self, value: Any, size: int, line: int | None) -> None:
        if not self.stack:
            self.source.data = value
            return
        parent = self.stack[-1]
        parent.size += size
        if isinstance(parent.value, dict):
            assert parent.key is not None
            parent.value[parent.key] = value
            parent.marks[parent.key] = parent.key_line
            parent.key = None
        else:
            first = min(self.source.lines.get(id(value), {}).values(), default=parent.key_line)
            parent.marks[len(parent.value)] = line if line is not None else first
            parent.value.append(value)


def read_source(text: str, *, file: str | None = None) -> Source:
    """Return ``text`` as data with lines; what is wrong with its YAML is in ``issues``."""
    source = Source(file)
    builder = _Builder(source)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except _StopReadingError:
        source.data = None
    except yaml.YAMLError as error:
        source.data = None
        source.issues.append(_yaml_issue(error, file))
    return source


def _yaml_issue(error: yaml.YAMLError, file: str | None) -> Issue:
    """Return what the YAML parser found as an issue."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return Issue(
        "yaml-syntax",
        "error",
        Text("YAML 写法有误", "this is not valid YAML"),
        file=file,
        line=mark.line + 1 if mark is not None else None,
        got=str(problem),
        mend=Text(
            "检查该行的缩进、冒号、引号和括号", "check indent, colons, quotes and brackets on that line"
        ),
    )


def _plain(text: str) -> Any:
    """Return the value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    return text
