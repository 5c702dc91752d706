"""What the pages of a filed case share."""

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.forms import HouseForm
from complaints.files import MAX_FILE, coming
from complaints.files.pieces import Whole
from complaints.follow_up.views.pieces import sender_of
from complaints.models import Complaint

AGAIN = gettext_lazy("Choose this document again: it could not be kept on this page.")
MEGABYTE = 1024 * 1024
SENT = "_sent"  # after the name of a file's field: the key of the document that came in pieces before the form


class Documents(dict[str, Whole]):
    """What came in pieces for a form, by the names of its fields; `lost` are the fields whose document is not here (any more)."""

    lost: frozenset[str] = frozenset()


def arrived(request: HttpRequest, complaint: Complaint, actor: Actor) -> Documents:
    """The documents that came in pieces for this form; one that was chosen anew goes before. One query."""
    keys: dict[str, uuid.UUID] = {}
    for name in request.POST:
        field = name.removesuffix(SENT)
        if field != name and field not in request.FILES:
            with suppress(ValueError):
                keys[field] = uuid.UUID(request.POST[name])
    here = coming.arrived(complaint, sender=sender_of(actor), keys=set(keys.values())) if keys else {}
    found = Documents({field: here[key] for field, key in keys.items() if key in here})
    found.lost = frozenset(keys.keys() - found.keys())
    return found


def can_go(form: HouseForm, documents: Documents) -> bool:
    """Whether the form is right and every document that it names is here: none is left out in silence."""
    if form.is_valid():
        for name in documents.lost & form.fields.keys():
            form.add_error(name, AGAIN)
    return form.is_valid()


def posted(
    request: HttpRequest, documents: Documents | None = None
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
        for name in set(request.FILES) & set(form.fields) - set(form.errors):
            form.add_error(name, AGAIN)
    _offer_documents(context)
    return render(request, f"follow_up/{page}.html", context, status=422 if form.errors else 200)


def show_again(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """The page with what was typed and without errors: nothing was sent yet."""
    context["form"].hush()
    _offer_documents(context)
    if request.FILES:
        messages.warning(request, _("Add your documents again: they could not be kept on this page."))
    return render(request, f"follow_up/{page}.html", context)


def _offer_documents(context: dict[str, Any]) -> None:
    """What arrived goes on with the form, but for what was refused and what this form does not ask for."""
    form = context["form"]
    kept = {
        name: one for name, one in context.get("arrived", {}).items() if name in form.fields and name not in form.errors
    }
    context |= {"arrived": kept, "largest": MAX_FILE // MEGABYTE}
