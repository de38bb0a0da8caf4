"""The Alxa plan: complete, and in agreement with the gold annotation."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from dafeng.plan import Plan, attach_text, catalogue, load, sentence_hash


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load("alxa-2023-66")


@pytest.fixture(scope="module")
def annotation(shared: Path) -> dict:
    path = shared / "policies/alxa/alxa-2023-66.annotation.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    return (shared / "policies/alxa/alxa-2023-66.txt").read_bytes().decode("utf-8")


def test_counts(plan: Plan) -> None:
    assert [a.number for a in plan.articles] == [str(n) for n in range(1, 29) if n != 24]
    assert len(plan.statements) == 67
    assert len(plan.quantified()) == 56
    assert sum(len(s.repeats) for s in plan.statements) == 7
    assert Counter(s.kind for s in plan.statements)["qualitative"] == 11
    assert plan.statement("27.1").years.due == "11-30"
    assert [d.id for d in plan.duties if d.due == "11-30"] == ["27-report"]


def test_implementers_are_inherited_from_article_1(plan: Plan) -> None:
    for article in plan.articles[:24]:
        assert article.implementers == ("banner_governments", "zone_committees")
        assert article.implementers_from == "1"
    assert plan.article("28").implementers == ()


def test_summaries_and_decisions_speak_both_languages(plan: Plan) -> None:
    for words in [w for a in plan.articles for w in (a.title, a.summary)]:
        assert re.search("[一-鿿]", words.zh)
        assert not re.search("[一-鿿]", words.en)
    issues = {d.issue for d in plan.decisions}
    typographic = {f"A{n}" for n in (1, 2, 3, 6, 7, 22, 25, 26)}
    assert {f"A{n}" for n in range(1, 27)} - typographic <= issues


def test_the_plan_holds_no_sentence_of_the_text(plan: Plan, text: str) -> None:
    assert all(s.evidence.text is None for s in plan.statements)
    sentences = {s for s in re.split("[。；，\n]", text) if len(s) > 18}
    written = plan.model_dump_json()
    assert not [s for s in sentences if s in written and s not in plan.document.model_dump_json()]


def test_statements_agree_with_the_annotation(plan: Plan, annotation: dict) -> None:
    for raw in annotation["statements"]:
        ours = plan.statement(raw["id"])
        assert ours.subject.zh == raw["subject"]["zh"]
        assert ours.value == raw["value"]
        assert ours.evidence.span == tuple(raw["evidence"]["span"])
        assert ours.evidence.sentence_sha256 == sentence_hash(raw["evidence"]["text"])
        assert ours.strength == raw["strength"]
        assert (ours.years.type, ours.years.year) == (raw["years"]["type"], raw["years"].get("year"))


def test_statements_agree_with_the_gold(plan: Plan, shared: Path) -> None:
    path = shared / "policies/alxa/alxa-2023-66.gold.yaml"
    gold = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for raw in gold["statements"]:
        ours = plan.statement(raw.get("repeats", raw["id"]))
        assert (ours.kind, ours.op, ours.value, ours.unit, ours.indicator) == (
            raw["kind"],
            raw["op"],
            raw["value"],
            raw["unit"],
            raw["indicator"],
        )
        if raw["baseline"]:
            assert (ours.baseline.year, ours.baseline.relation) == (
                raw["baseline"]["year"],
                raw["baseline"]["relation"],
            )
        if "repeats" in raw:
            assert tuple(raw["evidence"]["span"]) in [r.span for r in ours.repeats]
    for raw in gold["articles"]:
        ours = plan.article(raw["number_as_printed"])
        named = {name for id in ours.bodies for name in (plan.body(id).name.zh, *plan.body(id).aliases)}
        assert (ours.title.zh, ours.span) == (raw["title"], tuple(raw["span"]))
        assert set(raw["bodies"]) <= named
        assert list(ours.bodies_as_written) == raw["bodies_as_written"]


def test_regions_agree_with_the_contract(plan: Plan, shared: Path) -> None:
    with (shared / "contracts/regions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(r.id, r.parent or "", r.code or "", r.leaf) for r in plan.regions] == [
        (row["id"], row["parent"], row["code"], row["leaf"] == "yes") for row in rows
    ]


def test_catalogue_agrees_with_the_contract(shared: Path) -> None:
    with (shared / "contracts/indicators.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            entry = catalogue()[row["id"]]
            assert (entry.name.zh, entry.name.en, entry.unit) == (row["name_zh"], row["name_en"], row["unit"])
            assert entry.definition_zh == row["definition_zh"]
            assert ";".join(entry.aliases_zh) == row["aliases_zh"]
            assert entry.definition_in(1999) is None
            assert entry.definition_in(2025) == entry.definitions[-1]


def test_text_attaches(plan: Plan, text: str) -> None:
    attached, issues = attach_text(plan, text)
    assert issues == []
    assert "93%" in attached.statement("12.1").evidence.text
    assert "93%" in attached.statement("12.1").repeats[0].text


def test_text_attaches_to_another_copy(plan: Plan, text: str) -> None:
    """A copy without the digest, with lines broken inside sentences and one figure changed."""
    copy = text[766:].replace("全盟城镇清洁取暖率", "全盟城镇清洁\n取暖率").replace("8.5公里", "9.5公里")
    attached, issues = attach_text(plan, copy)
    assert [(i.code, i.where) for i in issues] == [
        ("text-differs", None),
        ("text-sentence-not-found", "14.1"),
    ]
    found = attached.statement("12.1").evidence
    assert found.text == copy[slice(*found.span)]
    assert "清洁\n取暖率" in found.text
    assert attached.statement("14.1").evidence.text is None


def test_text_inside_a_long_document_is_found_where_clauses_begin(plan: Plan, text: str) -> None:
    attached, issues = attach_text(plan, "某某文件。" * 20_000 + text)
    missing = {issue.where for issue in issues if issue.code == "text-sentence-not-found"}
    assert "12.1" not in missing
    assert attached.statement("12.1").evidence.span[0] > 100_000
    assert len(missing) < 20
