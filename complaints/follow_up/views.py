"""The citizen's side of a filed case. Open to visitors, who see a case only with its code or their account."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import dates
from accounts.actors import Actor
from accounts.middleware import public
from accounts.refusals import too_many
from complaints import files, references
from complaints.enums import CLOSED_STATES, State
from complaints.follow_up import access, actions, selectors
from complaints.follow_up.forms import CaseForm, CodeForm, LinkForm, MessageForm, WithdrawForm, request_form
from complaints.follow_up.returning import keeps_words, only_shown, opened
from complaints.inspection.problems import Problem
from complaints.models import Attachment, Complaint, InformationRequest
from complaints.notifications.actions import mark_shown
from complaints.permissions import readable_attachments
from complaints.receipts import receipt_pdf
from complaints.workflow import states, transitions
from complaints.workflow.errors import Refused


def posted(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, UploadedFile] | None]:
    """What a form binds to: an empty POST is still a POST."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """C24: opens a case by reference and code."""
    form = CodeForm(posted(request)[0])
    if request.method == "POST" and (case := opened(request, form)):
        return redirect("follow_up:case", reference=case.reference)
    status = 422 if form.errors else 200
    return render(request, "follow_up/login.html", {"form": form}, status=status)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """C24 without the code: a link by mail. The answer is the same whether the file exists or not."""
    form = LinkForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        if access.too_many_askers(request):
            return too_many(request, minutes=60)
        reference = references.normalise(form.cleaned_data["reference"])
        if reference and not access.too_many_links(reference):
            actions.ask_for_link(reference)
        return render(request, "follow_up/link_sent.html")
    return render(request, "follow_up/link.html", {"form": form}, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail: a button, because mail programs fetch links by themselves."""
    case = access.read_link(token)
    if case is None:
        return render(request, "follow_up/link_expired.html", status=410)
    if request.method == "POST":
        access.remember(request, case)
        return redirect("follow_up:case", reference=case.reference)
    return render(request, "follow_up/open.html")


@public
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Closes the file on this device."""
    access.forget(request)
    response = redirect("follow_up:login")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@public
@never_cache
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """C25: where the case stands, whose turn it is, what happened."""
    _actor, complaint = access.open_case(request, reference)
    notices = selectors.notices(complaint)
    answer = render(request, "follow_up/case.html", {**_page(complaint), "notices": notices})
    mark_shown(f"complaint:{complaint.pk}:citizen", notices)
    return answer


def _page(complaint: Complaint) -> dict[str, object]:
    closed, asked = complaint.state in CLOSED_STATES, selectors.open_request(complaint)
    return {
        "complaint": complaint,
        "step": states.step(complaint.state),
        "journey": states.journey(complaint.state, selectors.steps_reached(complaint)),
        "deadline": selectors.deadline(complaint, asked),
        "late": complaint.due_on is not None and complaint.due_on < timezone.localdate(),
        "turn": states.turn(complaint.state),
        "closed": closed,
        "timeline": selectors.timeline(complaint),
        "request_open": asked,
        "commenting": complaint.state == State.CITIZEN_COMMENT,
        "files": complaint.attachments.filter(internal=False),
        "bodies": complaint.referral_bodies.all() if complaint.state == State.ORIENTED else [],
        "zone": dates.other_zone(
            complaint.complainant.time_zone or complaint.country.time_zone, complaint.submitted_at
        ),
    }


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """C26, C27: a message, a document, a comment on the administration's answer."""
    actor, complaint = access.open_case(request, reference)
    form = MessageForm(*posted(request), initial={"key": uuid.uuid4()})
    context = {"form": form, "complaint": complaint, "commenting": complaint.state == State.CITIZEN_COMMENT}
    if only_shown(request):
        return _show_again(request, "write", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.write_message(
                complaint,
                actor=actor,
                text=form.cleaned_data["text"],
                uploads=[upload] if upload else [],
                key=form.cleaned_data["key"],
            )
        except files.Refused as refused:
            form.add_error("file", refused.message)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return _done(request, reference, _("We received your message. You find it below."))
    return _show(request, "write", context)


def _done(request: HttpRequest, reference: str, words: str) -> HttpResponse:
    """Back to the file, where the words are shown once."""
    messages.success(request, words)
    return redirect("follow_up:case", reference=reference)


def _show(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its form. No browser keeps a chosen file through a refusal, so each is asked for again by name."""
    form = context["form"]
    if form.errors:
        for name in set(request.FILES) & set(form.fields) - set(form.errors):
            form.add_error(name, _("Choose this document again: it could not be kept on this page."))
    return render(request, f"follow_up/{page}.html", context, status=422 if form.errors else 200)


def _show_again(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page with what was typed and without errors: nothing was sent yet."""
    context["form"].hush()
    if request.FILES:
        messages.warning(request, _("Add your documents again: they could not be kept on this page."))
    return render(request, f"follow_up/{page}.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """T4: supplies what was asked for."""
    actor, complaint = access.open_case(request, reference)
    asked = selectors.open_request(complaint)
    if asked is None or complaint.state != State.AWAITING_CITIZEN:
        return redirect("follow_up:case", reference=reference)
    form = request_form(asked)(*posted(request))
    context = {"form": form, "complaint": complaint, "asked": asked}
    if only_shown(request):
        return _show_again(request, "answer", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid() and _answered(form, asked, complaint, actor):
        resumed = asked.kind == InformationRequest.Kind.PRIOR_STEP
        words = _("We take up your complaint again.") if resumed else _("We received your answer. You find it below.")
        return _done(request, reference, words)
    return _show(request, "answer", context)


def _answered(form: CaseForm, asked: InformationRequest, complaint: Complaint, actor: Actor) -> bool:
    """Whether the answer was taken; if not, the form says why, a refused file at its own field."""
    data = form.cleaned_data
    items = [item.pk for item in asked.items.all()]
    uploads = {pk: data[f"file_{pk}"] for pk in items if data[f"file_{pk}"]}
    answers = {pk: data[f"answer_{pk}"] for pk in items}
    try:
        actions.answer_request(complaint, actor=actor, answers=answers, uploads=uploads, text=data["text"])
    except actions.RefusedUpload as refused:
        words = str(refused.message)
        if refused.problem not in {Problem.CASE, Problem.SENDING}:  # those say to do without it, or to send it later
            words = _("%(reason)s Then choose the document again.") % {"reason": words}
        form.add_error(f"file_{list(uploads)[refused.place]}", words)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
    return form.is_valid()


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """C29, T20: the complainant stops."""
    actor, complaint = access.open_case(request, reference)
    possible = transitions.may(complaint, "withdraw", actor)
    form = WithdrawForm(posted(request)[0])
    context = {"form": form, "complaint": complaint, "possible": possible}
    if only_shown(request):
        return _show_again(request, "withdraw", context)
    if request.method == "POST" and complaint.state == State.WITHDRAWN:  # pressed twice
        return redirect("follow_up:case", reference=reference)
    if request.method == "POST" and form.is_valid():
        try:
            transitions.withdraw(complaint, actor=actor, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return _done(request, reference, _("You withdrew your complaint. Your file is closed."))
    return _show(request, "withdraw", context)


@public
@never_cache
@require_GET
def stay(request: HttpRequest) -> HttpResponse:
    """Keeps the file open on this device; asked by the dialog that warns before it closes."""
    access.still_open(request)
    return HttpResponse(status=204)


@public
@never_cache
@require_GET
def download(request: HttpRequest, reference: str, file: int) -> HttpResponseBase:
    """One file of the case; the right is checked at every request. People get back what they sent as they sent it."""
    actor, complaint = access.open_case(request, reference)
    row = get_object_or_404(readable_attachments(actor), pk=file, complaint=complaint)
    return files.download(row, original=row.source == Attachment.Source.CITIZEN)


@public
@never_cache
@require_GET
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt once more, without the secret code."""
    _actor, complaint = access.open_case(request, reference)
    pdf = receipt_pdf(complaint, language=request.LANGUAGE_CODE or complaint.language)
    disposition = f'attachment; filename="{complaint.reference}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})
