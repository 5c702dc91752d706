"""What people do here (domain: roles of the workflow)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """One role a person; the unit says where, the role says what."""

    CITIZEN = "citizen", _("Citizen")
    INTAKE = "intake", _("Intake officer")
    HANDLER = "handler", _("Caseworker")
    HEAD = "head", _("Head of delegation")
    SUPERVISOR = "supervisor", _("Supervisor")
    LIAISON = "liaison", _("Permanent interlocutor of an administration")
    ADMINISTRATOR = "administrator", _("Administrator of accounts and lists")
    STATISTICIAN = "statistician", _("Statistics officer")
    AUDITOR = "auditor", _("Auditor")


CASEWORKERS = frozenset({Role.INTAKE, Role.HANDLER, Role.HEAD, Role.SUPERVISOR})
VALIDATORS = frozenset({Role.HEAD, Role.SUPERVISOR})
DESK = CASEWORKERS | {Role.ADMINISTRATOR, Role.STATISTICIAN, Role.AUDITOR}
