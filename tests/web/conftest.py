# ruff: noqa: E501
"""A board over a synthetic plan, and a client that speaks to it from this machine."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dafeng.plan import dump, parse, sentence_hash
from dafeng.plan.model import (
    Article,
    Body,
    Decision,
    Document,
    Duty,
    Evidence,
    Option,
    Plan,
    Region,
    Scope,
    Statement,
    Words,
    Years,
)  # fmt: skip
from dafeng.web.server import wsgi_application

TEXT = "某市方案。到2030年，清洁取暖率达到60%以上。每年11月30日前报送。"


def words(zh: str, en: str | None = None) -> Words:
    return Words(zh=zh, en=en or zh)


def evidence(part: str, value: str | None = None) -> Evidence:
    start = TEXT.index(part)
    span = None if value is None else (TEXT.index(value), TEXT.index(value) + len(value))
    digest = sentence_hash(part)
    return Evidence(span=(start, start + len(part)), sentence_sha256=digest, value_span=span)


def make_plan() -> Plan:
    goal = evidence("到2030年，清洁取暖率达到60%以上", "60%")
    common = {"article": "2", "kind": "target", "scope": "town", "evidence": goal, "unit": "%", "op": ">="}
    deadline = Years(type="deadline", year=2030)
    return Plan(
        id="made-up",
        document=Document(
            title=words("某市方案", "Plan of a city"),
            text_sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
            text_chars=len(TEXT),
        ),
        regions=(Region(id="city", level="league", name=words("某市", "A city")),),
        scopes=(Scope(id="town", name=words("城镇", "Towns"), regions=("city",)),),
        bodies=(Body(id="housing", name=words("住建局<b>", "Housing <b>"), level="league"),),
        articles=(
            Article(number="2", title=words("取暖", "Heating"), summary=words("改", "x"), span=(0, 5), bodies=("housing",)),
        ),
        statements=(
            Statement(id="2.10", subject=words("乙", "second"), value=20, years=deadline, **common),
            Statement(id="2.2", subject=words("<script>甲</script>", "first"), value=60, years=deadline, **common),
            Statement(id="2.3", subject=words("丙", "third"), value=90, years=Years(type="deadline", year=2025),
                      strength="strive", **common),
        ),
        duties=(Duty(id="report", article="2", who=("housing",), what=words("报送", "report"), due="11-30"),),
        decisions=(
            Decision(id="d1", open=words("何处", "where"), options=(Option(id="a", label=words("甲")), Option(id="b", label=words("乙"))), chosen="a",
                     reason=words("因", "because"), statements=("2.2",)),
        ),
    )  # fmt: skip


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory) -> Path:
    """Return a workspace of the Alxa plan with sample records."""
    from dafeng.base import Workspace
    from dafeng.plan import load
    from dafeng.records.sample import sample_records
    from dafeng.records.store import add

    root = tmp_path_factory.mktemp("office") / "sample"
    workspace = Workspace.create(root, plan="alxa-2023-66", sample=True)
    add(workspace, sample_records(load("alxa-2023-66")), on=date(2026, 11, 20))
    return root


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "made-up.yaml"
    place.write_text(dump(make_plan()), encoding="utf-8")
    assert parse(place.read_text(encoding="utf-8")).id == "made-up"
    wsgi_application(tmp_path, str(place))
    from django.conf import settings

    settings.DAFENG_BOARD = replace(settings.DAFENG_BOARD, today=lambda: date(2026, 11, 25))
    yield tmp_path


@pytest.fixture
def client(workspace: Path):
    from django.test import Client

    return Client(enforce_csrf_checks=True, headers={"host": "localhost"})
