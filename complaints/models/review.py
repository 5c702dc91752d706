"""What comes after a decision: the review that the complainant asks for (T21, T22), and how they see the result."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complaints.enums import Outcome, ReviewGround, ReviewResult, Solved, State
from complaints.models.complaint import Complaint


class Review(models.Model):
    """One request to look at a decision again. It keeps how the file had ended, and who had a hand in that.

    None of the three people decides the review (`permissions.can_review`)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="reviews")
    ground = models.CharField(_("why"), max_length=12, choices=ReviewGround)
    text = models.TextField(_("in the complainant's words"), max_length=20000)
    language = models.CharField(_("language"), max_length=10, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("answer by"))
    closed_state = models.CharField(_("state before"), max_length=24, choices=State)
    closed_outcome = models.CharField(_("outcome before"), max_length=24, choices=Outcome)
    handler = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    proposer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decider = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(_("result"), max_length=10, choices=ReviewResult, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "complaint",
                name="one_open_review",
                condition=models.Q(decided_at=None),
                violation_error_message=_("A review of this file is under way already."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, result="")
                | (models.Q(decided_at__isnull=False) & ~models.Q(result="")),
                name="review_result_when_decided",
                violation_error_message=_("A decided review has a result, an open one has none."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | (
                    (models.Q(handler=None) | ~models.Q(decided_by=models.F("handler")))
                    & (models.Q(proposer=None) | ~models.Q(decided_by=models.F("proposer")))
                    & (models.Q(decider=None) | ~models.Q(decided_by=models.F("decider")))
                ),
                name="review_by_another_person",
                violation_error_message=_("Another person than the one who decided first decides a review."),
            ),
        ]

    @property
    def first_people(self) -> set[int]:
        """Who handled, proposed or decided the file before."""
        return {pk for pk in (self.handler_id, self.proposer_id, self.decider_id) if pk is not None}


class Voice(models.Model):
    """What the complainant says of one closing: solved or not, and how fairly they were treated.

    The closing is named by its moment: a file that was opened and closed again has another voice. `asked_at` is when the
    one-question survey left; without it only the first question was put, with the decision."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="voices")
    closed_at = models.DateTimeField(_("closed"))
    solved = models.CharField(_("solved for the complainant"), max_length=6, choices=Solved, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(_("survey sent"), null=True, blank=True)
    fairness = models.PositiveSmallIntegerField(
        _("treated fairly, 1 to 5"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    fairness_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=1200, blank=True)

    class Meta:
        verbose_name = _("complainant's voice")
        verbose_name_plural = _("complainants' voices")
        ordering = ["closed_at"]
        constraints = [
            models.UniqueConstraint("complaint", "closed_at", name="one_voice_a_closing"),
            models.CheckConstraint(
                condition=models.Q(fairness=None) | models.Q(fairness__range=(1, 5)), name="voice_fairness_is_1_to_5"
            ),
        ]
