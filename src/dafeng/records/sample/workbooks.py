"""Sample records as filled workbooks, clean or with faults planted in them for the checks to find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dafeng.base import Text
from dafeng.plan import Plan
from dafeng.records.records import Records, make
from dafeng.records.sample.places import settings
from dafeng.records.sample.records import sample_records
from dafeng.records.schema import COMMON, tables
from dafeng.records.table_sheet import DATA_ROW, HEADER_ROW
from dafeng.records.template import write_workbooks

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["PlantedFault", "write_sample_workbooks"]


@dataclass(frozen=True, slots=True)
class PlantedFault:
    """A fault in a sample workbook: the code that the checks give it, and the cell that it stands in."""

    code: str
    table: str
    file: str
    sheet: str
    cell: str
    what: Text


def write_sample_workbooks(
    plan: Plan,
    folder: Path | str,
    *,
    year: int = 2025,
    needed: Sequence[str] | None = None,
    faults: bool = True,
    buildings: int = 400,
) -> tuple[PlantedFault, ...]:
    """Write the sample records of ``year`` as workbooks, and plant the faults of ``faults.yaml`` in them.

    Return what was planted. ``needed`` names the tables; None: all. A fault stands in the workbook of the
    first region that has a row for it; faults of tables that are not written are left out. Without ``faults``
    the workbooks are clean and the answer is empty. The register of buildings has about ``buildings`` rows.
    """
    import openpyxl

    records = _of_year(sample_records(plan, only=needed, buildings=buildings), year)
    paths = write_workbooks(records, plan, folder, needed=needed)
    if not faults:
        return ()
    planted: list[PlantedFault] = []
    books = {path: openpyxl.load_workbook(path) for path in paths}
    taken: dict[tuple[Path, str], int] = {}
    for fault in settings("faults")["faults"]:
        title = tables()[fault["table"]].title.zh
        for path, book in books.items():
            if title not in book.sheetnames:
                continue
            sheet = book[title]
            row = _row_for(sheet, fault, taken.get((path, title), DATA_ROW))
            if row is None:
                continue
            cell = _plant(sheet, fault, row)
            taken[path, title] = row + 1
            planted.append(
                PlantedFault(
                    fault["code"], fault["table"], path.name, title, cell, Text(fault["zh"], fault["en"])
                )
            )
            break
    for path in {Path(folder) / fault.file for fault in planted}:
        books[path].save(path)
    return tuple(planted)


def _of_year(records: Records, year: int) -> Records:
    """Return the rows and filings of one year."""
    import pyarrow.compute as pc

    rows = {name: table.filter(pc.equal(table["year"], year)) for name, table in records.tables.items()}
    return make(rows, tuple(filing for filing in records.filings if filing.year == year))


def _column_of(sheet: Worksheet, table: str, name: str) -> int:
    """Return the number of the column of a sheet that holds the field ``name``."""
    title = next(c.title.zh for c in (*COMMON, *tables()[table].columns) if c.name == name)
    found: int = next(cell.column for cell in sheet[HEADER_ROW] if cell.value == title)
    return found


def _row_for(sheet: Worksheet, fault: dict[str, Any], first: int) -> int | None:
    """Return the first row from ``first`` on in which the cells that the fault changes are filled."""
    names = [fault["column"], *([fault["with"]] if "with" in fault else [])]
    columns = [_column_of(sheet, fault["table"], name) for name in names]
    for row in range(first, sheet.max_row + 1):
        values = [sheet.cell(row, column).value for column in columns]
        if all(value is not None for value in values) and len(set(map(str, values))) == len(values):
            return row
    return None


def _plant(sheet: Worksheet, fault: dict[str, Any], row: int) -> str:
    """Change the cells of ``row`` as the fault says; return the address of the cell that is wrong."""
    column = _column_of(sheet, fault["table"], fault["column"])
    cell = sheet.cell(row, column)
    how = fault["how"]
    if how in {"text", "region"}:
        number = f"{float(str(cell.value)) / fault['over']:g}" if "over" in fault else ""
        cell.value = fault["text"].format(number) if isinstance(fault["text"], str) else fault["text"]
    elif how == "clear":
        cell.value = None
    elif how == "times":
        cell.value = float(str(cell.value)) * fault["by"]
    elif how == "swap":
        other = sheet.cell(row, _column_of(sheet, fault["table"], fault["with"]))
        cell.value, other.value = other.value, cell.value
    else:
        return _add_row(sheet, row, total=how == "total", column=column)
    return str(cell.coordinate)


def _add_row(sheet: Worksheet, row: int, *, total: bool, column: int) -> str:
    """Add a row below the last: the row ``row`` once more, or the sums of the column ``column``."""
    last = max(r for r in range(DATA_ROW, sheet.max_row + 1) if sheet.cell(r, column).value is not None)
    for index in range(1, sheet.max_column + 1):
        sheet.cell(last + 1, index).value = None if total else sheet.cell(row, index).value
    if total:
        sheet.cell(last + 1, 1).value = "合计"
        numbers = [sheet.cell(r, column).value for r in range(DATA_ROW, last + 1)]
        sheet.cell(last + 1, column).value = sum(n for n in numbers if isinstance(n, int | float))
    return str(sheet.cell(last + 1, 1 if total else column).coordinate)
