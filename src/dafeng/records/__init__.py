"""The facts that are reported: table schemas, workbooks in and out, checks, snapshots."""

from dafeng.records.reading import read
from dafeng.records.records import Filing, Records, empty, make, merge
from dafeng.records.schema import MATURITIES, Check, Column, Maturity, Table, categories, tables

__all__ = [
    "MATURITIES",
    "Check",
    "Column",
    "Filing",
    "Maturity",
    "Records",
    "Table",
    "categories",
    "empty",
    "make",
    "merge",
    "read",
    "tables",
]
