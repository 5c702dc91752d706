"""Files that are passed on to other bodies: those without answer, and one of them with what can be done (docs/referrals.md)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import DateField, HouseForm
from complaints.casework import referrals as reads
from complaints.casework.act_form import long_text
from complaints.casework.admin.pages import actor_of, page, read
from complaints.casework.admin.queue import turned
from complaints.casework.queue import BOUND, bounded_counts
from complaints.models import Referral
from complaints.models.referral import Standing
from complaints.permissions import can_handle_referral, readable_referrals
from complaints.referring import desk, letters, package, selectors
from complaints.workflow.errors import Refused, Repeated


class PostedForm(HouseForm):
    """On which day the letter was posted."""

    on = DateField(label=_("Posted on"), latest=timezone.localdate)


class LinkForm(HouseForm):
    """Where the new link goes."""

    address = forms.EmailField(
        label=_("E-mail address of that body"),
        max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )


class TakeBackForm(HouseForm):
    """Why the desk takes it back."""

    text = long_text(_("Why it is taken back"), rows=3, help_text=_("Only the desk reads it."))


FORMS: dict[str, type[HouseForm]] = {"posted": PostedForm, "link": LinkForm, "back": TakeBackForm}
ACTS: dict[str, Callable[..., Referral]] = {
    "posted": desk.mark_posted,
    "link": desk.send_anew,
    "back": desk.take_back,
}


@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """The referrals of one view; at first those without answer, what is due first."""
    actor = actor_of(request)
    if not actor.is_caseworker:
        raise PermissionDenied(_("Only the institution's caseworkers may do this."))
    view = request.GET.get("view", "unanswered")
    view = view if view in reads.VIEWS else "unanswered"
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = reads.page_of(reads.listed(actor, view=view), view=view, **asked)
    numbers = bounded_counts([reads.listed(actor, view=name) for name in reads.VIEWS])
    today = timezone.localdate()
    context = {
        "views": [
            (f"?view={name}", label, number, number > BOUND, name == view)
            for (name, (label, _wanted)), number in zip(reads.VIEWS.items(), numbers, strict=True)
        ],
        "bound": BOUND,
        "rows": [(row, reads.late(row, today=today)) for row in found.rows],
        "links": {name: turned(request, name, getattr(found, name)) for name in asked},
    }
    return page(request, "casework/referrals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def referral(request: HttpRequest, row: int) -> HttpResponse:
    """One referral. POST with `do` takes one of its steps; what was typed stays when it is refused."""
    found = find(request, row)
    name = request.POST.get("do", "")
    bound = {name: FORMS[name](request.POST)} if request.method == "POST" and name in FORMS else {}
    for done, form in bound.items():
        if form.is_valid() and perform(request, found, done, form):
            return redirect("admin:referral", found.pk)
    read(request, found.complaint, "referral")
    status = 422 if any(form.errors for form in bound.values()) else 200
    return page(request, "casework/referral.html", context_of(request, found, bound), status=status)


def perform(request: HttpRequest, found: Referral, name: str, form: HouseForm) -> bool:
    """Whether the step was taken; if not, the form says why."""
    try:
        ACTS[name](found, actor=actor_of(request), **form.cleaned_data)
    except Repeated as repeated:
        messages.info(request, repeated.reason)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return False
    else:
        messages.success(request, _("Done."))
    return True


def context_of(request: HttpRequest, found: Referral, bound: dict[str, HouseForm]) -> dict[str, Any]:
    """What the page shows, and which steps are possible now."""
    may = can_handle_referral(actor_of(request), found)
    possible = {
        "posted": found.standing == Standing.READY,
        "link": found.is_with_body and not found.by_post,
        "back": True,
    }
    first: dict[str, dict[str, Any]] = {
        "posted": {"on": timezone.localdate()}, "link": {"address": found.address}, "back": {},
    }  # fmt: skip
    shown = {
        name: bound.get(name) or form(initial=first[name]) for name, form in FORMS.items() if may and possible[name]
    }
    wrong = next(iter(bound.values()), None)
    return {
        "row": found, "case": found.complaint, "shown": selectors.shown(found), "forms": shown, "form": wrong,
        "may": may, "links": found.links.order_by("-made_at")[:10],
        "items": package.summary(package.ticked(found), found.documents.count(), names=package.IN_LETTERS),
        "numbers": [letters.number_of(found, purpose) for purpose in letters.PURPOSES],
    }  # fmt: skip


@require_safe
def letter(request: HttpRequest, row: int, purpose: str) -> HttpResponse:
    """A letter of the referral as PDF: `body` (the printed one holds the code) or `complainant`."""
    found, made = find(request, row), {"body": letters.to_body, "complainant": letters.to_complainant}.get(purpose)
    if made is None or found.agreed_at is None:
        raise Http404
    pdf = made(found)
    read(request, found.complaint, f"referral letter {purpose}"[:40])
    name = f'attachment; filename="{found.complaint.reference}-{purpose}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


def find(request: HttpRequest, row: int) -> Referral:
    """The referral if this person may work on its file; a stranger's is a 404."""
    rows = readable_referrals(actor_of(request)).select_related("complaint__complainant", "complaint__unit", "body")
    return get_object_or_404(rows.prefetch_related("documents__attachment", "reply_files"), pk=row)


PAGES = (
    ("referrals/", referrals, "referrals"),
    ("referrals/<int:row>/", referral, "referral"),
    ("referrals/<int:row>/letter-<slug:purpose>.pdf", letter, "referral_letter"),
)
