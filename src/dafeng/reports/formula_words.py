"""Formulas in words: the SQL of an indicator with the titles of columns and categories in place of names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from dafeng.base import Lang
from dafeng.indicators.formulas import Side, VariantFormula, formulas
from dafeng.indicators.status import Trace
from dafeng.plan.catalogue import catalogue
from dafeng.records.schema import Table, categories, tables

__all__ = ["expression_words", "formula_words"]

_TOKEN = re.compile(r"'[^']*'|\{\w+\}|[A-Za-z_]\w*|\d+(?:\.\d+)?|<>|<=|>=|\S")
_WORDS: Mapping[str, tuple[str, str]] = {
    "and": ("且", " and "),
    "or": ("或", " or "),
    "not": ("非", "not "),
    "is": ("", ""),
    "null": ("未填", "blank"),
    "in": ("属于", " in "),
    "<>": ("不是", " is not "),
    "<=": ("≤", " ≤ "),
    ">=": ("≥", " ≥ "),
    "<": ("＜", " < "),
    ">": ("＞", " > "),
    "=": ("为", " is "),
    "*": ("×", " × "),
    "/": ("÷", " ÷ "),
    "+": ("＋", " + "),
    "-": ("－", " − "),
    "{y}": ("当年", "the year"),
    "{op}": ("达到", "reaches"),
    "{value}": ("规定值", "the limit"),
    "case": ("（", "("),
    "when": ("若", "if "),
    "then": ("则为", " then "),
    "else": ("，否则为", ", else "),
    "end": ("）", ")"),
    "least": ("取小值", "the least of "),
    "greatest": ("取大值", "the greatest of "),
    "coalesce": ("依次取", "the first given of "),
    "abs": ("绝对值", "absolute value of "),
    "round": ("取整", "rounded "),
    "true": ("是", "yes"),
    "false": ("否", "no"),
}
_DERIVED: Mapping[str, tuple[str, str]] = {
    "tce_calorific": ("当量值折标系数", "coal factor by calorific value"),
    "tce_coal_equivalent": ("等价值折标系数", "coal factor by coal-equivalent value"),
    "tco2": ("排放系数", "emission factor"),
    "tco2_fixed": ("固定年份排放系数", "emission factor of the fixed year"),
}
_AGGREGATE = re.compile(r"(sum|count)\((.*?)\)(?:\s*FILTER\s*\(WHERE (.*)\))?(\s*[*/]\s*[\d.]+)?", re.DOTALL)
# The year of a date is compared with a year: 建成日期≤当年.
_YEAR_OF = re.compile(r"\byear\((\w+)\)", re.IGNORECASE)
_NEGATED = re.compile(r"非(属于|未填)")


def formula_words(trace: Trace, lang: Lang) -> str:
    """Return how a value is computed, in words; the definition where the formula is no ratio of sums.

    Empty where nothing is known of it.
    """
    formula = formulas().get(trace.indicator or "")
    variant = None if formula is None else formula.by_id.get(trace.variant or "")
    if variant is not None:
        return _variant_words(variant, lang)
    if formula is not None and formula.rows is not None:
        table = tables()[formula.rows.table]
        words = expression_words(formula.rows.value, table, lang)
        return f"逐项：{words}" if lang == "zh" else f"case by case: {words}"
    entry = catalogue().get(trace.indicator or "")
    return entry.definition_zh if entry is not None and lang == "zh" else ""


def _variant_words(variant: VariantFormula, lang: Lang) -> str:
    """Return numerator over denominator, and which rows count."""
    zh = lang == "zh"
    constants = {c.name: c.value for c in variant.constants}
    words = _side_words(variant.numerator, lang, constants)
    if variant.denominator is not None:
        below = _side_words(variant.denominator, lang, constants)
        words = f"{words} ÷ {below}"
    if variant.scale != 1:
        words += f" × {variant.scale:g}"
    limits = []
    for side in variant.sides:
        if side.where:
            limits.append(expression_words(side.where, tables()[side.table], lang))
        if side.year and side.year != "year":
            stage = expression_words(re.sub(r"\byear\((\w+)\)", r"\1", side.year), tables()[side.table], lang)
            limits.append(f"按{stage}所在年份" if zh else f"by the year of the {stage}")
    behind = list(dict.fromkeys(limits))
    if behind:
        words += f"（{'；'.join(behind)}）" if zh else f" ({'; '.join(behind)})"
    return words


def _side_words(side: Side, lang: Lang, constants: Mapping[str, float]) -> str:
    """Return one sum in words."""
    sql, table, zh = side.sql, tables()[side.table], lang == "zh"
    match = _AGGREGATE.fullmatch(sql)
    if match is None or _unbalanced(match.group(2)):
        return expression_words(sql, table, lang, constants=constants)
    kind, inner, only, scale = match.groups()
    what = "项数" if zh else f"number of rows of {table.title.en}"
    if kind == "sum" and inner.strip() != "1":
        words = expression_words(inner, table, lang, constants=constants)
        what = _bracketed(words, inner) + ("合计" if zh else " (sum)")
    if only:
        condition = expression_words(only, table, lang, constants=constants)
        what = f"{what}〔{condition}〕" if zh else f"{what} [{condition}]"
    return what + (expression_words(scale, table, lang, constants=constants) if scale else "")


def _unbalanced(words: str) -> bool:
    depth = 0
    for c in words:
        depth += (c == "(") - (c == ")")
        if depth < 0:
            return True
    return depth != 0


def _bracketed(words: str, sql: str) -> str:
    """Return ``words`` in brackets where they are more than one name."""
    return words if re.fullmatch(r"\s*\w+\s*", sql) else f"（{words}）"


def expression_words(
    sql: str, table: Table, lang: Lang, *, constants: Mapping[str, float] = MappingProxyType({})
) -> str:
    """Return an expression over the columns of ``table`` in words, with the numbers of its ``constants``.

    >>> expression_words("source NOT IN ('stove', 'coal_boiler')", tables()["heating"], "zh")
    '热源不属于（散煤、其他燃煤锅炉集中供热）'
    """
    at = lang == "en"
    columns = {c.name: c for c in table.columns}
    listed: str | None = None
    out: list[str] = []
    for token in _TOKEN.findall(_YEAR_OF.sub(r"\1", sql)):
        word = token.casefold()
        if token in columns:
            listed = columns[token].categories
            title = columns[token].title.say(lang)
            out.append(title)
        elif token.startswith("'"):
            name = token.strip("'")
            known = categories().get(listed or "", {}).get(name)
            out.append(known.say(lang) if known else name)
        elif token in _DERIVED:
            out.append(_DERIVED[token][at])
        elif token.startswith("{") and token[1:-1] in constants:
            out.append(f"{constants[token[1:-1]]:g}")
        elif word in _WORDS:
            out.append(_WORDS[word][at])
        elif token in "()":
            out.append(("（" if token == "(" else "）") if lang == "zh" else token)
        elif token == ",":
            out.append("、" if lang == "zh" else ", ")
        elif word in ("filter", "where"):
            out.append("" if word == "filter" else ("仅计" if lang == "zh" else "where "))
        else:
            out.append(token)
    words = "".join(out)
    if lang == "zh":
        return _NEGATED.sub(r"不\1", words).replace("不未填", "已填")
    return re.sub(r" {2,}", " ", words.replace("not  in", "not in")).strip()
