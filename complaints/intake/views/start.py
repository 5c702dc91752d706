"""Before and around the form: language, start, the task list, save and return, delete."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import devices
from accounts.middleware import by_button
from complaints.intake import actions, cookies, resume, selectors
from complaints.intake.models import Draft
from complaints.intake.steps import FIRST
from complaints.intake.views.common import may_mail, page, read_answers, redirect, with_draft
from complaints.knowledge.access import open_questions


@page
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """C1 when no language was chosen yet, else C2: what we do, what you need, start or continue."""
    draft = cookies.find_draft(request)
    sent = draft is not None and draft.complaint_id is not None
    unsaved = draft is not None and selectors.is_code_unsaved(draft)
    if not request.language_chosen:
        return render(request, "intake/language.html", {"unsaved": unsaved})
    context = {
        "draft": None if sent else draft,
        "sent": draft if sent else None,
        "unsaved": unsaved,
        "first": FIRST.slug,
    }
    if draft is not None and not sent:
        context["draft_title"] = selectors.draft_title(draft)
    return render(request, "intake/start.html", context)


@with_draft
@require_safe
def tasks(request: HttpRequest, *, draft: Draft) -> HttpResponse:
    """C5: the six tasks and how far each is."""
    answers = read_answers(request, draft)
    asked = open_questions(request).filter(pk=draft.question_id).first() if draft.question_id else None
    return render(
        request,
        "intake/tasks.html",
        {"draft": draft, "question": asked, "tasks": selectors.tasks(answers), "ready": selectors.is_ready(answers)},
    )


def code_of(draft: Draft) -> dict[str, Any]:
    """What the pages say about the code of a draft."""
    address = f"{settings.SITE_URL}{reverse('intake:resume')}"
    return {"draft": draft, "code": resume.resume_code(draft), "resume_url": address}


@with_draft
@require_safe
def saved(request: HttpRequest, *, draft: Draft) -> HttpResponse:
    """Save and return later: the code, where to type it, until when."""
    email = read_answers(request, draft).typed("contact", "email").strip()
    return render(request, "intake/saved.html", {**code_of(draft), "email": email})


@with_draft
@by_button
def send_code(request: HttpRequest, *, draft: Draft) -> HttpResponse:
    """Sends the code of the draft to the address that the draft gives."""
    try:
        if not may_mail(request):
            raise actions.TooManyMails
        if actions.send_resume_code(draft=draft):
            messages.success(request, _("The message is on its way to your e-mail address."))
        else:
            messages.error(request, _("Enter your e-mail address under “How to reach you” first, then try again."))
    except actions.TooManyMails:
        messages.error(
            request, _("We have sent enough messages to this address for now. Note the code on this page instead.")
        )
    return redirect("intake:saved")


@page
@by_button
def new(request: HttpRequest) -> HttpResponse:
    """A second complaint on this device: the first draft is kept, and its code is shown."""
    draft = cookies.find_draft(request)
    if draft is None or draft.complaint_id:
        response = redirect("intake:step", slug=FIRST.slug)
    else:
        response = render(request, "intake/new.html", {**code_of(draft), "first": FIRST.slug})
    cookies.forget_draft(response)
    return response


@with_draft
def delete(request: HttpRequest, *, draft: Draft) -> HttpResponse:
    """Asks once, then removes the draft and its files for good."""
    if request.method != "POST":
        return render(request, "intake/delete.html", {"draft": draft, "files": draft.files.count()})
    try:
        actions.delete_draft(draft=draft)
    except actions.AlreadySent:
        return redirect("intake:sent")
    except actions.Gone:
        pass  # the other window was quicker
    response = redirect("intake:start")
    cookies.forget_draft(response)
    messages.success(request, _("Your draft is deleted. Nothing of it is left with us."))
    return response


@page
@by_button
def leave(request: HttpRequest) -> HttpResponse:
    """This device forgets the draft; the draft itself stays and opens with its code."""
    draft = cookies.find_draft(request)
    open_draft = draft is not None and not draft.complaint_id
    response = render(request, "intake/left.html", code_of(draft) if draft and open_draft else {})
    cookies.forget_draft(response)
    return devices.forget(response)
