"""Who may work at a stand, and who looks after its tablets. Each predicate has its queryset twin (docs/permissions.md)."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, at_stand
from accounts.dates import RABAT
from accounts.models import Unit
from complaints.outreach.access import beneath, can_plan, plannable_units
from complaints.outreach.models import Device, Shift, Stand
from complaints.permissions import WHOLE_OFFICE, YES, Decision, no


def today() -> date:
    """The day of the stands: Morocco's."""
    return timezone.localdate(timezone=RABAT)


def can_attend(actor: Actor, stand: Stand) -> Decision:
    """Help people at this stand today: a caseworker with a second factor whom the delegation named for it."""
    if not actor.is_caseworker:
        return no(_("Only the institution's caseworkers may do this."))
    if not actor.strong:
        return no(_("Log in with your second factor first."))
    if stand.cancelled_at is not None:
        return no(_("This stand does not take place."))
    if not stand.agents.filter(user=actor.user_id).exists():
        return no(_("You are not named for this stand. The head of the delegation names its agents."))
    if not stand.hours.filter(day=today()).exists():
        return no(_("This stand is not open today."))
    return YES


def attended_stands(actor: Actor) -> QuerySet[Stand]:
    """Twin of `can_attend`."""
    if not (actor.is_caseworker and actor.strong):
        return Stand.objects.none()
    return Stand.objects.filter(
        pk__in=Stand.objects.filter(agents__user=actor.user_id, hours__day=today(), cancelled_at=None).values("pk")
    ).order_by("begins_on", "pk")


def can_keep_devices(actor: Actor, unit: Unit) -> Decision:
    """Register and revoke the tablets of this unit: whoever plans its stands."""
    if not can_plan(actor):
        return no(_("Only a head of delegation or a supervisor looks after the tablets."))
    if units_with_devices(actor).filter(pk=unit.pk).exists():
        return YES
    return no(_("This tablet belongs to another delegation."))


def units_with_devices(actor: Actor) -> QuerySet[Unit]:
    """Twin of `can_keep_devices`: the units whose tablets this person looks after."""
    return plannable_units(actor, today=today())


def kept_devices(actor: Actor) -> QuerySet[Device]:
    """The tablets that this person looks after, whatever became of their unit."""
    if not can_plan(actor):
        return Device.objects.none()
    if actor.role in WHOLE_OFFICE:
        return Device.objects.all()
    return Device.objects.filter(beneath("unit", actor)) if actor.unit_id else Device.objects.none()


def actor_of(shift: Shift, *, language: str = "") -> Actor:
    """Who acts on this tablet: the agent, for what is done at a stand and nothing else."""
    return at_stand(shift.agent, language=language)
