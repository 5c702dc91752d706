"""What the pages of a filed case share."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from accounts.actors import Actor
from complaints.files import coming
from complaints.files.pieces import Whole
from complaints.follow_up.views.pieces import sender_of
from complaints.models import Complaint

SENT = "_sent"  # after the name of a file's field: the key of the document that came in pieces before the form


def arrived(request: HttpRequest, complaint: Complaint, actor: Actor) -> dict[str, Whole]:
    """The documents that came in pieces for this form, by the names of their fields; one that was chosen anew goes before."""
    found: dict[str, Whole] = {}
    for name in request.POST:
        field = name.removesuffix(SENT)
        if field == name or field in request.FILES:
            continue
        try:
            key = uuid.UUID(request.POST[name])
        except ValueError:
            continue
        if document := coming.arrived(complaint, sender=sender_of(actor), key=key):
            found[field] = document
    return found


def posted(
    request: HttpRequest, documents: dict[str, Whole] | None = None
) -> tuple[QueryDict | None, MultiValueDict[str, Any] | None]:
    """What a form binds to: an empty POST is still a POST. `documents` came before it, in pieces."""
    if request.method != "POST":
        return None, None
    files: MultiValueDict[str, Any] = MultiValueDict({name: [one] for name, one in (documents or {}).items()})
    files.update(request.FILES)
    return request.POST, files


def done(request: HttpRequest, reference: str, words: str) -> HttpResponse:
    """Back to the file, where the words are shown once."""
    messages.success(request, words)
    return redirect("follow_up:case", reference=reference)


def show(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page with its form. No browser keeps a chosen file through a refusal, so each is asked for again by name."""
    form = context["form"]
    if form.errors:
        documents = context.get("arrived", {})  # one that was refused does not go again
        context["arrived"] = {name: one for name, one in documents.items() if name not in form.errors}
        for name in set(request.FILES) & set(form.fields) - set(form.errors):
            form.add_error(name, _("Choose this document again: it could not be kept on this page."))
    return render(request, f"follow_up/{page}.html", context, status=422 if form.errors else 200)


def show_again(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page with what was typed and without errors: nothing was sent yet."""
    context["form"].hush()
    if request.FILES:
        messages.warning(request, _("Add your documents again: they could not be kept on this page."))
    return render(request, f"follow_up/{page}.html", context)
