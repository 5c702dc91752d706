"""The regions of Morocco and the institution's units in them (domain: reorganisation of 16 February 2026)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.localized import Localized


class Region(Localized):
    """One of the twelve regions."""

    code = models.SlugField(_("code"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]


class UnitKind(models.TextChoices):
    HEADQUARTERS = "headquarters", _("Headquarters")
    REGIONAL = "regional", _("Regional delegation")
    LOCAL = "local", _("Local delegation")
    CONTACT_POINT = "contact_point", _("Contact point")


class Unit(Localized):
    """A place of the institution that works on files. A unit sees its own files and those of the units under it."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("region")
    )
    seat = models.CharField(_("seat"), max_length=120, blank=True)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.JSONField(_("opening hours in words"), default=dict, blank=True)
    directions = models.JSONField(_("how to get there"), default=dict, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
                name="unit_valid_to_after_from",
                violation_error_message=_("The unit must end after it began."),
            )
        ]
