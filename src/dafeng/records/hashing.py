"""A hash of a table's content that neither the order of rows nor their files change."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from dafeng.records.schema import PROVENANCE

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

__all__ = ["table_digest"]


def table_digest(name: str, table: pa.Table) -> bytes:
    """Return the SHA-256 of the rows of ``table`` in any order, without the columns of provenance.

    Every column becomes one of whole numbers (texts their rank among the column's texts, which are hashed
    too; floats their bits), the rows are sorted, and the bytes of all are hashed. -0.0 counts as 0.0.
    """
    import numpy as np

    digest = hashlib.sha256(name.encode())
    kept = [column for column in table.column_names if column not in PROVENANCE]
    parts: list[Any] = []
    for column in kept:
        values = table[column].combine_chunks()
        digest.update(f"\0{column}\0{values.type}\0".encode())
        codes, texts = _codes(values)
        for text in texts:
            encoded = text.encode()
            digest.update(len(encoded).to_bytes(8, "little") + encoded)
        parts += [codes, np.asarray(values.is_null(), dtype="<i8")]
    if table.num_rows:
        rows = np.stack(parts, axis=1)
        rows = rows[np.lexsort(rows.T[::-1])]
        digest.update(np.ascontiguousarray(rows, dtype="<i8").tobytes())
    return digest.digest()


def _codes(values: Any) -> tuple[np.ndarray[Any, np.dtype[np.int64]], list[str]]:
    """Return a column as whole numbers, 0 where null, and the texts that the numbers stand for."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(values.type):
        texts = values.unique().drop_null()
        texts = texts.take(pc.sort_indices(texts))
        codes = pc.fill_null(pc.index_in(values, texts), 0)
        return codes.to_numpy(zero_copy_only=False).astype("<i8"), texts.to_pylist()
    if pa.types.is_floating(values.type):
        floats = pc.fill_null(values, 0.0).to_numpy(zero_copy_only=False).astype("<f8") + 0.0
        return floats.view("<i8"), []
    if pa.types.is_date(values.type):
        values = values.cast(pa.int32())
    whole = pc.fill_null(values.cast(pa.int64()), 0)
    return np.asarray(whole.to_numpy(zero_copy_only=False), dtype="<i8"), []
