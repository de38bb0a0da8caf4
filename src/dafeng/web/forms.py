"""The correction form: from text fields to the fields of a draft statement, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dafeng.base import InputError, Text
from dafeng.extract.draft import DraftStatement
from dafeng.web import words

NAMES = (
    "subject", "indicator", "kind", "strength", "op", "value", "unit", "scope",
    "years_type", "year", "start", "end", "due", "relation", "base_year", "reference", "base_value",
)  # fmt: skip


def shown(s: DraftStatement) -> dict[str, str]:
    """Return what the form shows for a statement."""
    base = s.baseline
    found: dict[str, Any] = {
        "subject": s.subject, "indicator": s.indicator, "kind": s.kind, "strength": s.strength, "op": s.op,
        "value": _words(s.value), "unit": s.unit, "scope": s.scope, "years_type": s.years.type,
        "year": s.years.year, "start": s.years.start, "end": s.years.end, "due": s.years.due,
        "relation": base and base.relation, "base_year": base and base.year,
        "reference": base and base.reference, "base_value": base and _words(base.value),
    }  # fmt: skip
    return {name: "" if value is None else str(value) for name, value in found.items()}


def read(post: Mapping[str, str], old: DraftStatement) -> dict[str, Any]:
    """Return the fields of the correction; raises ``InputError`` naming the field that is no number."""
    got = {name: post.get(name, "").strip() for name in NAMES}
    years = {
        "type": got["years_type"],
        "due": got["due"] or None,
        "inferred": old.years.inferred,
        **{name: _year(got, name) for name in ("year", "start", "end")},
    }
    baseline = None
    if got["relation"]:
        baseline = {
            "relation": got["relation"],
            "year": _year(got, "base_year"),
            "reference": got["reference"] or None,
            "value": _number(got, "base_value") if got["base_value"] else None,
        }
    plain = {name: got[name] or None for name in ("indicator", "strength", "scope")}
    return {
        **plain,
        "subject": got["subject"],
        "kind": got["kind"],
        "op": got["op"],
        "unit": got["unit"],
        "value": _number(got, "value"),
        "years": years,
        "baseline": baseline,
    }


def _words(value: Any) -> str | None:
    """Return a value as it is typed: 60, 36.5, 8..12."""
    if isinstance(value, tuple):
        return "..".join(str(one) for one in value)
    return None if value is None else str(value)


def _year(got: Mapping[str, str], name: str) -> int | None:
    """Return a year, or None where the field is empty."""
    if not got[name]:
        return None
    if not (got[name].isascii() and got[name].isdecimal() and len(got[name]) == 4):
        raise _bad(name, got[name], Text("四位年份", "a year of four digits"))
    return int(got[name])


def _number(got: Mapping[str, str], name: str) -> Any:
    """Return a number, or a pair typed as ``8..12``."""
    try:
        parts = [float(part) for part in got[name].split("..")]
    except ValueError as error:
        raise _bad(name, got[name], Text("数字，或 8..12", "a number, or 8..12")) from error
    if len(parts) > 2 or not all(abs(part) < 1e15 for part in parts):
        raise _bad(name, got[name], Text("数字，或 8..12", "a number, or 8..12"))
    plain = [int(part) if part.is_integer() else part for part in parts]
    return plain[0] if len(plain) == 1 else tuple(plain)


def _bad(name: str, got: str, wanted: Text) -> InputError:
    """Return the error of one field."""
    zh, en = (words.say(f"review.{name}", lang) for lang in ("zh", "en"))
    return InputError(
        "web-form-field",
        Text(f"{zh}：“{got[:40]}”不合要求", f"{en}: “{got[:40]}” is not valid"),
        mend=Text(f"应为{wanted.zh}；其余内容已保留", f"wanted {wanted.en}; the rest is kept"),
    )
