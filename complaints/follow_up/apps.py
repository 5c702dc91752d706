from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowUpConfig(AppConfig):
    name = "complaints.follow_up"
    label = "follow_up"
    verbose_name = _("Follow-up")

    def ready(self) -> None:
        from complaints.follow_up.notices import register_notices

        register_notices()
