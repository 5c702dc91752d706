"""The desk's own side of a case: notes, letters to the administration, decisions that wait for a second person, and who
has the file open now."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.encryption import EncryptedTextField
from accounts.models import Unit, User
from complaints.consents import Who
from complaints.dealings import Addressee, Purpose, Way
from complaints.guide.models import Administration
from complaints.models import Attachment, Complaint


class InternalNote(models.Model):
    """A note of the desk. The complainant and the administration never see it."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("note"), max_length=20000)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["at", "id"]


class LetterSeries(models.Model):
    """The numbers of letters, one row a year: the next one is taken by updating the row, so that none is left out."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("numbers of letters")
        verbose_name_plural = _("numbers of letters")


class FreeNumber(models.Model):
    """The number of a letter that was taken back; the next letter of its year gets it. Written by a trigger of the
    database when a letter goes, whoever takes it away, so that a year has no hole."""

    number = models.CharField(_("number"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("free number")
        verbose_name_plural = _("free numbers")


class LetterText(models.Model):
    """What a letter begins with, as an administrator wrote it: a version in one language. Nothing is written over.

    Where there is no row the shipped text counts (`letters/texts.py`). `edition` counts what changed in substance in the
    source language: a translation of an earlier edition is older than its source."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    language = models.CharField(_("language"), max_length=10)
    version = models.PositiveSmallIntegerField(_("version"))
    edition = models.PositiveSmallIntegerField(_("edition"))
    recipient = models.TextField(_("name and address"), max_length=1000)
    subject = models.CharField(pgettext_lazy("letter", "subject"), max_length=300)
    body = models.TextField(_("text"), max_length=20000)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("text of letters")
        verbose_name_plural = _("texts of letters")
        ordering = ["purpose", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                "purpose",
                "language",
                "version",
                name="letter_text_version_once",
                violation_error_message=_("Somebody else changed this text meanwhile."),
            )
        ]


class Letter(models.Model):
    """A letter as it left: its words, to whom, how, and the documents that went with it. Its words never change.

    A corrected letter has the same number and the next version; the first is kept. `recipient` is the block of name and
    address, `template` says with which text it began (`settled.fr/2`: the second version of the French one)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="letters")
    to = models.CharField(
        _("to whom"), max_length=14, choices=Addressee, default=Addressee.ADMINISTRATION, db_default="administration"
    )
    administration = models.ForeignKey(Administration, models.PROTECT, null=True, blank=True, related_name="+")
    recipient = models.TextField(_("name and address"), max_length=1000, blank=True, db_default="")
    number = models.CharField(_("number"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1, db_default=1)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.FIRST, db_default="first")
    language = models.CharField(_("language"), max_length=10)
    template = models.CharField(_("begun with"), max_length=60, blank=True, db_default="")
    subject = models.CharField(pgettext_lazy("letter", "subject"), max_length=300)
    body = models.TextField(_("text"), max_length=20000)
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True, db_default="")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    way = models.CharField(_("how it goes"), max_length=4, choices=Way, default=Way.SITE, db_default="site")
    posted_on = models.DateField(_("posted"), null=True, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=60, blank=True, db_default="")
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="letters")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["sent_at", "id"]
        constraints = [
            models.UniqueConstraint("number", "version", name="letter_version_once"),
            models.CheckConstraint(
                condition=models.Q(to="administration", administration__isnull=False)
                | (~models.Q(to="administration") & models.Q(administration=None)),
                name="letter_names_its_administration",
                violation_error_message=_("A letter to an administration names it, no other letter does."),
            ),
            models.CheckConstraint(
                condition=models.Q(version=1, corrects=None) | models.Q(version__gt=1, corrects__isnull=False),
                name="letter_version_corrects_another",
                violation_error_message=_("A later version of a letter says which one it corrects."),
            ),
            models.CheckConstraint(
                condition=models.Q(posted_on__isnull=False) | models.Q(tracking=""),
                name="letter_tracked_when_posted",
                violation_error_message=_("A tracking number goes with the day of posting."),
            ),
        ]
        indexes = [
            models.Index("sent_at", "id", name="letter_to_post", condition=models.Q(way="post", posted_on__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}" if self.version > 1 else self.number


class Extract(models.Model):
    """What went to the administration with a letter about who complains, as it stood that day; what was agreed to and needed.

    Its documents are the letter's `attachments`. `items` are codes of `consents.Who`; `identity` is JSON of `consents.told`.
    `opened_at` is when the administration first read the letter on the site."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="extract")
    administration = models.ForeignKey(Administration, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    items = models.JSONField(default=list, blank=True)
    identity = EncryptedTextField(purpose="extract.identity", blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("extract for an administration")
        verbose_name_plural = _("extracts for administrations")
        ordering = ["-sent_at", "-id"]
        indexes = [
            models.Index(
                fields=["administration", "-sent_at", "-id"],
                name="extract_unopened",
                condition=models.Q(opened_at=None),
            ),
            models.Index(fields=["administration", "-sent_at", "-id"], name="extract_of_body"),
        ]

    @property
    def told(self) -> list[str]:
        """What was told about who complains, in words."""
        return [str(Who(item).label) for item in self.items]


class Proposal(models.Model):
    """A decision that waits for a second person (domain section 6: "validated by supervisor")."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for validation")
        APPROVED = "approved", _("Validated")
        RETURNED = "returned", _("Returned")
        TAKEN_BACK = "taken_back", _("Taken back")
        VOID = "void", _("No longer applicable")

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="proposals")
    transition = models.CharField(_("decision"), max_length=40)
    data = models.JSONField(_("details"), default=dict)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("proposed decision")
        verbose_name_plural = _("proposed decisions")
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "complaint",
                name="one_waiting_proposal",
                condition=models.Q(status="waiting"),
                violation_error_message=_("A decision on this file is waiting for validation already."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("proposed_by")),
                name="proposal_second_person",
                violation_error_message=_("Another person than the one who proposed must validate."),
            ),
        ]


class Presence(models.Model):
    """That a colleague has a file open, until a moment that each page and each sign of life puts off.

    What is over is nobody's business: the row is written over at the next look, and swept by the clock of the desk."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    writing = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("file open at the desk")
        verbose_name_plural = _("files open at the desk")
        constraints = [models.UniqueConstraint("complaint", "user", name="present_once")]


class SavedSearch(models.Model):
    """The queue's filters under a name. It holds no file: whoever opens it sees what they may work on themselves."""

    class Reach(models.TextChoices):
        """Who finds it on their list."""

        OWN = "own", pgettext_lazy("saved search", "Me alone")
        UNIT = "unit", pgettext_lazy("saved search", "My unit")
        ALL = "all", pgettext_lazy("saved search", "All caseworkers")

    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    reach = models.CharField(_("who sees it"), max_length=4, choices=Reach, default=Reach.OWN)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.JSONField(default=dict, help_text="The filters as they stand in the address, by name.")
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_search_named_once",
                violation_error_message=_("You have a saved search of this name."),
            ),
            models.CheckConstraint(
                condition=models.Q(reach="unit", unit__isnull=False) | (~models.Q(reach="unit") & models.Q(unit=None)),
                name="saved_search_of_a_unit",
            ),
        ]
        indexes = [
            models.Index("unit", name="saved_search_unit", condition=models.Q(reach="unit")),
            models.Index("reach", name="saved_search_all", condition=models.Q(reach="all")),
        ]


class SearchAlert(models.Model):
    """The mail that one person wants about one saved search: a number, at an hour, or when it grows too large."""

    class Cadence(models.TextChoices):
        """When it leaves."""

        DAILY = "daily", pgettext_lazy("alert", "Every day")
        WEEKLY = "weekly", pgettext_lazy("alert", "Once a week")
        ABOVE = "above", pgettext_lazy("alert", "When there are more than a number of files")

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="alerts")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    cadence = models.CharField(_("when"), max_length=6, choices=Cadence)
    hour = models.PositiveSmallIntegerField(_("hour"), default=8)
    weekday = models.PositiveSmallIntegerField(_("day"), default=0, help_text="0 is Monday.")
    threshold = models.PositiveSmallIntegerField(_("more than"), null=True, blank=True)
    above = models.BooleanField(default=False, help_text="It was above, and that was told.")
    next_at = models.DateTimeField(help_text="The next moment at which it is looked at.")

    class Meta:
        verbose_name = _("alert of a saved search")
        verbose_name_plural = _("alerts of saved searches")
        constraints = [
            models.UniqueConstraint(fields=["search", "user"], name="search_alert_once"),
            models.CheckConstraint(
                condition=models.Q(hour__lte=23, weekday__lte=6)
                & (
                    models.Q(cadence="above", threshold__isnull=False)
                    | (~models.Q(cadence="above") & models.Q(threshold=None))
                ),
                name="search_alert_is_whole",
            ),
        ]
        indexes = [models.Index("next_at", name="search_alert_due")]


class Absence(models.Model):
    """From when until when a colleague is away; the last one that was entered counts."""

    user = models.OneToOneField(User, models.PROTECT, related_name="+")
    from_on = models.DateField(_("away from"))
    until_on = models.DateField(_("away until"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_on__lte=models.F("until_on")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("The last day comes after the first."),
            )
        ]


class CalendarFeed(models.Model):
    """The secret address of one person's dates. Only a hash is kept: the address is shown once (docs/calendar.md)."""

    user = models.OneToOneField(User, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
