"""Forecasts on synthetic series: coverage, width and CRPS, beside a random walk with drift, a line and Holt.

Run as a program it prints the tables of docs/explain/forecast.md: ``python benchmarks/forecast.py [series]``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
HORIZON = 10
DRAWS = 1000
HELD_OUT_SEED = 271_828
T_90 = {2: 1.886, 3: 1.638, 4: 1.533, 5: 1.476, 6: 1.440, 7: 1.415, 8: 1.397, 9: 1.383, 10: 1.372, 11: 1.363}
TRENDS = ("linear", "logistic", "step")
BEYOND = ("logistic, middle to come", "step to come")


@dataclass(frozen=True)
class Case:
    trend: str
    noise: float
    years: NDArray[np.int64]
    values: Array
    future: Array
    percent: bool


def trend_line(rng: np.random.Generator, kind: str, known: int, time: Array) -> Array:
    """Return one trend in percent, between about 3 and 100."""
    start = rng.uniform(20, 70)
    if kind == "linear":
        return np.asarray(start + start * rng.uniform(-0.035, 0.08) * time)
    if kind.startswith("logistic"):
        low, high = rng.uniform(3, 25), rng.uniform(50, 95)
        middle = rng.uniform(0, known - 1) if kind == "logistic" else rng.uniform(known, known + HORIZON)
        rise = 1 / (1 + np.exp(-(time - middle) / rng.uniform(0.6, 2.5)))
        falling = rng.random() < 0.3
        return np.asarray(high - (high - low) * rise if falling else low + (high - low) * rise)
    place = rng.integers(1, known) if kind == "step" else rng.integers(known, known + HORIZON)
    change = start * rng.uniform(0.1, 0.5) * rng.choice([-1, 1])
    return np.asarray(start + change * (time >= place))


def cases(count: int, seed: int, trends: tuple[str, ...] = TRENDS) -> Iterator[Case]:
    """Yield series with AR(1) noise of 1 to 10 % (of the mean level, or of each value) and 6 to 12 points."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        kind, known = trends[number % len(trends)], int(rng.integers(6, 13))
        time = np.arange(known + HORIZON, dtype=np.float64)
        trend = trend_line(rng, kind, known, time)
        phi, noise = rng.uniform(0, 0.8), rng.uniform(0.01, 0.10)
        error = rng.standard_normal(len(time))
        for step in range(1, len(time)):
            error[step] = phi * error[step - 1] + np.sqrt(1 - phi**2) * error[step]
        level = trend if rng.random() < 0.5 else np.full(len(time), trend[:known].mean())
        percent = rng.random() < 0.5
        values = trend + noise * level * error
        values = np.clip(values, 0, 100) if percent else values * 10 ** rng.uniform(-3, 5)
        yield Case(kind, noise, 2014 + np.arange(known), values[:known], values[known:], percent)


Method = Callable[[Case, int], Array]


def dafeng(case: Case, seed: int) -> Array:
    """Return the draws of the forecast, without telling it that values are percentages."""
    from dafeng.indicators.forecast import forecast

    last = int(case.years[-1])
    return forecast(case.years, case.values, to=last + HORIZON, draws=DRAWS, seed=seed).paths


def dafeng_bounded(case: Case, seed: int) -> Array:
    """Return the draws of the forecast with the bounds of the quantity."""
    from dafeng.indicators.forecast import forecast

    last = int(case.years[-1])
    bounds = {"lower": 0.0, "upper": 100.0} if case.percent else {}
    return forecast(case.years, case.values, to=last + HORIZON, draws=DRAWS, seed=seed, **bounds).paths


def random_walk(case: Case, seed: int) -> Array:
    """Random walk with drift; normal, with the drift's own error."""
    steps, ahead = np.diff(case.values), np.arange(1, HORIZON + 1)
    spread = steps.std(ddof=1) * np.sqrt(ahead * (1 + ahead / len(steps)))
    normal = np.random.default_rng(seed).standard_normal((DRAWS, 1))
    return np.asarray(case.values[-1] + steps.mean() * ahead + spread * normal)


def straight_line(case: Case, seed: int) -> Array:
    """Ordinary least squares with its prediction distribution (Student t)."""
    count = len(case.values)
    time, ahead = np.arange(count), np.arange(count, count + HORIZON)
    slope, start = np.polyfit(time, case.values, 1)
    error = np.sqrt(np.sum((case.values - start - slope * time) ** 2) / (count - 2))
    spread = error * np.sqrt(1 + 1 / count + (ahead - time.mean()) ** 2 / np.sum((time - time.mean()) ** 2))
    draws = np.random.default_rng(seed).standard_t(count - 2, (DRAWS, 1))
    return np.asarray(start + slope * ahead + spread * draws)


def damped_holt(case: Case, seed: int) -> Array:
    """Holt's damped trend, constants by least squares on a grid; normal, with its textbook variance."""
    best = (np.inf,)
    for alpha in (0.1, 0.3, 0.5, 0.7, 0.9):
        for beta in (0.05, 0.1, 0.3, 0.5):
            for damping in (0.8, 0.9, 0.98):
                level, slope, misses = case.values[0], case.values[1] - case.values[0], []
                for value in case.values[1:]:
                    misses.append(value - level - damping * slope)
                    level = level + damping * slope + alpha * misses[-1]
                    slope = damping * slope + alpha * beta * misses[-1]
                best = min(best, (float(np.sum(np.square(misses))), alpha, beta, damping, level, slope))
    total, alpha, beta, damping, level, slope = best
    sums = np.cumsum(damping ** np.arange(1, HORIZON + 1))
    weights = alpha * (1 + beta * sums)
    variance = 1 + np.concatenate([[0.0], np.cumsum(weights**2)[:-1]])
    spread = np.sqrt(total / max(len(case.values) - 2, 1) * variance)
    normal = np.random.default_rng(seed).standard_normal((DRAWS, 1))
    return np.asarray(level + slope * sums + spread * normal)


METHODS: dict[str, Method] = {
    "dafeng": dafeng,
    "dafeng, bounds told": dafeng_bounded,
    "random walk with drift": random_walk,
    "straight line": straight_line,
    "damped Holt": damped_holt,
}


@dataclass(frozen=True)
class Score:
    """Per series and horizon: inside the 80 % interval or not, its width and the CRPS over the mean level."""

    inside: Array
    width: Array
    crps: Array
    trend: NDArray[np.str_]
    noise: Array
    known: NDArray[np.int64]
    seconds: float

    def rows(self, chosen: NDArray[np.bool_]) -> tuple[float, float, float]:
        """Return coverage, median width and mean CRPS of the chosen series at 4 to 6 years."""
        middle = slice(3, 6)
        return (
            float(self.inside[chosen, middle].mean()),
            float(np.median(self.width[chosen, middle])),
            float(self.crps[chosen, middle].mean()),
        )


def score(method: Method, series: list[Case]) -> Score:
    """Score a method on the series."""
    inside, width, crps, seconds = [], [], [], 0.0
    for number, case in enumerate(series):
        start = time.thread_time()
        draws = np.sort(method(case, number), axis=0)
        seconds += time.thread_time() - start
        low, high = np.quantile(draws, [0.1, 0.9], axis=0)
        level = np.abs(case.values).mean()
        inside.append((low <= case.future) & (case.future <= high))
        width.append((high - low) / level)
        rank = 2 * np.arange(1, DRAWS + 1) - DRAWS - 1
        spread = (rank[:, None] * draws).sum(axis=0) / DRAWS**2
        crps.append((np.abs(draws - case.future).mean(axis=0) - spread) / level)
    return Score(
        np.array(inside, dtype=np.float64),
        np.array(width),
        np.array(crps),
        np.array([case.trend for case in series]),
        np.array([case.noise for case in series]),
        np.array([len(case.values) for case in series]),
        seconds / len(series),
    )


def groups(found: Score) -> dict[str, NDArray[np.bool_]]:
    """Return the series of each trend, noise level and length."""
    picked = {f"trend: {kind}": found.trend == kind for kind in dict.fromkeys(found.trend.tolist())}
    for low, high in ((0.01, 0.04), (0.04, 0.07), (0.07, 0.10)):
        picked[f"noise {low:.0%} to {high:.0%}"] = (found.noise >= low) & (found.noise < high)
    for low, high in ((6, 7), (8, 9), (10, 12)):
        picked[f"{low} to {high} points"] = (found.known >= low) & (found.known <= high)
    return picked


def main(count: int) -> None:
    """Print the tables."""
    series = list(cases(count, HELD_OUT_SEED))
    print("| method | coverage, all horizons | coverage | median width | mean CRPS | ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    scores = {name: score(method, series) for name, method in METHODS.items()}
    for name, found in scores.items():
        whole = np.ones(count, dtype=bool)
        cover, width, crps = found.rows(whole)
        print(
            f"| {name} | {found.inside.mean():.3f} | {cover:.3f} | {width:.3f} | {crps:.4f} |"
            f" {1000 * found.seconds:.1f} |"
        )
    names = list(METHODS)
    print("\n| horizon [years] |", " | ".join(names), "|")
    print("| --- |", " | ".join("---" for _ in names), "|")
    for ahead in range(HORIZON):
        cells = [f"{s.inside[:, ahead].mean():.2f} / {s.crps[:, ahead].mean():.4f}" for s in scores.values()]
        print(f"| {ahead + 1} |", " | ".join(cells), "|")
    beyond = list(cases(count // 3, HELD_OUT_SEED + 1, BEYOND))
    tables = (scores, {name: score(method, beyond) for name, method in METHODS.items()})
    print("\n| 4 to 6 years |", " | ".join(names), "|")
    print("| --- |", " | ".join("---" for _ in names), "|")
    for table in tables:
        for group, chosen in groups(next(iter(table.values()))).items():
            if table is tables[1] and not group.startswith("trend"):
                continue
            cells = ["{:.2f} / {:.3f} / {:.4f}".format(*s.rows(chosen)) for s in table.values()]
            print(f"| {group} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
