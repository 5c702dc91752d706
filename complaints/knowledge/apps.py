from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "complaints.knowledge"
    label = "knowledge"
    verbose_name = _("Questions and answers")

    def ready(self) -> None:
        from complaints.knowledge.held import register_held

        register_held()
