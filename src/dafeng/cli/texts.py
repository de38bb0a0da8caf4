"""Commands on policy texts: ``extract`` makes a draft plan, ``lint`` finds the faults of a text or plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dafeng.base import Text
from dafeng.cli.session import JsonOption, LangOption, enter, told
from dafeng.cli.show import print_json, print_table, report_issues, working

TEXT_SUFFIXES = (".txt", ".text", ".md", ".docx", ".pdf", ".html", ".htm", ".xhtml")


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("extract", help="从政策文本提取规划草稿 / draft a plan from a policy text")(extract)
    app.command("lint", help="检查文本或规划自身的毛病 / find the faults of a text or a plan")(lint)


@told
def extract(
    file: Annotated[Path, typer.Argument(help=".txt .docx .pdf .html")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入草稿 / write the draft, e.g. draft.yaml")
    ] = None,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Read a policy text; print what it promises, or write the draft to review."""
    session = enter(lang=lang)
    from dafeng.extract import extract_file, save_draft

    with working(Text(f"正在提取 {file.name}", f"extracting {file.name}"), session.lang):
        draft = extract_file(file)
    if output is not None:
        save_draft(draft, output)
    if json:
        print_json(draft.as_json())
    elif output is not None:
        count = len(draft.statements)
        print(
            Text(
                f"{count} 条陈述已写入 {output}。下一步：dafeng serve，逐条审核",
                f"{count} statements written to {output}. Next: review them with dafeng serve",
            ).say(session.lang)
        )
    else:
        from dafeng.web.figures import figure, when

        print_table(
            Text(f"{file.name}：提取的陈述", f"{file.name}: statements found").say(session.lang),
            [
                Text(*pair).say(session.lang)
                for pair in (("条", "article"), ("对象", "subject"), ("数值", "figure"), ("时间", "when"))
            ],
            (
                (s.article or "", s.subject, figure(s, session.lang), when(s.years, session.lang))
                for s in draft.statements
            ),
        )


@told
def lint(
    target: Annotated[
        str, typer.Argument(help="文本文件、规划编号或路径 / a text file, or a plan's id or path")
    ],
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List the faults of a policy text or of a plan; exit code 1 where one of them blocks."""
    session = enter(lang=lang)
    if Path(target).suffix.lower() in TEXT_SUFFIXES:
        from dafeng.extract import lint_file

        issues = lint_file(Path(target))
    else:
        from dafeng.plan import lint as lint_plan
        from dafeng.plan import load

        issues = lint_plan(load(target))
    report_issues(tuple(issues), lang=session.lang, as_json=json)
