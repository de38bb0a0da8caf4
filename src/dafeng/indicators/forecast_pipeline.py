"""Forecast a target that rests on few projects from the list of the projects that are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from dafeng.base import InputError, Text
from dafeng.indicators.forecast_input import check_draws
from dafeng.indicators.forecast_result import Forecast

__all__ = ["Project", "pipeline"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Project:
    """One project that counts towards a target.

    ``numerator`` and ``denominator``: what it adds to both sums when it happens, in the indicator's units
    (green floor area [m2] and floor area [m2], say); ``denominator`` is None for an amount that is no
    ratio. ``year``: when it is expected. ``probability_share`` [0-1]: that it happens at all; 1 for what
    is done. ``slip_share`` [0-1]: chance, every year anew, that it is put off to the next year; 0 when
    the year is firm.
    """

    numerator: float
    denominator: float | None
    year: int
    probability_share: float
    slip_share: float = 0.0


def pipeline(
    projects: Sequence[Project],
    *,
    since: int,
    to: int,
    draws: int = 2000,
    seed: int = 0,
    cumulative: bool = False,
    common_share: float = 0.0,
    percent: bool = False,
) -> Forecast:
    """Return paths of the ratio of sums (or the sum) of projects for the years ``since`` to ``to``.

    Every draw decides for each project whether it happens and when; a year's value is the sum of the
    numerators of its projects over the sum of their denominators, never a mean of ratios. ``cumulative``
    sums from ``since`` on. A year without a project has no ratio (NaN, counted in
    ``Outlook.undefined_share``); a sum is then zero. ``common_share`` [0-1] is the part of the projects'
    fate that they share (funding, the season): the correlation of the normal variables behind "happens";
    0 means independent projects, which is too sure where one budget pays for all. ``percent`` gives
    ratios in percent instead of shares. Projects outside the years are left out. The order of projects
    changes the draws, not their distribution.

    Raises ``InputError``: no project, amounts that are not finite or negative denominators, ratios mixed
    with amounts, ``percent`` without denominators, shares outside 0-1, years out of order, unusable
    ``draws``.

    >>> done = [Project(300.0, 1000.0, 2026, 1.0), Project(200.0, 200.0, 2026, 1.0)]
    >>> round(pipeline(done, since=2026, to=2026).at(2026).median, 4)
    0.4167
    """
    check_draws(draws)
    _check(projects, since=since, to=to, common_share=common_share, percent=percent)
    rng = np.random.default_rng(seed)
    count = len(projects)
    happens = _happens(np.array([p.probability_share for p in projects]), draws, common_share, rng)
    slip = np.array([p.slip_share for p in projects])
    slips = np.where(slip > 0, rng.geometric(1 - slip, (draws, count)) - 1, 0)
    year = np.array([p.year for p in projects]) + slips
    calendar = np.arange(since, to + 1, dtype=np.int64)
    counts = (happens[:, :, None] & (year[:, :, None] == calendar)).astype(np.float64)
    if cumulative:
        counts = np.cumsum(counts, axis=2)
    above = np.einsum("dpy,p->dy", counts, np.array([p.numerator for p in projects], dtype=np.float64))
    if projects[0].denominator is None:
        return Forecast(years=calendar, paths=above, basis="pipeline")
    below = np.einsum("dpy,p->dy", counts, np.array([p.denominator for p in projects], dtype=np.float64))
    ratio = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
    return Forecast(years=calendar, paths=ratio * (100.0 if percent else 1.0), basis="pipeline")


def _happens(chance: Array, draws: int, common_share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Return which projects happen [draw, project]: a one-factor normal model with the given chances."""
    normal = NormalDist()
    bars = [np.inf if p == 1 else -np.inf if p == 0 else normal.inv_cdf(p) for p in chance.tolist()]
    own = rng.standard_normal((draws, len(chance)))
    shared = rng.standard_normal((draws, 1))
    happens: NDArray[np.bool_] = np.sqrt(1 - common_share) * own + np.sqrt(common_share) * shared < np.array(
        bars
    )
    return happens


def _check(projects: Sequence[Project], *, since: int, to: int, common_share: float, percent: bool) -> None:
    """Raise ``InputError`` for what cannot be forecast."""
    if not projects:
        raise InputError(
            "forecast-no-project",
            Text("没有项目", "there is no project"),
            mend=Text("列出已知项目", "list the known projects"),
        )
    if since > to:
        raise InputError(
            "forecast-horizon",
            Text(f"起始年 {since} 晚于 {to}", f"the first year {since} lies after {to}"),
            mend=Text("起始年不晚于目标年", "start no later than the year that is judged"),
        )
    bad = [
        str(number)
        for number, p in enumerate(projects, start=1)
        if not (
            np.isfinite(p.numerator)
            and (p.denominator is None or (np.isfinite(p.denominator) and p.denominator >= 0))
            and 0 <= p.probability_share <= 1
            and 0 <= p.slip_share < 1
            and p.year == int(p.year)
        )
    ]
    if bad:
        raise InputError(
            "forecast-project",
            Text(f"第 {'、'.join(bad)} 个项目的数值不可用", f"unusable numbers in project {', '.join(bad)}"),
            mend=Text(
                "数量为有限数，分母不为负，概率与推迟率在 0 至 1 之间（推迟率小于 1），年份为整数",
                "amounts are finite, denominators not negative, shares 0 to 1 (slip below 1), years whole",
            ),
        )
    amounts = {p.denominator is None for p in projects}
    if len(amounts) > 1 or (percent and True in amounts):
        raise InputError(
            "forecast-project-kind",
            Text("比率与数量混在一起", "ratios and amounts are mixed"),
            mend=Text(
                "所有项目都给分母，或都不给；百分比须有分母",
                "give every project a denominator or none; percent needs them",
            ),
        )
    if not 0 <= common_share <= 1:
        raise InputError(
            "forecast-common-share",
            Text(f"共同部分 {common_share} 不在 0 至 1 之间", f"common_share is {common_share}, not 0 to 1"),
            mend=Text("0 表示项目互相独立", "0 means independent projects"),
        )
