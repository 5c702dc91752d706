from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "complaints.api"
    label = "api"
    verbose_name = _("Programs")

    def ready(self) -> None:
        from complaints.api import schema  # noqa: F401 - registers how the ways to log in are described
