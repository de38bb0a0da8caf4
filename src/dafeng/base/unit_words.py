"""Units in words, for pages and documents; a unit that is not listed is shown as the plan writes it."""

from __future__ import annotations

from dafeng.base.texts import Lang

_UNITS: dict[str, tuple[str, str]] = {
    "%": ("%", "%"),
    "percentage_point": ("个百分点", "percentage points"),
    "m2": ("平方米", "m²"),
    "km2": ("平方公里", "km²"),
    "ha": ("公顷", "ha"),
    "m": ("米", "m"),
    "km": ("公里", "km"),
    "km/km2": ("公里/平方公里", "km/km²"),
    "person/km2": ("人/平方公里", "people/km²"),
    "m2/person": ("平方米/人", "m²/person"),
    "storey": ("层", "storeys"),
    "star": ("星级", "stars"),
    "year": ("年", "years"),
    "day": ("天", "days"),
    "h": ("小时", "h"),
    "min": ("分钟", "min"),
    "month": ("个月", "months"),
    "t": ("吨", "t"),
    "t/d": ("吨/日", "t/d"),
    "t/10^4 m2": ("吨/万平方米", "t per 10,000 m²"),
    "m3": ("立方米", "m³"),
    "m3/d": ("立方米/日", "m³/d"),
    "kWh": ("千瓦时", "kWh"),
    "kWh/m2": ("千瓦时/平方米", "kWh/m²"),
    "kgce/m2": ("千克标准煤/平方米", "kgce/m²"),
    "tce": ("吨标准煤", "tce"),
    "MW": ("兆瓦", "MW"),
    "kW": ("千瓦", "kW"),
    "GJ/m2": ("吉焦/平方米", "GJ/m²"),
    "W/m2": ("瓦/平方米", "W/m²"),
    "W/(m2*K)": ("瓦/(平方米·开)", "W/(m²·K)"),
    "t/h": ("吨/小时", "t/h"),
    "degC": ("℃", "°C"),
    "lm/W": ("流明/瓦", "lm/W"),
    "mg/L": ("毫克/升", "mg/L"),
    "ug/m3": ("微克/立方米", "µg/m³"),
    "household": ("户", "households"),
    "person": ("人", "people"),
    "item": ("项", "items"),
    "project": ("个项目", "projects"),
    "times": ("次", "times"),
    "times/year": ("次/年", "times a year"),
    "yuan/m2": ("元/平方米", "yuan/m²"),
    "km/10^4 person": ("公里/万人", "km per 10,000 people"),
    "month_end": ("月底", "end of month"),
    "month_day": ("月日", "day of the year"),
    "day_of_month": ("每月某日", "day of the month"),
    "mm": ("毫米", "mm"),
    "tCO2": ("吨二氧化碳", "t CO₂"),
    "tCO2e": ("吨二氧化碳当量", "t CO₂e"),
    "kgce": ("千克标准煤", "kgce"),
    "kg": ("千克", "kg"),
    "W": ("瓦", "W"),
    "lm": ("流明", "lm"),
    "GJ": ("吉焦", "GJ"),
    "L": ("升", "L"),
    "mg": ("毫克", "mg"),
    "ug": ("微克", "µg"),
    "yuan": ("元", "yuan"),
    "L/(person*d)": ("升/（人·日）", "L per person and day"),
    "1": ("", ""),
}
_SINGULAR = {
    "storeys": "storey",
    "stars": "star",
    "years": "year",
    "days": "day",
    "months": "month",
    "households": "household",
    "people": "person",
    "items": "item",
    "projects": "project",
    "percentage points": "percentage point",
}


_DENOMINATORS = {
    "10^4 m2": ("万平方米", "10,000 m²"),
    "10^4 person": ("万人", "10,000 people"),
    "(person*d)": ("（人·日）", "(person·day)"),
    "d": ("日", "day"),
    "year": ("年", "year"),
    "person": ("人", "person"),
    "household": ("户", "household"),
}


def _listed(unit: str, lang: Lang) -> str:
    """Return the words of a unit; a quotient that is not listed is put together from its parts."""
    if unit in _UNITS:
        return _UNITS[unit][lang == "en"]
    top, slash, bottom = unit.partition("/")
    if not slash:
        return unit
    below = _DENOMINATORS.get(bottom) or _UNITS.get(bottom) or (bottom, bottom)
    return f"{_UNITS.get(top, (top, top))[lang == 'en']}/{below[lang == 'en']}"


def unit_words(unit: str | None, lang: Lang, *, plural: bool = True) -> str:
    """Return a unit in words.

    >>> unit_words("km/km2", "zh"), unit_words("storey", "en"), unit_words("star", "en", plural=False)
    ('公里/平方公里', 'storeys', 'star')
    >>> unit_words("t/year", "zh"), unit_words("L/(person*d)", "en")
    ('吨/年', 'L per person and day')
    """
    if unit is None:
        return ""
    words = _listed(unit, lang)
    return words if plural else _SINGULAR.get(words, words)


UNITS: tuple[str, ...] = tuple(_UNITS)
