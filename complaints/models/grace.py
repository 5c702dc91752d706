"""The grace of an act: the minutes in which it can be taken back, and has been told to nobody outside (docs/undo.md)."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.models.complaint import Complaint
from complaints.models.event import Event


class GraceQuerySet(models.QuerySet["Grace"]):
    def running(self) -> Self:
        """Those whose act has not been told yet and was not taken back."""
        return self.filter(undone_at=None, until__gt=timezone.now())

    def hiding(self, moment: str) -> Exists:
        """For rows of cases: whether what happened at their `moment` belongs to an act that was not told yet."""
        return Exists(self.running().filter(complaint=OuterRef("complaint"), event__at__lte=OuterRef(moment)))

    def first_sent(self) -> Exists:
        """For cases: whether the letter that is not told yet is the first that its administration would hear of."""
        first = Q(before__case__has_key="sent_at") & Q(before__case__sent_at=None)
        return Exists(self.running().filter(first, complaint=OuterRef("pk")))


class Grace(models.Model):
    """One act of the desk on one case. The row goes when the window is over; that of an act taken back stays.

    `press` is the same for all that one press of a button did; where `whole`, these acts stand or fall together. `before`
    is what the act changed, as it stood: emptied when the act was taken back."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="grace")
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="graces")
    press = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    whole = models.BooleanField(default=False)
    until = models.DateTimeField(_("told at"))
    before = models.JSONField(default=dict)
    typed = models.JSONField(default=dict, help_text="The form as it was filled in; emptied a day after.")
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = GraceQuerySet.as_manager()

    class Meta:
        verbose_name = _("act that can be taken back")
        verbose_name_plural = _("acts that can be taken back")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(before={}),
                name="grace_undone_keeps_nothing",
                violation_error_message=_("What was put back is not kept twice."),
            )
        ]
        indexes = [models.Index("until", name="grace_running", condition=Q(undone_at=None))]
