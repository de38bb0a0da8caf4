"""From plain data to plan objects: pydantic's complaints as faults with a path, in two languages."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from dafeng.base import Text
from dafeng.plan.integrity import Fault, Parts, Path, faults
from dafeng.plan.model import Document, Plan

M = TypeVar("M", bound=BaseModel)

LISTS = ("articles", "statements", "bodies", "regions", "scopes", "duties", "decisions")
"""The lists of a plan; in a folder each has its own file."""


def build(data: Any) -> tuple[Plan | None, list[Fault]]:
    """Return the plan that ``data`` describes, or None, and every fault in it."""
    if not isinstance(data, dict):
        return None, [_not_a_mapping(data)]
    data = {key: value for key, value in data.items() if not (key in LISTS and value is None)}
    plan, found = _read(Plan, data, ())
    items = {key: _items(plan, data, key) for key in LISTS}
    ids = {key: _ids(data, key) for key in LISTS}
    found.extend(faults(Parts(items, ids, plan.document if plan else _document(data))))
    return (None if found else plan), found


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a whole plan, for editors."""
    return Plan.model_json_schema()


def read_as(model: type[M], data: Any) -> tuple[M | None, list[Fault]]:
    """Return ``data`` as ``model``, or None, and its schema faults."""
    return _read(model, data, ())


def _read(model: type[M], data: Any, at: Path) -> tuple[M | None, list[Fault]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, list(_schema_faults(error, model, data, at))


def _not_a_mapping(data: Any) -> Fault:
    return Fault(
        (),
        "plan-not-a-mapping",
        Text("规划文件须由“键: 值”组成", "a plan file is made of `key: value` lines"),
        type(data).__name__,
        Text("键: 值", "key: value"),
        Text("参考 dafeng plan schema 给出的结构", "follow the structure that the JSON Schema gives"),
    )


def _document(data: Mapping[str, Any]) -> Document | None:
    return _read(Document, data.get("document"), ())[0]


def _items(plan: Plan | None, data: Mapping[str, Any], key: str) -> list[tuple[int, Any]]:
    """Return the entries of a list that can be read, each with its index."""
    if plan is not None:
        return list(enumerate(getattr(plan, key)))
    raw = data.get(key)
    if not isinstance(raw, list):
        return []
    model = get_args(Plan.model_fields[key].annotation)[0]
    read = ((i, _read(model, entry, ())[0]) for i, entry in enumerate(raw))
    return [(i, entry) for i, entry in read if entry is not None]


def _ids(data: Mapping[str, Any], key: str) -> list[tuple[int, str]]:
    """Return the id of every entry of a list, of unreadable entries too."""
    raw = data.get(key)
    name = "number" if key == "articles" else "id"
    if not isinstance(raw, list):
        return []
    return [
        (i, entry[name])
        for i, entry in enumerate(raw)
        if isinstance(entry, dict) and isinstance(entry.get(name), str)
    ]


def _schema_faults(error: ValidationError, model: type[BaseModel], data: Any, at: Path) -> Iterator[Fault]:
    """Yield one fault for every place that pydantic complains about."""
    seen: set[Path] = set()
    for item in error.errors(include_url=False, include_context=True):
        local, got = _locate(item["loc"], data, missing=item["type"] == "missing")
        path = (*at, *local)
        if path in seen:
            continue
        seen.add(path)
        yield _schema_fault(path, item["type"], got, _annotation(model, local), _siblings(model, local))


def _locate(loc: Sequence[str | int], data: Any, *, missing: bool) -> tuple[Path, Any]:
    """Return the part of pydantic's location that ``data`` has (unions add parts), and what is there."""
    path: list[str | int] = []
    here = data
    for n, part in enumerate(loc):
        inside = (isinstance(here, dict) and part in here) or (
            isinstance(here, list) and isinstance(part, int) and part < len(here)
        )
        if inside:
            here = here[part]
            path.append(part)
        elif missing and n == len(loc) - 1:
            return (*path, part), None
    return tuple(path), here


def _schema_fault(path: Path, kind: str, got: Any, annotation: Any, siblings: Sequence[str]) -> Fault:
    name = str(path[-1]) if path else ""
    wanted = _describe(annotation)
    if kind == "extra_forbidden":
        near = get_close_matches(name, siblings, n=1, cutoff=0.6)
        hint_zh, hint_en = (f"是否指 {near[0]}？", f"did you mean {near[0]}?") if near else ("", "")
        return Fault(
            path,
            "plan-unknown-key",
            Text("没有这个字段", "there is no such field"),
            name,
            Text("、".join(siblings), ", ".join(siblings)),
            Text(f"改正或删除该字段。{hint_zh}", f"correct or remove the field. {hint_en}".rstrip()),
        )
    if kind == "missing":
        return Fault(
            path,
            "plan-missing-key",
            Text(f"缺少字段 {name}", f"the field {name} is missing"),
            "—",
            wanted,
            Text(f"补上 {name}", f"add {name}"),
        )
    code = "plan-bad-choice" if kind == "literal_error" else "plan-bad-value"
    return Fault(
        path,
        code,
        Text("值不符合要求", "the value does not fit"),
        _short(got),
        wanted,
        Text(f"改正 {name}", f"correct {name}"),
    )


def _short(value: Any) -> str:
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else f"[…] ({len(value)})"
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _annotation(model: Any, path: Path) -> Any:
    """Return the type that the field at ``path`` is declared with; None where the field is unknown."""
    here: Any = model
    for part in path:
        arms = _arms(here)
        nested = next((a for a in arms if isinstance(a, type) and issubclass(a, BaseModel)), None)
        if isinstance(part, int):
            sequence = next((a for a in arms if get_origin(a) is tuple), None)
            here = get_args(sequence)[0] if sequence is not None else None
        elif nested is not None and part in nested.model_fields:
            here = nested.model_fields[part].annotation
        else:
            return None
    return here


def _siblings(model: Any, path: Path) -> tuple[str, ...]:
    """Return the field names allowed beside the last part of ``path``."""
    parent = _annotation(model, path[:-1])
    nested = next((a for a in _arms(parent) if isinstance(a, type) and issubclass(a, BaseModel)), None)
    return tuple(nested.model_fields) if nested is not None else ()


def _arms(annotation: Any) -> tuple[Any, ...]:
    """Return the alternatives of a union, or the one type."""
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(arm for part in get_args(annotation) for arm in _arms(part))
    if hasattr(annotation, "__metadata__"):
        return _arms(get_args(annotation)[0])
    return (annotation,)


_PLAIN: dict[Any, Text] = {
    str: Text("文字", "text"),
    int: Text("整数", "a whole number"),
    float: Text("数", "a number"),
    bool: Text("true 或 false", "true or false"),
    type(None): Text("null", "null"),
}


def _describe(annotation: Any) -> Text:
    """Return in words what a field may hold."""
    words: list[Text] = []
    for arm in _arms(annotation):
        if get_origin(arm) is Literal:
            listed = [str(choice) for choice in get_args(arm)]
            word = Text("、".join(listed), ", ".join(listed))
        elif get_origin(arm) is tuple:
            word = _describe_tuple(arm)
        elif isinstance(arm, type) and issubclass(arm, BaseModel):
            keys = [name for name, field in arm.model_fields.items() if field.is_required()]
            word = Text(f"含 {'、'.join(keys)} 的映射", f"a mapping with {', '.join(keys)}")
        else:
            word = _PLAIN.get(arm, Text("日期 YYYY-MM-DD", "a date YYYY-MM-DD"))
        if word not in words:
            words.append(word)
    return Text(" 或 ".join(w.zh for w in words), " or ".join(w.en for w in words))


def _describe_tuple(arm: Any) -> Text:
    args = get_args(arm)
    if len(args) == 2 and args[1] is not Ellipsis:
        return Text("两个数的列表 [低, 高]", "a list of two numbers [low, high]")
    inner = _describe(args[0])
    return Text(f"列表（{inner.zh}）", f"a list ({inner.en})")
