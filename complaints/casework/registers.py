"""The register of recommendations: which were made, how they stand, how long they took (domain section 14)."""

from dataclasses import dataclass

from django.db.models import Avg, Count, F, Q, QuerySet
from django.db.models.fields import DateField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actors import Actor
from complaints.models import Recommendation
from complaints.permissions import readable_recommendations

VIEWS = {
    "pending": (_("Pending"), Q(standing=Recommendation.Standing.PENDING)),
    "escalated": (
        pgettext_lazy("recommendations", "Brought to the Head of Government"),
        Q(standing="pending", escalated_at__isnull=False),
    ),
    "executed": (pgettext_lazy("recommendations", "Carried out"), Q(standing=Recommendation.Standing.EXECUTED)),
    "refused": (pgettext_lazy("recommendations", "Refused"), Q(standing=Recommendation.Standing.REFUSED)),
    "all": (pgettext_lazy("recommendations", "All"), Q()),
}


@dataclass(frozen=True, slots=True)
class Totals:
    """`days` is the mean from the recommendation to its execution; None before the first one."""

    by_view: dict[str, int]
    days: float | None


def recommendations(actor: Actor, *, view: str) -> QuerySet[Recommendation]:
    """Those of one view; the page puts the newest first."""
    rows = readable_recommendations(actor).filter(VIEWS[view][1])
    return rows.select_related("complaint", "administration")


def totals(actor: Actor) -> Totals:
    """How many stand how, in one query."""
    counts = {name: Count("pk", filter=wanted) if wanted else Count("pk") for name, (_label, wanted) in VIEWS.items()}
    took = F("executed_on") - Cast("issued_at", DateField())
    found = readable_recommendations(actor).aggregate(**counts, mean=Avg(took))
    mean = found.pop("mean")
    return Totals(found, mean.days if mean is not None and hasattr(mean, "days") else mean)
