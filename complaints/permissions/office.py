"""Beside the file: the administration's permanent interlocutor, questions, figures, lists, the house itself."""

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import Role
from complaints.guide.selectors import interlocutors
from complaints.knowledge.models import Question
from complaints.models import Commission, Complaint, Grace, Recommendation
from complaints.permissions.base import YES, Decision, no
from complaints.permissions.desk import workable_complaints


def may_file(actor: Actor, complaint: Complaint) -> Decision:
    """Anybody may complain, of whatever nationality, with or without an account (published conditions)."""
    return YES


def is_system(actor: Actor, complaint: Complaint) -> Decision:
    """Acts of the house itself: registration, reminders."""
    return YES if actor.is_system else no(_("The system does this by itself."))


def addressed_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `is_addressee`: the files that were sent to this interlocutor's own administration."""
    if actor.user is None or not actor.user.is_active or actor.role != Role.LIAISON:
        return Complaint.objects.none()
    offices = interlocutors(timezone.localdate()).filter(user=actor.user_id)
    sent = Complaint.objects.filter(sent_at__isnull=False, administration__in=offices.values("administration"))
    return sent.exclude(Grace.objects.first_sent())


def is_addressee(actor: Actor, complaint: Complaint) -> Decision:
    """Speaks for the administration to which the file was sent (loi 14-16, articles 31 and 32)."""
    if addressed_complaints(actor).filter(pk=complaint.pk).exists():
        return YES
    return no(_("This file was not sent to your administration."))


def received_recommendations(actor: Actor) -> QuerySet[Recommendation]:
    """Twin of `is_addressee` for what the institution recommends: those made to this interlocutor's own administration."""
    theirs = Recommendation.objects.filter(complaint__in=addressed_complaints(actor))
    return theirs.filter(administration=F("complaint__administration")).exclude(Grace.objects.hiding("issued_at"))


def readable_recommendations(actor: Actor) -> QuerySet[Recommendation]:
    """Twin of `can_work` for the register of recommendations."""
    if not actor.is_caseworker:
        return Recommendation.objects.none()
    return Recommendation.objects.filter(complaint__in=workable_complaints(actor))


def readable_commissions(actor: Actor) -> QuerySet[Commission]:
    """The register of sittings is open to all caseworkers: it names administrations, and files to those who may open them."""
    return Commission.objects.all() if actor.is_caseworker else Commission.objects.none()


def can_hold(actor: Actor) -> Decision:
    """Call a sitting of a permanent commission, fill its bundle and write its minutes (T13)."""
    return YES if actor.is_validator else no(_("Only a head of delegation or a supervisor holds a commission."))


def answerable_questions(actor: Actor) -> QuerySet[Question]:
    """Twin of `can_answer`: every caseworker answers questions, of whatever unit; nobody his own."""
    if not actor.is_caseworker:
        return Question.objects.none()
    return Question.objects.exclude(user=actor.user_id)


def can_answer(actor: Actor, question: Question) -> Decision:
    """Read, answer, put aside and publish a question."""
    if not actor.is_caseworker:
        return no(_("Only the institution's caseworkers may do this."))
    if question.user_id == actor.user_id:
        return no(_("Nobody answers his own question."))
    return YES


def can_see_figures(actor: Actor) -> Decision:
    """Open the dashboard: supervisors and statistics officers the whole office, heads their unit."""
    if (
        actor.user is not None
        and actor.user.is_active
        and actor.role in {Role.SUPERVISOR, Role.STATISTICIAN, Role.HEAD}
    ):
        return YES
    return no(_("The dashboard is for supervisors and heads of delegation."))


def counted_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_see_figures`: what the figures may count for this person."""
    if not can_see_figures(actor):
        return Complaint.objects.none()
    return workable_complaints(actor) if actor.role == Role.HEAD else Complaint.objects.all()


def can_read_opinions(actor: Actor) -> Decision:
    """Read what people wrote about filing: supervisors; free words may name somebody, so who sees figures alone does not."""
    if actor.user is not None and actor.user.is_active and actor.role == Role.SUPERVISOR:
        return YES
    return no(_("What people wrote is for supervisors."))


def can_manage_lists(actor: Actor) -> Decision:
    """Accounts, units and taxonomies: administrators, who see no file contents."""
    if actor.user is not None and actor.user.is_active and actor.role == Role.ADMINISTRATOR:
        return YES
    return no(_("Only an administrator may change accounts and lists."))


def can_try_rules(actor: Actor) -> Decision:
    """Try a change of the guide's rules on last month's files: who keeps the lists, and who sees the figures."""
    return can_manage_lists(actor) or can_see_figures(actor)


def tried_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_try_rules`: the files that a trial counts for this person. It names those alone that they may work on."""
    return Complaint.objects.all() if can_manage_lists(actor) else counted_complaints(actor)
