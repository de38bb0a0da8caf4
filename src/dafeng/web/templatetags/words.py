"""Template tags of the pages: words in the page's language, and statements in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.http import urlencode

from dafeng.base import Lang
from dafeng.plan.catalogue import catalogue
from dafeng.plan.model import Statement
from dafeng.web import figures, words
from dafeng.web.units import unit_words

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
