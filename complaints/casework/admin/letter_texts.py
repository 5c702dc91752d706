"""The texts of letters: the table with its gaps, and the page of one text. For administrators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints.casework.admin.pages import actor_of, page
from complaints.casework.letters import offers, texts
from complaints.casework.letters.facts import FACTS, VALUES
from complaints.casework.letters.purposes import KINDS
from complaints.casework.letters.texts import SOURCE, Text
from complaints.casework.letters.writing import TextForm, write_text
from complaints.permissions import can_manage_lists
from complaints.workflow.errors import Refused, Stale


def links(request: HttpRequest) -> list[tuple[str, Any, str]]:
    """The way here, for who keeps the texts."""
    if not can_manage_lists(actor_of(request)):
        return []
    return [("file-text", _("Texts of letters"), reverse("admin:letter_texts"))]


def _demand(request: HttpRequest) -> None:
    decision = can_manage_lists(actor_of(request))
    if not decision:
        raise PermissionDenied(decision.reason)


@require_safe
def letter_texts(request: HttpRequest) -> HttpResponse:
    """Every purpose in every language, and what is missing or older than its source."""
    _demand(request)
    source = offers.NAMES[SOURCE]
    return page(
        request, "casework/letter_texts.html", {"table": offers.table(), "source": source, "source_code": SOURCE}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def letter_text(request: HttpRequest, purpose: str, language: str) -> HttpResponse:
    """One text, with the source beside it and the versions before."""
    _demand(request)
    if purpose not in KINDS or language not in offers.NAMES:
        raise Http404
    present, source = texts.text_of(purpose, language), texts.text_of(purpose, SOURCE)
    status, both, seen = 200, None, present.label if present else ""
    if request.method == "POST":
        form = TextForm(request.POST, language=language, source=source)
        if form.is_valid():
            try:
                write_text(
                    actor=actor_of(request), purpose=purpose, language=language,
                    seen=request.POST.get("seen", ""), given=form.cleaned_data,
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, str(refused.reason))
                both = present if isinstance(refused, Stale) else None
            else:
                messages.success(request, _("The new version is in force."))
                return redirect("admin:letter_texts")
        status = 409 if both else 422
    else:
        form = TextForm(initial=_initial(present), language=language, source=source)
    context = {
        "form": form, "kind": KINDS[purpose], "text_language": language, "language_name": offers.NAMES[language], "both": both,
        "present": present, "gap": texts.gap_of(purpose, language), "seen": seen,
        "source": source if language != SOURCE else None, "source_code": SOURCE,
        "versions": offers.versions(purpose, language)[:20],
        "names": sorted(VALUES), "facts": sorted(FACTS),
    }  # fmt: skip
    return page(request, "casework/letter_text.html", context, status=status)


def _initial(text: Text | None) -> dict[str, str]:
    return {"recipient": text.recipient, "subject": text.subject, "body": text.body} if text else {}
