"""Who plans a stand, who works at it, what everybody sees of it. The twins are below the predicates (docs/permissions.md)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, ActorKind
from accounts.models import Role, Unit, User
from accounts.roles import CASEWORKERS
from complaints.outreach.models import Stand, StandAgent
from complaints.permissions import WHOLE_OFFICE, YES, Decision, no


def can_plan(actor: Actor) -> Decision:
    """Plan, publish and cancel stands, and read their reports: heads for their units, supervisors for all."""
    return YES if actor.is_validator else no(_("Only a head of delegation or a supervisor plans a stand."))


def plannable_units(actor: Actor, *, today: date) -> QuerySet[Unit]:
    """The units for which this person plans: the own one and those beneath it."""
    living = Unit.objects.filter(valid_from__lte=today).exclude(valid_to__lte=today)
    if not can_plan(actor):
        return Unit.objects.none()
    if actor.role in WHOLE_OFFICE:
        return living
    return living.filter(beneath("pk", actor)) if actor.unit_id else Unit.objects.none()


def plannable_stands(actor: Actor) -> QuerySet[Stand]:
    """Twin of `can_plan`: the stands of these units, whatever became of the unit."""
    if not can_plan(actor):
        return Stand.objects.none()
    if actor.role in WHOLE_OFFICE:
        return Stand.objects.all()
    return Stand.objects.filter(beneath("unit", actor)) if actor.unit_id else Stand.objects.none()


def beneath(field: str, actor: Actor) -> Q:
    """The own unit, and those one and two steps under it; `field` leads to the unit."""
    way = "" if field == "pk" else f"{field}__"
    own = actor.unit_id
    return Q(**{field: own}) | Q(**{f"{way}parent": own}) | Q(**{f"{way}parent__parent": own})


def worked_stands(actor: Actor) -> QuerySet[Stand]:
    """The stands at which this person works, with those that they plan: there tickets are handed out and called."""
    named = Exists(StandAgent.objects.filter(stand=OuterRef("pk"), user=actor.user_id))
    if actor.kind is ActorKind.STAND:  # on the tablet, without an office
        return Stand.objects.filter(named)
    if not actor.is_caseworker:
        return Stand.objects.none()
    if actor.role in WHOLE_OFFICE:
        return Stand.objects.all()
    planned = beneath("unit", actor) if actor.role == Role.HEAD and actor.unit_id else Q(pk__in=[])
    return Stand.objects.filter(Q(named) | planned)


def possible_agents(stand: Stand) -> QuerySet[User]:
    """Who may be sent to a stand without being looked for: caseworkers of its unit, of the unit above and of those beneath."""
    unit = stand.unit
    near = Q(unit=unit) | Q(unit__parent=unit) | Q(stands__stand=stand)
    if unit.parent_id:
        near |= Q(unit=unit.parent_id)
    people = User.objects.filter(Q(is_active=True, role__in=sorted(CASEWORKERS)) & near)
    return people.distinct().order_by("name", "pk")


def announced_stands() -> QuerySet[Stand]:
    """What everybody may see: what was published, cancelled or not."""
    return Stand.objects.filter(published_at__isnull=False)
