"""Agree, send, take back: what the complainant does with a referral. The desk's acts: `desk.py`, the body's: `answering.py`.

The case is locked first, then the referral. Each act is an event of the case; each raises `workflow.errors.Refused`."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.localized import pick
from complaints import history, notices, permissions
from complaints.enums import Outcome, State
from complaints.models import Complaint, Event, Referral, ReferralDocument, Review
from complaints.models.referral import Standing
from complaints.referring import letters, links, package
from complaints.referring import notices as mails
from complaints.workflow import passing_on, transitions
from complaints.workflow.errors import Incomplete, NotAllowed, Repeated, demand
from complaints.workflow.moves import locked
from complaints.workflow.passing_on import DeskReferral, ReferralStep

SAID = _(
    "I agree that the Mediator of the Kingdom passes on to “%(body)s” what I have ticked here, and nothing else, so that it"
    " can deal with my matter. I can take this back at any time. What has been read by then cannot be unread."
)


def said(referral: Referral) -> str:
    """What is agreed to, in the active language; kept as it was read."""
    return str(SAID) % {"body": pick(referral.body.names)}


def both(referral: Referral, *, actor: Actor | None = None) -> tuple[Complaint, Referral]:
    """The case and the referral as they are now, locked in that order.

    An `actor` of the complainant's side meets the file as they know it: what the desk has not told yet gives way."""
    case = locked(referral.complaint)
    if actor is not None:
        transitions.give_way(case, actor=actor)
        case.refresh_from_db()
    rows = Referral.objects.select_for_update(of=("self",)).select_related("body")
    row = rows.filter(pk=referral.pk).first()
    if row is None:
        raise NotAllowed(_("Your agreement is not asked for any more."))
    row.complaint = case
    return case, row


# --- the complainant ---


@transaction.atomic
def agree(
    referral: Referral,
    *,
    actor: Actor,
    items: Collection[str],
    documents: Collection[int] = (),
    at: datetime | None = None,
) -> Referral:
    """The complainant lets these items and documents (keys of files) go. To an address they leave at once, by a link; else
    the letter waits to be posted. Agreed twice from one form is agreed once."""
    case, row = both(referral, actor=actor)
    demand(permissions.can_write_to_file(actor, case))
    wanted = [item for item in package.offered_items(case) if item in items]
    files = package.as_sent(package.offered_documents(case).filter(pk__in=documents))
    if row.agreed_at is not None and not row.is_over:
        raise Repeated
    demand(permissions.can_agree(actor, row))
    if not wanted and not files:
        raise Incomplete(_("Tick what may be passed on, or choose not to pass your file on."))
    now = at or timezone.now()
    row.agreed_at, row.agreed_by, row.agreed_share_id = now, actor.user, actor.share_id
    row.agreed_text, row.agreed_language = said(row), translation.get_language() or ""
    for item in wanted:
        setattr(row, item, True)
    row.given = package.seal(package.of(case, wanted, language=row.language))
    ReferralDocument.objects.bulk_create(ReferralDocument(referral=row, attachment=file) for file in files)
    data = {"referral": row.pk, "items": wanted, "documents": [file.pk for file in files]}
    event = history.record(case, "referral_agreed", actor=actor, at=now, data=data)
    if row.by_post:
        row.standing = Standing.READY
        passing_on.stop_clock(row)
        row.letters = letters.as_sent(row, at=now)
        row.save()
        notices.tell(case, event, DeskReferral(step=Standing.READY))
        return row
    send(case, row, at=now)
    mails.mail_link(row, event, why="first")
    notices.tell(case, event, ReferralStep(step=Standing.SENT, due_on=row.due_on))
    notices.tell(case, event, DeskReferral(step=Standing.SENT))
    return row


def send(case: Complaint, row: Referral, *, at: datetime) -> None:
    """From now on it is with the body."""
    row.standing, row.sent_at = Standing.SENT, at
    passing_on.start_clock(row, on=timezone.localdate(at))
    row.letters = row.letters or letters.as_sent(row, at=at)  # those that go by post were printed before
    row.save()
    count_as(case, Outcome.TRANSFERRED)


def count_as(case: Complaint, outcome: Outcome) -> None:
    """A file reads as passed on once something left, and as oriented again when nobody has read it."""
    ended = (Outcome.ORIENTED, Outcome.TRANSFERRED)
    if case.state == State.ORIENTED and case.outcome in ended and case.outcome != outcome:
        case.outcome = outcome
        case.save(update_fields=["outcome"])
    waiting = Review.objects.filter(complaint=case, decided_at=None, closed_outcome__in=ended)
    if case.state == State.REVIEW:  # if the decision stands, the file ends as it would have ended
        waiting.update(closed_outcome=outcome)


@transaction.atomic
def decline(referral: Referral, *, actor: Actor) -> Referral:
    """The complainant lets nothing go."""
    case, row = both(referral, actor=actor)
    demand(permissions.can_write_to_file(actor, case))
    if row.standing == Standing.TAKEN_BACK and row.agreed_at is None:
        raise Repeated
    demand(permissions.can_agree(actor, row))
    event = end(case, row, "referral_declined", actor=actor, by=Referral.End.COMPLAINANT)
    notices.tell(case, event, DeskReferral(step="declined"))
    return row


@transaction.atomic
def stop(referral: Referral, *, actor: Actor) -> Referral:
    """The complainant takes the agreement back: from this moment nothing opens any more. Twice changes nothing."""
    case, row = both(referral, actor=actor)
    demand(permissions.can_write_to_file(actor, case))
    if row.standing == Standing.TAKEN_BACK:
        raise Repeated
    demand(permissions.can_stop_referral(actor, row))
    event = end(case, row, "referral_stopped", actor=actor, by=Referral.End.COMPLAINANT)
    notices.tell(case, event, ReferralStep(step=Standing.TAKEN_BACK))
    notices.tell(case, event, DeskReferral(step="stopped"))
    return row


def end(case: Complaint, row: Referral, name: str, *, actor: Actor, by: Referral.End, text: str = "") -> Event:
    """Ends it for a reason that is not the body's; what was not read by anybody is wiped at once."""
    now = timezone.now()
    row.standing, row.ended_at, row.ended_by = Standing.TAKEN_BACK, now, by
    close(case, row)
    event = history.record(case, name, actor=actor, at=now, internal_text=text, data={"referral": row.pk})
    if row.sent_at and not row.by_post:
        mails.mail_over(row, event)
    return event


def close(case: Complaint, row: Referral) -> None:
    """What every end of a referral has in common: no clock, no link, and nothing kept that nobody has read."""
    passing_on.stop_clock(row)
    links.kill(row, at=row.ended_at or timezone.now())
    if row.opened_at is None:
        row.given = ""
    row.save()
    others = case.referrals.filter(sent_at__isnull=False).exclude(pk=row.pk)
    if row.opened_at is None and row.sent_at and not others.exclude(ended_at__isnull=False, opened_at=None).exists():
        count_as(case, Outcome.ORIENTED)
