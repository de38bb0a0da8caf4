"""Plans in and out, and broken plans: every fault at once, with file, line and field."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dafeng.plan
from dafeng.base import InputError, Issue
from dafeng.plan import (
    Evidence,
    Plan,
    Statement,
    Words,
    Years,
    available,
    dump,
    json_schema,
    load,
    parse,
    save,
)

HASH = "0" * 64
WORDS = "{zh: 甲, en: a}"
SMALL = f"""\
format: dafeng-plan/1
id: small
document:
  title: {WORDS}
  text_chars: 100
articles:
- {{number: '1', title: {WORDS}, summary: {WORDS}, bodies: [office]}}
bodies:
- {{id: office, name: {WORDS}, level: league}}
scopes:
- {{id: all, name: {WORDS}, regions: [home]}}
regions:
- {{id: home, level: league, name: {WORDS}}}
statements:
- id: '1.1'
  article: '1'
  kind: target
  subject: {WORDS}
  indicator: clean_heating_rate
  op: '>='
  value: 93
  unit: '%'
  years: {{type: deadline, year: 2025}}
  scope: all
  evidence: {{span: [1, 9], sentence_sha256: '{HASH}', value_span: [2, 4]}}
"""


def broken(text: str) -> tuple[Issue, ...]:
    with pytest.raises(InputError) as caught:
        parse(text, file="p.yaml")
    assert caught.value.code.startswith("plan-")
    assert caught.value.say("zh").count("\n") == len(caught.value.issues)
    return caught.value.issues


def test_the_small_plan_loads() -> None:
    plan = parse(SMALL)
    assert plan.statement("1.1").value == 93
    assert parse(dump(plan)) == plan


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("op: '>='", "op: '=>'", "plan-bad-choice", "statements[0].op"),
        ("value: 93", "value: ninety", "plan-bad-value", "statements[0].value"),
        ("value: 93", "value: true", "plan-bad-value", "statements[0].value"),
        ("value: 93", "value: [93, 95]", "plan-range", "statements[0].value"),
        ("  unit: '%'\n", "", "plan-unit-missing", "statements[0].unit"),
        ("scope: all", "scope: everywhere", "plan-unknown-scope", "statements[0].scope"),
        ("clean_heating_rate", "clean_heating_rat", "plan-unknown-indicator", "statements[0].indicator"),
        ("id: '1.1'", "id: '2.1'", "plan-bad-id", "statements[0].id"),
        ("id: '1.1'", "id: 1.1", "plan-bad-value", "statements[0].id"),
        ("year: 2025", "year: 25", "plan-bad-year", "statements[0].years.year"),
        (", year: 2025", "", "plan-year-missing", "statements[0].years.year"),
        ("span: [1, 9]", "span: [9, 1]", "plan-bad-span", "statements[0].evidence.span"),
        (
            "value_span: [2, 4]",
            "value_span: [2, 40]",
            "plan-value-outside",
            "statements[0].evidence.value_span",
        ),
        ("span: [1, 9]", "span: [1, 900]", "plan-bad-span", "statements[0].evidence.span"),
        ("bodies: [office]", "bodies: [offices]", "plan-unknown-body", "articles[0].bodies[0]"),
        ("regions: [home]", "regions: [away]", "plan-unknown-region", "scopes[0].regions[0]"),
        ("{id: home,", "{id: home, parent: home,", "plan-region-cycle", "regions[0].parent"),
        ("  article: '1'\n", "", "plan-missing-key", "statements[0].article"),
        ("  scope: all", "  scop: all", "plan-unknown-key", "statements[0].scop"),
        ("  scope: all", "  tolerance: 1\n  scope: all", "plan-tolerance", "statements[0].tolerance"),
        ("kind: target", "kind: qualitative", "plan-kind", "statements[0].kind"),
        ("  op: '>='\n", "", "plan-op-missing", "statements[0].op"),
        ("  value: 93\n", "", "plan-op-without-value", "statements[0].op"),
        ("  value: 93\n", "", "plan-value-missing", "statements[0].kind"),
        ("op: '>='\n  value: 93", "op: range\n  value: [9, 3]", "plan-range", "statements[0].value"),
        (
            "{type: deadline, year: 2025}",
            "{type: always, year: 2025}",
            "plan-year-surplus",
            "statements[0].years",
        ),
        ("{type: deadline, year: 2025}", "{type: period}", "plan-year-missing", "statements[0].years"),
        (
            "{type: deadline, year: 2025}",
            "{type: period, start: 2030, end: 2025}",
            "plan-years-reversed",
            "statements[0].years.start",
        ),
        (
            "  scope: all",
            "  baseline: {relation: from_value}\n  scope: all",
            "plan-baseline-value",
            "statements[0].baseline.value",
        ),
        (
            "bodies: [office]",
            "implementers_from: '9'",
            "plan-unknown-article",
            "articles[0].implementers_from",
        ),
    ],
)
def test_one_fault(old: str, new: str, code: str, where: str) -> None:
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    found = {(issue.code, issue.where): issue for issue in broken(text)}
    assert (code, where) in found
    issue = found[code, where]
    assert issue.file == "p.yaml"
    assert issue.got
    assert issue.wanted
    assert issue.mend
    if new and not new.count("\n"):
        assert issue.line == 1 + text[: text.index(new)].count("\n")


def test_all_faults_at_once() -> None:
    text = (
        SMALL.replace("op: '>='", "op: much")
        .replace("bodies: [office]", "bodies: [x]")
        .replace("home]", "y]")
    )
    text += """\
decisions:
- {id: d, open: {zh: 甲, en: a}, options: [{id: one, label: {zh: 甲, en: a}}], chosen: two,
   reason: {zh: 甲, en: a}, statements: ['1.1', '9.9']}
duties:
- {id: q, article: '7', who: [nobody], what: {zh: 甲, en: a}, due: 13-01}
"""
    codes = [issue.code for issue in broken(text)]
    assert sorted(codes) == [
        "plan-bad-choice",
        "plan-bad-day",
        "plan-decision-chosen",
        "plan-decision-options",
        "plan-unknown-article",
        "plan-unknown-body",
        "plan-unknown-body",
        "plan-unknown-region",
        "plan-unknown-statement",
    ]


def test_a_message_in_full() -> None:
    (issue,) = broken(SMALL.replace("scope: all", "scope: al"))
    assert issue.say("en") == (
        "[plan-unknown-scope] p.yaml:24 statements[0].scope: there is no such scope (found: al) "
        "(wanted: 范围编号 / id (scope)) → correct the id, or add the scope (scopes.yaml). did you mean all?"
    )
    assert issue.say("zh").startswith(
        "[plan-unknown-scope] p.yaml:24 statements[0].scope: 没有这个范围 (发现: al)"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("id: a\nid: b\n", "yaml-duplicate-key"),
        ("id: [a\n", "yaml-syntax"),
        ("id: !!python/object:os.system x\n", "yaml-tag"),
        ("id: a\n---\nid: b\n", "yaml-documents"),
        ("[" * 500, "yaml-too-deep"),
        ("[" * 5000, "yaml-syntax"),
        ("- " * 5000 + "a", "yaml-too-deep"),
        ("? [a]\n: b\n", "yaml-key"),
        ("id: *x\n", "yaml-alias"),
        ("id: &x [*x]\n", "yaml-alias"),
        ("id: a\x00b\n", "yaml-syntax"),
        ("", "plan-not-a-mapping"),
        ("- a\n", "plan-not-a-mapping"),
    ],
)
def test_hostile_yaml(text: str, code: str) -> None:
    assert code in [issue.code for issue in broken(text)]


def test_alias_bomb() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert [issue.code for issue in broken("\n".join(lines))] == ["yaml-too-large"]


def test_words_that_yaml_would_turn_into_something_else() -> None:
    plan = parse(SMALL.replace("id: small", "id: no"))
    assert plan.id == "no"
    assert parse(SMALL.replace("unit: '%'", "unit: 1e5")).statement("1.1").unit == "1e5"


def test_folder_round_trip(tmp_path: Path) -> None:
    plan = load("alxa-2023-66")
    save(plan, tmp_path / "copy")
    assert load(tmp_path / "copy") == plan
    save(plan.model_copy(update={"decisions": (), "scopes": plan.scopes}), tmp_path / "one.yaml")
    with pytest.raises(InputError) as caught:
        load(str(tmp_path / "one.yaml"))
    assert {i.code for i in caught.value.issues} == {"plan-unknown-decision"}


def test_faults_in_a_folder_name_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    save(parse(SMALL), folder)
    (folder / "extra.yaml").write_text("a: b\n", encoding="utf-8")
    (folder / "bodies.yaml").write_bytes(b"- {id: \xff}\n")
    statements = folder / "statements.yaml"
    statements.write_text(
        statements.read_text(encoding="utf-8").replace("scope: all", "scope: x"), encoding="utf-8"
    )
    with (folder / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write("duties: []\n")
    (folder / "duties.yaml").write_text("[]\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(folder)
    found = {(issue.code, issue.file) for issue in caught.value.issues}
    assert {
        ("plan-unknown-file", "extra.yaml"),
        ("plan-encoding", "bodies.yaml"),
        ("plan-list-twice", "plan.yaml"),
        ("plan-unknown-scope", "statements.yaml"),
    } <= found


def test_an_edited_folder_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    save(parse(SMALL), folder)
    assert load(folder).id == "small"
    save(parse(SMALL.replace("id: small", "id: smaller")), folder)
    assert load(folder).id == "smaller"


def test_ids_and_paths(tmp_path: Path) -> None:
    assert "alxa-2023-66" in available()
    with pytest.raises(InputError, match="alxa-2023-66"):
        load("alxa-2023-6")
    with pytest.raises(InputError, match="plan-not-found"):
        load(tmp_path)


def test_every_installed_plan_loads() -> None:
    for id in available():
        assert load(id).id == id


def test_json_schema() -> None:
    assert set(json_schema()["properties"]) == set(Plan.model_fields)


def test_words_are_left_out_unless_asked_for() -> None:
    plan = parse(SMALL)
    s = plan.statements[0]
    worded = s.model_copy(update={"evidence": s.evidence.model_copy(update={"text": "原句"})})
    plan = plan.model_copy(update={"statements": (worded,)})
    assert "原句" not in dump(plan)
    assert parse(dump(plan, with_text=True)) == plan


def test_public_names_exist() -> None:
    assert all(hasattr(dafeng.plan, name) for name in dafeng.plan.__all__)


texts = st.text(max_size=12).filter(lambda t: t.isprintable() or not t)
words = st.builds(Words, zh=texts, en=texts)
numbers = st.one_of(st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False))
years = st.one_of(
    st.builds(Years, type=st.sampled_from(["deadline", "from"]), year=st.integers(1900, 2200)),
    st.just(Years(type="always")),
    st.just(Years(type="yearly", due="11-30")),
)


@given(st.lists(st.tuples(words, numbers, years, texts), max_size=4), texts)
@settings(max_examples=60, deadline=None)
def test_round_trip(rows: list[tuple[Words, float, Years, str]], name: str) -> None:
    base = parse(SMALL)
    statements = tuple(
        Statement(
            id=f"1.{n}",
            article="1",
            kind="target",
            subject=subject,
            op="<=",
            value=value,
            unit=unit,
            years=when,
            scope="all",
            strength=None,
            evidence=Evidence(span=(n, n + 1), sentence_sha256=HASH),
            note=subject,
        )
        for n, (subject, value, when, unit) in enumerate(rows)
    )
    plan = base.model_copy(update={"id": name, "statements": statements})
    assert parse(dump(plan)) == plan


def test_plans_ship_with_the_package() -> None:
    assert (Path(dafeng.plan.__file__).parent.parent / "plans/alxa-2023-66/plan.yaml").is_file()
