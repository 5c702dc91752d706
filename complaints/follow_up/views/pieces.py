"""What the forms of a filed case ask with JavaScript: a document in pieces, so that a broken line costs one piece."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import limits
from accounts.actors import Actor
from accounts.middleware import by_button, public
from complaints import files
from complaints.files import coming, pieces
from complaints.files.answering import later, to_piece
from complaints.follow_up import access, actions
from complaints.inspection.problems import Problem
from complaints.models import Complaint
from complaints.models.coming import ComingFile
from complaints.permissions import can_renew_mandate, can_write_to_file

BEGUN_AN_HOUR = 200  # documents announced to one file


@public
@never_cache
@by_button
def begin(request: HttpRequest, reference: str) -> JsonResponse:
    """Announces a document: `key` (UUID), `name`, `size` in bytes. Answers how far it is."""
    try:
        key, size = uuid.UUID(request.POST.get("key", "")), int(request.POST.get("size", "")[:12])
    except ValueError:
        return refused(_("This file could not be announced. Load the page again, then choose the file."))
    if (found := writer(request, reference)) is None:
        return closed()
    actor, case = found
    if not limits.within("follow-up-begin", str(case.pk), limit=BEGUN_AN_HOUR):
        return later()
    if not actions.fits(case, max(size, 0)):
        return refused(str(files.Refused(Problem.CASE)))
    name = request.POST.get("name", "")[:1000]
    try:
        return state(coming.begin(case, sender=sender_of(actor), key=key, name=name, size=size))
    except (files.Refused, coming.Full) as no:
        return refused(str(no))


@public
@never_cache
@by_button
def piece(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """The next piece (bytes, with `Upload-Offset`): 409 says where to go on."""
    if (found := writer(request, reference)) is None:
        return closed()
    actor, case = found
    if not limits.within("follow-up-piece", str(case.pk), limit=pieces.PIECES_AN_HOUR):
        return later()
    who = sender_of(actor)
    return to_piece(request, lambda at, data: state(coming.append(case, sender=who, key=key, offset=at, data=data)))


def writer(request: HttpRequest, reference: str) -> tuple[Actor, Complaint] | None:
    """Who may send documents to this file, and the file; None where it is not open (any more)."""
    try:
        actor, case = access.open_case(request, reference)
    except Http404:
        return None
    return (actor, case) if can_write_to_file(actor, case) or can_renew_mandate(actor, case) else None


def sender_of(actor: Actor) -> str:
    """Whose document it is: of several who may write to one file, nobody sends what another began."""
    if actor.user_id:
        return f"account:{actor.user_id}"
    return f"share:{actor.share_id}" if actor.share_id else "code"


def state(row: ComingFile) -> JsonResponse:
    return JsonResponse({"offset": row.offset, "done": row.offset == row.size})


def refused(words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=422)


def closed() -> JsonResponse:
    words = _(
        "Your file is not open on this device any more. Send the form: you are asked for number and code, and no word is lost."
    )
    return JsonResponse({"error": words}, status=410)
