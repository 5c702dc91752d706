"""The desk: who works on a file, decides, reviews, corrects, erases; who is kept out of it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import User
from accounts.roles import Role
from complaints.enums import State
from complaints.models import Complaint, Conflict, Person, Representation, Review, Share
from complaints.permissions.base import YES, Decision, no
from complaints.permissions.citizen import kept_out, own_people

ROUNDS = 2  # requests for missing items before a head or a supervisor must agree (T4)
WHOLE_OFFICE = frozenset({Role.SUPERVISOR})
INTAKE_STATES = frozenset({State.SUBMITTED, State.REGISTERED, State.PRELIM_REVIEW, State.AWAITING_CITIZEN})


def workable_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_work`: a caseworker's unit, a head's unit and those under it, everything for a supervisor."""
    if not actor.is_caseworker:
        return Complaint.objects.none()
    others = Complaint.objects.exclude(complainant__in=Person.objects.filter(user=actor.user_id)).exclude(
        pk__in=closed_to(actor)
    )
    if actor.role in WHOLE_OFFICE:
        return others
    if actor.unit_id is None:
        return Complaint.objects.none()
    own = Q(unit=actor.unit_id)
    return others.filter(own | Q(unit__parent=actor.unit_id) if actor.role == Role.HEAD else own)


def closed_to(actor: Actor) -> QuerySet[Any, Any]:
    """Twin of `kept_out`, but for the complainant: one list of keys, which each row of a page is held against."""
    acting = Representation.objects.filter(Q(user=actor.user_id) | Q(colleague=actor.user_id)).values("complaint")
    shared: QuerySet[Any] = Share.objects.filter(user=actor.user_id).order_by()
    known: QuerySet[Any] = Conflict.objects.filter(user=actor.user_id, ended_at=None).order_by()
    parts: list[QuerySet[Any, Any]] = []
    for rows in (shared, known):  # the file itself, the one that it was joined to, those that were joined to it
        inside = Complaint.objects.filter(joined_to__in=rows.values_list("complaint", flat=True)).order_by()
        leading = rows.exclude(complaint__joined_to=None).values("complaint__joined_to")
        parts += [rows.values("complaint"), leading, inside.values("pk")]
    return acting.union(*parts, all=True).order_by()


def is_unrelated(actor: Actor, complaint: Complaint) -> Decision:
    """Complains neither in the file nor shares it, and knows nobody in it."""
    if actor.user_id in own_people(complaint):
        return no(_("Nobody works on his own complaint."))
    if actor.user_id in complaint.kept_out:
        return no(_("Who knows somebody in a file does not work on it."))
    return YES


def can_work(actor: Actor, complaint: Complaint) -> Decision:
    """Read the file at the desk and work on it."""
    if not actor.is_caseworker:
        return no(_("Only the institution's caseworkers may do this."))
    if not (decision := is_unrelated(actor, complaint)):
        return decision
    if actor.role in WHOLE_OFFICE:
        return YES
    unit = complaint.unit
    if unit is None or actor.unit_id is None:
        return no(_("This file has no unit yet; a supervisor will give it one."))
    if actor.unit_id == unit.pk or (actor.role == Role.HEAD and actor.unit_id == unit.parent_id):
        return YES
    return no(_("This file belongs to another unit."))


def can_decide(actor: Actor, complaint: Complaint) -> Decision:
    """Move the file: a caseworker of its unit, an intake officer only until it is admitted."""
    if not (decision := can_work(actor, complaint)):
        return decision
    if actor.role == Role.INTAKE and complaint.state not in INTAKE_STATES:
        return no(_("Intake officers act only until the file is admitted."))
    return YES


def can_request_information(actor: Actor, complaint: Complaint) -> Decision:
    """Ask the complainant for missing items: after two rounds only a head or a supervisor may ask again (T4)."""
    if not (decision := can_decide(actor, complaint)):
        return decision
    if complaint.complement_rounds >= ROUNDS and not actor.is_validator:
        return no(_("The complainant was asked twice. Only a head of delegation or a supervisor may ask again."))
    return YES


def can_start_review(actor: Actor, complaint: Complaint) -> Decision:
    """Take a registered file into study (T3)."""
    return can_decide(actor, complaint)


def can_validate(actor: Actor, complaint: Complaint) -> Decision:
    """Validate another person's decision: heads in their unit, supervisors everywhere."""
    if not (decision := can_work(actor, complaint)):
        return decision
    return YES if actor.is_validator else no(_("Only a head of delegation or a supervisor may validate."))


def can_sign(actor: Actor, complaint: Complaint) -> Decision:
    """Sign for the Médiateur: bring to the Head of Government, accept a refusal (T18)."""
    if not (decision := can_work(actor, complaint)):
        return decision
    return YES if actor.role in WHOLE_OFFICE else no(_("Only a supervisor, for the Médiateur, may validate this."))


def can_sign_by_order(actor: Actor, complaint: Complaint) -> Decision:
    """Sign a mission order or a recommendation: a supervisor for the Médiateur, or a head whom an order of the Médiateur lets.

    The move asks for the order by name (T11, T16)."""
    return can_validate(actor, complaint)


def can_review(actor: Actor, complaint: Complaint) -> Decision:
    """Work on a review: nobody who handled, proposed or decided the file, or a review of it, before (T21)."""
    if not (decision := can_decide(actor, complaint)):
        return decision
    if decided_before(actor.user_id, complaint):
        return no(_("Another person than those who decided first decides a review."))
    return YES


def can_decide_review(actor: Actor, complaint: Complaint) -> Decision:
    """Decide a review, or validate that the decision stands: a head or a supervisor who had no hand in it (T22)."""
    return can_review(actor, complaint) and can_validate(actor, complaint)


def reviewable_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_review`."""
    files = workable_complaints(actor).filter(state=State.REVIEW).exclude(pk__in=decided_by(actor))
    return files.none() if actor.role == Role.INTAKE else files


def decided_by(actor: Actor) -> QuerySet[Any, Any]:
    """The keys of files that this person decided before a review of them: `decided_before` for many."""
    first = Q(handler=actor.user_id) | Q(proposer=actor.user_id) | Q(decider=actor.user_id)
    return Review.objects.filter(first).order_by().values("complaint")


def decided_before(user: int | None, complaint: Complaint) -> bool:
    """An earlier review counts too: whoever decided first is named there, and who decided that one is named in the next."""
    return any(user in review.first_people for review in Review.objects.filter(complaint=complaint))


def can_correct_data(actor: Actor, complaint: Complaint) -> Decision:
    """Correct what is held about the complainant, whatever became of the file: who may decide on it (law 09-08)."""
    return can_decide(actor, complaint)


def correctable_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_correct_data`."""
    files = workable_complaints(actor)
    return files.filter(state__in=INTAKE_STATES) if actor.role == Role.INTAKE else files


def can_erase(actor: Actor, complaint: Complaint) -> Decision:
    """Erase what the complainant may have erased: a head or a supervisor, for it cannot be taken back (law 09-08)."""
    if not (decision := can_work(actor, complaint)):
        return decision
    return YES if actor.is_validator else no(_("Only a head of delegation or a supervisor may erase."))


def erasable_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_erase`."""
    files = workable_complaints(actor)
    return files if actor.is_validator else files.none()


def can_receive(user: User, complaint: Complaint) -> Decision:
    """Be given a file, by whomever: not who complains in it, shares it or knows somebody in it."""
    if user.pk in kept_out(complaint):
        return no(_("This colleague is kept out of the file: they complain in it, share it, or know somebody in it."))
    return YES


def can_keep_out(actor: Actor, complaint: Complaint) -> Decision:
    """Close the file to a colleague who knows somebody in it: heads in their unit, supervisors everywhere."""
    if not (decision := can_work(actor, complaint)):
        return decision
    return YES if actor.is_validator else no(_("Only a head of delegation or a supervisor may do this."))


def can_let_in(actor: Actor, conflict: Conflict) -> Decision:
    """Open the file to the colleague again: a supervisor who is another person."""
    if not (decision := can_work(actor, conflict.complaint)):
        return decision
    if actor.role not in WHOLE_OFFICE or actor.user_id == conflict.user_id:
        return no(_("Only another person, a supervisor, may open the file to this colleague again."))
    return YES


def readable_conflicts(actor: Actor) -> QuerySet[Conflict]:
    """Twin of `can_keep_out` for what was declared: the reasons are for heads and supervisors."""
    if not actor.is_validator:
        return Conflict.objects.none()
    return Conflict.objects.filter(complaint__in=workable_complaints(actor))


def declared_by(actor: Actor) -> QuerySet[Conflict]:
    """What this colleague declared and what still keeps them out; of the file itself it opens nothing."""
    return Conflict.objects.filter(user=actor.user_id or 0, ended_at=None)


def can_assign(actor: Actor, complaint: Complaint) -> Decision:
    """Give the file to a colleague; a caseworker may take an unassigned one."""
    if not (decision := can_work(actor, complaint)):
        return decision
    if actor.is_validator or actor.role == Role.INTAKE:
        return YES
    if complaint.handler_id in (None, actor.user_id):
        return YES
    return no(_("Only a head of delegation or a supervisor may take a file from a colleague."))


def can_give_code(actor: Actor, complaint: Complaint) -> Decision:
    """Give a new follow-up code at the desk to a complainant whose identity was checked; logged and told."""
    return can_work(actor, complaint)
