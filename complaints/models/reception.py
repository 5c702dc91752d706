"""How a complaint came that one of us typed (docs/channels.md)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from complaints.models.complaint import Complaint
from complaints.models.incoming import IncomingMail
from complaints.models.person import ROOM


class Reception(models.Model):
    """Who typed a complaint that did not come by the form, where it was received, and how the complainant stands to it."""

    class Signature(models.TextChoices):
        PAPER = "paper", _("Yes, on paper; the scan is attached")
        FINGER = "finger", _("Yes, with a finger on the tablet")
        CODE = "code", _("Yes, with a code to the complainant's own e-mail address")
        REFUSED = "refused", _("No: the complainant will not or cannot sign")
        NOT_YET = "not_yet", _("Not yet: we ask for it")

    complaint = models.OneToOneField(Complaint, models.PROTECT, related_name="reception")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("registered by"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("received by"))
    typed_at = models.DateTimeField(_("registered"))
    place = models.CharField(_("where"), max_length=200 * ROOM, blank=True)
    read_back = models.BooleanField(_("read back and confirmed"), default=False)
    signature = models.CharField(_("signed"), max_length=8, choices=Signature)
    refusal = models.CharField(_("why it is not signed"), max_length=300 * ROOM, blank=True)
    signed_at = models.DateTimeField(_("signed on"), null=True, blank=True)
    signed_digest = models.CharField(
        _("SHA-256 of the signed account"),
        max_length=64,
        blank=True,
        db_default="",
        help_text="Of the words that were read back, in the complainant's language (complaints/intake/account.py).",
    )
    mail = models.OneToOneField(IncomingMail, models.PROTECT, null=True, blank=True, related_name="reception")

    class Meta:
        verbose_name = _("reception of a complaint")
        verbose_name_plural = _("receptions of complaints")
        constraints = [
            models.CheckConstraint(
                condition=~Q(signature="refused") | ~Q(refusal=""),
                name="reception_refusal_has_reason",
                violation_error_message=_("Say why it is not signed."),
            ),
            models.CheckConstraint(
                condition=Q(read_back=False) | ~Q(signature="not_yet"),
                name="reception_read_back_is_signed_or_refused",
                violation_error_message=_("A transcript that was read back is signed, or the complainant refuses."),
            ),
            models.CheckConstraint(
                condition=~Q(signature__in=["finger", "code"]) | (Q(signed_at__isnull=False) & ~Q(signed_digest="")),
                name="reception_signed_here_says_what_and_when",
                violation_error_message=_("What was signed on the tablet, and when, is kept with it."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.complaint)
