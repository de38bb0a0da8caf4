"""The same plan as .txt, .docx, .html and wrapped .pdf pages gives the same statements and articles."""

from __future__ import annotations

import html
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from dafeng.extract import Draft, extract_file

PLANS = ("alxa/alxa-2023-66", "annotated/plan_qingling_peak", "annotated/plan_yunxi_building")


def as_docx(text: str, path: Path) -> None:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(str(path))


def as_html(text: str, path: Path) -> None:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    path.write_text(f"<html><meta charset=utf-8><body>{body}</body></html>", encoding="utf-8")


def as_gb18030(text: str, path: Path) -> None:
    path.write_bytes(text.encode("gb18030"))


def as_pdf(text: str, path: Path) -> None:
    """Write pages of 42 characters a line, with page numbers at the foot."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas.Canvas(str(path))
    page.setFont("STSong-Light", 11)
    height, number = 800, 1
    for line in text.split("\n"):
        for start in range(0, max(len(line), 1), 42):
            page.drawString(50, height, line[start : start + 42])
            height -= 16
            if height < 60:
                page.drawString(280, 40, f"- {number} -")
                page.showPage()
                page.setFont("STSong-Light", 11)
                height, number = 800, number + 1
    page.save()


def told(draft: Draft) -> Counter[tuple[Any, ...]]:
    return Counter(
        (s.kind, s.op, s.value, s.unit, s.years.year, s.strength, s.indicator) for s in draft.statements
    )


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize(
    ("suffix", "write"), [("docx", as_docx), ("html", as_html), ("txt", as_gb18030), ("pdf", as_pdf)]
)
def test_every_format_says_the_same(shared: Path, tmp_path: Path, name: str, suffix: str, write: Any) -> None:
    source = shared / "policies" / f"{name}.txt"
    path = tmp_path / f"plan.{suffix}"
    write(source.read_text(encoding="utf-8"), path)
    plain, other = extract_file(source), extract_file(path)
    assert told(other) == told(plain)
    assert [a.bodies for a in other.articles] == [a.bodies for a in plain.articles]
