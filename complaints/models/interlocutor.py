"""With the permanent interlocutor of an administration: what may be shared, and what it answers (docs/administrations.md)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from complaints.dealings import Reply
from complaints.enums import AnswerPosition
from complaints.guide.models import Administration
from complaints.models.attachment import Attachment, StoredFile
from complaints.models.complaint import Complaint
from complaints.models.exchange import Answer
from complaints.models.recommendation import Recommendation


class Consent(models.Model):
    """What the complainant says of one thing that could go to the administration, the last word on it.

    The name is not here: the case holds it since the filing (`share_identity`). What nobody spoke of goes by
    `complaints/consents.py`; what was said before stands in the history."""

    class Item(models.TextChoices):
        NUMBER = "id_number", "id_number"
        CONTACT = "contact", "contact"
        DOCUMENT = "document", "document"

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="consents")
    item = models.CharField(max_length=9, choices=Item)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    given = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("consent to share with the administration")
        verbose_name_plural = _("consents to share with the administration")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "item", "attachment"], name="one_word_on_each_thing", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(item="document", attachment__isnull=False)
                | (~Q(item="document") & Q(attachment__isnull=True)),
                name="consent_names_its_document",
            ),
        ]


class AdministrationReply(models.Model):
    """What an interlocutor writes to us: a draft, then sent, then checked by the desk.

    It is nothing in the file until a caseworker records it by a move (T9, T10, T17); before that no complainant sees it.
    `position` is one of AnswerPosition for an answer, of `dealings.Reply` for what is said to a recommendation, empty for
    the proof that one was carried out."""

    class About(models.TextChoices):
        ANSWER = "answer", _("Answer to a letter")
        RECOMMENDATION = "recommendation", _("Answer to a recommendation")
        EXECUTION = "execution", _("Proof that a recommendation was carried out")

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("answer of an administration", "Draft")
        SENT = "sent", pgettext_lazy("answer of an administration", "Sent, being checked")
        RECORDED = "recorded", pgettext_lazy("answer of an administration", "Taken into the file")
        NOTED = "noted", pgettext_lazy("answer of an administration", "Read and kept")
        RETURNED = "returned", pgettext_lazy("answer of an administration", "Returned")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="replies")
    administration = models.ForeignKey(Administration, models.PROTECT, related_name="+")
    about = models.CharField(_("about"), max_length=14, choices=About)
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("recommendation")
    )
    letter = models.CharField(_("number of the letter"), max_length=40, blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Sent twice, kept once.")
    version = models.PositiveIntegerField(default=0, help_text="Counts the savings of the draft.")
    position = models.CharField(_("position"), max_length=18, blank=True)
    text = models.TextField(_("answer"), max_length=20000, blank=True)
    wanted_until = models.DateField(_("more time until"), null=True, blank=True)
    executed_on = models.DateField(_("carried out on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("saved"))
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    # An answer goes only when the move that recorded it is taken back: then this one waits again.
    answer = models.ForeignKey(Answer, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    documents = models.ManyToManyField(Attachment, blank=True, related_name="replies")

    class Meta:
        verbose_name = _("answer of an interlocutor")
        verbose_name_plural = _("answers of interlocutors")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "administration", "about", "recommendation"],
                name="one_draft_of_an_answer",
                condition=Q(status="draft"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(status="draft", sent_at=None, sent_by=None)
                | (~Q(status="draft") & Q(sent_at__isnull=False, sent_by__isnull=False)),
                name="reply_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "sent"], checked_at=None)
                | (~Q(status__in=["draft", "sent"]) & Q(checked_at__isnull=False)),
                name="reply_checked_when_it_stands_so",
            ),
            models.CheckConstraint(condition=~Q(status="returned") | ~Q(reason=""), name="reply_returned_with_reason"),
            models.CheckConstraint(
                condition=Q(about="answer", recommendation=None)
                | (~Q(about="answer") & Q(recommendation__isnull=False)),
                name="reply_names_its_recommendation",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(about="execution", executed_on__isnull=False) | ~Q(position=""),
                name="reply_sent_says_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["administration", "-sent_at", "-id"],
                name="reply_of_body",
                condition=Q(sent_at__isnull=False),
            ),
            models.Index(fields=["sent_at", "id"], name="reply_to_check", condition=Q(status="sent")),
            models.Index(fields=["id"], name="reply_draft", condition=Q(status="draft")),
        ]

    @property
    def position_label(self) -> str:
        """Its position in words; nothing for a proof."""
        if self.about == self.About.ANSWER:
            return str(dict(AnswerPosition.choices).get(self.position, ""))
        return str(dict(Reply.choices).get(self.position, ""))


class ReplyFile(StoredFile):
    """A file of a draft. When the answer is sent, it becomes a file of the case and this row goes."""

    reply = models.ForeignKey(AdministrationReply, models.CASCADE, related_name="files")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file of a draft of an answer")
        verbose_name_plural = _("files of drafts of answers")
        ordering = ["sent_at", "id"]
