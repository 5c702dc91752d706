"""The history of a case: one row for each thing that happened, never changed and never deleted."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.actors import ActorKind
from accounts.models import User
from complaints.enums import State
from complaints.models.complaint import Complaint


class EventQuerySet(models.QuerySet["Event"]):
    def standing(self) -> Self:
        """Without the acts that were taken back (docs/undo.md): what counts, and what people outside may read."""
        return self.exclude(grace__undone_at__isnull=False)


class Event(models.Model):
    """`name` is the transition (`admit`) or act (`note_added`); a database trigger refuses change and deletion."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="events")
    name = models.CharField(_("event"), max_length=40)
    at = models.DateTimeField(_("when"))
    from_state = models.CharField(_("from"), max_length=24, choices=State, blank=True)
    to_state = models.CharField(_("to"), max_length=24, choices=State, blank=True)
    actor_kind = models.CharField(_("acted as"), max_length=8, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who"))
    actor_role = models.CharField(_("role"), max_length=20, blank=True)
    ground = models.CharField(_("legal ground"), max_length=60, blank=True)
    public_text = models.TextField(_("told to the complainant"), blank=True)
    internal_text = models.TextField(_("internal reason"), blank=True)
    data = models.JSONField(_("details"), default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "id"]
        indexes = [models.Index("complaint", "at", "id", name="event_history")]
