"""Heat stores that are charged when electricity is cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.weather.year import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray


def charge_ahead(
    load_kwh: NDArray[np.float64], *, cheap: NDArray[np.bool_], loss_share_day: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return hourly charging, direct heating [kWh, 8760] and the size of the store [kWh].

    The store is large enough for the design day, the charging power for its refilling in the fewest cheap
    hours of a day; in each cheap hour it is filled towards the load of the 24 hours ahead plus its loss.
    """
    ahead = np.convolve(np.concatenate([load_kwh, load_kwh[:24]]), np.ones(24), "valid")[:HOURS]
    daily = np.sort(load_kwh.reshape(365, 24).sum(axis=1))
    size = float(daily[-6]) * (1.0 + loss_share_day)
    hours = cheap.reshape(365, 24).sum(axis=1)
    power = size / max(float(hours[hours > 0].min()) if cheap.any() else 24.0, 1.0)
    keep = (1.0 - loss_share_day) ** (1.0 / 24.0)
    stored, charged, direct = 0.0, [], []
    for load, target, low in zip(load_kwh.tolist(), ahead.tolist(), cheap.tolist(), strict=True):
        stored *= keep
        into = 0.0
        if low:
            into = min(max(min(target * (1.0 + loss_share_day), size) - stored, 0.0), power)
            stored += into
        given = min(load, stored)
        stored -= given
        charged.append(into)
        direct.append(load - given)
    return np.array(charged), np.array(direct), size
