"""Tables at any size on this machine: DuckDB over Arrow and Parquet, on one thread, without outside access.

The protocol is four functions, so that another engine can take their place: ``scan`` reads, ``sql`` asks,
``map_batches`` computes, ``write`` stores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dafeng.base import InputError, Text

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["connection", "map_batches", "scan", "sql", "write"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@contextmanager
def connection(**tables: pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a DuckDB connection that sees ``tables`` by their names, and neither files nor the network.

    It runs on one thread: sums of floats then come out in the same order, and the same bits, every time.
    """
    import duckdb

    database = duckdb.connect(
        ":memory:", config={"threads": 1, "enable_external_access": False, "autoload_known_extensions": False}
    )
    try:
        for name, table in tables.items():
            database.register(_identifier(name), table)
        yield database
    finally:
        database.close()


def sql(query: str, **tables: pa.Table) -> pa.Table:
    """Return the answer to ``query`` over ``tables``.

    >>> import pyarrow as pa
    >>> sql("select sum(x) as total from t", t=pa.table({"x": [1.0, 2.0]}))["total"].to_pylist()
    [3.0]
    """
    with connection(**tables) as database:
        return database.sql(query).to_arrow_table()


def scan(path: Path | str) -> pa.Table:
    """Read a Parquet file or a partitioned folder of them; raises ``InputError`` where unreadable."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    place = Path(path)
    if not place.exists():
        raise InputError(
            "engine-missing",
            Text(f"没有数据文件 {place}", f"there is no data file {place}"),
            mend=Text("检查路径", "check the path"),
        )
    try:
        return ds.dataset(place, format="parquet", partitioning="hive").to_table()
    except (pa.ArrowInvalid, OSError) as fault:
        raise InputError(
            "engine-damaged",
            Text(f"数据文件 {place} 已损坏：{fault}", f"the data file {place} is damaged: {fault}"),
            mend=Text("用备份恢复，或重新导入", "restore it from a backup, or import again"),
        ) from fault


def map_batches(
    compute: Callable[[pa.RecordBatch], pa.RecordBatch],
    table: pa.Table,
    schema: pa.Schema,
    *,
    rows: int = 8192,
) -> pa.Table:
    """Return ``compute`` of every batch of at most ``rows`` rows, put together under ``schema``."""
    import pyarrow as pa

    batches = [compute(batch) for batch in table.to_batches(max_chunksize=rows)]
    return pa.Table.from_batches(batches, schema=schema)


def write(table: pa.Table, path: Path | str, *, partition_by: tuple[str, ...] = ()) -> None:
    """Write ``table`` as one Parquet file, or as a folder partitioned by ``partition_by``.

    A single file appears whole or not at all.
    """
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    if partition_by:
        kind: Any = "delete_matching"
        ds.write_dataset(
            table,
            place,
            format="parquet",
            partitioning=list(partition_by),
            partitioning_flavor="hive",
            existing_data_behavior=kind,
        )
        return
    half = place.with_name(place.name + ".part")
    pq.write_table(table, half, compression="zstd")
    half.replace(place)


def _identifier(name: str) -> str:
    """Return ``name`` where it is a plain identifier; a name that is not is a programming error."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a table name: {name!r}")
    return name
