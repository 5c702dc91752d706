"""What was corrected in a filed case: the value before, kept for the desk and never changed."""

from typing import Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.encryption import EncryptedTextField
from complaints.models.complaint import Complaint
from complaints.models.event import Event
from complaints.models.person import Person


def label_of(field: str) -> str | Promise:
    """What a field is called, as its column says it; a field of the person comes before one of the case."""
    for model in (Person, Complaint):
        if field in {column.name for column in model._meta.fields}:
            return model._meta.get_field(field).verbose_name  # type: ignore[union-attr]
    return field


class ChangeQuerySet(models.QuerySet["Change"]):
    def standing(self) -> Self:
        """Without those of acts that were taken back: what stands in the file again is no change (docs/undo.md)."""
        return self.exclude(event__grace__undone_at__isnull=False)


class Change(models.Model):
    """One field of one correction. The event says that it happened and names the fields; only this row holds words.

    A database trigger refuses change and deletion, as for the events, but for one: when what stands now is erased, the
    words before go as well. The number of an identity document stands in `sealed`, encrypted, and never in `before`."""

    class Block(models.TextChoices):
        CONTACT = "contact", _("Contact details")
        EMAIL = "email", _("E-mail address")
        FACTS = "facts", _("Facts")
        PERSON = "person", _("Complainant")  # corrected by the desk

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="changes")
    event = models.ForeignKey(Event, models.PROTECT, related_name="changes")
    block = models.CharField(_("part"), max_length=8, choices=Block)
    field = models.CharField(_("field"), max_length=30)
    before = models.TextField(_("before"), blank=True)
    sealed = EncryptedTextField(_("before"), purpose="change.id_number", blank=True, db_default="")
    at = models.DateTimeField(_("when"))
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(field="id_number") | models.Q(before=""), name="change_seals_identity_numbers"
            )
        ]

    @property
    def was(self) -> str:
        """What stood there; nothing once it was erased."""
        return self.sealed or self.before

    @property
    def label(self) -> str | Promise:
        return label_of(self.field)


class NewAddress(models.Model):
    """An e-mail address that waits for its proof: six figures, computed and kept nowhere (`complaints/codes.py`)."""

    complaint = models.OneToOneField(Complaint, models.CASCADE, related_name="new_address")
    email = models.EmailField(_("new e-mail address"), max_length=254)
    number = models.PositiveSmallIntegerField(_("messages sent"), default=1)
    sent_at = models.DateTimeField(_("sent"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)

    class Meta:
        verbose_name = _("e-mail address to prove")
        verbose_name_plural = _("e-mail addresses to prove")
