"""A file that is passed on to another body with the complainant's agreement, item by item (T5; docs/referrals.md)."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.encryption import EncryptedTextField
from accounts.models import User
from complaints.guide.models import ReferralBody
from complaints.models.attachment import Attachment
from complaints.models.complaint import Complaint
from complaints.models.sharing import Share


class Standing(models.TextChoices):
    """Where a referral stands."""

    CONSENT = "consent", _("Waiting for the complainant's agreement")
    READY = "ready", _("Agreed, the letter is to be posted")
    SENT = "sent", pgettext_lazy("referral", "Sent")
    OPENED = "opened", pgettext_lazy("referral", "Opened by the body")
    ACCEPTED = "accepted", pgettext_lazy("referral", "Accepted by the body")
    REFUSED = "refused", pgettext_lazy("referral", "Refused by the body")
    ANSWERED = "answered", pgettext_lazy("referral", "Answered by the body")
    TAKEN_BACK = "taken_back", pgettext_lazy("referral", "Taken back")
    EXPIRED = "expired", pgettext_lazy("referral", "Expired")


AT_HOME = (Standing.CONSENT, Standing.READY)  # nothing has left yet
WITH_BODY = (Standing.SENT, Standing.OPENED, Standing.ACCEPTED)  # the body's turn: its link or code opens
READ_THERE = (Standing.OPENED, Standing.ACCEPTED)  # the body has come in by its link or code
OVER = (Standing.REFUSED, Standing.ANSWERED, Standing.TAKEN_BACK, Standing.EXPIRED)
LEFT = (*WITH_BODY, Standing.REFUSED, Standing.ANSWERED)  # in each of these something was sent


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Referrals by whose turn it is."""

    def with_body(self) -> Self:
        """Sent, and neither answered nor ended."""
        return self.filter(standing__in=WITH_BODY)


class Referral(models.Model):
    """One file with one body. Nothing leaves before `agreed_at`; `given` is what left, as it was then.

    `address` is the only one that a link is ever mailed to; without one the letter is printed, and its code (computed
    from `key`, kept nowhere) opens. `due_on` is the date of whoever's turn it is: the complainant's agreement, then the
    body's answer."""

    class End(models.TextChoices):
        """Who ended it."""

        COMPLAINANT = "citizen", _("The complainant")
        DESK = "desk", _("The institution")
        BODY = "body", _("The body")
        CLOCK = "clock", _("The date passed")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="referrals")
    body = models.ForeignKey(ReferralBody, models.PROTECT, related_name="+", verbose_name=_("body"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.CONSENT)
    address = models.EmailField(_("e-mail of the body"), max_length=254, blank=True)
    language = models.CharField(_("language of the body"), max_length=10)
    words = models.TextField(_("words for the body"), max_length=5000, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))

    # What the complainant agreed to, as it was read, and by whom it was agreed
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    agreed_text = models.TextField(_("as it was read"), blank=True)
    agreed_language = models.CharField(max_length=10, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_share = models.ForeignKey(Share, models.PROTECT, null=True, blank=True, related_name="+")
    identity = models.BooleanField(_("who the complainant is"), default=False)
    contact = models.BooleanField(_("how to reach the complainant"), default=False)
    story = models.BooleanField(_("what happened and what is asked for"), default=False)
    given = EncryptedTextField(purpose="referral.given", blank=True, default="", editable=False)
    letters = models.JSONField(
        _("letters as they were sent"), default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )

    # Its way
    sent_at = models.DateTimeField(pgettext_lazy("referral", "sent"), null=True, blank=True)
    opened_at = models.DateTimeField(pgettext_lazy("referral", "opened"), null=True, blank=True)
    accepted_at = models.DateTimeField(pgettext_lazy("referral", "accepted"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(max_length=7, choices=End, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    chase_on = models.DateField(null=True, blank=True, help_text="The next step of the clock (referring/chasing.py).")
    chased = models.PositiveSmallIntegerField(default=0, db_default=0)

    # What the body said
    reply = models.TextField(_("answer of the body"), max_length=20000, blank=True)
    reply_key = models.UUIDField(null=True, editable=False, help_text="The form it came from: sent twice, kept once.")
    reply_files = models.ManyToManyField(Attachment, blank=True, related_name="of_referrals")
    forgotten_at = models.DateTimeField(null=True, blank=True, help_text="When `given` and the links were wiped.")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "complaint",
                "body",
                name="one_open_referral_to_a_body",
                condition=Q(ended_at=None),
                violation_error_message=_("The file is being passed on to this body already."),
            ),
            models.CheckConstraint(
                condition=Q(standing__in=OVER, ended_at__isnull=False) | (~Q(standing__in=OVER) & Q(ended_at=None)),
                name="referral_ended_when_it_stands_so",
                violation_error_message=_("A referral that is over carries its end, another one does not."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(agreed_at__isnull=False),
                name="referral_sent_only_with_agreement",
                violation_error_message=_("Nothing leaves before the complainant has agreed."),
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=LEFT) | Q(sent_at__isnull=False),
                name="referral_left_has_its_day",
                violation_error_message=_("What was sent has the day on which it was sent."),
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=[Standing.REFUSED, Standing.ANSWERED]) | ~Q(reply=""),
                name="referral_answered_says_something",
                violation_error_message=_("An answer or a refusal has its words."),
            ),
        ]
        indexes = [
            # The desk's lists, each read a page at a time in its own order
            models.Index("due_on", "id", name="referral_unanswered", condition=Q(standing__in=WITH_BODY)),
            models.Index("asked_at", "id", name="referral_at_home", condition=Q(standing__in=AT_HOME)),
            models.Index(fields=["-ended_at", "-id"], name="referral_over", condition=Q(ended_at__isnull=False)),
            models.Index("chase_on", name="referral_to_chase", condition=Q(chase_on__isnull=False)),
            models.Index(
                "ended_at", name="referral_to_forget", condition=Q(ended_at__isnull=False, forgotten_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint} – {self.body}"

    @property
    def number(self) -> str:
        """The file's number with the place of this referral in it; its letters add 1 (to the body) and 2. Rows never go."""
        return f"{self.complaint.reference}/T{Referral.objects.filter(complaint=self.complaint_id, pk__lte=self.pk).count()}"

    @property
    def by_post(self) -> bool:
        """Whether it goes as a printed letter with a code to type."""
        return not self.address

    @property
    def is_over(self) -> bool:
        return self.standing in OVER

    @property
    def is_with_body(self) -> bool:
        return self.standing in WITH_BODY


class ReferralDocument(models.Model):
    """One document that the complainant agreed to pass on; `read_at`: when the body first downloaded it."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="documents")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="referred")
    read_at = models.DateTimeField(_("downloaded"), null=True, blank=True)

    class Meta:
        verbose_name = _("document of a referral")
        verbose_name_plural = _("documents of a referral")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("referral", "attachment", name="once_in_a_referral")]


class ReferralLink(models.Model):
    """One link that was mailed to the body's address. Only the digest of its token is kept (docs/adr/0007).

    It opens once: `opened_at` says when. `figures` counts the codes sent for it, `tries` wrong ones typed."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the token.")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    figures = models.PositiveSmallIntegerField(default=0)
    figures_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("link of a referral")
        verbose_name_plural = _("links of a referral")
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "referral",
                name="one_living_link_of_a_referral",
                condition=Q(opened_at=None, dead_at=None),
                violation_error_message=_("Another link of this referral works still."),
            )
        ]
