"""Methane of landfills by first-order decay."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dafeng.base import InputError, Text

__all__ = ["Decay", "first_order_decay"]


@dataclass(frozen=True, slots=True)
class Decay:
    """What happens in each year to the carbon that was landfilled: [year] in the order of the deposits.

    ``deposited_t``, ``stored_t`` (at the end of the year), ``decomposed_t``: tonnes of degradable carbon;
    ``methane_t`` is what leaves the landfill [t CH4]. What was deposited is stored or was decomposed.
    """

    deposited_t: tuple[float, ...]
    stored_t: tuple[float, ...]
    decomposed_t: tuple[float, ...]
    methane_t: tuple[float, ...]


def first_order_decay(
    waste_t: Sequence[float],
    *,
    degradable_share: float,
    decomposing_share: float,
    correction: float,
    rate_per_year: float,
    methane_share: float,
    oxidised_share: float = 0.0,
    recovered_t: Sequence[float] | None = None,
) -> Decay:
    """Return the methane of yearly deposits ``waste_t`` [t wet], by first-order decay.

    DDOCmd(T) = W DOC DOCf MCF; DDOCma(T) = DDOCmd(T) + DDOCma(T-1) exp(-k);
    decomposed(T) = DDOCma(T-1) (1 - exp(-k)); CH4(T) = (decomposed(T) F 16/12 - R(T)) (1 - OX).

    ``degradable_share`` is DOC, ``decomposing_share`` DOCf, ``correction`` MCF, ``rate_per_year`` k,
    ``methane_share`` F, ``oxidised_share`` OX, ``recovered_t`` R [t CH4]. Decay starts in the year after the
    deposit. Raises ``InputError`` (``carbon-decay``) for negative amounts, shares outside 0-1, or recovery of
    more than there is.

    Source: IPCC 2006 V5 Ch3 equations 3.1 to 3.6.

    >>> d = first_order_decay([1000.0, 0.0], degradable_share=0.15, decomposing_share=0.5, correction=1.0,
    ...                       rate_per_year=0.05, methane_share=0.5, oxidised_share=0.1)
    >>> d.deposited_t[0], round(d.methane_t[1], 4)
    (75.0, 2.1947)
    """
    shares = (degradable_share, decomposing_share, correction, methane_share, oxidised_share)
    taken = list(recovered_t) if recovered_t is not None else [0.0] * len(waste_t)
    wrong = (
        any(not 0 <= s <= 1 for s in shares)
        or not (rate_per_year >= 0 and math.isfinite(rate_per_year))
        or any(not (w >= 0 and math.isfinite(w)) for w in (*waste_t, *taken))
        or len(taken) != len(waste_t)
    )
    if wrong:
        raise InputError(
            "carbon-decay",
            Text("填埋计算的输入不合理", "the input of the landfill model is impossible"),
            mend=Text(
                "量不小于 0，份额在 0 与 1 之间，年份数一致",
                "amounts from 0, shares 0 to 1, one recovery a year",
            ),
        )
    deposited, stored, decomposed, methane = [], [], [], []
    before = 0.0
    for amount, recovered in zip(waste_t, taken, strict=True):
        fresh = amount * degradable_share * decomposing_share * correction
        gone = before * -math.expm1(-rate_per_year)
        made = gone * methane_share * 16 / 12
        if recovered > made * (1 + 1e-12):
            raise InputError(
                "carbon-decay",
                Text(
                    f"回收甲烷 {recovered:g} 吨多于产生量 {made:g} 吨",
                    f"{recovered:g} t recovered of {made:g} t made",
                ),
                mend=Text("核对回收量", "check the methane recovered"),
            )
        before = fresh + before - gone
        deposited.append(fresh)
        decomposed.append(gone)
        stored.append(before)
        methane.append((made - recovered) * (1 - oxidised_share))
    return Decay(tuple(deposited), tuple(stored), tuple(decomposed), tuple(methane))
