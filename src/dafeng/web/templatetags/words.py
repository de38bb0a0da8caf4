"""Template tags of the pages: words in the page's language, and statements in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from dafeng.base import Lang
from dafeng.base.unit_words import unit_words
from dafeng.indicators.status import STATES
from dafeng.plan.catalogue import catalogue
from dafeng.plan.model import Statement
from dafeng.records.schema import MATURITIES, tables
from dafeng.web import chart_bundle, figures, judgement, verdicts, words

register = template.Library()


def _lang(context: Context) -> Lang:
    """Return the language of the page."""
    lang: Lang = context["lang"]
    return lang


@register.simple_tag(takes_context=True)
def w(context: Context, key: str, **values: Any) -> str:
    """Return the words of ``key``: ``{% w "nav.overview" %}``."""
    return words.say(key, _lang(context), **values)


@register.simple_tag(takes_context=True)
def wof(context: Context, group: str, key: str | None) -> str:
    """Return the words of ``group.key``: ``{% wof "kind" statement.kind %}``."""
    return words.say(f"{group}.{key or 'none'}", _lang(context))


@register.filter
def say(value: Any, lang: Lang) -> str:
    """Return a two-language text in ``lang``; empty where there is none."""
    return value.say(lang) if value is not None else ""


@register.filter
def figure(statement: Statement, lang: Lang) -> str:
    """Return the figure of a statement."""
    return figures.figure(statement, lang)


@register.filter
def when(statement: Statement, lang: Lang) -> str:
    """Return the time of a statement."""
    return figures.when(statement.years, lang)


@register.filter
def plain(statement: Statement, lang: Lang) -> str:
    """Return time and figure of a statement as one phrase."""
    return figures.plain(statement, lang)


@register.filter
def unit(name: str | None, lang: Lang) -> str:
    """Return a unit in words."""
    return unit_words(name, lang) or figures.DASH


@register.simple_tag(takes_context=True)
def body_name(context: Context, id: str) -> str:
    """Return the name of a body."""
    name: str = context["board"].body_name(id, _lang(context))
    return name


@register.simple_tag(takes_context=True)
def scope_name(context: Context, id: str) -> str:
    """Return the name of a scope."""
    name: str = context["board"].scope_name(id, _lang(context))
    return name


@register.simple_tag(takes_context=True)
def article_name(context: Context, number: str) -> str:
    """Return an article's number in words: 第 12 条, Article 12; the goals have a name of their own."""
    return words.article_words(number, _lang(context))


@register.filter
def no(id: str, lang: Lang) -> str:
    """Return a statement's number as it is read: 12.1; 目标 2, Goal 2."""
    return words.number_words(id, lang)


@register.simple_tag(takes_context=True)
def question_name(context: Context, id: str) -> str:
    """Return an open question's number in words: 事项 3, Question 3."""
    return words.say("decisions.number", _lang(context), n=context["board"].questions[id])


@register.simple_tag(takes_context=True)
def issuer_name(context: Context, name: str) -> str:
    """Return the name of an issuer."""
    found: str = context["board"].issuer_name(name, _lang(context))
    return found


@register.filter
def reason(why: str, lang: Lang) -> str:
    """Return why a number is no statement."""
    return words.reason_words(why, lang)


@register.simple_tag(takes_context=True)
def indicator_name(context: Context, id: str | None) -> str:
    """Return the name of an indicator; says so where there is none."""
    lang = _lang(context)
    found = catalogue().get(id) if id else None
    return found.name.say(lang) if found else words.say("statement.no_indicator", lang)


@register.simple_tag(takes_context=True)
def told(context: Context, thing: Any, method: str) -> str:
    """Return what ``thing`` says of itself in the page's language: ``{% told relative "difference" %}``."""
    return str(getattr(thing, method)(_lang(context)))


@register.simple_tag
def query(**values: Any) -> str:
    """Return ``?name=value`` of the values that are not empty."""
    return "?" + urlencode({key: value for key, value in values.items() if value not in (None, "")})


@register.filter
def due(day: str | None, lang: Lang) -> str:
    """Return a day of the year in words."""
    return figures.day_of_year(day, lang) if day else figures.DASH


@register.simple_tag(takes_context=True)
def state(context: Context, name: str, *, short: bool = False) -> SafeString:
    """Return a state as a badge; ``short`` shows its sign alone, with the word as its title."""
    label = STATES[name].say(_lang(context))  # type: ignore[index]
    if short:
        return format_html('<span class="st st-{} sign" title="{}"><b>{}</b></span>', name, label, label)
    return format_html('<span class="st st-{}">{}</span>', name, label)


@register.simple_tag(takes_context=True)
def state_name(context: Context, name: str) -> str:
    """Return a state in words."""
    return STATES[name].say(_lang(context))  # type: ignore[index]


@register.simple_tag(takes_context=True)
def area_name(context: Context, id: str) -> str:
    """Return the name of a region, scope or area."""
    found: str = context["facts"].area_name(id, _lang(context))
    return found


@register.simple_tag(takes_context=True)
def table_name(context: Context, id: str) -> str:
    """Return the title of a reported table."""
    found = tables().get(id)
    return found.title.say(_lang(context)) if found else id


@register.simple_tag(takes_context=True)
def maturity_name(context: Context, id: str | None) -> str:
    """Return a maturity in words; empty where there is none."""
    return MATURITIES[id].say(_lang(context)) if id is not None and id in MATURITIES else ""


@register.filter
def value(status: Any, lang: Lang) -> str:
    """Return the value of a status."""
    return verdicts.value(status, lang)


@register.filter
def gap(status: Any, lang: Lang) -> str:
    """Return the shortfall of a status."""
    return verdicts.gap(status, lang)


@register.filter
def pace(status: Any, lang: Lang) -> str:
    """Return the pace that a status requires."""
    return verdicts.pace(status, lang)


@register.filter
def odds(status: Any) -> str:
    """Return the probability of meeting the target."""
    return verdicts.odds(status)


@register.filter
def raw(number: Any) -> str:
    """Return a number as a spreadsheet takes it; empty where there is none."""
    return "" if number is None or isinstance(number, tuple) else repr(float(number))


@register.filter
def pick(mapping: Any, key: str) -> Any:
    """Return the entry ``key`` of a mapping; None where there is none."""
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def status_of(context: Context, id: str) -> Any:
    """Return the status of a statement over its scope; None where it is not judged."""
    return context["facts"].status(id)


@register.simple_tag(takes_context=True)
def level(context: Context, number: Any, unit: str | None) -> str:
    """Return a computed number with its unit."""
    return verdicts.level(number, unit, _lang(context))


@register.simple_tag(takes_context=True)
def bare(context: Context, number: float, unit: str | None) -> str:
    """Return a computed number without its unit, for tables that name it once."""
    return figures.rounded(number, unit, _lang(context))


@register.filter
def plain_number(number: float) -> str:
    """Return a sum or a factor with up to seven digits."""
    return figures.sum_words(number)


@register.simple_tag(takes_context=True)
def row_place(context: Context, failing: Any) -> str:
    """Return where a row was read from."""
    return judgement.place_words(failing, _lang(context))


@register.simple_tag(takes_context=True)
def factor_name(context: Context, name: str) -> str:
    """Return the name of a factor in words."""
    return judgement.factor_words(name, _lang(context))


@register.simple_tag(takes_context=True)
def basis_name(context: Context, basis: str) -> str:
    """Return what a factor rests on, in words; the word itself where it is none of the known."""
    key = f"factor_basis.{basis}"
    return words.say(key, _lang(context)) if key in words.WORDS else basis


@register.simple_tag(takes_context=True)
def level_name(context: Context, level: str) -> str:
    """Return the level of a region in words; the word itself where it is none of the known."""
    key = f"region_level.{level}"
    return words.say(key, _lang(context)) if key in words.WORDS else level


@register.simple_tag(takes_context=True)
def page_link(context: Context, n: int, step: int) -> str:
    """Return the address of a neighbouring page of the same list."""
    query = context["params"].copy()
    query["p"] = str(n + step)
    return f"?{query.urlencode()}"


@register.simple_tag
def chart_version() -> str:
    """Return the version of the script that draws charts."""
    return chart_bundle.version()
