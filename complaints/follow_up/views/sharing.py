"""Who can see a filed case: shares given, accepted and ended; the mandate renewed and revoked (docs/together.md)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actors import NOBODY, share_holder
from accounts.middleware import by_button, public
from accounts.refusals import too_many
from complaints import files
from complaints.files import coming
from complaints.follow_up import access
from complaints.follow_up.forms import MandateForm, RevokeForm, ShareForm
from complaints.follow_up.returning import keeps_words, only_shown
from complaints.follow_up.views.common import arrived, can_go, done, posted, show, show_again
from complaints.models import Share
from complaints.permissions import (
    can_renew_mandate,
    can_revoke_mandate,
    is_complainant,
    own_shares,
    representation_of,
)
from complaints.sharing import actions, selectors
from complaints.workflow.errors import Refused


@public
@never_cache
@require_GET
def shares(request: HttpRequest, reference: str) -> HttpResponse:
    """Who can see my file: the complainant, who acts for them, and each share with its right and its end."""
    actor, complaint = access.open_case(request, reference)
    mine = is_complainant(actor, complaint)
    share = selectors.share_of(actor, complaint)
    context = {
        "complaint": complaint,
        "mine": mine,
        "share": share,
        "code": selectors.code_of(share) if share else "",
        "representation": representation_of(complaint),
        "may_revoke": can_revoke_mandate(actor, complaint),
        "may_renew": can_renew_mandate(actor, complaint),
        "shares": selectors.shares_of(complaint) if mine else [],
    }
    return render(request, "follow_up/shares.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Invites one person more."""
    actor, complaint = access.open_case(request, reference)
    decision = is_complainant(actor, complaint)
    form = ShareForm(posted(request)[0])
    context = {"form": form, "complaint": complaint, "possible": decision}
    if only_shown(request):
        return show_again(request, "share", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and form.is_valid():
        try:
            actions.share(complaint, actor=actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The invitation is on its way. Nobody reads your file before accepting it."))
            return redirect("follow_up:shares", reference=reference)
    return show(request, "share", context)


@public
@never_cache
@by_button
@keeps_words
def end_share(request: HttpRequest, reference: str, share: int) -> HttpResponse:
    """Ends a share at once: by the complainant, or by who holds it."""
    actor, complaint = access.open_case(request, reference)
    mine = is_complainant(actor, complaint)
    rows = complaint.shares.all() if mine else own_shares(actor).filter(complaint=complaint)
    row = get_object_or_404(rows, pk=share)
    try:
        actions.end_share(row, actor=actor)
    except Refused as refused:
        messages.error(request, str(refused.reason))
        return redirect("follow_up:shares", reference=reference)
    if not mine:
        access.forget(request)
        messages.success(request, _("You do not see this file any more."))
        return redirect("follow_up:login")
    messages.success(request, _("This share has ended. Nothing opens with it any more."))
    return redirect("follow_up:shares", reference=reference)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: a button, because mail programs fetch links by themselves."""
    row = selectors.read_link(token)
    if row is None:
        return render(request, "follow_up/share_expired.html", status=410)
    if request.method != "POST":
        return render(request, "follow_up/accept.html", {"share": row, "reads": row.right != Share.Right.RECEIVE})
    try:
        row = actions.accept(row, actor=request.actor if request.user.is_authenticated else NOBODY)  # type: ignore[attr-defined]
    except Refused as refused:
        return render(request, "follow_up/share_expired.html", {"reason": refused.reason}, status=410)
    if row.right == Share.Right.RECEIVE:
        return render(request, "follow_up/accepted.html", {"share": row})
    access.remember(request, row.complaint, share=row)
    return redirect("follow_up:shares", reference=row.complaint.reference)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def unshare(request: HttpRequest, token: str) -> HttpResponse:
    """Who is only told that something is new ends it, from the mail: they have no code. A GET ends nothing."""
    row = selectors.read_end_link(token)
    if row is None:
        return render(request, "follow_up/unshared.html", {"over": True}, status=410)
    if request.method != "POST":
        return render(request, "follow_up/unshared.html", {"share": row})
    actions.end_share(row, actor=share_holder(row.pk, row.complaint_id))
    return render(request, "follow_up/unshared.html", {"ended": True})


# --- the mandate ---


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
def mandate(request: HttpRequest, reference: str) -> HttpResponse:
    """A new mandate in place of the old one."""
    actor, complaint = access.open_case(request, reference)
    if not can_renew_mandate(actor, complaint):
        raise Http404
    documents = arrived(request, complaint, actor)
    form = MandateForm(*posted(request, documents))
    context = {"form": form, "complaint": complaint, "arrived": documents}
    if only_shown(request):
        return show_again(request, "mandate", context)
    if request.method == "POST" and access.too_many_posts(complaint):
        return too_many(request, minutes=60)
    if request.method == "POST" and can_go(form, documents):
        given = form.cleaned_data
        try:
            actions.renew_mandate(
                complaint, given["file"], actor=actor, since=given["mandate_from"], until=given["mandate_until"]
            )
        except files.Refused as refused:
            form.add_error("file", refused.message)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            coming.sent(*documents.values())
            return done(request, reference, _("We received the new mandate. You can go on."))
    return show(request, "mandate", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
@keeps_words
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    """The person represented ends the mandate, or the representative lays it down."""
    actor, complaint = access.open_case(request, reference)
    possible = can_revoke_mandate(actor, complaint)
    form = RevokeForm(posted(request)[0])
    context = {"form": form, "complaint": complaint, "possible": possible}
    if only_shown(request):
        return show_again(request, "revoke", context)
    if request.method == "POST" and form.is_valid():
        represented = selectors.represented_apart(actor, complaint) is not None
        try:
            actions.revoke_mandate(complaint, actor=actor)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            if represented:
                return done(request, reference, _("The mandate is revoked. Only you see your file now."))
            access.forget(request)
            messages.success(request, _("You do not act for this person any more, and see the file no more."))
            return redirect("follow_up:login")
    return show(request, "revoke", context)
