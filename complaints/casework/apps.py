from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "complaints.casework"
    label = "casework"
    verbose_name = _("Casework")

    def ready(self) -> None:
        # Here and not in the package: the site itself is imported from it, and would be made twice.
        from complaints.casework.admin import articles, guide, lists, registers  # noqa: F401
