"""What an interlocutor sent: taken into the file by a move, or set aside by the desk (docs/administrations.md)."""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints import history, notices, permissions
from complaints.models import AdministrationReply, Complaint
from complaints.selectors import interlocutors_of
from complaints.workflow import undo
from complaints.workflow.errors import Incomplete, NotAllowed, Repeated, demand
from complaints.workflow.moves import PLAIN, locked
from complaints.workflow.table import NEEDS

Status = AdministrationReply.Status
About = AdministrationReply.About

LABELS = {
    "record_request": _("Record it as a request"),
    "follow_up": _("Record it as the answer to the recommendation"),
    "close_executed": _("Propose to close: carried out"),
}


def waiting_field() -> forms.ModelChoiceField:
    """The hidden field by which a form says from what it was filled."""
    return forms.ModelChoiceField(
        queryset=AdministrationReply.objects.none(), required=False, widget=forms.HiddenInput,
        error_messages={"invalid_choice": NEEDS["waiting"]},
    )  # fmt: skip


def taken_from(form: Any, about: str) -> AdministrationReply | None:
    """The answer from which this form begins, when the address names one that waits; its preview is shown at once then."""
    field = form.fields["waiting"]
    field.queryset = form.complaint.replies.filter(about=about).exclude(status=Status.DRAFT)
    asked = str(form.initial.get("waiting", ""))
    known = asked.isascii() and asked.isdecimal() and len(asked) < 19
    found: AdministrationReply | None = field.queryset.filter(pk=asked, status=Status.SENT).first() if known else None
    if found is None:
        form.initial.pop("waiting", None)
        return None
    form.previewed_at_once = True
    return found


def of_file(complaint: Complaint) -> QuerySet[AdministrationReply]:
    """What came from the administration on this file, the newest first; never a draft."""
    rows = complaint.replies.exclude(status=Status.DRAFT).order_by("-sent_at", "-pk")
    return rows.select_related("administration", "sent_by", "checked_by", "recommendation").prefetch_related(
        "documents"
    )


@transaction.atomic
def set_aside(reply: AdministrationReply, *, actor: Actor, reason: str, returned: bool) -> AdministrationReply:
    """Gives an answer back to the administration with the reason (`returned`), or keeps it as read, with a word for the desk.

    It becomes no answer of the file; its documents stay, for the desk. Raises Repeated when this person just did so."""
    case = locked(reply.complaint)
    demand(permissions.can_decide(actor, case))
    row = AdministrationReply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    wanted = Status.RETURNED if returned else Status.NOTED
    if row.status == wanted and row.checked_by_id == actor.user_id and row.reason == reason:
        raise Repeated
    if row.status != Status.SENT:
        raise NotAllowed(NEEDS["waiting"])
    if returned and not reason.strip():
        raise Incomplete(_("Write the reason for the administration."))
    before = undo.begin(case, seal=PLAIN)  # what was done before on this file is told now
    row.status, row.reason, row.checked_by, row.checked_at = wanted, reason, actor.user, timezone.now()
    row.save(update_fields=["status", "reason", "checked_by", "checked_at"])
    event = history.record(
        case, f"reply_{wanted}", actor=actor, internal_text=reason, data={"reply_key": row.pk, "about": row.about}
    )
    if returned:
        hold = undo.hold(before, case, event, seal=PLAIN)
        people = interlocutors_of(row.administration, on=timezone.localdate())
        notices.tell(case, event, notices.ReplyReturned(interlocutors=people), hold=hold)
    return row
