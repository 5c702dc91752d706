"""Files that the institution opens of its own accord (T24): the form and what it does."""

import hashlib
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.forms import HouseForm
from accounts.models import Unit, User
from accounts.roles import CASEWORKERS
from complaints import codes, permissions, references
from complaints.casework.act_form import long_text
from complaints.dealings import Source
from complaints.enums import ActKind, Channel, Court, Residence, Sex
from complaints.guide.models import Administration, Country, Subject
from complaints.models import Complaint, Person
from complaints.workflow import transitions

HOME = "MA"
INSTITUTION = {"last_name": "Institution du Médiateur du Royaume", "last_name_ar": "مؤسسة وسيط المملكة"}


class OwnInitiative(HouseForm):
    """What is looked into, where it was learnt, and who works on it."""

    source = forms.ChoiceField(label=_("What showed it"), choices=Source.choices, widget=forms.RadioSelect)
    details = long_text(
        _("Where exactly"),
        rows=3,
        help_text=_(
            "For example: the numbers of the complaints, the day of the visit, the newspaper. Only the desk reads it."
        ),
    )
    administration = forms.ModelChoiceField(label=_("Administration"), queryset=Administration.objects.none())
    subject = forms.ModelChoiceField(label=_("Subject"), queryset=Subject.objects.none())
    act_kind = forms.ChoiceField(label=_("Kind of act"), choices=ActKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    description = long_text(_("What happened"))
    request = long_text(_("What should change"), rows=4)
    urgent = forms.BooleanField(label=_("Urgent"), required=False)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    handler = forms.ModelChoiceField(label=_("Caseworker"), queryset=User.objects.none(), required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill: Any = self.fields
        fill["administration"].queryset = Administration.objects.filter(valid_to=None)
        fill["subject"].queryset = Subject.objects.filter(active=True)
        for name in ("administration", "subject"):
            rows = sorted(((row.pk, row.name) for row in fill[name].queryset), key=lambda row: row[1])
            fill[name].choices = [("", "—"), *rows]
        fill["unit"].queryset = units(actor)
        fill["unit"].initial = actor.unit_id
        fill["handler"].queryset = caseworkers(units(actor))
        fill["key"].initial = uuid.uuid4

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        handler, unit = given.get("handler"), given.get("unit")
        if handler is not None and unit is not None and handler.unit_id != unit.pk:
            raise ValidationError({"handler": _("Choose a caseworker of this unit.")})
        return given


def units(actor: Actor) -> QuerySet[Unit]:
    """Where this person may open a file: a head in the own unit and those under it, a supervisor everywhere."""
    standing = Unit.objects.filter(valid_to=None)
    if not actor.is_validator:
        return standing.none()
    if actor.role in permissions.WHOLE_OFFICE:
        return standing
    return standing.filter(Q(pk=actor.unit_id) | Q(parent=actor.unit_id))


def caseworkers(among: QuerySet[Unit]) -> QuerySet[User]:
    """Who may be given the file."""
    staff = User.objects.filter(is_active=True, role__in=CASEWORKERS, unit__in=among)
    return staff.select_related("unit").order_by("unit", "name", "pk")


def open_file(*, actor: Actor, key: uuid.UUID, source: str, details: str, **facts: Any) -> Complaint:
    """A file that nobody complained for, with the institution standing in the complainant's place; nobody is told anything.

    One file for one `key`, however often the form is sent. Raises Refused."""
    existing = Complaint.objects.filter(submission_key=key).first()
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            return _open(actor, key, source, details, facts)
    except IntegrityError:  # the same press, from another process
        existing = Complaint.objects.filter(submission_key=key).first()
        if existing is None:
            raise
        return existing


def _open(actor: Actor, key: uuid.UUID, source: str, details: str, facts: dict[str, Any]) -> Complaint:
    home = Country.objects.get(code=HOME)
    person = Person.objects.create(
        **INSTITUTION, sex=Sex.UNSAID, nationality=home, residence=Residence.RESIDENT, country=home, city="Rabat",
        preferred_channel="post", time_zone=settings.TIME_ZONE,
    )  # fmt: skip
    body: Administration = facts["administration"]
    complaint = Complaint(
        **facts, submission_key=key, digest=hashlib.sha256(key.bytes).hexdigest(), complainant=person, country=home,
        reference=references.new_reference(timezone.localdate().year), language=settings.LANGUAGE_CODE,
        code_hash=codes.hash_code(codes.new_code()),  # a code that nobody was told: nobody follows it from outside
        channel=Channel.DELEGATION, court=Court.NO, share_identity=False, region=body.region or facts["unit"].region,
    )  # fmt: skip
    return transitions.open_own_initiative(complaint, actor=actor, source=source, details=details)
