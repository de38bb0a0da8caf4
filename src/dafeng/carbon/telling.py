"""Accounts in words, as plain data, and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dafeng.base import Lang, Text
from dafeng.carbon.lines import Line, tonnes
from dafeng.carbon.systems import systems
from dafeng.records.schema import tables

if TYPE_CHECKING:
    from dafeng.carbon.account import Account

__all__ = ["as_dict", "missing_words", "system_rows", "why"]


def why(line: Line, lang: Lang) -> str:
    """Return how a line came about, from the total down to the cells it rests on."""
    about = line.about
    parts = [
        f"{about.name.say(lang)}"
        + (f" · {line.detail}" if line.detail else "")
        + f" · {line.region} {line.year} · {line.gas}",
        f"  {line.activity:,.6g} {line.unit} × {line.factor_t:.6g} tCO2e/{line.unit}"
        f" = {line.tco2e:,.3f} tCO2e",
        "  " + Text("公式", "formula").say(lang) + f": {line.formula}",
        "  " + Text("条文", "articles").say(lang) + ": " + ", ".join(about.articles),
    ]
    parts += ["  " + Text("因子", "factor").say(lang) + ": " + f.words(lang) for f in line.factors]
    if line.note is not None:
        parts.append("  " + Text("说明", "note").say(lang) + ": " + line.note.say(lang))
    names = "、".join(tables()[t].title.say(lang) for t in line.tables)
    parts.append(
        "  " + Text("报表", "tables").say(lang) + f": {names} ({line.maturity}, n = {line.row_count})"
    )
    for cell in line.rows:
        if cell.file is not None:
            parts.append(f"    {cell.file} · {cell.sheet} · {cell.row}")
    return "\n".join(parts)


def system_rows(account: Account) -> list[dict[str, Any]]:
    """Return one row a system: article, activities by unit, tonnes, whether it counts, which regions lack."""
    found = []
    for about in systems().values():
        lines = account.of(about.id)
        lacking = sorted({m.region for m in account.missing if m.system == about.id and m.note is None})
        if not lines and not lacking:
            continue
        activity: dict[str, float] = {}
        seen: set[tuple[str, str, str]] = set()
        for line in lines:  # gases of one activity share it
            key = (line.region, line.detail + line.sector, line.unit)
            if key not in seen:
                seen.add(key)
                activity[line.unit] = activity.get(line.unit, 0.0) + line.activity
        found.append(
            {
                "system": about.id,
                "name": about.name,
                "articles": about.articles,
                "sector": about.sector,
                "counted": about.role == "counted",
                "activity": activity,
                "tco2e": tonnes(sum(line.grams for line in lines)) if lines else None,
                "missing": lacking,
            }
        )
    return found


def missing_words(account: Account, lang: Lang) -> list[str]:
    """Return what could not be counted, one line for each system and what it lacks."""
    grouped: dict[tuple[str, tuple[str, ...], Text | None], list[str]] = {}
    for lack in account.missing:
        if systems()[lack.system].role == "counted":
            grouped.setdefault((lack.system, lack.lacking, lack.note), []).append(lack.region)
    said = []
    for (system, lacking, note), regions in grouped.items():
        known = tables()
        names = "、".join(known[t].title.say(lang) if t in known else t for t in lacking)
        head = Text("未报", "not reported").say(lang) if note is None else note.say(lang)
        said.append(
            f"{systems()[system].name.say(lang)}: {head} ({names}): {', '.join(dict.fromkeys(regions))}"
        )
    return said


def as_dict(account: Account, lang: Lang) -> dict[str, Any]:
    """Return an account as plain JSON data."""
    spread = account.uncertainty()
    return {
        "plan": account.plan_id,
        "region": account.region,
        "name": account.name.say(lang),
        "year": account.year,
        "view": account.view.id,
        "boundary": {
            "on": sorted(account.boundary.on),
            "heat_metered_at": account.boundary.heat_metered_at,
            "grid_year": account.boundary.grid_year,
            "gwp": account.boundary.gwp,
            "landfill_since": account.boundary.landfill_since,
        },
        "total_tco2e": account.total(),
        "half_width_tco2e": spread.half_width_t,
        "energy_tce": account.total_tce(),
        "by_class": account.by("class") if account.lines else {},
        "by_sector": account.by("sector") if account.lines else {},
        "by_article": account.by("article") if account.lines else {},
        "by_gas": account.by("gas") if account.lines else {},
        "systems": [row | {"name": row["name"].say(lang)} for row in system_rows(account)],
        "lines": [_line(line, lang) for line in account.lines],
        "memos": [_line(line, lang) for line in account.memos],
        "missing": [
            {
                "system": m.system,
                "region": m.region,
                "lacking": m.lacking,
                "note": m.note.say(lang) if m.note else None,
            }
            for m in account.missing
        ],
        "gaps": [gap.words.say(lang) for gap in account.gaps()],
        "issues": [issue.as_dict() for issue in account.issues],
        "unverified": [f.words(lang) for f in account.unverified()],
        "substituted": [f.words(lang) for f in account.substituted()],
        "records": account.records_hash,
    }


def _line(line: Line, lang: Lang) -> dict[str, Any]:
    return {
        "id": line.id,
        "system": line.system,
        "articles": line.about.articles,
        "sector": line.sector,
        "detail": line.detail,
        "region": line.region,
        "gas": line.gas,
        "scope": line.scope,
        "activity": line.activity,
        "unit": line.unit,
        "factor_tco2e": line.factor_t,
        "tco2e": line.tco2e,
        "tce": line.tce,
        "maturity": line.maturity,
        "rows": line.row_count,
        "factors": [f.words(lang) for f in line.factors],
        "note": line.note.say(lang) if line.note else None,
    }
