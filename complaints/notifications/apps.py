from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "complaints.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from complaints.notifications import mail, registry

        registry.register(mail.KIND, mail.resolve, keys=(), source=mail.source)
