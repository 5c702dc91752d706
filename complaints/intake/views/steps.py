"""One URL and one POST for each step (docs/filing.md)."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.dates import RABAT
from accounts.language import switched_language
from accounts.middleware import remember_language
from complaints.intake import actions, building, cookies, known, resume, selectors
from complaints.intake.choices import is_time_zone
from complaints.intake.models import Draft
from complaints.intake.steps import FIRST, STEPS, Answers, Step, following, preceding
from complaints.intake.steps.base import Raw, StepForm, collect
from complaints.intake.steps.facts import PriorStepsForm
from complaints.intake.steps.others import GroupForm
from complaints.intake.steps.target import AuthorityForm
from complaints.intake.views.common import (
    allowed,
    no_draft,
    page,
    read_answers,
    redirect,
    show_acting,
    too_many,
    with_cookie,
)

ROWS = (PriorStepsForm, GroupForm)  # steps of rows that come and go
WATCHED = {"contact", "happened", "urgency"}  # where fear is named: "Leave this page" stands there
WITHOUT_JUDGEMENT = {"save", "autosave"}  # with these nobody said that the page is finished


@page
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows one step or keeps what was typed into it."""
    if slug not in STEPS:
        raise Http404
    draft = cookies.find_draft(request)
    if draft is not None and draft.complaint_id:
        return redirect("intake:sent")
    if request.method == "POST":
        return _post(request, STEPS[slug], draft)
    if draft is None and slug != FIRST.slug:
        return no_draft(request)
    show_acting(request, draft)
    answers = read_answers(request, draft)
    form = answers.form(slug)
    if form.is_bound and not request.GET.get("check"):
        form.hush()
    return show(request, STEPS[slug], answers, form, back_to_check=request.GET.get("from") == "check")


def show(
    request: HttpRequest,
    step: Step,
    answers: Answers,
    form: StepForm,
    *,
    back_to_check: bool = False,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of a step."""
    before = preceding(step, answers)
    context = {
        "step": step,
        "form": form,
        "answers": answers,
        "draft": answers.draft,
        "progress": selectors.progress(step),
        "back": reverse("intake:check") if back_to_check else selectors.step_url(before.slug) if before else "/",
        "from_check": back_to_check,
        "seen": building.digest(answers.raw.get(step.slug, {})),
        "leave_code": resume.resume_code(answers.draft) if answers.draft and step.slug in WATCHED else "",
        **more,
    }
    return render(request, step.template, context, status=status)


def _post(request: HttpRequest, step: Step, draft: Draft | None) -> HttpResponse:
    if not allowed(request, draft):
        return too_many(request)
    raw = collect(step.form, request.POST)
    language = switched_language(request)
    back_to_check = request.POST.get("from") == "check"
    if draft is None and (language or (step is not FIRST and "new_draft" not in request.POST)):
        return unsaved(request, step, raw, language)
    seen = request.POST.get("seen", "") if draft is not None else ""  # a draft made now has no answers to undo
    if draft is None:
        draft = actions.create_draft(actor=request.actor, language=request.LANGUAGE_CODE)
    typed = dict(raw)
    stay = _turn_rows(request, step, raw) or bool(language) or "search" in request.POST
    form = read_answers(request, draft).form(step.slug, raw)
    valid = form.is_valid()
    stay = stay or (isinstance(form, AuthorityForm) and form.only_searched)
    untouched = step.slug not in draft.answers and not any("".join(values).strip() for values in raw.values())
    try:
        if not (untouched and (stay or WITHOUT_JUDGEMENT & set(request.POST))):
            draft = actions.save_step(draft=draft, slug=step.slug, raw=raw, valid=valid, actor=request.actor, seen=seen)
    except actions.AlreadySent:
        return redirect("intake:sent")
    except actions.Gone:
        return unsaved(request, step, raw, language)
    except actions.Changed:
        return changed(request, step, draft, typed, language)
    response = with_cookie(_after(request, step, draft, valid=valid, stay=stay, check=back_to_check), draft)
    if language:
        remember_language(response, language)
    return response


def _after(request: HttpRequest, step: Step, draft: Draft, *, valid: bool, stay: bool, check: bool) -> HttpResponse:
    """Where a saved step leads."""
    query = "?from=check" if check else ""
    if "autosave" in request.POST:
        seen = building.digest(draft.answers.get(step.slug, {}))
        return JsonResponse({"saved": clock(request.POST.get("zone", "")), "seen": seen})
    if "save" in request.POST:
        return redirect("intake:saved")
    if stay:
        return redirect("intake:step", slug=step.slug, query=query + _place(request, step, draft))
    if not valid:
        return redirect("intake:step", slug=step.slug, query=f"{query}&check=1" if query else "?check=1")
    answers = read_answers(request, draft)
    after = following(step, answers)
    if check and (after is None or answers.has(after.slug) or after.optional):
        return redirect("intake:check")
    if after and not check and after.slug in known.KNOWN and known.offered(answers):
        return redirect("intake:known")
    return redirect("intake:step", slug=after.slug, query=query) if after else redirect("intake:check")


def _place(request: HttpRequest, step: Step, draft: Draft) -> str:
    """Where on the same page one goes on: at the results of the search, at the row just added or left."""
    if issubclass(step.form, AuthorityForm) and not switched_language(request):
        return "#found"
    if {"add", "remove"} & set(request.POST) and issubclass(step.form, ROWS):
        return f"#row-{draft.answers[step.slug]['rows'][-1]}" if step.slug in draft.answers else "#row-1"
    return ""


def clock(zone: str) -> str:
    """The time of day where the person is, `14:32`."""
    place = ZoneInfo(zone) if is_time_zone(zone) else RABAT
    return f"{timezone.now().astimezone(place):%H:%M}"


def unsaved(request: HttpRequest, step: Step, raw: Raw, language: str | None) -> HttpResponse:
    """No draft to keep this in: the page comes back with everything typed, and offers to keep it in a new draft."""
    answers = read_answers(request, None)
    form = answers.form(step.slug, raw).hush()
    response = show(request, step, answers, form, lost=step is not FIRST)
    if language:
        remember_language(response, language)
    return response


def changed(request: HttpRequest, step: Step, draft: Draft, raw: Raw, language: str | None) -> HttpResponse:
    """Another window saved other answers: nothing is written over them until the person has seen that."""
    if "autosave" in request.POST:
        return JsonResponse({"changed": True}, status=409)
    draft.refresh_from_db()
    answers = read_answers(request, draft)
    saved = answers.form(step.slug)
    response = show(
        request,
        step,
        answers,
        answers.form(step.slug, raw).hush(),
        back_to_check=request.POST.get("from") == "check",
        status=409,
        changed=True,
        stored=[{"key": line.label, "value": line.value} for line in saved.lines()] if saved.is_valid() else [],
    )
    if language:
        remember_language(response, language)
    return response


def _turn_rows(request: HttpRequest, step: Step, raw: Raw) -> bool:
    """Adds or removes a row, when such a button was pressed."""
    if not issubclass(step.form, ROWS) or not {"add", "remove"} & set(request.POST):
        return False
    turned = step.form.turned(raw, remove=request.POST.get("remove"))
    raw.clear()
    raw.update(turned)
    return True
