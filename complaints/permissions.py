"""May this actor do this to this case? Each predicate says why not, and has its queryset twin (docs/permissions.md).

Pages, admin, exports, tasks and the rule table use these and nothing else. Objects are fetched through the twin,
so that a stranger's case is a 404, the same as one that does not exist."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor, ActorKind
from accounts.dates import long_date
from accounts.roles import Role
from complaints.enums import State
from complaints.guide.selectors import interlocutors
from complaints.knowledge.models import Question
from complaints.models import Attachment, Complaint, Person, Representation, Review, Share

ROUNDS = 2  # requests for missing items before a head or a supervisor must agree (T4)
WHOLE_OFFICE = frozenset({Role.SUPERVISOR})
INTAKE_STATES = frozenset({State.SUBMITTED, State.REGISTERED, State.PRELIM_REVIEW, State.AWAITING_CITIZEN})


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes, or no with the reason in the actor's language. True or false in a condition."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Decision(True)


def no(reason: str | Promise) -> Decision:
    return Decision(False, reason)


# --- the desk ---


def workable_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_work`: a caseworker's unit, a head's unit and those under it, everything for a supervisor."""
    if not actor.is_caseworker:
        return Complaint.objects.none()
    others = Complaint.objects.exclude(complainant__in=Person.objects.filter(user=actor.user_id)).exclude(
        pk__in=Representation.objects.filter(Q(user=actor.user_id) | Q(colleague=actor.user_id)).values("complaint")
    )
    if actor.role in WHOLE_OFFICE:
        return others
    if actor.unit_id is None:
        return Complaint.objects.none()
    own = Q(unit=actor.unit_id)
    return others.filter(own | Q(unit__parent=actor.unit_id) if actor.role == Role.HEAD else own)


def can_work(actor: Actor, complaint: Complaint) -> Decision:
    """Read the file at the desk and work on it."""
    if not actor.is_caseworker:
        return no(_("Only the institution's caseworkers may do this."))
    if actor.user_id in own_people(complaint):
        return no(_("Nobody works on his own complaint."))
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


def can_complete(actor: Actor, complaint: Complaint) -> Decision:
    """Supply what was asked for: the complainant, or the desk for what came by post."""
    mine = can_write_to_file(actor, complaint)
    return can_decide(actor, complaint) if actor.is_caseworker and not mine else mine


def can_start_review(actor: Actor, complaint: Complaint) -> Decision:
    """Take a registered file into study (T3)."""
    return can_decide(actor, complaint)


def can_validate(actor: Actor, complaint: Complaint) -> Decision:
    """Validate another person's decision: heads in their unit, supervisors everywhere."""
    if not (decision := can_work(actor, complaint)):
        return decision
    return YES if actor.is_validator else no(_("Only a head of delegation or a supervisor may validate."))


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
    first = Q(handler=actor.user_id) | Q(proposer=actor.user_id) | Q(decider=actor.user_id)
    own = Review.objects.filter(first).values("complaint")
    files = workable_complaints(actor).filter(state=State.REVIEW).exclude(pk__in=own)
    return files.none() if actor.role == Role.INTAKE else files


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


# --- the citizen, who acts for them, and with whom they share the file (docs/together.md) ---

READS = (Share.Right.READ, Share.Right.WRITE)


def representation_of(complaint: Complaint) -> Representation | None:
    """Who acts for the complainant of this case, if anybody does."""
    return getattr(complaint, "representation", None)


def own_people(complaint: Complaint) -> set[int]:
    """The accounts of the complainant, who acts for them, and who is represented: none of them works on the file here."""
    found = representation_of(complaint)
    ids = {complaint.complainant.user_id, *((found.user_id, found.colleague_id) if found else ())}
    return {pk for pk in ids if pk is not None}


def representative_id(complaint: Complaint) -> int | None:
    """The account of who acts for the complainant."""
    found = representation_of(complaint)
    return found.user_id if found else None


def _mandate(actor: Actor, complaint: Complaint) -> Decision:
    """Whether the mandate, if there is one, still covers an act: reading goes on after its end, and stops when revoked."""
    found = representation_of(complaint)
    if found is None or found.revoked_at:  # revoked: who holds the file now is the complainant, or has left
        return _not_left(actor, complaint)
    if found.mandate_until and found.ended():
        words = _("The mandate ended on %(day)s. Send a new one first.")
        return no(words % {"day": long_date(found.mandate_until)})
    return YES


def _not_left(actor: Actor, complaint: Complaint) -> Decision:
    """Refuses the account of who acted until the mandate was revoked. Their code died then; the next is the complainant's."""
    found = representation_of(complaint)
    left = found is not None and found.revoked_at and actor.kind is ActorKind.PERSON and actor.user_id == found.user_id
    return no(_("The mandate for this file was revoked.")) if left else YES


def _holds(actor: Actor, complaint: Complaint) -> bool:
    """Holds this file's code, or the account that filed it; the mandate is another question."""
    if actor.kind is ActorKind.CODE:
        return actor.complaint_id == complaint.pk
    ids = (complaint.complainant.user_id, representative_id(complaint))
    return actor.kind is ActorKind.PERSON and actor.user_id is not None and actor.user_id in ids


def _held(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `_holds`."""
    if actor.kind is ActorKind.CODE and actor.complaint_id is not None:
        return Complaint.objects.filter(pk=actor.complaint_id)
    if actor.kind is ActorKind.PERSON and actor.user_id is not None:
        mine = Complaint.objects.filter(complainant__user=actor.user_id).values("pk")
        theirs = Complaint.objects.filter(representation__user=actor.user_id).values("pk")
        return Complaint.objects.filter(pk__in=mine.union(theirs, all=True))  # two indexes, where OR reads every file
    return Complaint.objects.none()


def _not_left_by(actor: Actor, files: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Twin of `_not_left`."""
    if actor.kind is not ActorKind.PERSON:
        return files
    return files.exclude(representation__revoked_at__isnull=False, representation__user=actor.user_id)


def own_shares(actor: Actor) -> QuerySet[Share]:
    """The shares by which this actor may see something now."""
    if actor.kind is ActorKind.SHARE:
        return Share.objects.live().filter(pk=actor.share_id or 0, complaint=actor.complaint_id or 0)
    if actor.kind is ActorKind.PERSON and actor.user_id is not None:
        return Share.objects.live().filter(user=actor.user_id)
    return Share.objects.none()


def own_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `is_complainant`."""
    today = timezone.localdate()
    ended = Q(representation__revoked_at=None, representation__mandate_until__lt=today)
    held = _not_left_by(actor, _held(actor)).exclude(ended)
    represented = own_shares(actor).filter(represented=True).values("complaint")
    return Complaint.objects.filter(Q(pk__in=held.values("pk").union(represented, all=True)))


def is_complainant(actor: Actor, complaint: Complaint) -> Decision:
    """The complainant, or who acts for them under a mandate that stands; withdrawal and personal data are theirs alone.

    Holds this file's code, filed it with this account, or is the person represented, by their own code or account."""
    if _holds(actor, complaint):
        return _mandate(actor, complaint)
    if own_shares(actor).filter(complaint=complaint, represented=True).exists():
        return YES
    return no(_("Only the person who filed this complaint may do this."))


def followed_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_follow`."""
    held = _not_left_by(actor, _held(actor))
    shared = own_shares(actor).filter(right__in=READS).values("complaint")
    return Complaint.objects.filter(pk__in=held.values("pk").union(shared, all=True))


def can_follow(actor: Actor, complaint: Complaint) -> Decision:
    """Read the file on the citizen's side: also after the end of a mandate, until it is revoked; also who shares it."""
    if _holds(actor, complaint):
        return _not_left(actor, complaint)
    if own_shares(actor).filter(complaint=complaint, right__in=READS).exists():
        return YES
    return no(_("Only the person who filed this complaint may do this."))


def can_write_to_file(actor: Actor, complaint: Complaint) -> Decision:
    """Write to the institution, send documents, answer what was asked: the complainant, or a share with that right."""
    if mine := is_complainant(actor, complaint):
        return mine
    share = own_shares(actor).filter(complaint=complaint).first()
    if share is None:
        return mine
    if share.right != Share.Right.WRITE:
        return no(_("You may read this file, not write to it."))
    # What the representative gave reaches no further than their own mandate.
    return YES if share.represented or share.by_represented else _mandate(actor, complaint)


def can_renew_mandate(actor: Actor, complaint: Complaint) -> Decision:
    """Send a new mandate: who acts, unless the mandate was revoked; the end of the old one is no obstacle."""
    found = representation_of(complaint)
    if found is None or found.revoked_at:
        return no(_("Nobody acts for another person in this file."))
    return YES if _holds(actor, complaint) else no(_("Only the representative may do this."))


def can_revoke_mandate(actor: Actor, complaint: Complaint) -> Decision:
    """End the mandate: the person represented, the representative, or the desk on the written word of the former."""
    found = representation_of(complaint)
    if found is None or not found.revocable:
        return no(_("There is no mandate to revoke."))
    if own_shares(actor).filter(complaint=complaint, represented=True).exists() or _holds(actor, complaint):
        return YES
    return can_work(actor, complaint)


def may_file(actor: Actor, complaint: Complaint) -> Decision:
    """Anybody may complain, of whatever nationality, with or without an account (published conditions)."""
    return YES


# --- the administration's permanent interlocutor ---


def addressed_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `is_addressee`: the files that were sent to this interlocutor's own administration."""
    if actor.user is None or not actor.user.is_active or actor.role != Role.LIAISON:
        return Complaint.objects.none()
    offices = interlocutors(timezone.localdate()).filter(user=actor.user_id)
    return Complaint.objects.filter(sent_at__isnull=False, administration__in=offices.values("administration"))


def is_addressee(actor: Actor, complaint: Complaint) -> Decision:
    """Speaks for the administration to which the file was sent (loi 14-16, articles 31 and 32)."""
    if addressed_complaints(actor).filter(pk=complaint.pk).exists():
        return YES
    return no(_("This file was not sent to your administration."))


# --- both: one's own complaint comes before one's office, which gives its holder no right there and takes none away ---


def visible_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Twin of `can_view`."""
    own = followed_complaints(actor)
    if actor.is_caseworker:
        return Complaint.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=workable_complaints(actor).values("pk")))
    return own


def can_view(actor: Actor, complaint: Complaint) -> Decision:
    """See the file, each on their own side."""
    mine = can_follow(actor, complaint)
    return can_work(actor, complaint) if actor.is_caseworker and not mine else mine


def is_system(actor: Actor, complaint: Complaint) -> Decision:
    """Acts of the house itself: registration, reminders."""
    return YES if actor.is_system else no(_("The system does this by itself."))


def readable_attachments(actor: Actor) -> QuerySet[Attachment]:
    """Twin of `can_read_attachment`."""
    allowed = Q(complaint__in=followed_complaints(actor), internal=False)
    if actor.role == Role.LIAISON:
        allowed |= Q(complaint__in=addressed_complaints(actor), shared_with_administration=True)
    if actor.is_caseworker:
        allowed |= Q(complaint__in=workable_complaints(actor))
    return Attachment.objects.filter(allowed)


def can_read_attachment(actor: Actor, attachment: Attachment) -> Decision:
    """Download a file of a case; the desk's internal files stay at the desk, an administration sees what was sent to it."""
    mine = can_follow(actor, attachment.complaint)
    if mine and not attachment.internal:
        return YES
    if actor.is_caseworker:
        return can_work(actor, attachment.complaint)
    if actor.role == Role.LIAISON:
        if not (decision := is_addressee(actor, attachment.complaint)):
            return decision
        return YES if attachment.shared_with_administration else no(_("This file was not sent to your administration."))
    return no(_("This file is the institution's own.")) if mine else mine


# --- questions that are no complaints (docs/answers.md); what an asker sees stands in complaints/knowledge/access.py ---


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
