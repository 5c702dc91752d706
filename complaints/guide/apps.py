from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "complaints.guide"
    label = "guide"
    verbose_name = _("Guide and directories")

    def ready(self) -> None:
        from complaints.guide.notices import register_notices

        register_notices()
