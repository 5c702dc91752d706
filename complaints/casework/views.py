"""What the permanent interlocutor of an administration reads: the letters sent to it with their extracts, and recommendations."""

from datetime import date
from pathlib import PurePath
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints import files, letterhead
from complaints.audit.log import record_reading
from complaints.casework import extracts
from complaints.casework.interlocutor import inbox
from complaints.casework.interlocutor.door import for_interlocutors
from complaints.casework.interlocutor.inbox import View, received_letters
from complaints.casework.letters.printing import hides_name, page_of
from complaints.casework.models import Letter
from complaints.casework.queue import BOUND
from complaints.models import Attachment, Complaint
from complaints.permissions import (
    can_reply,
    own_administration,
    own_interlocutor,
    own_replies,
    readable_attachments,
    received_recommendations,
)
from complaints.workflow import undo

SHOWN = 50  # answers and letters of one file


@for_interlocutors
@require_safe
def letters(request: HttpRequest, first: View = View.OWED) -> HttpResponse:
    """L1: the inbox, one list at a time; `first` is the one that an address without a query shows (a mail's link has none)."""
    actor, office = request.actor, own_administration(request.actor)  # type: ignore[attr-defined]
    if office is None:
        return render(request, "casework/letters.html", {"office": None})
    today, asked = timezone.localdate(), request.GET.get("view", "")
    view = View(asked) if asked in View.values else first
    day = _day(request.GET.get("day", ""))
    numbers = inbox.counts(actor, office, today=today)
    turned = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = inbox.page_of(view, actor, office, today=today, day=day, **turned)
    context = {
        "office": office, "own": own_interlocutor(actor), "view": view, "day": day, "today": today, "bound": BOUND,
        "views": [(each, numbers.get(each), numbers.get(each, 0) > BOUND) for each in View],
        "lines": found.rows, "before": _turned(request, "before", found.before), "after": _turned(request, "after", found.after),
    }  # fmt: skip
    return render(request, "casework/letters.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _turned(request: HttpRequest, name: str, cursor: str) -> str:
    """The address of the neighbouring page of the same list; empty when there is none."""
    if not cursor:
        return ""
    query = request.GET.copy()
    for old in ("after", "before"):
        query.pop(old, None)
    query[name] = cursor
    return f"?{query.urlencode()}"


@for_interlocutors
@require_safe
def recommendation(request: HttpRequest, recommendation: int) -> HttpResponse:
    """A recommendation to one's own administration, and where it stands. Another's is a 404."""
    actor = request.actor  # type: ignore[attr-defined]
    row = get_object_or_404(received_recommendations(actor).select_related("complaint"), pk=recommendation)
    record_reading(actor=actor, about=f"recommendation:{row.pk}", what="recommendation")
    undo.rows_as_known_outside([row])
    context = {"recommendation": row, **exchange(request, row.complaint), "open": row.ended_at is None}
    return render(request, "casework/recommendation.html", context)


@for_interlocutors
@require_safe
def letter(request: HttpRequest, letter: int) -> HttpResponse:
    """One letter as it was sent, with its extract, and what was answered. Another administration's is a 404."""
    actor = request.actor  # type: ignore[attr-defined]
    row = get_object_or_404(received_letters(actor), pk=letter)
    record_reading(actor=actor, about=f"letter:{row.pk}", what="letter")
    extracts.mark_opened(row, by=actor.someone)
    undo.as_known_outside([row.complaint])
    context = {
        "letter": row,
        "identity": extracts.identity_of(row),
        "documents": [(file, name_of(row, file, number)) for number, file in enumerate(sent_with(row), start=1)],
        "others": received_letters(actor).filter(complaint=row.complaint).exclude(pk=row.pk)[:SHOWN],
        "today": timezone.localdate(),
        **exchange(request, row.complaint),
    }
    return render(request, "casework/letter.html", context)


@for_interlocutors
@require_safe
def letter_pdf(request: HttpRequest, letter: int) -> HttpResponse:
    """The letter on letterhead; its documents under the names that this reader may know."""
    row = get_object_or_404(received_letters(request.actor), pk=letter)  # type: ignore[attr-defined]
    record_reading(actor=request.actor, about=f"letter:{row.pk}", what="letter")  # type: ignore[attr-defined]
    sheet = page_of(row)
    disposition = f'attachment; filename="{letterhead.file_name(sheet)}.pdf"'
    return HttpResponse(
        letterhead.pdf(sheet), content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


def exchange(request: HttpRequest, complaint: Complaint) -> dict[str, Any]:
    """What the administration wrote about this file, and whether it may write now."""
    actor = request.actor  # type: ignore[attr-defined]
    sent = own_replies(actor).filter(complaint=complaint, sent_at__isnull=False).order_by("-sent_at", "-pk")
    rows = list(sent.select_related("recommendation").prefetch_related("documents")[:SHOWN])
    undo.rows_as_known_outside(rows)
    undo.as_known_outside([complaint])
    return {"sent": rows, "possible": can_reply(actor, complaint)}


def sent_with(letter: Letter) -> QuerySet[Attachment]:
    """The documents that went with the letter, always in one order."""
    return letter.attachments.filter(shared_with_administration=True).order_by("pk")


def name_of(letter: Letter, file: Attachment, number: int) -> str:
    """The complainant's own name of a file; a number where he was not named then, or is not to be now."""
    if not hides_name(letter.complaint) and extracts.names(letter):
        return file.name
    return f"{_('Document')} {number}{PurePath(file.name).suffix}"


@for_interlocutors
@require_safe
def letter_file(request: HttpRequest, letter: int, file: int) -> HttpResponseBase:
    """A document that went with the letter: the copy without hidden data, never the original."""
    actor = request.actor  # type: ignore[attr-defined]
    row = get_object_or_404(received_letters(actor), pk=letter)
    document = get_object_or_404(readable_attachments(actor), pk=file, letters=row)
    number = [*sent_with(row).values_list("pk", flat=True)].index(document.pk) + 1
    record_reading(actor=actor, about=f"letter:{row.pk}", what=f"file:{document.pk}")
    return files.download(document, called=PurePath(name_of(row, document, number)).stem)
