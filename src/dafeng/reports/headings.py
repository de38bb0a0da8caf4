"""The numbered headings of a document: 一、 and （一）."""

from __future__ import annotations

from dafeng.base import Lang
from dafeng.reports.docx import Story

__all__ = ["Headings", "numeral"]

_NUMERALS = "一二三四五六七八九十"


def numeral(number: int) -> str:
    """Return a number from 1 to 99 in Chinese.

    >>> numeral(3), numeral(10), numeral(12), numeral(21)
    ('三', '十', '十二', '二十一')
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return head + (_NUMERALS[ones - 1] if ones else "")


class Headings:
    """Counts the headings of the first two levels as it writes them."""

    def __init__(self, story: Story, lang: Lang) -> None:
        self.story, self.lang = story, lang
        self.first = self.second = 0

    def one(self, zh: str, en: str) -> None:
        """Write a heading of the first level: 一、"""
        self.first, self.second = self.first + 1, 0
        words = f"{numeral(self.first)}、{zh}" if self.lang == "zh" else f"{self.first}. {en}"
        self.story.write(words, "Heading1")

    def two(self, zh: str, en: str) -> None:
        """Write a heading of the second level: （一）"""
        self.second += 1
        words = f"（{numeral(self.second)}）{zh}" if self.lang == "zh" else f"{self.first}.{self.second} {en}"
        self.story.write(words, "Heading2")
