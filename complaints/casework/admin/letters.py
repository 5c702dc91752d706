"""The letters of a file at the desk: which may be written, each as PDF, the day of posting; those that wait for the post."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import letterhead
from complaints.casework.admin import case_file, letter_texts
from complaints.casework.admin.pages import actor_of, find_case, in_browser, page, read
from complaints.casework.admin.queue import asked_page
from complaints.casework.letters import offers, sending
from complaints.casework.letters.forms import Posted
from complaints.casework.letters.printing import page_of
from complaints.permissions import can_decide
from complaints.workflow.errors import Refused

PAGE = 25


def addresses(at: Callable[[str, Any, str], URLPattern], case: str) -> list[URLPattern]:
    """The addresses of letters and of their texts; `at` makes one of the desk's, `case` is where a file stands."""
    return [
        at(f"{case}letters/", choose, "case_letters"),
        at(f"{case}letters/<int:letter>/pdf/", pdf, "case_letter"),
        at(f"{case}letters/<int:letter>/posted/", posted, "case_letter_posted"),
        at("letters/to-post/", to_post, "letters_to_post"),
        at("letters/texts/", letter_texts.letter_texts, "letter_texts"),
        at("letters/texts/<slug:purpose>/<slug:language>/", letter_texts.letter_text, "letter_text"),
    ]


@require_safe
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """What a new letter is for, and in which language; what cannot be written now with the reason."""
    case, actor = find_case(request, pk), actor_of(request)
    read(request, case, "case")
    found = offers.offers(case, actor=actor) if (may := can_decide(actor, case)) else []
    context = {
        **case_file.header(case, actor),
        "may": may,
        "fitting": [offer for offer in found if offer.fits and (offer.languages or offer.gap)],
        "possible": [offer for offer in found if offer.languages and not offer.fits],
        "impossible": [offer for offer in found if not offer.languages and not (offer.fits and offer.gap)],
    }
    return page(request, "casework/letter_choose.html", context)


@require_safe
def pdf(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """A letter as it left."""
    case = find_case(request, pk)
    row = get_object_or_404(offers.of_file(case), pk=letter)
    read(request, case, f"letter:{row.pk}")
    sheet = page_of(row)
    return in_browser(letterhead.pdf(sheet), letterhead.file_name(sheet))


@require_http_methods(["GET", "HEAD", "POST"])
def posted(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """The day of posting and the tracking number, said once."""
    case, actor = find_case(request, pk), actor_of(request)
    row = get_object_or_404(offers.of_file(case), pk=letter)
    form = Posted(request.POST) if request.method == "POST" else Posted()
    if request.method == "POST" and form.is_valid():
        day, tracking = form.facts()
        try:
            sending.mark_posted(row, actor=actor, day=day, tracking=tracking)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Marked as posted."))
            return redirect(f"{request.path.split('letters/')[0]}?tab=letters")
    context = {**case_file.header(case, actor), "letter": row, "form": form}
    return page(request, "casework/letter_posted.html", context, status=422 if form.errors else 200)


@require_safe
def to_post(request: HttpRequest) -> HttpResponse:
    """The letters that go by post and are not marked as posted."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    found = asked_page(request, offers.to_post(actor), by="sent_at", size=PAGE)
    return page(request, "casework/letters_to_post.html", found)
