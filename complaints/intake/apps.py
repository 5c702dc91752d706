from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "complaints.intake"
    label = "intake"
    verbose_name = _("Intake")

    def ready(self) -> None:
        from complaints.intake.held import register_held
        from complaints.intake.notices import register_notices
        from complaints.intake.phone_codes import register_phone_codes
        from complaints.intake.waiting import register_waiting

        register_notices()
        register_held()
        register_phone_codes()
        register_waiting()
