"""The head and the tail of an official document: letterhead, number, title, addressee, date, imprint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dafeng.base import Lang
from dafeng.plan.model import Plan
from dafeng.reports.docx import Story
from dafeng.reports.form import BODY, KAI, length_mm, length_twips, standard, styles
from dafeng.reports.ooxml import Run, paragraph
from dafeng.reports.parties import Parties
from dafeng.reports.title import lines_of
from dafeng.reports.wording import joined, say

__all__ = ["closing", "date_words", "document_number", "head", "imprint", "place_for"]

_TITLE_WIDTH = 19
_RED = "FF0000"
_RULES_AND_SLACK = 180  # twips: the three rules, and what keeps the imprint from a page of its own
_PER_MM = 1440 / 25.4
_EIGHTHS_PER_MM = 72 / 25.4 * 8


def date_words(day: date, lang: Lang) -> str:
    """Return a date as documents carry it: Arabic figures, no leading zeros.

    >>> date_words(date(2026, 11, 5), "zh"), date_words(date(2026, 11, 5), "en")
    ('2026年11月5日', '5 November 2026')
    """
    months = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    )  # fmt: skip
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {months[day.month - 1]} {day.year}"


def document_number(plan: Plan, year: int, *, own_office: bool) -> str:
    """Return the document number with its serial number left open; the code is that of the plan's issuer.

    Empty of a code where another office reports, or the plan's number shows none.
    """
    match = re.match(r"([^〔\[（(]{1,12})〔\d{4}〕", plan.document.number or "")
    code = match.group(1) if match and own_office else ""
    return f"{code}〔{year}〕××号"


def place_for(what: str, lang: Lang) -> str:
    """Return a place that the office fills in by hand."""
    return f"（{what}）" if lang == "zh" else f"({what})"


def head(
    story: Story, parties: Parties, *, number: str, title: str, lang: Lang, with_sender: bool = True
) -> None:
    """Write letterhead, number and signer, red rule, title and addressee."""
    story.gap_of(length_twips("letterhead_below"))
    own = styles(lang)["Letterhead"]
    largest = float(standard()["letterhead_size_max"]["value"])
    block_pt = length_mm("block_width") * 72 / 25.4
    names = parties.senders or (place_for(say(lang, "发文机关", "issuing office"), lang),)
    widest = max(1.0, *(sum(0.5 if c.isascii() else 1.0 for c in name) for name in names))
    size = min(largest, float(int(2 * (block_pt - 2) / widest)) / 2)
    size = size if lang == "zh" else min(size, 22.0)
    for name in names:
        line = _exact(round(size * 1.35 * 20), "center")
        story.parts.append(paragraph(name, "Letterhead", replace(own, size=size), direct=line))
    story.gap(2)
    _number_line(story, number, lang)
    story.gap(2)
    full = (
        [*names, *lines_of(title, width=_TITLE_WIDTH)]
        if lang == "zh" and with_sender
        else (lines_of(title, width=_TITLE_WIDTH) if lang == "zh" else [title])
    )
    story.write("\n".join(full), "Title")
    to = joined(parties.addressee, lang) or place_for(say(lang, "主送机关", "addressee"), lang)
    story.write(f"{to}：" if lang == "zh" else f"{to}:", "Addressee")


def _number_line(story: Story, number: str, lang: Lang) -> None:
    """Write the number on the left and the signer on the right, as reports do, with the red rule below."""
    space = length_mm("red_rule_below") * 72 / 25.4
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="{round(space)}" w:color="{_RED}"/></w:pBdr>'
    style = styles(lang)["DocNumber"]
    char = round(style.size * 20)
    right = round(length_mm("block_width") * _PER_MM) - char
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>'
    indent = f'<w:spacing w:before="0" w:after="0" w:line="{style.line}" w:lineRule="exact"/>'
    indent += f'<w:ind w:left="0" w:firstLineChars="100" w:firstLine="{char}"/>'
    signer = place_for(say(lang, "签发人姓名", "name"), lang)
    runs = [
        Run(number, east=BODY),
        Run("\t" + say(lang, "签发人：", "Signed for issue: "), east=BODY),
        Run(signer, east=KAI),
    ]
    story.write(runs, "DocNumber", extra=rule + tabs, direct=indent)


def _exact(line: int, align: str) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/><w:jc w:val="{align}"/>'


def closing(story: Story, parties: Parties, *, annexes: Sequence[str], day: date, lang: Lang) -> None:
    """Write the note of attachments, who signs, and the date."""
    style = styles(lang)["Normal"]
    char = round(style.size * 20) + style.spacing
    if annexes:
        story.gap()
        mark = say(lang, "附件：", "Annexes: ")
        hanging = 5
        for number, name in enumerate(annexes, 1):
            label = f"{number}. " if len(annexes) > 1 else ""
            first = f"{mark}{label}{name}" if number == 1 else f"{label}{name}"
            left = 2 if number == 1 else hanging
            indent = f'<w:ind w:leftChars="{left * 100}" w:left="{left * char}"'
            indent += ' w:firstLineChars="0" w:firstLine="0"/>'
            story.write(first, "Flush", direct=indent + '<w:jc w:val="left"/>')
    story.gap(2)
    # The names stand in the middle above the date, which ends four characters before the margin.
    words = date_words(day, lang)
    line_chars = length_mm("block_width") * _PER_MM / char
    middle = line_chars - 4 - sum(0.5 if c.isascii() else 1.0 for c in words) / 2
    for name in parties.senders:
        half = sum(0.5 if c.isascii() else 1.0 for c in name) / 2
        right = max(0.0, line_chars - middle - half - 0.5)
        story.write(
            name,
            "Signature",
            keep_next=True,
            direct=f'<w:ind w:rightChars="{round(right * 100)}" w:right="{round(right * char)}"'
            ' w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>',
        )
    story.write(words, "Date")


def imprint(story: Story, *, office: str, day: date, lang: Lang) -> None:
    """Write the imprint on the last lines of the last page, which has no number."""
    style = styles(lang)["Imprint"]
    thick = round(float(standard()["rule_thick"]["value"]) * _EIGHTHS_PER_MM)
    thin = round(float(standard()["rule_thin"]["value"]) * _EIGHTHS_PER_MM)
    block = round(length_mm("block_height") * _PER_MM)
    lines = [
        (say(lang, f"抄送：{place_for('抄送机关', lang)}。", f"Copies: {place_for('to whom', lang)}."), None),
        (office, say(lang, f"{date_words(day, lang)}印发", f"issued {date_words(day, lang)}")),
    ]
    story.gap_of(block - style.line * len(lines) - _RULES_AND_SLACK)
    edge = '<w:{} w:val="single" w:sz="{}" w:space="{}" w:color="000000"/>'
    char = round(style.size * 20)
    right = round(length_mm("block_width") * _PER_MM) - char
    for number, (left_words, right_words) in enumerate(lines):
        borders = edge.format("top", thick if number == 0 else thin, 1)
        if number == len(lines) - 1:
            borders += edge.format("bottom", thick, 1)
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>'
        spacing = f'<w:spacing w:before="0" w:after="0" w:line="{style.line}" w:lineRule="exact"/>'
        indent = f'<w:ind w:left="0" w:right="0" w:firstLineChars="100" w:firstLine="{char}"/>'
        words = left_words if right_words is None else f"{left_words}\t{right_words}"
        story.write(words, "Imprint", extra=f"<w:pBdr>{borders}</w:pBdr>{tabs}", direct=spacing + indent)
