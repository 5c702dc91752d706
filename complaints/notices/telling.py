"""Who hears of a notice, and the outbox rows that tell them."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from complaints.models import Complaint, Event, Share
from complaints.notices.base import Audience, Notice
from complaints.notifications import devices, outbox
from complaints.notifications.channels import text
from complaints.notifications.models import TEXTS
from complaints.permissions import kept_out

NOT_KEPT = {"colleagues", "interlocutors", "without"}  # they choose the recipients, and no template needs them
SITE_AND_MAIL = ("in_app", "email")
# What was received from this person a moment ago is no news on a device: they hold it in their hand.
RECEIPTS = {"complaint_registered", "complaint_message_received", "complaint_information_received"}
OF_THE_COMPLAINANT = {Audience.CITIZEN, Audience.REPRESENTATIVE}


def recipients(complaint: Complaint, notice: Notice) -> list[str]:
    """The outbox keys of those who must hear of it."""
    if notice.audience is Audience.CITIZEN:
        return [f"complaint:{complaint.pk}:citizen"]
    if notice.audience is Audience.REPRESENTATIVE:
        return [f"complaint:{complaint.pk}:representative"]
    if notice.audience is Audience.HANDLER:
        return [f"user:{pk}" for pk in keepers(complaint, without=getattr(notice, "without", ()))]
    if notice.audience is Audience.OVERSEER:
        return [f"user:{pk}" for pk in overseers(complaint)]
    if notice.audience is Audience.COLLEAGUE:
        return [f"user:{pk}" for pk in colleagues(complaint, getattr(notice, "colleagues", ()))]
    return [f"user:{pk}" for pk in getattr(notice, "interlocutors", ())]


def keepers(complaint: Complaint, *, without: Collection[int] = ()) -> list[int]:
    """Who hears of it at the desk: the caseworker; where there is none or he left, the unit's heads, else the supervisors.

    Never those to whom the file is closed (`kept_out`), who may work here: it would have nobody. Nor those `without` whom
    it must be done."""
    others = kept_out(complaint) | set(without)
    if complaint.handler is not None and complaint.handler.is_active and complaint.handler.pk not in others:
        return [complaint.handler.pk]
    staff = User.objects.filter(is_active=True).exclude(pk__in=others).order_by("pk").values_list("pk", flat=True)
    units = [complaint.unit_id, complaint.unit.parent_id] if complaint.unit else []
    return list(staff.filter(role=Role.HEAD, unit__in=units)) or list(staff.filter(role=Role.SUPERVISOR))


def colleagues(complaint: Complaint, named: Collection[int]) -> list[int]:
    """Of these accounts those that still work here and to which the file is open."""
    people = User.objects.filter(is_active=True, pk__in=named).exclude(pk__in=kept_out(complaint))
    return list(people.order_by("pk").values_list("pk", flat=True))


def overseers(complaint: Complaint) -> list[int]:
    """The heads of the file's unit and the supervisors; never those to whom the file is closed."""
    units = [complaint.unit_id, complaint.unit.parent_id] if complaint.unit else []
    heads = Q(role=Role.HEAD, unit__in=units) | Q(role=Role.SUPERVISOR)
    people = User.objects.filter(heads, is_active=True).exclude(pk__in=kept_out(complaint))
    return list(people.order_by("pk").values_list("pk", flat=True))


def tell(complaint: Complaint, event: Event, notice: Notice, *, hold: datetime | None = None) -> None:
    """Writes the outbox rows of a notice in the transaction of its event; they leave after the commit, or from `hold` on."""
    if notice.audience in OF_THE_COMPLAINANT and not complaint.has_complainant:
        return  # the institution acts on its own initiative: there is nobody to tell
    context = {name: value for name, value in notice.context().items() if name not in NOT_KEPT}
    for recipient in recipients(complaint, notice):
        outbox.put(
            notice.kind,
            event=f"event:{event.pk}",
            recipient=recipient,
            about=f"complaint:{complaint.pk}",
            context=context,
            language=complaint.language if notice.audience is Audience.CITIZEN else "",
            channels=_ways(complaint, notice, recipient),
            hold=hold,
        )
    if notice.audience is Audience.CITIZEN and notice.shared:
        _tell_shares(complaint, event, hold)


def _ways(complaint: Complaint, notice: Notice, recipient: str) -> tuple[str, ...]:
    """By which ways: the site and e-mail; for the complainant also the devices and the short texts that they asked for.

    Whether a way is safe is asked when the message leaves (envelopes.py)."""
    if notice.audience is Audience.REPRESENTATIVE:
        return ("email",)
    if notice.audience is not Audience.CITIZEN:
        return SITE_AND_MAIL
    person, more = complaint.complainant, []
    if notice.kind not in RECEIPTS and devices.any_of(recipient):
        more.append("push")
    if person.preferred_channel in TEXTS and person.phone and text.gateway(person.preferred_channel):
        more.append(person.preferred_channel)
    return (*SITE_AND_MAIL, *more)


def _tell_shares(complaint: Complaint, event: Event, hold: datetime | None) -> None:
    """Who was given this right hears that something is new in the file, and nothing more."""
    for share in complaint.shares.live().filter(receives=True):
        _mail_share("share_news", share, event, hold=hold)


def invite(share: Share, event: Event) -> None:
    """The mail by which a share is accepted, in the transaction of the event."""
    _mail_share("share_represented" if share.represented else "share_invitation", share, event)


def tell_represented(complaint: Complaint, event: Event, *, ends_on: date) -> None:
    """The mandate's last day has passed: the person represented hears it at their own address, if one is known."""
    for share in complaint.shares.standing().filter(represented=True):
        _mail_share("share_mandate_ended", share, event, ends_on=ends_on.isoformat())


def _mail_share(kind: str, share: Share, event: Event, *, hold: datetime | None = None, **facts: str) -> None:
    outbox.put(
        kind,
        event=f"event:{event.pk}",
        recipient=f"share:{share.pk}",
        about=f"complaint:{share.complaint_id}",
        context=facts,
        language=share.language,
        channels=("email", "push") if kind == "share_news" and devices.any_of(f"share:{share.pk}") else ("email",),
        hold=hold,
    )
