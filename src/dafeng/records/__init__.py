"""The facts that are reported: table schemas, workbooks in and out, checks, snapshots."""

from dafeng.records.differences import Change, changes
from dafeng.records.reading import read, workbook_files
from dafeng.records.records import Filing, Records, empty, make, merge
from dafeng.records.schema import MATURITIES, Check, Column, Maturity, Table, categories, tables
from dafeng.records.store import Snapshot, add, latest, load_snapshot, snapshots
from dafeng.records.template import write_template, write_workbooks

__all__ = [
    "MATURITIES",
    "Change",
    "Check",
    "Column",
    "Filing",
    "Maturity",
    "Records",
    "Snapshot",
    "Table",
    "add",
    "categories",
    "changes",
    "empty",
    "latest",
    "load_snapshot",
    "make",
    "merge",
    "read",
    "snapshots",
    "tables",
    "workbook_files",
    "write_template",
    "write_workbooks",
]
