"""The hidden sheet of lists that the dropdowns of a workbook choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dafeng.base import Lang
from dafeng.records.cover_sheet import CoverFacts
from dafeng.records.grid import column_letters
from dafeng.records.looks import put
from dafeng.records.schema import MATURITIES, Column, Table, categories

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["EXAMPLE", "NO", "YES", "Lists", "write_lists"]

_SHEET = {"zh": "下拉选项", "en": "lists"}
EXAMPLE = {"zh": "示例", "en": "example"}
YES = {"zh": "是", "en": "yes"}
NO = {"zh": "否", "en": "no"}


@dataclass(frozen=True, slots=True)
class Lists:
    """Where each list lies: its name to its range, as a formula of a dropdown."""

    sheet: str
    ranges: Mapping[str, str]

    def of(self, column: Column, table: Table) -> str | None:
        """Return the range that ``column`` chooses from; None where it is filled in freely."""
        if column.name == "region":
            return self.ranges["reporters" if table.regions == "reporting" else "leaves"]
        if column.name in ("year", "maturity"):
            return self.ranges[column.name]
        if column.type == "boolean":
            return self.ranges["boolean"]
        return None if column.categories is None else self.ranges[column.categories]


def write_lists(book: Workbook, facts: CoverFacts, chosen: Sequence[Table]) -> Lists:
    """Write the lists that the tables need into a hidden sheet."""
    lang: Lang = facts.lang
    places = facts.places
    leaves = places.leaves(facts.region)
    found: dict[str, list[str | int]] = {
        "leaves": [*(places.name(id, lang) for id in leaves), EXAMPLE[lang]],
        "reporters": [places.name(facts.region, lang), EXAMPLE[lang]],
        "year": list(range(facts.year, facts.year - 8, -1)),
        "maturity": [word.say(lang) for word in MATURITIES.values()],
        "boolean": [YES[lang], NO[lang]],
    }
    for table in chosen:
        for column in table.columns:
            if column.categories is not None:
                found[column.categories] = [w.say(lang) for w in categories()[column.categories].values()]
    sheet = book.create_sheet(_SHEET[lang])
    ranges = {}
    for index, (name, words) in enumerate(found.items()):
        letters = column_letters(index)
        put(sheet.cell(1, index + 1), name)
        for row, word in enumerate(words, 2):
            put(sheet.cell(row, index + 1), word)
        ranges[name] = f"'{sheet.title}'!${letters}$2:${letters}${len(words) + 1}"
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    return Lists(sheet.title, ranges)
