"""Why a matter lies outside competence."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Why a matter lies outside competence (domain section 3)."""

    X1 = "X1", _("The matter is before a court")
    X2 = "X2", _("It asks to review a court's final decision")
    X3 = "X3", _("It belongs to the National Human Rights Council")
    X4 = "X4", _("It is a dispute between private persons")
    X5 = "X5", _("It concerns the conduct of judges or the length of proceedings")
    X6 = "X6", _("It concerns criminal facts or fraud by private persons")
    X7 = "X7", _("It concerns an administration of the country of residence")
    X8 = "X8", _("It concerns acts of government, of Parliament, or private relations")
    X9 = "X9", _("It is a request for a favour, a licence or a job, not a grievance")
    X10 = "X10", _("It is a request for information or advice")
