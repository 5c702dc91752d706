"""What the body sees of the one referral that it opened, and what it does with it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actors import Actor
from accounts.middleware import by_button
from accounts.refusals import too_many
from complaints import files
from complaints.models import Referral
from complaints.permissions import referred_documents
from complaints.referring import access, answering, letters, limits, selectors
from complaints.referring.forms import AnswerForm, RefuseForm
from complaints.referring.views.door import only_shown
from complaints.workflow.errors import Refused, Repeated


@access.door
@require_GET
def file(request: HttpRequest) -> HttpResponse:
    """What was passed on; once it is over, only that it is."""
    if over := access.is_over(request):
        return render(request, "referral/over.html", {"referral": over})
    return _file(request)


@access.inside
def _file(request: HttpRequest, referral: Referral, actor: Actor) -> HttpResponse:
    documents = referral.documents.select_related("attachment")
    context = {"referral": referral, "parts": selectors.parts(referral), "documents": documents}
    return render(request, "referral/file.html", context)


@access.inside
@require_GET
def document(request: HttpRequest, referral: Referral, actor: Actor, *, file: int) -> HttpResponseBase:
    """One document: the copy without hidden data, never the original. The first download is kept."""
    row = get_object_or_404(referred_documents(actor), pk=file)
    answer = files.download(row)
    answering.note_download(referral, row)
    return answer


@access.inside
@require_GET
def letter(request: HttpRequest, referral: Referral, actor: Actor) -> HttpResponse:
    """Our letter on letterhead."""
    name = f'attachment; filename="{referral.complaint.reference}.pdf"'
    pdf = letters.to_body(referral)
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


@by_button
@access.inside
def accept(request: HttpRequest, referral: Referral, actor: Actor) -> HttpResponse:
    """The body deals with it."""
    try:
        answering.accept(referral, actor=actor)
    except Repeated:
        pass
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("Thank you. The complainant was told that you deal with the matter."))
    return redirect("referral:file")


@access.inside
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, referral: Referral, actor: Actor) -> HttpResponse:
    """The body does not take it, and says why."""
    form = RefuseForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    context = {"form": form, "referral": referral}
    if only_shown(request):
        form.hush()
        return render(request, "referral/refuse.html", context)
    if request.method == "POST" and limits.too_many_posts(referral):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: answering.refuse(referral, actor=actor, text=given["text"], key=given["key"])):
            return redirect("referral:file")
    return render(request, "referral/refuse.html", context, status=422 if form.errors else 200)


@access.inside
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, referral: Referral, actor: Actor) -> HttpResponse:
    """The answer with its documents."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AnswerForm(*sent, initial={"key": uuid.uuid4()})
    context = {"form": form, "referral": referral}
    if only_shown(request):
        form.hush()
        if request.FILES:
            messages.warning(request, _("Add your documents again: they could not be kept on this page."))
        return render(request, "referral/answer.html", context)
    if request.method == "POST" and limits.too_many_posts(referral):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid() and _answered(form, referral, actor):
        return redirect("referral:file")
    if form.errors:
        for name in set(request.FILES) & set(form.fields) - set(form.errors):
            form.add_error(name, _("Choose this document again: it could not be kept on this page."))
    return render(request, "referral/answer.html", context, status=422 if form.errors else 200)


def _answered(form: AnswerForm, referral: Referral, actor: Actor) -> bool:
    """Whether the answer was taken; if not, the form says why, a refused document at its own field."""
    given, uploads = form.cleaned_data, form.uploads()
    try:
        return _done(
            form,
            lambda: answering.answer(
                referral, actor=actor, text=given["text"], uploads=[one for _name, one in uploads], key=given["key"]
            ),
        )
    except answering.RefusedUpload as refused:
        form.add_error(uploads[refused.place][0], refused.message)
    return False


def _done(form: Any, act: Any) -> bool:
    try:
        act()
    except Repeated:
        return True
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return False
    return True
