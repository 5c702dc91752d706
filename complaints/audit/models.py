"""Who read what. Reading a file is an act too, and is kept (docs/permissions.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class AccessEntry(models.Model):
    """One reading of a case or a document; `about` is a key such as `complaint:12`. Append-only by a trigger."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    about = models.CharField(_("about"), max_length=60)
    what = models.CharField(_("what"), max_length=40)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["about", "-at"], name="access_about")]
