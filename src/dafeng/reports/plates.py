"""The charts of the report: drawn, put in place, numbered."""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.base import Lang
from dafeng.reports.charts import Tally, by_article, trend
from dafeng.reports.docx import Story
from dafeng.reports.facts import PREAMBLE, Entry, Facts
from dafeng.reports.figures import subject
from dafeng.reports.form import styles
from dafeng.reports.images import to_png
from dafeng.reports.ooxml import paragraph
from dafeng.reports.wording import say

__all__ = ["plate_by_article", "plates_of_trends"]

_WIDTH, _HALF = 436, 212
_MOST_TRENDS = 6


def plate_by_article(story: Story, facts: Facts, lang: Lang) -> None:
    """Draw how many statements of each article are in each state."""
    tallies = []
    for section in facts.sections:
        for number, article, entries in section.articles:
            label = say(lang, "总体目标", "Goals")
            if article is not None:
                label = say(lang, f"第{number}条 {article.title.zh}", f"{number} {article.title.en}")
            elif number != PREAMBLE:
                label = say(lang, f"第{number}条", f"Article {number}")
            tallies.append(Tally(_short(label, lang), facts.counts(entries)))
    png = to_png(by_article(tallies, lang=lang, width=_WIDTH, row=14), lang=lang)
    words = say(lang, "图1 各条要求的评估结果（项）", "Figure 1. Statements of each article by state")
    story.picture(png, words)
    story.write(words, "Caption", keep_next=False)


def plates_of_trends(story: Story, entries: Sequence[Entry], lang: Lang) -> None:
    """Draw the history and forecast of the statements that have both, the least likely first."""
    drawn = [
        e for e in entries if e.status.forecast and len(e.status.history) >= 2 and e.status.unit != "year"
    ]
    drawn = sorted(drawn, key=lambda e: e.status.forecast.probability if e.status.forecast else 1.0)[
        :_MOST_TRENDS
    ]
    if not drawn:
        return
    pairs = []
    for entry in drawn:
        status = entry.status
        spec = trend(
            status.history,
            unit=status.unit,
            target=status.target_value,
            outlooks=[status.forecast] if status.forecast else [],
            lang=lang,
            width=_HALF,
            height=100,
        )
        name = (
            f"{subject(entry.statement, lang)}（{entry.statement.id}）"
            if lang == "zh"
            else (f"{subject(entry.statement, lang)} ({entry.statement.id})")
        )
        head = paragraph(name, "TableHead", styles(lang)["TableHead"], keep_next=True)
        pairs.append((head, story.picture_paragraph(to_png(spec, lang=lang), name)))
    story.pictures_beside(pairs, [77.5, 77.5])
    words = say(
        lang,
        "图2 进度滞后和存在风险的目标",
        "Figure 2. Targets that are off track or at risk",
    )
    story.write(words, "Caption", keep_next=True)
    note = say(
        lang,
        "注：虚线为按趋势推算的中值，阴影为80%区间；实心点为年报数，空心点为快报数或预计数。",
        "Dashed: median of the forecast; shade: 80% interval; filled points are finals, hollow ones are not.",
    )
    story.write(note, "Note")


def _short(label: str, lang: Lang) -> str:
    """Return a label that leaves room for the bars."""
    most = 20 if lang == "zh" else 40
    return label if len(label) <= most else label[: most - 1] + "…"
