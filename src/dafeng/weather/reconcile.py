"""Radiation of a file brought into agreement with the sun and with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dafeng.base import InputError, Text
from dafeng.weather.coefficients import coefficient
from dafeng.weather.split import closed, split_global
from dafeng.weather.sun import STEPS_AN_HOUR, sun_hours, sun_position
from dafeng.weather.year import HOURS, Change, WeatherYear, hour_of_year

if TYPE_CHECKING:
    from numpy.typing import NDArray


def radiation_lag(year: WeatherYear) -> float | None:
    """Return by how many hours global radiation lags the sun [h], negative when it leads.

    The median over the clearer days of the distance between the daily centres of global and of
    extraterrestrial radiation. None where the file has no such day.
    """
    sun = sun_hours(year.site).extraterrestrial_wh_m2.reshape(365, 24)
    global_ = year.ghi_wh_m2.reshape(365, 24)
    clear = global_.sum(axis=1) > coefficient("reconcile", "clear_day_share") * sun.sum(axis=1)
    clear &= global_.sum(axis=1) > 0.0
    if not clear.any():
        return None
    middle = np.arange(24) + 0.5
    centre = (global_[clear] * middle).sum(axis=1) / global_[clear].sum(axis=1)
    due = (sun[clear] * middle).sum(axis=1) / sun[clear].sum(axis=1)
    return float(np.median(centre - due))


def closure_gap(year: WeatherYear, *, lag_h: float = 0.0) -> tuple[float, float]:
    """Return how far GHI and DNI cos(zenith) + DHI are apart.

    First the year's sum [kWh/m2], positive where GHI is the larger; second the sum of the absolute daily
    gaps as a share of GHI. ``lag_h``: the sun is taken that much later, for a file that lags.
    """
    sun = sun_hours(year.site, shift_h=round(lag_h, 2))
    gap = year.ghi_wh_m2 - year.dni_wh_m2 * sun.cos_zenith - year.dhi_wh_m2
    total = float(year.ghi_wh_m2.sum())
    share = float(np.abs(gap.reshape(365, 24).sum(axis=1)).sum()) / total if total else 0.0
    return float(gap.sum()) / 1000.0, share


def check_sun(year: WeatherYear) -> None:
    """Raise ``InputError`` ``weather-epw-sun`` where radiation stands hours off the sun.

    Such a file counts its hours by another clock than it says, or names another place.
    """
    lag = radiation_lag(year)
    limit = coefficient("reconcile", "lag_error_h")
    sun = sun_hours(year.site)
    dark = float(year.ghi_wh_m2[sun.up_share == 0.0].sum())
    total = float(year.ghi_wh_m2.sum())
    if (lag is None or abs(lag) <= limit) and dark <= coefficient("reconcile", "night_share") * total:
        return
    raise InputError(
        "weather-epw-sun",
        Text(
            f"{year.site.name}：辐射与太阳不符（相差 {lag or 0.0:.1f} 小时，{dark / total:.0%} 在夜间）",
            f"{year.site.name}: radiation does not follow the sun ({lag or 0.0:.1f} h apart, "
            f"{dark / total:.0%} of it at night)",
        ),
        mend=Text(
            "检查 LOCATION 行的经度与时区，以及数据是否按当地标准时排列",
            "check longitude and time zone of the line LOCATION, and that the hours are local standard time",
        ),
    )


def reconcile(year: WeatherYear) -> WeatherYear:
    """Return ``year`` with radiation that follows the sun and closes; the daily sums of GHI are kept.

    1. A lag beyond 0.15 h is removed: the clearness of each hour (GHI over the extraterrestrial radiation of
       the lagging sun) is moved in time and laid over the true sun; each day keeps its sum.
    2. If the days' gaps between GHI and DNI cos(zenith) + DHI exceed 2 % of GHI, direct and diffuse are split
       anew after Erbs; else the file's own diffuse radiation is kept and moved with GHI.
    3. Direct radiation follows from closure in every hour.

    GHI is taken as right, since it is what stations measure. ``changes`` says each step and its size.
    """
    lag = radiation_lag(year)
    changes = list(year.changes)
    if lag is None:
        changes.append(
            Change(
                "radiation",
                "ghi_wh_m2",
                0,
                None,
                "h",
                Text(
                    "没有可用的总辐射，辐射未作协调",
                    "no global radiation to go by: radiation is as in the file",
                ),
            )
        )
        return year.replace(mode="reconciled", changes=tuple(changes))
    moved_h = round(lag, 2) if abs(lag) > coefficient("reconcile", "lag_noise_h") else 0.0
    gap, gap_share = closure_gap(year, lag_h=moved_h)
    ghi = moved(year.ghi_wh_m2, year=year, lag_h=moved_h)
    if gap_share > coefficient("reconcile", "closure_share"):
        direct, diffuse = split_global(ghi, site=year.site)
        split = Text("直射与散射按 Erbs 1982 重新划分", "direct and diffuse were split anew after Erbs 1982")
    else:
        own = np.minimum(moved(year.dhi_wh_m2, year=year, lag_h=moved_h), ghi)
        direct, diffuse = closed(ghi, dhi_wh_m2=own, site=year.site)
        split = Text("散射取自文件，直射由闭合得出", "diffuse is the file's, direct follows from closure")
    changes.append(_lag_change(year, ghi, lag, moved_h))
    changes.append(
        Change(
            "closure",
            "dni_wh_m2",
            int((np.abs(direct - year.dni_wh_m2) > 0.5).sum()),
            gap,
            "kWh/m²",
            Text(
                f"总辐射与 直射×cosZ＋散射 全年相差 {gap:.0f} kWh/m²（逐日差占 {gap_share:.1%}），{split.zh}",
                f"GHI and DNI cosZ + DHI were {gap:.0f} kWh/m² apart over the year "
                f"(daily gaps {gap_share:.1%}); {split.en}",
            ),
        )
    )
    return year.replace(
        ghi_wh_m2=ghi, dni_wh_m2=direct, dhi_wh_m2=diffuse, mode="reconciled", changes=tuple(changes)
    )


def moved(radiation_wh_m2: NDArray[np.float64], *, year: WeatherYear, lag_h: float) -> NDArray[np.float64]:
    """Return horizontal radiation [Wh/m2] with its lag removed, each day's sum kept, [8760].

    The ratio to the extraterrestrial radiation of the lagging sun moves in time, so that the shape of the day
    is the true sun's. A day without sun at the place keeps its hours.
    """
    if lag_h == 0.0:
        return radiation_wh_m2
    lagging = sun_hours(year.site, shift_h=lag_h).extraterrestrial_wh_m2
    seen = lagging > coefficient("reconcile", "seen_share") * lagging.max()
    steps = (np.arange(STEPS_AN_HOUR) + 0.5) / STEPS_AN_HOUR
    hours = np.arange(HOURS)[:, None] + steps[None, :]
    sun = sun_position(year.site, hours=hours)
    clearness = np.interp(hours + lag_h, hour_of_year()[seen], radiation_wh_m2[seen] / lagging[seen])
    above = np.maximum(sun.cos_zenith, 0.0) * sun.extraterrestrial_w_m2
    laid = (np.minimum(clearness, 1.0) * above).mean(axis=1).reshape(365, 24)
    wanted, got = radiation_wh_m2.reshape(365, 24).sum(axis=1), laid.sum(axis=1)
    scaled = laid * (wanted / np.where(got > 0.0, got, 1.0))[:, None]
    return np.where((got > 0.0)[:, None], scaled, radiation_wh_m2.reshape(365, 24)).ravel()


def _lag_change(year: WeatherYear, ghi: NDArray[np.float64], lag: float, moved_h: float) -> Change:
    """Say the lag that was found, and whether it was removed."""
    touched = int((np.abs(ghi - year.ghi_wh_m2) > 0.5).sum())
    done = (
        Text("已移除，日总量不变", "it was removed, daily sums are kept")
        if moved_h
        else Text("在云量造成的误差之内，未改动", "that is within the noise of clouds and was left")
    )
    return Change(
        "lag",
        "ghi_wh_m2",
        touched,
        lag,
        "h",
        Text(
            f"辐射滞后太阳 {lag:.2f} 小时：{done.zh}", f"radiation lagged the sun by {lag:.2f} h: {done.en}"
        ),
    )
