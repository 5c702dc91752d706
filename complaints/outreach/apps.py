from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "complaints.outreach"
    label = "outreach"
    verbose_name = _("Stands")

    def ready(self) -> None:
        from complaints.offline import shell
        from complaints.outreach.sealed.page import EXTRA

        shell.register(EXTRA)
