"""What the permanent interlocutor of an administration sees: the letters sent to it, and the documents that went with them."""

from pathlib import PurePath

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.actors import Actor
from complaints import files, letterhead
from complaints.audit.log import record_reading
from complaints.casework.letters.printing import page_of
from complaints.casework.models import Letter
from complaints.dealings import Addressee
from complaints.models import Attachment, Grace
from complaints.permissions import addressed_complaints, readable_attachments, received_recommendations
from complaints.workflow import undo

PAGE = 25


def received_letters(actor: Actor) -> QuerySet[Letter]:
    """The letters of the files that were sent to this interlocutor's administration, newest first."""
    return (
        Letter.objects.filter(
            to=Addressee.ADMINISTRATION,
            complaint__in=addressed_complaints(actor),
            administration=F("complaint__administration"),
        )
        .exclude(Grace.objects.hiding("sent_at"))  # it can still be taken back
        .select_related("complaint__unit", "administration", "corrects", "corrected_by")
        .order_by("-sent_at", "-pk")
    )


@never_cache
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """L1: the inbox."""
    rows = received_letters(request.actor)  # type: ignore[attr-defined]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    made = received_recommendations(request.actor).order_by("-issued_at", "-pk")  # type: ignore[attr-defined]
    recommendations = undo.rows_as_known_outside(list(made[:PAGE]))
    return render(request, "casework/letters.html", {"page": page, "recommendations": recommendations})


@never_cache
@require_GET
def recommendation(request: HttpRequest, recommendation: int) -> HttpResponse:
    """A recommendation to one's own administration, and where it stands. Another's is a 404."""
    row = get_object_or_404(received_recommendations(request.actor), pk=recommendation)  # type: ignore[attr-defined]
    record_reading(actor=request.actor, about=f"recommendation:{row.pk}", what="recommendation")  # type: ignore[attr-defined]
    undo.rows_as_known_outside([row])
    return render(request, "casework/recommendation.html", {"recommendation": row})


@never_cache
@require_GET
def letter(request: HttpRequest, letter: int) -> HttpResponse:
    """One letter as it was sent. Another administration's is a 404."""
    row = get_object_or_404(received_letters(request.actor), pk=letter)  # type: ignore[attr-defined]
    record_reading(actor=request.actor, about=f"letter:{row.pk}", what="letter")  # type: ignore[attr-defined]
    documents = [(file, name_of(row, file, number)) for number, file in enumerate(sent_with(row), start=1)]
    return render(request, "casework/letter.html", {"letter": row, "documents": documents})


@never_cache
@require_GET
def letter_pdf(request: HttpRequest, letter: int) -> HttpResponse:
    """The letter on letterhead; its documents under the names that this reader may know."""
    row = get_object_or_404(received_letters(request.actor), pk=letter)  # type: ignore[attr-defined]
    record_reading(actor=request.actor, about=f"letter:{row.pk}", what="letter")  # type: ignore[attr-defined]
    sheet = page_of(row)
    disposition = f'attachment; filename="{letterhead.file_name(sheet)}.pdf"'
    return HttpResponse(
        letterhead.pdf(sheet), content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


def sent_with(letter: Letter) -> QuerySet[Attachment]:
    """The documents that went with the letter, always in one order."""
    return letter.attachments.filter(shared_with_administration=True).order_by("pk")


def name_of(letter: Letter, file: Attachment, number: int) -> str:
    """The complainant's own name of a file; a number where he does not want to be named, for his name may stand in it."""
    if letter.complaint.share_identity:
        return file.name
    return f"{_('Document')} {number}{PurePath(file.name).suffix}"


@never_cache
@require_GET
def letter_file(request: HttpRequest, letter: int, file: int) -> HttpResponseBase:
    """A document that went with the letter: the copy without hidden data, never the original."""
    row = get_object_or_404(received_letters(request.actor), pk=letter)  # type: ignore[attr-defined]
    allowed = readable_attachments(request.actor)  # type: ignore[attr-defined]
    document = get_object_or_404(allowed, pk=file, letters=row)
    number = [*sent_with(row).values_list("pk", flat=True)].index(document.pk) + 1
    record_reading(actor=request.actor, about=f"letter:{row.pk}", what=f"file:{document.pk}")  # type: ignore[attr-defined]
    return files.download(document, called=PurePath(name_of(row, document, number)).stem)
