"""C25: the file itself, its documents and its receipt."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import dates
from accounts.actors import Actor
from accounts.middleware import public
from complaints import files, letterhead, recovery
from complaints.enums import CLOSED_STATES, State
from complaints.follow_up import access, devices, editing, selectors
from complaints.follow_up.before_told import as_told
from complaints.models import Attachment, Change, Complaint
from complaints.notifications.actions import mark_shown
from complaints.permissions import (
    can_follow,
    can_renew_mandate,
    can_write_to_file,
    is_complainant,
    readable_attachments,
    representation_of,
)
from complaints.receipts import receipt_pdf
from complaints.referring import selectors as referrals
from complaints.sharing.selectors import represented_apart
from complaints.workflow import reviews, states
from complaints.workflow.selectors import turn


@public
@never_cache
@require_GET
@as_told
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """C25: where the case stands, whose turn it is, what happened."""
    actor, complaint = access.open_case(request, reference)
    mine = is_complainant(actor, complaint)
    notices = selectors.notices(complaint) if mine else []  # they are the complainant's own, links and all
    answer = render(request, "follow_up/case.html", {**_page(complaint, actor), "notices": notices})
    mark_shown(f"complaint:{complaint.pk}:citizen", notices)
    return answer


def _page(complaint: Complaint, actor: Actor) -> dict[str, object]:
    closed, asked = complaint.state in CLOSED_STATES, selectors.open_request(complaint)
    mine, may_renew = is_complainant(actor, complaint), can_renew_mandate(actor, complaint)
    acts, passed_on = representation_of(complaint), referrals.of_case(complaint)
    return {
        "complaint": complaint,
        "step": states.step(complaint.state),
        "journey": states.journey(complaint.state, selectors.steps_reached(complaint)),
        "deadline": selectors.deadline(complaint, asked),
        "late": complaint.due_on is not None and complaint.due_on < timezone.localdate(),
        "moment": selectors.deadline_moment(complaint),
        "turn": turn(complaint),
        "chance": reviews.chance(complaint, today=timezone.localdate()) if closed and mine else None,
        "voice_url": selectors.voice_page(complaint) if mine else "",
        "edits": [block for block in editing.BLOCKS if mine and editing.may_edit(complaint, block, actor=actor)],
        "recovery": recovery.waiting(complaint) if mine else None,
        "mails_return": _mails_return(complaint, actor) if mine else False,
        "closed": closed,
        "mine": mine,
        "may_write": can_write_to_file(actor, complaint),
        "may_renew": may_renew,
        "may_renew_code": mine and represented_apart(actor, complaint) is None,
        "may_join": not complaint.complainant.user_id and (acts is None or acts.revoked_at is not None),
        "timeline": selectors.timeline(complaint, own=bool(mine or may_renew), share=actor.share_id),
        "request_open": asked,
        "asked_words": selectors.asked_words(asked),
        "commenting": complaint.state == State.CITIZEN_COMMENT,
        "letters": selectors.letters(complaint),
        "files": complaint.attachments.filter(internal=False),
        "devices": devices.offer(complaint, actor),
        "bodies": complaint.referral_bodies.all() if complaint.state == State.ORIENTED else [],
        "goes_on": complaint.joined_to,
        "may_open": complaint.joined_to is not None and bool(can_follow(actor, complaint.joined_to)),
        "referrals": passed_on,
        "zone": dates.other_zone(
            complaint.complainant.time_zone or complaint.country.time_zone, complaint.submitted_at
        ),
    }


def _mails_return(complaint: Complaint, actor: Actor) -> bool:
    """Whether this person is to give another address: who may change the file's, and from whose mails come back."""
    may = editing.may_edit(complaint, Change.Block.EMAIL, actor=actor)
    return bool(may) and complaint.complainant.mails_return


@public
@never_cache
@require_GET
@as_told
def download(request: HttpRequest, reference: str, file: int) -> HttpResponseBase:
    """One file of the case; the right is checked at every request.

    The complainant's side gets back what it sent as it was sent; who has the file shared, the copy without hidden data."""
    actor, complaint = access.open_case(request, reference)
    row = get_object_or_404(readable_attachments(actor), pk=file, complaint=complaint)
    own = bool(is_complainant(actor, complaint) or can_renew_mandate(actor, complaint))
    return files.download(row, original=own and row.source == Attachment.Source.CITIZEN)


@public
@never_cache
@require_GET
@as_told
def letter(request: HttpRequest, reference: str, letter: int) -> HttpResponse:
    """A letter to the complainant as PDF; those with whom the file is shared see no address on it."""
    actor, complaint = access.open_case(request, reference)
    row = get_object_or_404(selectors.letters(complaint), pk=letter)
    own = bool(is_complainant(actor, complaint) or can_renew_mandate(actor, complaint))
    sheet = letterhead.sheet_of(row, address=own)
    disposition = f'attachment; filename="{letterhead.file_name(sheet)}.pdf"'
    return HttpResponse(
        letterhead.pdf(sheet), content_type="application/pdf", headers={"Content-Disposition": disposition}
    )


@public
@never_cache
@require_GET
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The receipt once more, without the secret code."""
    _actor, complaint = access.open_case(request, reference)
    pdf = receipt_pdf(complaint, language=request.LANGUAGE_CODE or complaint.language)
    disposition = f'attachment; filename="{complaint.reference}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": disposition})
