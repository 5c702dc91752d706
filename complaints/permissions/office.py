"""Beside the file: the administration's permanent interlocutor, questions, figures, lists, the house itself."""

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.roles import Role
from complaints.enums import State
from complaints.guide.models import Administration, Interlocutor
from complaints.guide.selectors import interlocutors
from complaints.knowledge.models import Question
from complaints.models import AdministrationReply, Commission, Complaint, Grace, Recommendation
from complaints.permissions.base import YES, Decision, no
from complaints.permissions.desk import WHOLE_OFFICE, workable_complaints


def may_file(actor: Actor, complaint: Complaint) -> Decision:
    """Anybody may complain, of whatever nationality, with or without an account (published conditions)."""
    return YES


def is_system(actor: Actor, complaint: Complaint) -> Decision:
    """Acts of the house itself: registration, reminders."""
    return YES if actor.is_system else no(_("The system does this by itself."))


def own_administration(actor: Actor) -> Administration | None:
    """The administration for which this person speaks today: its interlocutor, or a deputy while one is absent."""
    if actor.user is None or not actor.user.is_active or actor.role != Role.LIAISON:
        return None
    found = interlocutors(timezone.localdate()).filter(user=actor.user_id).select_related("administration").first()
    return found.administration if found else None


def addressed_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `is_addressee`: the files that were sent to this interlocutor's own administration."""
    if actor.user is None or not actor.user.is_active or actor.role != Role.LIAISON:
        return Complaint.objects.none()
    # The one or two keys are read first: Postgres then knows how many files there are, and reads a list by its index
    offices = interlocutors(timezone.localdate()).filter(user=actor.user_id).values_list("administration", flat=True)
    sent = Complaint.objects.filter(sent_at__isnull=False, administration__in=list(offices))
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


def own_replies(actor: Actor) -> QuerySet[AdministrationReply]:
    """What this interlocutor's own administration wrote to us, on files that were sent to it; drafts too."""
    files = addressed_complaints(actor).filter(pk=OuterRef("complaint"), administration=OuterRef("administration"))
    return AdministrationReply.objects.filter(Exists(files))


def can_reply(actor: Actor, complaint: Complaint) -> Decision:
    """Write to us about a file, or about what we recommended in it: its addressee, as long as it is open and goes on."""
    if not (decision := is_addressee(actor, complaint)):
        return decision
    if complaint.is_closed:
        return no(_("This file is closed: no answer is waited for any more."))
    if complaint.state == State.SUSPENDED:
        return no(_("This file waits for a court: no answer is waited for now."))
    return YES


def can_name_deputy(actor: Actor) -> Decision:
    """Name who stands in during an absence: the interlocutor, never a deputy."""
    own = own_interlocutor(actor)
    if own is None or own.deputy:
        return no(_("Only the permanent interlocutor names who stands in."))
    return YES


def own_interlocutor(actor: Actor) -> Interlocutor | None:
    """The row by which this person speaks for an administration today."""
    if own_administration(actor) is None:
        return None
    return interlocutors(timezone.localdate()).filter(user=actor.user_id).first()


def checkable_replies(actor: Actor) -> QuerySet[AdministrationReply]:
    """What administrations sent and the desk has to check, of the files that this person may work on; never a draft."""
    if not actor.is_caseworker:
        return AdministrationReply.objects.none()
    files = workable_complaints(actor)
    return AdministrationReply.objects.filter(complaint__in=files).exclude(status=AdministrationReply.Status.DRAFT)


def can_see_interlocutors(actor: Actor) -> Decision:
    """The register of interlocutors: which administration has named whom, and how it answers; for supervisors."""
    if actor.user is not None and actor.user.is_active and actor.role in WHOLE_OFFICE:
        return YES
    return no(_("Only supervisors see the register of interlocutors."))


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
