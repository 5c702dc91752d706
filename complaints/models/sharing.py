"""A filed case shared with somebody: with which right, until when, revoked when (docs/together.md)."""

import uuid
from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from complaints.models.complaint import Complaint


class ShareQuerySet(models.QuerySet["Share"]):
    """Shares by whether they open anything now."""

    def standing(self) -> Self:
        """Neither revoked nor over, accepted or not."""
        today = timezone.localdate()
        return self.filter(models.Q(until=None) | models.Q(until__gte=today), revoked_at=None)

    def live(self) -> Self:
        """Standing and accepted by whoever was invited."""
        return self.standing().exclude(accepted_at=None)


class Share(models.Model):
    """`represented` marks the complainant in law of a case that another person filed: they hold all rights.

    Its code is computed from `key` (complaints/codes.py), so it is stored nowhere; `user` is the account that accepted."""

    class Right(models.TextChoices):
        RECEIVE = "receive", pgettext_lazy("right of a share", "Be told that something is new, without reading")
        READ = "read", pgettext_lazy("right of a share", "Read the file")
        WRITE = "write", pgettext_lazy("right of a share", "Read the file, write to us and send documents")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="shares")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=480)
    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(max_length=10, blank=True)
    right = models.CharField(_("right"), max_length=8, choices=Right)
    receives = models.BooleanField(_("receives notices"), default=False)
    represented = models.BooleanField(_("the person represented"), default=False)
    by_represented = models.BooleanField(
        default=False, help_text="Given by the person represented: it does not hang on the mandate."
    )
    until = models.DateField(_("until"), null=True, blank=True)
    invited_at = models.DateTimeField(_("invited"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="shares")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "complaint",
                Lower("email"),
                name="shared_once_with_an_address",
                condition=models.Q(revoked_at=None),
                violation_error_message=_("The file is shared with this address already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def over(self) -> bool:
        """Whether its last day has passed."""
        return self.until is not None and self.until < timezone.localdate()
