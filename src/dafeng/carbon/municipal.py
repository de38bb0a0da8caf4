"""Lines of municipal services: their electricity, the loss of heat networks, leaking gas, greenery."""

from __future__ import annotations

from dafeng.base import Issue, Text
from dafeng.carbon.energy import CARRIERS, carrier_factor
from dafeng.carbon.making import Making
from dafeng.carbon.sources import Sum

__all__ = ["add_municipal"]

_ABOVE = 1.05


def add_municipal(made: Making) -> None:
    """Add electricity and fuels of municipal services, loss of heat networks, gas leakage and greenery."""
    _electricity(made)
    _heat_loss(made)
    _gas_leakage(made)
    for s in made.usable(
        made.reader.sums("built_up_areas", {"ha": "sum(green_area_ha)"}, needs=("green_area_ha",)),
        "green_sink",
    ):
        sink = made.factor("sink.urban_green", s.region, s.year, "kgCO2/m2")
        made.add(
            "green_sink",
            s,
            (s.values["ha"], "ha"),
            (-sink.value * 10, (sink,)),
            formula="- green land x uptake per area",
            scope=1,
        )


def _electricity(made: Making) -> None:
    """Split the municipal electricity: lighting, sewage, water by volume; the rest is what remains.

    What ``energy_use`` reports for municipal services is the whole, so that parts are never added on top: the
    estimate for water takes at most what the metered parts leave. Where the whole is not reported the
    parts stand alone.
    """
    reader = made.reader
    whole: dict[tuple[str, int], Sum] = {}
    for s in reader.sums(
        "energy_use", {"quantity": "sum(quantity)"}, by=("carrier",), where="sector = 'municipal'"
    ):
        if s.region not in made.places:
            continue
        if s.keys[0] == "electricity":
            whole[s.region, s.year] = s
            continue
        unit, _, scope = CARRIERS[s.keys[0]]
        chosen = carrier_factor(made, s.keys[0], s.region, s.year)
        made.add(
            "municipal_other",
            s,
            (s.values["quantity"], unit),
            (chosen.value, (chosen,)),
            formula="quantity x factor of the carrier",
            detail=s.keys[0],
            scope=scope,
        )
    metered: dict[tuple[str, int], float] = {}
    for system, table in (("lighting", "lighting"), ("sewage_energy", "sewage")):
        found = reader.sums(table, {"kwh": "sum(electricity_kwh)"}, needs=("electricity_kwh",))
        for s in made.usable(found, system):
            chosen = made.grid(s.region, s.year)
            metered[s.region, s.year] = metered.get((s.region, s.year), 0.0) + s.values["kwh"]
            made.add(
                system,
                s,
                (s.values["kwh"], "kWh"),
                (chosen.value, (chosen,)),
                formula="electricity x factor of the grid",
                detail="electricity",
                scope=2,
            )
    water = _water(made, whole, metered)
    for at, s in whole.items():
        chosen = made.grid(*at)
        parts = metered.get(at, 0.0) + water.get(at, 0.0)
        rest = s.values["quantity"] - parts
        note = Text("市政用电减去照明、污水和供水", "municipal electricity less lighting, sewage and water")
        if rest < 0:
            note = Text(
                "分项计量之和大于市政用电，按分项计", "the metered parts exceed the whole; the parts count"
            )
            made.issues.append(_exceeds(at, s.values["quantity"], parts))
        made.add(
            "municipal_other",
            s,
            (max(rest, 0.0), "kWh"),
            (chosen.value, (chosen,)),
            formula="whole less parts, x factor of the grid",
            detail="electricity",
            scope=2,
            note=note,
        )


def _water(
    made: Making, whole: dict[tuple[str, int], Sum], metered: dict[tuple[str, int], float]
) -> dict[tuple[str, int], float]:
    """Add the electricity of water that is used and that leaks; return it by region and year [kWh]."""
    used: dict[tuple[str, int], float] = {}
    needs = ("supplied_m3", "registered_use_m3")
    values = {"supplied": "sum(supplied_m3)", "used": "sum(registered_use_m3)"}
    for s in made.usable(made.reader.sums("water_supply", values, needs=needs), "water_supply"):
        at = (s.region, s.year)
        rate, chosen = made.factor("water.energy.supply", *at, "kWh/m3"), made.grid(*at)
        estimate = s.values["supplied"] * rate.value
        room = max(whole[at].values["quantity"] - metered.get(at, 0.0), 0.0) if at in whole else estimate
        fit = min(1.0, room / estimate) if estimate else 1.0
        note = None
        if fit < 1.0:
            note = Text(
                "按水量估算的用电超出市政用电余量，按余量计",
                "the estimate exceeds what municipal electricity leaves; cut to it",
            )
        used[at] = estimate * fit
        leaked = max(s.values["supplied"] - s.values["used"], 0.0)
        for system, volume in (("water_supply", s.values["supplied"] - leaked), ("water_leakage", leaked)):
            made.add(
                system,
                s,
                (volume, "m3"),
                (rate.value * fit * chosen.value, (rate, chosen)),
                formula="water x electricity per volume x factor of the grid",
                detail="electricity",
                scope=2,
                note=note,
            )
    return used


def _heat_loss(made: Making) -> None:
    """Add the heat that networks lose: heat fed in less heat delivered, by the factor of heat.

    Heat of buildings and loss that counts are together at most the heat fed in, unless the boundary says that
    buildings are metered at the building; what of the loss is in the heat of buildings already is a memo.
    """
    needs = ("heat_input_gj", "heat_delivered_gj")
    values = {"input": "sum(heat_input_gj)", "delivered": "sum(heat_delivered_gj)"}
    metered = made.boundary.heat_metered_at
    bought = {
        (s.region, s.year): s.values["gj"]
        for s in made.reader.sums("energy_use", {"gj": "sum(quantity)"}, where="carrier = 'heat'")
    }
    for s in made.usable(made.reader.sums("heat_networks", values, needs=needs), "heat_loss"):
        at = (s.region, s.year)
        chosen = made.factor("heat.default", *at, "tCO2/GJ")
        loss = max(s.values["input"] - s.values["delivered"], 0.0)
        room = max(s.values["input"] - bought.get(at, 0.0), 0.0)
        counted = {"building": loss, "source": 0.0, "auto": min(loss, room)}[metered]
        for system, part in (("heat_loss", counted), ("heat_loss_in_factor", loss - counted)):
            if part or (system == "heat_loss" and metered != "source"):
                made.add(
                    system,
                    s,
                    (part, "GJ"),
                    (chosen.value, (chosen,)),
                    formula="(heat fed in - heat delivered) x factor of heat",
                    scope=3,
                    detail="heat",
                )
        if metered != "source" and bought.get(at, 0.0) > _ABOVE * s.values["delivered"]:
            made.issues.append(_at_source(at, bought[at], s.values["delivered"]))


def _gas_leakage(made: Making) -> None:
    """Add methane that leaks from gas distribution: gas sold x loss x warming potential."""
    for s in made.usable(
        made.reader.sums("energy_use", {"m3": "sum(quantity)"}, where="carrier = 'gas'"), "gas_leakage"
    ):
        at = (s.region, s.year)
        rate, warming = made.factor("gas.distribution.ch4", *at, "kgCH4/m3"), made.gwp("ch4_fossil", *at)
        made.add(
            "gas_leakage",
            s,
            (s.values["m3"], "m3"),
            (rate.value * warming.value / 1000, (rate, warming)),
            formula="gas sold x methane lost per volume x warming potential",
            detail="gas",
            gas="CH4",
            scope=1,
        )


def _exceeds(at: tuple[str, int], whole: float, parts: float) -> Issue:
    return Issue(
        "carbon-municipal-parts",
        "warning",
        Text(
            "照明、污水用电之和大于市政用电",
            "lighting and sewage use more electricity than municipal services",
        ),
        where=f"{at[0]} {at[1]}",
        got=f"{parts:,.0f} kWh",
        wanted=f"<= {whole:,.0f} kWh",
        mend=Text(
            "核对能耗表市政电力与照明、污水表", "check municipal electricity against lighting and sewage"
        ),
    )


def _at_source(at: tuple[str, int], bought: float, delivered: float) -> Issue:
    return Issue(
        "carbon-heat-at-source",
        "warning",
        Text(
            "建筑用热大于热网送达的热量，可能按热源口径填报；管网损失只计供入热量容得下的部分",
            "buildings use more heat than networks deliver, as where it is measured at the source",
        ),
        where=f"{at[0]} {at[1]}",
        got=f"{bought:,.0f} GJ",
        wanted=f"<= {delivered:,.0f} GJ",
        mend=Text(
            "核对口径；按热源计量时用 --heat-at source",
            "check it; measured at the source, use --heat-at source",
        ),
    )
