"""T7 to T10: admitted, sent to the administration, written to again, answered."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.dates import RABAT
from complaints import consents, notices
from complaints.enums import FINAL_POSITIONS, REQUESTS, State
from complaints.guide.models import Administration, Subject
from complaints.guide.selectors import holidays
from complaints.models import AdministrationReply, Answer, Attachment, Complaint
from complaints.selectors import interlocutors_of, replaced_files
from complaints.workflow import chasing, deadlines
from complaints.workflow.deadlines import Clock
from complaints.workflow.errors import Incomplete, NotAllowed
from complaints.workflow.moves import PLAIN, Move, Seal
from complaints.workflow.table import NEEDS
from complaints.workflow.transitions.frame import due, move, take_in

BY_POST = "post"


def admit(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    subject: Subject | None = None,
    administration: Administration | None = None,
    urgent: bool = False,
) -> Complaint:
    """T7: in competence and in form; the officer corrects subject, administration and urgency."""
    given = {name: value for name, value in {"subject": subject, "administration": administration}.items() if value}
    with move(complaint, "admit", actor, seal=seal, given=given) as step:
        case = step.complaint
        case.subject, case.administration = subject or case.subject, administration or case.administration
        case.urgent, case.admitted_at, case.new_reply = urgent, step.now, False
        step.data = {"subject": case.subject.code if case.subject else "", "urgent": urgent}
        step.due(due(Clock.ACKNOWLEDGEMENT, step.today))
        step.tell(notices.Admitted())
    return case


def send_to_administration(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, letter: str = "", documents: Sequence[Attachment] = ()
) -> Complaint:
    """T8: `letter` is its number; `documents` only those that the administration needs. Two months run from now."""
    with move(complaint, "send_to_administration", actor, seal=seal, given={"letter": letter}) as step:
        case = step.complaint
        case.sent_at = step.now
        case.answer_due_on = due(Clock.ADMINISTRATION_ANSWER, step.today, urgent=case.urgent)
        case.answered_at, case.chased = None, 0
        case.chase_on = chasing.next_day(case)
        step.due(case.answer_due_on)
        _send(step, letter, documents)
        step.tell(notices.WithAdministration(due_on=case.answer_due_on))
    return case


def write_again(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    letter: str = "",
    purpose: str = "",
    documents: Sequence[Attachment] = (),
) -> Complaint:
    """T10: a reminder, a letter to the head, or what the administration asked for. No clock is reset."""
    with move(complaint, "write_again", actor, seal=seal, given={"letter": letter}) as step:
        step.data = {"purpose": purpose}
        _send(step, letter, documents)
        step.tell(notices.WrittenAgain())
    return step.complaint


def demand_sendable(complaint: Complaint, documents: Sequence[Attachment]) -> None:
    """Raises NotAllowed where a document would leave the house of which a redacted copy was made."""
    if documents and replaced_files(complaint) & {document.pk for document in documents}:
        raise NotAllowed(_("A redacted copy of this document was made: send that one."))


def _send(step: Move, letter: str, documents: Sequence[Attachment]) -> None:
    case = step.complaint
    demand_sendable(case, documents)
    step.data |= {"letter": letter, "documents": [document.pk for document in documents]}
    agreed = consents.of(case)
    if held := [document.name for document in documents if not agreed.may_go(document)]:
        raise Incomplete(_("The complainant does not want this to go: %(names)s.") % {"names": ", ".join(held)})
    for document in documents:
        document.shared_with_administration = True
        document.save(update_fields=["shared_with_administration"])
    people = interlocutors_of(case.administration, on=timezone.localdate())  # who opens it now
    step.tell(notices.LetterForAdministration(due_on=_awaited(step), interlocutors=people))


def _awaited(step: Move) -> date | None:
    """By when the letter's reader must answer: the complaint, or a recommendation; None when nothing is waited for."""
    case = step.complaint
    if State.AWAITING_ADMINISTRATION in (case.state, step.rule.target):
        return case.answer_due_on
    made = case.recommendations.filter(ended_at=None, reply="").first()
    return made.due_on if made else None


def grant_extension(
    complaint: Complaint, *, actor: Actor, seal: Seal = PLAIN, day: date | None = None, public_text: str = ""
) -> Complaint:
    """T10: one more date for the administration, with the reason; both sides are told. Once a letter, a month at most."""
    with move(complaint, "grant_extension", actor, seal=seal, given={"day": day, "public_text": public_text}) as step:
        case, before = step.complaint, step.complaint.answer_due_on or step.today
        if chasing.extended(case):
            raise Incomplete(_("The administration was given more time once: it has no more."))
        if day is None or not max(before, step.today) < day <= deadlines.longest_extension(before):
            raise Incomplete(_("Choose a day after the present date, and at most a month after it."))
        case.answer_due_on = deadlines.next_working_day(day, holidays())
        case.chase_on = chasing.next_day(case)
        step.due(case.answer_due_on)
        step.public_text = public_text
        step.data = {"from": before.isoformat(), "to": case.answer_due_on.isoformat()}
        people = interlocutors_of(case.administration, on=step.today)
        step.tell(notices.Extended(due_on=case.answer_due_on))
        step.tell(notices.ExtensionForAdministration(due_on=case.answer_due_on, interlocutors=people))
    return case


def record_request(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    position: str = "",
    text: str = "",
    received_on: date | None = None,
    attachments: Sequence[Attachment] = (),
    waiting: AdministrationReply | None = None,
) -> Complaint:
    """T10: the administration asks for time or for information. This is no answer, and its clock runs on.

    `waiting` is what its interlocutor sent, when this is taken from there."""
    given = {"position": position if position in REQUESTS else "", "text": text}
    with move(complaint, "record_request", actor, seal=seal, given=given) as step:
        answer = _keep_answer(step, position=position, text=text, received_on=received_on, attachments=attachments)
        step.data = {"position": position}
        take_in(step, waiting, answer=answer)
        step.tell(notices.AdministrationAsks())
    return step.complaint


def record_answer(
    complaint: Complaint,
    *,
    actor: Actor,
    seal: Seal = PLAIN,
    position: str = "",
    quality: str = "",
    text: str = "",
    received_on: date | None = None,
    attachments: Sequence[Attachment] = (),
    waiting: AdministrationReply | None = None,
) -> Complaint:
    """T9: the answer, qualified by the caseworker; the complainant may comment before the institution decides.

    `waiting` is what its interlocutor sent, when this is taken from there."""
    given = {"position": position if position in FINAL_POSITIONS else "", "text": text}
    to = None if complaint.has_complainant else State.INVESTIGATION  # nobody is there to comment
    with move(complaint, "record_answer", actor, seal=seal, given=given, to=to) as step:
        case = step.complaint
        answer = _keep_answer(
            step, position=position, quality=quality, text=text, received_on=received_on, attachments=attachments
        )
        case.answered_at = min(step.now, datetime.combine(answer.received_on, time(12), RABAT))
        step.data = {"position": position, "quality": quality}
        take_in(step, waiting, answer=answer)
        by_post = case.complainant.preferred_channel == BY_POST and case.country_id != "MA"
        clock = Clock.CITIZEN_COMMENT if case.has_complainant else Clock.RESULT
        step.due(due(clock, step.today, by_post=by_post and case.has_complainant))
        step.tell(notices.Answered(due_on=case.due_on or step.today))
    return case


def _keep_answer(
    step: Move,
    *,
    position: str,
    text: str,
    received_on: date | None,
    attachments: Sequence[Attachment],
    quality: str = "",
) -> Answer:
    case = step.complaint
    if case.administration is None:
        raise Incomplete(NEEDS["administration"])
    answer = Answer.objects.create(
        complaint=case, administration=case.administration, position=position, quality=quality, text=text,
        received_on=received_on or step.today, recorded_by=step.actor.someone, recorded_at=step.now,
    )  # fmt: skip
    answer.attachments.set(attachments)
    for attachment in attachments:
        attachment.internal = False
        attachment.save(update_fields=["internal"])
    return answer
