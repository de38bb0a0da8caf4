"""Lines of waste and wastewater: incineration, biological treatment, landfill, sewage."""

from __future__ import annotations

from collections.abc import Mapping

from dafeng.base import Text
from dafeng.carbon.decay import first_order_decay
from dafeng.carbon.lines import Missing
from dafeng.carbon.making import Gas, Making
from dafeng.carbon.sources import Sum

__all__ = ["add_waste"]

_GASES: Mapping[str, Gas] = {"CH4": "ch4", "N2O": "n2o"}


def add_waste(made: Making) -> None:
    """Add the lines of municipal waste and sewage.

    Electricity from waste is sold to the grid and stands in its factor: there is no credit for it, and the
    fossil CO2 of burning is counted once, here. Source: 省级温室气体清单编制指南; IPCC 2006 V5 Ch3 to Ch6.
    """
    values = {
        "burnt": "sum(incinerated_t)",
        "biological": "sum(biological_t)",
        "landfilled": "sum(landfilled_t)",
    }
    found = made.usable(
        made.reader.sums("waste", values, needs=("incinerated_t", "biological_t", "landfilled_t")), "landfill"
    )
    for s in found:
        at = (s.region, s.year)
        rate = made.factor("incin.CO2", *at, "tCO2/t")
        made.add(
            "incineration",
            s,
            (s.values["burnt"], "t"),
            (rate.value, (rate,)),
            formula="waste x fossil CO2",
            gas="CO2",
            scope=1,
        )
        for gas, key in (("CH4", "incin.CH4.stoker"), ("N2O", "incin.N2O")):
            _process(made, "incineration", s, s.values["burnt"], gas=gas, key=key, unit="kg/t")
        for gas, key in (("CH4", "compost.CH4"), ("N2O", "compost.N2O")):
            _process(made, "biological", s, s.values["biological"], gas=gas, key=key, unit="g/kg wet")
    _landfill(made, found)
    _sewage(made)


def _process(made: Making, system: str, s: Sum, mass_t: float, *, gas: str, key: str, unit: str) -> None:
    """Add a gas that is released per mass of waste: kg/t, or g/kg, which is the same."""
    rate = made.factor(key, s.region, s.year, unit)
    warming = made.gwp(_GASES[gas], s.region, s.year)
    made.add(
        system,
        s,
        (mass_t, "t"),
        (rate.value / 1000 * warming.value, (rate, warming)),
        formula="waste x gas per mass x warming potential",
        gas=gas,
        scope=1,
    )


def _landfill(made: Making, found: list[Sum]) -> None:
    """Add the methane of what was landfilled since the first report, by first-order decay."""
    by_region: dict[str, dict[int, Sum]] = {}
    for s in found:
        by_region.setdefault(s.region, {})[s.year] = s
    names = {
        "doc": ("fod.DOC.混合垃圾(bulk)", "t/t"),
        "docf": ("fod.DOCf", "1"),
        "mcf": ("fod.MCF.管理厌氧", "1"),
        "k": ("fod.k.dry_temperate.混合垃圾(bulk)", "1/a"),
        "f": ("fod.F(CH4 share)", "1"),
        "ox": ("fod.OX.管理填埋覆土", "1"),
    }
    for region, years in sorted(by_region.items()):
        first, last = min(years), max(years)
        start = first if made.boundary.landfill_since is None else min(made.boundary.landfill_since, first)
        span = range(start, last + 1)
        series, unknown = [], []
        for year in span:
            if year in years:
                series.append(years[year].values["landfilled"])
            elif year < first:
                series.append(years[first].values["landfilled"])
            else:
                series.append(0.0)
                unknown.append(year)
        f = {name: made.factor(key, region, last, unit) for name, (key, unit) in names.items()}
        decay = first_order_decay(
            series,
            degradable_share=f["doc"].value,
            decomposing_share=f["docf"].value,
            correction=f["mcf"].value,
            rate_per_year=f["k"].value,
            methane_share=f["f"].value,
            oxidised_share=f["ox"].value,
        )
        for year, gone, methane in zip(span, decay.decomposed_t, decay.methane_t, strict=True):
            if year not in years:
                continue
            s = years[year]
            lacking = [str(y) for y in unknown if y < year]
            if start == first and year == first:
                lacking = [f"<{first}"]
            if lacking:
                made.missing.append(
                    Missing(
                        "landfill",
                        region,
                        year,
                        ("waste",),
                        Text(
                            f"{'、'.join(lacking)} 年的填埋量未报",
                            f"deposits of {', '.join(lacking)} are not reported",
                        ),
                    )
                )
            if year == start:
                continue
            warming = made.gwp("ch4", region, year)
            note = None
            if start < first:
                note = Text(
                    f"{start}—{first - 1} 年按 {first} 年的填埋量回推",
                    f"deposits of {start} to {first - 1} as in {first}",
                )
            made.add(
                "landfill",
                s,
                (gone, "t C decomposed"),
                (methane / gone * warming.value if gone else 0.0, (*f.values(), warming)),
                formula="carbon decomposed in the year x F x 16/12 x (1 - OX) x warming potential",
                gas="CH4",
                note=note,
                scope=1,
            )


def _sewage(made: Making) -> None:
    """Add CH4 of treated and untreated sewage by its BOD, and N2O of plants by the persons served.

    CH4 = water x BOD x B0 x MCF; N2O = persons x 3.2 g. Source: IPCC 2006 V5 Ch6, 2019 Refinement table 6.3.
    """
    sums = made.reader.sums(
        "sewage",
        {"kg": "sum(treated_m3 * influent_bod_mg_l) / 1000.0"},
        needs=("treated_m3", "influent_bod_mg_l"),
    )
    for s in made.usable(sums, "sewage_process"):
        _methane(made, "sewage_process", s, "ww.MCF.好氧厂.2019")
    sums = made.reader.sums(
        "sewage",
        {"kg": "sum(greatest(discharged_m3 - treated_m3, 0) * influent_bod_mg_l) / 1000.0"},
        needs=("discharged_m3", "treated_m3", "influent_bod_mg_l"),
    )
    for s in made.usable(sums, "sewage_untreated"):
        _methane(made, "sewage_untreated", s, "ww.MCF.直排")
    sums = made.reader.sums(
        "water_use", {"persons": "sum(sewage_served_persons)"}, needs=("sewage_served_persons",)
    )
    for s in made.usable(sums, "sewage_nitrogen"):
        rate = made.factor("ww.N2O.person", s.region, s.year, "kgN2O/person")
        warming = made.gwp("n2o", s.region, s.year)
        made.add(
            "sewage_nitrogen",
            s,
            (s.values["persons"], "person"),
            (rate.value * warming.value / 1000, (rate, warming)),
            formula="persons served x N2O per person x warming potential",
            gas="N2O",
            scope=1,
        )


def _methane(made: Making, system: str, s: Sum, correction: str) -> None:
    """Add methane of organic matter: BOD x B0 x MCF x warming potential."""
    at = (s.region, s.year)
    most, part = made.factor("ww.B0.BOD", *at, "kgCH4/kgBOD"), made.factor(correction, *at, "1")
    warming = made.gwp("ch4", *at)
    made.add(
        system,
        s,
        (s.values["kg"], "kg BOD"),
        (most.value * part.value * warming.value / 1000, (most, part, warming)),
        formula="BOD x B0 x MCF x warming potential",
        gas="CH4",
        scope=1,
    )
