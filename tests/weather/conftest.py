"""An EPW file that is written here, since none may be stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = [
    "LOCATION,Testtown,Test,CHN,SYNTH,000000,39.0,105.0,8.0,1500.0",
    "DESIGN CONDITIONS,0",
    "TYPICAL/EXTREME PERIODS,0",
    "GROUND TEMPERATURES,0",
    "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
    "COMMENTS 1,synthetic",
    "COMMENTS 2,synthetic",
    "DATA PERIODS,1,1,Data,Wednesday, 1/ 1,12/31",
]
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def rows() -> list[list[str]]:
    """Return the 8760 rows of a plain year with 35 columns."""
    out = []
    for month, days in enumerate(DAYS, start=1):
        for day in range(1, days + 1):
            for hour in range(1, 25):
                sun = "500" if 10 <= hour <= 17 else "0"
                out.append(
                    f"2005,{month},{day},{hour},0,?9,{hour / 2 - 5:.1f},-10.0,40,84000,9999,9999,230,{sun},"
                    f"{sun},100,999900,999900,999900,99990,180,3.0,2,2,999.0,99999,9,999999999,0,0.0,0,88,"
                    "999.0,999.0,99.0".split(",")
                )
    return out


@pytest.fixture(scope="session")
def plain_rows() -> list[list[str]]:
    return rows()


@pytest.fixture
def write_epw(tmp_path: Path) -> Callable[..., Path]:
    """Return a writer of EPW files from rows and header lines."""

    def write(data: list[list[str]], header: list[str] | None = None) -> Path:
        path = tmp_path / "test.epw"
        lines = [*(header or HEADER), *(",".join(row) for row in data)]
        path.write_text("\n".join(lines) + "\n", encoding="latin-1")
        return path

    return write
