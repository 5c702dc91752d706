"""What a person said about being written to and called: columns of whoever may be reached (docs/safe-contact.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.enums import ContactRule

CONTACT_RULES = ("contact_rule", "contact_ways", "contact_from", "contact_until", "no_voice_mail", "neutral_subject")


class ContactRules(models.Model):
    """Obeyed by every notice, and shown at the desk beside telephone and e-mail."""

    contact_rule = models.CharField(_("is it safe to write"), max_length=9, choices=ContactRule, blank=True, default="")
    contact_ways = models.JSONField(_("ways that are safe"), default=list, blank=True, help_text="Empty: all.")
    contact_from = models.PositiveSmallIntegerField(_("from this hour"), null=True, blank=True)
    contact_until = models.PositiveSmallIntegerField(_("until this hour"), null=True, blank=True)
    no_voice_mail = models.BooleanField(_("no voice mail"), default=False)
    neutral_subject = models.BooleanField(_("our name is not shown in the list of mails"), default=False)

    class Meta:
        abstract = True

    def reachable_by(self, way: str) -> bool:
        """Whether this person may be reached in this way: `email`, `phone`, `whatsapp`, `sms`, `post` or `push`."""
        if self.contact_rule == ContactRule.FILE_ONLY:
            return False
        return self.contact_rule == ContactRule.FREE or not self.contact_ways or way in self.contact_ways

    @property
    def contact_hours(self) -> tuple[int, int] | None:
        """The hours, on the person's clock, in which messages may arrive; None when the person named none."""
        if self.contact_rule != ContactRule.CAREFUL or self.contact_from is None or self.contact_until is None:
            return None
        return self.contact_from, self.contact_until

    @property
    def wants_no_name(self) -> bool:
        """Whether neither sender nor subject of a mail may say who writes; whatever the rule, for some mails leave under each."""
        return self.neutral_subject

    def change_places(self, other: "ContactRules") -> None:
        """Each takes what the other said; for the rows of two people whose addresses change places. Saves nothing."""
        for name in CONTACT_RULES:
            mine, theirs = getattr(self, name), getattr(other, name)
            setattr(self, name, theirs)
            setattr(other, name, mine)
