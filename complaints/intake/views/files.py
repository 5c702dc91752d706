"""C20: files, sent one by one; each is a row, so that nothing is lost when the way back or another device is taken."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.language import switched_language
from accounts.middleware import remember_language
from complaints import files
from complaints.asking.text import tidy
from complaints.intake import actions, uploads
from complaints.intake.attaching import LONGEST_CAPTION, keep
from complaints.intake.models import Draft
from complaints.intake.steps import STEPS
from complaints.intake.views.common import allowed, read_answers, redirect, too_many, with_draft
from complaints.intake.views.steps import show

STEP = STEPS["files"]
MEGABYTE = 1024 * 1024


@with_draft
def documents(request: HttpRequest, *, draft: Draft) -> HttpResponse:
    """The list of what was sent, and the place to send one more."""
    if request.method != "POST":
        return _show(request, draft)
    if not allowed(request, draft):
        return too_many(request)
    language = switched_language(request)
    if "remove" in request.POST:
        _remove(draft, request.POST["remove"])
        response = redirect("intake:files")
    elif "forget" in request.POST:
        _forget(draft, request.POST["forget"])
        response = redirect("intake:files")
    elif request.FILES.get("file") is not None:
        return _receive(request, draft)
    elif "send" in request.POST:
        return _show(request, draft, error=_("Choose a file first, for example a photo of the letter."), status=422)
    else:
        response = _onward(request, draft, language)
    if language:
        remember_language(response, language)
    return response


def _onward(request: HttpRequest, draft: Draft, language: str | None) -> HttpResponse:
    try:
        actions.save_step(draft=draft, slug=STEP.slug, raw={}, valid=True, actor=request.actor)
    except actions.AlreadySent:
        return redirect("intake:sent")
    except actions.Gone:
        return redirect("intake:start")
    if language:
        return redirect("intake:files")
    return redirect("intake:saved") if "save" in request.POST else redirect("intake:check")


def _receive(request: HttpRequest, draft: Draft) -> HttpResponse:
    by_script = request.headers.get("Accept", "").startswith("application/json")
    caption = tidy(request.POST.get("caption", ""))[:LONGEST_CAPTION]
    error = keep(draft, request.FILES["file"], caption=caption)
    if by_script:
        if error:
            return JsonResponse({"error": error}, status=422)
        rows = render(request, "intake/_files.html", {"files": listed(draft)}).content.decode()
        return JsonResponse({"list": rows})
    if error:
        return _show(request, draft, error=error, status=422)
    return redirect("intake:files", query="?sent=1")


def _remove(draft: Draft, text: str) -> None:
    """Removes one file of this draft, unless it was sent; anything else is no file of it."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return
    actions.remove_file(draft=draft, number=int(text))


def _forget(draft: Draft, text: str) -> None:
    """Throws away what has arrived of a file; anything else is no key of one."""
    try:
        uploads.forget(draft=draft, key=uuid.UUID(text))
    except ValueError:
        return


def listed(draft: Draft) -> list[dict[str, Any]]:
    """The draft's files for the list component."""
    return [
        {"id": row.pk, "name": row.name, "size": row.size, "caption": row.caption, "file": row}
        for row in draft.files.filter(kind="")  # the mandate has a page of its own
    ]


def _show(request: HttpRequest, draft: Draft, *, error: str = "", status: int = 200) -> HttpResponse:
    answers = read_answers(request, draft)
    form = STEP.form({} if error else None, answers=answers)
    if error:
        form.add_error(None, error)
    return show(
        request,
        STEP,
        answers,
        form,
        status=status,
        files=listed(draft),
        error=error,
        caption=request.POST.get("caption", "")[:LONGEST_CAPTION],
        accept=files.ACCEPT,
        one=files.MAX_FILE // MEGABYTE,
        all=files.MAX_TOTAL // MEGABYTE,
        sent=request.GET.get("sent") == "1",
        partly=uploads.on_their_way(draft),
    )


@with_draft
@require_safe
def download(request: HttpRequest, number: int, *, draft: Draft) -> HttpResponse:
    """One's own file again, as it was sent."""
    if number >= 2**63:
        raise Http404
    row = get_object_or_404(draft.files, pk=number)
    return files.download(row, original=True)
