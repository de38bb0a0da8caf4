"""Review of extracted drafts, on this machine only: text and statements side by side."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from dafeng.base import InputError, Text
from dafeng.base.unit_words import UNITS
from dafeng.extract.draft import Draft, DraftStatement, accept, correct, reject, reset
from dafeng.plan.catalogue import catalogue
from dafeng.plan.model import Op, Relation, YearsType
from dafeng.web import drafts, forms, side_by_side
from dafeng.web.board import current
from dafeng.web.guard import local_only
from dafeng.web.middleware import lang_of
from dafeng.web.settings import UPLOAD_LIMIT_BYTES
from dafeng.web.summary import KINDS, STRENGTHS

_ACTIONS = {"accept": accept, "reject": reject, "reset": reset}
_STALE = 409
_REFUSED = 422


@local_only
def index(request: HttpRequest) -> HttpResponse:
    """List the drafts, with a form to extract from a file."""
    return _index(request)


def _index(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    found = drafts.entries(current().workspace.drafts)
    return render(request, "dafeng/review.html", {"entries": found, "error": error}, status=status)


@local_only
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Extract from an uploaded file and open the draft."""
    lang = lang_of(request)
    sent = request.FILES.get("file")
    if sent is None:
        return _index(request, Text("请先选择文件", "Choose a file first").say(lang), _REFUSED)
    size, suffix = sent.size or 0, Path(sent.name or "").suffix.lower()
    if size > UPLOAD_LIMIT_BYTES:
        limit, got = UPLOAD_LIMIT_BYTES // 1024**2, size / 1024**2
        large = Text(
            f"文件有 {got:.1f} MB，上限是 {limit} MB。请删去图片，或只保留正文后再试。",
            f"The file has {got:.1f} MB; the limit is {limit} MB. Remove pictures, or keep the text only.",
        )
        return _index(request, large.say(lang), 413)
    if suffix not in drafts.SUFFIXES:
        words = Text("只接受 .txt、.docx、.pdf、.html 文件", "Only .txt, .docx, .pdf and .html are read")
        return _index(request, words.say(lang), _REFUSED)
    folder = current().workspace.drafts
    name = drafts.free_name(folder, Path(sent.name or "").stem)
    try:
        _extract(sent.read(), suffix, folder / f"{name}.yaml")
    except InputError as error:
        return _index(request, error.say(lang), _REFUSED)
    return redirect("review_draft", name=name)


def _extract(content: bytes, suffix: str, target: Path) -> None:
    """Extract from ``content`` and write the draft with its canonical text beside it."""
    from dafeng.extract import extract_file, read_document  # heavy readers

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{target.stem}{suffix}"
        source.write_bytes(content)
        draft = extract_file(source)
        text = read_document(source).text
    drafts.store(target, draft, text)


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
    request: HttpRequest,
    name: str,
    *,
    error: InputError | None = None,
    values: dict[str, str] | None = None,
    made: str = "",
) -> HttpResponse:
    path, lang = _place(name), lang_of(request)
    found, mark = drafts.open_draft(path)
    wanted = request.POST.get("id") or request.GET.get("s", "")
    here = next((s for s in found.statements if s.id == wanted), None) or next(
        (s for s in found.statements if s.status == "extracted"), None
    )
    done = sum(s.status != "extracted" for s in found.statements)
    total = len(found.statements)
    text, fault = _text(path, found)
    negatives = request.GET.get("show") == "negatives"
    items: tuple[Any, ...] = found.negatives if negatives else found.statements
    page = side_by_side.page(items, request.GET.get("p", ""), None if negatives else here)
    context = {
        "name": name,
        "draft": found,
        "seen": mark,
        "here": here,
        "values": values if values and here and here.id == wanted else forms.shown(here) if here else {},
        "done": done,
        "total": total,
        "percent": done * 100 // total if total else 100,
        "pieces": side_by_side.pieces(text, found, here),
        "cut": side_by_side.is_cut(text, here),
        "sum": side_by_side.account(text, found),
        "negatives": side_by_side.negative_rows(text, page.items) if negatives else None,
        "page": page,
        "show": "negatives" if negatives else "",
        "can_undo": path.with_suffix(".undo").is_file(),
        "error": "\n".join(one.say(lang) for one in (error, fault) if one),
        "made": made,
        "indicators": sorted(catalogue().values(), key=lambda one: one.name.say(lang)),
        "known": catalogue(),
        "kinds": KINDS,
        "strengths": STRENGTHS,
        "ops": get_args(Op),
        "units": UNITS,
        "years_types": get_args(YearsType),
        "relations": get_args(Relation),
    }
    status = 200
    if error:
        status = _STALE if error.code == "web-draft-stale" else _REFUSED
    return render(request, "dafeng/review_draft.html", context, status=status)


def _text(path: Path, found: Draft) -> tuple[str, InputError | None]:
    """Return the canonical text; empty, with the reason, where it cannot be shown."""
    try:
        return drafts.canonical_text(path, found), None
    except InputError as fault:
        return "", fault


@local_only
@require_POST
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Accept, correct, reject or reset one statement, or undo the last change."""
    path = _place(name)
    id, action, seen = (request.POST.get(key, "") for key in ("id", "action", "seen"))
    try:
        drafts.check(path, seen)
        if action == "undo":
            drafts.undo(path, seen=seen)
        elif action == "correct":
            fields = forms.read(request.POST, drafts.open_draft(path)[0].statement(id))
            drafts.change(path, lambda d: correct(d, id, **fields), seen=seen)
        elif action in _ACTIONS:
            drafts.change(path, lambda d: _ACTIONS[action](d, id), seen=seen)
        else:
            raise Http404(action)
    except InputError as error:
        return _draft(
            request, name, error=error, values={key: request.POST.get(key, "") for key in forms.NAMES}
        )
    target = id if action in ("undo", "reset") else _next_open(drafts.open_draft(path)[0], id)
    return redirect(f"{reverse('review_draft', args=[name])}?{urlencode({'s': target})}#m-{target}")


def _next_open(found: Draft, id: str) -> str:
    """Return the next statement that waits for review, after ``id``."""
    ids = [s.id for s in found.statements]
    at = ids.index(id) + 1
    later: tuple[DraftStatement, ...] = (*found.statements[at:], *found.statements[:at])
    return next((s.id for s in later if s.status == "extracted"), id)


@local_only
@require_POST
def make_plan(request: HttpRequest, name: str) -> HttpResponse:
    """Make the plan of a reviewed draft."""
    path = _place(name)
    try:
        made = drafts.make_plan(path, current().workspace.plans, seen=request.POST.get("seen", ""))
    except InputError as error:
        return _draft(request, name, error=error)
    return _draft(request, name, made=made.name)
