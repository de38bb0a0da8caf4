"""How large a workbook may be. Beyond these a file is refused before it is opened."""

from __future__ import annotations

MAX_FILE_BYTES = 200_000_000
"""Size of a file on the disk."""
MAX_UNPACKED_BYTES = 1_500_000_000
"""Size of all parts of a workbook once unpacked."""
MAX_PART_RATIO = 400
"""How many times its packed size a part may have, from ``RATIO_FROM_BYTES`` on: a zip bomb has more."""
RATIO_FROM_BYTES = 20_000_000
MAX_PARTS = 5_000
"""Number of parts in a workbook."""
MAX_ROWS = 500_000
"""Rows with values in one sheet."""
MAX_CELLS = 10_000_000
"""Rows times columns of the area in one sheet that holds values."""
MAX_FILES = 2_000
"""Workbooks in one folder."""
