"""Who is kept out of a file, because they know somebody in it (conflict of interest)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.models.complaint import Complaint


class Conflict(models.Model):
    """The file is closed to `user` from `at` until a supervisor lets them in again; declared by themselves or set.

    The reason, which may name somebody, is for heads and supervisors alone; the history says only that it was so."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("colleague"))
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["-pk"]
        constraints = [
            # By person first: it is this index that keeps the files of a person out of every list.
            models.UniqueConstraint("user", "complaint", name="kept_out_once", condition=Q(ended_at=None)),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="let_in_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | ~Q(ended_by=F("user")),
                name="nobody_lets_themselves_in",
                violation_error_message=_("Nobody lets themselves in again: another supervisor does."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def declared(self) -> bool:
        """Whether the colleague said so themselves."""
        return self.set_by_id == self.user_id
