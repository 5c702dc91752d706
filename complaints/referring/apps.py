from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferringConfig(AppConfig):
    name = "complaints.referring"
    label = "referring"
    verbose_name = _("Referrals")

    def ready(self) -> None:
        from complaints.referring.notices import register_notices

        register_notices()
