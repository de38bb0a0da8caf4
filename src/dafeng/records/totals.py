"""Rows of totals: left out of the table, and compared with the sum of its rows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.base import Issue, Text
from dafeng.base.units import factor_between
from dafeng.records.cells import read_number
from dafeng.records.findings import Findings
from dafeng.records.layout import Layout
from dafeng.records.rows import RowKinds

if TYPE_CHECKING:
    from dafeng.records.sheet_rows import TableRows

__all__ = ["compare_totals"]

_SUMMED_UNITS = frozenset(
    ("m2", "km2", "ha", "m3", "t", "kWh", "GJ", "kW", "km", "person", "household", "item", "10^4 yuan")
)
_TOLERANCE = 0.005


def compare_totals(made: TableRows, layout: Layout, kinds: RowKinds, found: Findings) -> None:
    """Say that rows of totals were left out, and where one differs by more than 0.5 % from its rows' sum.

    A subtotal, or the total of a group, is compared with the rows since the last total, any total also with
    all rows over it.
    """
    if not kinds.totals:
        return
    sheet = made.sheet
    first = min(layout.columns.values())
    found.once(
        "records-total-row",
        "info",
        Text("合计行不计入数据，已跳过", "rows of totals were left out"),
        file=made.file,
        cells=[sheet.where(row, first) for row, _ in kinds.totals],
    )
    for column in layout.table.columns:
        at = made.columns.get(column.name)
        if at is None or column.unit not in _SUMMED_UNITS or made.faulty.get(column.name):
            continue
        units = layout.units.get(column.name)
        factor = (factor_between(units[0], column.unit) if units else None) or Fraction(1)
        before = -1
        for row, _ in kinds.totals:
            value, remark = read_number(sheet.cell(row, at), unit=column.unit, factor=factor)
            over = [(r, made.values[column.name][i] or 0) for i, r in enumerate(made.rows) if r < row]
            under = [v for r, v in zip(made.rows, made.values[column.name], strict=True) if r > row and v]
            sums = [sum(v for _, v in over), sum(v for r, v in over if r > before)]
            if not over:
                sums.append(sum(under))
            before = row
            if value is None or (remark is not None and remark.kind == "unit-mismatch"):
                continue
            if any(abs(value - total) <= _TOLERANCE * max(abs(total), 1.0) for total in sums):
                continue
            found.add(
                Issue(
                    "records-total-differs",
                    "warning",
                    Text(
                        f"{column.title.zh}：合计与各行之和不符",
                        f"{column.title.en}: the total is not the sum of the rows",
                    ),
                    file=made.file,
                    where=sheet.where(row, at),
                    got=f"{value:.10g}",
                    wanted=f"{sums[-1] if not over else sums[0]:.10g}",
                    mend=Text(
                        "核对各行和合计；入库的是各行", "check rows and total; the rows are what counts"
                    ),
                )
            )
