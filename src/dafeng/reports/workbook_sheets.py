"""What stands on the sheets of the assessment workbook."""

from __future__ import annotations

from collections.abc import Sequence

from dafeng.base import Lang, Text
from dafeng.indicators.status import STATES, Status
from dafeng.indicators.values import Values
from dafeng.records.differences import Change
from dafeng.records.records import Records
from dafeng.records.schema import tables
from dafeng.reports.facts import Facts
from dafeng.reports.figures import subject, unit_words
from dafeng.reports.front import date_words
from dafeng.reports.sheets import Column, Sheet, Value
from dafeng.reports.wording import bodies_of, demand_words, joined, maturity, say, table_title
from dafeng.reports.workbook_sums import sums_sheet

__all__ = ["all_sheets"]

_STRENGTHS = {
    "mandatory": Text("必须", "mandatory"),
    "in_principle": Text("原则上", "in principle"),
    "strive": Text("力争", "strive"),
    "promote": Text("推动", "promote"),
    "encourage": Text("鼓励", "encourage"),
}
_KINDS = {
    "filed": Text("新报送", "filed"),
    "firmer": Text("由更确定的数据取代", "firmer than before"),
    "refiled": Text("重新报送", "filed again"),
    "withdrawn": Text("撤回", "withdrawn"),
}
NUMBER = "#,##0.####"


def all_sheets(
    facts: Facts,
    values: Values,
    records: Records,
    *,
    changes: Sequence[Change],
    sample: bool,
    lang: Lang,
) -> list[Sheet]:
    """Return the sheets in their order."""
    note = _note(facts, sample, lang)
    return [
        _overview(facts, note, lang),
        _regions(facts, note, lang),
        sums_sheet(facts, values, note, lang),
        _rows(facts, note, lang),
        _missing(facts, note, lang),
        _variants(facts, note, lang),
        _changes(facts, changes, note, lang),
        _years(facts, note, lang),
        _factors(facts, note, lang),
        _decisions(facts, note, lang),
        _filings(facts, records, note, lang),
    ]


def _note(facts: Facts, sample: bool, lang: Lang) -> str:
    """Return the line below every title: plan, day, snapshot, sample."""
    parts = [
        facts.plan.document.title.say(lang),
        say(lang, f"截至{date_words(facts.as_of, 'zh')}", f"as of {date_words(facts.as_of, 'en')}"),
    ]
    if facts.region is not None:
        parts.insert(1, facts.name(facts.region).say(lang))
    if facts.records_hash:
        parts.append(say(lang, f"数据快照 {facts.records_hash[:16]}", f"snapshot {facts.records_hash[:16]}"))
    if sample:
        parts.append(say(lang, "示例数据，均为虚构", "sample data, all invented"))
    return say(lang, "；", "; ").join(parts)


def _heads(lang: Lang, *columns: tuple[str, str, float, str]) -> list[Column]:
    """Return columns of (zh, en, width, format); format ``w`` wraps text, ``c`` centres it."""
    forms = {"w": "General", "c": "General", "t": "General"}
    return [
        Column(say(lang, zh, en), width, forms.get(form, form), wrap=form == "w", centre=form == "c")
        for zh, en, width, form in columns
    ]


def _overview(facts: Facts, note: str, lang: Lang) -> Sheet:
    """Return one row a statement."""
    columns = _heads(
        lang,
        ("条目", "No.", 7, "c"),
        ("要求", "Statement", 34, "w"),
        ("条", "Article", 6, "c"),
        ("力度", "Strength", 8, "c"),
        ("目标", "Target", 26, "w"),
        ("目标值", "Target value", 11, NUMBER),
        ("单位", "Unit", 11, "c"),
        ("年份", "Year", 7, "0"),
        ("完成值", "Value", 12, NUMBER),
        ("数据性质", "Data", 9, "c"),
        ("状态", "State", 10, "c"),
        ("暂定", "Provisional", 7, "c"),
        ("差距", "Gap", 11, NUMBER),
        ("年均所需", "Pace needed", 11, NUMBER),
        ("预测年份", "Forecast year", 8, "0"),
        ("预测中值", "Median", 10, "#,##0.00"),
        ("80%区间下限", "Low", 10, "#,##0.00"),
        ("80%区间上限", "High", 10, "#,##0.00"),
        ("达到概率", "Chance", 9, "0%"),
        ("责任单位", "Bodies", 34, "w"),
        ("说明", "Reason", 60, "w"),
    )
    sheet = Sheet(
        say(lang, "总表", "Overview"),
        say(lang, "碳达峰行动方案评估总表", "Every statement and its state"),
        note,
        columns,
        red=STATES["missed"].say(lang),
    )
    for e in facts.entries:
        s, f = e.status, e.status.forecast
        sheet.rows.append(
            [
                e.statement.id,
                subject(e.statement, lang),
                e.statement.article,
                _STRENGTHS[e.statement.strength].say(lang) if e.statement.strength else None,
                demand_words(e, lang) or say(lang, "定性任务", "a task"),
                _target(s),
                unit_words(s.unit, lang),
                s.year,
                s.value,
                maturity(s.maturity, lang),
                STATES[s.status].say(lang),
                say(lang, "是", "yes") if s.provisional else "",
                s.gap,
                s.required_pace,
                f.year if f else None,
                f.median if f else None,
                f.low if f else None,
                f.high if f else None,
                f.probability if f else None,
                joined(bodies_of(facts, e, lang), lang),
                s.reason.say(lang),
            ]
        )
    return sheet


def _target(status: Status) -> Value:
    """Return the number that is asked; a range as text."""
    value = status.target_value
    return f"{value[0]:g}～{value[1]:g}" if isinstance(value, tuple) else value


def _regions(facts: Facts, note: str, lang: Lang) -> Sheet:
    """Return one row a statement and region."""
    columns = _heads(
        lang,
        ("条目", "No.", 7, "c"),
        ("要求", "Statement", 34, "w"),
        ("地区", "Region", 24, "t"),
        ("单位", "Unit", 11, "c"),
        ("目标值", "Target value", 11, NUMBER),
        ("年份", "Year", 7, "0"),
        ("数值", "Value", 12, NUMBER),
        ("数据性质", "Data", 9, "c"),
        ("状态", "State", 10, "c"),
        ("差距", "Gap", 11, NUMBER),
        ("适用项数", "Cases", 9, "0"),
        ("符合项数", "Kept", 9, "0"),
        ("分子", "Numerator", 15, NUMBER),
        ("分母", "Denominator", 15, NUMBER),
        ("说明", "Reason", 60, "w"),
    )
    banner = any(r.level == "banner" for r in facts.plan.regions)
    sheet = Sheet(
        say(lang, "分旗区" if banner else "分地区", "Regions"),
        say(lang, "各地区对照同一目标的结果", "Every region against the same targets"),
        note,
        columns,
        red=STATES["missed"].say(lang),
    )
    for e in facts.entries:
        for s in (e.status, *e.regions):
            sheet.rows.append(
                [
                    e.statement.id,
                    subject(e.statement, lang),
                    facts.name(s.region).say(lang),
                    unit_words(s.unit, lang),
                    _target(s),
                    s.year,
                    s.value,
                    maturity(s.maturity, lang),
                    STATES[s.status].say(lang),
                    s.gap,
                    s.rows.count if s.rows else None,
                    s.rows.kept if s.rows else None,
                    s.trace.numerator,
                    s.trace.denominator,
                    s.reason.say(lang),
                ]
            )
    return sheet


def _rows(facts: Facts, note: str, lang: Lang) -> Sheet:
    """Return the rows that break a rule, with the file, sheet and row that they were read from."""
    columns = _heads(
        lang,
        ("条目", "No.", 7, "c"),
        ("要求", "Statement", 34, "w"),
        ("目标", "Target", 24, "w"),
        ("地区", "Region", 24, "t"),
        ("编号", "Key", 22, "t"),
        ("名称", "Name", 28, "w"),
        ("数值", "Value", 12, NUMBER),
        ("单位", "Unit", 11, "c"),
        ("文件", "File", 28, "t"),
        ("工作表", "Sheet", 18, "t"),
        ("行", "Row", 7, "0"),
    )
    sheet = Sheet(
        say(lang, "逐行判定", "Cases"),
        say(lang, "不符合要求的项目和任务", "Cases that break a rule, and tasks not done"),
        note,
        columns,
    )
    for e in facts.breaking():
        for f in e.status.rows.failing if e.status.rows else ():
            sheet.rows.append(
                [
                    e.statement.id,
                    subject(e.statement, lang),
                    demand_words(e, lang),
                    facts.name(f.region).say(lang),
                    f.key,
                    f.name,
                    f.value,
                    unit_words(e.statement.unit, lang) if f.value is not None else "",
                    f.file,
                    f.sheet,
                    f.row,
                ]
            )
    return sheet


def _missing(facts: Facts, note: str, lang: Lang) -> Sheet:
    """Return which tables were not reported by whom."""
    columns = _heads(
        lang,
        ("报表", "Table", 24, "t"),
        ("年份", "Year", 7, "0"),
        ("地区", "Region", 28, "t"),
        ("情况", "What", 22, "t"),
        ("涉及条目", "Statements", 30, "w"),
    )
    sheet = Sheet(
        say(lang, "缺报", "Missing"), say(lang, "未报送的报表", "Tables not reported"), note, columns
    )
    for missing, ids in facts.gaps():
        for region in missing.regions:
            blocked = region in missing.blocked
            sheet.rows.append(
                [
                    table_title(missing.table, lang),
                    missing.year,
                    facts.name(region).say(lang),
                    say(lang, "报表有错误，未采用", "holds errors, not used")
                    if blocked
                    else say(lang, "未报", "not reported"),
                    joined(ids, lang),
                ]
            )
    return sheet


def _variants(facts: Facts, note: str, lang: Lang) -> Sheet:
    """Return what each way of counting says."""
    columns = _heads(
        lang,
        ("条目", "No.", 7, "c"),
        ("要求", "Statement", 34, "w"),
        ("口径", "Variant", 44, "w"),
        ("是否判定口径", "Judges", 10, "c"),
        ("数值", "Value", 12, NUMBER),
        ("单位", "Unit", 11, "c"),
        ("目标值", "Target value", 11, NUMBER),
        ("状态", "State", 10, "c"),
    )
    sheet = Sheet(
        say(lang, "口径对照", "Variants"),
        say(lang, "同一要求在不同口径下的结果", "The same statement, counted in other ways"),
        note,
        columns,
        red=STATES["missed"].say(lang),
    )
    for e in facts.entries:
        for v in e.status.variants:
            sheet.rows.append(
                [
                    e.statement.id,
                    subject(e.statement, lang),
                    v.name.say(lang),
                    say(lang, "是", "yes") if v.judges else "",
                    v.value,
                    unit_words(e.status.unit, lang),
                    _target(e.status),
                    STATES[v.status].say(lang),
                ]
            )
    return sheet


def _changes(facts: Facts, changes: Sequence[Change], note: str, lang: Lang) -> Sheet:
    """Return what changed in the records since the report before."""
    columns = _heads(
        lang,
        ("报表", "Table", 24, "t"),
        ("地区", "Region", 24, "t"),
        ("年份", "Year", 7, "0"),
        ("数据性质", "Data", 10, "c"),
        ("变化", "Change", 20, "t"),
        ("原数据性质", "Before", 10, "c"),
        ("原行数", "Rows before", 9, "0"),
        ("现行数", "Rows now", 9, "0"),
        ("栏目", "Field", 24, "t"),
        ("原合计", "Sum before", 15, NUMBER),
        ("现合计", "Sum now", 15, NUMBER),
        ("增减", "Difference", 15, NUMBER),
    )
    sheet = Sheet(
        say(lang, "数据变更", "Changes"),
        say(lang, "与上次报告相比的数据变化", "What changed in the records since the report before"),
        note,
        columns,
    )
    for c in changes:
        table = tables()[c.table]
        head: list[Value] = [
            table_title(c.table, lang),
            facts.name(c.region).say(lang),
            c.year,
            maturity(c.maturity, lang),
            _KINDS[c.kind].say(lang),
            maturity(c.before, lang),
            c.rows_before,
            c.rows_after,
        ]
        if not c.sums:
            sheet.rows.append([*head, "", None, None, None])
        for name in sorted(c.sums):
            old, new = c.sums[name]
            sheet.rows.append([*head, table.column(name).title.say(lang), old, new, new - old])
    return sheet


def _years(facts: Facts, note: str, lang: Lang) -> Sheet:
    """Return the history of every statement, a column a year."""
    years = sorted({p.year for e in facts.entries for p in e.status.history})
    columns = _heads(
        lang,
        ("条目", "No.", 7, "c"),
        ("要求", "Statement", 34, "w"),
        ("单位", "Unit", 12, "c"),
        *((str(y), str(y), 12.0, NUMBER) for y in years),
    )
    sheet = Sheet(
        say(lang, "历年数值", "Years"), say(lang, "各项要求的历年数值", "Values of every year"), note, columns
    )
    for e in facts.entries:
        found = {p.year: p.value for p in e.status.history}
        if found:
            unit = unit_words("%" if e.status.rows is not None else e.status.unit, lang)
            if e.status.unit == "year":
                unit = ""
            sheet.rows.append(
                [e.statement.id, subject(e.statement, lang), unit, *(found.get(y) for y in years)]
            )
    return sheet


def _factors(facts: Facts, note: str, lang: Lang) -> Sheet:
    """Return the constants that values rest on, with where they come from."""
    columns = _heads(
        lang,
        ("系数", "Factor", 30, "t"),
        ("数值", "Value", 14, "#,##0.########"),
        ("单位", "Unit", 16, "c"),
        ("出处", "Source", 60, "w"),
        ("核对", "Checked", 12, "c"),
        ("涉及条目", "Statements", 30, "w"),
    )
    sheet = Sheet(
        say(lang, "系数", "Factors"),
        say(lang, "计算所用系数及出处", "Factors and sources"),
        note,
        columns,
    )
    used: dict[tuple[str, float, str, str, str], list[str]] = {}
    for e in facts.entries:
        for f in e.status.trace.factors:
            used.setdefault((f.name, f.value, f.unit, f.source, f.basis), []).append(e.statement.id)
    for (name, value, unit, source, basis), ids in used.items():
        checked = say(lang, "尚未核对", "not verified") if basis == "recalled" else basis
        sheet.rows.append([name, value, unit, source, checked, joined(list(dict.fromkeys(ids)), lang)])
    return sheet


def _decisions(facts: Facts, note: str, lang: Lang) -> Sheet:
    """Return what was taken where the text leaves something open."""
    columns = _heads(
        lang,
        ("事项", "Question", 50, "w"),
        ("取法", "Taken", 34, "w"),
        ("理由", "Reason", 50, "w"),
        ("决定机关", "Decided by", 20, "t"),
        ("涉及条目", "Statements", 30, "w"),
    )
    sheet = Sheet(
        say(lang, "取法", "Decisions"),
        say(lang, "原文未明确之处的取法", "What the text leaves open, and what was taken"),
        note,
        columns,
    )
    for d in facts.plan.decisions:
        ids = [e.statement.id for e in facts.entries if d.id in e.status.trace.decisions]
        if ids:
            taken = next((o.label.say(lang) for o in d.options if o.id == d.chosen), d.chosen)
            by = d.decided_by or say(lang, "暂定，待裁定", "assumed, not decided")
            sheet.rows.append([d.open.say(lang), taken, d.reason.say(lang), by, joined(ids, lang)])
    return sheet


def _filings(facts: Facts, records: Records, note: str, lang: Lang) -> Sheet:
    """Return who reported which table for which year."""
    columns = _heads(
        lang,
        ("报表", "Table", 24, "t"),
        ("地区", "Region", 24, "t"),
        ("年份", "Year", 7, "0"),
        ("数据性质", "Data", 10, "c"),
        ("行数", "Rows", 9, "#,##0"),
        ("版次", "Revision", 7, "0"),
        ("错误", "Errors", 7, "0"),
        ("文件", "File", 34, "t"),
        ("工作表", "Sheet", 20, "t"),
    )
    sheet = Sheet(
        say(lang, "报送情况", "Filings"), say(lang, "收到的报表", "Tables that were filed"), note, columns
    )
    order = list(tables())
    for f in sorted(
        records.filings, key=lambda f: (order.index(f.table), f.year, f.region, f.maturity, f.revision)
    ):
        sheet.rows.append(
            [
                table_title(f.table, lang),
                facts.name(f.region).say(lang),
                f.year,
                maturity(f.maturity, lang),
                f.rows,
                f.revision,
                f.blocked,
                f.file,
                f.sheet,
            ]
        )
    return sheet
