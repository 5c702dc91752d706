"""Share a filed case and take the share back; renew a mandate and revoke it (docs/together.md).

Each change is an event of the case and is told to the complainant; each raises `workflow.errors.Refused` with a reason."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM, Actor
from complaints import files, history, notices, permissions, recovery
from complaints.models import Attachment, Complaint, Event, NewAddress, Representation, Share
from complaints.models.contact_rules import CONTACT_RULES
from complaints.notifications import devices
from complaints.notifications.models import PushSubscription
from complaints.sharing.selectors import represented_apart
from complaints.workflow.errors import Refused, demand
from complaints.workflow.moves import PLAIN, Seal, check_once, check_seen, locked

MOST_SHARES = 10  # that stand at one time
WARN = timedelta(days=14)
ANEW = timedelta(hours=1)  # from which an invitation asked for once more is mailed once more


def _changed(case: Complaint, name: str, *, actor: Actor, **details: Any) -> Event:
    """The event of a change, told to the complainant."""
    row = history.record(case, name, actor=actor, **details)
    notices.tell(case, row, notices.SharingChanged())
    return row


# --- shares ---


@transaction.atomic
def share(
    complaint: Complaint,
    *,
    actor: Actor,
    name: str,
    email: str,
    right: str,
    receives: bool = False,
    until: date | None = None,
) -> Share:
    """Invites somebody by e-mail; the mail names nobody and says nothing of the matter. Nothing opens before it is accepted.

    The same address twice is the same share when everything else is the same too (a button pressed twice)."""
    case = locked(complaint)
    demand(permissions.is_complainant(actor, case))
    standing = case.shares.standing()
    same = standing.filter(email__iexact=email).first()
    if same is not None:
        receives = receives or right == Share.Right.RECEIVE
        asked = (name, right, until, receives, False)
        if (same.name, same.right, same.until, same.receives, same.represented) == asked:
            return _invite_again(case, same, actor=actor)
        raise Refused(_("The file is shared with this address already. End that share first, then share it anew."))
    if standing.count() >= MOST_SHARES:
        raise Refused(_("A file can be shared with ten people at most. End a share first."))
    now = timezone.now()
    case.shares.filter(email__iexact=email, revoked_at=None).update(revoked_at=now)  # its last day has passed
    row = Share.objects.create(
        complaint=case, name=name, email=email, language=actor.language or case.language, right=right,
        receives=receives or right == Share.Right.RECEIVE, until=until, invited_at=now,
        by_represented=represented_apart(actor, case) is not None,
    )  # fmt: skip
    event = _changed(case, "shared", actor=actor, public_text=name, data={"share": row.pk, "right": right})
    notices.invite(row, event)
    return row


def _invite_again(case: Complaint, row: Share, *, actor: Actor) -> Share:
    """The link of an invitation lives for some days; asked for anew after its first hour, it is mailed once more."""
    if row.accepted_at is None and timezone.now() - row.invited_at > ANEW:
        row.invited_at = timezone.now()
        row.save(update_fields=["invited_at"])
        notices.invite(row, history.record(case, "invited_again", actor=actor, data={"share": row.pk}))
    return row


@transaction.atomic
def accept(share: Share, *, actor: Actor) -> Share:
    """Whoever got the mail takes the share; a logged-in account keeps it from then on, a colleague's account does not.

    Twice changes nothing. Raises Refused when the share was taken back, its last day has passed, or an account took it that
    this actor is not: the link lies in a mailbox for two weeks, and the account has its own lock."""
    case = locked(share.complaint)
    row = Share.objects.select_for_update().get(pk=share.pk)
    if row.revoked_at or row.over:
        raise Refused(_("This share has ended. Ask the person who invited you."))
    acts = permissions.representation_of(case) if row.represented else None
    if acts and actor.user_id is not None and acts.user_id == actor.user_id:
        raise Refused(_("This invitation is for the person for whom you act: only that person may accept it."))
    if row.user_id and row.user_id != actor.user_id:
        raise Refused(_("An account accepted this invitation. Log in to it to open the file."))
    if row.accepted_at is None:
        row.accepted_at = timezone.now()
        row.user = actor.user if actor.user and not actor.user.is_staff else None
        row.save(update_fields=["accepted_at", "user"])
        if acts and actor.user and actor.user.is_staff:
            acts.colleague = actor.user
            acts.save(update_fields=["colleague"])
        _changed(case, "share_accepted", actor=actor, public_text=row.name, data={"share": row.pk})
    return row


@transaction.atomic
def end_share(share: Share, *, actor: Actor) -> Share:
    """Ends a share: the complainant at any time, or who holds it. Twice changes nothing."""
    case = locked(share.complaint)
    row = Share.objects.select_for_update().get(pk=share.pk, complaint=case)
    mine = permissions.own_shares(actor).filter(pk=row.pk).exists()
    if row.represented:
        raise Refused(_("This is the person for whom you act: they can always see the file."))
    if not mine:
        demand(permissions.is_complainant(actor, case))
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        devices.forget(f"share:{row.pk}")
        _changed(case, "share_ended", actor=actor, public_text=row.name, data={"share": row.pk})
    return row


def invite_represented(complaint: Complaint, *, event: Event) -> Share | None:
    """The person for whom somebody acts learns of the file and can see it and end the mandate, if an e-mail is known.

    Written in the transaction of the filing."""
    found = permissions.representation_of(complaint)
    if found is None or not found.apart or not found.own_email or not found.revocable:
        return None
    row = Share.objects.create(
        complaint=complaint, name=complaint.complainant.name, email=found.own_email, language=complaint.language,
        right=Share.Right.WRITE, receives=True, represented=True, invited_at=event.at,
    )  # fmt: skip
    notices.invite(row, event)
    return row


def forget_devices() -> int:
    """Switches off the devices that hang on a share which is no more, its last day having passed for example."""
    told = PushSubscription.objects.filter(
        recipient__gte="share", recipient__lt="sharf"
    )  # on the index, in any collation
    keys = set(told.values_list("recipient", flat=True).distinct())
    numbers = [int(key.removeprefix("share:")) for key in keys]
    live = Share.objects.live().filter(pk__in=numbers).values_list("pk", flat=True)
    return devices.forget(*(keys - {f"share:{pk}" for pk in live}))


# --- the mandate ---


def renew_mandate(
    complaint: Complaint,
    upload: "UploadedFile[Any]",
    *,
    actor: Actor,
    since: date | None,
    until: date | None,
) -> Representation:
    """A new mandate takes the place of the old one at once; the old file stays in the case, and the desk is told.

    Raises files.Refused for a file that cannot be taken."""
    demand(permissions.can_renew_mandate(actor, complaint))
    received = files.receive(upload, already=0)
    try:
        with transaction.atomic():
            case = locked(complaint)
            demand(permissions.can_renew_mandate(actor, case))
            row = Representation.objects.select_for_update().get(complaint=case)
            row.mandate = Attachment.objects.create(
                complaint=case, source=Attachment.Source.CITIZEN, uploaded_by=actor.user, sent_at=timezone.now(),
                kind=Attachment.Kind.MANDATE, **received.fields(),
            )  # fmt: skip
            row.mandate_from, row.mandate_until = since, until
            row.save(update_fields=["mandate", "mandate_from", "mandate_until"])
            case.new_reply = True
            case.save(update_fields=["new_reply"])
            event = _changed(case, "mandate_renewed", actor=actor, data={"file": row.mandate.pk})
            notices.tell(case, event, notices.DeskMandate())
            return row
    except Refused:
        files.discard(received)
        raise


@transaction.atomic
def revoke_mandate(complaint: Complaint, *, actor: Actor, text: str = "", seal: Seal = PLAIN) -> Complaint:
    """Ends what the representative may see and do, at once.

    The file becomes the represented person's: their own address takes the place of the representative's (without one
    nothing is mailed any more, and the desk sees it), the representative's code dies, and a next one, given at the desk,
    is theirs. `text` is the desk's own note of how the person said so."""
    case = locked(complaint)
    check_once(case, actor, seal)
    check_seen(case, seal)
    demand(permissions.can_revoke_mandate(actor, case))
    row = Representation.objects.select_for_update().get(complaint=case)
    row.revoked_at = timezone.now()
    _take_contact_back(case, row)
    row.save(update_fields=["revoked_at", "email", "phone", *CONTACT_RULES])
    recovery.end_all(case, at=row.revoked_at)
    NewAddress.objects.filter(complaint=case).delete()
    # What the representative let others see ends too, or they would go on reading by a share with themselves.
    ends = case.shares.filter(represented=False, by_represented=False, revoked_at=None)
    devices.forget(f"complaint:{case.pk}:citizen", *(f"share:{pk}" for pk in ends.values_list("pk", flat=True)))
    ends.update(revoked_at=row.revoked_at)
    case.new_reply, case.code_hash = True, ""
    case.save(update_fields=["new_reply", "code_hash"])
    event = _changed(case, "mandate_revoked", actor=actor, internal_text=text, data=seal.kept())
    notices.tell(case, event, notices.DeskMandate())
    notices.tell(case, event, notices.MandateRevoked())
    if actor.is_caseworker:
        _invite_anew(case, event)
    return case


def _invite_anew(case: Complaint, event: Event) -> None:
    """On a written word nobody knows who holds the represented person's own code: it dies, and a new invitation leaves."""
    for share in case.shares.filter(represented=True, revoked_at=None):
        share.key, share.user, share.accepted_at, share.invited_at = uuid.uuid4(), None, None, event.at
        share.save(update_fields=["key", "user", "accepted_at", "invited_at"])
        devices.forget(f"share:{share.pk}")
        notices.invite(share, event)


def _take_contact_back(case: Complaint, row: Representation) -> None:
    """The representative's present address goes to their own row, the represented person's to the complainant's."""
    person = case.complainant
    row.email, row.phone = person.email, person.phone
    row.change_places(person)
    proved = case.shares.filter(represented=True, email__iexact=row.own_email).exclude(accepted_at=None).first()
    person.email, person.phone = row.own_email, row.own_phone
    person.email_verified_at = proved.accepted_at if proved else None
    person.whatsapp = False
    person.preferred_channel = "email" if row.own_email else "phone" if row.own_phone else "post"
    person.time_zone = person.country.time_zone
    person.save(
        update_fields=[
            "email",
            "phone",
            "email_verified_at",
            "whatsapp",
            "preferred_channel",
            "time_zone",
            *CONTACT_RULES,
        ]
    )


def watch_mandates(*, today: date) -> dict[str, int]:
    """Warns 14 days before a mandate ends, tells the desk and both people when it has; each file by itself, safe to repeat."""
    standing = Representation.objects.filter(revoked_at=None, complaint__closed_at=None).order_by("pk")
    near = standing.filter(mandate_until__gte=today, mandate_until__lte=today + WARN)
    over = standing.filter(mandate_until__lt=today)
    return {
        "warned": _each(near, lambda pk: _note(pk, "warned_for", "mandate_ending", today)),
        "ended": _each(over, lambda pk: _note(pk, "ended_for", "mandate_ended", today)),
    }


def _each(rows: Any, act: Callable[[int], int]) -> int:
    return sum(act(pk) for pk in rows.values_list("complaint_id", flat=True).iterator(chunk_size=500))


@transaction.atomic
def _note(complaint_id: int, mark: str, name: str, today: date) -> int:
    """Tells once of each end date."""
    case = locked(Complaint(pk=complaint_id))
    row = Representation.objects.select_for_update().get(complaint=case)
    if row.revoked_at or row.mandate_until is None or getattr(row, mark) == row.mandate_until:
        return 0
    if row.ended(today) != (name == "mandate_ended"):
        return 0
    setattr(row, mark, row.mandate_until)
    row.save(update_fields=[mark])
    event = history.record(case, name, actor=SYSTEM, data={"ends_on": row.mandate_until.isoformat()})
    if name == "mandate_ended":
        notices.tell(case, event, notices.DeskMandate())
        notices.tell(case, event, notices.MandateEnded(ends_on=row.mandate_until))
        notices.tell_represented(case, event, ends_on=row.mandate_until)
    else:
        notices.tell(case, event, notices.MandateEnding(ends_on=row.mandate_until))
    return 1
