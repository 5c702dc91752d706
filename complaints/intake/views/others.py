"""Filing for others: the file of the mandate, and the members of a group from a list (docs/together.md)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.language import switched_language
from accounts.middleware import by_button, remember_language
from complaints.intake import actions, cookies, members_csv
from complaints.intake.attaching import keep
from complaints.intake.models import Draft
from complaints.intake.steps import STEPS, Step, following
from complaints.intake.steps.base import Raw, collect
from complaints.intake.steps.others import GroupForm
from complaints.intake.views.common import allowed, page, read_answers, redirect, too_many, with_draft
from complaints.intake.views.steps import changed, show, unsaved
from complaints.models import StoredFile

MANDATE, GROUP = STEPS["mandate"], STEPS["group"]


@with_draft
def mandate(request: HttpRequest, *, draft: Draft) -> HttpResponse:
    """The mandate or proof: one document, its date and its end. What was typed and sent is kept, right or wrong."""
    if request.method != "POST":
        form = read_answers(request, draft).form(MANDATE.slug)
        if form.is_bound and not request.GET.get("check"):
            form.hush()
        return _page(request, draft, form)
    if not allowed(request, draft):
        return too_many(request)
    error = ""
    if upload := request.FILES.get("file"):
        error = keep(draft, upload, kind=StoredFile.Kind.MANDATE)
    raw, language = collect(MANDATE.form, request.POST), switched_language(request)
    form = read_answers(request, draft).form(MANDATE.slug, raw)
    valid = form.is_valid() and not error
    saved = _save(request, MANDATE, draft, raw, valid=valid)
    if isinstance(saved, HttpResponse):
        return saved
    draft = saved
    if error:
        form = read_answers(request, draft).form(MANDATE.slug, raw)
        form.is_valid()
        form.errors.pop("file", None)
        form.add_error("file", error)
        return _page(request, draft, form, status=422)
    response = _onward(request, draft, valid=valid, stay=bool(language))
    if language:
        remember_language(response, language)
    return response


def _save(request: HttpRequest, step: Step, draft: Draft, raw: Raw, *, valid: bool) -> Draft | HttpResponse:
    """The draft as saved, or the page that says why it was not."""
    seen = request.POST.get("seen", "")
    try:
        return actions.save_step(draft=draft, slug=step.slug, raw=raw, valid=valid, actor=request.actor, seen=seen)  # type: ignore[attr-defined]
    except actions.AlreadySent:
        return redirect("intake:sent")
    except actions.Gone:
        return unsaved(request, step, raw, None)
    except actions.Changed:
        return changed(request, step, draft, raw, None)


def _onward(request: HttpRequest, draft: Draft, *, valid: bool, stay: bool) -> HttpResponse:
    query = "?from=check" if request.POST.get("from") == "check" else ""
    if stay or "send" in request.POST:
        return redirect("intake:mandate", query=query)
    if "save" in request.POST:
        return redirect("intake:saved")
    if not valid:
        return redirect("intake:mandate", query=f"{query}&check=1" if query else "?check=1")
    answers = read_answers(request, draft)
    after = following(MANDATE, answers)
    if query and (after is None or answers.has(after.slug) or after.optional):
        return redirect("intake:check")
    return redirect("intake:step", slug=after.slug, query=query) if after else redirect("intake:check")


def _page(request: HttpRequest, draft: Draft, form: Any, *, status: int = 200) -> HttpResponse:
    kept = draft.files.filter(kind=StoredFile.Kind.MANDATE).last()
    files = [{"name": kept.name, "size": kept.size}] if kept else []
    check = "check" in (request.GET.get("from"), request.POST.get("from"))
    answers = read_answers(request, draft)
    return show(request, MANDATE, answers, form, status=status, back_to_check=check, files=files)


@page
@by_button
def members(request: HttpRequest) -> HttpResponse:
    """A list of members is added to the rows that were typed; the page then says of each row what to change."""
    draft = cookies.find_draft(request)
    if draft is not None and draft.complaint_id:
        return redirect("intake:sent")
    raw = collect(GROUP.form, request.POST)
    if draft is None:
        return unsaved(request, GROUP, raw, None)
    if not allowed(request, draft):
        return too_many(request)
    upload = request.FILES.get("list")
    if upload is None:
        return _refused(request, draft, raw, _("Choose your list first, then add its members."))
    try:
        found = members_csv.read(upload.read(members_csv.LARGEST + 1))
        typed = [row for row in GroupForm.typed_rows(raw) if any(row.values())]
        if len(typed) + len(found) > members_csv.MOST_MEMBERS:
            raise members_csv.RefusedList(members_csv.too_many(len(typed) + len(found)))
    except members_csv.RefusedList as refused:
        return _refused(request, draft, raw, str(refused))
    raw = GroupForm.with_rows(raw, typed + found)
    valid = read_answers(request, draft).form(GROUP.slug, raw).is_valid()
    saved = _save(request, GROUP, draft, raw, valid=valid)
    if isinstance(saved, HttpResponse):
        return saved
    return redirect("intake:step", slug=GROUP.slug, query=f"?added={len(found)}" + ("" if valid else "&check=1"))


def _refused(request: HttpRequest, draft: Draft, raw: Raw, words: str) -> HttpResponse:
    """The page with every row as typed, and what is wrong with the list."""
    answers = read_answers(request, draft)
    form = answers.form(GROUP.slug, raw)
    form.is_valid()
    form.hush()  # the rows are judged when they are sent, not now
    form.add_error(None, words)
    return show(request, GROUP, answers, form, status=422, list_error=words)


@page
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty list, to fill in at home."""
    headers = {"Content-Disposition": 'attachment; filename="members.csv"'}
    return HttpResponse(members_csv.template(), content_type="text/csv; charset=utf-8", headers=headers)
