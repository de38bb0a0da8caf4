"""The workspace folder: made, opened, refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from dafeng.base import InputError, Workspace


def test_created_workspace_opens_with_the_same_settings(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "office", plan="alxa-2023-66", lang="en", sample=True)
    assert Workspace.open(tmp_path / "office") == made
    assert made.sample and made.lang == "en"
    assert all(folder.is_dir() for folder in made.folders)


def test_create_keeps_files_that_stand_there(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "plan.txt").write_text("第一条", encoding="utf-8")
    workspace = Workspace.create(tmp_path, plan="p")
    assert (workspace.texts / "plan.txt").read_text(encoding="utf-8") == "第一条"


def test_a_copied_folder_is_the_same_workspace_elsewhere(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "a", plan="p")
    (tmp_path / "a").rename(tmp_path / "b")
    assert Workspace.open(tmp_path / "b") == dataclasses.replace(made, root=(tmp_path / "b").resolve())


def test_language_and_sample_have_contract_defaults(tmp_path: Path) -> None:
    (tmp_path / "dafeng.toml").write_text('plan = "p"\n', encoding="utf-8")
    workspace = Workspace.open(tmp_path)
    assert (workspace.lang, workspace.sample) == ("zh", False)


def test_open_without_settings_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Workspace.open(tmp_path)
    assert caught.value.code == "workspace-missing"
    assert "dafeng init" in caught.value.say("zh")
    assert "dafeng init" in caught.value.say("en")


def test_create_refuses_a_workspace_and_a_file(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w", plan="p")
    with pytest.raises(InputError, match="workspace-exists"):
        Workspace.create(tmp_path / "w", plan="other")
    assert Workspace.open(tmp_path / "w").plan == "p"
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="workspace-not-folder"):
        Workspace.create(tmp_path / "file", plan="p")


@pytest.mark.parametrize(
    ("config", "code", "word"),
    [
        ('plan = "p"\nplam = 1\n', "workspace-config-key", "plam"),
        ('lang = "zh"\n', "workspace-config-key", "plan"),
        ("plan = 3\n", "workspace-config-value", "plan"),
        ('plan = "p"\nsample = "yes"\n', "workspace-config-value", "sample"),
        ('plan = "p"\nlang = "fr"\n', "workspace-config-value", "lang"),
        ('plan = "../p"\n', "workspace-config-value", "plan"),
        ("plan = \n", "workspace-config-syntax", "line 1"),
    ],
)
def test_broken_settings_name_the_key(tmp_path: Path, config: str, code: str, word: str) -> None:
    (tmp_path / "dafeng.toml").write_text(config, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Workspace.open(tmp_path)
    assert caught.value.code == code
    assert word in caught.value.say("en")
    assert word in caught.value.say("zh")


def test_settings_that_are_not_utf8_are_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "dafeng.toml").write_bytes('plan = "阿"'.encode("gb18030"))
    with pytest.raises(InputError, match="workspace-config-syntax"):
        Workspace.open(tmp_path)


def test_nothing_is_written_when_the_settings_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="workspace-config-value"):
        Workspace.create(tmp_path / "w", plan='a"b')
    assert not (tmp_path / "w").exists()
