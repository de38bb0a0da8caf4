"""Forecasts: processor time a series, and how well the 80 % interval of the fifth year holds, on 300 series.

The simple methods beside it are those of ``benchmarks/forecast.py``, which prints the whole comparison.
"""

from __future__ import annotations

from forecast import HELD_OUT_SEED, METHODS, cases, score


def run() -> list[dict[str, str]]:
    """Return one row for every method."""
    series = list(cases(300, HELD_OUT_SEED))
    METHODS["dafeng"](series[0], 0)
    rows = []
    for name, method in METHODS.items():
        found = score(method, series)
        rows.append(
            {
                "method": name,
                "one forecast [ms]": f"{1000 * found.seconds:.1f}",
                "coverage of the 80 % interval": f"{found.inside[:, 4].mean():.2f}",
                "CRPS / mean level": f"{found.crps[:, 4].mean():.4f}",
            }
        )
    return rows
