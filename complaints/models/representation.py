"""Who acts for the complainant, and in which quality (domain section 7; admissibility A2 to A4; docs/together.md).

The complainant of a case is the person in law: the one represented, the organisation, the heir, or the one who speaks for a
group. A case that somebody files for himself has no row here."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.encryption import EncryptedTextField
from accounts.models import User
from complaints.enums import ORGANISATIONS, REPRESENTING, Capacity
from complaints.guide.models import Country
from complaints.models.attachment import Attachment
from complaints.models.complaint import Complaint
from complaints.models.contact_rules import ContactRules
from complaints.models.person import ROOM


class Representation(ContactRules):
    """`first_name` … `user` are those of who acts; empty for an heir and a group, where the complainant acts.

    While it stands, the complainant's row holds the representative's address for notices and what they said about safe
    contact; `own_email`, `own_phone` and the rules of contact here are the represented person's. When the mandate is
    revoked they change places."""

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="representation")
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity)
    by_lawyer = models.BooleanField(_("by a lawyer"), default=False)

    # Who acts
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="representations")
    first_name = models.CharField(_("first name"), max_length=120 * ROOM, blank=True)
    last_name = models.CharField(_("last name"), max_length=120 * ROOM, blank=True)
    first_name_ar = models.CharField(_("first name in Arabic"), max_length=120 * ROOM, blank=True)
    last_name_ar = models.CharField(_("last name in Arabic"), max_length=120 * ROOM, blank=True)
    position = models.CharField(_("position"), max_length=120 * ROOM, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    city = models.CharField(_("city"), max_length=120 * ROOM, blank=True)
    address = models.TextField(_("address"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = PhoneNumberField(_("telephone"), blank=True)

    # For whom
    own_email = models.EmailField(_("e-mail of the person represented"), max_length=254, blank=True)
    own_phone = PhoneNumberField(_("telephone of the person represented"), blank=True)
    colleague = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The account here of the person represented, who works for the institution: the file is closed to it.",
    )  # fmt: skip
    deceased = models.CharField(_("name of the person who died"), max_length=240 * ROOM, blank=True)
    died_on = models.DateField(_("date of death"), null=True, blank=True)
    nature = models.CharField(_("nature of the organisation"), max_length=200 * ROOM, blank=True)
    registration = models.CharField(_("registration number"), max_length=100 * ROOM, blank=True)

    # The mandate
    mandate = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    mandate_from = models.DateField(_("mandate of"), null=True, blank=True)
    mandate_until = models.DateField(_("mandate ends on"), null=True, blank=True)
    warned_for = models.DateField(null=True, blank=True, editable=False, help_text="The end of which was warned.")
    ended_for = models.DateField(null=True, blank=True, editable=False, help_text="The end of which the desk was told.")
    revoked_at = models.DateTimeField(_("mandate revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        indexes = [
            models.Index("mandate_until", name="mandate_end", condition=models.Q(revoked_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mandate_until=None)
                | models.Q(mandate_from=None)
                | models.Q(mandate_until__gte=models.F("mandate_from")),
                name="mandate_ends_after_it_began",
                violation_error_message=_("Enter an end that is not before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_capacity_display()

    @property
    def name(self) -> str:
        """Who acts, when it is another than the complainant."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def apart(self) -> bool:
        """Whether another person than the one who acts is the complainant, or an organisation."""
        return self.capacity in REPRESENTING | ORGANISATIONS

    @property
    def revocable(self) -> bool:
        """Whether a person stands behind it who can take the mandate back."""
        return self.capacity in REPRESENTING and self.revoked_at is None

    def people(self) -> int:
        """How many a group has: the members, and who speaks for it unless that is a lawyer."""
        return self.members.count() + (0 if self.by_lawyer else 1)

    def ended(self, today: date | None = None) -> bool:
        """Whether the last day of the mandate has passed (in Rabat)."""
        day = today or timezone.localdate()
        return self.mandate_until is not None and self.mandate_until < day


class GroupMember(models.Model):
    """One of a group with the same interest (A3); the one who speaks for it is the complainant."""

    representation = models.ForeignKey(Representation, models.PROTECT, related_name="members")
    first_name = models.CharField(_("first name"), max_length=120 * ROOM)
    last_name = models.CharField(_("last name"), max_length=120 * ROOM)
    id_number = EncryptedTextField(_("number of the document"), purpose="group_member.id_number", blank=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country of residence"))

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
