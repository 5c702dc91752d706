"""C26 to C28: what the complainant sends to a filed case."""

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import typed
from accounts.actors import Actor
from accounts.forms import HouseForm, clean_text
from accounts.middleware import public
from accounts.refusals import too_many
from complaints import files
from complaints.enums import State
from complaints.files import coming
from complaints.follow_up import access, actions, selectors
from complaints.follow_up.before_told import as_told
from complaints.follow_up.forms import MessageForm, request_form
from complaints.follow_up.returning import keeps_words, only_shown
from complaints.follow_up.views.common import Documents, arrived, can_go, done, posted, show, show_again
from complaints.inspection.problems import Problem
from complaints.models import Complaint, InformationRequest
from complaints.opened import MESSAGE
from complaints.permissions import can_write_to_file
from complaints.workflow.errors import Refused


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
@as_told
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """C26, C27: a message, a document, a comment on the administration's answer."""
    actor, complaint = access.open_case(request, reference)
    if back := _only_reads(request, complaint, actor):
        return back
    documents = arrived(request, complaint, actor)
    form = _message_form(request, reference, documents)
    commenting = complaint.state == State.CITIZEN_COMMENT
    context = {
        "form": form,
        "complaint": complaint,
        "arrived": documents,
        "commenting": commenting,
        "answer": selectors.newest_answer(complaint) if commenting else None,
        "deadline": selectors.deadline(complaint) if commenting else "",
    }
    if only_shown(request):
        return show_again(request, "write", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    held = bool(request.FILES or documents or documents.lost)  # no page that is fetched anew can hold a document
    if request.method == "POST" and not form.is_valid() and not held:
        typed.keep(request, MESSAGE, form.fields, about=reference)
        return HttpResponseRedirect(f"{request.path}?check=1", status=303)
    if request.method == "POST" and can_go(form, documents) and _written(form, complaint, actor):
        typed.forget(request, MESSAGE)
        coming.sent(*documents.values())
        words = _("We received your message. You find it below.")
        if commenting:
            words = _("We received your comments. You find them below.")
        return done(request, reference, words)
    return show(request, "write", context)


def _only_reads(request: HttpRequest, complaint: Complaint, actor: Actor) -> HttpResponse | None:
    """Back to the file with the reason, for who opens a form that they may not send; what was typed already is shown."""
    may = can_write_to_file(actor, complaint)
    if may or request.method == "POST" or "check" in request.GET:
        return None
    messages.info(request, str(may.reason))
    return redirect("follow_up:case", reference=complaint.reference)


def _message_form(request: HttpRequest, reference: str, documents: Documents) -> MessageForm:
    """The form with what is sent now, or with what came back with an error and is read again (`check`)."""
    data, uploads = posted(request, documents)
    if data is not None:
        return MessageForm(data, uploads)
    form = MessageForm(typed.kept(request, MESSAGE, about=reference), initial={"key": uuid.uuid4()})
    return form if "check" in request.GET or not form.is_bound else form.hush()


def _written(form: MessageForm, complaint: Complaint, actor: Actor) -> bool:
    """Whether the message was taken; if not, the form says why."""
    data = form.cleaned_data
    uploads = [data["file"]] if data["file"] else []
    try:
        actions.write_message(complaint, actor=actor, text=data["text"], uploads=uploads, key=data["key"])
    except files.Refused as refused:
        form.add_error("file", refused.message)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
    return form.is_valid()


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
@as_told
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """T4: supplies what was asked for."""
    actor, complaint = access.open_case(request, reference)
    if back := _only_reads(request, complaint, actor):
        return back
    asked = selectors.open_request(complaint)
    if asked is None or complaint.state != State.AWAITING_CITIZEN:
        return _as_message(request, complaint, actor) or redirect("follow_up:case", reference=reference)
    kind = request_form(asked)
    documents = arrived(request, complaint, actor)
    form = kind(*posted(request, documents))
    context = {
        "form": form,
        "complaint": complaint,
        "arrived": documents,
        "asked": asked,
        "asked_words": selectors.asked_words(asked),
    }
    if request.method == "POST" and (words := _left_over(request, kind)):  # another request took the place of that one
        context["form"] = kind(initial={"text": words})
        messages.warning(request, _("We ask for other things by now. What you typed stands in the last field."))
        _say_what_is_not_kept(request, documents)
        return show(request, "answer", context)
    if only_shown(request):
        return show_again(request, "answer", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and can_go(form, documents) and _answered(form, asked, complaint, actor):
        coming.sent(*documents.values())
        resumed = asked.kind == InformationRequest.Kind.PRIOR_STEP
        words = _("We take up your complaint again.") if resumed else _("We received your answer. You find it below.")
        return done(request, reference, words)
    return show(request, "answer", context)


def _typed(request: HttpRequest, names: Iterable[str]) -> list[str]:
    """The texts of these fields that are not empty."""
    texts = (clean_text(request.POST.get(name, "")).strip() for name in names)
    return [text for text in texts if text]


def _left_over(request: HttpRequest, kind: type[HouseForm]) -> str:
    """What was typed for a request that is not the open one, in one text; empty when the form is today's."""
    strange = [name for name in request.POST if name.startswith("answer_") and name not in kind.base_fields]
    return "\n\n".join(_typed(request, [*strange, "text"])) if _typed(request, strange) else ""


def _say_what_is_not_kept(request: HttpRequest, documents: Documents) -> None:
    if request.FILES or documents or documents.lost:
        messages.warning(request, _("Add your documents again: they could not be kept on this page."))


def _as_message(request: HttpRequest, complaint: Complaint, actor: Actor) -> HttpResponse | None:
    """What was typed for a request that is not open any more, in the form of a message.

    None when nothing was typed, or when it is what was sent already (pressed twice)."""
    texts = _typed(request, [*(name for name in request.POST if name.startswith("answer_")), "text"])
    if not texts or selectors.was_sent(complaint, texts):
        return None
    words = _("This was answered already, or is not asked any more. Send it as a message if we should read it.")
    messages.warning(request, words)
    _say_what_is_not_kept(request, arrived(request, complaint, actor))
    form = MessageForm(initial={"key": uuid.uuid4(), "text": "\n\n".join(texts)})
    send_to = reverse("follow_up:write", args=[complaint.reference])
    return show(request, "write", {"form": form, "complaint": complaint, "send_to": send_to})


def _answered(form: HouseForm, asked: InformationRequest, complaint: Complaint, actor: Actor) -> bool:
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
