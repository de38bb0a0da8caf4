"""Tables at any size: DuckDB on Parquet here; one small protocol."""
