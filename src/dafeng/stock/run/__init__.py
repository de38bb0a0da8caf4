"""Stocks of 10^3 to 10^6 buildings: streamed, resumable, the same bits however it is run."""

from dafeng.stock.run.prepare import Setting
from dafeng.stock.run.run import Options, Summary, read_issues, read_results, run

__all__ = ["Options", "Setting", "Summary", "read_issues", "read_results", "run"]
