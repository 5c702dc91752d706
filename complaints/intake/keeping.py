"""The follow-up code is kept before the confirmation is left: copied, printed, as PDF, by mail to oneself, or by hand.

How it was kept is noted on the draft; the code itself stays to be shown for its half hour (docs/filing.md)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import HouseForm
from complaints.intake import actions, selectors
from complaints.intake.models import Draft
from complaints.models import Complaint
from complaints.notifications import outbox
from complaints.notifications.models import OutboxMessage
from complaints.notifications.registry import Envelope

KIND = "complaint_code"
FRESH = timedelta(hours=1)  # a mail with the code that could not leave for so long is not sent any more


class Way(models.TextChoices):
    """How a person kept the code."""

    COPIED = "copied", _("I copied it to a safe place")
    PRINTED = "printed", _("I printed this page")
    PDF = "pdf", _("I have the receipt with the code (PDF)")
    MAILED = "mailed", _("I had it sent to my e-mail address")
    WRITTEN = "written", _("I wrote it down by hand")


class KeptForm(HouseForm):
    """The step before one goes on."""

    way = forms.ChoiceField(
        label=_("How did you keep your number and your code?"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Keep your code in one of these ways, then choose it here. Without the code you cannot come back."),
            "invalid_choice": _("Keep your code in one of these ways, then choose it here."),
        },
    )  # fmt: skip


def form_of(draft: Draft, data: Any = None) -> KeptForm:
    """The form, without the mail where none can be sent."""
    form = KeptForm(data)
    if not may_mail(draft):
        field: Any = form.fields["way"]
        field.choices = [choice for choice in Way.choices if choice[0] != Way.MAILED]
    return form


def keep(*, draft: Draft, way: str) -> None:
    """Notes that the person kept the code in this way."""
    Draft.objects.filter(pk=draft.pk).update(code_kept=way)


def may_mail(draft: Draft) -> bool:
    """Whether the code may go to the complainant's own address: only to a proved one that is safe to write to."""
    case = draft.complaint
    if case is None:
        return False
    person = case.complainant
    return bool(person.email and person.email_verified_at and person.reachable_by("email"))


def mail(*, draft: Draft) -> bool:
    """Sends number and code to the complainant's own address, at their wish; False when that cannot be.

    Once for a filing: the row is the same however often the button is pressed."""
    code = selectors.follow_up_code(draft)
    case = draft.complaint
    if case is None or not code or not may_mail(draft) or actions.enough_mailed(case.complainant.email):
        return False
    with transaction.atomic():
        outbox.put(
            KIND, event=f"code:{case.pk}", recipient=f"complaint:{case.pk}:citizen", about=f"complaint:{case.pk}",
            context={}, language=case.language, channels=("email",), sealed=code,
        )  # fmt: skip
        keep(draft=draft, way=Way.MAILED)
    return True


def resolve(message: OutboxMessage) -> Envelope | None:
    """The proved address, and the code that the row carries encrypted until the mail has left."""
    key = message.about.removeprefix("complaint:")
    case = Complaint.objects.select_related("complainant", "country").filter(pk=key).first()
    if case is None or not message.sealed or timezone.now() - message.created_at > FRESH:
        return None
    person = case.complainant
    proved = person.email_verified_at and person.reachable_by("email")
    return Envelope(
        address=person.email if proved else "",
        name=person.name,
        language=case.language,
        time_zone=person.time_zone or case.country.time_zone,
        context={
            "code": message.sealed,
            "reference": case.reference,
            "url": f"{settings.SITE_URL}{reverse('follow_up:login')}",
        },
        neutral="neutral/kept" if person.wants_no_name else "",
    )
