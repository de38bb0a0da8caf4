"""Numerals that are no quantities: document numbers, headings, dates, phones, money, idioms; each with its reason."""

from __future__ import annotations

import re

_N = "一二三四五六七八九十百零〇两"
_RULES: tuple[tuple[str, str], ...] = (
    (r"[〔\[(（【](?:19|20)\d\d[〕\])）】](?:第)?[ ]?\d{1,5}号", "document number"),
    (r"(?:0\d{2,3}[－\-]+ ?\d{3,4} ?\d{4})|(?<!\d)1[3-9]\d{9}(?!\d)", "phone number"),
    (r"[A-Za-z0-9._]{1,40}@[A-Za-z0-9.]{1,40}", "e-mail address"),
    (r"[“\"]?(?<!\d)1\d{4}[”\"]?(?=[^\d]{0,6}(?:热线|平台|服务))|[“\"]1\d{4}[”\"]", "hotline"),
    (
        r"PM2\.5|PM10|LED\d?|CO2|COD\d?|GB/?T? ?\d{2,6}(?:\.\d)?(?:－\d{4})?|JGJ ?\d+|DB\d+[/T\d－ ]*",
        "name or standard number",
    ),
    (r"[“\"]\d·?\*?\d{0,2}[”\"]", "name of a day"),
    (r"1\+N(?:\+X)?", "policy-system name"),
    (rf"第[{_N}\d]{{1,6}}[章节条款项编号届次期页批位名版]", "ordinal / article reference"),
    (rf"第[{_N}]{{1,4}}个五年规划", "ordinal / article reference"),
    (r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日", "calendar date"),
    (rf"二[〇零][{_N}]{{2}}年[{_N}]{{1,3}}月(?:[{_N}]{{1,3}}日)?", "calendar date"),
    (r"\d{1,2}[:：]\d{2}|(?:夜间|早|晚|上午|下午|凌晨)\d{1,2}[时点]", "time of day"),
    (r"\d{1,4}×\d{1,5}(?:\.\d+)?[^\d，。；、]{1,4}", "one-off project size"),
    (r"[①②③④⑤⑥⑦⑧⑨⑩]", "footnote mark"),
    (r"(?:表|图|附件|附表)\d{1,2}(?!\d)", "table number"),
    (
        rf"[“\"「][{_N}\d][^”\"」\d]{{1,6}}[、，]?[{_N}\d]?[^”\"」\d]{{0,6}}[”\"」](?!期|末|时期|规划)",
        "name of a scheme",
    ),
    (
        r"一(?=体化|般|次性|步到位|站式|键|张图|张网|厂一策|城一策|区一策|村一策|事一议|户一|条龙|批|系列|定|旦|致|起来|方面|流|律师|把手)",
        "lexical, not a quantity",
    ),
    (
        r"统一|唯一|单一|一同|一道|一并|一手|万元(?=[^\d]{0,8}(?:增加值|产值|GDP|国内生产总值|地区生产总值|生产总值))|半径|专一|同一|逐一|一些|进一步|一直|一定|百姓|千方百计|百年|千家万户|万家",
        "lexical, not a quantity",
    ),
    (
        rf"[{_N}]{{1,3}}类|[{_N}\d]{{1,3}}(?:个方面|项(?:任务|措施|行动|重点|工程|制度|工作)|大(?:行动|工程|任务|体系|领域)|个(?:屏障|基地|桥头堡|突出|短板|问题))",
        "count",
    ),
    (r"\d{4}年?第\d{1,2}[次期]", "meeting number"),
)
_PATTERN = re.compile("|".join(f"(?P<r{n}>{pattern})" for n, (pattern, _) in enumerate(_RULES)))


def find_negatives(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, reason) of what looks like a number and is none, in order."""
    found = []
    for match in _PATTERN.finditer(text):
        if match.lastgroup is not None and match.end() > match.start():
            found.append((match.start(), match.end(), _RULES[int(match.lastgroup[1:])][1]))
    return found
