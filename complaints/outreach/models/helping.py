"""The person who is being helped at this moment. The row is gone when they leave (docs/stand-tablet.md)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.guide.models import Country
from complaints.intake.models import Draft
from complaints.knowledge.models import Question
from complaints.outreach.models.devices import Shift
from complaints.outreach.models.tickets import Ticket


class Helping(models.Model):
    """One person before one agent: in which language, and what they write or asked. `key` becomes the visit's, so that
    whoever ends it twice counts it once. A tablet never knows a second person: one row a shift."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shift = models.OneToOneField(Shift, models.CASCADE, related_name="helping", verbose_name=_("day of the agent"))
    language = models.CharField(_("language"), max_length=10)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    draft = models.OneToOneField(
        Draft, models.SET_NULL, null=True, blank=True, related_name="helping", verbose_name=_("draft")
    )
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("question")
    )

    class Meta:
        verbose_name = _("person being helped")
        verbose_name_plural = _("people being helped")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft=None) | models.Q(question=None), name="helping_writes_one_thing"
            )
        ]

    def __str__(self) -> str:
        return str(self.key)
