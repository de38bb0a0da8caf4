"""A workspace: the folder that holds everything of one office; copying it copies everything.

``dafeng.toml`` names the plan, the language and whether the records are sample data. It is read with
``tomllib``; unknown keys are errors.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dafeng.base.errors import InputError
from dafeng.base.texts import LANGS, Lang, Text

CONFIG_NAME = "dafeng.toml"
_TYPES: dict[str, type] = {"plan": str, "lang": str, "sample": bool}
_PLAN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace folder and its settings.

    ``plan`` is the id of the plan that the office works under, ``lang`` the first language of its screens,
    ``sample`` says that the records are sample data (示例数据), which every screen and document then shows.
    """

    root: Path
    plan: str
    lang: Lang = "zh"
    sample: bool = False

    @property
    def config(self) -> Path:
        """The settings file."""
        return self.root / CONFIG_NAME

    @property
    def texts(self) -> Path:
        """Attached policy texts, which are not part of dafeng."""
        return self.root / "texts"

    @property
    def plans(self) -> Path:
        """Plans that this office keeps itself: reviewed drafts, amended plans."""
        return self.root / "plans"

    @property
    def drafts(self) -> Path:
        """Draft plans that were extracted and wait for review."""
        return self.root / "drafts"

    @property
    def records(self) -> Path:
        """Immutable snapshots of the reported tables."""
        return self.root / "records"

    @property
    def readings(self) -> Path:
        """Meter readings."""
        return self.root / "readings"

    @property
    def evidence(self) -> Path:
        """Files that prove what was reported."""
        return self.root / "evidence"

    @property
    def runs(self) -> Path:
        """Results of computations, each with the hashes of its inputs."""
        return self.root / "runs"

    @property
    def out(self) -> Path:
        """Documents and workbooks that dafeng wrote."""
        return self.root / "out"

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder of the workspace."""
        return (
            self.texts,
            self.plans,
            self.drafts,
            self.records,
            self.readings,
            self.evidence,
            self.runs,
            self.out,
        )

    @classmethod
    def open(cls, path: Path | str) -> Workspace:
        """Open the workspace folder ``path``; raises ``InputError`` where it cannot be used."""
        root = Path(path).expanduser().resolve()
        config = root / CONFIG_NAME
        if not config.is_file():
            raise InputError(
                "workspace-missing",
                Text(f"{root} 不是工作区：没有 {CONFIG_NAME}", f"{root} is no workspace: no {CONFIG_NAME}"),
                mend=Text(
                    f"运行 dafeng init {root}，或用 -w 指定", f"run dafeng init {root}, or name it with -w"
                ),
            )
        return cls(root=root, **_settings(config))

    @classmethod
    def create(cls, path: Path | str, *, plan: str, lang: Lang = "zh", sample: bool = False) -> Workspace:
        """Make the folder ``path`` a workspace and open it.

        Files that stand there already are kept; a folder that is a workspace already is an ``InputError``.
        """
        root = Path(path).expanduser().resolve()
        config = root / CONFIG_NAME
        if config.exists():
            raise InputError(
                "workspace-exists",
                Text(f"{root} 已经是工作区", f"{root} is a workspace already"),
                mend=Text(
                    f"直接使用它，或改 {config}，或另选一个文件夹",
                    f"use it as it is, edit {config}, or choose another folder",
                ),
            )
        if root.exists() and not root.is_dir():
            raise InputError(
                "workspace-not-folder",
                Text(f"{root} 不是文件夹", f"{root} is not a folder"),
                mend=Text("另选一个文件夹", "choose another folder"),
            )
        _check({"plan": plan, "lang": lang, "sample": sample}, config)
        workspace = cls(root=root, plan=plan, lang=lang, sample=sample)
        for folder in workspace.folders:
            folder.mkdir(parents=True, exist_ok=True)
        config.write_text(workspace.as_toml(), encoding="utf-8")
        return workspace

    def as_toml(self) -> str:
        """Return the settings as the text of ``dafeng.toml``."""
        return (
            "# dafeng 工作区设置 / settings of a dafeng workspace\n"
            f'plan = "{self.plan}"\n'
            f'lang = "{self.lang}"\n'
            f"sample = {'true' if self.sample else 'false'}\n"
        )


def _settings(config: Path) -> dict[str, Any]:
    """Read and check the settings file."""
    try:
        raw = tomllib.loads(config.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            "workspace-config-syntax",
            Text(f"{config} 无法读取：{error}", f"{config} cannot be read: {error}"),
            mend=Text("改正这一行；文件应为 UTF-8 编码的 TOML", "mend that line; the file is TOML in UTF-8"),
        ) from error
    _check(raw, config)
    return raw


def _check(raw: dict[str, Any], config: Path) -> None:
    """Raise an ``InputError`` for a key that is unknown or missing, and a value that cannot be used."""
    for key in raw:
        if key not in _TYPES:
            raise InputError(
                "workspace-config-key",
                Text(f"{config} 中有未知的键 {key}", f"{config} has the unknown key {key}"),
                mend=Text(f"只用 {'、'.join(_TYPES)}", f"use only {', '.join(_TYPES)}"),
            )
    if "plan" not in raw:
        raise InputError(
            "workspace-config-key",
            Text(f"{config} 缺少键 plan", f"{config} lacks the key plan"),
            mend=Text('加一行 plan = "alxa-2023-66"', 'add the line plan = "alxa-2023-66"'),
        )
    for key, value in raw.items():
        if type(value) is not _TYPES[key]:
            wanted = {str: Text("文本", "text"), bool: Text("true 或 false", "true or false")}[_TYPES[key]]
            raise _bad_value(config, key, value, wanted)
    if raw.get("lang", "zh") not in LANGS:
        raise _bad_value(config, "lang", raw["lang"], Text("zh 或 en", "zh or en"))
    if not _PLAN_ID.fullmatch(raw["plan"]):
        raise _bad_value(
            config,
            "plan",
            raw["plan"],
            Text("计划编号：字母、数字、点、短横", "a plan id: letters, digits, dots, hyphens"),
        )


def _bad_value(config: Path, key: str, value: object, wanted: Text) -> InputError:
    """Return the error for a setting that cannot be used."""
    return InputError(
        "workspace-config-value",
        Text(
            f"{config} 中 {key} 为 {value!r}，应为{wanted.zh}",
            f"{config}: {key} is {value!r}, wanted {wanted.en}",
        ),
        mend=Text(f"改正 {key}", f"mend {key}"),
    )
