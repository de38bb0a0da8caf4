"""Review of extracted drafts, on this machine only: text and statements side by side."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from dafeng.base import InputError, Text
from dafeng.extract.draft import (
    Draft,
    DraftStatement,
    accept,
    correct,
    load_draft,
    reject,
    reset,
    save_draft,
    write_whole,
)
from dafeng.plan.model import Op, Relation, YearsType
from dafeng.web import drafts, forms
from dafeng.web.board import current
from dafeng.web.guard import local_only
from dafeng.web.middleware import lang_of
from dafeng.web.settings import UPLOAD_LIMIT_BYTES
from dafeng.web.summary import KINDS, STRENGTHS

_WINDOW = 20_000
_ACTIONS = {"accept": accept, "reject": reject, "reset": reset}


@local_only
def index(request: HttpRequest) -> HttpResponse:
    """List the drafts, with a form to extract from a file."""
    return _index(request)


def _index(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    folder = current().workspace.drafts
    return render(
        request, "dafeng/review.html", {"names": drafts.names(folder), "error": error}, status=status
    )


@local_only
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Extract from an uploaded file and open the draft."""
    lang = lang_of(request)
    sent = request.FILES.get("file")
    if sent is None:
        return _index(request, Text("请先选择文件", "Choose a file first").say(lang), 422)
    suffix = Path(sent.name or "").suffix.lower()
    if suffix not in drafts.SUFFIXES or (sent.size or 0) > UPLOAD_LIMIT_BYTES:
        words = Text("只接受 20 MB 以内的 .txt .docx .pdf .html", "Only .txt .docx .pdf .html up to 20 MB")
        return _index(request, words.say(lang), 422)
    folder = current().workspace.drafts
    stem = re.sub(r"[^\w-]+", "-", Path(sent.name or "").stem).strip("-_")[:60] or "draft"
    taken = set(drafts.names(folder))
    name = next(n for n in (stem, *(f"{stem}-{i}" for i in range(2, 10_000))) if n not in taken)
    try:
        _extract(sent.read(), suffix, folder / f"{name}.yaml")
    except InputError as error:
        return _index(request, error.say(lang), 422)
    return redirect("review_draft", name=name)


def _extract(content: bytes, suffix: str, target: Path) -> None:
    """Extract from ``content`` and write the draft with its canonical text beside it."""
    from dafeng.extract import extract_file, read_document  # noqa: PLC0415  (heavy readers)

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{target.stem}{suffix}"
        source.write_bytes(content)
        draft = extract_file(source)
        text = read_document(source).text
    write_whole(target.with_suffix(".txt"), text)
    save_draft(draft.model_copy(update={"text_file": f"{target.stem}.txt"}), target)


def _place(name: str) -> Path:
    """Return the draft's file, or answer 404."""
    found = drafts.place(current().workspace.drafts, name)
    if found is None:
        raise Http404(name)
    return found


@local_only
def draft(request: HttpRequest, name: str) -> HttpResponse:
    """Show text and statements side by side."""
    return _draft(request, name)


def _draft(
    request: HttpRequest, name: str, *, error: str = "", values: dict[str, str] | None = None, made: str = ""
) -> HttpResponse:
    path = _place(name)
    found = load_draft(path)
    wanted = request.POST.get("id") or request.GET.get("s", "")
    here = next((s for s in found.statements if s.id == wanted), None) or next(
        (s for s in found.statements if s.status == "extracted"), None
    )
    done = sum(s.status != "extracted" for s in found.statements)
    total = len(found.statements)
    context = {
        "name": name,
        "draft": found,
        "here": here,
        "values": values or (forms.shown(here) if here else {}),
        "done": done,
        "total": total,
        "percent": done * 100 // total if total else 100,
        "pieces": _pieces(drafts.canonical_text(path, found), found, here),
        "can_undo": path.with_suffix(".undo").is_file(),
        "error": error,
        "made": made,
        "kinds": KINDS,
        "strengths": STRENGTHS,
        "ops": get_args(Op),
        "years_types": get_args(YearsType),
        "relations": get_args(Relation),
    }
    return render(request, "dafeng/review_draft.html", context, status=422 if error else 200)


def _pieces(text: str, found: Draft, here: DraftStatement | None) -> list[dict[str, Any]]:
    """Cut the text around the chosen statement into plain pieces and links to statements."""
    middle = here.value_span[0] if here else 0
    low = max(0, middle - _WINDOW)
    at, high = low, min(len(text), middle + _WINDOW)
    pieces: list[dict[str, Any]] = []
    for s in sorted(found.statements, key=lambda s: s.value_span):
        start, end = s.value_span
        if start < at or end > high:
            continue
        pieces += [{"text": text[at:start], "s": None}, {"text": text[start:end], "s": s}]
        at = end
    return [*pieces, {"text": text[at:high], "s": None}]


@local_only
@require_POST
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Accept, correct, reject or reset one statement, or undo the last change."""
    path, lang = _place(name), lang_of(request)
    id, action = request.POST.get("id", ""), request.POST.get("action", "")
    try:
        if action == "undo":
            drafts.undo(path)
        elif action == "correct":
            fields = forms.read(request.POST, load_draft(path).statement(id))
            drafts.change(path, lambda d: correct(d, id, **fields))
        elif action in _ACTIONS:
            drafts.change(path, lambda d: _ACTIONS[action](d, id))
        else:
            raise Http404(action)
    except InputError as error:
        values = {key: request.POST.get(key, "") for key in forms.NAMES} if action == "correct" else None
        return _draft(request, name, error=error.say(lang), values=values)
    target = id if action in ("undo", "reset") else _next_open(load_draft(path), id)
    return redirect(f"{reverse('review_draft', args=[name])}?{urlencode({'s': target})}#m-{target}")


def _next_open(found: Draft, id: str) -> str:
    """Return the next statement that waits for review, after ``id``."""
    ids = [s.id for s in found.statements]
    at = ids.index(id) + 1
    waiting = [s.id for s in (*found.statements[at:], *found.statements[:at]) if s.status == "extracted"]
    return waiting[0] if waiting else id


@local_only
@require_POST
def make_plan(request: HttpRequest, name: str) -> HttpResponse:
    """Make the plan of a reviewed draft."""
    path = _place(name)
    try:
        made = drafts.make_plan(path, current().workspace.plans)
    except InputError as error:
        return _draft(request, name, error=error.say(lang_of(request)))
    return _draft(request, name, made=made.name)
