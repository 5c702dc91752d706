"""An interlocutor who will be absent names a deputy, who then opens and answers what the interlocutor could, and no more."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import Role
from complaints import permissions
from complaints.guide.models import Interlocutor, StandIn
from complaints.workflow.errors import Incomplete, demand

SHOWN = 20


def deputies_of(own: Interlocutor) -> QuerySet[Interlocutor]:
    """The colleagues who may stand in: accounts of the same administration that an administrator made deputies."""
    today = timezone.localdate()
    there = Interlocutor.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today, deputy=True)
    mine = there.filter(administration=own.administration_id, user__is_active=True, user__role=Role.LIAISON)
    return mine.exclude(pk=own.pk).select_related("user").order_by("user__name", "pk")


def absences_of(own: Interlocutor) -> QuerySet[StandIn]:
    """Who stood, stands and will stand in for this interlocutor, the newest first."""
    return own.stand_ins.select_related("deputy__user").order_by("-since", "-pk")


def standing_in(own: Interlocutor) -> QuerySet[StandIn]:
    """For whom this deputy stood, stands and will stand in."""
    return own.stands_in.select_related("absent__user", "deputy__user").order_by("-since", "-pk")


@transaction.atomic
def name_deputy(own: Interlocutor, *, actor: Actor, deputy: Interlocutor, since: date, until: date) -> StandIn:
    """From `since` to `until` the deputy may do what the interlocutor may. Named twice in the same way is named once."""
    demand(permissions.can_name_deputy(actor))
    row = Interlocutor.objects.select_for_update(of=("self",)).get(pk=own.pk)
    if row.user_id != actor.user_id or not deputies_of(row).filter(pk=deputy.pk).exists():
        raise Incomplete(_("Choose a colleague of your administration."))
    if not timezone.localdate() <= since <= until:
        raise Incomplete(_("Choose a last day that is not before the first, and within a year."))
    made = {"named_by": actor.someone, "named_at": timezone.now()}
    return row.stand_ins.get_or_create(deputy=deputy, since=since, until=until, ended_at=None, defaults=made)[0]


@transaction.atomic
def end(row: StandIn, *, actor: Actor) -> None:
    """Ends it at once; what ended already stays as it is."""
    demand(permissions.can_name_deputy(actor))
    StandIn.objects.filter(pk=row.pk, ended_at=None).update(ended_at=timezone.now())
