"""The tablet in the person's hands, in their language: the card, number and code of a question, the phone, the secret code."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import by_button
from complaints import typesetting
from complaints.guide import cards, notices
from complaints.guide.forms import MailForm
from complaints.intake import actions, handing_over, keeping, resume, selectors
from complaints.intake.models import Draft
from complaints.intake.views.common import redirect as onward
from complaints.knowledge import numbers
from complaints.models import Complaint
from complaints.outreach.models import Helping
from complaints.outreach.tablet import helping
from complaints.outreach.tablet.door import actor_of, for_their_eyes, hand, on_shift, turned, with_person
from complaints.outreach.tablet.views.people import advice_of
from complaints.outreach.tablet.views.writing import with_draft
from complaints.receipts import receipt_pdf


def _pdf(body: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        body, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )


# --- oriented: the card ---


@on_shift()
@with_person
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """Who can help, to take home: printed, by e-mail, or on the own phone. POST sends it."""
    found = advice_of(request)
    if found is None:
        return redirect("tablet:guide")
    with translation.override(person.language):
        form = MailForm(request.POST) if request.method == "POST" else MailForm(initial={"key": uuid.uuid4()})
        if form.is_bound and form.is_valid():
            data = form.cleaned_data
            try:
                notices.send(found, email=data["email"], key=data["key"] or uuid.uuid4(), language=person.language)
            except notices.TooManyMails:
                form.add_error(
                    "email", _("We have sent enough messages to this address for now. Print this page instead.")
                )
            else:
                messages.success(request, _("The message is on its way to your e-mail address."))
                return onward("tablet:card", query=f"?{request.GET.urlencode()}")
        country = found.country.code if found.country else ""
        context = {
            "found": found,
            "heading": cards.heading(found.result),
            "query": f"?{request.GET.urlencode()}",
            "at_home": country == "MA",
            "form": form,
        }
        return turned(request, "turned/card.html", context, person=person, status=422 if form.errors else 200)


@on_shift()
@with_person
@require_safe
def card_pdf(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """The card on paper, in the person's language."""
    found = advice_of(request)
    if found is None:
        return redirect("tablet:guide")
    with translation.override(person.language):
        return _pdf(cards.card_pdf(found, language=person.language), "orientation")


# --- number and secret code: in the person's hands alone ---


@on_shift()
@with_person
@by_button
def over(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """ "The person has the tablet": number and code are shown; of a complaint the log keeps that they were."""
    helping.look(person, actor=actor_of(request, person.shift), what="code shown at a stand")
    hand(request, person)
    return onward("tablet:person")


# --- a question was taken ---


@on_shift()
@with_person
@for_their_eyes
@require_safe
def asked(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """Number and code of the question, for the person to keep."""
    if person.question is None:
        return redirect("tablet:person")
    asked = person.question
    context = {"number": asked.number, "code": numbers.code_of(asked), "told": asked.will_be_told}
    return turned(request, "turned/asked.html", context, person=person)


# --- to the own phone ---


@on_shift()
@with_person
@with_draft
@require_safe
def phone(request: HttpRequest, *, person: Helping, draft: Draft) -> HttpResponse:
    """The picture that moves the draft to the person's own phone; from then on the tablet has nothing of it."""
    try:
        handing_over.offer(draft, actor=actor_of(request, person.shift))
    except (actions.Gone, actions.AlreadySent):
        return redirect("tablet:person")
    address = settings.SITE_URL.rstrip("/") + reverse("intake:resume")
    return turned(
        request,
        "turned/phone.html",
        {"code": resume.offered_code(draft), "address": address},
        person=person,
    )


@on_shift(by_itself=True)
@with_person
@require_safe
def phone_state(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """Whether a phone has taken the draft; asked by the page itself."""
    return JsonResponse({"taken": helping.is_taken(person)})


@on_shift()
@with_person
@with_draft
@by_button
def stay_here(request: HttpRequest, *, person: Helping, draft: Draft) -> HttpResponse:
    """The person goes on here after all: no phone may take the draft any more."""
    try:
        handing_over.take_back(draft)
    except actions.Gone:
        return onward("tablet:person")
    return onward("tablet:check")


@on_shift()
@with_person
@for_their_eyes
@require_safe
def qr(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """The picture for the phone: the draft while it is offered, the filed complaint while its code is shown.

    What opens it stands behind `#`, which no browser sends to a server."""
    site, draft = settings.SITE_URL.rstrip("/"), person.draft
    if person.question is not None:
        address = f"{site}{reverse('knowledge:door')}#{person.question.number}~{numbers.code_of(person.question)}"
    elif draft is None or helping.is_taken(person):
        raise Http404
    elif draft.complaint is not None and (code := selectors.follow_up_code(draft)):
        address = f"{site}{reverse('follow_up:login')}#{draft.complaint.reference}~{code}"
    elif draft.officer_id == person.shift.agent_id and draft.offered_at is not None:
        address = f"{site}{reverse('intake:resume')}#{resume.offered_code(draft)}"
    else:
        raise Http404
    return HttpResponse(typesetting.qr(address), content_type="image/svg+xml")


# --- filed: the secret code, for the person alone ---


def _filed(person: Helping) -> tuple[Draft, Complaint]:
    """The draft that has become a complaint here, and the complaint; else a 404: what a phone took is shown there alone."""
    if person.draft is None or person.draft.complaint is None or helping.is_taken(person):
        raise Http404
    return person.draft, person.draft.complaint


@on_shift()
@with_person
@for_their_eyes
@require_safe
def code(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """Number and secret code; the page ends with "I have it", and nobody on this tablet shows them again."""
    draft, case = _filed(person)
    context: dict[str, Any] = {
        "case": case,
        "code": selectors.follow_up_code(draft),
        "may_mail": keeping.may_mail(draft),
        "next": [],
    }
    with translation.override(person.language):
        context["next"] = selectors.what_next(case.submitted_at)
        return turned(request, "turned/code.html", context, person=person)


@on_shift()
@with_person
@for_their_eyes
@require_safe
def receipt(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """The receipt with the code, in the person's language, as long as the code may be shown."""
    draft, case = _filed(person)
    secret = selectors.follow_up_code(draft)
    return _pdf(receipt_pdf(case, language=person.language, code=secret or None), case.reference)


@on_shift()
@with_person
@for_their_eyes
@by_button
def mail_code(request: HttpRequest, *, person: Helping) -> HttpResponse:
    """Number and code to the own proved address."""
    draft, _case = _filed(person)
    with translation.override(person.language):
        if keeping.mail(draft=draft):
            messages.success(request, _("Your number and your code are on their way to your e-mail address."))
        else:
            messages.warning(request, _("We could not send the code. Keep it in another way."))
    return onward("tablet:code")
