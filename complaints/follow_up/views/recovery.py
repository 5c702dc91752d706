"""A new code: in the open file, or by two facts and a wait; and the file in one's account (docs/recovery.md)."""

import uuid

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actors import NOBODY
from accounts.middleware import by_button, public
from accounts.refusals import too_many
from complaints import recovery, references
from complaints.envelopes import STOP_LINK
from complaints.follow_up import access, accounts
from complaints.follow_up.forms import ClaimForm, RecoverForm
from complaints.follow_up.views.common import done, posted
from complaints.models import Complaint, Recovery
from complaints.permissions import representation_of
from complaints.sharing.selectors import represented_apart
from complaints.workflow.errors import NotAllowed, Refused

SHOWN_KEY = "follow_up_new_code"  # the row whose code this session may show


# --- in the open file ---


@public
@never_cache
@require_http_methods(["GET", "POST"])
def new_code(request: HttpRequest, reference: str) -> HttpResponse:
    """GET: what a new code means, or the new code for half an hour. POST: the old code dies."""
    actor, complaint = access.own_case(request, reference, standing=True)
    if represented_apart(actor, complaint):  # the code of the file is the representative's; a share has its own
        raise Http404
    row = _shown(request, complaint)
    if request.method == "POST" and row is None:  # pressed twice: the first one's code is shown
        if access.too_many_posts(complaint):
            return too_many(request, minutes=60)
        try:
            row = recovery.renew(complaint, actor=actor, way=Recovery.Way.FILE)
        except NotAllowed as refused:
            raise Http404 from refused
        _open_anew(request, complaint, row)
    if request.method == "POST":
        return redirect("follow_up:new_code", reference=reference)
    code = recovery.code_of(row) if row else ""
    return render(request, "follow_up/new_code.html", {"complaint": complaint, "code": code})


@public
@never_cache
@by_button
def hide_code(request: HttpRequest, reference: str) -> HttpResponse:
    """ "I have noted my code": it is not shown again."""
    _actor, complaint = access.own_case(request, reference, standing=True)
    if row := _shown(request, complaint):
        recovery.hide(row)
    request.session.pop(SHOWN_KEY, None)
    return done(request, reference, _("Your new code is hidden. The old one does not work any more."))


def _shown(request: HttpRequest, complaint: Complaint) -> Recovery | None:
    """The new code that this session made and may still show."""
    row = complaint.recoveries.filter(pk=request.session.get(SHOWN_KEY) or 0).first()
    return row if row is not None and recovery.code_of(row) else None


def _open_anew(request: HttpRequest, complaint: Complaint, row: Recovery) -> None:
    """What the old code opened is closed now; here the file stays open."""
    complaint.refresh_from_db(fields=["code_hash"])
    if access.still_known(request):
        access.remember(request, complaint)
    request.session[SHOWN_KEY] = row.pk


# --- by two facts and a wait ---


@public
@never_cache
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Asks for a new code. The answer is the same ticket page whether the facts are right, wrong or about nobody."""
    form = RecoverForm(posted(request)[0], initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        if access.too_many_recoveries(request):
            return too_many(request, minutes=60)
        data = form.cleaned_data
        key = data["key"] or uuid.uuid4()
        reference = references.normalise(data["reference"]) or ""
        if not access.asked_enough(reference):
            recovery.ask(reference=reference, birth_date=data["birth_date"], id_number=data["id_number"], key=key)
        context = {"ticket": recovery.ticket(key), "hours": int(recovery.WAIT.total_seconds()) // 3600}
        return render(request, "follow_up/recover_asked.html", context)
    return render(request, "follow_up/recover.html", {"form": form}, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Brings the ticket after the wait. Stopped, too early, too late, wrong and unknown are answered alike."""
    form = ClaimForm(posted(request)[0])
    if request.method == "POST" and form.is_valid():
        if access.too_many_recoveries(request):
            return too_many(request, minutes=60)
        reference = references.normalise(form.cleaned_data["reference"]) or ""
        row = recovery.claim(reference=reference, given=form.cleaned_data["ticket"])
        if row is not None:
            case = row.complaint
            case.refresh_from_db(fields=["code_hash"])
            access.remember(request, case)
            request.session[SHOWN_KEY] = row.pk
            return redirect("follow_up:new_code", reference=case.reference)
        form.add_error(
            None,
            _(
                "There is no new code with this number and this ticket. Perhaps the three days are not over, or the request"
                " was stopped, or something that you entered then was not right. Check both, or call us."
            ),
        )
    return render(request, "follow_up/claim.html", {"form": form}, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the notice: a button, because mail programs fetch links by themselves. It shows nothing of the file."""
    try:
        key = signing.loads(token, salt=STOP_LINK, max_age=recovery.WAIT + recovery.KEPT)
    except signing.BadSignature:
        key = 0
    row = Recovery.objects.select_related("complaint").filter(pk=key).first()
    if row is None:
        return render(request, "follow_up/link_expired.html", status=410)
    if request.method == "POST":
        stopped = recovery.stop(row, actor=NOBODY)
        return render(request, "follow_up/stopped.html", {"stopped": stopped or row.used_at is None})
    return render(request, "follow_up/stop.html")


@public
@never_cache
@by_button
def stop_here(request: HttpRequest, reference: str) -> HttpResponse:
    """The same from the open file."""
    actor, complaint = access.own_case(request, reference, standing=True)
    row = recovery.waiting(complaint)
    if row is not None and recovery.stop(row, actor=actor):
        return done(request, reference, _("Stopped. Nobody gets a new code. Your own works as before."))
    return redirect("follow_up:case", reference=reference)


# --- the account ---


@public
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """The open file joins the account that is logged in."""
    actor, complaint = access.own_case(request, reference, standing=True)
    found = representation_of(complaint)
    if found and not found.revoked_at:
        raise Http404  # the account would be that of who acts, the file another person's
    user = request.user if request.user.is_authenticated else None
    usable = user is not None and accounts.proved(user)
    if request.method == "POST" and user is not None and usable:
        try:
            accounts.link(complaint, actor=actor, user=user)
        except Refused as refused:
            messages.warning(request, str(refused.reason))
        else:
            return done(request, reference, _("The file is in your account. You can open it without the code now."))
    owner = complaint.complainant.user_id
    context = {"complaint": complaint, "usable": usable, "taken": owner is not None, "mine": user and owner == user.pk}
    return render(request, "follow_up/account.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The files whose proved address is the account's own; each joins with one press."""
    rows = accounts.by_address(request.actor)  # type: ignore[attr-defined]
    if request.method == "POST":
        case = rows.filter(reference=request.POST.get("reference", "").replace("\0", "")[:40]).first()
        if case is not None:
            try:
                accounts.link_by_address(case, actor=request.actor)  # type: ignore[attr-defined]
            except NotAllowed as refused:
                messages.warning(request, str(refused.reason))
            else:
                messages.success(request, _("The file is in your account. You can open it without the code now."))
        return redirect("follow_up:join")
    return render(request, "follow_up/join.html", {"rows": rows.order_by("-submitted_at")[:50]})
