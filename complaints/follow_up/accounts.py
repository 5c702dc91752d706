"""A file joins an account: by its code, or because both have the same proved address (docs/recovery.md)."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, ActorKind
from accounts.models import User
from complaints import history, notices
from complaints.enums import ContactRule
from complaints.models import Complaint
from complaints.permissions import is_complainant
from complaints.workflow.errors import NotAllowed, demand
from complaints.workflow.moves import locked


@transaction.atomic
def link(complaint: Complaint, *, actor: Actor, user: User) -> None:
    """Gives the file to this account, which opens it from now on. `actor` has its code; raises NotAllowed.

    A file belongs to one account: one that has another is refused."""
    case = locked(complaint)
    demand(is_complainant(actor, case))
    _give(case, actor=actor, user=user)


@transaction.atomic
def link_by_address(complaint: Complaint, *, actor: Actor) -> None:
    """The same for a file whose proved address is the account's own; raises NotAllowed."""
    case = locked(complaint)
    if not by_address(actor).filter(pk=case.pk).exists():
        raise NotAllowed(_("Only the person who filed this complaint may do this."))
    _give(case, actor=actor, user=actor.someone)


def _give(case: Complaint, *, actor: Actor, user: User) -> None:
    person = case.complainant
    if person.user_id == user.pk:
        return
    if person.user_id is not None:
        raise NotAllowed(_("This file belongs to another account."))
    person.user = user
    person.save(update_fields=["user"])
    event = history.record(case, "account_linked", actor=actor)
    notices.tell(case, event, notices.AccountLinked())


def by_address(actor: Actor) -> QuerySet[Complaint]:
    """The files without an account whose proved address is this account's, where it is safe to write to that address."""
    if actor.kind is not ActorKind.PERSON or actor.user is None or not proved(actor.user):
        return Complaint.objects.none()
    found = Complaint.objects.filter(
        # While somebody acts, the address is theirs, the file another person's.
        Q(representation=None) | Q(representation__revoked_at__isnull=False),
        complainant__user=None,
        complainant__email_verified_at__isnull=False,
        complainant__email__iexact=actor.user.email,
    ).exclude(complainant__contact_rule=ContactRule.FILE_ONLY)
    safe = [row.pk for row in found.select_related("complainant") if row.complainant.reachable_by("email")]
    return Complaint.objects.filter(pk__in=safe)


def proved(user: User) -> bool:
    """Whether the account's own address was proved by a code."""
    return user.emailaddress_set.filter(email__iexact=user.email, verified=True).exists()  # type: ignore[attr-defined]
