"""The press on one's own question that makes a complaint of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.middleware import by_button
from complaints.intake import cookies, from_question, selectors
from complaints.intake.steps import FIRST
from complaints.intake.views.common import allowed, page, redirect, too_many, with_cookie
from complaints.intake.views.start import code_of
from complaints.knowledge import numbers
from complaints.knowledge.access import open_questions


@page
@by_button
def begin(request: HttpRequest) -> HttpResponse:
    """A draft with the question in it. Pressed again it goes on with the same one; another draft of this device is kept,
    and its code shown."""
    number = numbers.normalise(request.POST.get("number", ""))
    question = open_questions(request).filter(number=number).first() if number else None
    if question is None:
        raise Http404
    actor = request.actor  # type: ignore[attr-defined]
    here = cookies.find_draft(request)
    here = None if here is None or here.complaint_id else here
    begun = (
        here
        if here and here.question_id == question.pk
        else selectors.own_drafts(actor).filter(question=question).first()
    )
    if begun is not None:
        return with_cookie(redirect("intake:tasks"), begun)
    if not allowed(request, None):
        return too_many(request)
    draft = from_question.begin(question=question, actor=actor, language=request.LANGUAGE_CODE or "fr")
    if here is not None:
        return with_cookie(render(request, "intake/new.html", {**code_of(here), "first": FIRST.slug}), draft)
    return with_cookie(redirect("intake:step", slug=FIRST.slug), draft)
