"""One cell to one value: numbers, years, dates, yes and no, words of closed lists.

Every function returns the value (None for an empty cell), and a remark where the cell was not already what is
wanted: what was done to it, or why it cannot be used.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from dafeng.base.units import Unit, factor_between, read_quantity, scaled, unit_from_words
from dafeng.records.schema import fold
from dafeng.records.wording import wording

__all__ = [
    "Read",
    "Remark",
    "read_boolean",
    "read_date",
    "read_integer",
    "read_number",
    "read_string",
    "read_year",
]

Kind = Literal[
    "blank-word",
    "text-number",
    "unit-converted",
    "unit-mismatch",
    "number-note",
    "number-about",
    "not-number",
    "not-integer",
    "not-boolean",
    "not-category",
    "category-note",
    "not-date",
    "not-year",
    "date-text",
    "date-serial",
    "date-month",
    "date-time",
    "year-text",
    "year-from-date",
    "id-number",
    "id-cut",
    "id-width",
    "invisible",
]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about a cell; equal remarks in one column are said once."""

    kind: Kind
    detail: str = ""


Read = tuple[Any, Remark | None]
_EMPTY: Read = (None, None)
_EPOCH = dt.date(1899, 12, 30)
_SERIALS = (20_000, 80_000)  # 1954-10-03 to 2119-01-09
_DAY = re.compile(
    r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})[日号]?(?:\(.*\))?"
    r"(?:\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?"
)
_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})t\d{2}:\d{2}.*")
_DAY_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?(?:份)?")
_YEAR = re.compile(r"(\d{4})(?:\.0+)?年?度?(?P<note>\(.*\)|建成?|竣工|建造|拆除|投运|左右|前后)?")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_LARGEST_EXACT = 1e15


def read_string(raw: Any, *, is_key: bool) -> Read:
    """Return a cell as text; a key is also brought to half width, and numbers in it are told.

    >>> read_string(" BYHT－01 ", is_key=True)
    ('BYHT-01', Remark(kind='id-width', detail=''))
    """
    if isinstance(raw, str):
        return _string_of_text(raw.strip(), is_key)
    if isinstance(raw, bool):
        return ("是" if raw else "否"), None
    if isinstance(raw, float | int):
        return _string_of_number(raw, is_key)
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        return raw.date().isoformat(), None
    return str(raw), None


def _string_of_text(text: str, is_key: bool) -> Read:
    cleaned = text if text.isprintable() else _INVISIBLE.sub("", text)
    if is_key and not text.isascii():
        cleaned = unicodedata.normalize("NFKC", cleaned)
    if is_key:
        cleaned = " ".join(cleaned.split())
    if cleaned == text:
        return text or None, None
    return cleaned.strip() or None, Remark("id-width" if is_key else "invisible")


def _string_of_number(raw: float, is_key: bool) -> Read:
    if abs(raw) >= _LARGEST_EXACT:
        return f"{raw:.0f}", Remark("id-cut") if is_key else None
    text = str(int(raw)) if float(raw).is_integer() else repr(raw)
    return text, Remark("id-number") if is_key else None


def read_number(raw: Any, *, unit: str | None, factor: Fraction = Fraction(1)) -> Read:
    """Return a cell as a number in ``unit``.

    ``factor`` is what the header's unit makes of a bare number; a unit in the cell itself comes first. A bare
    multiple (12.5万) multiplies the field's unit.
    """
    if isinstance(raw, str):
        return _number_of_text(raw, unit, factor)
    if isinstance(raw, float | int) and not isinstance(raw, bool) and math.isfinite(raw):
        return (float(raw) if factor == 1 else float(Fraction(repr(float(raw))) * factor)), None
    return None, Remark("not-number")


def _number_of_text(raw: str, unit: str | None, factor: Fraction) -> Read:
    text = _INVISIBLE.sub("", raw.strip())
    if not text or _is_blank_word(text):
        return None, _blank(text)
    found = read_quantity(text)
    if found is None:
        return None, Remark("not-number")
    remark = Remark("text-number")
    if found.units:
        own = factor_between(found.units, unit)
        if own is None:
            return None, Remark("unit-mismatch", found.written)
        factor = own
        if own != 1:
            remark = Remark("unit-converted", found.written)
    if found.note and not found.about:
        remark = Remark("number-note", found.note)
    elif found.about:
        remark = Remark("number-about")
    return scaled(found.number, factor), remark


def _is_blank_word(text: str) -> bool:
    return len(text) <= 4 and fold(text) in wording().blanks


def _blank(text: str) -> Remark | None:
    """Return the remark on an empty cell: none, or the word that stands for nothing."""
    return Remark("blank-word", text) if text else None


def read_integer(raw: Any, *, unit: str | None, factor: Fraction = Fraction(1)) -> Read:
    """Return a cell as a whole number in ``unit``; a broken number cannot be used."""
    value, remark = read_number(raw, unit=unit, factor=factor)
    if value is None:
        return None, remark
    if not float(value).is_integer() or abs(value) >= _LARGEST_EXACT:
        return None, Remark("not-integer")
    return int(value), remark


def read_year(raw: Any) -> Read:
    """Return a cell as a year of four digits.

    >>> read_year("１９９８年"), read_year("98")
    ((1998, Remark(kind='year-text', detail='')), (None, Remark(kind='not-year', detail='')))
    """
    if isinstance(raw, str):
        return _year_of_text(raw)
    if isinstance(raw, dt.date):
        return raw.year, Remark("year-from-date")
    whole = isinstance(raw, float | int) and not isinstance(raw, bool) and float(raw).is_integer()
    return (int(raw), None) if whole and 1000 <= raw <= 9999 else (None, Remark("not-year"))


def _year_of_text(raw: str) -> Read:
    text = fold(_INVISIBLE.sub("", raw))
    if not text or text in wording().blanks:
        return None, _blank(raw.strip())
    found = _YEAR.fullmatch(text)
    if found:
        kind: Kind = "number-note" if found["note"] else "year-text"
        return int(found[1]), Remark(kind, found["note"] or "")
    day, _ = read_date(raw)
    return (None, Remark("not-year")) if day is None else (day.year, Remark("year-from-date"))


def read_date(raw: Any) -> Read:
    """Return a cell as a date: a date, a serial number of Excel, or a text in a usual form.

    Two-digit years and months before days (3/5/2025) cannot be known for sure and are refused.

    >>> read_date("2025年3月5日")[0], read_date(45721)[0]
    (datetime.date(2025, 3, 5), datetime.date(2025, 3, 5))
    >>> read_date("2025.3")[1].kind, read_date("3/5/2025")[0]
    ('date-month', None)
    """
    if isinstance(raw, str):
        return _date_of_text(raw)
    if isinstance(raw, dt.datetime):
        return raw.date(), (Remark("date-time") if raw.time() != dt.time() else None)
    if isinstance(raw, dt.date):
        return raw, None
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return _date_of_number(float(raw))
    return None, Remark("not-date")


def _date_of_text(raw: str) -> Read:
    text = fold(_INVISIBLE.sub("", raw))
    if not text or text in wording().blanks:
        return None, _blank(raw.strip())
    stamp = _ISO_TIME.fullmatch(text)
    day = _DAY.fullmatch(stamp[1] if stamp else text) or _DAY_PLAIN.fullmatch(text)
    if day:
        return _date(day[1], day[2], day[3], Remark("date-text"))
    month = _MONTH.fullmatch(text)
    if month:
        return _date(month[1], month[2], "1", Remark("date-month"))
    if text.isdecimal() and _SERIALS[0] <= int(text) <= _SERIALS[1]:
        return _EPOCH + dt.timedelta(days=int(text)), Remark("date-serial")
    return None, Remark("not-date")


def _date_of_number(number: float) -> Read:
    """Return the date of 20250305 or of a serial number."""
    if number.is_integer():
        whole = int(number)
        if 19_000_101 <= whole <= 21_001_231:
            return _date(str(whole)[:4], str(whole)[4:6], str(whole)[6:], Remark("date-text"))
        if _SERIALS[0] <= whole <= _SERIALS[1]:
            return _EPOCH + dt.timedelta(days=whole), Remark("date-serial")
    return None, Remark("not-date")


def _date(year: str, month: str, day: str, remark: Remark) -> Read:
    try:
        return dt.date(int(year), int(month), int(day)), remark
    except ValueError:
        return None, Remark("not-date")


def read_boolean(raw: Any) -> Read:
    """Return a cell as yes or no, in any of the forms people use (是/否, √/×, Y/N, 1/0).

    >>> read_boolean("√"), read_boolean("0"), read_boolean("也许")[1].kind
    ((True, None), (False, None), 'not-boolean')
    """
    if isinstance(raw, str):
        return _boolean_of_text(raw)
    if isinstance(raw, bool) or raw in (0, 1):
        return bool(raw), None
    return None, Remark("not-boolean")


def _boolean_of_text(raw: str) -> Read:
    text = fold(_INVISIBLE.sub("", raw))
    words = wording()
    if text in words.yes_words:
        return True, None
    if text in words.no_words:
        return False, None
    if not text or text in words.blanks:
        return None, _blank(raw.strip())
    return None, Remark("not-boolean")


def unit_of_format(code: str) -> tuple[Unit, ...]:
    """Return the unit that a number format writes behind the number, where the number is in that unit.

    A format that also scales what it shows (0!.0000"万", #,##0,"千") leaves the stored number as it is.
    """
    section = code.partition(";")[0]
    if re.search(r"[!\\]\.|,(?![#0?])", re.sub(r"\"[^\"]*\"", "", section)) or "%" in section:
        return ()
    words = "".join(re.findall(r"\"([^\"]*)\"", section)) + "".join(
        re.findall(r"[一-鿿㎡㎥]+", re.sub(r"\"[^\"]*\"", "", section))
    )
    return unit_from_words(words.strip()) if words.strip() else ()
