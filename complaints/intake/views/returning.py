"""Coming back: with a code on another device, or to the account's own list."""

import hashlib

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.forms import HouseForm
from accounts.middleware import by_button
from complaints.asking.text import isolated
from complaints.intake import handing_over, resume, selectors
from complaints.intake.models import Draft
from complaints.intake.views.common import page, redirect, too_many, with_cookie
from complaints.knowledge.access import own_questions
from complaints.permissions import own_shares
from complaints.sharing.selectors import Whose, acts_or_shares, files_of, whose_words
from complaints.workflow import states, undo

TONES = {
    states.Turn.CITIZEN: "red",
    states.Turn.INSTITUTION: "blue",
    states.Turn.ADMINISTRATION: "violet",
    states.Turn.BODY: "violet",
    states.Turn.NOBODY: "grey",
}
EXAMPLE = isolated("K7F2-9QXM-4TB6-WH8Z3")
PAGE = 20
TRIES_A_NETWORK = 600  # an hour; a code has 80 bits, a consulate shares one address


class ResumeForm(HouseForm):
    """The code of a draft. A wrong one and an unknown one look alike."""

    code = forms.CharField(
        label=_("Code of your draft"),
        help_text=format_lazy(_("For example {code}. Capitals, spaces and dashes do not matter."), code=EXAMPLE),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "dir": "ltr",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "size": "24",
            }
        ),
        error_messages={
            "required": format_lazy(_("Enter the code you noted, for example {code}."), code=EXAMPLE),
            "max_length": format_lazy(_("Enter the code you noted, for example {code}."), code=EXAMPLE),
        },
    )


@page
def resume_draft(request: HttpRequest) -> HttpResponse:
    """Opens a draft on this device by its code."""
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "intake/resume.html", {"form": form})
    if not limits.within("intake-resume", limits.network(request), limit=TRIES_A_NETWORK):
        return too_many(request)
    if form.is_valid():
        code, browser = form.cleaned_data["code"], _mark(request)
        draft = find_by_code(code, user_id=request.actor.user_id)
        if draft is None:
            draft = handing_over.taken_before(code, by=browser)
        elif draft.officer_id:  # an agent writes it: it opens here if it was offered, and is theirs no more
            draft = handing_over.take(draft, by=browser)
        if draft is not None:
            return with_cookie(redirect("intake:sent" if draft.complaint_id else "intake:tasks"), draft)
        if was_sent(code):
            return render(request, "intake/resume.html", {"form": ResumeForm(), "was_sent": True})
        form.add_error(
            "code", _("No draft opens with this code. Check each character, or start again: drafts are kept 30 days.")
        )
    return render(request, "intake/resume.html", {"form": form}, status=422)


def _mark(request: HttpRequest) -> str:
    """By what this browser is known again when it asks twice: its CSRF token, without which no form of it arrives."""
    secret = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def find_by_code(code: str, *, user_id: int | None) -> Draft | None:
    """The living draft of a code. A draft of an account opens for that account alone."""
    hashed = resume.index(code)
    if not hashed:
        return None
    draft = Draft.objects.filter(code_hash=hashed, expires_at__gt=timezone.now(), complaint=None).first()
    return draft if draft is not None and draft.user_id in (None, user_id) else None


def was_sent(code: str) -> bool:
    """Whether the draft of this code became a complaint: who is told to start again would file it twice."""
    hashed = resume.index(code)
    return bool(hashed) and Draft.objects.filter(code_hash=hashed, complaint__isnull=False).exists()


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My complaints: the drafts, the files and the questions of this account."""
    drafts = [
        {"draft": draft, "title": selectors.draft_title(draft)} for draft in selectors.own_drafts(request.actor)[:50]
    ]
    whose = request.GET.get("whose", "")
    found = files_of(request.actor, whose).select_related("administration", "complainant", "representation")
    filed = Paginator(found.order_by("-submitted_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    undo.as_known_outside(list(filed))
    shares = {
        row.complaint_id: row for row in own_shares(request.actor).filter(complaint__in=[row.pk for row in filed])
    }
    context = {
        "drafts": drafts,
        "filed": filed,
        "chosen": whose in Whose.values,
        "rows": [
            {
                "complaint": row,
                "step": states.step(row.state),
                "tone": TONES[states.turn(row.state)],
                "whose": whose_words(request.actor, row, shares),
            }
            for row in filed
        ],
        "kinds": [(value, label, value == whose) for value, label in Whose.choices]
        if acts_or_shares(request.actor)
        else [],
        "questions": own_questions(request.actor).order_by("-asked_at", "-pk")[:50],
    }
    return render(request, "intake/mine.html", context)


@by_button
def open_draft(request: HttpRequest) -> HttpResponse:
    """Continues one of the account's drafts; its key travels in the body."""
    try:
        draft = get_object_or_404(
            selectors.own_drafts(request.actor), pk=forms.UUIDField().clean(request.POST.get("draft"))
        )
    except forms.ValidationError:
        raise Http404 from None
    return with_cookie(redirect("intake:tasks"), draft)
