"""Plans in and out: a folder of YAML files, or a single one; installed plans by their id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from dafeng.base import InputError, Issue, Text
from dafeng.plan.integrity import Fault
from dafeng.plan.model import Plan
from dafeng.plan.schema import LISTS, build
from dafeng.plan.source import Source, read_source

HEAD = "plan.yaml"
_HEAD_KEYS = ("format", "id", "document", "parents")
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def available() -> list[str]:
    """Return the ids of the installed plans and of their parent plans."""
    return sorted(_installed())


def load(id_or_path: str | Path) -> Plan:
    """Return the plan of an installed id, of a folder, or of a single YAML file.

    A bare word is an id; a path has a separator or ends in ``.yaml`` (``./my-plan`` is a folder).
    Raises ``InputError`` with every fault, each with file, line and field.

    >>> load("alxa-2023-66").statement("12.1").value
    93
    """
    place = _place(id_or_path)
    paths = tuple(_folder_files(place)) if place.is_dir() else (place,)
    stamps = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
    return _load(place, stamps)


def parse(text: str, *, file: str | None = None) -> Plan:
    """Return the plan that a single YAML text holds; ``file`` names it in messages."""
    source = read_source(text, file=file)
    return _finish({}, source, (source,))


def dump(plan: Plan, *, with_text: bool = False) -> str:
    """Return ``plan`` as one YAML text that ``parse`` reads back.

    The words of the official text are left out unless ``with_text`` is given.
    """
    return yaml_text(_plain(plan, with_text=with_text))


def save(plan: Plan, target: str | Path, *, with_text: bool = False) -> None:
    """Write ``plan`` to a single file (``.yaml``) or a folder; list files that are no longer needed go."""
    path = Path(target)
    data = _plain(plan, with_text=with_text)
    if path.suffix in (".yaml", ".yml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml_text(data), encoding="utf-8", newline="\n")
        return
    path.mkdir(parents=True, exist_ok=True)
    head = {key: data[key] for key in _HEAD_KEYS if key in data}
    (path / HEAD).write_text(yaml_text(head), encoding="utf-8", newline="\n")
    for key in LISTS:
        file = path / f"{key}.yaml"
        if key in data:
            file.write_text(yaml_text(data[key]), encoding="utf-8", newline="\n")
        else:
            file.unlink(missing_ok=True)


def _installed() -> dict[str, Path]:
    """Return the place of every installed plan, by id."""
    root = Path(str(files("dafeng"))) / "plans"
    found = {path.parent.name: path.parent for path in root.glob(f"*/{HEAD}")}
    found.update({path.stem: path for path in (root / "parents").glob("*.yaml")})
    return found


def _place(id_or_path: str | Path) -> Path:
    """Return the folder or file that is meant."""
    word = str(id_or_path)
    is_path = (
        isinstance(id_or_path, Path) or any(c in word for c in "/\\") or word.endswith((".yaml", ".yml"))
    )
    if not is_path:
        known = _installed()
        if word in known:
            return known[word]
        near = get_close_matches(word, known, n=1)
        raise InputError(
            "plan-not-found",
            Text(f"没有名为 {word} 的规划", f"there is no plan called {word}"),
            mend=Text(
                f"可用：{'、'.join(sorted(near or known))}；自己的文件夹请写 ./{word}",
                f"installed: {', '.join(sorted(near or known))}; for a folder of your own write ./{word}",
            ),
        )
    path = Path(id_or_path)
    if path.is_file() or (path / HEAD).is_file():
        return path
    raise InputError(
        "plan-not-found",
        Text(f"此处没有规划：{path}", f"there is no plan at {path}"),
        mend=Text(
            f"给出含 {HEAD} 的文件夹，或单个 YAML 文件", f"name a folder that holds {HEAD}, or a YAML file"
        ),
    )


def _folder_files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))


@lru_cache(maxsize=16)
def _load(place: Path, stamps: tuple[tuple[Path, int, int], ...]) -> Plan:
    """Read the files of a plan; ``stamps`` tells an edited file from the one read before."""
    if place.is_file():
        source = _read(place, place.name)
        return _finish({}, source, (source,))
    sources = {path.name: _read(path, path.name) for path, _, _ in stamps}
    head = sources.pop(HEAD)
    lists: dict[str, Source] = {}
    for name, source in sources.items():
        key = name.rpartition(".")[0]
        if key in LISTS:
            lists[key] = source
        else:
            head.issues.append(_unknown_file(name))
    return _finish(lists, head, (head, *sources.values()))


def _read(path: Path, name: str) -> Source:
    try:
        return read_source(path.read_bytes().decode("utf-8-sig"), file=name)
    except UnicodeDecodeError as error:
        issue = Issue(
            "plan-encoding",
            "error",
            Text("文件不是 UTF-8 编码", "the file is not UTF-8"),
            file=name,
            got=f"0x{error.object[error.start]:02x} @ {error.start}",
            wanted="UTF-8",
            mend=Text("用编辑器另存为 UTF-8", "save it as UTF-8 in your editor"),
        )
        return Source(name, issues=[issue])


def _finish(lists: Mapping[str, Source], head: Source, sources: Iterable[Source]) -> Plan:
    """Put the sources together, build the plan, or raise with everything that is wrong."""
    issues = [issue for source in sources for issue in source.issues]
    data = dict(head.data) if isinstance(head.data, dict) else head.data
    if lists and isinstance(data, dict):
        for key, source in lists.items():
            if key in data:
                issues.append(_twice(key, head))
            data[key] = source.data
    readable = not any(
        issue.code.startswith("yaml-") and issue.code != "yaml-duplicate-key" for issue in issues
    )
    plan, found = build(data) if readable and head.data is not None else (None, [])
    issues.extend(_issue(fault, lists, head) for fault in found)
    if head.data is None and not issues:
        plan, found = build(None)
        issues.extend(_issue(fault, lists, head) for fault in found)
    if issues or plan is None:
        order = sorted(issues, key=lambda i: (i.file or "", i.line or 0, i.where or ""))
        name = data.get("id") if isinstance(data, dict) else None
        what = name if isinstance(name, str) else (head.file or "")
        raise InputError(
            "plan-broken",
            Text(f"规划 {what} 有 {len(order)} 处错误", f"the plan {what} has {len(order)} faults"),
            mend=Text("按下列各条改正后重试", "correct what is listed and try again"),
            issues=tuple(order),
        )
    return plan


def _issue(fault: Fault, lists: Mapping[str, Source], head: Source) -> Issue:
    """Return a fault with the file and line it stands in."""
    key = fault.path[0] if fault.path else None
    own = lists.get(str(key))
    source, path = (own, fault.path[1:]) if own is not None else (head, fault.path)
    return Issue(
        fault.code,
        "error",
        fault.message,
        file=source.file,
        line=source.line_of(path),
        where=_where(fault.path),
        got=fault.got,
        wanted=_both(fault.wanted),
        mend=fault.mend,
    )


def _both(text: Text) -> str:
    """Return what was wanted as one text: an issue has room for one only."""
    return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"


def _where(path: Iterable[str | int]) -> str:
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def _unknown_file(name: str) -> Issue:
    wanted = ", ".join([HEAD, *(f"{key}.yaml" for key in LISTS)])
    return Issue(
        "plan-unknown-file",
        "error",
        Text("规划文件夹中有不认识的文件", "the plan folder holds a file that is none of a plan's"),
        file=name,
        got=name,
        wanted=wanted,
        mend=Text("改名或移出文件夹", "rename it or move it out of the folder"),
    )


def _twice(key: str, head: Source) -> Issue:
    return Issue(
        "plan-list-twice",
        "error",
        Text(f"{key} 既在 {HEAD} 中又有自己的文件", f"{key} stands in {HEAD} and in a file of its own"),
        file=head.file,
        line=head.line_of((key,)),
        where=key,
        mend=Text("只保留一处", "keep one of the two"),
    )


def _plain(plan: Plan, *, with_text: bool) -> dict[str, Any]:
    """Return ``plan`` as plain data without what is at its default."""
    data: dict[str, Any] = plan.model_dump(mode="json", exclude_defaults=True)
    data = {"format": plan.format, **{key: value for key, value in data.items() if key != "format"}}
    if not with_text:
        for statement in data.get("statements", ()):
            for evidence in (statement.get("evidence"), *statement.get("repeats", ())):
                if evidence:
                    evidence.pop("text", None)
    return data


def yaml_text(data: Any) -> str:
    """Return plain data as YAML in the house's style."""
    text: str = yaml.dump(
        data, Dumper=_PlanDumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False
    )
    return text


class _PlanDumper(_Dumper):  # type: ignore[misc]
    """Block style, with short lists of words and numbers on one line; never an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return True: what stands twice is written twice."""
        return True


def _sequence(dumper: Any, data: list[Any]) -> Any:
    flow = all(isinstance(item, str | int | float) for item in data)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flow)


_PlanDumper.add_representer(list, _sequence)
