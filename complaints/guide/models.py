"""The directories: what a complaint is about, against whom, and who helps when the institution cannot."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.localized import Localized
from accounts.models import Region, User


class Subject(Localized):
    """One entry of the two-level taxonomy (domain section 9): `nature` is level 1, `code` such as `ADM-A1` level 2."""

    class Nature(models.TextChoices):
        ADMINISTRATIVE = "ADM", _("Administrative matters")
        LAND = "FON", _("Land and property")
        FINANCE = "FIN", _("Finance and tax")
        SOCIAL = "SOC", _("Social protection and pensions")
        JUDGMENTS = "JUG", _("Enforcement of judgments against an administration")
        RIGHTS = "DRT", _("Human rights in administration")
        OUTSIDE = "HC", _("Outside the institution's competence")

    code = models.CharField(_("code"), max_length=10, unique=True)
    nature = models.CharField(_("nature"), max_length=3, choices=Nature)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["position", "code"]


class Administration(Localized):
    """A body that a complaint may be about (domain section 10)."""

    class Kind(models.TextChoices):
        MINISTRY = "ministere", _("Ministry")
        AUTHORITY = "direction_autorite", _("Directorate or authority")
        PUBLIC_BODY = "etablissement_public", _("Public establishment")
        LOCAL = "collectivite", _("Territorial authority")
        DELEGATED = "organisme_delegue", _("Delegated operator")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="administrations", verbose_name=_("region")
    )
    local = models.BooleanField(_("has services in each region"), default=False)
    search_words = models.TextField(_("other names, for the search"), blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("administration")
        verbose_name_plural = _("administrations")
        ordering = ["code"]


class Interlocutor(models.Model):
    """The permanent interlocutor of an administration (loi 14-16, articles 31 and 32)."""

    administration = models.ForeignKey(
        Administration, models.PROTECT, related_name="interlocutors", verbose_name=_("administration")
    )
    user = models.OneToOneField(User, models.PROTECT, related_name="interlocutor", verbose_name=_("account"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("permanent interlocutor")
        verbose_name_plural = _("permanent interlocutors")
        ordering = ["administration", "since"]

    def __str__(self) -> str:
        return f"{self.user} ({self.administration})"


class ReferralBody(Localized):
    """Who helps when the institution cannot (domain section 12)."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    grounds = models.JSONField(_("grounds"), default=list, help_text=_("X1 to X10"))
    how = models.JSONField(_("how to reach it, by language"), default=dict)
    website = models.URLField(_("website"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    languages = models.JSONField(_("languages"), default=list)
    last_verified = models.DateField(_("last verified"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("referral body")
        verbose_name_plural = _("referral bodies")
        ordering = ["code"]


class Country(Localized):
    """A country of residence: ISO 3166 code, telephone prefix and usual time zone."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    calling_code = models.CharField(_("calling code"), max_length=6, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]


class Holiday(Localized):
    """A day on which clocks that count working days stand still. `estimated`: Islamic dates before the moon is seen."""

    day = models.DateField(_("day"), unique=True)
    estimated = models.BooleanField(_("estimated"), default=False)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
