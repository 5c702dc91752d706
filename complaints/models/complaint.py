"""The case: facts, state, handler and due dates. Its state is written by `complaints/workflow/transitions/` alone."""

import uuid
from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import MD5, Coalesce, Lower, Trim
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Region, Unit, User
from complaints.enums import (
    CLOSED_STATES,
    RECEIVED_BY_US,
    ActKind,
    Channel,
    Court,
    FileType,
    Ground,
    Outcome,
    SettledStage,
    State,
)
from complaints.guide.models import Administration, Country, ReferralBody, Subject
from complaints.models.person import ROOM, Person

NO_DEADLINE = date(9999, 12, 31)  # where files without a deadline stand in a queue: last


def same_text(words: Any) -> MD5:
    """A fingerprint of a text, the same whatever its case and its spaces; `words` is a column or a value."""
    spaced = Func(words, Value(r"\s+"), Value(" "), Value("g"), function="regexp_replace")
    return MD5(Lower(Trim(spaced, output_field=models.TextField())))


class Complaint(models.Model):
    """One complaint from its submission on. `country` repeats the complainant's, for figures without identity."""

    # How it came
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    submission_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, editable=False, help_text="SHA-256 of the canonical answers.")
    code_hash = models.CharField(max_length=128, editable=False, help_text="Hash of the follow-up code.")
    provisional = models.CharField(
        _("number given without a network"),
        max_length=10,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="A stand's tablet gave it to the person before there was a reference; it opens the file too.",
    )
    form_version = models.PositiveSmallIntegerField(default=1, editable=False)
    file_type = models.CharField(_("type of file"), max_length=16, choices=FileType, default=FileType.COMPLAINT)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.WEB)
    language = models.CharField(_("language of correspondence"), max_length=10)
    text_language = models.CharField(_("language of the text"), max_length=10, blank=True)
    submitted_at = models.DateTimeField(_("submitted"))
    received_on = models.DateField(_("received on"))

    # Who
    complainant = models.OneToOneField(Person, models.PROTECT, related_name="complaint")
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country of residence"))

    # Against whom and about what
    administration = models.ForeignKey(
        Administration,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("administration"),
    )
    administration_text = models.CharField(
        _("administration, in the complainant's words"), max_length=200 * ROOM, blank=True
    )
    service = models.CharField(_("service or office"), max_length=200 * ROOM, blank=True)
    official = models.CharField(_("name of the official"), max_length=200 * ROOM, blank=True)
    administration_reference = models.CharField(
        _("file number at the administration"), max_length=100 * ROOM, blank=True
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("subject")
    )

    # Facts
    title = models.CharField(_("title"), max_length=200 * ROOM)
    description = models.TextField(_("what happened"), max_length=20000)
    act_kind = models.CharField(_("kind of act"), max_length=14, choices=ActKind)
    act_date = models.DateField(_("date of the act"), null=True, blank=True)
    notified_on = models.DateField(_("date of notification"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200 * ROOM, blank=True)
    harm = models.TextField(_("harm suffered"), max_length=5000)
    amount = models.DecimalField(_("amount at stake (MAD)"), max_digits=14, decimal_places=2, null=True, blank=True)
    request = models.TextField(_("what is asked for"), max_length=5000)
    court = models.CharField(_("before a court"), max_length=12, choices=Court)
    court_name = models.CharField(_("court"), max_length=200 * ROOM, blank=True)
    court_case = models.CharField(_("case number"), max_length=100 * ROOM, blank=True)
    court_date = models.DateField(_("date of the judgment"), null=True, blank=True)
    court_final = models.BooleanField(_("final judgment"), null=True, blank=True)
    no_prior_steps = models.BooleanField(_("no step taken with the administration yet"), default=False)
    urgent_date = models.DateField(_("irreversible date"), null=True, blank=True)
    urgent_reason = models.CharField(_("reason of the urgency"), max_length=500 * ROOM, blank=True)
    share_identity = models.BooleanField(_("identity may be given to the administration"), default=True)
    share_identity_reason = models.CharField(_("why not"), max_length=500 * ROOM, blank=True)
    transfer_consent = models.BooleanField(_("agrees to a transfer to another body"), default=False)
    survey_consent = models.BooleanField(_("may be asked for an opinion"), default=False)

    # Where it stands
    state = models.CharField(_("state"), max_length=24, choices=State)
    state_since = models.DateTimeField(_("in this state since"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name=_("unit")
    )
    handler = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_complaints",
        verbose_name=_("caseworker"),
    )
    urgent = models.BooleanField(_("urgent"), default=False)
    due_on = models.DateField(_("next deadline"), null=True, blank=True, help_text="The clock of the current state.")
    overdue = models.BooleanField(_("deadline passed"), default=False)
    complement_rounds = models.PositiveSmallIntegerField(default=0)
    new_reply = models.BooleanField(_("new reply"), default=False)
    possible_duplicate = models.BooleanField(_("possible duplicate"), default=False, db_default=False)
    appeal_until = models.DateField(_("appeal period may run until"), null=True, blank=True)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")

    # Stamps
    registered_at = models.DateTimeField(null=True, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent to the administration"), null=True, blank=True)
    answer_due_on = models.DateField(_("answer due"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    chase_on = models.DateField(null=True, blank=True, help_text="The administration's next step (domain section 5).")
    chased = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How many of the five steps were taken."
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=24, choices=Outcome, blank=True)
    settled_stage = models.CharField(
        _("when it was settled"), max_length=13, choices=SettledStage, blank=True, default="", db_default=""
    )
    remedies = models.JSONField(_("remedies obtained"), default=list, blank=True)
    ground = models.CharField(_("ground"), max_length=3, choices=Ground, blank=True)
    referral_bodies = models.ManyToManyField(ReferralBody, blank=True, related_name="+", verbose_name=_("referred to"))

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(CLOSED_STATES), closed_at__isnull=False)
                | (~models.Q(state__in=sorted(CLOSED_STATES)) & models.Q(closed_at__isnull=True)),
                name="complaint_closed_at_when_closed",
                violation_error_message=_("A closed file carries its closing date, an open one does not."),
            ),
            models.CheckConstraint(
                condition=(models.Q(state__in=sorted(CLOSED_STATES)) & ~models.Q(outcome=""))
                | (~models.Q(state__in=sorted(CLOSED_STATES)) & models.Q(outcome="")),
                name="complaint_outcome_when_closed",
                violation_error_message=_("A closed file has an outcome, an open one has none."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.AWAITING_ADMINISTRATION)
                | models.Q(sent_at__isnull=False, answer_due_on__isnull=False, administration__isnull=False),
                name="complaint_with_administration_is_sent",
                violation_error_message=_("A file with the administration has its sending date and its due date."),
            ),
            models.CheckConstraint(
                condition=~models.Q(administration=None) | ~models.Q(administration_text=""),
                name="complaint_names_administration",
                violation_error_message=_("Name the administration, or describe it in your own words."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.ORIENTED) | ~models.Q(ground=""),
                name="complaint_oriented_has_ground",
                violation_error_message=_("An oriented file names its ground (X1 to X10)."),
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.MERGED, joined_to__isnull=False)
                | (~models.Q(state=State.MERGED) & models.Q(joined_to__isnull=True)),
                name="complaint_joined_when_merged",
            ),
        ]
        indexes = [
            # The open files: by state, of a caseworker, and those that nobody has yet
            models.Index(
                "state", "due_on", "id", name="complaint_open_state", condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(
                "handler",
                Coalesce("due_on", models.Value(NO_DEADLINE)),
                "id",
                name="complaint_open_handler",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index("unit", "state", name="complaint_unit_open_state", condition=models.Q(closed_at__isnull=True)),
            models.Index(
                "unit",
                name="complaint_unassigned",
                condition=models.Q(closed_at__isnull=True, handler__isnull=True),
            ),
            models.Index("submitted_at", name="complaint_submitted"),
            models.Index("received_on", name="complaint_received"),  # figures by day, the queue by day of receipt
            models.Index("answered_at", name="complaint_answered", condition=models.Q(answered_at__isnull=False)),
            models.Index("closed_at", name="complaint_closed", condition=models.Q(closed_at__isnull=False)),
            models.Index(
                "due_on", name="complaint_to_watch", condition=models.Q(closed_at__isnull=True, overdue=False)
            ),
            models.Index(
                "unit",
                Coalesce("due_on", models.Value(NO_DEADLINE)),
                "id",
                name="complaint_silent",
                condition=models.Q(state=State.AWAITING_ADMINISTRATION, chased__gte=3),
            ),
            models.Index(
                Coalesce("due_on", models.Value(NO_DEADLINE)),
                "id",
                name="complaint_reviews",
                condition=models.Q(state=State.REVIEW, closed_at__isnull=True),
            ),
            # What one administration owes us, what is due first, and what it answered, the newest first
            models.Index(
                fields=["administration", "answer_due_on", "id"],
                name="complaint_owed",
                condition=models.Q(state=State.AWAITING_ADMINISTRATION),
            ),
            models.Index(
                fields=["administration", "-answered_at", "-id"],
                name="complaint_answers_of_body",
                condition=models.Q(answered_at__isnull=False),
            ),
            models.Index("chase_on", name="complaint_to_chase", condition=models.Q(chase_on__isnull=False)),
            # The desk's queue, whole and by unit, read a page at a time in this very order.
            models.Index(
                Coalesce("due_on", models.Value(NO_DEADLINE)),
                "id",
                name="complaint_open_queue",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(
                "unit",
                Coalesce("due_on", models.Value(NO_DEADLINE)),
                "id",
                name="complaint_unit_open_queue",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index("unit", name="complaint_new_reply", condition=models.Q(new_reply=True)),
            # Files like another one (casework/duplicates.py): the same matter, the same words, and much the same title
            models.Index("administration", "subject", models.F("id").desc(), name="complaint_same_matter"),
            models.Index(same_text("description"), name="complaint_same_text"),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="complaint_title_alike"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED_STATES

    @cached_property
    def kept_out(self) -> frozenset[int]:
        """The accounts of colleagues to whom this file, and those joined with it, are closed: who know somebody in one of them,
        and with whom one was ever shared.

        Asked once of each row that was read: whoever changes it does so on a locked row of their own."""
        one = models.Q(pk__in=[self.pk, self.joined_to_id or self.pk]) | models.Q(joined_to=self.pk)
        matter = type(self)._default_manager.filter(one).order_by()
        known = matter.filter(conflicts__ended_at=None, conflicts__user__isnull=False).values_list("conflicts__user")
        shared = matter.filter(shares__user__isnull=False).values_list("shares__user")
        return frozenset(pk for (pk,) in known.union(shared, all=True).order_by())

    @property
    def has_complainant(self) -> bool:
        """Nobody complained where the institution acts on its own (T24)."""
        return self.file_type != FileType.OWN_INITIATIVE

    @property
    def came_to_us(self) -> bool:
        """Whether it came by another way than the form: then the day counts on which it came, not when it was typed."""
        return self.channel in RECEIVED_BY_US

    @property
    def administration_name(self) -> str:
        return self.administration.name if self.administration else self.administration_text


class PriorStep(models.Model):
    """A step that the complainant took with the administration or another body (A7)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="prior_steps")
    on = models.DateField(_("date"), null=True, blank=True)
    body = models.CharField(_("to whom"), max_length=200 * ROOM)
    channel = models.CharField(_("how"), max_length=100 * ROOM, blank=True)
    reference = models.CharField(_("number"), max_length=100 * ROOM, blank=True)
    answered = models.BooleanField(pgettext_lazy("a step taken", "answered"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("prior step")
        verbose_name_plural = _("prior steps")
        ordering = ["pk"]


class Declaration(models.Model):
    """One consent as it was read: its text, the version and the language, and when it was given."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="declarations")
    kind = models.CharField(_("kind"), max_length=30)
    version = models.CharField(_("version of the text"), max_length=20)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text as shown"))
    accepted_at = models.DateTimeField(_("accepted"))

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("complaint", "kind", name="declaration_once")]
