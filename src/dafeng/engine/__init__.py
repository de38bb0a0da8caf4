"""Tables at any size: DuckDB on Parquet here; one small protocol."""

from dafeng.engine.tables import connection, map_batches, scan, sql, write

__all__ = ["connection", "map_batches", "scan", "sql", "write"]
