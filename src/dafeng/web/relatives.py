"""What the parent plans ask for, in plain words: both figures, the gap, and what the parent's rests on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from dafeng.base import Lang
from dafeng.base.unit_words import unit_words
from dafeng.plan import Comparison, Plan, Statement, chain, compare_chain
from dafeng.web import figures, words

VERDICTS = (
    "stricter",
    "equal",
    "looser",
    "other_year",
    "other_scope",
    "not_comparable",
    "missing",
    "missing_in_parent",
)
_ADDRESS = re.compile(r"https?://([^/\s]+)\S*?(?=[；;\s]|$)")
_BOTH = re.compile(r"^(.*?[。；])\s*([A-Za-z“'][^\u4e00-\u9fff]*)$", re.S)
_KNOWN = re.compile(
    r"^(?:见于二手转载：|未核实：凭记忆写出，未见原文|read in a secondary copy: |unverified: recalled[^;]*)"
)
_FORCE_TAIL = re.compile(r"(?:；力度较[弱强]（\w+）|; (?:weaker|stronger) strength \(\w+\))$")


@dataclass(frozen=True)
class Relative:
    """One row of the comparison with both statements at hand."""

    row: Comparison
    ours: Statement | None
    theirs: Statement | None
    parent: Plan

    @property
    def basis(self) -> str | None:
        """Return ``verified`` where the parent's figure was read in a copy, ``recalled`` where not."""
        if self.theirs is None:
            return None
        note = self.theirs.note.zh if self.theirs.note else ""
        return "recalled" if not note or "未核实" in note else "verified"

    def source(self, lang: Lang) -> str:
        """Return what the parent's figure rests on beyond ``basis``: the site, and what to mind."""
        if self.theirs is None or self.theirs.note is None:
            return ""
        return _KNOWN.sub("", short(self.theirs.note.say(lang))).lstrip("：:；; ")

    def difference(self, lang: Lang) -> str:
        """Return in words how far the plan stands from its parent: the figure, the year, the force."""
        row, ours, theirs = self.row, self.ours, self.theirs
        if ours is None or theirs is None:
            return self.why(lang) if row.verdict == "not_comparable" else figures.DASH
        if row.verdict == "not_comparable":
            return self.why(lang)
        parts = [self.why(lang)] if row.verdict == "other_scope" else []
        parts += [
            part for part in (_gap(row, lang), _years(row, lang), _force(row, ours, theirs, lang)) if part
        ]
        return (("；" if lang == "zh" else "; ").join(parts)) or figures.DASH

    def why(self, lang: Lang) -> str:
        """Return the reason that the comparison gives, without ids and short names of units."""
        text = _FORCE_TAIL.sub("", self.row.why.say(lang))
        if self.ours is not None and self.theirs is not None:
            pairs = ((self.ours.unit, self.ours.baseline), (self.theirs.unit, self.theirs.baseline))
            if text.startswith(("单位不同", "units differ")):
                both = " / ".join(unit_words(unit, lang) or figures.DASH for unit, _ in pairs)
                return words.say("compare.units_differ", lang, both=both)
            if text.startswith(("基准不同", "baselines differ")):
                both = " / ".join(
                    (figures.base_words(base, lang) if base else "") or words.say("compare.base_open", lang)
                    for _, base in pairs
                )
                return words.say("compare.bases_differ", lang, both=both)
        return text


@dataclass(frozen=True)
class Group:
    """One parent plan with its rows; without rows where no figure of it could be sourced."""

    parent: Plan | None
    rows: tuple[Relative, ...]
    figures: int = 0

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Return how often each verdict comes, in the order of ``VERDICTS``."""
        found = Counter(r.row.verdict for r in self.rows)
        return [(v, found[v]) for v in VERDICTS if found[v]]  # type: ignore[index]

    @property
    def verified(self) -> bool:
        """Return whether the document itself was found."""
        source = self.parent.document.source if self.parent else None
        return source is not None and source.basis.startswith("verified")

    def note(self, lang: Lang) -> str:
        """Return what is known of the document's source."""
        source = self.parent.document.source if self.parent else None
        return one_language(source.note, lang) if source and source.note else ""

    def sites(self) -> list[str]:
        """Return the names of the sites on which the document was read."""
        source = self.parent.document.source if self.parent else None
        return list(dict.fromkeys(_ADDRESS.findall(source.basis))) if source else []


def comparison(plan: Plan) -> tuple[Relative, ...]:
    """Return every row of the comparison with the plans above."""
    parents = {parent.id: parent for parent in chain(plan)}
    mine = {s.id: s for s in plan.statements}
    by_parent = {id: {s.id: s for s in parent.statements} for id, parent in parents.items()}
    return tuple(
        Relative(
            row,
            mine.get(row.statement or ""),
            by_parent[row.parent].get(row.parent_statement or ""),
            parents[row.parent],
        )
        for row in compare_chain(plan)
    )


def grouped(plan: Plan, rows: tuple[Relative, ...]) -> list[Group]:
    """Return the rows by parent in the order of the chain; at the end what no parent asks for."""
    found = [
        Group(
            parent,
            tuple(r for r in rows if r.parent.id == parent.id and r.theirs is not None),
            sum(s.quantified for s in parent.statements),
        )
        for parent in chain(plan)
    ]
    alone = tuple(r for r in rows if r.theirs is None)
    return [*found, Group(None, alone)] if alone else found


def short(text: str) -> str:
    """Return ``text`` with every address cut to the name of its site.

    >>> short("见于二手转载：http://example.org/a/b.html；指面积")
    '见于二手转载：example.org；指面积'
    """
    return _ADDRESS.sub(lambda match: match[1], text)


def one_language(text: str, lang: Lang) -> str:
    """Return the part in ``lang`` of a note that gives Chinese first and English after it.

    >>> one_language("只见开头。Only the opening was seen.", "en"), one_language("只有中文", "en")
    ('Only the opening was seen.', '只有中文')
    """
    match = _BOTH.match(text.strip())
    return short(text if match is None else match[1 if lang == "zh" else 2])


def _gap(row: Comparison, lang: Lang) -> str:
    """Return how much more or less the plan asks for; empty where it asks for the same."""
    if row.gap is None or abs(row.gap) < 1e-9 or row.unit == "year":
        return ""
    unit = "percentage_point" if row.unit == "%" else row.unit
    size = figures.quantity(float(f"{abs(row.gap):.6g}"), unit, lang)
    return words.say("compare.harder" if row.gap > 0 else "compare.softer", lang, size=size)


def _years(row: Comparison, lang: Lang) -> str:
    """Return how many years earlier or later the plan is due; empty where that is no matter."""
    if row.year is None or row.parent_year is None or row.year == row.parent_year:
        return ""
    key = "compare.earlier" if row.year < row.parent_year else "compare.later"
    return words.say(key, lang, n=abs(row.year - row.parent_year))


def _force(row: Comparison, ours: Statement, theirs: Statement, lang: Lang) -> str:
    """Return how the force of the two differs; empty where it is the same."""
    if row.strength not in ("weaker", "stronger"):
        return ""
    here, there = (words.say(f"strength.{s.strength or 'none'}", lang) for s in (ours, theirs))
    return words.say(f"compare.force_{row.strength}", lang, here=here, there=there)
