"""What became of each person who came to a stand, and what a tablet sent after a day without a network."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from complaints.enums import Ground
from complaints.guide.models import Country
from complaints.knowledge.models import Question
from complaints.models import Complaint
from complaints.outreach import words
from complaints.outreach.models.devices import Device, Shift
from complaints.outreach.models.stands import Stand, StandDesk
from complaints.outreach.models.tickets import Ticket

LONGEST_WAIT = 24 * 60  # minutes


class Batch(models.Model):
    """What a device kept during a day without a network and sent at once: how many it announced, how many came and were
    refused. `key` is made by the device: the same batch sent again is the same batch."""

    key = models.UUIDField(unique=True)
    device = models.ForeignKey(Device, models.PROTECT, related_name="batches", verbose_name=_("device"))
    shift = models.ForeignKey(
        Shift, models.PROTECT, null=True, blank=True, related_name="batches", verbose_name=_("day of the agent")
    )
    announced = models.PositiveIntegerField(_("announced"))
    received_at = models.DateTimeField(pgettext_lazy("batch", "received"))
    sent = models.PositiveIntegerField(pgettext_lazy("batch", "taken"), default=0)
    refused = models.PositiveIntegerField(pgettext_lazy("batch", "refused"), default=0)

    class Meta:
        verbose_name = _("sending after a day without a network")
        verbose_name_plural = _("sendings after days without a network")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(announced__gte=F("sent") + F("refused")), name="batch_no_more_than_announced"
            )
        ]
        indexes = [models.Index(fields=["device", "-received_at", "-id"], name="batch_of_device")]

    def __str__(self) -> str:
        return str(self.key)


class Visit(models.Model):
    """One person who came. No name and no free text: the row identifies nobody; `complaint` or `question` lead on, for
    those alone who may open them. `key` is made by the client: the same visit sent again is the same visit."""

    Outcome = words.Outcome

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    stand = models.ForeignKey(Stand, models.PROTECT, related_name="visits", verbose_name=_("stand"))
    desk = models.ForeignKey(
        StandDesk, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name=_("desk")
    )
    shift = models.ForeignKey(
        Shift, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("day of the agent")
    )
    agent = models.ForeignKey(User, models.PROTECT, related_name="visits", verbose_name=_("agent"))
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("sending")
    )
    day = models.DateField(_("day"), help_text="In Morocco.")
    at = models.DateTimeField(_("when"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=words.Outcome)
    competent = models.BooleanField(_("within competence"), null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=3, choices=Ground, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country of residence")
    )
    language = models.CharField(_("language"), max_length=10)
    wait = models.PositiveSmallIntegerField(_("waiting time in minutes"), null=True, blank=True)
    ticket = models.ForeignKey(
        Ticket, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name=_("ticket")
    )
    complaint = models.ForeignKey(
        Complaint, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name=_("complaint")
    )
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, blank=True, related_name="visits", verbose_name=_("question")
    )
    offline = models.BooleanField(_("kept on the device without a network"), default=False)
    on_phone = models.BooleanField(
        _("went on with the complaint on the own telephone"),
        default=False,
        db_default=False,
        help_text="`key` is then the draft's: once it was filed, the visit counts so (visits.count_filed).",
    )

    class Meta:
        verbose_name = _("visit to a stand")
        verbose_name_plural = _("visits to stands")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="oriented") | Q(competent__isnull=False),
                name="visit_oriented_in_or_out",
                violation_error_message=_("Say whether the matter is within competence."),
            ),
            models.CheckConstraint(
                condition=(Q(outcome="oriented", competent=False) & ~Q(ground=""))
                | (Q(ground="") & ~Q(outcome="oriented", competent__isnull=False, competent=False)),
                name="visit_outside_has_its_ground",
                violation_error_message=_(
                    "A matter outside competence names its ground (X1 to X10), another one does not."
                ),
            ),
            models.CheckConstraint(
                condition=Q(complaint=None) | Q(outcome="filed"), name="visit_with_complaint_is_filed"
            ),
            models.CheckConstraint(
                condition=Q(question=None) | Q(outcome="question"), name="visit_with_question_asked_one"
            ),
            models.CheckConstraint(condition=Q(wait=None) | Q(wait__lte=LONGEST_WAIT), name="visit_wait_of_a_day"),
            models.UniqueConstraint("complaint", name="one_visit_filed_a_complaint"),
        ]
        indexes = [
            models.Index(fields=["stand", "day", "at"], name="visit_of_stand"),
            models.Index(fields=["shift", "at"], name="visit_of_shift"),
            models.Index("key", name="visit_on_phone", condition=Q(on_phone=True, complaint=None)),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
