"""Traditional to simplified characters."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.han import _table, simplify


def test_identity_on_simplified_texts(shared: Path) -> None:
    paths = [p for p in (shared / "policies").rglob("*.txt") if not p.stem.endswith("_trad")]
    assert len(paths) >= 14
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert simplify(text) == text, path.name


def test_traditional_digest_becomes_simplified(shared: Path) -> None:
    text = (shared / "policies/annotated/digest_haicheng_trad.txt").read_text(encoding="utf-8")
    plain = simplify(text)
    assert len(plain) == len(text)
    assert "管网漏损率" in plain
    assert "再生水利用率" in plain
    plain.encode("gb2312")  # nothing outside the simplified standard set is left


@pytest.mark.parametrize("char", "后里干面准乾著藉于云几台松只板表丑斗谷发复")
def test_characters_of_simplified_writing_stay(char: str) -> None:
    assert simplify(char) == char


def test_common_pairs() -> None:
    assert simplify("於瀋陽徵收後，供熱、節能、麼") == "于沈阳征收后，供热、节能、么"


def test_table_is_settled() -> None:
    table = _table()
    assert len(table) > 2600
    assert all(len(new) == 1 and ord(new) not in table for new in table.values())


@given(st.text())
def test_length_kept_and_idempotent(text: str) -> None:
    once = simplify(text)
    assert len(once) == len(text)
    assert simplify(once) == once
