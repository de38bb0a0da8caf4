"""Template tags of the pages: words in the page's language, and statements in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.http import urlencode

from dafeng.base import Lang
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
    if number.isdecimal():
        return words.say("articles.one", _lang(context), number=number)
    return words.say("articles.goals", _lang(context))


@register.simple_tag
def query(**values: Any) -> str:
    """Return ``?name=value`` of the values that are not empty."""
    return "?" + urlencode({key: value for key, value in values.items() if value not in (None, "")})


@register.filter
def due(day: str | None, lang: Lang) -> str:
    """Return a day of the year in words."""
    return figures.day_of_year(day, lang) if day else figures.DASH
