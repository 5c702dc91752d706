from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "complaints.casework"
    label = "casework"
    verbose_name = _("Casework")

    def ready(self) -> None:
        # Here and not in the package: the site itself is imported from it, and would be made twice.
        from complaints.casework.admin import articles, guide, lists, registers  # noqa: F401
        from complaints.casework.models import Extract, Letter, Proposal
        from complaints.casework.searches import register_alerts
        from complaints.workflow.snapshots import Kept, keep

        keep(Kept(Letter))
        keep(Kept(Extract, "letter__complaint"))
        keep(Kept(Proposal, fields=("status", "decided_by", "decided_at", "reason")))
        register_alerts()
