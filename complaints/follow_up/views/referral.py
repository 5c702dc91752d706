"""The complainant's side of a file that is passed on: what may go, with whom it is, take it back (docs/referrals.md)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actors import Actor
from accounts.middleware import public
from accounts.refusals import too_many
from complaints.follow_up import access
from complaints.follow_up.before_told import as_told
from complaints.follow_up.returning import keeps_words, only_shown
from complaints.follow_up.views.common import done, posted, show, show_again
from complaints.models import Complaint, Referral
from complaints.permissions import can_agree, can_stop_referral, is_complainant, seen_referrals
from complaints.referring import actions, letters, package, selectors
from complaints.referring.forms import ConsentForm, StopForm
from complaints.workflow.errors import Refused, Repeated


def _find(actor: Actor, complaint: Complaint, referral: int) -> Referral:
    rows = seen_referrals(actor).filter(complaint=complaint).select_related("body")
    row = get_object_or_404(rows.prefetch_related("documents__attachment", "reply_files"), pk=referral)
    row.complaint = complaint
    return row


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
@as_told
def referral(request: HttpRequest, reference: str, referral: int) -> HttpResponse:
    """Where it stands; while agreement is asked for, what may go, item by item."""
    actor, complaint = access.open_case(request, reference)
    row = _find(actor, complaint, referral)
    may_agree = can_agree(actor, row)
    form = ConsentForm(posted(request)[0], complaint=complaint)
    context = {
        "complaint": complaint, "shown": selectors.shown(row), "may_agree": may_agree, "form": form,
        "may_stop": can_stop_referral(actor, row), "said": actions.said(row) if may_agree else "",
        "look": package.parts_of(package.of(complaint, package.offered_items(complaint), language=complaint.language))
        if may_agree and is_complainant(actor, complaint) else [],
        "no_contact": not package.contact_may_go(complaint),
    }  # fmt: skip
    if only_shown(request):
        return show_again(request, "referral", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid() and (words := _decided(request, row, form, actor)):
        return done(request, reference, words)
    return show(request, "referral", context)


def _decided(request: HttpRequest, row: Referral, form: ConsentForm, actor: Actor) -> str:
    """What the file says after the decision; nothing when it could not be taken, and the form says why."""
    try:
        if "decline" in request.POST:
            actions.decline(row, actor=actor)
            return _("We pass nothing on.")
        items = form.cleaned_data["items"]
        row = actions.agree(row, actor=actor, items=items, documents=form.document_keys())
    except Repeated as repeated:
        return str(repeated.reason)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return ""
    if row.by_post:
        return _("Thank you. We post our letter, and tell you when it has left.")
    return _("Thank you. What you ticked is on its way, and nothing else.")


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
@as_told
def stop(request: HttpRequest, reference: str, referral: int) -> HttpResponse:
    """Takes the agreement back; says before what was read already."""
    actor, complaint = access.open_case(request, reference)
    row = _find(actor, complaint, referral)
    possible = can_stop_referral(actor, row)
    form = StopForm(posted(request)[0])
    context = {"complaint": complaint, "shown": selectors.shown(row), "possible": possible, "form": form}
    if only_shown(request):
        return show_again(request, "referral_stop", context)
    if request.method == "POST" and form.is_valid():
        words = _("Taken back. Nothing opens there any more.")
        try:
            actions.stop(row, actor=actor)
        except Repeated:
            return done(request, reference, words)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return done(request, reference, words)
    return show(request, "referral_stop", context)


@public
@never_cache
@require_GET
@as_told
def letter(request: HttpRequest, reference: str, referral: int) -> HttpResponse:
    """Our letter about it to the complainant (PDF), once there is an agreement."""
    actor, complaint = access.open_case(request, reference)
    row = _find(actor, complaint, referral)
    if row.agreed_at is None:
        raise Http404
    name = f'attachment; filename="{complaint.reference}.pdf"'
    pdf = letters.to_complainant(row)
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})
