from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    name = "complaints"
    verbose_name = _("Complaints")

    def ready(self) -> None:
        from complaints import addresses
        from complaints.envelopes import register_notices
        from complaints.notifications import registry

        register_notices()
        registry.on_return(addresses.came_back)
